"""Shows that a change of the own log is one: together or not at all, signed only once it is durable."""

import asyncio
import random
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest

from federation.errors import CommittedNotReleased, DatabaseUnavailable, IntegrityBroken, Recovering
from federation.model.document import DocumentType, parse_document
from federation.tlog.checkpoint import verify_checkpoint
from federation.tlog.cosignature import verify_cosignature
from federation.tlog.hashing import leaf_hash, node_hash
from federation.tlog.note import parse_note
from federation.tlog.proofs import verify_consistency, verify_inclusion
from node.model.access import AuditRecord
from node.model.account import Learner, LearnerAccount
from node.storage import schema
from node.storage.database import Database
from tests.support.memory_source import achievement_entry, plain_entry
from tests.support.stores import Store

DOCUMENT = parse_document(DocumentType.PASSPORT, "X1234567")
ACCOUNT = LearnerAccount(learner=Learner(DOCUMENT, "张三"), details={})


def naive_root(hashes: list[bytes]) -> bytes:
    """The root as RFC 9162 section 2.1.1 defines it."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node_hash(naive_root(hashes[:split]), naive_root(hashes[split:]))


def head_of(store: Store, note: bytes):
    return verify_checkpoint(note, store.origin, store.branches.roster.branch(store.code).key_at)


async def test_any_batches_give_the_naive_tree(store):
    chance = random.Random(7)
    entries = [plain_entry(store.origin, index, private_bytes=20) for index in range(600)]
    at = 0
    while at < len(entries):
        step = chance.choice((1, 2, 50, 200))
        await store.append(*entries[at : at + step])
        at += step
        head = await store.own_log.head()
        assert head.size == min(at, len(entries))
        assert head.root == naive_root([leaf_hash(one.header) for one in entries[:at]])
    assert await store.copies.entries(store.origin, 0, 1_000) == entries
    assert await store.copies.entries(store.origin, 255, 3) == entries[255:258]


async def test_every_stored_leaf_is_proven_under_the_newest_checkpoint(store):
    await store.grow(300)
    head = head_of(store, await store.own_log.newest_note())
    for index in (0, 1, 127, 255, 256, 299):
        proof = await store.copies.inclusion(store.origin, index, head.size)
        leaf = leaf_hash(await store.copies.header(store.origin, index))
        verify_inclusion(leaf, index, head.size, proof, head.root)
    root, proof = await store.copies.consistency(store.origin, 100, 300)
    verify_consistency(100, 300, root, head.root, proof)


async def test_an_error_inside_a_unit_of_work_leaves_nothing(store):
    await store.grow(3)
    before, note = await store.own_log.head(), await store.own_log.newest_note()
    tables = [table for table in schema.metadata.sorted_tables if table.name not in ("lease", "node_state")]
    rows = {table.name: await store.rows(table) for table in tables}

    async def fail_at_the_end() -> None:
        async with store.own_log.change() as change:
            ids = await change.accounts.add({b"d" * 16: ACCOUNT})
            await change.accounts.add_memberships({b"u" * 16: ids[b"d" * 16]})
            await change.audit.add([AuditRecord(at=store.branches.clock.now(), actor="a", action="import")])
            first = await change.append([plain_entry(store.origin, 90)])
            await change.imports.add_batch("0" * 32, first, "Sheet1", [2])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_at_the_end()
    assert (await store.own_log.head(), await store.own_log.newest_note()) == (before, note)
    assert {table.name: await store.rows(table) for table in tables} == rows


async def test_a_change_without_entries_is_kept_and_signs_nothing(store):
    async with store.own_log.change() as change:
        await change.accounts.add({b"d" * 16: ACCOUNT})
    assert await store.accounts.count() == 1
    assert await store.own_log.newest_note() is None


async def test_the_newest_note_is_signed_and_cosigned_and_its_time_moves_on_renewal(store):
    await store.grow(1)
    key = store.branches[store.code].log_key.public_key
    first = verify_cosignature(parse_note(await store.own_log.newest_note()), store.origin, key)
    store.branches.clock.advance(timedelta(minutes=5))
    await store.own_log.renew()
    again = verify_cosignature(parse_note(await store.own_log.newest_note()), store.origin, key)
    assert again - first >= timedelta(minutes=5)
    assert head_of(store, await store.own_log.newest_note()).size == 1


async def test_the_mark_says_what_is_let_out(store):
    await store.grow(4)
    mark, head = store.mark.load(), await store.own_log.head()
    assert (mark.size, mark.root) == (4, head.root)


async def test_several_entries_in_one_change_stand_in_order(store):
    async with store.own_log.change() as change:
        assert await change.append([plain_entry(store.origin, 0), plain_entry(store.origin, 1)]) == 0
        assert await change.append([plain_entry(store.origin, 2)]) == 2
    assert head_of(store, await store.own_log.newest_note()).size == 3


async def test_two_processes_on_one_database_take_turns(store, url, tmp_path):
    other = Store(Database(url), store.branches, store.code, tmp_path)
    async with other:

        async def append(one: Store, label: str) -> list[int]:
            return [await one.append(achievement_entry(store.branches, "32", f"{label}{n}")) for n in range(8)]

        mine, theirs = await asyncio.gather(append(store, "a"), append(other, "b"))
        assert sorted(mine + theirs) == list(range(16))
        assert await store.own_log.newest_note() == await other.own_log.newest_note()


class FailingDatabase:
    """A database whose next write reports a lost connection, after or instead of its commit."""

    def __init__(self, inner: Database) -> None:
        self.inner = inner
        self.read = inner.read
        self.write = inner.write
        self.is_lost = False
        self.meanwhile = None

    @asynccontextmanager
    async def writing(self):
        try:
            async with self.inner.writing() as connection:
                yield connection
                if self.is_lost:
                    raise DatabaseUnavailable(reason="connection")
        finally:
            if self.meanwhile is not None:
                await self.meanwhile()
        raise DatabaseUnavailable(reason="connection")


async def test_a_commit_reported_lost_that_stands_is_acknowledged(store):
    database = store.own_log._database = FailingDatabase(store.database)
    database.is_lost = False
    assert await store.append(plain_entry(store.origin, 0)) == 0
    assert store.mark.load().size == 1


async def test_a_commit_reported_lost_that_is_lost_is_not_acknowledged_and_nothing_is_released(store):
    store.own_log._database = database = FailingDatabase(store.database)
    database.is_lost = True
    with pytest.raises(DatabaseUnavailable):
        await store.append(plain_entry(store.origin, 0))
    assert (await store.own_log.head()).size == store.mark.load().size == 0


async def test_a_lost_commit_is_not_taken_for_another_process_longer_log(store, url, tmp_path):
    async with Store(Database(url), store.branches, store.code, tmp_path) as other:
        store.own_log._database = database = FailingDatabase(store.database)
        database.is_lost = True
        database.meanwhile = lambda: other.grow(3)
        with pytest.raises(DatabaseUnavailable):
            await store.append(plain_entry(store.origin, 77))
    assert plain_entry(store.origin, 77) not in await store.copies.entries(store.origin, 0, 9)


async def test_a_change_cancelled_at_any_moment_is_whole_or_nothing_and_holds_up_nobody(store, url, tmp_path):
    chance = random.Random(3)
    async with Store(Database(url), store.branches, store.code, tmp_path) as other:
        for _ in range(30):
            before = (await other.own_log.head()).size
            task = asyncio.create_task(store.grow(50))
            await asyncio.sleep(chance.random() * 0.02)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            async with asyncio.timeout(25):
                await other.grow(1)
            assert (await other.own_log.head()).size - before in (1, 51)


async def test_behind_its_mark_a_branch_changes_and_signs_nothing(store):
    await store.grow(2)
    mark = store.mark.load()
    store.mark.replace(type(mark)(incarnation=mark.incarnation, size=5, root=bytes(32)))
    assert await store.own_log.behind() == 3
    with pytest.raises(Recovering):
        await store.grow(1)
    with pytest.raises(Recovering):
        await store.own_log.renew()
    assert await store.own_log.newest_note() is None
    assert (await store.own_log.head()).size == 2


async def test_at_its_mark_with_another_root_a_branch_says_that_it_is_broken(store):
    await store.grow(2)
    mark = store.mark.load()
    store.mark.replace(type(mark)(incarnation=mark.incarnation, size=2, root=bytes(32)))
    with pytest.raises(IntegrityBroken):
        await store.grow(1)


async def test_a_mark_that_cannot_be_written_after_the_commit_is_not_told_as_nothing_kept(store, tmp_path):
    await store.grow(1)
    obstacle = tmp_path / "mark.new"
    obstacle.mkdir()
    with pytest.raises(CommittedNotReleased):
        await store.append(plain_entry(store.origin, 1))
    assert (await store.own_log.head()).size == 2
    assert store.mark.load().size == 1
    obstacle.rmdir()
    assert head_of(store, await store.own_log.newest_note()).size == store.mark.load().size == 2


async def test_what_is_committed_and_not_released_is_announced_to_nobody(store, tmp_path):
    told = []
    store.own_log.announce = lambda: told.append("announced")
    (tmp_path / "mark.new").mkdir()
    with pytest.raises(CommittedNotReleased):
        await store.grow(1)
    assert told == []
