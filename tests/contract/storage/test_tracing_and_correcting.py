"""Shows that both databases tell alike where things were filed and what became of entries."""

from datetime import timedelta

import pytest

from federation.errors import IntegrityBroken
from federation.model.document import DocumentType, parse_document
from federation.model.entry import Citation, Entry, Header, Kind, encode_header, parse_header
from federation.model.standing import Status
from federation.tlog.hashing import leaf_hash
from node.model.access import AuditRecord
from node.model.account import Learner, LearnerAccount
from node.model.case import Case
from node.model.imports import ImportBatch, ImportCounts, ImportJob
from node.storage import schema
from node.storage.cases import CaseRepository
from node.storage.entries import EntryRepository
from tests.support.branches import octets
from tests.support.memory_source import achievement_entry
from tests.support.workbooks import RESIDENT

ANN = octets("ann", 16)


@pytest.fixture
def entries(store):
    return EntryRepository(store.database.run)


def achievement(store, label):
    return achievement_entry(store.branches, store.code, label)


def revocation(store, *cited):
    held = [(index, leaf_hash(entry.header)) for index, entry in cited]

    cites = tuple(Citation(origin=store.origin, index=index, leaf_hash=hashed) for index, hashed in held)
    return Entry(encode_header(Header(kind=Kind.ACHIEVEMENT_REVOKED, entry_id=octets("r", 16), cites=cites)))


def job(store, import_id, *, unit_id=1, minutes=0):
    return ImportJob(
        import_id=import_id,
        file_digest=octets(import_id),
        file_name="某镇名册.xlsx",
        operator="经办甲",
        template="jiangsu-achievements@2022",
        started_at=store.branches.clock.now() + timedelta(minutes=minutes),
        unit_id=unit_id,
    )


async def test_entries_are_told_with_what_became_of_them_and_by_which(store, entries):
    first, second = achievement(store, "甲"), achievement(store, "乙")
    await store.append(first, second)
    await store.append(revocation(store, (0, first)))
    held = await entries.held(store.own_log.log_id, [0, 1, 2, 9, 1])
    assert {index: (one.status, one.by_index) for index, one in held.items()} == {
        0: (Status.REVOKED, 2),
        1: (Status.VALID, None),
        2: (Status.VALID, None),
    }
    assert held[1].leaf_hash == leaf_hash(second.header)
    assert held[1].header == parse_header(second.header)
    assert await entries.held(store.own_log.log_id, []) == {}


async def test_entries_of_other_logs_at_the_same_index_are_not_told(store, entries):
    await store.append(achievement(store, "甲"))
    assert await entries.held(31, [0]) == {}


async def test_many_entries_are_revoked_by_one_that_cites_them(store, entries):
    made = [achievement(store, f"课{at}") for at in range(300)]
    await store.append(*made)
    await store.append(revocation(store, *enumerate(made[:250])))
    held = await entries.held(store.own_log.log_id, range(300))
    assert [held[at].status is Status.REVOKED for at in range(300)] == [True] * 250 + [False] * 50


async def test_an_altered_header_is_not_taken_for_what_was_signed(store, entries):
    await store.append(achievement(store, "甲"), achievement(store, "乙"))
    hashes = (await store.rows(schema.tile))[0][3]
    flipped = hashes[:31] + bytes([hashes[31] ^ 1]) + hashes[32:]
    await store.database.write(lambda c: c.execute(schema.tile.update().values(hashes=flipped)))
    with pytest.raises(IntegrityBroken):
        await entries.held(store.own_log.log_id, [0])
    assert set(await entries.held(store.own_log.log_id, [1])) == {1}


async def test_a_further_name_of_an_achievement_is_known_from_then_on(store, entries):
    await store.append(achievement(store, "甲"))
    log_id, name = store.own_log.log_id, octets("name", 16)
    assert await store.records.known(log_id, [((octets("t", 16),), name)]) == set()
    for _ in range(2):
        await entries.add_name(log_id, 0, name)
    assert await entries.names(log_id, [0, 1]) == {name}
    assert await store.records.known(log_id, [((octets("t", 16),), name)]) == {name}
    assert await entries.names(log_id, [1]) == set()


