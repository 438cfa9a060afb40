"""Shows that scheduled jobs end with the scheduler, and that what goes wrong in one is told by name alone."""

import asyncio
import logging
from datetime import timedelta

import pytest
import structlog

from federation.errors import DatabaseUnavailable
from node.sync.scheduling import Job, Scheduler

OFTEN = timedelta(milliseconds=10)


async def granted(_name: str, _holder: str, _lasting: timedelta) -> bool:
    return True


async def test_a_job_under_way_has_ended_in_order_when_the_scheduler_has(caplog):
    began, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            # A transaction is rolled back in several steps.
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            ended.set()

    with caplog.at_level(logging.ERROR):
        async with Scheduler([Job(name="long", work=work, every=OFTEN)], take_lease=granted):
            await began.wait()
        assert ended.is_set()
        await asyncio.sleep(0.01)
    assert caplog.records == []


@pytest.mark.parametrize(
    ("error", "event"),
    [(DatabaseUnavailable(reason="busy"), "job-hindered"), (ValueError("云晴川 320102199003074472"), "job-failed")],
)
async def test_what_goes_wrong_in_a_job_is_logged_without_a_traceback_and_the_job_goes_on(caplog, error, event):
    turns = asyncio.Semaphore(0)

    async def work() -> None:
        turns.release()
        raise error

    with structlog.testing.capture_logs() as logs, caplog.at_level(logging.ERROR):
        async with Scheduler([Job(name="failing", work=work, every=OFTEN)], take_lease=granted):
            await turns.acquire()
            await turns.acquire()
    assert {one["event"] for one in logs} == {event}
    assert caplog.records == []
