"""Reading as the node meets it: modes, recognition, versions, notices, and the child's manners."""

import asyncio
import os
import re
from contextlib import aclosing
from pathlib import Path

import pytest
from openpyxl import Workbook

from adapters.base import CellIssue, ImportMode
from adapters.drafts import Draft
from adapters.jiangsu.accounts import ACCOUNTS
from adapters.jiangsu.achievements import ACHIEVEMENTS
from adapters.registry import adapter_named
from adapters.workbook.checking import RowChecker
from adapters.workbook.reading import RowBatch, read_workbook
from adapters.workbook.refused import Refused
from adapters.workbook.writing import write_template
from federation.error_catalogue.description import describe
from federation.errors import NotHere, TemplateUnknown, WorkbookRefused
from samples.workbooks import write_achievements_workbook
from tests.support.forms import filled_form
from tests.support.workbooks import OTHER_RESIDENT, RESIDENT, TODAY, Value, headers_of, read, save

HEADERS = headers_of(ACHIEVEMENTS)
BY_USER, BY_DOCUMENT = ImportMode.USER_NUMBER, ImportMode.DOCUMENT_NUMBER


def row(user: Value = "U1", number: Value = RESIDENT) -> list[Value]:
    return [user, "某县社区学院", number, "剪纸", "20220801"]


async def test_without_a_mode_no_row_is_read_and_the_mode_is_asked_for(tmp_path: Path) -> None:
    reading = await read(save(tmp_path / "a.xlsx", [HEADERS, row()]), mode=None)
    assert reading.recognised[0].mode_required
    assert (reading.drafts, reading.issues) == ([], [])


async def test_each_mode_requires_its_own_column_alone(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [HEADERS, row(user=""), row(number="")])
    by_user, by_document = await read(path, mode=BY_USER), await read(path, mode=BY_DOCUMENT)
    assert [(issue.row, issue.column) for issue in by_user.issues] == [(2, "协议单位用户号")]
    assert [(issue.row, issue.column) for issue in by_document.issues] == [(3, "证件号码")]


async def test_the_other_modes_column_is_checked_in_its_own_form_if_filled(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [HEADERS, row(number="320102********4472"), row(user=12)])
    assert (await read(path, mode=BY_USER)).codes == ["document-masked", "numeric-cell"]
    assert (await read(path, mode=BY_DOCUMENT)).codes == ["document-masked", "numeric-cell"]


async def test_the_other_modes_column_may_be_deleted(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [HEADERS[1:], row()[1:]])
    assert len((await read(path, mode=BY_DOCUMENT)).drafts) == 1
    with pytest.raises(WorkbookRefused) as refused:
        await read(path, mode=BY_USER)
    assert refused.value.facts == {"file": "a.xlsx", "reason": "missing-column", "columns": "协议单位用户号"}


async def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [HEADERS[:3] + HEADERS[4:], row()[:3] + row()[4:]])
    with pytest.raises(WorkbookRefused) as refused:
        await read(path)
    assert refused.value.facts["columns"] == "学习成果名称"
    assert "表头缺少必需的列：学习成果名称。" in describe(refused.value, "zh")


async def test_a_column_that_stands_twice_is_named(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [[*HEADERS, "证件号码"], [*row(), OTHER_RESIDENT]])
    with pytest.raises(WorkbookRefused) as refused:
        await read(path)
    assert (refused.value.facts["reason"], refused.value.facts["columns"]) == ("repeated-column", "证件号码")


async def test_another_kind_of_table_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(TemplateUnknown):
        await read(save(tmp_path / "a.xlsx", [["序号", "物品", "数量"], [1, "椅子", 3]]))


async def test_jiangsus_two_templates_are_told_apart_by_their_headers(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [headers_of(ACCOUNTS)])
    assert (await read(path, mode=None)).recognised[0].template_name == "jiangsu-accounts"


