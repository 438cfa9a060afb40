"""Shows that jobs run again and again, in one process of the node at a time, whatever a run ends with."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from federation.errors import PeerUnavailable
from node.storage.state_rows import take_lease
from node.sync.scheduling import TIMEZONE, Job, Scheduler, _trigger

EVERY = timedelta(milliseconds=30)


class Work:
    """Counts its runs; may fail, or last until it is let go."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.runs = 0
        self.at_once = 0
        self.most_at_once = 0
        self.go = asyncio.Event()
        self.go.set()
        self._ran = asyncio.Condition()

    async def __call__(self) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self.go.wait()
            if self.failures:
                raise self.failures.pop(0)
        finally:
            self.at_once -= 1
            async with self._ran:
                self.runs += 1
                self._ran.notify_all()

    async def reach(self, runs: int) -> None:
        async with self._ran:
            await self._ran.wait_for(lambda: self.runs >= runs)


@pytest.fixture
def leases(store):
    """The node's own leases, by the federation's clock."""

    async def take(name: str, holder: str, lasting: timedelta) -> bool:
        now = store.branches.clock.now()
        return await store.database.write(partial(take_lease, name=name, holder=holder, now=now, lasting=lasting))

    return take


async def test_a_job_runs_again_and_again(leases):
    work = Work()
    async with Scheduler([Job(name="work", work=work, every=EVERY)], take_lease=leases):
        await work.reach(3)


@pytest.mark.parametrize(
    "failure", [PeerUnavailable(branch="33"), ValueError("unforeseen")], ids=["known", "unforeseen"]
)
async def test_a_job_that_fails_goes_on(leases, failure):
    work = Work(failure, failure)
    async with Scheduler([Job(name="work", work=work, every=EVERY)], take_lease=leases):
        await work.reach(4)
    assert work.failures == []


async def test_a_lease_that_cannot_be_taken_hinders_only_that_run():
    work, refusals = Work(), [PeerUnavailable(branch="33")] * 2

    async def take(name: str, holder: str, lasting: timedelta) -> bool:
        if refusals:
            raise refusals.pop()
        return True

    async with Scheduler([Job(name="work", work=work, every=EVERY)], take_lease=take):
        await work.reach(2)


async def test_one_of_two_processes_runs_a_job_and_the_other_follows_when_it_is_gone(leases, store):
    mine, theirs = Work(), Work()
    first = Scheduler([Job(name="work", work=mine, every=EVERY)], take_lease=leases)
    second = Scheduler([Job(name="work", work=theirs, every=EVERY)], take_lease=leases)
    async with first:
        await mine.reach(1)
        async with second:
            await mine.reach(4)
            assert theirs.runs == 0
    async with second_again(theirs, leases):
        await asyncio.sleep(4 * EVERY.total_seconds())
        assert theirs.runs == 0  # the lease hasn't run out by the node's clock
        store.branches.clock.advance(4 * EVERY)
        await theirs.reach(2)


def second_again(work: Work, leases) -> Scheduler:
    return Scheduler([Job(name="work", work=work, every=EVERY)], take_lease=leases)


async def test_two_jobs_have_leases_of_their_own(leases):
    mine, theirs = Work(), Work()
    async with (
        Scheduler([Job(name="one", work=mine, every=EVERY)], take_lease=leases),
        Scheduler([Job(name="other", work=theirs, every=EVERY)], take_lease=leases),
    ):
        await mine.reach(2)
        await theirs.reach(2)


async def test_a_job_that_lasts_longer_than_its_interval_does_not_run_twice_at_once(leases):
    work = Work()
    work.go.clear()
    async with Scheduler([Job(name="work", work=work, every=EVERY)], take_lease=leases):
        await asyncio.sleep(6 * EVERY.total_seconds())
        work.go.set()
        await work.reach(2)
    assert work.most_at_once == 1


def test_a_daily_job_runs_at_its_hour_in_the_provinces():
    async def nothing() -> None:
        return

    trigger = _trigger(Job(name="daily", work=nothing, daily_at=(0, 30)))
    due = trigger.get_next_fire_time(None, datetime(2026, 3, 1, 15, 59, tzinfo=UTC))
    assert due == datetime(2026, 3, 2, 0, 30, tzinfo=TIMEZONE)
    assert due.astimezone(UTC) == datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
