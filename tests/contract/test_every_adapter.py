"""What every province's adapter must keep, run against each of them.

A new adapter is held to this by being in `adapters.registry`.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from adapters.adapter import Adapter
from adapters.base import (
    Cell,
    CellFault,
    ColumnKind,
    ImportMode,
    RowRef,
    Template,
)
from adapters.drafts import DRAFTS_OF_KIND
from adapters.registry import adapter_named, adapter_of_template, all_templates, built_in_adapters, template_named
from adapters.sentences import CELL_SENTENCES, REMARK_SENTENCES
from adapters.workbook.writing import write_template_workbook
from federation.model.achievement_class import AchievementClass
from tests.support.workbooks import RESIDENT, TODAY, read, save

REF = RowRef(sheet="名单", row=7)
CASES = [
    pytest.param(adapter, template, id=f"{template.name}/{template.version}")
    for adapter in built_in_adapters()
    for template in adapter.templates
]
EXAMPLES = {ColumnKind.DOCUMENT: RESIDENT}
HOSTILE_CELLS: list[Cell] = [
    "",
    " ",
    "\u200b",
    "'",
    "x" * 40_000,
    "\x00",
    "=1+1",
    "\ud800",
    "𠮷" * 300,
    0,
    -1,
    10**30,
    1e308,
    float("nan"),
    float("inf"),
    True,
    date(1, 1, 1),
    datetime(9999, 12, 31, tzinfo=UTC),
    time(1),
    timedelta(days=1),
    CellFault.ERROR_VALUE,
    CellFault.FORMULA_WITHOUT_VALUE,
]


def modes_of(template: Template) -> Iterator[ImportMode | None]:
    yield from template.modes or (None,)


def good_row(template: Template) -> list[Cell]:
    """The template's own example with a well-formed document number."""
    cells: list[Cell] = [EXAMPLES.get(column.kind, column.example) for column in template.columns]
    for at, column in enumerate(template.columns):
        if column.header == "性别":
            cells[at] = "女" if int(RESIDENT[16]) % 2 == 0 else "男"
    return cells


@pytest.mark.parametrize(("adapter", "template"), CASES)
def test_its_own_example_is_accepted_in_every_mode(adapter: Adapter, template: Template) -> None:
    for mode in modes_of(template):
        draft = adapter.check_row(template, mode, good_row(template), REF, TODAY)
        assert isinstance(draft, DRAFTS_OF_KIND[template.kind]), draft
        assert draft.ref == REF
        assert set(draft.remarks) <= set(REMARK_SENTENCES)


@pytest.mark.parametrize(("adapter", "template"), CASES)
def test_any_cell_anywhere_gives_a_draft_or_an_issue_about_its_row(adapter: Adapter, template: Template) -> None:
    headers = {column.header for column in template.columns}
    for at in range(len(template.columns)):
        for cell in HOSTILE_CELLS:
            cells = good_row(template)
            cells[at] = cell
            for mode in modes_of(template):
                outcome = adapter.check_row(template, mode, cells, REF, TODAY)
                if not isinstance(outcome, list):
                    continue
                assert outcome, (template.columns[at].header, type(cell))
                for issue in outcome:
                    assert (issue.sheet, issue.row, issue.severity) == (REF.sheet, REF.row, "error")
                    assert issue.column in headers
                    assert issue.code in CELL_SENTENCES
                    assert issue.message.startswith(f"“{issue.column}”")


@pytest.mark.parametrize(("adapter", "template"), CASES)
def test_every_required_cell_left_blank_is_named(adapter: Adapter, template: Template) -> None:
    for mode in modes_of(template):
        outcome = adapter.check_row(template, mode, [""] * len(template.columns), REF, TODAY)
        assert isinstance(outcome, list)
        named = {issue.column for issue in outcome if issue.code == "required"}
        assert named == {column.header for column in template.columns if column.is_required_in(mode)}


@pytest.mark.parametrize(("adapter", "template"), CASES)
def test_numeric_cells_in_number_columns_are_refused(adapter: Adapter, template: Template) -> None:
    for at, column in enumerate(template.columns):
        if column.kind not in (ColumnKind.DOCUMENT, ColumnKind.IDENTIFIER):
            continue
        for number in (int(RESIDENT), float(RESIDENT), 12):
            cells = good_row(template)
            cells[at] = number
            for mode in modes_of(template):
                outcome = adapter.check_row(template, mode, cells, REF, TODAY)
                assert isinstance(outcome, list)
                assert [(issue.column, issue.code) for issue in outcome] == [(column.header, "numeric-cell")]


@pytest.mark.parametrize(("adapter", "template"), CASES)
def test_no_message_repeats_a_cell(adapter: Adapter, template: Template) -> None:
    marker = "机密内容甲乙丙丁" * 40
    for mode in modes_of(template):
        outcome = adapter.check_row(template, mode, [marker] * len(template.columns), REF, TODAY)
        assert isinstance(outcome, list)
        assert all("机密" not in issue.message for issue in outcome)


@pytest.mark.parametrize(("adapter", "template"), CASES)
async def test_its_written_template_is_recognised_with_its_version(
    adapter: Adapter, template: Template, tmp_path: Path
) -> None:
    write_template_workbook(template, tmp_path / "t.xlsx")
    reading = await read(tmp_path / "t.xlsx", adapter=adapter.name, mode=next(modes_of(template)))
    (found,) = reading.recognised
    assert (found.template_name, found.template_version) == (template.name, template.version)
    assert (reading.rows, reading.issues) == (0, [])


@pytest.mark.parametrize(("adapter", "template"), CASES)
async def test_its_drafts_pass_the_child_unchanged(adapter: Adapter, template: Template, tmp_path: Path) -> None:
    cells = good_row(template)
    headers = [column.header for column in template.columns]
    values = [cell if isinstance(cell, str) else str(cell) for cell in cells]
    mode = next(modes_of(template))
    reading = await read(save(tmp_path / "a.xlsx", [headers, values]), adapter=adapter.name, mode=mode)
    expected = adapter.check_row(template, mode, cells, RowRef(sheet="名单", row=2), TODAY)
    assert reading.drafts == [expected]


def test_names_lead_back_to_adapters_and_templates() -> None:
    for adapter in built_in_adapters():
        assert adapter_named(adapter.name) is adapter
    for template in all_templates():
        assert template_named(template.name) is template
        assert template in adapter_of_template(template.name).templates


def test_every_header_means_one_column_of_its_template() -> None:
    for template in all_templates():
        spellings = [text for column in template.columns for text in (column.header, *column.aliases)]
        assert len(spellings) == len(set(spellings)), template.name


@pytest.mark.parametrize("adapter", built_in_adapters(), ids=lambda adapter: adapter.name)
def test_every_class_that_a_person_may_deposit_has_a_level_that_decides_with_edition_and_source(
    adapter: Adapter,
) -> None:
    competence = adapter.competence
    assert set(competence.levels) == set(AchievementClass) - {AchievementClass.UNSPECIFIED}
    assert set(competence.levels.values()) <= {level.code for level in adapter.levels}
    assert competence.edition
    assert competence.source
