"""The client of one branch's peer service: deadlines and bounds on everything it answers.

The channel trusts the dialled branch's own authority and no other, and expects that
branch's name, wherever it dials. An answer that can't be right in shape or bounds ends
the call at once with `PeerFaulty`; whether an answer is true is the caller's to verify.

Source: DESIGN sections 4 and 5; RELIABILITY 11 and 19.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Sequence
from typing import Any, Self, TypeVar

import grpc
from google.protobuf.message import DecodeError, Message

from federation.errors import PeerFaulty, PeerUnavailable, TooLarge
from federation.model.entry import Entry
from federation.rpc.answers import ConsistencyAnswer, EntryBatch, PeerHello
from federation.rpc.dialling import PeerChannel
from federation.rpc.limits import (
    HASH_BYTES,
    MAX_BATCH_ENTRIES,
    MAX_CHECKPOINTS_PER_CALL,
    MAX_INDEXES_PER_CALL,
    MAX_PROOF_HASHES,
    MAX_REQUEST_BYTES,
    MAX_ROSTERS_PER_CALL,
    CallingLimits,
)
from federation.tlog.note import MAX_NOTE_BYTES
from federation.tlog.tiles import MAX_TREE_SIZE
from federation.trust.certificates import IssuedCertificate
from federation.trust.roster import Branch, Roster
from federation.v1 import peer_pb2

Answer = TypeVar("Answer", bound=Message)
SERVICE_PATH = "/federation.v1.Peer/"
DEFAULT_LIMITS = CallingLimits()


class PeerClient:
    """Asks one branch. Reuse it: it keeps one connection, and dials again when that is lost."""

    def __init__(self, peer: Branch, *, certificate: IssuedCertificate, limits: CallingLimits = DEFAULT_LIMITS) -> None:
        """Prepares a client; nothing is dialled yet.

        Args:
            peer: the branch to ask, from the current roster; make a new client when that changes.
            certificate: this branch's own leaf.
            limits: how long to wait.
        """
        self.branch = peer.code
        self._limits = limits
        self._channel = PeerChannel(peer, certificate=certificate, limits=limits)

    async def __aenter__(self) -> Self:
        """The client itself."""
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        """Closes the connection; open streams end."""
        await self.close()

    async def close(self) -> None:
        """Closes the connection; open streams end."""
        await self._channel.close()

    async def handshake(self, roster: Roster) -> PeerHello:
        """Tells the peer which roster this branch is on, and hears which one the peer is on.

        Raises:
            PeerFaulty: another federation or branch answers (``other-federation``,
                ``other-branch``), or it has another roster of this version (``other-roster``).
            PeerUnavailable, PeerRefused: not reached; not let in, or not its certificate.
        """
        request = peer_pb2.HandshakeRequest(
            federation_id=roster.federation_id,
            roster_version=roster.version,
            roster_fingerprint=bytes.fromhex(roster.fingerprint),
        )
        answer = await self._ask("Handshake", request, peer_pb2.HandshakeResponse)
        hello = PeerHello(
            branch=answer.branch,
            roster_version=answer.roster_version,
            roster_fingerprint=answer.roster_fingerprint.hex(),
        )
        self._hold(answer.federation_id == roster.federation_id, "other-federation")
        self._hold(hello.branch == self.branch, "other-branch")
        self._hold(len(answer.roster_fingerprint) == HASH_BYTES, "fingerprint-length")
        same = hello.roster_version != roster.version or hello.roster_fingerprint == roster.fingerprint
        self._hold(same, "other-roster")
        return hello

    async def fetch_rosters(self, after: int) -> tuple[bytes, ...]:
        """Signed rosters of versions above `after`, ascending; perhaps not all: ask again until there are none."""
        request = peer_pb2.FetchRostersRequest(after_version=after)
        answer = await self._ask("FetchRosters", request, peer_pb2.FetchRostersResponse)
        self._hold(len(answer.rosters) <= MAX_ROSTERS_PER_CALL, "too-many-rosters")
        return tuple(answer.rosters)

    async def fetch_checkpoints(self) -> tuple[bytes, ...]:
        """The newest signed note of each log that the peer holds."""
        request = peer_pb2.FetchCheckpointsRequest()
        answer = await self._ask("FetchCheckpoints", request, peer_pb2.FetchCheckpointsResponse)
        self._hold(len(answer.checkpoints) <= MAX_CHECKPOINTS_PER_CALL, "too-many-checkpoints")
        self._hold(all(len(note) <= MAX_NOTE_BYTES for note in answer.checkpoints), "oversized")
        return tuple(answer.checkpoints)

    async def fetch_consistency(self, origin: str, first: int, second: int) -> ConsistencyAnswer:
        """What the peer says of its log's size `first` being a prefix of size `second`.

        Raises:
            NotHere: the peer doesn't hold the log up to `second`.
        """
        request = peer_pb2.FetchConsistencyRequest(origin=origin, first=first, second=second)
        answer = await self._ask("FetchConsistency", request, peer_pb2.FetchConsistencyResponse)
        self._hold(len(answer.first_root) == HASH_BYTES, "root-length")
        return ConsistencyAnswer(first_root=answer.first_root, proof=self._proof(answer.proof))

    async def fetch_private_parts(self, origin: str, indexes: Sequence[int]) -> tuple[bytes, ...]:
        """The private parts at `indexes`, in that order; empty where the peer holds none.

        Raises:
            NotHere: the peer doesn't hold the log.
        """
        parts: list[bytes] = []
        while len(parts) < len(indexes):
            asked = indexes[len(parts) : len(parts) + MAX_INDEXES_PER_CALL]
            request = peer_pb2.FetchPrivatePartsRequest(origin=origin, indexes=asked)
            answer = await self._ask("FetchPrivateParts", request, peer_pb2.FetchPrivatePartsResponse)
            self._hold(0 < len(answer.private_parts) <= len(asked), "private-parts-count")
            parts.extend(answer.private_parts)
        return tuple(parts)

    async def stream_entries(self, origin: str, start: int, size: int) -> AsyncGenerator[EntryBatch]:
        """The entries from leaf index `start` up to tree size `size`, in batches, each as soon as it is there.

        Close the iterator (``contextlib.aclosing``) to end the call early.

        Raises:
            NotHere: the peer doesn't hold the log up to `size`.
            PeerFaulty: batches out of order, empty, oversized, beyond `size`, or an end before `size`.
            PeerUnavailable: no batch for `CallingLimits.batch_idle_s`, or the connection was lost.
        """
        if not 0 <= start <= size <= MAX_TREE_SIZE:
            raise ValueError("a range of entries needs 0 <= start <= size")
        request = peer_pb2.StreamEntriesRequest(origin=origin, start=start, size=size)
        call = await self._open("StreamEntries", request)
        at = start
        try:
            # Once `size` is reached, one more read: a stream that goes on is an endless one.
            while (data := await self._read(call, self._limits.batch_idle_s)) is not None:
                message = self._parsed(peer_pb2.EntryBatch, data)
                count = len(message.entries)
                self._hold(message.start == at, "out-of-order")
                self._hold(0 < count <= MAX_BATCH_ENTRIES, "batch-count")
                self._hold(count <= size - at, "more-than-asked")
                batch = EntryBatch(
                    start=at,
                    entries=tuple([Entry(part.header, part.private_part) for part in message.entries]),
                    consistency_proof=self._proof(message.consistency_proof),
                )
                at += count
                yield batch
        finally:
            call.cancel()
        self._hold(at == size, "incomplete")

    async def watch(self) -> AsyncGenerator[bytes]:
        """Signed notes as the peer gets them, its present ones first; ends only by an error or by being closed.

        Raises:
            PeerUnavailable: nothing for `CallingLimits.watch_idle_s`, or the connection was lost.
        """
        call = await self._open("Watch", peer_pb2.WatchRequest())
        try:
            while (data := await self._read(call, self._limits.watch_idle_s)) is not None:
                message = self._parsed(peer_pb2.WatchResponse, data)
                self._hold(0 < len(message.checkpoint) <= MAX_NOTE_BYTES, "oversized")
                yield message.checkpoint
        finally:
            call.cancel()
        # A peer that stops serving ends its streams; so does one that has nothing to say.
        raise PeerUnavailable(branch=self.branch)

    # Answers come as bytes and are parsed here: gRPC would log a garbled message and take it for an end.

    async def _ask(self, method: str, request: Message, answer_type: type[Answer]) -> Answer:
        data = _encoded(request)
        channel = await self._channel.connected()
        ask = channel.unary_unary(SERVICE_PATH + method, None, None)
        return self._parsed(answer_type, await self._answered(ask(data, timeout=self._limits.call_s)))

    async def _open(self, method: str, request: Message) -> Any:
        channel = await self._channel.connected()
        return channel.unary_stream(SERVICE_PATH + method, None, None)(_encoded(request))

    async def _read(self, call: Any, idle_s: float) -> bytes | None:
        try:
            async with asyncio.timeout(idle_s):
                data = await self._answered(call.read())
        except TimeoutError:
            raise PeerUnavailable(branch=self.branch) from None
        return None if data is grpc.aio.EOF else data  # type: ignore[attr-defined]

    async def _answered(self, answer: Awaitable[Any]) -> Any:
        try:
            return await answer
        except grpc.aio.AioRpcError as error:
            raise self._channel.named(error) from None

    def _parsed(self, answer_type: type[Answer], data: bytes) -> Answer:
        try:
            return answer_type.FromString(data)
        except DecodeError:
            raise PeerFaulty(branch=self.branch, reason="garbled") from None

    def _proof(self, hashes: Sequence[bytes]) -> tuple[bytes, ...]:
        self._hold(len(hashes) <= MAX_PROOF_HASHES, "proof-length")
        self._hold(all(len(part) == HASH_BYTES for part in hashes), "proof-length")
        return tuple(hashes)

    def _hold(self, holds: bool, reason: str) -> None:
        if not holds:
            raise PeerFaulty(branch=self.branch, reason=reason)


def _encoded(request: Message) -> bytes:
    data = request.SerializeToString()
    if len(data) > MAX_REQUEST_BYTES:
        raise TooLarge(what="request", limit=MAX_REQUEST_BYTES)
    return data
