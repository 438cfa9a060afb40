"""The error workbook for every template, version and kind of file: the same rows, to be uploaded as it is."""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from adapters.base import ImportMode, Template
from adapters.jiangsu.achievements import ACHIEVEMENTS, ACHIEVEMENTS_WITH_PLACE
from adapters.registry import built_in_adapters
from adapters.workbook.reading import write_error_workbook
from adapters.workbook.writing import write_template_workbook
from tests.fixtures.libreoffice.filled import TABLES, table_rows
from tests.fixtures.libreoffice.make import FOLDER
from tests.support.workbooks import TODAY, Reading, Value, headers_of, read, save

CASES = [
    pytest.param(adapter.name, name, id=f"{adapter.name}-{name}")
    for adapter in built_in_adapters()
    for name, template in TABLES.items()
    if template in adapter.templates
]


async def read_as(path: Path, adapter: str, template: Template) -> Reading:
    return await read(path, adapter=adapter, mode=ImportMode.DOCUMENT_NUMBER if template.modes else None)


def place_of(template: Template, header: str) -> int:
    return [column.header for column in template.columns].index(header)


@pytest.mark.parametrize(("adapter", "name"), CASES)
async def test_rejected_rows_come_back_and_pass_once_corrected(tmp_path: Path, adapter: str, name: str) -> None:
    template = TABLES[name]
    rows: list[list[Value]] = [list(cells) for cells in table_rows(template)]
    at = place_of(template, "证件号码")
    right = rows[1][at]
    rows[1][at] = f"{str(right)[:6]}********{str(right)[-4:]}"
    path = save(tmp_path / "a.xlsx", [headers_of(template), *rows])
    first = await read_as(path, adapter, template)
    assert first.codes == ["document-masked"]
    target = await write_error_workbook(
        path, template=template.name, issues=first.issues, target=tmp_path / "e.xlsx", adapter=adapter
    )
    again = await read_as(target, adapter, template)
    assert (again.codes, len(again.drafts), again.notices) == (["document-masked"], 0, [])
    assert again.recognised[0].template_version == template.version
    workbook = load_workbook(target)
    workbook.worksheets[0].cell(2, at + 1).value = str(right)
    workbook.save(target)
    corrected = await read_as(target, adapter, template)
    assert (corrected.issues, len(corrected.drafts), corrected.notices) == ([], 1, [])


def drop_downs(path: Path) -> tuple[dict[str, str], dict[str, list[object]]]:
    """What each header's rule says, columns by their headers; and the hidden lists by name."""
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    headers = {cell.column_letter: str(cell.value).removeprefix("*") for cell in sheet[1]}
    rules = {}
    for rule in sheet.data_validations.dataValidation:
        says = re.sub(r"INDIRECT\(\$([A-Z]+)2\)", lambda found: f"depends on {headers[found[1]]}", rule.formula1)
        rules[headers[str(rule.sqref).partition("2")[0]]] = says
    lists = {}
    for name, defined in workbook.defined_names.items():
        (title, area), *_ = defined.destinations
        assert workbook[title].sheet_state == "hidden"
        lists[name] = [cell.value for row in workbook[title][area] for cell in row]
    return rules, lists


@pytest.mark.parametrize(("adapter", "name"), CASES)
async def test_it_has_the_drop_downs_of_its_template(tmp_path: Path, adapter: str, name: str) -> None:
    template = TABLES[name]
    rows = [list(cells) for cells in table_rows(template)]
    rows[1][place_of(template, "证件号码")] = "3201**"
    # In another order, beside a column of their own.
    order = [*range(1, len(rows[1])), 0]
    source = [[*(row[at] for at in order), "备注"] for row in (headers_of(template), *rows)]
    path = save(tmp_path / "a.xlsx", source)
    first = await read_as(path, adapter, template)
    target = await write_error_workbook(
        path, template=template.name, issues=first.issues, target=tmp_path / "e.xlsx", adapter=adapter
    )
    write_template_workbook(template, tmp_path / "t.xlsx")
    assert drop_downs(target) == drop_downs(tmp_path / "t.xlsx")


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods", "csv"])
async def test_every_kind_of_source_gives_an_xlsx(tmp_path: Path, suffix: str) -> None:
    if suffix == "csv":
        rows = [headers_of(ACHIEVEMENTS_WITH_PLACE), *table_rows(ACHIEVEMENTS_WITH_PLACE)]
        source = tmp_path / "a.csv"
        source.write_text("\n".join(",".join(row) for row in rows), encoding="gb18030")
    else:
        source = FOLDER / f"jiangsu-achievements.{suffix}"
    # As if it were long ago: each achievement lies in the future.
    reading = await read(source, today=TODAY.replace(year=2010))
    assert len(reading.rejected) == 8
    target = tmp_path / "e.xlsx"
    await write_error_workbook(source, template="jiangsu-achievements", issues=reading.issues, target=target)
    again = await read(target, today=TODAY.replace(year=2010))
    assert again.codes == reading.codes
    corrected = await read(target)
    assert [draft.training_place for draft in corrected.achievements] == [
        draft.training_place for draft in (await read(source)).achievements
    ]


async def test_an_error_workbook_of_the_official_layout_stays_in_it(tmp_path: Path) -> None:
    rows = [headers_of(ACHIEVEMENTS), ["U1", "", "", "剪纸", "20220801"]]
    path = save(tmp_path / "a.xlsx", rows)
    reading = await read(path, mode=ImportMode.USER_NUMBER)
    target = tmp_path / "e.xlsx"
    await write_error_workbook(path, template="jiangsu-achievements", issues=reading.issues, target=target)
    again = await read(target, mode=ImportMode.USER_NUMBER)
    assert (again.recognised[0].template_version, again.codes) == ("2022", ["required"])
    texts = [str(cell.value) for row in load_workbook(target)["填写说明"].iter_rows() for cell in row]
    assert "模板编号：jiangsu-achievements/2022" in texts
