"""Shows what a copy accepts, and that withheld, altered and erased private parts are three different things."""

import random
from dataclasses import replace

import pytest

from federation.errors import HeadMoved, IntegrityBroken, NotHere, PrivatePartAltered, ProofInvalid
from federation.model.entry import Citation, Entry, Header, Kind, encode_header, parse_header
from federation.model.standing import Status
from federation.model.subject import subject_token
from federation.tlog.checkpoint import SignedCheckpoint
from federation.tlog.cosignature import verify_cosignature
from federation.tlog.hashing import leaf_hash
from federation.tlog.note import parse_note
from node.model.records import SourceState
from node.storage import schema
from tests.support.branches import octets
from tests.support.memory_source import DOCUMENT, MemoryLog, achievement_entry


@pytest.fixture
def log(branches) -> MemoryLog:
    """Branch 33's log: twelve sealed achievements."""
    log = MemoryLog(branches, "33")
    log.append([achievement_entry(branches, "33", f"copied {n}") for n in range(12)])
    return log


def erasing(log: MemoryLog, index: int) -> Entry:
    cite = Citation(origin=log.origin, index=index, leaf_hash=leaf_hash(log.items[index].header))
    return Entry(encode_header(Header(kind=Kind.ERASED, entry_id=octets(f"erase {index}", 16), cites=(cite,))))


def flipped(data: bytes, at: int = 20) -> bytes:
    return data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]


async def found(store, branches) -> dict[int, Status]:
    """By index: what a lookup of the usual person finds of branch 33's log."""
    records = await store.records.find([subject_token(branches.keys.current, DOCUMENT)])
    return {one.index: one.status for one in records if one.origin == branches["33"].origin}


async def test_a_copy_grows_by_proven_batches_and_ends_as_its_origin(store, branches, log):
    for end in (1, 5, 6, 12):
        await store.take(log, end)
        assert (await store.copies.state(log.origin)).size == end
    assert await store.copies.entries(log.origin, 0, 99) == log.items
    root, _ = await store.copies.consistency(log.origin, 12, 12)
    assert root == log.edge.root()
    assert await found(store, branches) == dict.fromkeys(range(12), Status.VALID)


@pytest.mark.parametrize("at", [4, 8, 11])
async def test_a_batch_with_one_altered_header_leaves_nothing(store, log, at):
    await store.take(log, 4)
    original = log.items[at]
    log.items[at] = Entry(flipped(original.header), original.private_part)
    with pytest.raises(ProofInvalid):
        await store.take(log, 12)
    assert (await store.copies.state(log.origin)).size == 4
    assert len(await store.copies.entries(log.origin, 0, 99)) == 4


async def test_a_reordered_batch_is_refused(store, log):
    log.items[3], log.items[7] = log.items[7], log.items[3]
    with pytest.raises(ProofInvalid):
        await store.take(log, 12)
    assert (await store.copies.state(log.origin)).size == 0


async def test_a_batch_for_another_place_is_refused_as_another_process_was_faster(store, log):
    await store.take(log, 4)
    with pytest.raises(HeadMoved):
        await store.copies.append_batch(log.origin, 2, log.items[2:9], source="31", verify=lambda *_: None)
    assert (await store.copies.state(log.origin)).size == 4


async def test_an_unknown_log_is_not_here(store):
    with pytest.raises(NotHere):
        await store.copies.entries("creditbank.delta/nowhere", 0, 1)
    with pytest.raises(NotHere):
        await store.copies.state("creditbank.delta/nowhere")


async def test_a_flipped_bit_a_withheld_and_an_erased_private_part_are_three_different_things(store, branches, log):
    altered, withheld, erased = 2, 5, 7
    log.append([erasing(log, erased)])
    whole = log.items[altered]
    log.items[altered] = Entry(whole.header, flipped(whole.private_part))
    with pytest.raises(PrivatePartAltered) as refused:
        await store.take(log, 13, without=(withheld, erased))
    assert refused.value.facts == {"origin": log.origin, "index": altered}
    assert (await store.copies.state(log.origin)).size == 0

    log.items[altered] = whole
    await store.take(log, 13, source="34", without=(withheld, erased))
    assert await store.copies.withheld(log.origin) == [(withheld, "34")]
    statuses = await found(store, branches)
    assert sorted(statuses) == [n for n in range(12) if n not in (withheld, erased)]
    assert dict(await standing_of(store)) == {erased: Status.ERASED}


async def standing_of(store) -> list[tuple[int, Status]]:
    rows = await store.rows(schema.standing)
    return [(position & ((1 << 40) - 1), Status(status)) for position, status, _ in rows]


