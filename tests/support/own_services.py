"""The services for a branch's own clients over real TLS on port 0, in the test's own loop, and clients of each kind."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc

from federation.clock import SteeredClock
from federation.trust.certificates import IssuedCertificate, issue_client_leaf
from federation.trust.names import server_name
from node.bootstrap import Node
from node.folder.tls_files import load_client_ca, load_service_certificate
from node.model.access import Duty
from node.model.client import Client, clients_by_name
from node.own_clients import client_services
from node.rpc.client_rules import ClientLimits
from node.rpc.client_server import ClientServer
from node.rpc.known_clients import KnownClients
from tests.support.branches import START
from tests.support.deposits import CERTIFICATE, add_units, operator, submitted
from tests.support.services import opened

PORTALS, COUNTERS, SYSTEMS = ("portal",), ("window-x1:X1", "centre:32"), ("academic:教务系统",)
CLERK, REVIEWER, ELSEWHERE, SYSTEM = "甲县经办", "甲县审核", "乙县经办", "教务系统"
CALL_S = 20.0


@dataclass
class OwnServices:
    """A served node; channels to it by the names of clients."""

    node: Node
    port: int
    channels: dict[str, grpc.aio.Channel] = field(default_factory=dict)

    def channel(self, client: str) -> grpc.aio.Channel:
        """As that client; "" shows no certificate."""
        if client not in self.channels:
            shown = None if not client else self._certificate(client)
            credentials = grpc.ssl_channel_credentials(
                root_certificates=load_client_ca(self.node.folder, self.node.config).encode(),
                private_key=shown.private_key_pem if shown else None,
                certificate_chain=shown.certificate_pem if shown else None,
            )
            options = (
                ("grpc.ssl_target_name_override", server_name(self.node.config.branch)),
                ("grpc.use_local_subchannel_pool", 1),
                ("grpc.enable_http_proxy", 0),
            )
            self.channels[client] = grpc.aio.secure_channel(f"127.0.0.1:{self.port}", credentials, options)
        return self.channels[client]

    def _certificate(self, client: str) -> IssuedCertificate:
        keys = self.node.folder.keys
        ca = IssuedCertificate(
            certificate_pem=(keys / "client-ca.crt").read_bytes(), private_key_pem=(keys / "client-ca.key").read_bytes()
        )
        federation_id, branch = self.node.rosters.current.federation_id, self.node.config.branch
        return issue_client_leaf(ca, federation_id, branch, client, START)

    @property
    def uploads(self) -> list[Path]:
        """What lies in the folder for uploads."""
        return list(self.node.folder.uploads.glob("**/*"))


@asynccontextmanager
async def own_services(folder: Path, limits: ClientLimits | None = None) -> AsyncIterator[OwnServices]:
    """Branch 32 with two counties, their operators and a system, served."""
    async with opened(folder / "32", SteeredClock(START)) as node:
        await add_units(node)
        await operator(node, CLERK, "X1", Duty.FILING)
        await operator(node, REVIEWER, "X1", Duty.REVIEW)
        await operator(node, ELSEWHERE, "X2", Duty.FILING, Duty.REVIEW)
        await operator(node, SYSTEM, "X1", Duty.FILING)
        listed = clients_by_name(PORTALS, COUNTERS, SYSTEMS)
        async with served_to(node, listed, limits) as served:
            yield served


@asynccontextmanager
async def own_services_with_certificate(folder: Path) -> AsyncIterator[OwnServices]:
    """The same, and the usual person has a certificate: entry 0 of the log."""
    async with own_services(folder) as served:
        clerk = await served.node.operators.acting(CLERK, "nobody")
        centre = await operator(served.node, "省审核员", "32", Duty.REVIEW)
        await served.node.deposits.review.approve(await submitted(served.node, CERTIFICATE, clerk), actor=centre)
        yield served


@asynccontextmanager
async def served_to(
    node: Node, listed: Mapping[str, Client], limits: ClientLimits | None = None
) -> AsyncIterator[OwnServices]:
    """A node's services, served to these clients."""
    client_ca = load_client_ca(node.folder, node.config)
    known = KnownClients(listed, branch=node.config.branch, client_ca=client_ca, rosters=node.rosters, clock=node.clock)
    server = ClientServer(
        client_services(node),
        known,
        certificate=load_service_certificate(node.folder, node.config),
        client_ca=client_ca,
        address="127.0.0.1:0",
        limits=limits or ClientLimits(drain_s=0.1),
    )
    async with server:
        served = OwnServices(node, server.port)
        try:
            yield served
        finally:
            for channel in served.channels.values():
                await channel.close()


async def refused(call: Any) -> tuple[grpc.StatusCode, str, str]:
    """How a call was refused: status, the error's code, the sentence. Streams are read to their end."""
    try:
        if hasattr(call, "__aiter__"):
            async for _ in call:
                pass
        else:
            await call
    except grpc.aio.AioRpcError as error:
        trailer = dict(error.trailing_metadata() or ())
        return error.code(), str(trailer.get("error-code", "")), error.details() or ""
    raise AssertionError("it wasn't refused")


def uploaded(request: Any, content: bytes, *, chunk: int = 1_000, **order: Any) -> Iterable[Any]:
    """The messages of an upload: the order (its size, unless given, is the content's), then chunks."""
    order.setdefault("size", len(content))
    yield request(order=request.Order(**order))
    for at in range(0, len(content), chunk):
        yield request(chunk=content[at : at + chunk])
