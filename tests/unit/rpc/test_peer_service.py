"""The peer service over real gRPC and mutual TLS: what is asked is what is answered, within bounds."""

import asyncio
from contextlib import aclosing

import pytest

from federation.errors import NotHere, PeerFaulty, PeerRefused, PeerUnavailable, PortInUse
from federation.rpc.limits import ServingLimits
from federation.rpc.peer_client import PeerClient
from federation.rpc.peer_identity import calling_branch
from federation.rpc.peer_server import PeerServer
from federation.tlog.hashing import leaf_hash
from federation.tlog.proofs import verify_consistency
from federation.tlog.right_edge import RightEdge
from federation.trust.trusted_roster import TrustedRoster
from tests.support.branches import Branches, at_addresses
from tests.support.memory_source import MemorySource, checkpoint_of, plain_entry
from tests.support.peers import QUICK, serving


@pytest.fixture(scope="module")
def branches() -> Branches:
    return Branches()


@pytest.fixture
def source(branches: Branches) -> MemorySource:
    source = MemorySource(branches, "32", "33")
    source.logs[branches["32"].origin].grow(1_000)
    source.logs[branches["33"].origin].grow(10)
    return source


async def test_a_handshake_tells_each_side_the_others_roster(branches, source):
    async with serving(branches, source) as served, served.client("33") as client:
        hello = await client.handshake(branches.roster)
    assert (hello.branch, hello.roster_version) == ("32", 1)
    assert hello.roster_fingerprint == branches.roster.fingerprint


async def test_a_roster_of_the_same_version_with_another_content_is_noticed(branches, source):
    other = Branches(("31", "32"))
    async with serving(branches, source) as served, served.client("33") as client:
        with pytest.raises(PeerFaulty, match="other-roster"):
            await client.handshake(other.roster)


async def test_a_handshake_of_another_federation_is_answered_with_a_code_alone(branches, source):
    other = Branches(("31", "32"), federation_id="ffff0000ffff0000")
    async with serving(branches, source) as served, served.client("33") as client:
        with pytest.raises(PeerFaulty, match="failed-precondition"):
            await client.handshake(other.roster)


async def test_rosters_are_handed_on_as_they_were_signed(source):
    branches = Branches()
    source = MemorySource(branches, "32")
    source.current = branches.admit("35")
    async with serving(branches, source) as served, served.client("33") as client:
        trusted = TrustedRoster(branches.rosters[0].to_bytes(), branches.rosters[0].roster.fingerprint)
        for data in await client.fetch_rosters(trusted.current.version):
            trusted.apply(data)
        assert await client.fetch_rosters(2) == ()
    assert trusted.current == branches.roster


async def test_all_checkpoints_held_are_given_with_their_cosignatures(branches, source):
    async with serving(branches, source) as served, served.client("33") as client:
        assert await client.fetch_checkpoints() == tuple(log.note for log in source.logs.values())


async def test_a_log_streams_in_batches_each_proven_up_to_the_target(branches, source):
    origin = branches["32"].origin
    log = source.logs[origin]
    head = checkpoint_of(log.note)
    edge, read = RightEdge(), []
    limits = ServingLimits(batch_entries=300, drain_s=0.2)
    async with serving(branches, source, limits=limits) as served, served.client("33") as client:
        async for batch in client.stream_entries(origin, 0, head.size):
            assert batch.start == edge.size
            edge.append([leaf_hash(entry.header) for entry in batch.entries])
            verify_consistency(edge.size, head.size, edge.root(), head.root, batch.consistency_proof)
            read.extend(batch.entries)
    assert read == log.items
    assert [count for _, _, count in source.asked] == [300, 300, 300, 100]


async def test_a_stream_can_begin_anywhere_and_stop_below_what_is_held(branches, source):
    origin = branches["32"].origin
    async with serving(branches, source) as served, served.client("33") as client:
        batches = [batch async for batch in client.stream_entries(origin, 990, 995)]
        nothing = [batch async for batch in client.stream_entries(origin, 1_000, 1_000)]
    assert [entry for batch in batches for entry in batch.entries] == source.logs[origin].items[990:995]
    assert nothing == []


async def test_a_batch_is_bounded_by_bytes(branches):
    source = MemorySource(branches, "32")
    origin = branches["32"].origin
    source.logs[origin].append([plain_entry(origin, index, private_bytes=10_000) for index in range(20)])
    limits = ServingLimits(batch_bytes=31_000, drain_s=0.2)
    async with serving(branches, source, limits=limits) as served, served.client("33") as client:
        sizes = [len(batch.entries) async for batch in client.stream_entries(origin, 0, 20)]
    assert sizes == [3, 3, 3, 3, 3, 3, 2]


@pytest.mark.parametrize(("start", "size", "code"), [(0, 1_001, "32"), (0, 1, "31")], ids=["beyond", "unknown-log"])
async def test_entries_that_are_not_held_are_refused_before_anything_is_sent(branches, source, start, size, code):
    async with serving(branches, source) as served, served.client("33") as client:
        with pytest.raises(NotHere):
            await anext(client.stream_entries(branches[code].origin, start, size))
    assert source.asked == []


async def test_private_parts_come_by_index_and_are_empty_where_none_is_held(branches, source):
    origin = branches["32"].origin
    items = source.logs[origin].items
    async with serving(branches, source) as served, served.client("33") as client:
        parts = await client.fetch_private_parts(origin, [5, 3, 5_000])
    assert parts == (items[5].private_part, items[3].private_part, b"")


async def test_private_parts_that_do_not_fit_into_one_answer_are_asked_for_again(branches, source):
    origin = branches["32"].origin
    limits = ServingLimits(answer_bytes=1_000, drain_s=0.2)
    async with serving(branches, source, limits=limits) as served, served.client("33") as client:
        parts = await client.fetch_private_parts(origin, range(30))
    assert parts == tuple(entry.private_part for entry in source.logs[origin].items[:30])


