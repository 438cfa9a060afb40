"""Shows that a day's looks come into the log once, as a number and a digest that say nothing about anybody."""

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from federation.model.entry import Kind, parse_header
from federation.v1 import entry_pb2
from node.model.access import AuditRecord
from node.services.access_trail import LOOKUP, AccessTrail
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


async def test_a_digest_shows_nobody(desk, noon):
    await desk.trail.record(looked(noon, purpose="云某的学分"))
    await desk.trail.publish_digest(noon.date())
    (entry,) = await desk.store.copies.entries(desk.store.origin, 0, 9)
    for secret in ("窗口甲".encode(), "云某".encode(), octets("person", 16)):
        assert secret not in entry.header
    assert entry.private_part == b""
