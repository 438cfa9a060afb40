"""Shows what is kept besides logs: accounts, imports, duplicates, audit, leases; nothing of a person in clear."""

import hashlib
import struct
from datetime import timedelta

import pytest

from federation.errors import IntegrityBroken
from federation.model.document import DocumentType, parse_document
from federation.model.entry import Citation, Entry, Header, Kind, encode_header, parse_header
from federation.model.subject import subject_token
from federation.tlog.hashing import leaf_hash
from node.model.access import AuditRecord
from node.model.account import Learner, LearnerAccount
from node.model.imports import ImportCounts, ImportJob
from node.storage import schema
from node.storage.accounts import AccountRepository
from node.storage.state_rows import take_lease
from tests.support.branches import octets
from tests.support.memory_source import DOCUMENT, OTHER_DOCUMENT, MemoryLog, achievement_entry

NAME, NUMBER = "欧阳测试", "X7654321"
ACCOUNT = LearnerAccount(
    learner=Learner(parse_document(DocumentType.PASSPORT, NUMBER), NAME), details={"phone": "10000000000"}
)


def index_of(store, number: str = NUMBER) -> bytes:
    return store.key.blind_index("document", number)


async def test_an_account_is_found_by_blind_index_and_by_user_number_and_by_nothing_else(store):
    ids = await store.accounts.add({index_of(store): ACCOUNT})
    user = store.key.blind_index("user", "320000000001")
    await store.accounts.add_memberships({user: ids[index_of(store)]})
    await store.accounts.add_memberships({user: 999})
    assert await store.accounts.find_by_document([index_of(store), index_of(store, "X1")]) == {
        index_of(store): (1, ACCOUNT.learner)
    }
    assert await store.accounts.find_by_user([user]) == {user: ACCOUNT.learner}
    assert await store.accounts.open([index_of(store), index_of(store, "X1")]) == {index_of(store): ACCOUNT}
    assert await store.accounts.find_by_user([index_of(store)]) == {}
    assert await store.accounts.count() == 1


async def test_account_ids_go_on_from_batch_to_batch(store):
    first = await store.accounts.add({bytes((n,)) * 16: ACCOUNT for n in range(3)})
    second = await store.accounts.add({b"z" * 16: ACCOUNT})
    assert [*first.values(), *second.values()] == [1, 2, 3, 4]


async def test_nothing_of_a_person_is_stored_in_clear(store):
    await store.accounts.add({index_of(store): ACCOUNT})
    at = store.branches.clock.now()
    await store.audit.add([AuditRecord(at=at, actor=NAME, action="lookup", purpose=NAME, detail=NUMBER)])
    job = ImportJob(
        import_id="ab" * 16, file_digest=bytes(32), file_name=f"{NAME}.xlsx", operator=NAME, template="t", started_at=at
    )
    await store.imports.start(job)
    await store.imports.add_batch(job.import_id, 0, NAME, [2, 3])
    for table in (schema.account, schema.audit, schema.import_job, schema.import_batch):
        stored = repr(await store.rows(table))
        assert await store.count(table) == 1
        for clear in (NAME, NUMBER, "10000000000"):
            assert clear not in stored
            assert repr(clear.encode())[2:-1] not in stored


async def test_an_account_moved_to_another_persons_row_is_not_opened(store):
    await store.accounts.add({index_of(store): ACCOUNT})
    moved = schema.account.update().values(document_index=index_of(store, "X1"))
    await store.database.write(lambda c: c.execute(moved))
    with pytest.raises(IntegrityBroken):
        await store.accounts.find_by_document([index_of(store, "X1")])
    with pytest.raises(IntegrityBroken):
        await store.accounts.open([index_of(store, "X1")])


async def test_every_imported_entry_leads_back_to_its_row(store):
    at = store.branches.clock.now()
    for number, name in enumerate(("a" * 32, "b" * 32)):
        await store.imports.start(
            ImportJob(import_id=name, file_digest=bytes(32), file_name="f", operator="o", template="t", started_at=at)
        )
        async with store.own_log.change() as change:
            for part in range(2):
                rows = [10 * part + 2, 10 * part + 5]
                entries = [achievement_entry(store.branches, "32", f"{name}{row}") for row in rows]
                await change.imports.add_batch(name, await change.append(entries), f"表{number}", rows)
    await store.grow(1)
    traced = [await store.imports.source_of(index) for index in range(9)]
    assert traced == [
        *(("a" * 32, "表0", row) for row in (2, 5, 12, 15)),
        *(("b" * 32, "表1", row) for row in (2, 5, 12, 15)),
        None,
    ]
    await store.imports.finish("a" * 32, ImportCounts(rows=5, accepted=4, rejected=1), at)
    counts = [row[-1] for row in await store.rows(schema.import_job)]
    assert counts == ['{"rows": 5, "accepted": 4, "duplicate": 0, "rejected": 1}', None]


