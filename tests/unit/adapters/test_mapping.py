"""A unit's own design, read through its mapping file: other headers, the same checks."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from adapters.base import Cell
from adapters.declared.mapping import load_mapping
from adapters.projects import ProjectDraft
from adapters.registry import adapter_named
from adapters.workbook.reading import read_workbook, write_error_workbook
from adapters.zhejiang.coding import course_code, project_code
from federation.errors import ConfigurationInvalid, TemplateUnknown
from tests.support.workbooks import RESIDENT, TODAY, Reading, Value, read, save

OWN = """
template = "zhejiang-projects"
[columns]
"项目名称" = "课程（项目）"
"项目类别" = ["归口", "归口类别"]
"培训规模" = "拟招人数"
"培训对象" = "面向人群"
"培训时数" = "节数"
[fixed]
"申报单位" = "某某镇成人文化技术学校"
[separators]
"培训对象" = "|"
[factors]
"培训时数" = "0.75"
"""
HEADERS: list[Value] = ["编号", "课程（项目）", "归口类别", "拟招人数", "面向人群", "节数", "备注"]
ROW: list[Value] = [1, "剪纸", "老年教育培训", 30, "老年人|企业职工", "16节", "小教室"]


def mapping_of(folder: Path, text: str = OWN) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


async def read_own(folder: Path, *rows: list[Value], text: str = OWN) -> Reading:
    path = save(folder / "own.xlsx", [["某某镇 2022 年培训安排"], HEADERS, *rows])
    return await read(path, adapter="zhejiang", mode=None, mapping=mapping_of(folder, text))


async def test_a_units_own_sheet_becomes_the_same_drafts(tmp_path: Path) -> None:
    reading = await read_own(tmp_path, ROW)
    assert [found.template_name for found in reading.recognised] == ["zhejiang-projects"]
    (draft,) = reading.drafts
    assert isinstance(draft, ProjectDraft)
    assert (draft.project_name, draft.category, draft.scale) == ("剪纸", "11", 30)
    assert (draft.target_groups, draft.training_hours) == (("老年群体", "企业职工"), 1_200)
    assert (draft.declaring_unit, draft.credit_hours) == ("某某镇成人文化技术学校", None)


async def test_without_its_mapping_it_is_unknown(tmp_path: Path) -> None:
    path = save(tmp_path / "own.xlsx", [HEADERS, ROW])
    with pytest.raises(TemplateUnknown):
        await read(path, adapter="zhejiang", mode=None)


@pytest.mark.parametrize(
    ("at", "cell", "column", "code"),
    [
        (1, "", "课程（项目）", "required"),
        (2, "海洋科普", "归口", "category-unmarked"),
        (3, "若干", "拟招人数", "people-form"),
        (5, "十六", "节数", "amount-form"),
        (5, "0", "节数", "amount-zero"),
        (5, True, "节数", "amount-form"),
    ],
)
async def test_the_checks_are_the_provinces_and_name_the_units_headers(
    at: int, cell: Value, column: str, code: str, tmp_path: Path
) -> None:
    row = list(ROW)
    row[at] = cell
    assert [(issue.column, issue.code) for issue in (await read_own(tmp_path, row)).issues] == [(column, code)]


@pytest.mark.parametrize("cell", ["１６", "16", 16, 16.0, "16课时", "16.0", "\u200b16", " 16 节 "])
async def test_a_factor_reaches_every_way_to_write_a_number(cell: Cell, tmp_path: Path) -> None:
    row = list(ROW)
    row[5] = cell  # type: ignore[call-overload]
    (draft,) = (await read_own(tmp_path, row)).drafts
    assert isinstance(draft, ProjectDraft)
    assert draft.training_hours == 1_200


async def test_an_error_workbook_of_it_is_corrected_and_read_by_the_same_mapping(tmp_path: Path) -> None:
    reading = await read_own(tmp_path, [*ROW[:3], "若干", *ROW[4:]])
    target, mapping = tmp_path / "errors.xlsx", tmp_path / "own.toml"
    await write_error_workbook(
        tmp_path / "own.xlsx", template="zhejiang-projects", issues=reading.issues, target=target, mapping=mapping
    )
    workbook = load_workbook(target)
    workbook.worksheets[0].cell(2, 4).value = "30"
    workbook.save(target)
    (draft,) = (await read(target, adapter="zhejiang", mode=None, mapping=mapping)).drafts
    assert isinstance(draft, ProjectDraft)
    assert (draft.project_name, draft.scale, draft.training_hours) == ("剪纸", 30, 1_200)


async def test_results_may_have_a_design_of_their_own_too(tmp_path: Path) -> None:
    project = project_code("330106", 2022, 1)
    text = f"""
