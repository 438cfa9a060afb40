"""Shows which checkpoint a record carries: the newest, or the newest that another branch vouched for."""

from datetime import date

import pytest

from federation.record.verification import VerifiedRecord, verify_signed_record
from node.services.issuing import AchievementFacts
from node.services.looking.signed_records import SignedRecords
from tests.support.memory_source import DOCUMENT

FACTS = AchievementFacts(
    document=DOCUMENT, name="云晴川", institution_name="某学院", title="剪纸", achieved_on=date(2022, 8, 1)
)


@pytest.fixture
async def store(desk):
    """The own log with one achievement, whose checkpoint branch 33 vouched for, and another after it."""
    await desk.store.append(desk.issuer.seal_achievement(FACTS).entry)
    other = desk.branches["33"]
    await desk.store.copies.cosign(
        desk.store.origin, 1, name=other.origin, key=other.log_key, now=desk.branches.clock.now()
    )
    await desk.store.append(desk.issuer.seal_achievement(FACTS).entry)
    return desk.store


async def made(desk, index: int, *, prefer_witnessed: bool) -> VerifiedRecord:
    records = SignedRecords(own_log=desk.store.own_log, copies=desk.store.copies, rosters=desk.rosters)
    record = await records.make(desk.store.origin, index, prefer_witnessed=prefer_witnessed)
    return verify_signed_record(record, desk.rosters.current)


async def test_a_record_can_carry_an_older_checkpoint_that_another_branch_vouched_for(desk, store):
    newest = await made(desk, 0, prefer_witnessed=False)
    assert (newest.checkpoint.size, newest.witnesses) == (2, ())
    witnessed = await made(desk, 0, prefer_witnessed=True)
    assert witnessed.checkpoint.size == 1
    assert [one.branch for one in witnessed.witnesses] == ["33"]
    assert witnessed.authentic_as_of is not None


async def test_what_nobody_vouched_for_yet_carries_the_newest_checkpoint(desk, store):
    record = await made(desk, 1, prefer_witnessed=True)
    assert (record.checkpoint.size, record.witnesses) == (2, ())


async def test_the_newest_of_several_checkpoints_with_witnesses_is_taken(desk, store):
    other = desk.branches["34"]
    await store.copies.cosign(store.origin, 2, name=other.origin, key=other.log_key, now=desk.branches.clock.now())
    record = await made(desk, 0, prefer_witnessed=True)
    assert (record.checkpoint.size, [one.branch for one in record.witnesses]) == (2, ["34"])
