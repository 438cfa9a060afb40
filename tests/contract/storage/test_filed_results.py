"""Shows that results are kept as they were filed, sealed, and found again by time, unit and entry."""

from datetime import UTC, date, datetime, timedelta

import pytest

from federation.errors import IntegrityBroken
from federation.model.achievement_class import AchievementClass
from node.model.filed_result import FiledResult, ResultBatch

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
NUMBER = "330402199001011234"


def result(number: str = NUMBER, **changes: object) -> FiledResult:
    facts = {
        "achievement_class": AchievementClass.TRAINING,
        "institution": "某镇成人学校",
        "project_code": "P33040226000011",
        "course_code": "C3304022600001011",
        "run": 2,
        "document_type": 1,
        "document_number": number,
        "name": "云晴川",
        "achieved_on": date(2026, 5, 20),
        "training_hours": 1600,
        **changes,
    }
    return FiledResult(**facts)


def batch(first: int, *results: FiledResult, unit: int = 4, at: datetime = NOON) -> ResultBatch:
    return ResultBatch(first_index=first, import_id="a" * 32, unit_id=unit, filed_at=at, results=results)


async def keep(store, *batches: ResultBatch) -> None:
    async with store.own_log.change() as change:
        for one in batches:
            await change.results.add(one)


async def found(store, **bounds) -> list[int]:
    async with store.own_log.change() as change:
        return [one.first_index async for one in change.results.batches(**bounds)]


async def test_results_come_back_as_they_were_filed(store):
    kept = batch(7, result(), result("M123", document_type=7, training_hours=None, credit_hours=0))
    await keep(store, kept)
    async with store.own_log.change() as change:
        assert [one async for one in change.results.batches()] == [kept]
        assert await change.results.find(8) == kept.results[1]
        assert [await change.results.find(index) for index in (6, 9)] == [None, None]


async def test_batches_are_found_by_time_and_unit_in_the_logs_order(store):
    later = NOON + timedelta(days=1)
    await keep(store, batch(20, result(), unit=9, at=later), batch(0, result()), batch(10, result(), unit=9))
    assert await found(store) == [0, 10, 20]
    assert await found(store, since=later) == [20]
    assert await found(store, before=later) == [0, 10]
    assert await found(store, unit_ids=(9,)) == [10, 20]


async def test_more_batches_than_are_read_at_once_all_come(store):
    await keep(store, *(batch(index, result()) for index in range(120)))
    assert await found(store) == list(range(120))


async def test_a_batch_moved_to_another_place_is_not_opened(store):
    await keep(store, batch(0, result()))
    await store.database.write(lambda connection: connection.exec_driver_sql("UPDATE filed_result SET first_index = 5"))
    with pytest.raises(IntegrityBroken):
        await found(store)


async def test_no_number_and_no_name_can_be_read_in_the_table(store):
    await keep(store, batch(0, result()))
    rows = await store.database.read(
        lambda connection: connection.exec_driver_sql("SELECT sealed FROM filed_result").scalars().all()
    )
    assert all(NUMBER.encode() not in bytes(row) and "云晴川".encode() not in bytes(row) for row in rows)
