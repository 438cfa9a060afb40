"""When schools file: promptly, lazily, or everything in one go after term; as a workbook or one by one.

All three habits are honest, and two of them put most rows into the quarter's last weeks.
"""

from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from random import Random

BEIJING = timezone(timedelta(hours=8))
AS_WORKBOOK = 0.6
OFFICE_HOURS = (8 * 60 + 30, 16 * 60)


class Habit(StrEnum):
    """How a school goes about its filing."""

    PROMPT = "prompt"
    LAZY = "lazy"
    ONE_GO = "one-go"


HABITS = (Habit.PROMPT, Habit.PROMPT, Habit.LAZY, Habit.LAZY, Habit.LAZY, Habit.LAZY, Habit.ONE_GO, Habit.ONE_GO)


def moment(day: date, minutes: int, seconds: int = 0) -> datetime:
    """The aware moment so long after midnight of that day in China."""
    return datetime.combine(day, time(), BEIJING) + timedelta(minutes=minutes, seconds=seconds)


def sitting(rng: Random, closes: date) -> datetime:
    """When a school that files everything in one go sits down to it: days before the quarter closes."""
    return moment(closes - timedelta(days=rng.randint(2, 11)), rng.randint(*OFFICE_HOURS), rng.randrange(60))


def filing_times(
    rng: Random, habit: Habit, achieved: date, closes: date, count: int, sat_down: datetime
) -> list[datetime]:
    """When each of `count` results achieved on that day is filed, not after `closes`."""
    if habit is Habit.ONE_GO:
        start = sat_down + timedelta(seconds=rng.randrange(5400))
        return [start] * count
    if habit is Habit.PROMPT:
        day = min(closes, achieved + timedelta(days=rng.randint(1, 12)))
    else:
        day = max(achieved + timedelta(days=1), closes - timedelta(days=int(rng.triangular(0, 21, 6))))
    start = moment(day, rng.randint(*OFFICE_HOURS), rng.randrange(60))
    if rng.random() < AS_WORKBOOK:
        return [start] * count
    return one_by_one(rng, start, count, 25, 110)


def one_by_one(rng: Random, start: datetime, count: int, quickest_s: int, slowest_s: int) -> list[datetime]:
    """So many moments from `start` on, each so many seconds after the one before."""
    times = []
    for _ in range(count):
        times.append(start)
        start += timedelta(seconds=rng.randint(quickest_s, slowest_s))
    return times
