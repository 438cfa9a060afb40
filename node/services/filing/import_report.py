"""How far an import is and how it ended: rows = accepted + duplicate + rejected.

Source: DESIGN section 8; RELIABILITY 27 (nothing vanishes).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from adapters.base import CellIssue, RowRef
from node.model.imports import ImportCounts
from node.services.filing.import_issues import remark


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportProgress:
    """How far an import is.

    Attributes:
        rows_expected: rows below the file's headers, blank ones counted; 0 until its sheets are found.
        rows_read: rows read from the file so far.
        accepted: rows committed so far (of a check: that would be).
        duplicate: rows that were there already.
        rejected: rows with an error.
    """

    rows_expected: int
    rows_read: int
    accepted: int
    duplicate: int
    rejected: int

    @property
    def rows_done(self) -> int:
        """Rows dealt with."""
        return self.accepted + self.duplicate + self.rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """How an import ended: rows = accepted + duplicate + rejected.

    Attributes:
        template: name and version recognised.
        sheet: the sheet's name (several are joined by 、).
        withdrawn: of the duplicates, those whose achievement is withdrawn: people reinstate it, no file does.
        errors: one or more for each rejected row.
        remarks: what is worth knowing of rows or sheets that were not rejected.
        error_workbook: where the rejected rows were written, None if there are none.
    """

    template: str
    sheet: str
    rows: int
    accepted: int
    duplicate: int
    rejected: int
    errors: tuple[CellIssue, ...]
    remarks: tuple[CellIssue, ...]
    error_workbook: Path | None
    withdrawn: int = 0


@dataclass(slots=True)
class Tally:
    """What is known of a file while it is taken in."""

    template: str = ""
    template_name: str = ""
    sheets: list[str] = field(default_factory=list)
    rows_expected: int = 0
    counts: ImportCounts = field(default_factory=ImportCounts)
    issues: list[CellIssue] = field(default_factory=list)
    rejected_rows: set[tuple[str, int]] = field(default_factory=set)
    withdrawn: int = 0

    @property
    def progress(self) -> ImportProgress:
        """How far it is."""
        return ImportProgress(
            rows_expected=self.rows_expected,
            rows_read=self.counts.rows,
            accepted=self.counts.accepted,
            duplicate=self.counts.duplicate,
            rejected=len(self.rejected_rows),
        )

    def add_issues(self, issues: tuple[CellIssue, ...] | list[CellIssue]) -> None:
        """Adds what was found in cells; a row with an error is rejected, once."""
        self.issues.extend(issues)
        self.rejected_rows.update((one.sheet, one.row) for one in issues if one.severity == "error")

    def add_withdrawn(self, sheet: str, rows: Sequence[int]) -> None:
        """Says of duplicates that their achievement is withdrawn."""
        self.withdrawn += len(rows)
        self.issues.extend(remark(RowRef(sheet=sheet, row=row), "withdrawn") for row in rows)

    def add(self, *, rows: int = 0, accepted: int = 0, duplicate: int = 0) -> None:
        """Counts rows."""
        counts = self.counts
        self.counts = replace(
            counts,
            rows=counts.rows + rows,
            accepted=counts.accepted + accepted,
            duplicate=counts.duplicate + duplicate,
            rejected=len(self.rejected_rows),
        )

    def report(self, error_workbook: Path | None) -> ImportReport:
        """How it ended."""
        self.add()
        return ImportReport(
            template=self.template,
            sheet="、".join(self.sheets),
            rows=self.counts.rows,
            accepted=self.counts.accepted,
            duplicate=self.counts.duplicate,
            rejected=self.counts.rejected,
            errors=self.errors,
            remarks=tuple(
                one
                for one in self.issues
                if one.severity == "remark" and (one.sheet, one.row) not in self.rejected_rows
            ),
            error_workbook=error_workbook,
            withdrawn=self.withdrawn,
        )

    @property
    def errors(self) -> tuple[CellIssue, ...]:
        """What rows were rejected for."""
        return tuple(one for one in self.issues if one.severity == "error")
