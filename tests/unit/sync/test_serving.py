"""Shows that peers are served what is under a released checkpoint, and nothing beyond it."""

import asyncio
from contextlib import aclosing

import pytest

from federation.errors import Malformed, NotHere
from federation.model.entry import Citation, Entry, Header, Kind, encode_header
from federation.tlog.checkpoint import SignedCheckpoint
from federation.tlog.hashing import leaf_hash
from federation.tlog.proofs import verify_consistency
from node.high_water_mark import Mark
from node.sync.serving import Announcer, ServedLogs
from tests.support.branches import octets
from tests.support.memory_source import MemoryLog, checkpoint_of
from tests.support.nodes import HeldRosters

HELD, RELEASED = 10, 6
ALL_BYTES = 1 << 30


@pytest.fixture
def served(store):
    announcer = Announcer()
    store.own_log.announce = announcer.announce
    return ServedLogs(
        own_log=store.own_log, copies=store.copies, rosters=HeldRosters(store.branches), announcer=announcer
    )


@pytest.fixture
async def copied(store):
    """Ten entries of branch 33, of which six are under a checkpoint that is held."""
    log = MemoryLog(store.branches, "33")
    log.grow(RELEASED)
    released = log.note
    log.grow(HELD - RELEASED)
    await store.take(log, HELD, source="33")
    key_at = store.branches.roster.branch("33").key_at
    signed = SignedCheckpoint.verified(released, log.origin, key_at)
    await store.copies.keep_checkpoint(log.origin, signed, as_of=None, lines=())
    return log


async def test_entries_end_where_the_newest_released_checkpoint_ends(served, copied):
    assert await served.entries(copied.origin, 0, 100, ALL_BYTES) == copied.items[:RELEASED]
    assert await served.entries(copied.origin, 4, 100, ALL_BYTES) == copied.items[4:RELEASED]
    assert await served.entries(copied.origin, 1, 2, ALL_BYTES) == copied.items[1:3]


@pytest.mark.parametrize("start", [RELEASED, RELEASED + 2, HELD, 10_000])
async def test_what_lies_beyond_it_is_not_here_though_the_tables_hold_it(served, copied, start):
    with pytest.raises(NotHere):
        await served.entries(copied.origin, start, 100, ALL_BYTES)


async def test_private_parts_beyond_it_are_not_here(served, copied):
    parts = [one.private_part for one in copied.items]
    assert await served.private_parts(copied.origin, [0, 5, 2]) == [parts[0], parts[5], parts[2]]
    for beyond in ([RELEASED], [0, HELD - 1], [10_000]):
        with pytest.raises(NotHere):
            await served.private_parts(copied.origin, beyond)


async def test_proofs_beyond_it_are_not_here(served, copied):
    root, proof = await served.consistency(copied.origin, 2, RELEASED)
    signed = checkpoint_of(next(one for one in await served.checkpoints() if one.startswith(copied.origin.encode())))
    verify_consistency(2, RELEASED, root, signed.root, proof)
    for first, second in ((2, RELEASED + 1), (RELEASED, HELD), (0, 10_000)):
        with pytest.raises(NotHere):
            await served.consistency(copied.origin, first, second)


@pytest.mark.parametrize(("first", "second"), [(3, 2), (-1, 2)])
async def test_a_proof_backwards_is_malformed(served, copied, first, second):
    with pytest.raises(Malformed):
        await served.consistency(copied.origin, first, second)


async def test_bytes_bound_a_batch_but_one_entry_always_goes(served, copied):
    one = len(copied.items[0].header) + len(copied.items[0].private_part)
    assert len(await served.entries(copied.origin, 0, 100, 3 * one + 20)) == 3
    assert len(await served.entries(copied.origin, 0, 100, 1)) == 1


async def test_a_log_of_which_nothing_is_released_is_not_offered_and_not_here(served, store):
    empty = store.branches["34"].origin
    assert not any(one.startswith(empty.encode()) for one in await served.checkpoints())
    with pytest.raises(NotHere):
        await served.entries(empty, 0, 1, ALL_BYTES)
    with pytest.raises(NotHere):
        await served.entries("creditbank.delta/nobody/99", 0, 1, ALL_BYTES)


async def test_the_own_log_is_served_as_far_as_it_is_signed(served, store):
    await store.grow(3)
    assert len(await served.entries(store.origin, 0, 100, ALL_BYTES)) == 3
    await store.grow(2)
    assert len(await served.entries(store.origin, 3, 100, ALL_BYTES)) == 2
    (note,) = await served.checkpoints()
    assert checkpoint_of(note).size == 5


async def test_a_recovering_branch_offers_nothing_of_its_own_log(served, store):
    await store.grow(3)
    mark = store.mark.load()
    store.mark.raise_to(Mark(incarnation=mark.incarnation, size=9, root=octets("lost")))
    assert await served.checkpoints() == []
    with pytest.raises(NotHere):
        await served.entries(store.origin, 0, 1, ALL_BYTES)


@pytest.mark.parametrize("sizes", [(0, 0), (0, 1), (1, 1)])
async def test_a_log_that_is_not_held_has_no_proof_even_of_nothing(served, sizes):
    with pytest.raises(NotHere):
        await served.consistency("creditbank.delta/nobody/99", *sizes)


async def test_a_quarantined_log_is_offered_to_nobody(served, copied, store):
    assert len(await served.checkpoints()) == 1
    await store.copies.quarantine(copied.origin, store.branches.clock.now(), b"{}")
    assert await served.checkpoints() == []


async def test_an_erased_private_part_is_served_as_nothing(served, store):
    await store.grow(2)
    leaf = leaf_hash(await store.copies.header(store.origin, 0))
    cite = Citation(origin=store.origin, index=0, leaf_hash=leaf)
    await store.append(Entry(encode_header(Header(kind=Kind.ERASED, entry_id=bytes(16), cites=(cite,)))))
    first, second = await served.private_parts(store.origin, [0, 1])
    assert (first, bool(second)) == (b"", True)


async def test_a_watcher_gets_the_present_notes_and_then_each_new_one_once(served, copied, store):
    async with aclosing(served.watch()) as notes:
        assert (await anext(notes)).startswith(copied.origin.encode())
        waiting = asyncio.ensure_future(anext(notes))
        await asyncio.sleep(0)
        await store.grow(1)
        assert checkpoint_of(await waiting) == checkpoint_of(await store.own_log.newest_note())
        waiting = asyncio.ensure_future(anext(notes))
        await asyncio.sleep(0)
        await store.grow(1)
        assert checkpoint_of(await waiting).size == 2


async def test_a_watcher_that_leaves_is_forgotten():
    announcer = Announcer()
    async with aclosing(announcer.listen()) as news:
        await anext(news)
        assert len(announcer._waiting) == 1
    assert not announcer._waiting
    announcer.announce()
