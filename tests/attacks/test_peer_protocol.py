"""What a peer with valid certificates can do by lying, flooding or dawdling (RELIABILITY 11, 19, 22).

Nothing false is accepted, nothing crashes, memory stays bounded.
"""

import asyncio
from contextlib import aclosing
from random import Random

import grpc
import pytest

from federation.errors import CreditBankError, NotHere, PeerFaulty, PeerUnavailable
from federation.model.entry import parse_header, verify_private_part
from federation.rpc.answers import EntryBatch
from federation.rpc.limits import MAX_ANSWER_BYTES, MAX_REQUEST_BYTES, CallingLimits, ServingLimits
from federation.rpc.peer_service import latest_of_each_log
from federation.tlog.checkpoint import Checkpoint
from federation.tlog.hashing import leaf_hash
from federation.tlog.proofs import verify_consistency
from federation.tlog.right_edge import RightEdge
from federation.trust.names import server_name
from federation.v1 import peer_pb2
from tests.support.branches import Branches
from tests.support.lying_peer import SERVICE, STREAMS, UNARY, lied_to
from tests.support.memory_source import MemoryLog, MemorySource, checkpoint_of, plain_entry
from tests.support.peers import Served, serving


@pytest.fixture(scope="module")
def branches() -> Branches:
    return Branches()


@pytest.fixture(scope="module")
def log(branches) -> MemoryLog:
    log = MemoryLog(branches, "32")
    log.grow(12)
    return log


def batch(start: int, count: int, proof: tuple[bytes, ...] = ()) -> bytes:
    entries = [peer_pb2.Entry(header=b"header", private_part=b"part")] * count
    return peer_pb2.EntryBatch(start=start, entries=entries, consistency_proof=proof).SerializeToString()


async def streamed(branches: Branches, answers: list[bytes], size: int = 10) -> list[EntryBatch]:
    async with lied_to(branches, {"StreamEntries": lambda _: answers}) as client:
        return [item async for item in client.stream_entries(branches["32"].origin, 0, size)]


@pytest.mark.parametrize(
    ("reason", "answers"),
    [
        ("out-of-order", [batch(0, 4), batch(5, 5)]),
        ("out-of-order", [batch(0, 4), batch(0, 4)]),
        ("out-of-order", [batch(4, 6), batch(0, 4)]),
        ("more-than-asked", [batch(0, 4), batch(4, 7)]),
        ("more-than-asked", [batch(0, 10), batch(10, 1)]),
        ("more-than-asked", [batch(0, 11)]),
        ("batch-count", [batch(0, 4), batch(4, 0)]),
        ("batch-count", [batch(0, 10), batch(10, 0)]),
        ("incomplete", [batch(0, 4), batch(4, 5)]),
        ("incomplete", []),
        ("proof-length", [batch(0, 10, (bytes(31),))]),
        ("proof-length", [batch(0, 10, (bytes(32),) * 65)]),
        ("garbled", [b"\xff" * 50]),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)}-messages",
)
async def test_a_stream_that_cannot_be_right_is_refused_at_once(branches, reason, answers):
    with pytest.raises(PeerFaulty) as refused:
        await streamed(branches, answers)
    assert refused.value.facts == {"branch": "32", "reason": reason}


async def test_an_endless_stream_is_refused_when_it_exceeds_what_was_asked(branches):
    sent = 0

    async def endless(_: bytes):
        nonlocal sent
        while True:
            yield batch(sent, 1)
            sent += 1

    async with lied_to(branches, {"StreamEntries": endless}) as client:
        with pytest.raises(PeerFaulty, match="more-than-asked"):
            [item async for item in client.stream_entries(branches["32"].origin, 0, 10)]
    assert sent < 100_000


async def test_a_batch_of_more_entries_than_any_batch_has_is_refused(branches):
    with pytest.raises(PeerFaulty, match="batch-count"):
        await streamed(branches, [batch(0, 70_000)], size=1_000_000)


async def test_an_oversized_message_is_refused_unread(branches):
    with pytest.raises(PeerFaulty, match="oversized"):
        await streamed(branches, [bytes(MAX_ANSWER_BYTES + 1)])


