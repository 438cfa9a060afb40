"""The server of the peer service: mutual TLS, one port, bounds on everything.

The authorities that TLS accepts are read from the roster at each handshake, so a branch
that joins is served without a restart; who a caller is, is `peer_identity`'s to say.

What gRPC can't do is close the TCP connection of a branch that left: its calls end at
once, every further one is refused, and the connection ends when it has been idle.

Source: DESIGN sections 4 and 5; gRPC core, dynamic server credentials.
"""

from types import TracebackType
from typing import Self

import grpc

from federation.clock import Clock
from federation.errors import PortInUse
from federation.rpc.binding import bound_port
from federation.rpc.limits import SERVER_OPTIONS, ServingLimits
from federation.rpc.peer_identity import PeerGate, ReportFault
from federation.rpc.peer_service import PeerService
from federation.rpc.source import LogSource
from federation.trust.certificates import IssuedCertificate
from federation.v1 import peer_pb2_grpc

DEFAULT_LIMITS = ServingLimits()


class PeerServer:
    """Serves peers while its ``async with`` block runs.

    Attributes:
        port: the port bound, once entered.
    """

    def __init__(
        self,
        source: LogSource,
        *,
        branch: str,
        certificate: IssuedCertificate,
        address: str,
        clock: Clock,
        report_fault: ReportFault,
        limits: ServingLimits = DEFAULT_LIMITS,
    ) -> None:
        """Prepares a server; nothing is bound yet.

        Args:
            source: what is served.
            branch: this branch's code.
            certificate: this branch's leaf, from its own peer authority.
            address: ``host:port``; port 0 takes a free one.
            clock: tells whether certificates are valid.
            report_fault: told of each unexpected exception; peers hear ``internal``.
            limits: what is spent on callers.
        """
        self._source = source
        self._branch = branch
        self._certificate = certificate
        self._address = address
        self._limits = limits
        self._gate = PeerGate(source, clock=clock, limits=limits, report_fault=report_fault)
        self._configured: tuple[str, grpc.ServerCertificateConfiguration] | None = None
        self._server: grpc.aio.Server | None = None
        self.port = 0

    async def __aenter__(self) -> Self:
        """Binds and starts.

        Raises:
            PortInUse: the address is taken, or isn't this machine's.
        """
        server = grpc.aio.server(
            interceptors=(self._gate,),
            options=SERVER_OPTIONS,
            maximum_concurrent_rpcs=self._limits.calls_in_all,
        )
        service = PeerService(self._source, branch=self._branch, limits=self._limits)
        peer_pb2_grpc.add_PeerServicer_to_server(service, server)  # type: ignore[no-untyped-call]
        credentials = grpc.dynamic_ssl_server_credentials(self._configuration(), self._configuration, True)
        self.port = bound_port(server, self._address, credentials)
        if self.port == 0:
            # The error's frames would keep the server, and with it gRPC's thread, until after the loop is closed.
            del server
            raise PortInUse(address=self._address)
        await server.start()
        self._server = server
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Ends the streams, lets other calls finish for `ServingLimits.drain_s`, and stops."""
        if self._server is not None:
            self._gate.end_streams(self._branch)
            await self._server.stop(self._limits.drain_s)
            self._server = None

    def roster_changed(self) -> None:
        """To be called after a new roster stands: ends the open calls of branches that it no longer admits."""
        self._gate.end_refused()

    def open_calls(self, branch: str) -> int:
        """How many calls that branch has open at present."""
        return self._gate.open_calls(branch)

    def _configuration(self) -> grpc.ServerCertificateConfiguration:
        # Called on a thread of gRPC's at each handshake: one read of one reference, one write of another.
        roster = self._source.roster()
        configured = self._configured
        if configured is None or configured[0] != roster.fingerprint:
            pair = (self._certificate.private_key_pem, self._certificate.certificate_pem)
            authorities = "".join(branch.tls_ca for branch in roster.open_branches()).encode("ascii")
            configuration = grpc.ssl_server_certificate_configuration([pair], root_certificates=authorities)
            configured = (roster.fingerprint, configuration)
            self._configured = configured
        return configured[1]