async def test_all_visible_sheets_of_one_template_are_read(tmp_path: Path) -> None:
    workbook = Workbook()
    for title, number in (("东村", RESIDENT), ("西村", OTHER_RESIDENT)):
        sheet = workbook.create_sheet(title)
        sheet.append(HEADERS)
        sheet.append(row(number=number))
    workbook.save(tmp_path / "a.xlsx")
    reading = await read(tmp_path / "a.xlsx")
    assert [draft.ref.sheet for draft in reading.drafts] == ["东村", "西村"]


async def test_columns_left_of_the_table_shift_nothing(tmp_path: Path) -> None:
    rows: list[list[Value]] = [[], [None, None, *HEADERS], [None, None, *row(number="")], [None, None, *row('="a"')]]
    reading = await read(save(tmp_path / "a.xlsx", rows), mode=BY_USER)
    assert [draft.ref.row for draft in reading.drafts] == [3]
    assert [(issue.row, issue.column, issue.code) for issue in reading.issues] == [
        (4, "协议单位用户号", "formula-without-value")
    ]


async def test_a_templates_sample_row_is_skipped_and_said(tmp_path: Path) -> None:
    write_template("jiangsu-achievements", tmp_path / "a.xlsx")
    reading = await read(tmp_path / "a.xlsx")
    assert (reading.rows, reading.notices) == (0, ["sample-rows"])


async def test_the_child_has_none_of_the_parents_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DELTABANK_SECRET", "x")
    path = tmp_path / "big.xlsx"
    write_achievements_workbook(path, rows=6_000, learners=6_000)
    environments: list[bytes] = []
    async with aclosing(read_workbook(path, adapter="jiangsu", mode=BY_USER, today=TODAY)) as events:
        async for event in events:
            if isinstance(event, RowBatch) and not environments:
                environments = [_environment_of(child) for child in _children()]
    assert environments
    assert all(b"DELTABANK_SECRET" not in environment for environment in environments)


async def test_a_reader_that_stops_early_leaves_no_child_behind(tmp_path: Path) -> None:
    path = tmp_path / "big.xlsx"
    write_achievements_workbook(path, rows=20_000, learners=20_000)
    async with aclosing(read_workbook(path, adapter="jiangsu", mode=BY_USER, today=TODAY)) as events:
        async for event in events:
            if isinstance(event, RowBatch):
                break
    assert _children() == []


async def test_several_workbooks_are_read_at_once(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [HEADERS, row()])
    readings = await asyncio.gather(*(read(path) for _ in range(4)))
    assert [len(reading.drafts) for reading in readings] == [1] * 4


async def test_an_unknown_adapter_is_said_before_any_child_starts(tmp_path: Path) -> None:
    with pytest.raises(NotHere):
        await read(tmp_path / "a.xlsx", adapter="atlantis")


def _children() -> list[int]:
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _environment_of(child: int) -> bytes:
    return Path(f"/proc/{child}/environ").read_bytes()


@pytest.mark.parametrize("name", ["jiangsu-administrator", "jiangsu-city-contacts"])
async def test_a_form_taken_for_a_table_is_said_to_be_a_form(name, tmp_path):
    form = filled_form(name, tmp_path / "form.xlsx")
    with pytest.raises(WorkbookRefused) as refused:
        async for _ in read_workbook(form, adapter="jiangsu", mode=None, today=TODAY):
            pass
    assert refused.value.facts["reason"] == "a-form"


def test_a_rule_that_breaks_is_not_laid_at_the_files_door() -> None:
    class Broken:
        def check_row(self, *_: object) -> Draft | list[CellIssue]:
            raise KeyError(RESIDENT)

    (template, *_) = adapter_named("declared:neutral").templates
    with pytest.raises(Refused) as refused:
        RowChecker(Broken(), template, None, "名单", TODAY).check([(2, ["x"] * len(template.columns))])
    assert refused.value.reason == "rule-fault"
    (place,) = refused.value.columns
    assert re.fullmatch(r"adapters/test_reading\.py:\d+ KeyError", place)
