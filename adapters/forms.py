"""Forms: one sheet about one case, label cells with a value cell to the right of each.

A form becomes one draft or a list of issues, never both. What stands where is found by the
labels' text; a form may also have a small table below its fields, or one section that stands several times.

Source: 江苏省教育厅办公室 2022 notice, annexes 1 (form) and 3 (table under a bureau's name); 浙学银〔2019〕2号,
annex 2 (a block for each project).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import msgspec

from adapters.base import Cell, CellIssue, Column, RowRef
from adapters.checks.text import is_blank
from adapters.sentences import cell_issue
from federation.errors import CellRefused

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One label and its value.

    Attributes:
        key: unique in the form, e.g. ``contact.mobile``.
        column: label, kind, whether it is required, choices, example and hint.
        ending: the value's cell has no label of its own but ends so (``市教育局``); ``""`` for a labelled one.
        lines: how many rows high the form draws it.
        pattern: a regular expression of a label that is no fixed text, such as a numbered one; its group ``value``
            is what stands behind the label in the same cell.
        drawn: the label as the form draws it, ``{number}`` for the block's; ``""`` for the column's header.
        unit: printed behind the value and no part of it (``人``).
        is_below: the value may also stand in the rows below, down to the next label.
    """

    key: str
    column: Column
    ending: str = ""
    lines: int = 1
    pattern: str = ""
    drawn: str = ""
    unit: str = ""
    is_below: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSection:
    """Fields under a heading; labels are unique within it. Labels without one (``""``) are unique in the form.

    Attributes:
        rows: the fields of each drawn row, left to right.
        drawn_blocks: how often an empty form draws a section that stands several times, its heading not drawn and
            each block opened by its first field; 0 for a section that stands once.
    """

    header: str
    rows: tuple[tuple[FormField, ...], ...]
    drawn_blocks: int = 0

    @property
    def is_repeated(self) -> bool:
        """True if it stands once or several times: at most one section of a form."""
        return self.drawn_blocks > 0

    @property
    def fields(self) -> tuple[FormField, ...]:
        """All fields, in reading order."""
        return tuple(field for row in self.rows for field in row)

    def label(self, field: FormField, block: int | None = None) -> str:
        """What issues and instructions call a field; `block` counts from 0."""
        if not self.header:
            return field.column.header
        number = "" if block is None else f" {block + 1}"
        return f"{self.header}{number}·{field.column.header}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledCell:
    """A value's cell; `row` is 1-based, 0 if the form lacks the label."""

    row: int
    cell: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """What a workbook says, before any check.

    Attributes:
        sheet: the sheet's name.
        cells: per field key, but for a repeated section's.
        blocks: per block of the repeated section the cells per field key; blank blocks aren't here, unless all are:
            then the first is.
        rows: the table's rows that aren't blank, with their 1-based numbers and cells in the form's order.
    """

    sheet: str
    cells: Mapping[str, FilledCell]
    rows: Sequence[tuple[int, Sequence[Cell]]] = ()
    blocks: Sequence[Mapping[str, FilledCell]] = ()


FormCheck = Callable[[FilledForm, date], msgspec.Struct | list[CellIssue]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One version of one form's layout.

    Attributes:
        name: e.g. ``jiangsu-administrator``.
        title: Chinese; also the sheet's name.
        table: columns of the table below the fields; empty for none.
        table_example: a filled row of it.
        notes: printed below the form.
        draft: the type that `check` makes: what a child process may answer.
        check: the draft, or everything that is wrong at once.
        purpose: Chinese, what it is for, in a line.
    """

    name: str
    title: str
    version: str
    source: str
    purpose: str
    sections: tuple[FormSection, ...]
    draft: type[Any]
    check: FormCheck
    table: tuple[Column, ...] = ()
    table_example: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[FormField, ...]:
        """All fields of all sections, in reading order."""
        return tuple(field for section in self.sections for field in section.fields)

    @property
    def repeated(self) -> FormSection | None:
        """The section that stands several times, if there is one."""
        return next((section for section in self.sections if section.is_repeated), None)


class FormReading:
    """Reads a filled form by key and keeps what is wrong with it."""

    __slots__ = ("_filled", "_labels", "issues")

    def __init__(self, form: Form, filled: FilledForm) -> None:
        self._filled = filled
        self._labels = {field.key: (section, field) for section in form.sections for field in section.fields}
        self.issues: list[CellIssue] = []

    def value(self, key: str, parse: Callable[[Cell], Value], *, block: int | None = None) -> Value | None:
        """What `parse` makes of the field; None if it is blank or refused (then an issue is kept).

        Args:
            key: of the field.
            parse: raises `CellRefused` for what the cell can't be.
            block: which block of the repeated section, from 0; None for a field outside it.
        """
        section, field = self._labels[key]
        filled = self.filled(key, block=block)
        return self._read(filled.row, section.label(field, block), field.column, filled.cell, parse)

    def filled(self, key: str, *, block: int | None = None) -> FilledCell:
        """The field's cell and where it stands."""
        return (self._filled.cells if block is None else self._filled.blocks[block])[key]

    def refuse_value(self, key: str, code: str, *, block: int | None = None) -> None:
        """Keeps an error about a field."""
        section, field = self._labels[key]
        self.refuse(self.filled(key, block=block).row, section.label(field, block), code)

    def row_value(
        self, number: int, cells: Sequence[Cell], column: Column, position: int, parse: Callable[[Cell], Value]
    ) -> Value | None:
        """What `parse` makes of a table's cell; None as for `value`."""
        return self._read(number, column.header, column, cells[position], parse)

    def refuse(self, row: int, label: str, code: str, choices: tuple[str, ...] = ()) -> None:
        """Keeps an error."""
        self.issues.append(cell_issue(RowRef(sheet=self._filled.sheet, row=row), label, code, choices=choices))

    def _read(self, row: int, label: str, column: Column, cell: Cell, parse: Callable[[Cell], Value]) -> Value | None:
        value: Value | None = None
        if not is_blank(cell):
            try:
                value = parse(cell)
            except CellRefused as error:
                self.refuse(row, label, str(error.facts["reason"]), column.choices or ())
                return None
        if column.required and value in (None, ""):
            self.refuse(row, label, "required")
            return None
        return value