def candidate(store, entry: Entry, document=DOCUMENT) -> tuple[list[bytes], bytes]:
    keys = store.branches.keys.current
    return [bytes(16), subject_token(keys, document)], parse_header(entry.header).achievement_id


async def test_a_duplicate_is_known_by_subject_and_achievement_in_the_own_log_alone(store, branches):
    mine, new = achievement_entry(branches, "32", "mine"), achievement_entry(branches, "32", "new")
    await store.append(mine)
    theirs = achievement_entry(branches, "33", "theirs")
    log = MemoryLog(branches, "33")
    log.append([theirs])
    await store.take(log, 1)
    candidates = [candidate(store, one) for one in (mine, new, theirs)]
    assert await store.records.known(32, candidates) == {candidates[0][1]}
    assert await store.records.known(33, candidates) == {candidates[2][1]}
    assert await store.records.known(32, [candidate(store, mine, OTHER_DOCUMENT)]) == set()
    assert await store.records.known(32, []) == set()


def erasing(origin: str, index: int, header: bytes) -> Entry:
    cite = Citation(origin=origin, index=index, leaf_hash=leaf_hash(header))
    return Entry(encode_header(Header(kind=Kind.ERASED, entry_id=octets(f"erase {index}", 16), cites=(cite,))))


async def test_an_erased_achievement_stays_known(store, branches):
    one = achievement_entry(branches, "32", "mine")
    await store.append(one)
    await store.append(erasing(store.origin, 0, one.header))
    assert await store.records.find([subject_token(branches.keys.current, DOCUMENT)]) == []
    assert await store.records.known(32, [candidate(store, one)]) == {candidate(store, one)[1]}


async def test_another_branch_that_erases_under_the_same_id_hides_no_tombstone(store, branches):
    one = achievement_entry(branches, "32", "shared label")
    log = MemoryLog(branches, "33")
    log.append([achievement_entry(branches, "33", "shared label")])
    log.append([erasing(log.origin, 0, log.items[0].header)])
    await store.take(log, 2)
    await store.append(one)
    await store.append(erasing(store.origin, 0, one.header))
    assert await store.records.known(32, [candidate(store, one)]) == {candidate(store, one)[1]}


async def test_invariant_3_the_same_row_has_one_effect(store, branches):
    entries = [achievement_entry(branches, "32", f"row {n}") for n in range(6)]
    for _ in range(3):
        async with store.own_log.change() as change:
            known = await change.records.known(32, [candidate(store, one) for one in entries])
            await change.append([one for one in entries if candidate(store, one)[1] not in known])
    assert await store.copies.entries(store.origin, 0, 99) == entries
    assert await store.records.count_achievements(32) == 6


async def test_a_known_row_is_seen_within_the_same_change(store, branches):
    one = achievement_entry(branches, "32", "twice in a file")
    async with store.own_log.change() as change:
        await change.append([one])
        assert await change.records.known(32, [candidate(store, one)])


async def test_the_audit_trail_reads_back_and_its_digest_is_over_what_is_stored(store):
    at = store.branches.clock.now()
    records = [
        AuditRecord(
            at=at + timedelta(hours=n), actor=f"人{n}", action="lookup", purpose="就业", basis="self", detail="d"
        )
        for n in range(3)
    ]
    await store.audit.add([*records, AuditRecord(at=at, actor="人", action="import", subject_index=b"s" * 16)])
    end = at + timedelta(hours=2)
    assert await store.audit.between(at, end, "lookup") == records[:2]
    assert len(await store.audit.between(at, end)) == 3
    stored = [row for row in await store.rows(schema.audit) if row[2] == "lookup"][:2]
    parts = [struct.pack(">d", row[1]) + b"\0" + row[3] for row in stored]
    expected = hashlib.sha256(b"".join(hashlib.sha256(one).digest() for one in parts)).digest()
    assert await store.audit.digest_between(at, end, "lookup") == (2, expected)
    assert await store.audit.digest_between(end + timedelta(days=1), end + timedelta(days=2), "lookup") == (
        0,
        hashlib.sha256(b"").digest(),
    )


async def test_a_lease_is_one_holders_until_it_runs_out(store):
    now, lasting = store.branches.clock.now(), timedelta(minutes=1)

    async def take(holder: str, after: timedelta) -> bool:
        return await store.database.write(lambda c: take_lease(c, "jobs", holder, now=now + after, lasting=lasting))

    assert await take("a", timedelta(0))
    assert not await take("b", timedelta(seconds=59))
    assert await take("a", timedelta(seconds=59))
    assert not await take("b", timedelta(seconds=100))
    assert await take("b", timedelta(seconds=119))
    assert not await take("a", timedelta(seconds=120))


async def test_another_node_key_opens_nothing(store):
    await store.accounts.add({index_of(store): ACCOUNT})
    stranger = AccountRepository(store.database.read, type(store.key)(octets("another node")))
    with pytest.raises(IntegrityBroken):
        await stranger.find_by_document([index_of(store)])