async def test_imports_are_listed_newest_first_by_unit_and_unfinished_ones_say_so(store):
    await store.imports.start(job(store, "a" * 32))
    await store.imports.start(job(store, "b" * 32, unit_id=2, minutes=1))
    await store.imports.start(job(store, "c" * 32, minutes=2))
    await store.imports.add_batch("a" * 32, 0, "成果", [2, 3, 5])
    await store.imports.add_batch("a" * 32, 7, "成果二", [9])
    done = ImportCounts(rows=5, accepted=4, duplicate=0, rejected=1)
    await store.imports.finish("a" * 32, done, store.branches.clock.now())
    newest, oldest = await store.imports.newest([1], 10)
    assert (newest.job.import_id, newest.finished_at, newest.counts, newest.entries) == ("c" * 32, None, None, 0)
    assert (oldest.job, oldest.counts, oldest.entries) == (job(store, "a" * 32), done, 4)
    assert [one.job.import_id[0] for one in await store.imports.newest([1, 2], 2)] == ["c", "b"]
    assert await store.imports.newest([], 10) == []
    assert (await store.imports.find("b" * 32)).job.unit_id == 2
    assert await store.imports.find("d" * 32) is None


async def test_an_imports_batches_say_which_row_became_which_entry(store):
    await store.imports.start(job(store, "a" * 32))
    await store.imports.add_batch("a" * 32, 7, "成果二", [9])
    await store.imports.add_batch("a" * 32, 0, "成果", [2, 3, 70_000])
    assert await store.imports.batches("a" * 32) == [
        ImportBatch(first_index=0, sheet="成果", rows=(2, 3, 70_000)),
        ImportBatch(first_index=7, sheet="成果二", rows=(9,)),
    ]
    assert [await store.imports.source_of(index) for index in (2, 3)] == [("a" * 32, "成果", 70_000), None]


async def test_filings_of_an_account_are_found_among_a_trail_of_other_records(store):
    now = store.branches.clock.now()
    records = [
        AuditRecord(at=now, actor="甲", action=action, subject_index=index, detail=detail)
        for action, index, detail in (
            ("file-account", ANN, "a/名单/2"),
            ("lookup", ANN, ""),
            ("file-account", octets("bob", 16), "a/名单/3"),
            ("file-account", ANN, "b/名单/7"),
        )
    ]
    await store.audit.add(records)
    assert [one.detail for one in await store.audit.filings_of(ANN)] == ["a/名单/2", "b/名单/7"]


async def test_an_accounts_learner_gets_another_name_and_neither_is_stored_in_clear(store):
    learner = Learner(parse_document(DocumentType.RESIDENT_ID, RESIDENT), "张示例")
    await store.accounts.add({ANN: LearnerAccount(learner=learner, details={"sex": "1"})})
    renamed = Learner(learner.document, "章示例")
    await store.accounts.rename(ANN, renamed)
    opened = (await store.accounts.open([ANN]))[ANN]
    assert (opened.learner, opened.details) == (renamed, {"sex": "1"})
    stored = b"".join(cell for row in await store.rows(schema.account) for cell in row if isinstance(cell, bytes))
    assert "示例".encode() not in stored


async def test_a_case_is_found_by_the_entry_that_it_came_to(store):
    cases, now = CaseRepository(store.database.run, store.key), store.branches.clock.now()
    for at, index in enumerate((None, 7)):
        await cases.add(
            Case(
                case_id=f"{at:032}",
                kind="deposit",
                unit_id=1,
                state="approved",
                body=b"{}",
                created_at=now,
                updated_at=now,
                entry_index=index,
            )
        )
    assert [one.case_id for one in await cases.of_entry(7)] == [f"{1:032}"]
    assert await cases.of_entry(8) == []
