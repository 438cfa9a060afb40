"""Quarters of a year as numbers that count on: year * 4 + 0 to 3, so that the next quarter is one more.

Source: 浙学银〔2019〕2号, section 2 (按季度发布培训项目目录; the first two quarters of 2019 were joined).
"""

import re
from datetime import date, timedelta

from federation.errors import Malformed

QUARTERS = 4
QUARTER_FORM = re.compile(r"([0-9]{4})-Q([1-4])", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2199
MAX_JOINED = 4
"""So many quarters at most stand in one catalogue: a year's."""


def quarter_number(year: int, quarter: int) -> int:
    """The number of a year's quarter, 1 to 4."""
    return year * QUARTERS + quarter - 1


def parse_quarter(text: str) -> int:
    """The number of ``2026-Q1``.

    Raises:
        Malformed: written otherwise, or not from 2000 to 2199.
    """
    found = QUARTER_FORM.fullmatch(text)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise Malformed(what="quarter", why="time")
    return quarter_number(int(found[1]), int(found[2]))


def quarter_text(number: int) -> str:
    """As `parse_quarter` reads it: ``2026-Q1``."""
    year, rest = divmod(number, QUARTERS)
    return f"{year:04d}-Q{rest + 1}"


def quarter_days(number: int) -> tuple[date, date]:
    """A quarter's first and last day."""
    return _first_day(number), _first_day(number + 1) - timedelta(days=1)


def quarter_of(day: date) -> int:
    """The number of the quarter that a day is in."""
    return quarter_number(day.year, (day.month + 2) // 3)


def are_joined(first: int, last: int) -> bool:
    """Whether one catalogue may be of them all: one after another, of one year, whose results they count in."""
    return first <= last and first // QUARTERS == last // QUARTERS


def _first_day(number: int) -> date:
    year, rest = divmod(number, QUARTERS)
    return date(year, rest * 3 + 1, 1)
