"""What is done by the clock: anti-entropy rounds, renewed cosignatures, the daily digest.

Jobs live in code (APScheduler's job stores pickle and block the loop); one process a
node runs them, by a lease in the database.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Self
from uuid import uuid4
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from federation.errors import CreditBankError

log = structlog.get_logger()
TIMEZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One thing to be done again and again.

    Attributes:
        name: for logs and the lease.
        work: what is done; an error is logged by its name and the job goes on.
        every: the interval, with a jitter of a tenth.
        daily_at: (hour, minute) in Asia/Shanghai; used if `every` is None.
    """

    name: str
    work: Callable[[], Awaitable[object]]
    every: timedelta | None = None
    daily_at: tuple[int, int] = (0, 30)


class Scheduler:
    """Runs jobs while its ``async with`` block runs."""

    def __init__(self, jobs: list[Job], *, take_lease: Callable[[str, str, timedelta], Awaitable[bool]]) -> None:
        self._jobs = jobs
        self._take_lease = take_lease
        self._holder = uuid4().hex
        self._running: set[asyncio.Task[None]] = set()
        self._scheduler = AsyncIOScheduler(
            timezone=TIMEZONE, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    async def __aenter__(self) -> Self:
        """Starts the clockwork."""
        for job in self._jobs:
            self._scheduler.add_job(self._run, _trigger(job), args=[job], id=job.name)
        self._scheduler.start()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        """Stops it; jobs under way are cancelled and have ended when this returns."""
        self._scheduler.shutdown(wait=False)
        running = tuple(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _run(self, job: Job) -> None:
        # Whatever leaves this, also its being cancelled at the end, APScheduler would write to
        # standard error with traceback and texts.
        task = asyncio.create_task(self._work(job), name=job.name)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        with suppress(asyncio.CancelledError):
            await asyncio.wait((task,))

    async def _work(self, job: Job) -> None:
        lasting = 3 * job.every if job.every else timedelta(hours=1)
        try:
            if await self._take_lease(job.name, self._holder, lasting):
                await job.work()
        except CreditBankError as error:
            log.warning("job-hindered", job=job.name, reason=error.code)
        except Exception:
            log.exception("job-failed", job=job.name)


def _trigger(job: Job) -> BaseTrigger:
    if job.every is not None:
        seconds = job.every.total_seconds()
        return IntervalTrigger(seconds=seconds, jitter=seconds / 10, timezone=TIMEZONE)
    hour, minute = job.daily_at
    return CronTrigger(hour=hour, minute=minute, timezone=TIMEZONE)
