"""The XML of written templates and forms, held against what Excel, WPS and LibreOffice all show.

Shows LIBRARIES (writing workbooks): 255 characters in a rule, ``showDropDown=1`` hides the arrow,
whole columns as text, nothing that WPS can't open.
"""

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook

from adapters.jiangsu.accounts import ACCOUNTS
from adapters.jiangsu.codes import REGIONS
from adapters.registry import all_forms, all_templates, template_named
from adapters.workbook.writing import write_template, write_template_workbook
from tests.support.workbooks import header_row_of

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NAMES = [one.name for one in (*all_templates(), *all_forms())]
TABLES = [one.name for one in all_templates()]


@pytest.fixture(params=NAMES)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"{request.param}.xlsx"
    write_template(request.param, path)
    return path


def part(path: Path, name: str) -> Element:
    with zipfile.ZipFile(path) as archive:
        root: Element = fromstring(archive.read(name))
    return root


def rules(path: Path) -> list[Element]:
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
    return [rule for sheet in sheets for rule in part(path, sheet).iter(f"{MAIN}dataValidation")]


def names_of(path: Path) -> dict[str, str]:
    found = part(path, "xl/workbook.xml").iter(f"{MAIN}definedName")
    return {name.get("name", ""): name.text or "" for name in found}


def listed(path: Path, name: str) -> tuple[object, ...]:
    sheet, _, area = names_of(path)[name].partition("!")
    rows = load_workbook(path)[sheet.strip("'")][area.replace("$", "")]
    return tuple(row[0].value for row in rows) if isinstance(rows, tuple) else (rows.value,)


def test_no_rule_hides_its_arrow(written: Path) -> None:
    assert all(rule.get("showDropDown", "0") in ("0", "false") for rule in rules(written))
    assert all(rule.get("type") == "list" for rule in rules(written))


def test_every_rules_text_fits_and_names_no_other_sheet(written: Path) -> None:
    for rule in rules(written):
        formula = rule.findtext(f"{MAIN}formula1") or ""
        assert not formula.startswith("=")
        if formula.startswith('"'):
            assert len(formula.strip('"')) <= 255
        else:
            # An old .xls has no reference to another sheet in a rule: names alone survive.
            assert "!" not in formula
            assert re.fullmatch(r"INDIRECT\(\$[A-Z]{1,2}2\)|list_[0-9]+", formula)


def test_every_name_is_one_that_excel_takes_and_points_at_the_hidden_sheet(written: Path) -> None:
    for name, area in names_of(written).items():
        assert re.fullmatch(r"[A-Za-z_\u4e00-\u9fff][0-9A-Za-z_.\u4e00-\u9fff]{0,254}", name)
        assert not re.fullmatch(r"[A-Za-z]{1,3}[0-9]+|[RrCc]", name)
        assert re.fullmatch(r"'?_lists'?!\$[A-Z]+\$1:\$[A-Z]+\$[0-9]+", area)
        assert all(listed(written, name))
    workbook = load_workbook(written)
    hidden = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state != "visible"]
    assert hidden == (["_lists"] if names_of(written) else [])


def test_nothing_is_in_the_file_that_wps_cannot_open(written: Path) -> None:
    with zipfile.ZipFile(written) as archive:
        names = archive.namelist()
        sheets = [archive.read(name) for name in names if name.startswith("xl/worksheets/")]
    assert not any("vba" in name.lower() or "external" in name.lower() for name in names)
    assert not any(b"x14:" in sheet or b"<extLst" in sheet or b"<f>" in sheet for sheet in sheets)


def test_whole_columns_are_text(written: Path) -> None:
    sheet = load_workbook(written).worksheets[0]
    widest = max(cell.column for row in sheet.iter_rows() for cell in row if cell.value)
    for place in range(1, widest + 1):
        letter = sheet.cell(1, place).coordinate.rstrip("0123456789")
        assert sheet.column_dimensions[letter].number_format == "@", letter
    assert all(cell.number_format == "@" for row in sheet.iter_rows() for cell in row if cell.value)


@pytest.mark.parametrize("name", TABLES)
def test_every_choice_column_has_its_drop_down_over_all_rows(tmp_path: Path, name: str) -> None:
    write_template(name, tmp_path / "t.xlsx")
    areas = {rule.get("sqref") for rule in rules(tmp_path / "t.xlsx")}
    letters = [chr(65 + at) for at, column in enumerate(template_named(name).columns) if column.choices]
    first = header_row_of(template_named(name)) + 1
    assert areas == {f"{letter}{first}:{letter}200001" for letter in letters}


def test_city_follows_province_and_district_follows_city(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template("jiangsu-accounts", path)
    by_area = {rule.get("sqref"): rule.findtext(f"{MAIN}formula1") for rule in rules(path)}
    headers = [column.header for column in ACCOUNTS.columns]
    province, city, district = (chr(65 + headers.index(f"通信地址—{level}")) for level in "省市区")
    assert by_area[f"{city}2:{city}200001"] == f"INDIRECT(${province}2)"
    assert by_area[f"{district}2:{district}200001"] == f"INDIRECT(${city}2)"
    assert listed(path, "江苏省") == REGIONS.city_labels
    for code, label in REGIONS.cities.items():
        assert listed(path, label) == tuple(REGIONS.districts[code].values())


def test_a_list_of_more_than_255_characters_stands_under_a_name(tmp_path: Path) -> None:
    choices = tuple(f"某某市某某区第{at}社区教育中心" for at in range(60))
    columns = (*ACCOUNTS.columns[:2], replace(ACCOUNTS.columns[2], choices=choices))
    write_template_workbook(replace(ACCOUNTS, columns=columns), tmp_path / "t.xlsx")
    assert [rule.findtext(f"{MAIN}formula1") for rule in rules(tmp_path / "t.xlsx")] == ["list_1"]
    assert listed(tmp_path / "t.xlsx", "list_1") == choices


@pytest.mark.parametrize("name", NAMES)
def test_required_columns_are_marked_and_instructions_say_the_version(tmp_path: Path, name: str) -> None:
    path = tmp_path / "t.xlsx"
    write_template(name, path)
    workbook = load_workbook(path)
    texts = {str(cell.value) for row in workbook["填写说明"].iter_rows() for cell in row if cell.value}
    found = next(one for one in (*all_templates(), *all_forms()) if one.name == name)
    assert f"模板编号：{found.name}/{found.version}" in texts
    labels = {str(cell.value) for row in workbook.worksheets[0].iter_rows() for cell in row if cell.value}
    assert any(label.startswith("*") for label in labels)
    assert found.purpose
