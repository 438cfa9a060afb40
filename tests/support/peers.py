"""Real peer servers and clients on loopback, for tests of the peer protocol."""

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from federation.rpc.limits import CallingLimits, ServingLimits
from federation.rpc.peer_client import PeerClient
from federation.rpc.peer_server import PeerServer
from federation.trust.certificates import IssuedCertificate
from tests.support.branches import Branches, at_addresses
from tests.support.memory_source import MemorySource

QUICK = CallingLimits(connect_s=3.0, call_s=5.0, batch_idle_s=5.0, watch_idle_s=5.0)


@dataclass
class Served:
    """A server and what it reported."""

    branches: Branches
    source: MemorySource
    server: PeerServer
    code: str
    faults: list[Exception] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.port}"

    def client(self, code: str, certificate: IssuedCertificate | None = None, **limits: Any) -> PeerClient:
        """A client of branch `code`, with its own certificate or another."""
        return PeerClient(
            at_addresses(self.source.current, self.code, self.address),
            certificate=certificate or self.branches[code].leaf,
            limits=limits.get("limits", QUICK),
        )


@asynccontextmanager
async def serving(branches: Branches, source: MemorySource, code: str = "32", limits: ServingLimits | None = None):
    """Serves `source` as branch `code` on a free port."""
    faults: list[Exception] = []
    server = PeerServer(
        source,
        branch=code,
        certificate=branches[code].leaf,
        address="127.0.0.1:0",
        clock=branches.clock,
        report_fault=faults.append,
        limits=limits or ServingLimits(drain_s=0.2),
    )
    async with server:
        yield Served(branches=branches, source=source, server=server, code=code, faults=faults)
