"""What an adapter is: a province's templates, forms, levels and the checks of its rows.

Source: DESIGN section 8.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from adapters.base import Cell, CellIssue, ImportMode, RowRef, Template
from adapters.competence import Competence
from adapters.drafts import Draft
from adapters.forms import Form
from adapters.hierarchy import Level


class ChecksRows(Protocol):
    """Whatever checks a template's rows."""

    def check_row(
        self, template: Template, mode: ImportMode | None, cells: Sequence[Cell], ref: RowRef, today: date
    ) -> Draft | list[CellIssue]:
        """The draft of one row, or everything that is wrong with it at once.

        Args:
            template: one of `templates`.
            mode: one of the template's modes; ignored if it has none.
            cells: as many as the template has columns, in its order; day numbers
                count from 1899-12-30 whatever the file's epoch.
            ref: where the row stands.
            today: the date in the branch's time zone.
        """
        ...


class Adapter(ChecksRows, Protocol):
    """A province's templates and the checks of their rows."""

    @property
    def name(self) -> str:
        """E.g. ``jiangsu``; what `adapters.registry.adapter_named` takes."""
        ...

    @property
    def templates(self) -> tuple[Template, ...]:
        """All versions that can be imported, the newest of each name first."""
        ...

    @property
    def forms(self) -> tuple[Form, ...]:
        """Forms that can be imported, the newest version of each name first."""
        ...

    @property
    def levels(self) -> tuple[Level, ...]:
        """The province's hierarchy, from the provincial centre down."""
        ...

    @property
    def region_names(self) -> Mapping[str, str]:
        """What regions are called, by 2, 4 or 6 digits of GB/T 2260; empty if the province's rules list none."""
        ...

    @property
    def has_catalogue(self) -> bool:
        """Whether trainings are filed against a catalogue of projects that was declared and reviewed before."""
        ...

    @property
    def competence(self) -> Competence:
        """Which of these levels decides on what persons deposit themselves."""
        ...
