"""Times of day as sign-in sheets write them.

Accepted: text ``9:00``, ``09:00``, ``9点30分``, ``9时``, ``下午2:30``; a time cell; a day's fraction such as 0.375.

Source: 浙学银〔2019〕2号, section 2, item 2 (签到表); LIBRARIES, Excel list, item 10.
"""

import re
import unicodedata
from datetime import datetime, time, timedelta

from adapters.base import Cell, CellFault
from adapters.checks.text import INVISIBLE
from federation.errors import CellRefused

TIME = re.compile(r"(上午|早上|下午|晚上|中午)?([0-9]{1,2})(?:[:点时]([0-9]{1,2})?(?::[0-5][0-9]|分)?)")
AFTERNOON = ("下午", "晚上", "中午")
MINUTES_A_DAY = 24 * 60


def parse_time_of_day(cell: Cell) -> time:
    """The time of a cell, to the minute.

    Raises:
        CellRefused: ``time-form``, or what the cell itself lacks.
    """
    if isinstance(cell, CellFault):
        raise CellRefused(reason=cell.value)
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time):
        return time(cell.hour, cell.minute)
    if isinstance(cell, timedelta):
        return _of_minutes(cell.total_seconds() / 60)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _of_minutes(cell * MINUTES_A_DAY if 0 < cell < 1 else -1)
    if not isinstance(cell, str) or len(cell) > 40:
        raise CellRefused(reason="time-form")
    text = "".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", cell)).split()).lstrip("'")
    found = TIME.fullmatch(text)
    if found is None:
        raise CellRefused(reason="time-form")
    hour, minute = int(found[2]), int(found[3] or 0)
    if found[1] in AFTERNOON and 1 <= hour < 12 and (found[1] != "中午" or hour < 3):
        hour += 12
    if hour > 23 or minute > 59:
        raise CellRefused(reason="time-form")
    return time(hour, minute)


def _of_minutes(minutes: float) -> time:
    whole = round(minutes) if 0 <= minutes < MINUTES_A_DAY else -1
    if not 0 <= whole < MINUTES_A_DAY:
        raise CellRefused(reason="time-form")
    return time(*divmod(whole, 60))
