"""A workbook opened in the child: which sheets are read, and their rows in the template's order."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from adapters.base import Cell, CellFault, CellIssue, ColumnKind, Template
from adapters.checks.text import is_blank
from adapters.sentences import notice
from adapters.workbook.csv_sheet import CsvSheet, CsvWorkbook, open_csv
from adapters.workbook.headers import FoundHeader, find_header, fold_header
from adapters.workbook.labels import find_above
from adapters.workbook.limits import HEADER_ROWS, WorkbookLimits
from adapters.workbook.look import FileFacts, WorkbookKind, look_at
from adapters.workbook.refused import Refused
from adapters.workbook.sheet_scan import SheetScan

DAYS_1900_TO_1904 = 1462
VERSION_MARK = re.compile(r"模板编号：\s*([a-z0-9-]+)/([0-9A-Za-z.-]+)")
INSTRUCTIONS_SHEET = "填写说明"
Sheet = CalamineSheet | CsvSheet
Book = CalamineWorkbook | CsvWorkbook


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSheet:
    """A sheet whose header is the template's.

    Attributes:
        offset: how many columns stand left of the first one that the reader gives.
        hidden_rows: how many of its rows are hidden or filtered out, as far as the format tells.
        is_1904: day numbers count from 1904; `rows` gives them from 1899-12-30 all the same.
    """

    name: str
    header: FoundHeader
    sheet: Sheet
    offset: int
    scan: SheetScan | None
    hidden_rows: int
    is_1904: bool

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Each row below the header: its 1-based number and cells in the template's order."""
        positions = [
            None if column.kind is ColumnKind.ORDINAL else at
            for column, at in zip(self.header.template.columns, self.header.positions, strict=True)
        ]
        date_columns = [
            index
            for index, column in enumerate(self.header.template.columns)
            if self.is_1904 and column.kind is ColumnKind.DATE
        ]
        faults = _faults_by_row(self.scan)
        for number, row in enumerate(self.sheet.iter_rows(), start=1):
            if number <= self.header.last_row + 1:
                continue
            cells: list[Cell] = ["" if at is None else row[at] for at in positions]
            for column, fault in faults.get(number, ()):
                if (column - self.offset) in positions:
                    cells[positions.index(column - self.offset)] = fault
            for index in date_columns:
                cell = cells[index]
                if isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell < 1_000_000:
                    cells[index] = cell + DAYS_1900_TO_1904
            yield number, cells

    def above_header(self) -> list[tuple[int, Cell]]:
        """What the lines above the header say, by the template's columns; what a column of its own says goes before."""
        columns = self.header.template.columns
        spelled = {
            fold_header(text): at
            for at, column in enumerate(columns)
            if column.above and self.header.positions[at] is None
            for text in (column.header, *column.aliases)
        }
        if not spelled:
            return []
        rows: list[list[Cell]] = [list(row) for row in islice(self.sheet.iter_rows(), self.header.rows[0])]
        for number, faults in _faults_by_row(self.scan).items():
            for column, fault in faults:
                if number <= len(rows) and 0 <= column - self.offset < len(rows[number - 1]):
                    rows[number - 1][column - self.offset] = fault
        return list(find_above(spelled, rows).items())

    def most_rows(self) -> int:
        """How many rows stand below the header, whatever is in them."""
        return 0 if self.sheet.end is None else max(0, self.sheet.end[0] - self.header.last_row)

    def full_rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Each row of the sheet whole, from the first on, with its 1-based number."""
        yield from enumerate(self.sheet.iter_rows(), start=1)


def open_workbook(content: bytes, limits: WorkbookLimits) -> tuple[FileFacts, Book]:
    """The facts of a workbook, and the workbook itself.

    Raises:
        Refused: with a reason of `adapters.refusals`.
    """
    if len(content) > limits.max_file_bytes:
        raise Refused("file-too-large")
    facts = look_at(content, limits)
    if facts.kind is WorkbookKind.CSV:
        return facts, open_csv(content, limits)
    try:
        return facts, CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError:
        raise Refused("encrypted") from None
    except CalamineError:
        raise Refused("damaged") from None


def find_sheets(
    workbook: Book, facts: FileFacts, templates: Sequence[Template], limits: WorkbookLimits
) -> tuple[list[FoundSheet], list[CellIssue]]:
    """The visible sheets of the first template that is recognised, and what to say of the others.

    Raises:
        Refused: ``template-unknown``, ``missing-column``, ``repeated-column``, ``too-many-rows``, …
    """
    found: list[FoundSheet] = []
    nearly: FoundHeader | None = None
    notices: list[CellIssue] = []
    stated: tuple[str, str] | None = None
    for metadata in workbook.sheets_metadata:
        if metadata.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba):
            raise Refused("macros")
        if metadata.typ is not SheetTypeEnum.WorkSheet:
            continue
        is_hidden = metadata.visible is not SheetVisibleEnum.Visible
        sheet = load_sheet(workbook, metadata.name, limits)
        if sheet is None:
            continue
        head = _head(sheet)
        stated = stated or _stated_version(head)
        header = None if is_hidden else find_header(templates, head)
        if header is None or header.missing:
            nearly = nearly or header
            if is_hidden and _has_header(templates, head):
                notices.append(notice(metadata.name, "hidden-sheet"))
            elif not is_hidden and metadata.name != INSTRUCTIONS_SHEET:
                notices.append(notice(metadata.name, "other-sheet"))
        elif found and header.template.name != found[0].header.template.name:
            notices.append(notice(metadata.name, "other-template"))
        else:
            start = sheet.start or (0, 0)
            scan = facts.scans.get(metadata.name)
            found.append(
                FoundSheet(
                    name=metadata.name,
                    header=header,
                    sheet=sheet,
                    offset=start[1],
                    scan=scan,
                    hidden_rows=facts.hidden_rows.get(metadata.name, 0),
                    is_1904=facts.is_1904,
                )
            )
    if not found:
        if nearly is not None:
            raise Refused("missing-column", nearly.missing)
        raise Refused("template-unknown")
    return _in_stated_version(found, templates, stated, notices), notices


def sheet_notices(sheet: FoundSheet) -> list[CellIssue]:
    """What to say of a sheet that is read: hidden rows, columns that the template doesn't know."""
    notices = []
    if sheet.hidden_rows:
        notices.append(notice(sheet.name, "hidden-rows", count=sheet.hidden_rows))
    if sheet.header.extra:
        notices.append(notice(sheet.name, "column-ignored", row=sheet.header.last_row + 1, count=sheet.header.extra))
    return notices


