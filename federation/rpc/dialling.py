"""Reaching a branch: its addresses in order, one connection at a time, failures by name.

Source: DESIGN section 4 (clients trust only the dialled peer's authority); gRPC, "Connectivity
Semantics and API" (states of a channel), "Status codes and their use".
"""

import asyncio

import grpc

from federation.errors import (
    CreditBankError,
    NotHere,
    PeerFaulty,
    PeerRefused,
    PeerUnavailable,
    Recovering,
    TooManyCalls,
)
from federation.rpc.limits import CHANNEL_OPTIONS, CallingLimits
from federation.trust.certificates import IssuedCertificate
from federation.trust.names import server_name
from federation.trust.roster import Branch
from federation.v1 import peer_pb2, peer_pb2_grpc

AWAY = frozenset(
    (
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.CANCELLED,
        grpc.StatusCode.ABORTED,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
    )
)
# What gRPC core says of a message beyond `grpc.max_receive_message_length`, which is no lack of resources.
TOO_LARGE = "larger than max"
SHUT_OUT = frozenset((grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.UNAUTHENTICATED))
# What BoringSSL and gRPC say of a server whose certificate isn't the expected one.
WRONG_CERTIFICATE = (
    "CERTIFICATE_VERIFY_FAILED",
    "certificate signature failure",
    "is not in peer certificate",
    "Peer name",
)
# A peer that says one of these is well but can't at present.
BUSY_CODES = frozenset((CreditBankError.code, TooManyCalls.code, Recovering.code))


class PeerChannel:
    """The connection to one branch."""

    def __init__(self, peer: Branch, *, certificate: IssuedCertificate, limits: CallingLimits) -> None:
        self._branch = peer.code
        self._addresses = peer.addresses
        self._connect_s = limits.connect_s
        self._credentials = grpc.ssl_channel_credentials(
            root_certificates=peer.tls_ca.encode("ascii"),
            private_key=certificate.private_key_pem,
            certificate_chain=certificate.certificate_pem,
        )
        self._options = (*CHANNEL_OPTIONS, ("grpc.ssl_target_name_override", server_name(peer.code)))
        self._channel: grpc.aio.Channel | None = None
        self._dialling = asyncio.Lock()

    async def connected(self) -> grpc.aio.Channel:
        """A channel that was ready a moment ago.

        Raises:
            PeerUnavailable: no address answers.
            PeerRefused: an address answers with a certificate that isn't this branch's.
        """
        async with self._dialling:
            if self._channel is not None:
                if self._channel.get_state() is grpc.ChannelConnectivity.READY:
                    return self._channel
                await self.close()
            failure: CreditBankError = PeerUnavailable(branch=self._branch)
            for address in self._addresses:
                channel = grpc.aio.secure_channel(address, self._credentials, self._options)
                try:
                    found = await self._try(channel)
                except BaseException:
                    await channel.close(None)
                    raise
                if found is None:
                    self._channel = channel
                    return channel
                await channel.close(None)
                # Somebody else at an address tells more than nobody at the next one.
                failure = failure if isinstance(failure, PeerRefused) else found
            raise failure

    async def close(self) -> None:
        """Closes the connection, if there is one."""
        channel, self._channel = self._channel, None
        if channel is not None:
            await channel.close(None)

    def named(self, error: grpc.aio.AioRpcError) -> CreditBankError:
        """What a failed call means to the caller."""
        status, details = error.code(), error.details() or ""
        if status in SHUT_OUT:
            return PeerRefused(reason="not-let-in")
        if any(words in details for words in WRONG_CERTIFICATE):
            return PeerRefused(reason="not-its-certificate")
        if status is grpc.StatusCode.RESOURCE_EXHAUSTED and TOO_LARGE in details:
            return PeerFaulty(branch=self._branch, reason="oversized")
        if status in AWAY or details in BUSY_CODES:
            return PeerUnavailable(branch=self._branch)
        if status is grpc.StatusCode.NOT_FOUND:
            return NotHere(what=f"log at branch {self._branch}")
        if status is grpc.StatusCode.INTERNAL:
            return PeerFaulty(branch=self._branch, reason="garbled")
        return PeerFaulty(branch=self._branch, reason=f"status-{status.name.lower().replace('_', '-')}")

    async def _try(self, channel: grpc.aio.Channel) -> CreditBankError | None:
        """None once the channel is ready, or what kept it from that."""
        try:
            async with asyncio.timeout(self._connect_s):
                state = channel.get_state(try_to_connect=True)
                while state is not grpc.ChannelConnectivity.READY:
                    if state is grpc.ChannelConnectivity.TRANSIENT_FAILURE:
                        return await self._ask_why(channel)
                    await channel.wait_for_state_change(state)
                    state = channel.get_state(try_to_connect=True)
        except TimeoutError:
            return PeerUnavailable(branch=self._branch)
        return None

    async def _ask_why(self, channel: grpc.aio.Channel) -> CreditBankError | None:
        # A failed channel tells its reason only to a call.
        stub = peer_pb2_grpc.PeerStub(channel)  # type: ignore[no-untyped-call]
        try:
            await stub.FetchCheckpoints(peer_pb2.FetchCheckpointsRequest(), timeout=self._connect_s)
        except grpc.aio.AioRpcError as error:
            return self.named(error)
        return None
