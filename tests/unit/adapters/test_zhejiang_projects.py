"""Annex 1, the summary sheet of projects: as the notice prints it, as staff fill it in, and what is wrong with it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import xlwt
from openpyxl import Workbook, load_workbook

from adapters.base import RESULT_KINDS, Cell
from adapters.projects import CourseDraft, ProjectDraft
from adapters.workbook.reading import write_error_workbook
from adapters.zhejiang.coding import institution_code
from adapters.zhejiang.projects import PROJECTS, PROJECTS_AS_PRINTED
from federation.errors import WorkbookRefused
from tests.support.workbooks import Reading, Value, headers_of, read, save

CODE = institution_code("330106", 12)
TITLE = "浙江省成人学校社会培训项目申报汇总表"
PRINTED = [
    *("序\n号", "项目\n名称", "项目\n类别", "培训\n规模", "培训\n对象", "培训\n形式", "培训\n时数", "学时数"),
    *("申报\n单位", "机构\n代码", "联系人\n（电话）"),
]
ROW: list[Value] = [
    *(1, "家政服务员初级培训", "家政服务类培训", "50人", "农村劳动力、外来务工人员", "面授", 16, "20学时"),
    *("某某镇成人文化技术学校", CODE, "张示例 13900000000"),
]


def annex_1(path: Path, *rows: Sequence[Value], area: str = "杭州 市、西湖 县（市、区）、     区") -> Path:
    """The notice's sheet: a merged title, three merged lines, the header, the projects."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "附件1"
    for row in (["附件 1"], [TITLE], [f"所在区域：{area}"], ["填报人：李示例"], ["填报时间：2022年3月1日"]):
        sheet.append(row)
        sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=len(PRINTED))
    sheet.append(PRINTED)
    for row in rows:
        sheet.append(list(row))
    workbook.save(path)
    return path


async def projects_of(path: Path) -> Reading:
    return await read(path, adapter="zhejiang", mode=None, kinds=("projects",))


async def project(tmp_path: Path, **changes: Value) -> ProjectDraft:
    reading = await full(tmp_path, **changes)
    assert not reading.issues
    (draft,) = reading.drafts
    assert isinstance(draft, ProjectDraft)
    return draft


async def full(tmp_path: Path, **changes: Value) -> Reading:
    """One row of our fuller version, blank but for its name and these."""
    row = {"项目名称": "剪纸"} | changes
    headers = headers_of(PROJECTS)
    return await projects_of(save(tmp_path / "p.xlsx", [headers, [row.get(header, "") for header in headers]]))


async def test_the_notices_own_sheet_is_read_with_the_lines_above_its_table(tmp_path: Path) -> None:
    reading = await projects_of(annex_1(tmp_path / "a.xlsx", ROW))
    (found,) = reading.recognised
    assert (found.template_name, found.template_version) == ("zhejiang-projects", PROJECTS_AS_PRINTED.version)
    (draft,) = reading.drafts
    assert isinstance(draft, ProjectDraft)
    assert (draft.project_name, draft.category, draft.category_is_new) == ("家政服务员初级培训", "03", False)
    assert (draft.scale, draft.training_hours, draft.credit_hours) == (50, 1_600, 2_000)
    assert (draft.target_groups, draft.form) == (("农村劳动力", "外来务工人员"), "面授")
    assert (draft.declaring_unit, draft.institution_code) == ("某某镇成人文化技术学校", CODE)
    assert (draft.contact, draft.phone) == ("张示例", "13900000000")
    assert (draft.area, draft.reporter, draft.filed_on) == ("杭州市、西湖县(市、区)、区", "李示例", date(2022, 3, 1))


async def test_what_annex_1_has_no_column_for_is_a_gap_and_no_error(tmp_path: Path) -> None:
    (draft,) = (await projects_of(annex_1(tmp_path / "a.xlsx", ROW))).drafts
    assert isinstance(draft, ProjectDraft)
    assert (draft.assessment, draft.content, draft.result_form, draft.teachers, draft.courses) == ("", "", "", "", ())
    assert (draft.starts_on, draft.ends_on, draft.year, draft.quarter) == (None, None, None, None)


async def test_a_row_with_a_name_alone_is_a_draft(tmp_path: Path) -> None:
    (draft,) = (await projects_of(annex_1(tmp_path / "a.xlsx", [1, "剪纸"], area=""))).drafts
    assert isinstance(draft, ProjectDraft)
    assert (draft.project_name, draft.scale, draft.category, draft.institution_code) == ("剪纸", None, "", "")
    assert draft.area == ""


async def test_rows_that_are_numbered_and_otherwise_empty_are_blank(tmp_path: Path) -> None:
    reading = await projects_of(annex_1(tmp_path / "a.xlsx", ROW, *([number] for number in range(2, 11))))
    assert (reading.rows, len(reading.drafts), reading.issues) == (1, 1, [])


