"""A sheet's rows through an adapter's checks, in batches, inside the child."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from traceback import extract_tb

import msgspec

from adapters.adapter import ChecksRows
from adapters.base import Cell, CellIssue, ColumnKind, ImportMode, RowRef, Template
from adapters.drafts import Draft
from adapters.sentences import cell_issue, notice
from adapters.workbook.headers import is_header_again
from adapters.workbook.refused import Refused
from adapters.workbook.runs import MIN_RUN, run_places
from adapters.workbook.sheets import FoundSheet, is_blank_row

BATCH_ROWS = 2_000
SAMPLE_MARK = "【示例】"
"""A row in which a cell begins so is the template's sample row."""
SAMPLE_STARTS = (SAMPLE_MARK[0], " ", "\u3000")
NumberedRow = tuple[int, list[Cell]]


@dataclass(slots=True, kw_only=True)
class SheetCount:
    """What was met in a sheet: rows checked, and rows passed over."""

    rows: int = 0
    blank: int = 0
    samples: int = 0
    headers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedBatch:
    """The outcome of at most `BATCH_ROWS` rows."""

    drafts: list[Draft] = field(default_factory=list)
    issues: list[CellIssue] = field(default_factory=list)
    rows: int = 0


def check_sheet(
    sheet: FoundSheet, adapter: ChecksRows, mode: ImportMode | None, today: date, count: SheetCount
) -> Iterator[CheckedBatch]:
    """Each batch of a sheet's rows, checked; `count` is filled on the way."""
    checker = RowChecker(adapter, sheet.header.template, mode, sheet.name, today)
    for before, rows, after in _batches(_data_rows(sheet, count)):
        yield checker.check(rows, before, after)


@dataclass(frozen=True, slots=True)
class RowChecker:
    """The checks of one template's rows, wherever they come from.

    Attributes:
        adapter: whose checks they are.
        template: one of the adapter's.
        mode: one of the template's modes.
        sheet: what issues name as the sheet.
        today: in the branch's time zone.
    """

    adapter: ChecksRows
    template: Template
    mode: ImportMode | None
    sheet: str
    today: date

    def check(
        self, rows: Sequence[NumberedRow], before: Sequence[NumberedRow] = (), after: Sequence[NumberedRow] = ()
    ) -> CheckedBatch:
        """Each row's draft or issues; runs of numbers are found across the rows beside them too."""
        runs: dict[int, tuple[int, bool]] = {}
        window = [*before, *rows, *after]
        for at, column in enumerate(self.template.columns):
            if column.kind is ColumnKind.DOCUMENT:
                for place, is_first in run_places([cells[at] for _, cells in window]).items():
                    runs[window[place][0]] = (at, is_first)
        batch = CheckedBatch(rows=len(rows))
        for number, cells in rows:
            ref = RowRef(sheet=self.sheet, row=number)
            outcome = self._outcome(cells, ref)
            if number in runs:
                at, is_first = runs[number]
                outcome = _in_run(outcome, ref, self.template.columns[at].header, is_first=is_first)
            if isinstance(outcome, list):
                # Neither a draft nor an issue would lose the row.
                batch.issues.extend(outcome or [cell_issue(ref, "", "row-unreadable")])
            else:
                batch.drafts.append(outcome)
        return batch

    def _outcome(self, cells: Sequence[Cell], ref: RowRef) -> Draft | list[CellIssue]:
        try:
            return self.adapter.check_row(self.template, self.mode, cells, ref, self.today)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a rule does wrong
            # A rule that breaks must not be laid at the file's door. The row's text stays out of what is said.
            last = extract_tb(error.__traceback__)[-1]
            place = f"{Path(last.filename).parent.name}/{Path(last.filename).name}:{last.lineno} {type(error).__name__}"
            raise Refused("rule-fault", (place,)) from None


def count_rows(sheet: FoundSheet) -> int:
    """How many rows `check_sheet` will check."""
    return sum(1 for _ in _data_rows(sheet, SheetCount()))


def count_notices(sheet: FoundSheet, count: SheetCount) -> list[CellIssue]:
    """What to say of the rows that were passed over."""
    notices = []
    if count.headers:
        notices.append(notice(sheet.name, "repeated-header", count=count.headers))
    if count.samples:
        notices.append(notice(sheet.name, "sample-rows", count=count.samples))
    return notices


def is_sample_row(cells: Sequence[Cell]) -> bool:
    """True for a template's marked sample row."""
    for cell in cells:
        if isinstance(cell, str) and cell[:1] in SAMPLE_STARTS and cell.lstrip().startswith(SAMPLE_MARK):
            return True
    return False


def _data_rows(sheet: FoundSheet, count: SheetCount) -> Iterator[NumberedRow]:
    above = sheet.above_header()
    for number, cells in sheet.rows():
        if is_blank_row(cells):
            count.blank += 1
        elif is_sample_row(cells):
            count.samples += 1
        elif is_header_again(sheet.header, cells):
            count.headers += 1
        else:
            count.rows += 1
            for at, cell in above:
                cells[at] = cell if cells[at] == "" else cells[at]
            yield number, cells


def _batches(rows: Iterator[NumberedRow]) -> Iterator[tuple[list[NumberedRow], list[NumberedRow], list[NumberedRow]]]:
    """Batches with the rows beside them, so that a run is seen across two batches."""
    beside = MIN_RUN - 1
    before: list[NumberedRow] = []
    held: list[NumberedRow] = []
    for row in rows:
        held.append(row)
        if len(held) == BATCH_ROWS + beside:
            yield before, held[:BATCH_ROWS], held[BATCH_ROWS:]
            before, held = held[BATCH_ROWS - beside : BATCH_ROWS], held[BATCH_ROWS:]
    if held:
        yield before, held, []


def _in_run(outcome: Draft | list[CellIssue], ref: RowRef, header: str, *, is_first: bool) -> Draft | list[CellIssue]:
    """A row in a run: the first may be genuine, the others are refused whatever their check digit."""
    if isinstance(outcome, list):
        others = [issue for issue in outcome if issue.column != header]
        return [*others, cell_issue(ref, header, "consecutive-numbers")]
    if is_first:
        return msgspec.structs.replace(outcome, remarks=(*outcome.remarks, "consecutive-numbers-first"))
    return [cell_issue(ref, header, "consecutive-numbers")]