async def test_a_peer_that_never_answers_is_unavailable(branches):
    async def silence(_: bytes):
        await asyncio.sleep(60)
        yield b""

    impatient = CallingLimits(connect_s=5, call_s=0.3, batch_idle_s=0.3, watch_idle_s=0.3)
    async with lied_to(branches, {"StreamEntries": silence, "Watch": silence}, impatient) as client:
        with pytest.raises(PeerUnavailable):
            await anext(client.stream_entries(branches["32"].origin, 0, 10))
        with pytest.raises(PeerUnavailable):
            await anext(client.watch())


async def test_a_peer_that_stalls_in_the_middle_of_a_stream_is_unavailable(branches):
    async def stall(_: bytes):
        yield batch(0, 4)
        await asyncio.sleep(60)

    impatient = CallingLimits(batch_idle_s=0.3)
    async with lied_to(branches, {"StreamEntries": stall}, impatient) as client:
        stream = client.stream_entries(branches["32"].origin, 0, 10)
        assert len((await anext(stream)).entries) == 4
        with pytest.raises(PeerUnavailable):
            await anext(stream)


async def test_answers_of_impossible_counts_and_lengths_are_refused(branches):
    origin = branches["32"].origin
    lies = {
        "FetchCheckpoints": lambda _: [peer_pb2.FetchCheckpointsResponse(checkpoints=[b"x"] * 101).SerializeToString()],
        "FetchRosters": lambda _: [peer_pb2.FetchRostersResponse(rosters=[b"x"] * 1_001).SerializeToString()],
        "FetchConsistency": lambda _: [peer_pb2.FetchConsistencyResponse(first_root=bytes(31)).SerializeToString()],
        "Watch": lambda _: [peer_pb2.WatchResponse(checkpoint=bytes(65_537)).SerializeToString()],
    }
    async with lied_to(branches, lies) as client:
        with pytest.raises(PeerFaulty, match="too-many-checkpoints"):
            await client.fetch_checkpoints()
        with pytest.raises(PeerFaulty, match="too-many-rosters"):
            await client.fetch_rosters(0)
        with pytest.raises(PeerFaulty, match="root-length"):
            await client.fetch_consistency(origin, 1, 2)
        with pytest.raises(PeerFaulty, match="oversized"):
            await anext(client.watch())


@pytest.mark.parametrize("count", [0, 4])
async def test_more_private_parts_than_asked_for_or_none_at_all_are_refused(branches, count):
    answer = peer_pb2.FetchPrivatePartsResponse(private_parts=[b"x"] * count).SerializeToString()
    async with lied_to(branches, {"FetchPrivateParts": lambda _: [answer]}) as client:
        with pytest.raises(PeerFaulty, match="private-parts-count"):
            await client.fetch_private_parts(branches["32"].origin, [1, 2, 3])


async def test_a_handshake_replayed_from_another_branch_is_refused(branches):
    answer = peer_pb2.HandshakeResponse(
        federation_id=branches.federation_id,
        roster_version=1,
        roster_fingerprint=bytes.fromhex(branches.roster.fingerprint),
        branch="34",
    ).SerializeToString()
    async with lied_to(branches, {"Handshake": lambda _: [answer]}) as client:
        with pytest.raises(PeerFaulty, match="other-branch"):
            await client.handshake(branches.roster)


def accepted(batches: list[EntryBatch], head: Checkpoint) -> list[bytes]:
    """What a node would store of these batches: each verified against the signed head."""
    edge, stored = RightEdge(), []
    for item in batches:
        edge.append([leaf_hash(entry.header) for entry in item.entries])
        verify_consistency(edge.size, head.size, edge.root(), head.root, item.consistency_proof)
        for index, entry in enumerate(item.entries, item.start):
            header = parse_header(entry.header)
            if entry.private_part:
                verify_private_part(header, entry.private_part, origin=head.origin, index=index)
            stored.append(entry.header)
    return stored


def mutated(data: bytes, random: Random) -> bytes:
    """One to three bits flipped, or bytes cut, doubled or inserted."""
    altered = bytearray(data)
    match random.randrange(4):
        case 0:
            for _ in range(random.randint(1, 3)):
                altered[random.randrange(len(altered))] ^= 1 << random.randrange(8)
        case 1:
            del altered[random.randrange(len(altered)) :]
        case 2:
            at = random.randrange(len(altered))
            altered[at:at] = altered[at : at + random.randint(1, 40)]
        case 3:
            altered.insert(random.randrange(len(altered)), random.randrange(256))
    return bytes(altered)


