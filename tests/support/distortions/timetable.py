"""When classes meet, and who is taken when: sessions of a term, and a year's occupied windows as one integer.

A day has nine windows (CELLS); a bit stands for one window of one day. Two sessions in different
windows can't overlap, so two timetables are compatible if their integers share no bit. Between
two schools lies a way to go: a timetable elsewhere also occupies the neighbouring windows.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, time, timedelta
from functools import cache
from random import Random
from typing import NamedTuple

from tests.support.distortions.customs import Pattern

# Hours of the clock at which the windows of a day begin.
CELLS = (0, 8, 10, 12, 13, 15, 17, 18, 21)
MORNING = ((time(8), time(11)), (time(8, 30), time(11, 30)), (time(9), time(12)))
AFTERNOON = ((time(13), time(16)), (time(13, 30), time(16, 30)), (time(14), time(17)))
EVENING = ((time(18), time(20)), (time(18, 30), time(20, 30)), (time(19), time(21)))
SHORT = ((time(8, 30), time(10)), (time(10), time(11, 30)), (time(13, 30), time(15)), (time(15), time(16, 30)))
AFTER_SCHOOL = (time(16, 30), time(18))
# Classes end this many days before the quarter does, so that there is time to file.
TAIL_DAYS = 12


class Slot(NamedTuple):
    """A session without its people."""

    day: date
    starts: time
    ends: time

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return minute(self.ends) - minute(self.starts)


def minute(clock: time) -> int:
    """Minutes since midnight."""
    return clock.hour * 60 + clock.minute


def clock(minutes: int) -> time:
    """The time of day so many minutes after midnight."""
    return time(minutes // 60, minutes % 60)


def quarter_bounds(year: int, quarter: int) -> tuple[date, date]:
    """First and last day of a quarter (1 to 4)."""
    last = quarter * 3
    return date(year, last - 2, 1), date(year, last, monthrange(year, last)[1])


def hours_of(slots: Iterable[Slot]) -> int:
    """Whole hours that these sessions last together."""
    return sum(slot.minutes for slot in slots) // 60


def occupied(slots: Iterable[Slot]) -> int:
    """The windows that these sessions touch, one bit each."""
    bits = 0
    for day, starts, ends in slots:
        bits |= _windows(starts, ends) << (day.timetuple().tm_yday * len(CELLS))
    return bits


@cache
def _windows(starts: time, ends: time) -> int:
    first, last = minute(starts), minute(ends)
    until = (*CELLS[1:], 24)
    return sum(1 << cell for cell, hour in enumerate(CELLS) if first < until[cell] * 60 and last > hour * 60)


def with_the_way(bits: int) -> int:
    """The same windows and those beside them."""
    return bits | bits << 1 | bits >> 1


def draw_timetable(rng: Random, pattern: Pattern, year: int, quarter: int) -> tuple[Slot, ...]:
    """A term of that pattern within the quarter, in order."""
    first, last = quarter_bounds(year, quarter)
    first, last = first + timedelta(days=3), last - timedelta(days=TAIL_DAYS)
    if pattern is Pattern.BLOCK:
        return _block(rng, first, last)
    weeks = 2 * rng.randint(2, 4)
    if pattern is Pattern.EVENING:
        weekday, hours = rng.randrange(7), rng.choice(EVENING)
    elif pattern is Pattern.WEEKEND:
        weekday, hours = rng.choice((5, 6)), rng.choice(MORNING + AFTERNOON)
    elif pattern is Pattern.AFTER_SCHOOL:
        weekday, hours = rng.randrange(5), AFTER_SCHOOL
    else:
        weekday, hours = rng.randrange(5), rng.choice(MORNING + AFTERNOON + SHORT)
    spare = (last - first).days - 7 * weeks
    day = first + timedelta(days=rng.randrange(max(1, spare)))
    day += timedelta(days=(weekday - day.weekday()) % 7)
    return tuple(Slot(day + timedelta(days=7 * week), *hours) for week in range(weeks))


def _block(rng: Random, first: date, last: date) -> tuple[Slot, ...]:
    days = rng.choice((1, 2, 2, 3, 3, 4, 5))
    day = first + timedelta(days=rng.randrange((last - first).days - days))
    morning, afternoon = rng.choice(MORNING), rng.choice(AFTERNOON)
    return tuple(Slot(day + timedelta(days=n), *hours) for n in range(days) for hours in (morning, afternoon))
