"""Annex 2, the declaration form: as the notice prints it, with one project or many, and as downloaded."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec
import pytest
from openpyxl import Workbook

from adapters.base import CellIssue
from adapters.projects import DeclarationDraft
from adapters.workbook.reading import read_form
from adapters.zhejiang.coding import institution_code
from adapters.zhejiang.declaration import DECLARATION, INTRODUCED
from federation.errors import TemplateUnknown, WorkbookRefused
from tests.support.forms import filled_form
from tests.support.workbooks import TODAY, Value

CODE = institution_code("330106", 12)
TITLE = "浙江省成人学校社会培训项目申报表"
INTRODUCTION = f"培训项目介绍（{INTRODUCED}）"
MORE = "以下可根据申报项目数量自行添加"
Rows = list[list[Value]]


def header() -> Rows:
    return [
        ["附件 2"],
        [TITLE],
        ["申报单位", "某某镇成人文化技术学校", "机构代码", CODE],
        ["地址", "杭州市         西湖县        文三路1号"],
        ["填报人", "李示例", "联系电话", "0571-88880000"],
    ]


def block(
    number: int, name: str, *, introduction: Sequence[Sequence[Value]] = ((INTRODUCTION,), ("一、培训目的",))
) -> Rows:
    return [
        [f"培训项目 {number}：名称", name],
        ["项目类别", "老年教育培训", "培训规模", "          50       人"],
        ["培训对象", "老年群体", "培训形式", "面授"],
        ["培训时数", 16, "学时数", "20"],
        ["成果形式", "作品", "师资安排", "本校教师"],
        *map(list, introduction),
    ]


def unfilled_block(number: int) -> Rows:
    return [
        [f"培训项目 {number}：名称                                    "],
        ["项目类别", "", "培训规模", "                     人"],
        ["培训对象", "", "培训形式", ""],
        ["培训时数", "", "学时数", ""],
        ["成果形式", "", "师资安排", ""],
        [INTRODUCTION],
        [""],
    ]


def annex_2(path: Path, rows: Rows) -> Path:
    """The rows as they are, texts alone in their row merged over the form's width."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
        if len(row) == 1:
            sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=4)
    workbook.save(path)
    return path


async def outcome_of(path: Path) -> msgspec.Struct | list[CellIssue]:
    return await read_form(path, adapter="zhejiang", form=DECLARATION.name, today=TODAY)


async def declaration(tmp_path: Path, rows: Rows) -> DeclarationDraft:
    outcome = await outcome_of(annex_2(tmp_path / "a.xlsx", rows))
    assert isinstance(outcome, DeclarationDraft), outcome
    return outcome


async def issues(tmp_path: Path, rows: Rows) -> list[tuple[int, str, str]]:
    outcome = await outcome_of(annex_2(tmp_path / "a.xlsx", rows))
    assert isinstance(outcome, list), outcome
    return [(issue.row, issue.column, issue.code) for issue in outcome]


async def test_the_printed_form_says_who_declares_and_what(tmp_path: Path) -> None:
    draft = await declaration(tmp_path, [*header(), *block(1, "智能手机入门"), *unfilled_block(2), [MORE]])
    assert (draft.declaring_unit, draft.institution_code) == ("某某镇成人文化技术学校", CODE)
    assert (draft.address, draft.reporter, draft.phone) == ("杭州市西湖县文三路1号", "李示例", "0571-88880000")
    (project,) = draft.projects
    assert (project.project_name, project.category, project.scale) == ("智能手机入门", "11", 50)
    assert (project.target_groups, project.form) == (("老年群体",), "面授")
    assert (project.training_hours, project.credit_hours) == (1_600, 2_000)
    assert (project.result_form, project.teachers, project.content) == ("作品", "本校教师", "一、培训目的")
    assert (project.ref.row, project.assessment, project.quarter) == (6, "", None)


async def test_many_projects_come_in_the_forms_order(tmp_path: Path) -> None:
    names = [f"培训{number}" for number in range(1, 13)]
    rows = [row for number, name in enumerate(names, start=1) for row in block(number, name)]
    draft = await declaration(tmp_path, [*header(), *rows, [MORE]])
    assert [project.project_name for project in draft.projects] == names


@pytest.mark.parametrize(
    "opening",
    [
        ["培训项目 1：名称 智能手机入门"],
        ["培训项目1:名称：智能手机入门"],
        ["培训项目 一：名称", "", "智能手机入门"],
        ["培训项目：智能手机入门"],
        ["项目名称", "智能手机入门"],
    ],
)
async def test_a_projects_name_stands_in_the_same_cell_or_beside(opening: list[Value], tmp_path: Path) -> None:
    draft = await declaration(tmp_path, [*header(), opening, *block(1, "")[1:]])
    assert [project.project_name for project in draft.projects] == ["智能手机入门"]


