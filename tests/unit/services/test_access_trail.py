"""Shows that a day's looks come into the log once, as a number and a digest that say nothing about anybody."""

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from federation.model.entry import Kind, parse_header
from federation.v1 import entry_pb2
from node.model.access import AuditRecord
from node.services.looking.access_trail import LOOKUP, AccessTrail
from tests.support.branches import octets

LOCAL = ZoneInfo("Asia/Shanghai")


def looked(at, purpose="查询"):
    return AuditRecord(at=at, actor="窗口甲", action=LOOKUP, purpose=purpose, subject_index=octets("person", 16))


@pytest.fixture
def noon(desk):
    return desk.clock.now().astimezone(LOCAL).replace(hour=12)


async def digests(desk) -> list[entry_pb2.AccessDigestBody]:
    entries = await desk.store.copies.entries(desk.store.origin, 0, 100)
    headers = [parse_header(one.header) for one in entries]
    return [entry_pb2.AccessDigestBody.FromString(one.plain_body) for one in headers if one.kind == Kind.ACCESS_DIGEST]


async def test_a_days_looks_are_published_once(desk, noon):
    for hour in (0, 5, 11):
        await desk.trail.record(looked(noon + timedelta(hours=hour)))
    assert await desk.trail.publish_digest(noon.date())
    assert not await desk.trail.publish_digest(noon.date())
    (body,) = await digests(desk)
    assert (body.day, body.accesses, len(body.digest)) == (noon.date().isoformat(), 3, 32)
    assert (await desk.store.own_log.head()).size == 1


async def test_the_day_is_that_of_the_provinces_clock(desk, noon):
    for moment in (noon - timedelta(hours=12, seconds=1), noon - timedelta(hours=12), noon + timedelta(hours=12)):
        await desk.trail.record(looked(moment))
    for days in (-1, 0, 1):
        await desk.trail.publish_digest((noon + timedelta(days=days)).date())
    assert [one.accesses for one in await digests(desk)] == [1, 1, 1]


async def test_a_day_without_looks_is_said_too(desk, noon):
    assert await desk.trail.publish_digest(noon.date())
    assert [one.accesses for one in await digests(desk)] == [0]


async def test_two_that_publish_at_once_publish_once(desk, noon):
    await desk.trail.record(looked(noon))
    second = AccessTrail(desk.store.audit, desk.store.own_log)
    done = await asyncio.gather(desk.trail.publish_digest(noon.date()), second.publish_digest(noon.date()))
    assert sorted(done) == [False, True]
    assert len(await digests(desk)) == 1


async def test_a_look_that_disappears_from_the_trail_changes_the_digest(desk, noon):
    await desk.trail.record(looked(noon))
    start, end = noon - timedelta(hours=12), noon + timedelta(hours=12)
    one = await desk.store.audit.digest_between(start, end, LOOKUP)
    await desk.trail.record(looked(noon))
    assert (await desk.store.audit.digest_between(start, end, LOOKUP))[1] != one[1]


@pytest.mark.parametrize("column", ["at = at + 1", "subject_index = x'00'", "sealed = x'00'"])
async def test_attack_altering_when_whose_or_what_a_look_was_changes_the_digest(desk, noon, column):
    await desk.trail.record(looked(noon))
    start, end = noon - timedelta(hours=12), noon + timedelta(hours=12)
    one = await desk.store.audit.digest_between(start, end, LOOKUP)

    def alter(connection):
        connection.exec_driver_sql("DROP TRIGGER audit_refuses_update")
        connection.exec_driver_sql(f"UPDATE audit SET {column}")

    await desk.store.database.write(alter)
    other = await desk.store.audit.digest_between(start, end, LOOKUP)
    assert (other[0], other[1] == one[1]) == (1, False)


async def test_days_that_were_missed_are_published_when_the_job_runs_again(desk, noon):
    await desk.trail.publish_digest(noon.date())
    await desk.trail.record(looked(noon + timedelta(days=2)))
    last = noon.date() + timedelta(days=3)
    assert await desk.trail.publish_until(last) == 3
    assert await desk.trail.publish_until(last) == 0
    told = [(one.day, one.accesses) for one in await digests(desk)]
    assert told == [((noon.date() + timedelta(days=n)).isoformat(), int(n == 2)) for n in range(4)]


async def test_at_most_31_missed_days_are_published_at_once(desk, noon):
    await desk.trail.publish_digest(noon.date() - timedelta(days=40))
    await desk.trail.record(looked(noon - timedelta(days=30)))
    assert await desk.trail.publish_until(noon.date()) == 31


async def test_a_new_branch_begins_with_its_first_look_or_the_last_day(desk, noon):
    assert await desk.trail.publish_until(noon.date() - timedelta(days=50)) == 1
    await desk.trail.record(looked(noon - timedelta(days=2)))
    assert await desk.trail.publish_until(noon.date()) == 3


async def test_a_digest_shows_nobody(desk, noon):
    await desk.trail.record(looked(noon, purpose="云某的学分"))
    await desk.trail.publish_digest(noon.date())
    (entry,) = await desk.store.copies.entries(desk.store.origin, 0, 9)
    for secret in ("窗口甲".encode(), "云某".encode(), octets("person", 16)):
        assert secret not in entry.header
    assert entry.private_part == b""
