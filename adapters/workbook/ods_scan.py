"""A bounded look at an OpenDocument sheet's XML: cells and rows that repeat beyond the limits, rows that are hidden.

Source: OASIS OpenDocument 1.3 part 3, attributes table:number-columns-repeated, table:number-rows-repeated
and table:visibility (collapse, filter); RELIABILITY 26; LIBRARIES, Excel list, item 12.
"""

import re
from collections.abc import Iterator
from html import unescape

from adapters.workbook.limits import WorkbookLimits
from adapters.workbook.refused import Refused

ROW_END = b"</table:table-row>"
# Looked at ahead, then passed over for good: a tag without an end costs its length once.
REPEATED_CELL = re.compile(rb"<table:table-cell\b(?=[^<>]*?number-columns-repeated=[\"']([0-9]++)[\"'])[^<>]*+>")
REPEATED_ROW = re.compile(rb"<table:table-row\b(?=[^<>]*?number-rows-repeated=[\"']([0-9]++)[\"'])[^<>]*+>")
TABLE_OR_HIDDEN_ROW = re.compile(
    rb"<table:table\b(?=[^<>]*?\btable:name=\"([^\"<>]{0,200}+)\")[^<>]*+>"
    rb"|<table:table-row\b(?=[^<>]*?\btable:visibility=\"(?:collapse|filter)\")[^<>]*+>"
)
ROWS_REPEATED = re.compile(rb"number-rows-repeated=\"([0-9]{1,9})\"")


def scan_ods(pieces: Iterator[bytes], limits: WorkbookLimits) -> dict[str, int]:
    """How many hidden rows with content each table has, by its name.

    Raises:
        Refused: ``too-many-columns``, ``too-many-rows``: content repeats beyond the limits.
    """
    hidden: dict[str, int] = {}
    table = ""
    held = b""
    for piece in pieces:
        held += piece
        cut = held.rfind(ROW_END) + len(ROW_END)
        if cut < len(ROW_END):
            if len(held) > limits.ratio_from_bytes:
                raise Refused("too-many-columns")
            continue
        part, held = held[:cut], held[cut:]
        _check_repeats(part, limits)
        table = _count_hidden(part, table, hidden, limits)
    return hidden


def _check_repeats(part: bytes, limits: WorkbookLimits) -> None:
    """Refuses a cell or row with content that says it repeats beyond the limits."""
    texts = _Places(part, b"<text:p")
    ends = _Places(part, b"</table:table-cell>")
    for found in REPEATED_CELL.finditer(part):
        is_empty = found[0].endswith(b"/>") or texts.after(found.end()) >= ends.after(found.end())
        if int(found[1][:9]) > limits.max_columns and not is_empty:
            raise Refused("too-many-columns")
    texts = _Places(part, b"<text:p")
    ends = _Places(part, ROW_END)
    for found in REPEATED_ROW.finditer(part):
        if int(found[1][:9]) > limits.max_rows and texts.after(found.end()) < ends.after(found.end()):
            raise Refused("too-many-rows")


def _count_hidden(part: bytes, table: str, hidden: dict[str, int], limits: WorkbookLimits) -> str:
    """Adds the hidden rows of whole rows' bytes to `hidden`; the table in which they end."""
    if b"table:visibility" not in part and b"<table:table " not in part:
        return table
    texts = _Places(part, b"<text:p")
    ends = _Places(part, ROW_END)
    for found in TABLE_OR_HIDDEN_ROW.finditer(part):
        if found[1] is not None:
            table = unescape(found[1].decode("utf-8", "replace"))
        elif texts.after(found.end()) < ends.after(found.end()):
            times = ROWS_REPEATED.search(found[0])
            hidden[table] = hidden.get(table, 0) + min(int(times[1]) if times else 1, limits.max_rows)
    return table


class _Places:
    """Where some bytes stand, asked in ascending order: all questions together pass over the part once."""

    def __init__(self, part: bytes, sought: bytes) -> None:
        self._part = part
        self._sought = sought
        self._place = -1

    def after(self, start: int) -> int:
        """The first place from `start` on; the part's length if there is none."""
        if self._place < start:
            found = self._part.find(self._sought, start)
            self._place = found if found >= 0 else len(self._part)
        return self._place
