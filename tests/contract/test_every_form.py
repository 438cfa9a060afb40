"""What every form of every adapter must keep: a draft or issues about its own cells, and nothing of a cell in them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import msgspec
import pytest

from adapters.base import Cell, CellFault, CellIssue, Column, ColumnKind
from adapters.forms import FilledCell, FilledForm, Form
from adapters.registry import built_in_adapters
from adapters.sentences import CELL_SENTENCES
from adapters.workbook.form_writing import write_form_workbook
from adapters.workbook.reading import read_form
from tests.support.forms import filled_form
from tests.support.workbooks import TODAY

CASES = [pytest.param(form, id=form.name) for adapter in built_in_adapters() for form in adapter.forms]
HOSTILE_CELLS: list[Cell] = [
    " \u200b",
    "'",
    "x" * 40_000,
    "\x00",
    "=1+1",
    "\ud800",
    "𠮷" * 300,
    0,
    10**30,
    float("nan"),
    True,
    date(1, 1, 1),
    datetime(9999, 12, 31, tzinfo=UTC),
    time(1),
    timedelta(days=1),
    *CellFault,
]


def labels_of(form: Form) -> dict[str, Column]:
    """What issues call each field and column."""
    named = {
        section.label(field, 0 if section.is_repeated else None): field.column
        for section in form.sections
        for field in section.fields
    }
    return named | {column.header: column for column in form.table}


def filled(form: Form, **changes: Cell) -> FilledForm:
    cells = {field.key: field.column.example for field in form.fields} | {
        key.replace("__", "."): cell for key, cell in changes.items()
    }
    return form_of(form, cells, [column.example for column in form.table])


def form_of(form: Form, cells: Mapping[str, Cell], row: list[Cell]) -> FilledForm:
    """A form of these cells, with one block of what stands several times, and one row of its table."""
    several = set() if form.repeated is None else {field.key for field in form.repeated.fields}
    placed = {key: FilledCell(row=7, cell=cell) for key, cell in cells.items()}
    return FilledForm(
        sheet="表",
        cells={key: cell for key, cell in placed.items() if key not in several},
        blocks=[{key: cell for key, cell in placed.items() if key in several}] if several else (),
        rows=[(9, row)] if form.table else [],
    )


def without_places(draft: msgspec.Struct) -> object:
    """A draft without where it was read."""

    def stripped(value: object) -> object:
        if isinstance(value, dict):
            return {key: stripped(inner) for key, inner in value.items() if key != "ref"}
        return [stripped(inner) for inner in value] if isinstance(value, (list, tuple)) else value

    return stripped(msgspec.to_builtins(draft))


def with_row_cell(form: Form, at: int, cell: Cell) -> FilledForm:
    row: list[Cell] = [column.example for column in form.table]
    row[at] = cell
    return replace(filled(form), rows=[(9, row)])


def all_single_changes(form: Form, cell: Cell) -> list[FilledForm]:
    changed = [filled(form, **{field.key.replace(".", "__"): cell}) for field in form.fields]
    return changed + [with_row_cell(form, at, cell) for at in range(len(form.table))]


@pytest.mark.parametrize("form", CASES)
def test_its_own_example_is_accepted(form: Form) -> None:
    assert isinstance(form.check(filled(form), TODAY), form.draft)


@pytest.mark.parametrize("form", CASES)
def test_any_cell_anywhere_gives_a_draft_or_an_issue_about_its_own_label(form: Form) -> None:
    labels = labels_of(form)
    for cell in HOSTILE_CELLS:
        for changed in all_single_changes(form, cell):
            outcome = form.check(changed, TODAY)
            if not isinstance(outcome, list):
                assert isinstance(outcome, form.draft)
                continue
            assert outcome
            for issue in outcome:
                assert (issue.sheet, issue.severity) == ("表", "error")
                assert issue.row in (7, 9)
                assert issue.column in labels
                assert issue.code in CELL_SENTENCES
                assert issue.message.startswith(f"“{issue.column}”")


@pytest.mark.parametrize("form", CASES)
def test_every_required_field_left_blank_is_named(form: Form) -> None:
    blank = form_of(form, {field.key: "" for field in form.fields}, ["" for _ in form.table])
    outcome = form.check(blank, TODAY)
    assert isinstance(outcome, list)
    named = {issue.column for issue in outcome if issue.code == "required"}
    assert named == {label for label, column in labels_of(form).items() if column.required}


@pytest.mark.parametrize("form", CASES)
def test_numeric_cells_in_number_fields_are_refused(form: Form) -> None:
    for field in form.fields:
        if field.column.kind is ColumnKind.IDENTIFIER:
            outcome = form.check(filled(form, **{field.key.replace(".", "__"): 13900000000}), TODAY)
            assert isinstance(outcome, list)
            assert [issue.code for issue in outcome] == ["numeric-cell"]
    for at, column in enumerate(form.table):
        if column.kind is ColumnKind.IDENTIFIER:
            outcome = form.check(with_row_cell(form, at, 13900000000), TODAY)
            assert isinstance(outcome, list)
            assert [issue.code for issue in outcome] == ["numeric-cell"]


@pytest.mark.parametrize("form", CASES)
def test_no_message_repeats_a_cell(form: Form) -> None:
    for changed in all_single_changes(form, "机密内容甲乙丙丁" * 1_000):
        outcome = form.check(changed, TODAY)
        assert isinstance(outcome, list)
        assert all("机密" not in issue.message for issue in outcome)


@pytest.mark.parametrize("form", CASES)
async def test_its_written_form_is_read_back_through_the_child(form: Form, tmp_path: Path) -> None:
    adapter = next(adapter.name for adapter in built_in_adapters() if form in adapter.forms)
    write_form_workbook(form, tmp_path / "empty.xlsx")
    empty = await read_form(tmp_path / "empty.xlsx", adapter=adapter, form=form.name, today=TODAY)
    assert isinstance(empty, list)
    assert all(isinstance(issue, CellIssue) for issue in empty)
    path = filled_form(form.name, tmp_path / "filled.xlsx")
    outcome = await read_form(path, adapter=adapter, form=form.name, today=TODAY)
    expected = form.check(filled(form), TODAY)
    assert isinstance(outcome, form.draft)
    assert isinstance(expected, form.draft)
    assert without_places(outcome) == without_places(expected)


@pytest.mark.parametrize("form", CASES)
def test_a_draft_passes_as_json_unchanged_and_shows_nobody(form: Form) -> None:
    draft = form.check(filled(form), TODAY)
    assert msgspec.json.decode(msgspec.json.encode(draft), type=form.draft) == draft
    examples = [column.example for label, column in labels_of(form).items() if column.kind is ColumnKind.NAME]
    assert not any(example in repr(draft) for example in examples)


def test_every_label_means_one_field_of_its_section() -> None:
    for adapter in built_in_adapters():
        for form in adapter.forms:
            assert len({field.key for field in form.fields}) == len(form.fields)
            for section in form.sections:
                columns = [field.column for field in section.fields]
                spellings = [text for column in columns for text in (column.header, *column.aliases)]
                assert len(spellings) == len(set(spellings)), form.name
