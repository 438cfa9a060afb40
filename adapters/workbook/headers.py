"""Finding a template's header row by its content.

Title rows stand above it, required columns are marked with a star, notes stand in
brackets, a group header may be merged over two or three columns. What is compared is
the folded text; position and order of columns mean nothing.

Source: LIBRARIES, Excel list, item 12.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from adapters.base import Cell, ImportMode, Template
from adapters.workbook.limits import HEADER_ROWS
from adapters.workbook.refused import Refused

NOTE = re.compile(r"[(\[【].*?[)\]】]")
NOISE = re.compile(r"[\s*:：'\u200b-\u200f\ufeff]+")
DASHES = re.compile(r"[-—–－‐‑_─~]+")
MAX_HEADER_CHARS = 60
ERROR_COLUMN = "错误原因"
IGNORED_HEADERS = {ERROR_COLUMN, "序号"}
NEARLY = 0.5
"""A sheet with this share of a template's columns is taken for a damaged copy of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundHeader:
    """Where a template's columns are.

    Attributes:
        rows: 0-based indexes of the header row, or of the two that form it.
        positions: per template column the index of the sheet's column, or None.
        extra: how many other columns have a header that the template doesn't know.
        missing: headers that the template can't do without.
        written: per template column every way in which its header may be written again.
    """

    template: Template
    rows: tuple[int, ...]
    positions: tuple[int | None, ...]
    extra: int
    missing: tuple[str, ...]
    written: tuple[frozenset[Cell], ...]

    @property
    def last_row(self) -> int:
        """0-based index of the row above the data."""
        return self.rows[-1]


def find_header(templates: Sequence[Template], rows: Sequence[Sequence[Cell]]) -> FoundHeader | None:
    """The best header among the first rows; None if none is even nearly one.

    Raises:
        Refused: ``repeated-column`` if the best has one column twice.
    """
    best: FoundHeader | None = None
    for candidate in _candidates(rows):
        for template in templates:
            found = _match(template, *candidate, rows[candidate[0][-1]])
            if found is not None and (best is None or _rank(found) > _rank(best)):
                best = found
    if best is not None:
        _check_unrepeated(best, rows)
    return best


def check_mode_column(found: FoundHeader, mode: ImportMode | None) -> None:
    """Passes if the column that `mode` needs is there.

    Raises:
        Refused: ``missing-column``.
    """
    missing = tuple(
        column.header
        for column, position in zip(found.template.columns, found.positions, strict=True)
        if position is None and column.is_required_in(mode)
    )
    if missing:
        raise Refused("missing-column", missing)


def is_header_again(found: FoundHeader, cells: Sequence[Cell]) -> bool:
    """True if a row (in the template's order) repeats the header, as merged lists do."""
    same = 0
    for cell, spellings in zip(cells, found.written, strict=True):
        if cell in spellings:
            same += 1
        elif cell != "":
            return False
    return same >= 2


def fold_header(text: str) -> str:
    """A header without marks, notes, spaces and the differences between dashes."""
    folded = NOISE.sub("", NOTE.sub("", unicodedata.normalize("NFKC", text[: 4 * MAX_HEADER_CHARS])))
    return DASHES.sub("-", folded).lower()[:MAX_HEADER_CHARS]


def _candidates(rows: Sequence[Sequence[Cell]]) -> list[tuple[tuple[int, ...], list[tuple[str, ...]]]]:
    """Each row alone, and each with the one above it, as the spellings that each column may have."""
    folded = [[fold_header(cell) if isinstance(cell, str) else "" for cell in row] for row in rows[:HEADER_ROWS]]
    candidates: list[tuple[tuple[int, ...], list[tuple[str, ...]]]] = []
    for index, row in enumerate(folded):
        if sum(text != "" for text in row) < 2:
            continue
        candidates.append(((index,), [(text,) for text in row]))
        if index:
            group = ""
            pairs: list[tuple[str, ...]] = []
            for above, below in zip(folded[index - 1], row, strict=True):
                group = above or group
                pairs.append((f"{group}-{below}", below) if below else (above,))
            candidates.append(((index - 1, index), pairs))
    return candidates


def _match(
    template: Template, rows: tuple[int, ...], texts: list[tuple[str, ...]], raw: Sequence[Cell]
) -> FoundHeader | None:
    spellings = _spellings(template)
    last = [(fold_header(cell),) if isinstance(cell, str) else () for cell in raw]
    positions: list[int | None] = [
        # What stands above a table may also be a column of it, but never only a word of the group header's row.
        next((at for at, forms in enumerate(last if column.above else texts) if not accepted.isdisjoint(forms)), None)
        for column, accepted in zip(template.columns, spellings, strict=True)
    ]
    known = sum(position is not None for position in positions)
    if known < 2 or known < NEARLY * sum(column.is_expected and not column.above for column in template.columns):
        return None
    missing = tuple(
        column.header
        for column, position in zip(template.columns, positions, strict=True)
        if position is None and column.required
    )
    modal = [at for column, at in zip(template.columns, positions, strict=True) if column.modes]
    if modal and all(at is None for at in modal):
        missing += tuple(column.header for column in template.columns if column.modes)
    named = sum(forms[-1] not in ("", *IGNORED_HEADERS) for forms in texts)
    written = tuple(
        frozenset((column.header, *column.aliases, *(() if at is None else (raw[at],))))
        for column, at in zip(template.columns, positions, strict=True)
    )
    return FoundHeader(
        template=template,
        rows=rows,
        positions=tuple(positions),
        extra=max(0, named - known),
        missing=missing,
        written=written,
    )


def _rank(found: FoundHeader) -> tuple[int, int, int, int, int]:
    known = sum(position is not None for position in found.positions)
    absent = sum(
        position is None and column.is_expected and not column.above
        for column, position in zip(found.template.columns, found.positions, strict=True)
    )
    # A version whose every column is there goes before one of which a column is absent. Of
    # equals, the earlier template (the newer version) and the single row win.
    return (-len(found.missing), known, -absent, -len(found.rows), -found.rows[0])


def _check_unrepeated(found: FoundHeader, rows: Sequence[Sequence[Cell]]) -> None:
    repeated = []
    row = [fold_header(cell) if isinstance(cell, str) else "" for cell in rows[found.last_row]]
    for column, accepted in zip(found.template.columns, _spellings(found.template), strict=True):
        if sum(text in accepted for text in row) > 1:
            repeated.append(column.header)
    if repeated:
        raise Refused("repeated-column", tuple(repeated))


@lru_cache(maxsize=64)
def _spellings(template: Template) -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(fold_header(text) for text in (column.header, *column.aliases)) for column in template.columns
    )
