"""A bounded look at a sheet's XML, in pieces, before anything builds the sheet in memory.

Readers make a dense table up to the farthest cell: one value at XFD1048576 asks for
550 GB. The scan finds such cells, positions that can't be, rows that are hidden, and
cells whose value Excel never stored. It trusts no ``<dimension>``.

Searching bytes for what is suspicious costs a tenth of parsing the XML; whatever it
should miss meets the child's memory limit.

Source: ECMA-376 part 1, 18.3.1.4 (c), 18.3.1.73 (row); RELIABILITY 26; LIBRARIES, items 12, 13.
"""

import re

from adapters.base import CellFault
from adapters.workbook.limits import EXCEL_MAX_COLUMN, EXCEL_MAX_ROW, HEADER_ROWS, WorkbookLimits
from adapters.workbook.refused import Refused

MAX_HELD_BYTES = 4 << 20
MAX_FAULTS = 100_000
NEAR_BYTES = 1 << 10
# No class here crosses "<" or ">", and none gives back what it took: a tag that repeats an
# attribute without end is passed over once, not once from each repetition. (No group is possessive and optional at
# once: Python before 3.11.4 then misses what it should find.)
HIDDEN_ROW = re.compile(rb"<(?:\w++:)?row\b(?=[^<>]*?\bhidden=[\"'](?:1|true))")
ERROR_CELL = re.compile(rb"<(?:\w++:)?c\b(?=[^<>]*?\bt=[\"']e[\"'])([^<>]*+)>")
FORMULA_ALONE = re.compile(
    rb"<(?:\w++:)?c\b([^<>]*+)>\s*+<(?:\w++:)?f\b[^<>]*+>(?:(?<=/>)|[^<]*+</(?:\w++:)?f>)\s*+"
    rb"(?:<(?:\w++:)?v\s*+/>\s*+|<(?:\w++:)?v>\s*+</(?:\w++:)?v>\s*+)?</(?:\w++:)?c>"
)
POSITION = re.compile(rb"\br=[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"']")
TEXT_RESULT = re.compile(rb"\bt=[\"']str[\"']")
VALUE = re.compile(rb"<(?:\w+:)?(?:v|is|f)\b")


class SheetScan:
    """What the XML of one sheet says, gathered piece by piece."""

    def __init__(self, limits: WorkbookLimits) -> None:
        self._limits = limits
        self._last_row = limits.max_rows + HEADER_ROWS
        self._suspicious = re.compile(
            rb"\br\s*+=\s*+[\"']([A-Za-z]{3,}+(?=[0-9])|[A-Za-z]{0,2}+(?=%s))([0-9]++)[\"'](?![^<>]{0,256}+(?<=/)>)"
            % _digits_from(self._last_row)
        )
        self._held = b""
        self._far = 0
        self.hidden_rows = 0
        self.faults: dict[tuple[int, int], CellFault] = {}
        """(row from 1, column from 0) → fault."""

    def feed(self, piece: bytes) -> None:
        """Looks at the next bytes; an unfinished row waits for the next piece.

        Raises:
            Refused: ``too-many-rows``, ``too-many-columns``, ``cell-position``.
        """
        held = self._held + piece
        cut = held.rfind(b"</row>") + 6
        if cut < 6:
            if len(held) < MAX_HELD_BYTES:
                self._held = held
                return
            # One endless row: cut between cells, and never hold more than a bounded part.
            cut = held.rfind(b"<c ") if held.rfind(b"<c ") > 0 else len(held)
        self._look(held[:cut])
        self._held = held[cut:]

    def finish(self) -> None:
        """Looks at what is left.

        Raises:
            Refused: as `feed`.
        """
        self._look(self._held)
        self._held = b""

    def _look(self, part: bytes) -> None:
        for found in self._suspicious.finditer(part):
            self._check_far(part, found)
        if b"hidden=" in part:
            self.hidden_rows += sum(1 for _ in HIDDEN_ROW.finditer(part))
        if b't="e"' in part or b"t='e'" in part:
            self._note(part, ERROR_CELL, CellFault.ERROR_VALUE)
        if b"f>" in part or b"<f" in part:
            self._note(part, FORMULA_ALONE, CellFault.FORMULA_WITHOUT_VALUE)

    def _check_far(self, part: bytes, found: re.Match[bytes]) -> None:
        letters, digits = found[1], found[2]
        row = int(digits) if len(digits) < 9 else EXCEL_MAX_ROW + 1
        column = column_number(letters) if len(letters) < 5 else EXCEL_MAX_COLUMN + 1
        if row > EXCEL_MAX_ROW or column > EXCEL_MAX_COLUMN:
            raise Refused("cell-position")
        if row <= self._last_row and column <= self._limits.max_columns:
            return
        self._far += 1
        if self._far > EXCEL_MAX_ROW:
            # No sheet has so many rows beyond the limit; looking at more only costs time.
            raise Refused("cell-position")
        # Excel leaves styled cells without a value far out: they make no table. Rows end at
        # once when they are empty; a value farther on has a position of its own.
        stop = part.find(b"</" if letters else b"</row>", found.end(), found.end() + NEAR_BYTES)
        if VALUE.search(part, found.end(), stop if stop >= 0 else found.end() + NEAR_BYTES):
            raise Refused("too-many-rows" if row > self._last_row else "too-many-columns")

    def _note(self, part: bytes, pattern: re.Pattern[bytes], fault: CellFault) -> None:
        for found in pattern.finditer(part):
            if len(self.faults) >= MAX_FAULTS:
                return
            position = POSITION.search(found[1])
            # A formula whose result is the empty text has type "str": that is a stored value.
            is_empty_text = fault is CellFault.FORMULA_WITHOUT_VALUE and TEXT_RESULT.search(found[1])
            if position is not None and not is_empty_text:
                self.faults[int(position[2]), column_number(position[1]) - 1] = fault


def column_number(letters: bytes) -> int:
    """1 for ``A``, 27 for ``AA``; 0 for no letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _digits_from(number: int) -> bytes:
    """A pattern that all decimal numbers from `number` on match, and few below."""
    digits = str(number)
    # Bounded, so that a million zeros cost a million steps: longer numbers are suspicious as such.
    return b"0{0,20}(?:[%s-9][0-9]{%d}|[0-9]{%d,20})[\"']|[0-9]{21}" % (
        digits[0].encode(),
        len(digits) - 1,
        len(digits) + 1,
    )
