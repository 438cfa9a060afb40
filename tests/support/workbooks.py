"""Workbooks made for tests, and the whole of what reading one tells."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook

from adapters.base import AccountDraft, AchievementDraft, CellIssue, ImportMode, Template, TemplateKind
from adapters.drafts import DRAFTS_OF_KIND, Draft
from adapters.workbook.reading import Finished, Recognised, RowBatch, WorkbookLimits, read_workbook

TODAY = date(2022, 12, 1)
Value = str | int | float | bool | date | datetime | None
RESIDENT = "320102199003074472"
"""Invented and well-formed: a man, born on 7 March 1990."""
OTHER_RESIDENT = "320583198511230027"
"""Invented and well-formed: a woman, born on 23 November 1985."""


@dataclass(slots=True)
class Reading:
    """Everything that one reading told."""

    recognised: list[Recognised] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    issues: list[CellIssue] = field(default_factory=list)
    finished: Finished | None = None

    @property
    def rows(self) -> int:
        assert self.finished is not None
        return self.finished.rows

    @property
    def rejected(self) -> set[tuple[str, int]]:
        return {(issue.sheet, issue.row) for issue in self.issues}

    @property
    def codes(self) -> list[str]:
        return [issue.code for issue in self.issues]

    @property
    def notices(self) -> list[str]:
        assert self.finished is not None
        return [issue.code for issue in self.finished.notices]

    @property
    def achievements(self) -> list[AchievementDraft]:
        return [draft for draft in self.drafts if isinstance(draft, AchievementDraft)]

    @property
    def accounts(self) -> list[AccountDraft]:
        return [draft for draft in self.drafts if isinstance(draft, AccountDraft)]


async def read(
    path: Path,
    *,
    adapter: str = "jiangsu",
    mode: ImportMode | None = ImportMode.DOCUMENT_NUMBER,
    today: date = TODAY,
    limits: WorkbookLimits | None = None,
    kinds: Sequence[TemplateKind] = tuple(DRAFTS_OF_KIND),
    mapping: Path | None = None,
) -> Reading:
    """Reads a workbook through the child, and holds the counts against each other."""
    reading = Reading()
    async for event in read_workbook(
        path, adapter=adapter, mode=mode, today=today, limits=limits, kinds=kinds, mapping=mapping
    ):
        match event:
            case Recognised():
                reading.recognised.append(event)
            case RowBatch():
                assert len(event.drafts) + len({issue.row for issue in event.issues}) == event.rows_read
                reading.drafts += event.drafts
                reading.issues += event.issues
            case Finished():
                reading.finished = event
    assert reading.finished is not None
    if not any(sheet.mode_required for sheet in reading.recognised):
        assert reading.rows == len(reading.drafts) + len(reading.rejected)
    return reading


def headers_of(template: Template) -> list[str]:
    """A template's headers, in its order."""
    return [column.header for column in template.columns]


def header_row_of(template: Template) -> int:
    """Where an empty template has its header: below its heading and the lines above the table."""
    return 1 + bool(template.heading) + sum(column.above for column in template.columns)


def save(path: Path, rows: Sequence[Sequence[Value]], *, title: str = "名单") -> Path:
    """A workbook of one sheet with these rows from row 1 on."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    workbook.save(path)
    return path
