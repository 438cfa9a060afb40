"""Dates as education staff write them.

Accepted: text ``20220801``, ``2022-08-01``, ``2022/8/1``, ``2022.8.1``, ``2022年8月1日``; the
number 20220801; a day number such as 44774; a date cell. All else is refused.

Source: 江苏省教育厅办公室 2022 notice, annex 2, table 2, row 5 (格式为“20220801”); LIBRARIES,
Excel list, item 10.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache

from adapters.base import Cell, CellFault
from adapters.checks.text import INVISIBLE
from federation.errors import CellRefused

ACCEPTED_FORMS = "20220801、2022-08-01、2022/8/1、2022.8.1、2022年8月1日或日期单元格"
EPOCH = date(1899, 12, 30)
EARLIEST = date(1950, 1, 1)
LATEST = date(2149, 12, 31)
FIRST_DAY_NUMBER = (EARLIEST - EPOCH).days
LAST_DAY_NUMBER = (LATEST - EPOCH).days
FORMS = (
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
    re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"),
    re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})"),
    re.compile(r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"),
)


def parse_past_date(cell: Cell, today: date) -> date:
    """The date of a cell, not later than `today` and not before 1950.

    Raises:
        CellRefused: ``date-form``, ``date-impossible``, ``date-in-future``, ``date-too-early``, or what the
            cell itself lacks.
    """
    found = parse_date(cell)
    if found > today:
        raise CellRefused(reason="date-in-future")
    if found < EARLIEST:
        raise CellRefused(reason="date-too-early")
    return found


def parse_planned_date(cell: Cell) -> date:
    """The date of a cell for what is planned or was: from 1950 to 2149.

    Raises:
        CellRefused: ``date-form``, ``date-impossible``, ``date-too-early``, ``date-too-late``, or what the cell
            itself lacks.
    """
    found = parse_date(cell)
    if found < EARLIEST:
        raise CellRefused(reason="date-too-early")
    if found > LATEST:
        raise CellRefused(reason="date-too-late")
    return found


def parse_date(cell: Cell) -> date:
    """The date of a cell in any accepted form.

    Raises:
        CellRefused: ``date-form``, ``date-impossible``, or what the cell itself lacks.
    """
    if isinstance(cell, str):
        return parse_date_text(cell)
    if isinstance(cell, CellFault):
        raise CellRefused(reason=cell.value)
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _of_number(cell)
    raise CellRefused(reason="date-form")


@lru_cache(maxsize=4096)
def parse_date_text(text: str) -> date:
    """The date of a text in any accepted form; full-width digits are folded first.

    Raises:
        CellRefused: ``date-form``, ``date-impossible``.
    """
    if len(text) > 40:
        raise CellRefused(reason="date-form")
    folded = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip().lstrip("'").strip()
    for form in FORMS:
        if found := form.fullmatch(folded):
            try:
                return date(*(int(part) for part in found.groups()))
            except ValueError:
                raise CellRefused(reason="date-impossible") from None
    raise CellRefused(reason="date-form")


def _of_number(number: float) -> date:
    if number != number or abs(number) > 1e9 or number != int(number):
        raise CellRefused(reason="date-form")
    if FIRST_DAY_NUMBER <= number <= LAST_DAY_NUMBER:
        return EPOCH + timedelta(days=int(number))
    return parse_date_text(str(int(number)))