async def test_a_withheld_private_part_is_filled_in_from_elsewhere_and_then_found(store, branches, log):
    await store.take(log, 12, without=(3,))
    with pytest.raises(PrivatePartAltered):
        await store.copies.fill_in(log.origin, [(3, flipped(log.items[3].private_part))])
    assert await store.copies.withheld(log.origin) == [(3, "31")]
    await store.copies.fill_in(log.origin, [(3, log.items[3].private_part)])
    assert await store.copies.withheld(log.origin) == []
    assert 3 in await found(store, branches)


async def test_a_part_filled_in_twice_is_filled_in_once(store, log):
    await store.take(log, 12, without=(3,))
    for _ in range(2):
        await store.copies.fill_in(log.origin, [(3, log.items[3].private_part)])
    assert await store.copies.entries(log.origin, 0, 99) == log.items


async def test_a_part_erased_while_it_was_asked_for_stays_erased(store, branches, log):
    await store.take(log, 12, without=(3,))
    log.append([erasing(log, 3)])
    await store.take(log, 13)
    await store.copies.fill_in(log.origin, [(3, log.items[3].private_part)])
    assert await store.copies.private_parts(log.origin, [3]) == [b""]
    assert 3 not in await found(store, branches)


async def test_a_private_part_where_none_belongs_is_refused(store, log):
    log.append([Entry(erasing(log, 1).header, b"extra")])
    with pytest.raises(PrivatePartAltered):
        await store.take(log, 13)


async def test_the_tree_stays_whole_after_an_erasure(store, log):
    log.append([erasing(log, 0)])
    await store.take(log, 13)
    assert [bool(one.private_part) for one in await store.copies.entries(log.origin, 0, 2)] == [False, True]
    assert (await store.copies.consistency(log.origin, 13, 13))[0] == log.edge.root()


async def test_invariant_1_every_copy_is_a_prefix_of_its_origin(store, branches):
    log, chance = MemoryLog(branches, "34"), random.Random(11)
    for step in range(12):
        log.grow(chance.randrange(1, 60))
        held = (await store.copies.state(log.origin)).size
        end = chance.randrange(held + 1, log.size + 1)
        await store.take(log, end, without=[n for n in range(held, end) if chance.random() < 0.05])
        copied = await store.copies.entries(log.origin, 0, 10_000)
        assert [one.header for one in copied] == [one.header for one in log.items[: len(copied)]], step
        assert len(copied) == (await store.copies.state(log.origin)).size == end


async def test_a_checkpoint_is_stored_once_and_gathers_cosignatures(store, branches, log):
    await store.take(log, 12)
    await store.keep(log)
    await store.keep(log)
    at = branches.clock.now()
    await store.copies.cosign(log.origin, 12, name=store.origin, key=branches["32"].log_key, now=at)
    note = parse_note(await store.copies.note(log.origin))
    assert verify_cosignature(note, store.origin, branches["32"].log_key.public_key) == at.replace(microsecond=0)
    assert await store.copies.covering_note(log.origin, 11) == (12, await store.copies.note(log.origin))
    with pytest.raises(NotHere):
        await store.copies.covering_note(log.origin, 12)
    with pytest.raises(NotHere):
        await store.copies.cosign(log.origin, 11, name=store.origin, key=branches["32"].log_key, now=at)


async def test_the_highest_checkpoint_heard_never_falls(store, branches):
    log = MemoryLog(branches, "33")
    key_at = branches.roster.branch("33").key_at
    notes = [SignedCheckpoint.verified(log.grow(1), log.origin, key_at) for _ in range(3)]
    for one in (notes[1], notes[0], notes[2], notes[1]):
        await store.copies.remember_highest(log.origin, one)
    assert await store.copies.highest(log.origin) == (3, notes[2].note_bytes)
    state = await store.copies.state(log.origin)
    assert (state.size, state.highest_size) == (0, 3)


async def test_the_first_evidence_against_an_origin_stays(store, branches, log):
    await store.take(log, 12)
    await store.keep(log)
    at = branches.clock.now()
    for evidence in (b"first", b"second"):
        await store.copies.quarantine(log.origin, at, evidence)
    assert await store.copies.evidence(log.origin) == b"first"
    assert (await store.copies.state(log.origin)).quarantined_at is not None


async def test_how_a_peer_does_is_kept(store, branches):
    state = SourceState(
        branch="33", failures=2, retry_at=branches.clock.now(), heard_at=None, quarantined_at=None, reason="x"
    )
    for one in (state, replace(state, failures=3)):
        await store.copies.keep_source(one)
    assert await store.copies.sources() == [replace(state, failures=3)]


async def test_a_log_whose_tiles_were_damaged_takes_no_further_entry(store, log):
    await store.take(log, 4)
    await store.database.write(lambda c: c.execute(schema.tile.update().values(hashes=bytes(4 * 32))))
    with pytest.raises(IntegrityBroken):
        await store.take(log, 12)


def test_the_achievements_copied_here_are_the_usual_persons(log):
    assert {parse_header(one.header).kind for one in log.items} == {Kind.ACHIEVEMENT_ISSUED}
