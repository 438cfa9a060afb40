"""The handlers of the peer service: requests checked, answers bounded.

Every handler reads; a peer can change nothing here. One batch is in memory at a time
for each stream: the next one is fetched when gRPC has taken the last.

Source: proto/federation/v1/peer.proto; DESIGN section 5.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from contextlib import aclosing, suppress
from typing import Any

from federation.errors import Malformed, NotHere, OtherFederation, TooLarge
from federation.rpc.limits import MAX_CHECKPOINTS_PER_CALL, MAX_INDEXES_PER_CALL, MAX_ROSTERS_PER_CALL, ServingLimits
from federation.rpc.source import LogSource
from federation.v1 import peer_pb2, peer_pb2_grpc


class PeerService(peer_pb2_grpc.PeerServicer):
    """Serves a branch's logs to verified peers; put it behind a `PeerGate`."""

    def __init__(self, source: LogSource, *, branch: str, limits: ServingLimits) -> None:
        self._source = source
        self._branch = branch
        self._limits = limits

    async def Handshake(  # noqa: N802 - the name is the protocol's
        self, request: peer_pb2.HandshakeRequest, context: Any
    ) -> peer_pb2.HandshakeResponse:
        """Says which roster this branch is on."""
        roster = self._source.roster()
        if request.federation_id != roster.federation_id:
            raise OtherFederation(federation=roster.federation_id)
        return peer_pb2.HandshakeResponse(
            federation_id=roster.federation_id,
            roster_version=roster.version,
            roster_fingerprint=bytes.fromhex(roster.fingerprint),
            branch=self._branch,
        )

    async def FetchRosters(  # noqa: N802
        self, request: peer_pb2.FetchRostersRequest, context: Any
    ) -> peer_pb2.FetchRostersResponse:
        """Rosters after a version, as many as fit."""
        rosters = await self._source.rosters_after(request.after_version)
        fitting = _fitting(rosters[:MAX_ROSTERS_PER_CALL], self._limits.answer_bytes)
        return peer_pb2.FetchRostersResponse(rosters=fitting)

    async def FetchCheckpoints(  # noqa: N802
        self, request: peer_pb2.FetchCheckpointsRequest, context: Any
    ) -> peer_pb2.FetchCheckpointsResponse:
        """The newest checkpoint of each log held."""
        checkpoints = await self._source.checkpoints()
        return peer_pb2.FetchCheckpointsResponse(checkpoints=checkpoints[:MAX_CHECKPOINTS_PER_CALL])

    async def StreamEntries(  # noqa: N802
        self, request: peer_pb2.StreamEntriesRequest, context: Any
    ) -> AsyncIterator[peer_pb2.EntryBatch]:
        """Batches up to the target size, each with the proof that leads there."""
        origin, at, size = request.origin, request.start, request.size
        if at > size:
            raise Malformed(what="range", why="order")
        # Refuses an unknown log or a size that isn't held before anything is sent.
        await self._source.consistency(origin, at, size)
        limits = self._limits
        while at < size:
            entries = await self._source.entries(origin, at, min(limits.batch_entries, size - at), limits.batch_bytes)
            if not entries:
                raise NotHere(what="entries")
            following = at + len(entries)
            _, proof = await self._source.consistency(origin, following, size)
            message = peer_pb2.EntryBatch
            part = peer_pb2.Entry
            yield message(
                start=at,
                entries=[part(header=entry.header, private_part=entry.private_part) for entry in entries],
                consistency_proof=proof,
            )
            at = following

    async def FetchPrivateParts(  # noqa: N802
        self, request: peer_pb2.FetchPrivatePartsRequest, context: Any
    ) -> peer_pb2.FetchPrivatePartsResponse:
        """Private parts by index, as many of those asked for as fit."""
        if len(request.indexes) > MAX_INDEXES_PER_CALL:
            raise TooLarge(what="indexes", limit=MAX_INDEXES_PER_CALL)
        parts = await self._source.private_parts(request.origin, list(request.indexes))
        return peer_pb2.FetchPrivatePartsResponse(private_parts=_fitting(parts, self._limits.answer_bytes))

    async def FetchConsistency(  # noqa: N802
        self, request: peer_pb2.FetchConsistencyRequest, context: Any
    ) -> peer_pb2.FetchConsistencyResponse:
        """The proof that one size of a log is a prefix of another."""
        if request.first > request.second:
            raise Malformed(what="range", why="order")
        root, proof = await self._source.consistency(request.origin, request.first, request.second)
        return peer_pb2.FetchConsistencyResponse(first_root=root, proof=proof)

    async def Watch(  # noqa: N802
        self, request: peer_pb2.WatchRequest, context: Any
    ) -> AsyncIterator[peer_pb2.WatchResponse]:
        """The newest checkpoints first, so that none is missed, then new ones as they come."""
        async with aclosing(latest_of_each_log(self._source)) as notes:
            async for note in notes:
                yield peer_pb2.WatchResponse(checkpoint=note)


async def latest_of_each_log(source: LogSource) -> AsyncGenerator[bytes, None]:
    """Signed notes for a reader of any speed: what it hasn't taken is replaced by the same log's next.

    So the memory held for a reader is one note for each log, however slow it is.
    """
    waiting: dict[bytes, bytes] = {}
    arrived = asyncio.Event()

    def put(notes: Iterable[bytes]) -> None:
        waiting.update((_origin_line(note), note) for note in notes)
        arrived.set()

    async def gather() -> None:
        async with aclosing(source.watch()) as notes:
            async for note in notes:
                put((note,))

    gathering = asyncio.create_task(gather())
    gathering.add_done_callback(lambda _: arrived.set())
    try:
        # The watch begins before the present state is read: nothing falls between.
        await asyncio.sleep(0)
        put(note for note in await source.checkpoints() if _origin_line(note) not in waiting)
        while True:
            while waiting:
                yield waiting.pop(next(iter(waiting)))
            if gathering.done():
                gathering.result()
                return
            arrived.clear()
            await arrived.wait()
    finally:
        gathering.cancel()
        with suppress(asyncio.CancelledError):
            await gathering


def _origin_line(note: bytes) -> bytes:
    return note.partition(b"\n")[0]


def _fitting(parts: Sequence[bytes], max_bytes: int) -> list[bytes]:
    taken: list[bytes] = []
    for part in parts:
        max_bytes -= len(part)
        if taken and max_bytes < 0:
            break
        taken.append(part)
    return taken