async def test_no_mutated_batch_is_ever_accepted(branches, log):
    head = checkpoint_of(log.note)
    source = MemorySource(branches, "32")
    source.logs[log.origin] = log
    parts = [peer_pb2.Entry(header=entry.header, private_part=entry.private_part) for entry in log.items]
    proof = (await source.consistency(log.origin, 8, 12))[1]
    honest = [
        peer_pb2.EntryBatch(start=0, entries=parts[:8], consistency_proof=proof).SerializeToString(),
        peer_pb2.EntryBatch(start=8, entries=parts[8:]).SerializeToString(),
    ]
    random = Random(19)
    answers: list[bytes] = []
    headers = [entry.header for entry in log.items]
    refused = 0
    async with lied_to(branches, {"StreamEntries": lambda _: answers}) as client:
        for round_ in range(400):
            answers[:] = honest
            answers[round_ % 2] = mutated(honest[round_ % 2], random)
            try:
                batches = [item async for item in client.stream_entries(log.origin, 0, head.size)]
                stored = accepted(batches, head)
            except CreditBankError:
                refused += 1
                continue
            # A mutation may fall into what protobuf ignores: then what is stored is the truth.
            assert stored == headers
        answers[:] = honest
        assert accepted([item async for item in client.stream_entries(log.origin, 0, 12)], head) == headers
    assert refused > 350


REQUESTS = {
    "Handshake": peer_pb2.HandshakeRequest(
        federation_id="00112233aabbccdd", roster_version=1, roster_fingerprint=bytes(32)
    ),
    "FetchRosters": peer_pb2.FetchRostersRequest(after_version=1),
    "FetchCheckpoints": peer_pb2.FetchCheckpointsRequest(),
    "FetchPrivateParts": peer_pb2.FetchPrivatePartsRequest(
        origin="creditbank.delta/00112233aabbccdd/32", indexes=[1, 2, 300]
    ),
    "FetchConsistency": peer_pb2.FetchConsistencyRequest(
        origin="creditbank.delta/00112233aabbccdd/32", first=3, second=12
    ),
    "StreamEntries": peer_pb2.StreamEntriesRequest(origin="creditbank.delta/00112233aabbccdd/32", start=2, size=12),
    "Watch": peer_pb2.WatchRequest(),
}


def raw_channel(served: Served, code: str) -> grpc.aio.Channel:
    """A channel beneath our own client: it bounds nothing."""
    branches = served.branches
    leaf = branches[code].leaf
    credentials = grpc.ssl_channel_credentials(
        branches["32"].authority.certificate_pem, leaf.private_key_pem, leaf.certificate_pem
    )
    options = [
        ("grpc.ssl_target_name_override", server_name("32")),
        ("grpc.use_local_subchannel_pool", 1),
        # What isn't read then stays with the server, instead of in a window that grows by itself.
        ("grpc.http2.bdp_probe", 0),
    ]
    return grpc.aio.secure_channel(served.address, credentials, options)


async def answer_to(channel: grpc.aio.Channel, method: str, data: bytes) -> grpc.StatusCode:
    """The status that a request of any bytes ends with; of a stream, the first message decides."""
    try:
        if method in STREAMS:
            call = channel.unary_stream(f"/{SERVICE}/{method}")(data, timeout=5)
            await call.read()
            if not call.done():
                call.cancel()
                return grpc.StatusCode.OK
            return await call.code()
        await channel.unary_unary(f"/{SERVICE}/{method}")(data, timeout=5)
    except grpc.aio.AioRpcError as error:
        return error.code()
    return grpc.StatusCode.OK


