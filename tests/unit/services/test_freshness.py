"""Shows what is said of each branch's part: the whole table, with a clock that is steered."""

from datetime import timedelta

import pytest

from federation.tlog.checkpoint import SignedCheckpoint
from node.services.looking.freshness import FreshnessStatus
from tests.support.memory_source import MemoryLog
from tests.support.services import STALE_AFTER


async def heard(desk, code, *, as_of, size=3, held=3):
    """A log of `size` entries of which `held` are here, as the origin vouched for at `as_of`."""
    log = MemoryLog(desk.branches, code)
    log.grow(held)
    if held:
        await desk.store.take(log, held, source=code)
    signed = SignedCheckpoint.verified(log.note, log.origin, desk.branches.roster.branch(code).key_at)
    await desk.store.copies.keep_checkpoint(log.origin, signed, as_of=as_of, lines=())
    log.grow(size - held)
    highest = SignedCheckpoint.verified(log.note, log.origin, desk.branches.roster.branch(code).key_at)
    await desk.store.copies.remember_highest(log.origin, highest)
    return log


async def of(desk, code):
    return next(one for one in await desk.freshness.of_all() if one.branch == code)


AGES = {
    "just now": (timedelta(0), FreshnessStatus.FRESH),
    "at the bound": (STALE_AFTER, FreshnessStatus.FRESH),
    "beyond the bound": (STALE_AFTER + timedelta(seconds=1), FreshnessStatus.STALE),
    "a day": (timedelta(days=1), FreshnessStatus.STALE),
}


@pytest.mark.parametrize("age", AGES)
async def test_a_branchs_own_time_decides(desk, age):
    since, status = AGES[age]
    as_of = desk.clock.now()
    await heard(desk, "33", as_of=as_of)
    desk.clock.advance(since)
    one = await of(desk, "33")
    assert (one.status, one.as_of, one.behind) == (status, as_of, 0)


async def test_entries_known_of_and_not_held_make_it_stale(desk):
    await heard(desk, "33", as_of=desk.clock.now(), size=5, held=2)
    one = await of(desk, "33")
    assert (one.status, one.behind) == (FreshnessStatus.STALE, 3)


async def test_a_branch_never_heard_of_is_said_to_be_so(desk):
    one = await of(desk, "33")
    assert (one.status, one.as_of, one.behind) == (FreshnessStatus.NEVER_SYNCED, None, 0)


async def test_a_branch_whose_time_was_never_told_is_never_synced(desk):
    await heard(desk, "33", as_of=None)
    assert (await of(desk, "33")).status is FreshnessStatus.NEVER_SYNCED


async def test_an_empty_log_that_was_heard_of_is_fresh(desk):
    await heard(desk, "33", as_of=desk.clock.now(), size=0, held=0)
    assert (await of(desk, "33")).status is FreshnessStatus.FRESH


async def test_a_quarantined_branch_is_said_to_be_so_whatever_its_age(desk):
    log = await heard(desk, "33", as_of=desk.clock.now())
    await desk.store.copies.quarantine(log.origin, desk.clock.now(), b"{}")
    assert (await of(desk, "33")).status is FreshnessStatus.QUARANTINED
    assert (await of(desk, "31")).status is FreshnessStatus.NEVER_SYNCED


async def test_an_origins_clock_that_runs_ahead_makes_nothing_known_of_the_future(desk):
    await heard(desk, "33", as_of=desk.clock.now() + timedelta(hours=48))
    one = await of(desk, "33")
    assert (one.status, one.as_of) == (FreshnessStatus.FRESH, desk.clock.now())


async def test_an_own_clock_that_runs_behind_makes_nobody_stale(desk):
    await heard(desk, "33", as_of=desk.clock.now())
    desk.clock.advance(timedelta(hours=-48))
    one = await of(desk, "33")
    assert (one.status, one.as_of) == (FreshnessStatus.FRESH, desk.clock.now())


async def test_the_own_part_is_always_fresh(desk):
    desk.clock.advance(timedelta(days=400))
    one = await of(desk, "32")
    assert (one.status, one.as_of, one.behind) == (FreshnessStatus.FRESH, desk.clock.now(), 0)


async def test_every_rostered_branch_is_named_in_order(desk):
    assert [one.branch for one in await desk.freshness.of_all()] == ["31", "32", "33", "34"]


async def test_the_state_of_replication_is_reported_as_a_whole(desk):
    log = await heard(desk, "33", as_of=desk.clock.now(), held=0, size=4)
    await desk.store.take(log, 4, source="33", without=[1, 3])
    report = await desk.status.report()
    assert [one.size for one in report.logs] == [0, 0, 4, 0]
    assert report.withheld == {"31": 0, "32": 0, "33": 2, "34": 0}
    assert (report.recovering, report.sources) == (None, ())
    assert report.branches == await desk.freshness.of_all()