@pytest.mark.parametrize(
    "lines",
    [
        [["所在区域：", "杭州市", "", "填报人：", "李示例"], ["填报时间：", date(2022, 3, 1)]],
        [["所在区域：杭州市   填报人：李示例   填报时间：20220301"]],
        [["所在区域", "杭州市"], ["填报人", "李示例"], ["填报时间", "2022-03-01"]],
    ],
)
async def test_the_lines_above_are_read_however_they_are_set(lines: list[list[Value]], tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [[TITLE], *lines, PRINTED, ROW])
    (draft,) = (await projects_of(path)).drafts
    assert isinstance(draft, ProjectDraft)
    assert (draft.area, draft.reporter, draft.filed_on) == ("杭州市", "李示例", date(2022, 3, 1))


async def test_lines_that_nobody_filled_in_say_nothing(tmp_path: Path) -> None:
    lines = [["所在区域：            市、     县（市、区）、     区"], ["填报人：   "], ["填报时间：   年  月  日"]]
    (draft,) = (await projects_of(save(tmp_path / "a.xlsx", [[TITLE], *lines, PRINTED, ROW]))).drafts
    assert isinstance(draft, ProjectDraft)
    assert (draft.area, draft.reporter, draft.filed_on) == ("", "", None)


async def test_an_old_workbook_and_a_text_file_say_the_same(tmp_path: Path) -> None:
    rows = [[TITLE], ["所在区域：杭州市"], PRINTED, ROW]
    book = xlwt.Workbook()
    sheet = book.add_sheet("汇总")
    for at, row in enumerate(rows):
        for place, value in enumerate(row):
            sheet.write(at, place, value)
    book.save(str(tmp_path / "a.xls"))
    lines = [",".join(f'"{value}"' for value in row) for row in rows]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="gb18030")
    (old,) = (await projects_of(tmp_path / "a.xls")).drafts
    (text,) = (await projects_of(tmp_path / "a.csv")).drafts
    for draft in (old, text):
        assert isinstance(draft, ProjectDraft)
        assert (draft.scale, draft.credit_hours, draft.area) == (50, 2_000, "杭州市")


@pytest.mark.parametrize(
    ("written", "category", "is_new"),
    [
        ("市（农）民素质教育培训", "09", False),
        ("市(农)民素质教育培训", "09", False),
        ("老年教育", "11", False),
        ("传统文化（国学）教育培训", "18", False),
        ("海洋科普培训（新）", "海洋科普培训", True),
        ("海洋科普培训 (新)", "海洋科普培训", True),
        ("老年教育培训（新）", "11", False),
    ],
)
async def test_a_category_is_one_of_eighteen_or_marked_as_new(
    written: str, category: str, is_new: bool, tmp_path: Path
) -> None:
    draft = await project(tmp_path, 项目类别=written)
    assert (draft.category, draft.category_is_new) == (category, is_new)


@pytest.mark.parametrize(
    ("written", "groups"),
    [
        ("农村劳动力、企业职工", ("农村劳动力", "企业职工")),
        ("老年人；船员（渔民）", ("老年群体", "船员（渔民）")),
        ("自由职业（待业）人员", ("自由职业（待业）人员",)),
        ("政府、事业单位职工", ("政府事业单位职工",)),
        ("企业职工，企业职工，民宿业主等", ("企业职工", "民宿业主")),
    ],
)
async def test_target_groups_are_told_apart_and_others_kept(
    written: str, groups: tuple[str, ...], tmp_path: Path
) -> None:
    assert (await project(tmp_path, 培训对象=written)).target_groups == groups


@pytest.mark.parametrize(
    ("written", "name", "phone"),
    [
        ("张示例（0571-88880000）", "张示例", "0571-88880000"),
        ("张示例\n13900000000", "张示例", "13900000000"),
        ("张示例，电话：13900000000", "张示例", "13900000000"),
        ("张 示例 (0571)88880000转8001", "张示例", "(0571)88880000转8001"),
        ("13900000000", "", "13900000000"),
        ("张示例", "张示例", ""),
        ("张示例 13900000000、李示例 13900000001", "张示例、李示例", "13900000000/13900000001"),
        ("张示例13900000000/0571-88880000", "张示例", "13900000000/0571-88880000"),
        ("张示例（校长）13900000000", "张示例", "13900000000"),
    ],
)
async def test_a_contact_person_is_name_and_telephone(written: str, name: str, phone: str, tmp_path: Path) -> None:
    draft = await project(tmp_path, **{"联系人（电话）": written})
    assert (draft.contact, draft.phone) == (name, phone)


@pytest.mark.parametrize(
    ("written", "year", "quarter"),
    [
        ("2026年第二季度", 2026, 2),
        ("2026年度第四季度", 2026, 4),
        ("第三季度", None, 3),
        ("一季度", None, 1),
        ("2026-Q4", 2026, 4),
        (2, None, 2),
    ],
)
async def test_a_quarter_is_read_as_it_is_written(
    written: Value, year: int | None, quarter: int, tmp_path: Path
) -> None:
    draft = await project(tmp_path, 季度=written)
    assert (draft.year, draft.quarter) == (year, quarter)


