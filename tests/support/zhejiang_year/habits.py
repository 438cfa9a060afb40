"""How the year is filed, and what was filed as the node said."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from node.services.filing.import_report import ImportReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How the year is filed; each is once in so many, 0 for never.

    Attributes:
        own_books_each: schools that hand in annex 2 and results themselves; their sub-centre does it for the others.
        own_design_each: sub-centres whose summary sheet is of their own design.
        wrong_each: right rows for one wrong row and one that is written twice.
        returned_each: projects that are returned once before they are approved.
        sheets_each: runs whose ledger is whole, with its sheets as workbooks; every run has a ledger.
        records_each: runs whose ledger has a record.
        decided_each: findings of nothing but a lacking ledger that are told, answered and dismissed.
        amended_each: projects of whose results one is corrected, and one of the next project's withdrawn.
        dual_certificates: for each county.
    """

    own_books_each: int = 10
    own_design_each: int = 9
    wrong_each: int = 40
    returned_each: int = 25
    sheets_each: int = 20
    records_each: int = 10
    decided_each: int = 20
    amended_each: int = 200
    dual_certificates: int = 30


@dataclass(slots=True)
class Tally:
    """What was filed, as the imports said, and what the files were."""

    files: list[Path] = field(default_factory=list)
    templates: Counter[str] = field(default_factory=Counter)
    """Declaring workbooks by what they were recognised as."""
    plans: int = 0
    sheet_rows: int = 0
    accepted: int = 0
    duplicate: int = 0
    rejected: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    dual_certificates: int = 0
    corrected: int = 0
    withdrawn_of: Counter[int] = field(default_factory=Counter)
    """Results taken back, by training."""

    def add(self, path: Path, report: ImportReport) -> None:
        """Adds a file's report."""
        self.files.append(path)
        self.accepted += report.accepted
        self.duplicate += report.duplicate
        self.rejected += report.rejected
        self.refused.update(one.code for one in report.errors)
