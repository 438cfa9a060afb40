"""Jiangsu's table 1: fifteen required fields, codes from the lists, cross-checks within the row."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

import adapters.jiangsu.codes
import adapters.shared.codes
from adapters.base import AccountDraft, Cell, CellIssue, RowRef
from adapters.jiangsu.accounts import ACCOUNTS
from adapters.jiangsu.adapter import JIANGSU
from adapters.jiangsu.codes import (
    ACHIEVEMENT_LEVEL3,
    EDUCATION,
    EDUCATION_CATEGORY,
    OCCUPATION,
    PROFESSIONAL_TITLE,
    PROVINCES,
    REGIONS,
    SEX,
)
from federation.model.document import Document, DocumentType
from tests.support.workbooks import OTHER_RESIDENT, RESIDENT, TODAY

GOOD: dict[str, Cell] = {
    "协议单位用户号": "JS0001",
    "姓名": "云晴川",
    "性别": "男",
    "证件类型": "居民身份证",
    "证件号码": RESIDENT,
    "初始学历": "大学本科",
    "职称": "无",
    "通信地址—省": "江苏省",
    "通信地址—市": "南京市",
    "通信地址—区": "鼓楼区",
    "职业": "不便分类的其它从业人员",
    "学历类别": "非正式教育",
    "一级学习成果": "线下教育",
    "二级学习成果": "社区教育",
    "三级学习成果": "其它",
}
REF = RowRef(sheet="名单", row=2)


def check(born_by: date = TODAY, /, **changes: Cell) -> AccountDraft | list[CellIssue]:
    cells = {**GOOD, **{key.replace("_", "—"): value for key, value in changes.items()}}
    outcome = JIANGSU.check_row(ACCOUNTS, None, list(cells.values()), REF, born_by)
    assert isinstance(outcome, (AccountDraft, list))
    return outcome


def codes(**changes: Cell) -> list[tuple[str, str]]:
    outcome = check(TODAY, **changes)
    assert isinstance(outcome, list)
    return [(issue.column, issue.code) for issue in outcome]


def test_a_good_row_becomes_codes() -> None:
    assert check() == AccountDraft(
        ref=REF,
        member_user_number="JS0001",
        name="云晴川",
        sex="1",
        document=Document(DocumentType.RESIDENT_ID, RESIDENT),
        initial_education="21",
        professional_title="0",
        province="320000",
        city="320100",
        district="320106",
        occupation="8",
        education_category="非正式教育",
        achievement_level1="线下教育",
        achievement_level2="社区教育",
        achievement_level3="其它",
    )


@pytest.mark.parametrize("header", list(GOOD))
def test_each_of_the_fifteen_fields_is_required(header: str) -> None:
    outcome = JIANGSU.check_row(ACCOUNTS, None, ["" if key == header else GOOD[key] for key in GOOD], REF, TODAY)
    assert isinstance(outcome, list)
    assert (header, "required") in [(issue.column, issue.code) for issue in outcome]


def test_the_template_has_the_notices_fifteen_fields_all_required() -> None:
    assert [column.header for column in ACCOUNTS.columns] == list(GOOD)
    assert all(column.required for column in ACCOUNTS.columns)


def test_everything_wrong_with_a_row_is_said_at_once() -> None:
    assert codes(姓名="云3", 性别="?", 证件号码="", 职业="") == [
        ("姓名", "name-character"),
        ("性别", "code-unknown"),
        ("证件号码", "required"),
        ("职业", "required"),
    ]


def test_sex_is_held_against_the_id_number() -> None:
    assert codes(性别="女") == [("性别", "birth-sex-differs")]


def test_unstated_sex_is_not_held_against_the_id_number() -> None:
    assert isinstance(check(性别="未说明的性别"), AccountDraft)


def test_an_id_number_of_someone_not_yet_born_is_refused() -> None:
    outcome = check(date(1989, 1, 1))
    assert isinstance(outcome, list)
    assert [issue.code for issue in outcome] == ["document-birth-date"]


def test_a_user_number_that_is_an_id_number_must_be_the_rows_own() -> None:
    assert isinstance(check(协议单位用户号=RESIDENT), AccountDraft)
    assert codes(协议单位用户号=OTHER_RESIDENT) == [("协议单位用户号", "user-number-differs")]


def test_the_same_district_name_means_the_one_in_its_city() -> None:
    outcome = check(通信地址_市="徐州市", 通信地址_区="鼓楼区")
    assert isinstance(outcome, AccountDraft)
    assert outcome.district == "320302"


def test_a_district_of_another_city_is_refused() -> None:
    assert codes(通信地址_区="昆山市") == [("通信地址—区", "district-not-in-city")]


def test_an_address_in_another_province_is_kept_as_text_with_a_remark() -> None:
    outcome = check(通信地址_省="安徽省", 通信地址_市="合肥市", 通信地址_区="庐阳区")
    assert isinstance(outcome, AccountDraft)
    assert (outcome.province, outcome.city, outcome.district) == ("340000", "合肥市", "庐阳区")
    assert outcome.remarks == ("address-outside-province",)


def test_the_document_type_decides_the_check() -> None:
    assert codes(证件类型="护照", 证件号码="12") == [("证件号码", "document-form")]
    assert isinstance(check(证件类型="护照", 证件号码="E12345678"), AccountDraft)
    assert codes(证件类型="港澳台居民居住证") == [("证件号码", "document-permit-region")]


def test_no_issue_repeats_what_the_cell_says() -> None:
    outcome = check(姓名="云晴川3", 证件号码=RESIDENT[:17] + "9", 性别="外星")
    assert isinstance(outcome, list)
    for issue in outcome:
        assert not any(text in issue.message for text in ("云晴川3", RESIDENT[:17], "外星"))


def test_jiangsu_has_13_cities_and_95_divisions_below_them() -> None:
    assert len(REGIONS.cities) == 13
    assert sum(len(names) for names in REGIONS.districts.values()) == 95
    assert len(PROVINCES.codes) == 34


def test_a_draft_shows_nobody_in_its_repr() -> None:
    assert not any(text in repr(check()) for text in ("云晴川", RESIDENT, "JS0001"))


def test_a_passport_holders_user_number_that_is_an_id_number_has_its_checks() -> None:
    assert isinstance(check(证件类型="护照", 证件号码="E12345678", 协议单位用户号=RESIDENT), AccountDraft)
    assert codes(证件类型="护照", 证件号码="E12345678", 协议单位用户号=RESIDENT, 性别="女") == [
        ("性别", "birth-sex-differs")
    ]
    assert codes(证件类型="护照", 证件号码="E12345678", 协议单位用户号=RESIDENT[:17] + "9") == [
        ("协议单位用户号", "document-check-digit")
    ]


def test_a_user_number_of_someone_not_yet_born_is_refused() -> None:
    outcome = check(date(1989, 1, 1), 证件类型="护照", 证件号码="E12345678", 协议单位用户号=RESIDENT)
    assert isinstance(outcome, list)
    assert [(issue.column, issue.code) for issue in outcome] == [("协议单位用户号", "document-birth-date")]


@pytest.mark.parametrize(
    ("header", "wrong"),
    [("学历类别", "学历教育"), ("一级学习成果", "在线教育"), ("二级学习成果", "职业培训"), ("三级学习成果", "证书")],
)
def test_category_and_levels_are_as_the_notice_asks(header: str, wrong: str) -> None:
    cells = [wrong if key == header else GOOD[key] for key in GOOD]
    outcome = JIANGSU.check_row(ACCOUNTS, None, cells, REF, TODAY)
    assert isinstance(outcome, list)
    assert [(issue.column, issue.code) for issue in outcome] == [(header, "code-unknown")]
    # The one allowed value is spelled out.
    assert str(GOOD[header]) in outcome[0].message


def test_region_names_and_codes_mean_the_same_and_are_held_against_each_other() -> None:
    by_code = check(通信地址_省="320000", 通信地址_市="320300", 通信地址_区="320302")
    assert isinstance(by_code, AccountDraft)
    assert (by_code.city, by_code.district) == ("320300", "320302")
    assert codes(通信地址_市="320300", 通信地址_区="320106") == [("通信地址—区", "district-not-in-city")]
    assert codes(通信地址_市="合肥市") == [("通信地址—市", "city-not-in-province")]


def test_every_code_list_has_an_edition_and_a_source() -> None:
    folders = [Path(adapters.jiangsu.codes.__file__).parent, Path(adapters.shared.codes.__file__).parent]
    files = [path for folder in folders for path in sorted(folder.glob("*.toml"))]
    read = {path: tomllib.loads(path.read_text(encoding="utf-8")) for path in files}
    lists = {path: content for path, content in read.items() if "codes" in content or "city" in content}
    assert len(lists) == 14
    for path, content in lists.items():
        assert re.search(r"\d{4}", content["edition"]), path.name
        assert len(content["source"]) > 10, path.name
        assert any(mark in content["source"] for mark in ("GB/T", "notice", "federation/", "brochure")), path.name


def test_what_the_notice_prints_is_in_the_lists_and_the_rest_says_its_standard() -> None:
    assert "不便分类的其它从业人员" in OCCUPATION.labels
    assert "无" in PROFESSIONAL_TITLE.labels
    assert (EDUCATION_CATEGORY.labels, ACHIEVEMENT_LEVEL3.labels) == (("非正式教育",), ("其它",))
    for codes_ in (SEX, EDUCATION, OCCUPATION, PROFESSIONAL_TITLE, PROVINCES):
        assert "GB/T" in codes_.source