def is_blank_row(cells: Sequence[Cell]) -> bool:
    """True if no cell holds anything, not even a fault."""
    return all(map(is_blank, cells))


def _has_header(templates: Sequence[Template], head: list[list[Cell]]) -> bool:
    try:
        return find_header(templates, head) is not None
    except Refused:
        # A column stands twice: what isn't read needn't be right.
        return True


def _head(sheet: Sheet) -> list[list[Cell]]:
    return [list(row) for row in islice(sheet.iter_rows(), HEADER_ROWS)]


def load_sheet(workbook: Book, name: str, limits: WorkbookLimits) -> Sheet | None:
    """A sheet within the limits; None if nothing is in it.

    Raises:
        Refused: ``damaged``, ``too-many-rows``, ``too-many-columns``.
    """
    try:
        sheet = workbook.get_sheet_by_name(name)
    except CalamineError:
        raise Refused("damaged") from None
    if sheet.start is None or sheet.end is None:
        return None
    if sheet.end[0] + 1 > limits.max_rows + HEADER_ROWS:
        raise Refused("too-many-rows")
    if sheet.end[1] + 1 > limits.max_columns:
        raise Refused("too-many-columns")
    return sheet


def _in_stated_version(
    found: list[FoundSheet],
    templates: Sequence[Template],
    stated: tuple[str, str] | None,
    notices: list[CellIssue],
) -> list[FoundSheet]:
    """The same sheets read by the version that the workbook states, if it is known and fits."""
    template = found[0].header.template
    if stated is None or stated[0] != template.name or stated[1] == template.version:
        return found
    versions = [other for other in templates if (other.name, other.version) == stated]
    if not versions:
        notices.append(notice(found[0].name, "version-unknown"))
        return found
    again = []
    for sheet in found:
        header = find_header(versions, _head(sheet.sheet))
        again.append(sheet if header is None or header.missing else replace(sheet, header=header))
    return again


def _stated_version(head: list[list[Cell]]) -> tuple[str, str] | None:
    for row in head:
        for cell in row:
            found = VERSION_MARK.search(cell[:200]) if isinstance(cell, str) else None
            if found:
                return found[1], found[2]
    return None


def _faults_by_row(scan: SheetScan | None) -> dict[int, list[tuple[int, CellFault]]]:
    by_row: dict[int, list[tuple[int, CellFault]]] = {}
    if scan is not None:
        for (row, column), fault in scan.faults.items():
            by_row.setdefault(row, []).append((column, fault))
    return by_row
