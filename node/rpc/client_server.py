"""The server for the branch's own clients: `node.v1`, health and reflection, over mutual TLS.

Only certificates of the branch's own client authority get past the handshake; the gate
then reads the client's name from the certificate.
"""

from collections.abc import Sequence
from types import TracebackType
from typing import Self

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from federation.errors import PortInUse
from federation.rpc.binding import bound_port
from federation.trust.certificates import IssuedCertificate
from node.rpc.client_gate import ClientGate
from node.rpc.client_rules import MAX_MESSAGE_BYTES, ClientLimits
from node.rpc.client_service import ClientService
from node.rpc.known_clients import KnownClients

OPTIONS = (
    ("grpc.so_reuseport", 0),
    ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
    ("grpc.max_concurrent_streams", 64),
    ("grpc.absolute_max_metadata_size", 16 * 1024),
    # A client that went away without a word doesn't keep its uploads and imports open.
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
)
DEFAULT_LIMITS = ClientLimits()


class ClientServer:
    """Serves own clients while its ``async with`` block runs. `port` is the port bound."""

    def __init__(
        self,
        services: Sequence[ClientService],
        known: KnownClients,
        *,
        certificate: IssuedCertificate,
        client_ca: str,
        address: str,
        limits: ClientLimits = DEFAULT_LIMITS,
    ) -> None:
        self._services = services
        self._gate = ClientGate(known, limits)
        self._limits = limits
        self._certificate = certificate
        self._client_ca = client_ca
        self._address = address
        self._health = health.aio.HealthServicer()  # type: ignore[attr-defined]
        self._server: grpc.aio.Server | None = None
        self.port = 0

    async def __aenter__(self) -> Self:
        """Binds and starts.

        Raises:
            PortInUse: the address is taken, or isn't this machine's.
        """
        server = grpc.aio.server(
            interceptors=(self._gate,), options=OPTIONS, maximum_concurrent_rpcs=self._limits.calls_in_all
        )
        for service in self._services:
            service.add_to(server)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, server)
        reflection.enable_server_reflection((*self._names(), health.SERVICE_NAME, reflection.SERVICE_NAME), server)
        pair = (self._certificate.private_key_pem, self._certificate.certificate_pem)
        credentials = grpc.ssl_server_credentials([pair], self._client_ca.encode(), require_client_auth=True)
        self.port = bound_port(server, self._address, credentials)
        if self.port == 0:
            # As in `PeerServer`: no frame of the error keeps the server.
            del server
            raise PortInUse(address=self._address)
        await server.start()
        self._server = server
        await self.set_serving(True)
        return self

    async def set_serving(self, serving: bool) -> None:
        """What the health service says of the node."""
        states = health_pb2.HealthCheckResponse
        state = states.SERVING if serving else states.NOT_SERVING
        for name in ("", *self._names()):
            await self._health.set(name, state)

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Says NOT_SERVING, lets calls finish, and stops."""
        if self._server is not None:
            await self._health.enter_graceful_shutdown()
            await self._server.stop(self._limits.drain_s)
            self._server = None

    def _names(self) -> list[str]:
        return [one.descriptor.full_name for one in self._services]