async def test_consistency_between_two_sizes_can_be_asked_for(branches, source):
    log = source.logs[branches["32"].origin]
    head = checkpoint_of(log.note)
    async with serving(branches, source) as served, served.client("33") as client:
        answer = await client.fetch_consistency(log.origin, 700, head.size)
    verify_consistency(700, head.size, answer.first_root, head.root, answer.proof)


async def test_a_watcher_gets_the_present_checkpoints_and_then_new_ones(branches, source):
    log = source.logs[branches["33"].origin]
    async with serving(branches, source) as served, served.client("34") as client, aclosing(client.watch()) as notes:
        present = {await anext(notes), await anext(notes)}
        source.release(log.grow(1))
        new = await anext(notes)
    assert len(present) == 2
    assert new == log.note


async def test_a_stopping_server_ends_its_watchers(branches, source):
    async with serving(branches, source) as served:
        client = served.client("34")
        notes = client.watch()
        await anext(notes)
        await anext(notes)
    with pytest.raises(PeerUnavailable):
        await anext(notes)
    await client.close()


async def test_a_branch_admitted_while_the_server_runs_is_served_without_a_restart():
    branches = Branches()
    source = MemorySource(branches, "32")
    async with serving(branches, source) as served:
        source.current = branches.admit("35")
        async with served.client("35") as client:
            assert (await client.handshake(branches.roster)).branch == "32"


async def test_more_streams_than_allowed_are_turned_away(branches, source):
    limits = ServingLimits(streams_per_branch=2, drain_s=0.2)
    async with serving(branches, source, limits=limits) as served, served.client("33") as client:
        open_streams = [client.watch(), client.watch()]
        for notes in open_streams:
            await anext(notes)
        with pytest.raises(PeerUnavailable):
            await anext(client.watch())
        async with served.client("34") as other:
            await anext(other.watch())
        for notes in open_streams:
            await notes.aclose()


async def test_a_closed_stream_leaves_no_call_open(branches, source):
    async with serving(branches, source) as served, served.client("33") as client:
        async with aclosing(client.watch()) as notes:
            await anext(notes)
            assert served.server.open_calls("33") == 1
        async with asyncio.timeout(5):
            while served.server.open_calls("33") or source.watchers:
                await asyncio.sleep(0.01)


async def test_a_failure_of_the_source_is_reported_at_home_and_hidden_from_the_peer(branches, source):
    async def fail() -> list[bytes]:
        raise ZeroDivisionError("张三 110101")

    source.checkpoints = fail
    async with serving(branches, source) as served, served.client("33") as client:
        with pytest.raises(PeerUnavailable) as refused:
            await client.fetch_checkpoints()
        assert [type(fault) for fault in served.faults] == [ZeroDivisionError]
    assert "110101" not in str(refused.value)


async def test_the_verified_branch_is_known_while_its_call_is_handled(branches, source):
    callers = []

    async def note_the_caller() -> list[bytes]:
        callers.append(calling_branch())
        return []

    source.checkpoints = note_the_caller
    async with serving(branches, source) as served, served.client("33") as one, served.client("34") as other:
        await one.fetch_checkpoints()
        await other.fetch_checkpoints()
    assert callers == ["33", "34"]


async def test_an_address_in_use_is_said_so(branches, source):
    async with serving(branches, source) as served:
        second = PeerServer(
            source,
            branch="32",
            certificate=branches["32"].leaf,
            address=served.address,
            clock=branches.clock,
            report_fault=served.faults.append,
        )
        with pytest.raises(PortInUse, match=served.address):
            await second.__aenter__()


async def test_addresses_are_tried_in_order(branches, source):
    async with serving(branches, source) as served:
        peer = at_addresses(branches.roster, "32", "127.0.0.1:1", served.address)
        async with PeerClient(peer, certificate=branches["33"].leaf, limits=QUICK) as client:
            assert (await client.handshake(branches.roster)).branch == "32"


async def test_a_branch_without_an_address_is_unavailable(branches, source):
    async with PeerClient(branches.roster.branch("31"), certificate=branches["33"].leaf, limits=QUICK) as client:
        with pytest.raises(PeerUnavailable):
            await client.fetch_checkpoints()


async def test_a_lost_connection_is_dialled_again(branches, source):
    async with serving(branches, source) as served:
        client = served.client("33")
        await client.fetch_checkpoints()
        port = served.server.port
    with pytest.raises(PeerUnavailable):
        await client.fetch_checkpoints()
    again = PeerServer(
        source,
        branch="32",
        certificate=branches["32"].leaf,
        address=f"127.0.0.1:{port}",
        clock=branches.clock,
        report_fault=lambda _: None,
    )
    async with again:
        assert len(await client.fetch_checkpoints()) == 2
    await client.close()


async def test_another_branch_at_the_address_is_not_taken_for_the_one_dialled(branches, source):
    async with serving(branches, source, code="34") as served:
        peer = at_addresses(branches.roster, "32", served.address)
        async with PeerClient(peer, certificate=branches["33"].leaf, limits=QUICK) as client:
            with pytest.raises(PeerRefused, match="not-its-certificate"):
                await client.fetch_checkpoints()


async def test_a_server_with_all_its_calls_taken_is_unavailable_not_faulty(branches, source):
    limits = ServingLimits(calls_in_all=1, drain_s=0.2)
    async with (
        serving(branches, source, limits=limits) as served,
        served.client("33") as client,
        aclosing(client.watch()) as notes,
    ):
        await anext(notes)
        with pytest.raises(PeerUnavailable):
            await client.fetch_checkpoints()
