"""Annexes 1 and 3 as workbooks: what a filled form says, and what is wrong with it, cell by cell."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec
import pytest
from openpyxl import Workbook, load_workbook

from adapters.base import CellIssue
from adapters.jiangsu.administrator import ADMINISTRATOR, AdministratorApplicationDraft
from adapters.jiangsu.city_contacts import CITY_CONTACTS, CityContactsDraft
from adapters.registry import all_forms, form_named, form_of_adapter
from adapters.sentences import CELL_SENTENCES
from adapters.workbook.limits import WorkbookLimits
from adapters.workbook.reading import read_form
from adapters.workbook.writing import write_template
from federation.errors import NotHere, TemplateUnknown, WorkbookRefused
from tests.support.forms import filled_form
from tests.support.workbooks import TODAY, Value, save

APPLICATION, CONTACTS = ADMINISTRATOR.name, CITY_CONTACTS.name
PRIVATE = ("张示例", "李示例", "王示例", "13900000000", "lsl@example.edu.cn")


async def outcome_of(path: Path, form: str = APPLICATION) -> msgspec.Struct | list[CellIssue]:
    return await read_form(path, adapter="jiangsu", form=form, today=TODAY)


async def application(tmp_path: Path, changes: Mapping[str, Value] | None = None) -> AdministratorApplicationDraft:
    outcome = await outcome_of(filled_form(APPLICATION, tmp_path / "a.xlsx", changes))
    assert isinstance(outcome, AdministratorApplicationDraft), outcome
    return outcome


async def contacts(tmp_path: Path, changes: Mapping[str, Value] | None = None) -> CityContactsDraft:
    outcome = await outcome_of(filled_form(CONTACTS, tmp_path / "c.xlsx", changes), CONTACTS)
    assert isinstance(outcome, CityContactsDraft), outcome
    return outcome


async def issues(
    tmp_path: Path, changes: Mapping[str, Value] | None = None, form: str = APPLICATION
) -> list[tuple[int, str, str]]:
    outcome = await outcome_of(filled_form(form, tmp_path / "a.xlsx", changes), form)
    assert isinstance(outcome, list), outcome
    for issue in outcome:
        assert issue.message.startswith(f"“{issue.column}”")
        assert issue.code in CELL_SENTENCES
    return [(issue.row, issue.column, issue.code) for issue in outcome]


async def test_a_filled_application_has_all_fields_of_annex_1(tmp_path: Path) -> None:
    draft = await application(tmp_path)
    assert (draft.institution.name, draft.institution.uscc) == ("某某县社区学院", "12320100MB0000001J")
    assert (draft.institution.nature, draft.institution.website) == ("事业单位", "www.example.edu.cn")
    assert (draft.institution.legal_representative, draft.institution.address) == ("张示例", "某某市某某区某某路 1 号")
    assert (draft.contact.name, draft.contact.department, draft.contact.post) == ("李示例", "社区教育部", "主任")
    assert (draft.contact.phone, draft.contact.mobile) == ("025-80000000", "13900000000")
    assert (draft.contact.email, draft.contact.qq) == ("lsl@example.edu.cn", "100000001")
    assert (draft.administrator.name, draft.administrator.mobile) == ("王示例", "13900000001")
    assert (draft.opinion, draft.head, draft.dated_on) == ("同意申报", "张示例", date(2022, 9, 1))


async def test_the_forms_labels_are_those_of_annex_1(tmp_path: Path) -> None:
    person = ["姓名", "部门", "职务", "座机/传真", "手机", "邮箱", "QQ", "联系地址"]
    assert [field.column.header for field in ADMINISTRATOR.fields] == [
        *("单位名称", "统一社会信用代码", "单位性质", "法定代表人", "单位网址", "机构地址"),
        *person,
        *person,
        *("机构意见", "机构负责人（签字）", "日期"),
    ]


async def test_what_stands_on_paper_alone_may_be_left_out(tmp_path: Path) -> None:
    draft = await application(tmp_path, {"E4": "无", "B8": None, "B9": None, "B14": None, "B15": None, "E15": None})
    assert (draft.institution.website, draft.contact.phone, draft.contact.qq) == ("", "", "")
    assert (draft.opinion, draft.head, draft.dated_on) == ("", "", None)


async def test_an_untouched_form_names_every_required_field(tmp_path: Path) -> None:
    write_template(APPLICATION, tmp_path / "a.xlsx")
    outcome = await outcome_of(tmp_path / "a.xlsx")
    assert isinstance(outcome, list)
    assert {issue.code for issue in outcome} == {"required"}
    required = [
        f"{section.header}·{field.column.header}" if section.header else field.column.header
        for section in ADMINISTRATOR.sections
        for field in section.fields
        if field.column.required
    ]
    assert [issue.column for issue in outcome] == required


async def test_everything_wrong_is_said_at_once_and_where(tmp_path: Path) -> None:
    changes: dict[str, Value] = {
        "B3": 123201004660012345,
        "E3": "学校",
        "D8": "1390000000",
        "D12": 13900000001,
        "F8": "lsl",
        "B9": "12",
        "B12": "号码",
        "E4": "网站",
        "E15": "20991231",
        "B2": None,
    }
    assert await issues(tmp_path, changes) == [
        (2, "单位名称", "required"),
        (3, "统一社会信用代码", "numeric-cell"),
        (3, "单位性质", "code-unknown"),
        (4, "单位网址", "website-form"),
        (8, "联络人信息·手机", "mobile-form"),
        (8, "联络人信息·邮箱", "email-form"),
        (9, "联络人信息·QQ", "qq-form"),
        (12, "信息系统管理员信息·座机/传真", "phone-form"),
        (12, "信息系统管理员信息·手机", "numeric-cell"),
        (15, "日期", "date-in-future"),
    ]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("025-80000000/025-80000001", "025-80000000/025-80000001"),
        ("（025）8000 0000", "(025)80000000"),
        ("80000000-801", "80000000-801"),
        ("0510-8000000、80000001", "0510-8000000/80000001"),
        ("400-800-0000", "400-800-0000"),
        ("１３９００００００００", "13900000000"),
    ],
)
async def test_phones_are_read_as_offices_write_them(tmp_path: Path, written: str, kept: str) -> None:
    assert (await application(tmp_path, {"B8": written})).contact.phone == kept


async def test_a_mobile_number_is_kept_without_country_code_and_hyphens(tmp_path: Path) -> None:
    assert (await application(tmp_path, {"D8": "+86 139-0000-0000"})).contact.mobile == "13900000000"


async def test_values_behind_a_colon_in_the_labels_own_cell_are_read(tmp_path: Path) -> None:
    draft = await application(
        tmp_path,
        {"A14": "机构意见：同意", "B14": None, "A15": "机构负责人（签字）：", "D15": "日期：2022年9月2日", "E15": None},
    )
    assert (draft.opinion, draft.head, draft.dated_on) == ("同意", "张示例", date(2022, 9, 2))


async def test_an_empty_date_line_is_blank(tmp_path: Path) -> None:
    draft = await application(tmp_path, {"D15": "日期：   年  月  日", "E15": None})
    assert draft.dated_on is None


async def test_labels_are_found_wherever_they_stand(tmp_path: Path) -> None:
    path = filled_form(APPLICATION, tmp_path / "a.xlsx")
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.insert_rows(1, 3)
    sheet.insert_cols(1, 2)
    workbook.save(path)
    moved = await outcome_of(path)
    assert moved == await application(tmp_path)


async def test_two_values_beside_one_label_are_refused(tmp_path: Path) -> None:
    path = filled_form(APPLICATION, tmp_path / "a.xlsx")
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet["C2"] = "另一个学院"
    workbook.save(path)
    outcome = await outcome_of(path)
    assert isinstance(outcome, list)
    assert [(issue.row, issue.column, issue.code) for issue in outcome] == [(2, "单位名称", "value-scattered")]


async def test_a_formula_without_a_value_is_named(tmp_path: Path) -> None:
    assert await issues(tmp_path, {"B2": '="某某"&"学院"'}) == [(2, "单位名称", "formula-without-value")]


@pytest.mark.parametrize("removed", ["A3", "D3"])
async def test_a_form_that_lacks_a_required_label_is_refused_by_its_name(tmp_path: Path, removed: str) -> None:
    path = filled_form(APPLICATION, tmp_path / "a.xlsx")
    workbook = load_workbook(path)
    label = str(workbook.worksheets[0][removed].value).lstrip("*")
    workbook.worksheets[0][removed].value = None
    workbook.save(path)
    with pytest.raises(WorkbookRefused) as refused:
        await outcome_of(path)
    assert refused.value.facts == {"file": "a.xlsx", "reason": "missing-field", "columns": label}


async def test_a_label_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbookRefused) as refused:
        await outcome_of(filled_form(APPLICATION, tmp_path / "a.xlsx", {"A20": "单位名称"}))
    assert (refused.value.facts["reason"], refused.value.facts["columns"]) == ("repeated-field", "单位名称")


async def test_two_filled_forms_in_one_workbook_are_refused(tmp_path: Path) -> None:
    path = filled_form(APPLICATION, tmp_path / "a.xlsx")
    workbook = load_workbook(path)
    workbook.copy_worksheet(workbook.worksheets[0])
    workbook.save(path)
    with pytest.raises(WorkbookRefused) as refused:
        await outcome_of(path)
    assert refused.value.facts["reason"] == "several-forms"


async def test_another_table_or_form_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(TemplateUnknown):
        await outcome_of(save(tmp_path / "t.xlsx", [["序号", "物品"], [1, "椅子"]]))
    with pytest.raises(TemplateUnknown):
        await outcome_of(filled_form(CONTACTS, tmp_path / "c.xlsx"))
    with pytest.raises(TemplateUnknown):
        await outcome_of(filled_form(APPLICATION, tmp_path / "a.xlsx"), CONTACTS)


async def test_a_form_is_read_within_the_same_limits_and_refusals(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(WorkbookRefused) as refused:
        await outcome_of(tmp_path / "a.xlsx")
    assert refused.value.facts["reason"] == "damaged"
    path = filled_form(APPLICATION, tmp_path / "b.xlsx")
    with pytest.raises(WorkbookRefused) as refused:
        await read_form(
            path, adapter="jiangsu", form=APPLICATION, today=TODAY, limits=WorkbookLimits(max_file_bytes=100)
        )
    assert refused.value.facts["reason"] == "file-too-large"


async def test_a_form_does_not_go_on_for_ever(tmp_path: Path) -> None:
    path = filled_form(APPLICATION, tmp_path / "a.xlsx", {"A500": "附言"})
    with pytest.raises(WorkbookRefused) as refused:
        await outcome_of(path)
    assert refused.value.facts["reason"] == "too-many-rows"


async def test_a_citys_contacts_are_rows_under_its_bureau(tmp_path: Path) -> None:
    draft = await contacts(
        tmp_path, {"A5": "民办教育处", "B5": "云晴川 科员", "C5": "80000000", "D5": "13900000002", "E5": "a@b.cn"}
    )
    assert (draft.bureau, draft.city) == ("南京市教育局", "320100")
    assert [one.department for one in draft.contacts] == ["社会教育处", "民办教育处"]
    assert [one.name_and_post for one in draft.contacts] == ["张示例 处长", "云晴川 科员"]
    assert [one.office_phone for one in draft.contacts] == ["025-80000000", "80000000"]


async def test_contacts_rows_are_checked_each_by_its_cells(tmp_path: Path) -> None:
    changes: dict[str, Value] = {"A5": "民办教育处", "C5": 80000000, "D5": "139", "E5": "@"}
    assert await issues(tmp_path, changes, CONTACTS) == [
        (5, "姓名及职务", "required"),
        (5, "办公电话", "numeric-cell"),
        (5, "手机", "mobile-form"),
        (5, "邮箱", "email-form"),
    ]


@pytest.mark.parametrize("written", ["苏州市教育局（盖章）", "江苏省苏州市教育局", "__苏州__市教育局(盖章)"])
async def test_the_bureaus_line_names_the_city(tmp_path: Path, written: str) -> None:
    assert (await contacts(tmp_path, {"A2": written})).city == "320500"


@pytest.mark.parametrize(
    ("written", "code"), [("合肥市教育局（盖章）", "bureau-unknown"), ("＿＿＿＿市教育局（盖章）", "required")]
)
async def test_a_bureau_outside_the_province_or_blank_is_refused(tmp_path: Path, written: str, code: str) -> None:
    assert await issues(tmp_path, {"A2": written}, CONTACTS) == [(2, "设区市教育局", code)]


async def test_untouched_contacts_ask_for_bureau_and_a_person(tmp_path: Path) -> None:
    write_template(CONTACTS, tmp_path / "c.xlsx")
    outcome = await outcome_of(tmp_path / "c.xlsx", CONTACTS)
    assert isinstance(outcome, list)
    assert [issue.code for issue in outcome] == ["required", "no-contact"]


async def test_drafts_show_nobody_in_their_repr(tmp_path: Path) -> None:
    drafts = (await application(tmp_path), await contacts(tmp_path))
    for draft in drafts:
        assert not any(text in repr(draft) for text in PRIVATE)
    assert not any(text in repr(drafts[0].contact) + repr(drafts[0].institution) for text in PRIVATE)
    assert not any(text in repr(drafts[1].contacts) for text in PRIVATE)


async def test_no_issue_repeats_what_a_cell_says(tmp_path: Path) -> None:
    outcome = await outcome_of(
        filled_form(APPLICATION, tmp_path / "a.xlsx", {"B7": "机密甲3", "D8": "机密乙", "F8": "机密丙"})
    )
    assert isinstance(outcome, list)
    assert len(outcome) == 3
    assert not any("机密" in issue.message for issue in outcome)


def test_forms_are_found_by_name_and_adapter() -> None:
    assert [form.name for form in all_forms()] == [APPLICATION, CONTACTS, "zhejiang-declaration"]
    assert form_named(APPLICATION) is form_of_adapter("jiangsu", APPLICATION)
    for adapter, name in (("jiangsu", "none"), ("declared:neutral", APPLICATION), ("atlantis", APPLICATION)):
        with pytest.raises(NotHere):
            form_of_adapter(adapter, name)


async def test_a_plain_sheet_typed_by_hand_is_read_like_the_template(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (
        ["设区市工作联络人信息表"],
        ["无锡市教育局（盖章）"],
        ["职能处室", "姓名及职务", "办公电话", "手机", "邮箱"],
        ["社教处", "云晴川 处长", "0510-80000000", "13900000003", "a@example.edu.cn"],
    ):
        sheet.append(row)
    workbook.save(tmp_path / "c.xlsx")
    outcome = await outcome_of(tmp_path / "c.xlsx", CONTACTS)
    assert isinstance(outcome, CityContactsDraft)
    assert (outcome.bureau, len(outcome.contacts)) == ("无锡市教育局", 1)