@pytest.mark.parametrize(
    "introduction",
    [
        [[f"{INTRODUCTION}\n一、目的\n二、内容"]],
        [[INTRODUCTION, "一、目的\n二、内容"]],
        [[INTRODUCTION], ["一、目的\n二、内容"]],
        [[INTRODUCTION], ["一、目的"], [""], ["二、内容"]],
        [["培训项目介绍：一、目的"], ["二、内容"]],
    ],
)
async def test_an_introduction_stands_behind_its_label_or_below(introduction: Rows, tmp_path: Path) -> None:
    rows = [*header(), *block(1, "剪纸", introduction=introduction), *block(2, "茶艺")]
    draft = await declaration(tmp_path, [*rows, [MORE]])
    assert [project.content for project in draft.projects] == ["一、目的\n二、内容", "一、培训目的"]


async def test_an_introduction_may_name_what_the_form_asks_for_once_more(tmp_path: Path) -> None:
    introduction: Rows = [[INTRODUCTION], ["培训对象：社区老年人"], ["培训规模：两个班"], ["联系电话：见上"]]
    draft = await declaration(tmp_path, [*header(), *block(1, "剪纸", introduction=introduction), *block(2, "茶艺")])
    assert draft.projects[0].content == "培训对象：社区老年人\n培训规模：两个班\n联系电话：见上"
    assert (draft.projects[0].target_groups, draft.projects[0].scale) == (("老年群体",), 50)


async def test_a_number_and_its_unit_in_two_cells_are_one_value(tmp_path: Path) -> None:
    rows = block(1, "剪纸")
    rows[1] = ["项目类别", "老年教育培训", "培训规模", 50, "人"]
    assert (await declaration(tmp_path, [*header(), *rows])).projects[0].scale == 50


async def test_a_form_with_a_name_alone_is_a_draft(tmp_path: Path) -> None:
    blank: Rows = [
        ["申报单位", "", "机构代码", ""],
        ["地址", "市           县                    号"],
        ["填报人", "", "联系电话", ""],
    ]
    rows = unfilled_block(1)
    rows[0] = ["培训项目 1：名称", "剪纸"]
    draft = await declaration(tmp_path, [[TITLE], *blank, *rows])
    assert (draft.declaring_unit, draft.institution_code, draft.address, draft.reporter, draft.phone) == ("",) * 5
    (project,) = draft.projects
    assert (project.project_name, project.scale, project.category) == ("剪纸", None, "")


async def test_a_form_without_any_project_lacks_a_name(tmp_path: Path) -> None:
    rows = [*header(), *unfilled_block(1), *unfilled_block(2), [MORE]]
    assert await issues(tmp_path, rows) == [(6, "培训项目 1·项目名称", "required")]


async def test_what_is_wrong_is_told_by_project_and_label(tmp_path: Path) -> None:
    second = block(2, "")
    second[1] = ["项目类别", "海洋科普培训", "培训规模", "若干"]
    top = header()
    top[2][3] = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
    top[4][3] = 13900000000
    assert await issues(tmp_path, [*top, *block(1, "剪纸"), *second]) == [
        (3, "机构代码", "code-check"),
        (5, "联系电话", "numeric-cell"),
        (13, "培训项目 2·项目名称", "required"),
        (14, "培训项目 2·项目类别", "category-unmarked"),
        (14, "培训项目 2·培训规模", "people-form"),
    ]


async def test_a_label_twice_in_one_project_is_refused(tmp_path: Path) -> None:
    rows = block(1, "剪纸")
    rows.insert(2, ["培训形式", "线上"])
    with pytest.raises(WorkbookRefused) as refused:
        await outcome_of(annex_2(tmp_path / "a.xlsx", [*header(), *rows]))
    assert (refused.value.facts["reason"], refused.value.facts["columns"]) == ("repeated-field", "培训形式")


async def test_another_workbook_is_no_declaration(tmp_path: Path) -> None:
    with pytest.raises(TemplateUnknown):
        await outcome_of(annex_2(tmp_path / "a.xlsx", [["姓名", "证件号码"], ["张示例", "1"]]))


async def test_the_downloaded_form_asks_for_what_the_printed_one_lacks(tmp_path: Path) -> None:
    outcome = await outcome_of(filled_form(DECLARATION.name, tmp_path / "d.xlsx"))
    assert isinstance(outcome, DeclarationDraft), outcome
    (project,) = outcome.projects
    assert (project.assessment, project.year, project.quarter) == ("实操考核", 2022, 2)
    assert (project.starts_on, project.ends_on) == (date(2022, 4, 11), date(2022, 4, 15))
    assert [course.name for course in project.courses] == ["家政礼仪", "收纳整理"]


async def test_a_draft_shows_nobody(tmp_path: Path) -> None:
    draft = await declaration(tmp_path, [*header(), *block(1, "剪纸")])
    assert repr(draft) == "DeclarationDraft(1 projects)"