@pytest.mark.parametrize("method", REQUESTS)
async def test_mutated_requests_are_answered_or_refused_and_never_crash_the_server(branches, log, method):
    source = MemorySource(branches, "32")
    source.logs[log.origin] = log
    random = Random(method)
    honest = REQUESTS[method].SerializeToString() or b"\x0a\x01x"
    async with serving(branches, source) as served, raw_channel(served, "33") as channel:
        statuses = {await answer_to(channel, method, mutated(honest, random)) for _ in range(80)}
        assert statuses <= {
            grpc.StatusCode.OK,
            grpc.StatusCode.INVALID_ARGUMENT,
            grpc.StatusCode.NOT_FOUND,
            grpc.StatusCode.FAILED_PRECONDITION,
        }
        assert served.faults == []
        async with served.client("34") as client:
            assert len(await client.fetch_checkpoints()) == 1


@pytest.mark.parametrize("method", [*UNARY, *STREAMS])
async def test_an_oversized_request_is_refused_by_every_method(branches, log, method):
    source = MemorySource(branches, "32")
    async with serving(branches, source) as served, raw_channel(served, "33") as channel:
        status = await answer_to(channel, method, bytes(MAX_REQUEST_BYTES + 1))
        assert status is grpc.StatusCode.RESOURCE_EXHAUSTED
        async with served.client("34") as client:
            assert len(await client.fetch_checkpoints()) == 1


async def test_a_request_for_more_private_parts_than_allowed_is_refused(branches, log):
    source = MemorySource(branches, "32")
    request = peer_pb2.FetchPrivatePartsRequest(origin=log.origin, indexes=range(1_025)).SerializeToString()
    async with serving(branches, source) as served, raw_channel(served, "33") as channel:
        assert await answer_to(channel, "FetchPrivateParts", request) is grpc.StatusCode.INVALID_ARGUMENT


async def test_a_method_that_does_not_exist_is_refused_without_asking_the_source(branches):
    source = MemorySource(branches, "32")
    async with serving(branches, source) as served, raw_channel(served, "33") as channel:
        assert await answer_to(channel, "Append", b"") is grpc.StatusCode.UNIMPLEMENTED


async def test_slow_readers_hold_a_bounded_part_of_the_log_and_nobody_else_waits(branches):
    source = MemorySource(branches, "32")
    log = source.logs[branches["32"].origin]
    log.append([plain_entry(log.origin, index, private_bytes=50_000) for index in range(400)])
    limits = ServingLimits(batch_bytes=500_000, streams_per_branch=10, drain_s=0.2)
    request = peer_pb2.StreamEntriesRequest(origin=log.origin, start=0, size=400).SerializeToString()
    async with serving(branches, source, limits=limits) as served, raw_channel(served, "33") as channel:
        calls = [channel.unary_stream(f"/{SERVICE}/StreamEntries")(request) for _ in range(10)]
        for call in calls:
            await call.read()
        asked = -1
        while asked != len(source.asked):
            asked = len(source.asked)
            await asyncio.sleep(0.2)
        # Ten unread streams of 20 MB each: what is fetched stays within the flow-control windows.
        assert asked * limits.batch_bytes < 10 * 20_000_000 / 2
        async with served.client("34") as client:
            assert len(await client.fetch_checkpoints()) == 1
            head = checkpoint_of(log.note)
            assert accepted([item async for item in client.stream_entries(log.origin, 0, head.size)], head)
        with pytest.raises(PeerUnavailable):
            async with served.client("33") as eleventh:
                await anext(eleventh.stream_entries(log.origin, 0, 400))
        for call in calls:
            call.cancel()


async def test_a_watcher_that_does_not_read_is_held_one_checkpoint_for_each_log(branches):
    source = MemorySource(branches, "32", "33")
    log = source.logs[branches["32"].origin]
    async with aclosing(latest_of_each_log(source)) as notes:
        await anext(notes)
        await anext(notes)
        for _ in range(50):
            source.release(log.grow(1))
            await asyncio.sleep(0)
        other = source.logs[branches["33"].origin].grow(1)
        source.release(other)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        taken = [await anext(notes), await anext(notes)]
    assert taken == [log.note, other]
    assert source.watchers == set()


async def test_what_a_peer_does_not_hold_is_told_from_a_fault(branches):
    source = MemorySource(branches, "32")
    async with serving(branches, source) as served, served.client("33") as client:
        with pytest.raises(NotHere):
            await client.fetch_consistency(branches["31"].origin, 0, 1)
        with pytest.raises(NotHere):
            await client.fetch_private_parts(branches["31"].origin, [0])