template = "zhejiang-results"
[columns]
"姓名" = "学员"
"证件号码" = "身份证"
"取得时间" = "结业日"
"课程编码" = "课程"
[fixed]
"证件类型" = "居民身份证"
"项目编码" = "{project}"
"""
    rows: list[list[Value]] = [
        ["学员", "身份证", "课程", "结业日"],
        ["张示例", RESIDENT, course_code(project, 1), "20220415"],
    ]
    path = save(tmp_path / "own.xlsx", rows)
    (draft,) = (await read(path, adapter="zhejiang", mode=None, mapping=mapping_of(tmp_path, text))).achievements
    assert (draft.learner_name, draft.document_number, draft.project_code) == ("张示例", RESIDENT, project)
    assert draft.achieved_on == date(2022, 4, 15)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "template"),
        ('template = "zhejiang-learners"', "template"),
        ('template = "jiangsu-accounts"', "template"),
        ('template = "zhejiang-projects"\nother = 1', "other"),
        ('template = "zhejiang-projects"\ncolumns = 1', "columns"),
        ('template = "zhejiang-projects"\n[columns]\n"培训" = "x"', "columns.培训"),
        ('template = "zhejiang-projects"\n[columns]\n"项目名称" = []', "columns.项目名称"),
        ('template = "zhejiang-projects"\n[columns]\n"项目名称" = [" "]', "columns.项目名称"),
        ('template = "zhejiang-projects"\n[columns]\n"项目名称" = "名称"\n"项目类别" = "名称"', "columns"),
        ('template = "zhejiang-projects"\n[columns]\n"项目名称" = "培训形式"', "columns"),
        ('template = "zhejiang-projects"\n[fixed]\n"申报单位" = 3', "fixed.申报单位"),
        ('template = "zhejiang-projects"\n[separators]\n"培训对象" = ""', "separators.培训对象"),
        ('template = "zhejiang-projects"\n[factors]\n"项目名称" = "2"', "factors.项目名称"),
        ('template = "zhejiang-projects"\n[factors]\n"培训时数" = "many"', "factors.培训时数"),
        ('template = "zhejiang-projects"\n[factors]\n"培训时数" = "nan"', "factors.培训时数"),
        ('template = "zhejiang-projects"\n[factors]\n"培训时数" = "0"', "factors.培训时数"),
        ("= 1", "own.toml"),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_place(text: str, key: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationInvalid) as refused:
        load_mapping(mapping_of(tmp_path, text), adapter_named("zhejiang"))
    assert (refused.value.facts["path"], refused.value.facts["key"]) == ("own.toml", key)


async def test_a_mapping_that_is_missing_or_huge_is_told_before_any_child_starts(tmp_path: Path) -> None:
    path = save(tmp_path / "own.xlsx", [HEADERS, ROW])
    for mapping in (tmp_path / "none.toml", mapping_of(tmp_path, "#" * 70_000)):
        with pytest.raises(ConfigurationInvalid):
            async for _ in read_workbook(path, adapter="zhejiang", mode=None, today=TODAY, mapping=mapping):
                pass