async def test_courses_have_hours_of_their_own(tmp_path: Path) -> None:
    draft = await project(tmp_path, 课程="家政礼仪（8/10）；收纳整理（7.5）；母婴护理；Word（中级）")
    assert draft.courses == (
        CourseDraft(name="家政礼仪", training_hours=800, credit_hours=1_000),
        CourseDraft(name="收纳整理", training_hours=750),
        CourseDraft(name="母婴护理"),
        CourseDraft(name="Word（中级）"),
    )


async def test_content_keeps_its_lines(tmp_path: Path) -> None:
    draft = await project(tmp_path, 培训内容="一、目的\n\n  二、内容 \n三、地点")
    assert draft.content == "一、目的\n二、内容\n三、地点"


async def test_dates_may_lie_ahead(tmp_path: Path) -> None:
    draft = await project(tmp_path, 开始日期="20280411", 结束日期="2028年4月15日")
    assert (draft.starts_on, draft.ends_on) == (date(2028, 4, 11), date(2028, 4, 15))


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("项目名称", "", "required"),
        ("项目类别", "海洋科普培训", "category-unmarked"),
        ("项目类别", "（新）", "category-unmarked"),
        ("培训规模", "若干", "people-form"),
        ("培训规模", 0, "people-form"),
        ("培训规模", 12.5, "people-form"),
        ("培训规模", "100001", "people-too-many"),
        ("培训时数", "0", "amount-zero"),
        ("学时数", "两天", "amount-form"),
        ("机构代码", CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), "code-check"),
        ("机构代码", "A1234", "institution-code-form"),
        ("联系人（电话）", 13900000000, "numeric-cell"),
        ("联系人（电话）", "张示例 139", "phone-form"),
        ("联系人（电话）", "张＃示例", "name-character"),
        ("季度", "春季", "quarter-form"),
        ("季度", "第五季度", "quarter-form"),
        ("课程", "（8/10）", "courses-form"),
        ("课程", "礼仪（0/10）", "amount-zero"),
        ("课程", "；".join(f"课程{number}" for number in range(100)), "too-long"),
        ("培训内容", "内" * 5_001, "text-too-long"),
        ("开始日期", "20220231", "date-impossible"),
        ("填报时间", "20990101", "date-in-future"),
        ("填报人", "李示例1", "name-character"),
    ],
)
async def test_what_is_stated_wrongly_is_told_in_its_cell(column: str, cell: Cell, code: str, tmp_path: Path) -> None:
    changes = {column: cell}
    reading = await full(tmp_path, **({"项目类别": "老年教育培训"} | changes))  # type: ignore[arg-type]
    assert [(issue.column, issue.code) for issue in reading.issues] == [(column, code)]


async def test_a_project_that_ends_before_it_starts_is_told(tmp_path: Path) -> None:
    reading = await full(tmp_path, 开始日期="20220415", 结束日期="20220411")
    assert [(issue.column, issue.code) for issue in reading.issues] == [("结束日期", "ends-before-start")]


async def test_an_error_workbook_keeps_the_lines_above_and_can_be_read_again(tmp_path: Path) -> None:
    wrong = [*ROW[:2], "海洋科普培训", *ROW[3:]]
    source = annex_1(tmp_path / "a.xlsx", ROW, wrong)
    reading = await projects_of(source)
    target = tmp_path / "errors.xlsx"
    await write_error_workbook(source, template="zhejiang-projects", issues=reading.issues, target=target)
    again = await projects_of(target)
    assert again.codes == ["category-unmarked"]
    assert again.recognised[0].template_version == PROJECTS_AS_PRINTED.version
    sheet = load_workbook(target).worksheets[0]
    headers = [cell.value for cell in sheet[1]]
    sheet.cell(2, headers.index("项目\n类别") + 1).value = "海洋科普培训（新）"
    sheet.parent.save(target)
    (draft,) = (await projects_of(target)).drafts
    assert isinstance(draft, ProjectDraft)
    assert (draft.category, draft.reporter, draft.filed_on) == ("海洋科普培训", "李示例", date(2022, 3, 1))


async def test_projects_are_no_results_and_results_no_projects(tmp_path: Path) -> None:
    path = annex_1(tmp_path / "a.xlsx", ROW)
    with pytest.raises(WorkbookRefused) as refused:
        await read(path, adapter="zhejiang", mode=None, kinds=RESULT_KINDS)
    assert refused.value.facts["reason"] == "other-kind"


async def test_a_draft_shows_nobody(tmp_path: Path) -> None:
    (draft,) = (await projects_of(annex_1(tmp_path / "a.xlsx", ROW))).drafts
    assert repr(draft) == "ProjectDraft(row 7)"
