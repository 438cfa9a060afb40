"""Templates and error workbooks as Excel and WPS meet them."""

import asyncio
from pathlib import Path

import pytest
from openpyxl import load_workbook

from adapters.base import ImportMode
from adapters.jiangsu.achievements import ACHIEVEMENTS
from adapters.registry import all_templates, template_named
from adapters.workbook.reading import write_error_workbook
from adapters.workbook.writing import write_template
from federation.errors import NotHere, WorkbookRefused
from tests.support.workbooks import OTHER_RESIDENT, RESIDENT, Value, header_row_of, headers_of, read, save

HEADERS = headers_of(ACHIEVEMENTS)
NAMES = [template.name for template in all_templates()]


def row(number: Value = RESIDENT, title: str = "剪纸", on: Value = "20220801") -> list[Value]:
    return ["", "某县社区学院", number, title, on]


@pytest.mark.parametrize("name", NAMES)
def test_a_template_marks_required_columns_and_formats_all_as_text(tmp_path: Path, name: str) -> None:
    write_template(name, tmp_path / "t.xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx").worksheets[0]
    columns = [column for column in template_named(name).columns if not column.above]
    for place, column in enumerate(columns, start=1):
        header = sheet.cell(header_row_of(template_named(name)), place)
        assert header.value == ("*" if column.required else "") + column.header
        assert sheet.column_dimensions[header.column_letter].number_format == "@"


@pytest.mark.parametrize("name", NAMES)
def test_a_template_has_instructions_with_its_version(tmp_path: Path, name: str) -> None:
    write_template(name, tmp_path / "t.xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx")["填写说明"]
    texts = [str(cell.value) for cells in sheet.iter_rows() for cell in cells if cell.value]
    template = template_named(name)
    assert f"模板编号：{template.name}/{template.version}" in texts
    assert {column.header for column in template.columns} <= set(texts)


def test_an_unknown_template_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotHere):
        write_template("atlantis", tmp_path / "t.xlsx")
    assert list(tmp_path.iterdir()) == []


async def error_workbook_of(path: Path, target: Path, mode: ImportMode = ImportMode.DOCUMENT_NUMBER) -> Path:
    reading = await read(path, mode=mode)
    return await write_error_workbook(path, template="jiangsu-achievements", issues=reading.issues, target=target)


async def test_the_error_workbook_holds_the_bad_rows_in_red_with_the_reason(tmp_path: Path) -> None:
    rows: list[list[Value]] = [["标题"], ["序号", *HEADERS], [1, *row()], [2, *row("masked****")], [3, *row(title="")]]
    target = await error_workbook_of(save(tmp_path / "a.xlsx", rows), tmp_path / "e.xlsx")
    sheet = load_workbook(target).worksheets[0]
    written = [[cell.value for cell in cells] for cells in sheet.iter_rows()]
    assert written[0] == ["序号", *HEADERS, "错误原因"]
    assert [values[0] for values in written[1:]] == [2, 3]
    assert str(written[1][-1]).startswith("原表第 4 行：“证件号码”是脱敏号码")
    red = [[cell.fill.start_color.rgb == "FFFFC7CE" for cell in cells] for cells in sheet.iter_rows(min_row=2)]
    assert [[at for at, is_red in enumerate(line) if is_red] for line in red] == [[3], [4]]


async def test_the_error_workbook_corrected_is_read_as_it_is(tmp_path: Path) -> None:
    bad = [row("320102********4472"), row(OTHER_RESIDENT, on="去年")]
    target = await error_workbook_of(save(tmp_path / "a.xlsx", [HEADERS, row(), *bad]), tmp_path / "e.xlsx")
    workbook = load_workbook(target)
    workbook.worksheets[0]["C2"] = RESIDENT
    workbook.worksheets[0]["E3"] = "20220801"
    workbook.save(target)
    reading = await read(target)
    assert (len(reading.drafts), reading.issues, reading.notices) == (2, [], [])


async def test_the_error_workbook_uploaded_unchanged_has_the_same_errors(tmp_path: Path) -> None:
    bad = [row(320102900307447), row(RESIDENT[:17] + "9"), row(on=20220230), row('="x"'), row(on=True)]
    path = save(tmp_path / "a.xlsx", [HEADERS, row(), *bad])
    first = await read(path)
    second = await read(await error_workbook_of(path, tmp_path / "e.xlsx"))
    assert len(second.rejected) == 5
    # A formula that had no value is now a blank cell; all else is as it was.
    expected = ["required" if code == "formula-without-value" else code for code in first.codes]
    assert second.codes == expected


async def test_the_error_workbooks_reasons_do_not_pile_up(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [HEADERS, row("masked****")])
    once = await error_workbook_of(path, tmp_path / "e1.xlsx")
    twice = await error_workbook_of(once, tmp_path / "e2.xlsx")
    (headers,) = load_workbook(twice).worksheets[0].iter_rows(max_row=1, values_only=True)
    assert list(headers) == [*HEADERS, "错误原因"]


async def test_an_error_workbook_without_errors_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [HEADERS, row()])
    with pytest.raises(WorkbookRefused) as refused:
        await error_workbook_of(path, tmp_path / "e.xlsx")
    assert refused.value.facts["reason"] == "no-rows"
    assert await asyncio.to_thread(lambda: sorted(file.name for file in tmp_path.iterdir())) == ["a.xlsx"]
