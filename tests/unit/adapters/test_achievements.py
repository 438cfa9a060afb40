"""Jiangsu's table 2: the notice's five columns, and the version that adds 办学点."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from adapters.base import ImportMode
from adapters.jiangsu.achievements import ACHIEVEMENTS, ACHIEVEMENTS_WITH_PLACE
from adapters.registry import template_named
from adapters.workbook.writing import write_template_workbook
from tests.support.workbooks import OTHER_RESIDENT, RESIDENT, Value, headers_of, read, save

FIVE, SIX = headers_of(ACHIEVEMENTS), headers_of(ACHIEVEMENTS_WITH_PLACE)
BY_USER, BY_DOCUMENT = ImportMode.USER_NUMBER, ImportMode.DOCUMENT_NUMBER


def row(user: Value = "U1", number: Value = RESIDENT, on: Value = "20220801") -> list[Value]:
    return [user, "某县社区学院", number, "剪纸", on]


def test_the_official_layout_has_the_notices_five_columns() -> None:
    assert FIVE == ["协议单位用户号", "协议单位名称", "证件号码", "学习成果名称", "成果取得时间"]
    assert [*FIVE, "办学点"] == SIX


def test_the_current_version_has_an_optional_training_place() -> None:
    assert template_named("jiangsu-achievements") is ACHIEVEMENTS_WITH_PLACE
    assert not ACHIEVEMENTS_WITH_PLACE.columns[-1].required


@pytest.mark.parametrize("headers", [FIVE, FIVE[::-1], FIVE[1:]], ids=["as printed", "turned round", "without 用户号"])
async def test_five_official_columns_without_a_mark_are_read_by_the_official_layout(
    tmp_path: Path, headers: list[str]
) -> None:
    cells = dict(zip(FIVE, row(), strict=True))
    path = save(tmp_path / "a.xlsx", [headers, [cells[header] for header in headers]])
    reading = await read(path, mode=BY_DOCUMENT)
    assert reading.recognised[0].template_version == "2022"
    assert [draft.training_place for draft in reading.achievements] == [""]


async def test_a_training_place_goes_beside_the_college_that_files(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [SIX, [*row(), "某某镇社区教育中心"], [*row(), ""]])
    reading = await read(path, mode=BY_DOCUMENT)
    assert reading.recognised[0].template_version == "2022.1"
    assert [(draft.institution_name, draft.training_place) for draft in reading.achievements] == [
        ("某县社区学院", "某某镇社区教育中心"),
        ("某县社区学院", ""),
    ]


async def test_the_stated_version_decides_though_another_fits(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_template_workbook(ACHIEVEMENTS_WITH_PLACE, path)
    workbook = load_workbook(path)
    workbook.worksheets[0].delete_cols(6)
    for place, value in enumerate(row(), start=1):
        workbook.worksheets[0].cell(3, place, value)
    workbook.save(path)
    reading = await read(path, mode=BY_DOCUMENT)
    assert (reading.recognised[0].template_version, len(reading.drafts)) == ("2022.1", 1)


async def test_an_old_workbook_stays_importable_in_its_version(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_template_workbook(ACHIEVEMENTS, path)
    workbook = load_workbook(path)
    for place, value in enumerate(row(), start=1):
        workbook.worksheets[0].cell(3, place, value)
    workbook.save(path)
    reading = await read(path, mode=BY_DOCUMENT)
    assert (reading.recognised[0].template_version, len(reading.drafts)) == ("2022", 1)


async def test_a_user_number_that_is_an_id_number_must_be_the_rows_own(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [FIVE, row(user=RESIDENT), row(user=OTHER_RESIDENT)])
    for mode in ImportMode:
        reading = await read(path, mode=mode)
        assert [(issue.row, issue.column, issue.code) for issue in reading.issues] == [
            (3, "协议单位用户号", "user-number-differs")
        ]


async def test_a_user_number_that_is_an_id_number_has_an_id_numbers_checks(tmp_path: Path) -> None:
    rows = [row(user=RESIDENT[:17] + "9", number=""), row(user=RESIDENT, number="", on="19890101")]
    reading = await read(save(tmp_path / "a.xlsx", [FIVE, *rows]), mode=BY_USER)
    assert reading.codes == ["document-check-digit", "date-before-birth"]
