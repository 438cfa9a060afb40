"""Shows, row by row, what annex 2 of Jiangsu's 2022 notice asks of each field of its two tables.

Source: 社会培训成果信息填报模板及说明, tables 1 and 2 (docs/jiangsu.md lists article, code and test).
"""

from datetime import date

import pytest

from adapters.base import ImportMode
from adapters.jiangsu.accounts import ACCOUNTS
from adapters.jiangsu.achievements import ACHIEVEMENTS
from tests.support.services import account_row, accounts_file, achievement_row, achievements_file
from tests.support.workbooks import OTHER_RESIDENT, RESIDENT, headers_of, read

TABLE_1 = {
    1: ("协议单位用户号", "可以与身份证号相同"),
    2: ("姓名", "与居民身份证（户口本）一致"),
    3: ("性别", "下拉选择"),
    4: ("证件类型", "下拉选择"),
    5: ("证件号码", "与居民身份证一致"),
    6: ("初始学历", "下拉选择，填报时的状态"),
    7: ("职称", "下拉选择，可选无"),
    8: ("通信地址—省", "下拉选择"),
    9: ("通信地址—市", "下拉选择"),
    10: ("通信地址—区", "下拉选择"),
    11: ("职业", "下拉选择，可选不便分类的其它从业人员"),
    12: ("学历类别", "非正式教育"),
    13: ("一级学习成果", "线下教育"),
    14: ("二级学习成果", "社区教育"),
    15: ("三级学习成果", "其它"),
}
DROP_DOWNS = (3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
ONE_CHOICE = {12: "非正式教育", 13: "线下教育", 14: "社区教育", 15: "其它"}


async def account_of(tmp_path, **changes):
    return await read(accounts_file(tmp_path / "a.xlsx", [account_row(1, **changes)]))


@pytest.mark.parametrize("number", TABLE_1, ids=lambda number: f"table 1, row {number}: {TABLE_1[number][0]}")
async def test_table_1_each_field_stands_in_its_place_and_is_required(tmp_path, number):
    header = TABLE_1[number][0]
    assert headers_of(ACCOUNTS)[number - 1] == header
    assert ACCOUNTS.columns[number - 1].required
    reading = await account_of(tmp_path, **{header: ""})
    assert [(one.column, one.code) for one in reading.issues] == [(header, "required")]
    assert header in reading.issues[0].message


@pytest.mark.parametrize("number", DROP_DOWNS, ids=lambda number: f"table 1, row {number}: {TABLE_1[number][0]}")
async def test_table_1_a_drop_down_takes_what_it_offers_and_nothing_else(tmp_path, number):
    header = TABLE_1[number][0]
    assert ACCOUNTS.columns[number - 1].choices
    reading = await account_of(tmp_path, **{header: "不在列表中的内容"})
    assert reading.drafts == [] or header in ("通信地址—市", "通信地址—区")
    assert {one.column for one in reading.issues} == {header}


@pytest.mark.parametrize("number", ONE_CHOICE, ids=lambda number: f"table 1, row {number}: {TABLE_1[number][0]}")
async def test_table_1_the_categories_are_those_that_the_notice_names(tmp_path, number):
    assert ACCOUNTS.columns[number - 1].choices == (ONE_CHOICE[number],)


async def test_table_1_row_1_a_user_number_may_be_the_id_number_and_must_then_be_the_same(tmp_path):
    own = account_row(1)[4]
    assert len((await account_of(tmp_path, 协议单位用户号=own)).drafts) == 1
    assert (await account_of(tmp_path, 协议单位用户号=RESIDENT)).codes == ["user-number-differs"]


async def test_table_1_row_3_the_sex_agrees_with_the_id_number(tmp_path):
    wrong = "女" if account_row(1)[2] == "男" else "男"
    assert (await account_of(tmp_path, 性别=wrong)).codes == ["birth-sex-differs"]


async def test_table_1_row_7_a_title_may_be_none_and_row_11_an_occupation_may_be_unsure(tmp_path):
    reading = await account_of(tmp_path, 职称="无", 职业="不便分类的其它从业人员")
    assert len(reading.drafts) == 1


async def test_table_2_row_1_by_user_number_the_id_number_need_not_be_filled(tmp_path):
    path = achievements_file(tmp_path / "b.xlsx", [achievement_row(user="JS0001"), achievement_row(number=RESIDENT)])
    reading = await read(path, mode=ImportMode.USER_NUMBER)
    assert [one.member_user_number for one in reading.achievements] == ["JS0001"]
    assert [(one.column, one.code) for one in reading.issues] == [("协议单位用户号", "required")]


async def test_table_2_row_2_the_institution_is_named(tmp_path):
    row = achievement_row(number=RESIDENT)
    row[1] = ""
    reading = await read(achievements_file(tmp_path / "b.xlsx", [row]))
    assert [(one.column, one.code) for one in reading.issues] == [("协议单位名称", "required")]


async def test_table_2_row_3_by_id_number_the_user_number_need_not_be_filled(tmp_path):
    rows = [achievement_row(number=OTHER_RESIDENT), achievement_row(user="JS0001")]
    reading = await read(achievements_file(tmp_path / "b.xlsx", rows))
    assert [one.document_number for one in reading.achievements] == [OTHER_RESIDENT]
    assert [(one.column, one.code) for one in reading.issues] == [("证件号码", "required")]


async def test_table_2_row_4_the_achievement_is_the_training_projects_name(tmp_path):
    rows = [achievement_row(number=RESIDENT, title="智能手机应用"), achievement_row(number=OTHER_RESIDENT, title="")]
    reading = await read(achievements_file(tmp_path / "b.xlsx", rows))
    assert [one.title for one in reading.achievements] == ["智能手机应用"]
    assert [one.column for one in reading.issues] == ["学习成果名称"]


async def test_table_2_row_5_the_date_is_written_20220801(tmp_path):
    reading = await read(achievements_file(tmp_path / "b.xlsx", [achievement_row(number=RESIDENT, on="20220801")]))
    assert [one.achieved_on for one in reading.achievements] == [date(2022, 8, 1)]
    assert ACHIEVEMENTS.columns[4].example == "20220801"


async def test_table_2_has_no_hours_and_no_credit_so_they_stay_unknown(tmp_path):
    reading = await read(achievements_file(tmp_path / "b.xlsx", [achievement_row(number=RESIDENT)]))
    (one,) = reading.achievements
    assert (one.training_hours, one.credit_hours, one.credits) == (None, None, None)
