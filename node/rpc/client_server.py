"""The server for the branch's own clients: Branch, health and reflection, over mutual TLS.

Only certificates of the branch's own client authority get past the handshake; the
service then reads the client's name from the certificate.
"""

from types import TracebackType
from typing import Self

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from federation.errors import PortInUse
from federation.trust.certificates import IssuedCertificate
from node.rpc.branch_service import BranchService
from node.v1 import branch_pb2, branch_pb2_grpc

BRANCH = branch_pb2.DESCRIPTOR.services_by_name["Branch"].full_name
OPTIONS = (("grpc.so_reuseport", 0), ("grpc.max_receive_message_length", 64 * 1024))
DRAIN_S = 5.0


class ClientServer:
    """Serves own clients while its ``async with`` block runs. `port` is the port bound."""

    def __init__(self, service: BranchService, *, certificate: IssuedCertificate, client_ca: str, address: str) -> None:
        self._service = service
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
        server = grpc.aio.server(options=OPTIONS)
        branch_pb2_grpc.add_BranchServicer_to_server(self._service, server)  # type: ignore[no-untyped-call]
        health_pb2_grpc.add_HealthServicer_to_server(self._health, server)
        reflection.enable_server_reflection((BRANCH, health.SERVICE_NAME, reflection.SERVICE_NAME), server)
        pair = (self._certificate.private_key_pem, self._certificate.certificate_pem)
        credentials = grpc.ssl_server_credentials([pair], self._client_ca.encode(), require_client_auth=True)
        try:
            self.port = server.add_secure_port(self._address, credentials)
        except RuntimeError as error:
            raise PortInUse(address=self._address) from error
        await server.start()
        self._server = server
        await self.set_serving(True)
        return self

    async def set_serving(self, serving: bool) -> None:
        """What the health service says of the node."""
        states = health_pb2.HealthCheckResponse
        state = states.SERVING if serving else states.NOT_SERVING
        for name in ("", BRANCH):
            await self._health.set(name, state)

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Says NOT_SERVING, lets calls finish, and stops."""
        if self._server is not None:
            await self._health.enter_graceful_shutdown()
            await self._server.stop(DRAIN_S)
            self._server = None
