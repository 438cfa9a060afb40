"""One row being checked: values come out, everything wrong is collected at once."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from adapters.base import Cell, CellIssue, ImportMode, RowRef, Template
from adapters.checks.text import is_blank
from adapters.codelist import CodeList
from adapters.sentences import cell_issue
from federation.errors import CellRefused

Value = TypeVar("Value")


class RowReading:
    """Reads a row's cells by column position and keeps what is wrong with them."""

    __slots__ = ("_cells", "_mode", "_template", "issues", "ref", "today")

    def __init__(
        self, template: Template, mode: ImportMode | None, cells: Sequence[Cell], ref: RowRef, today: date
    ) -> None:
        self._template = template
        self._mode = mode
        self._cells = cells
        self.ref = ref
        self.today = today
        self.issues: list[CellIssue] = []

    def value(self, position: int, parse: Callable[[Cell], Value]) -> Value | None:
        """What `parse` makes of the cell; None if it is blank or refused (then an issue is kept)."""
        cell = self._cells[position]
        if is_blank(cell):
            if self._template.columns[position].is_required_in(self._mode):
                self.refuse(position, "required")
            return None
        try:
            value = parse(cell)
        except CellRefused as error:
            self.refuse(position, str(error.facts["reason"]))
            return None
        if value == "":
            # Only marks that are no text, such as a lone apostrophe.
            self.refuse(position, "required")
        return value

    def code(self, position: int, codes: CodeList) -> str | None:
        """The code that the cell names; None if it is blank or names none."""
        return self.value(position, codes.code_of)

    def is_refused(self, position: int) -> bool:
        """True if an error is kept about the cell at `position`."""
        header = self._template.columns[position].header
        return any(issue.column == header for issue in self.issues)

    def refuse(self, position: int, code: str) -> None:
        """Keeps an error about the cell at `position`."""
        column = self._template.columns[position]
        self.issues.append(cell_issue(self.ref, column.header, code, choices=column.choices or ()))
