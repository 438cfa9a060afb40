"""Templates filled in, opened and saved again by LibreOffice import the same as the originals.

The files are committed (tests/fixtures/libreoffice, with their generator): no LibreOffice is needed here.
"""

import csv
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from adapters.base import ImportMode
from adapters.jiangsu.codes import REGIONS
from adapters.workbook.reading import read_form
from tests.fixtures.libreoffice.filled import ERRORS, FORMS, PEOPLE, TABLES, WRONG, write_errors, write_filled
from tests.fixtures.libreoffice.make import FOLDER, SUFFIXES, make
from tests.support.workbooks import Reading, read

ORIGINALS = FOLDER / "original"
RULES = 12
"""Drop-downs of the accounts template."""


async def reading_of(path: Path, name: str) -> Reading:
    adapter = "declared:neutral" if name.startswith("neutral") else "jiangsu"
    mode = ImportMode.USER_NUMBER if TABLES[name].modes else None
    return await read(path, adapter=adapter, mode=mode)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The committed files; in the long form, and where LibreOffice is, files made now."""
    if os.environ.get("DELTABANK_SOAK") and shutil.which("soffice"):
        made = tmp_path_factory.mktemp("libreoffice")
        make(made)
        return made
    return FOLDER


@pytest.mark.parametrize("name", TABLES)
async def test_an_originals_rows_are_all_accepted_in_their_version(name: str) -> None:
    reading = await reading_of(ORIGINALS / f"{name}.xlsx", name)
    assert (len(reading.drafts), reading.issues) == (len(PEOPLE), [])
    (found,) = reading.recognised
    assert (found.template_name, found.template_version) == (TABLES[name].name, TABLES[name].version)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", TABLES)
async def test_a_table_saved_again_by_libreoffice_imports_the_same(folder: Path, name: str, suffix: str) -> None:
    original = await reading_of(ORIGINALS / f"{name}.xlsx", name)
    again = await reading_of(folder / f"{name}.{suffix}", name)
    assert again.drafts == original.drafts
    assert (again.issues, again.notices) == (original.issues, original.notices)
    assert again.recognised == original.recognised


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", FORMS)
async def test_a_form_saved_again_by_libreoffice_reads_the_same(folder: Path, name: str, suffix: str) -> None:
    today = PEOPLE[0].birth_date.replace(year=2026)
    original = await read_form(ORIGINALS / f"{name}.xlsx", adapter=FORMS[name], form=name, today=today)
    again = await read_form(folder / f"{name}.{suffix}", adapter=FORMS[name], form=name, today=today)
    assert not isinstance(original, list)
    assert again == original


async def errors_of(path: Path) -> Reading:
    return await read(path, mode=ImportMode.USER_NUMBER)


@pytest.mark.parametrize("suffix", SUFFIXES)
async def test_an_error_workbook_saved_again_by_libreoffice_has_the_same_errors(folder: Path, suffix: str) -> None:
    original = await errors_of(ORIGINALS / f"{ERRORS}.xlsx")
    assert tuple(issue.column for issue in original.issues) == WRONG
    again = await errors_of(folder / f"{ERRORS}.{suffix}")
    assert (again.issues, again.notices) == (original.issues, original.notices)
    assert again.recognised == original.recognised


async def test_an_error_workbook_saved_again_by_libreoffice_is_accepted_once_corrected(tmp_path: Path) -> None:
    workbook = load_workbook(FOLDER / f"{ERRORS}.xlsx")
    sheet = workbook.worksheets[0]
    headers = [str(cell.value).removeprefix("*") for cell in sheet[1]]
    right = load_workbook(ORIGINALS / "jiangsu-accounts.xlsx").worksheets[0]
    # The second and fourth of the people, below the header and the sample row.
    for row, (column, original) in enumerate(zip(WRONG, (4, 6), strict=True), start=2):
        place = headers.index(column) + 1
        sheet.cell(row, place).value = right.cell(original, place).value
    workbook.save(tmp_path / "corrected.xlsx")
    reading = await errors_of(tmp_path / "corrected.xlsx")
    assert (len(reading.drafts), reading.issues, reading.notices) == (len(WRONG), [], [])


@pytest.mark.parametrize(
    ("name", "through_xls"),
    [("jiangsu-accounts", "drop-downs-through-xls"), (ERRORS, "error-drop-downs-through-xls")],
)
def test_drop_downs_outlive_libreoffice_and_the_old_format(name: str, through_xls: str) -> None:
    with zipfile.ZipFile(FOLDER / f"{name}.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<dataValidation ") == RULES
    assert "INDIRECT($H2)" in sheet
    assert "INDIRECT($I2)" in sheet
    assert 'showDropDown="true"' not in sheet
    for saved in (f"{name}.ods", f"{through_xls}.ods"):
        with zipfile.ZipFile(FOLDER / saved) as archive:
            content = archive.read("content.xml").decode()
        assert content.count("<table:content-validation ") == RULES, saved
        assert "INDIRECT([.$H2])" in content
        assert "INDIRECT([.$I2])" in content
        assert 'table:display-list="none"' not in content


def test_libreoffice_finds_a_citys_districts_under_its_name() -> None:
    with (FOLDER / "indirect.csv").open(encoding="utf-8", newline="") as stream:
        found = [(label, int(count), first) for label, count, first in csv.reader(stream)]
    lists = (("江苏省", REGIONS.city_labels), *REGIONS.labels_by_city)
    assert found == [(label, len(names), names[0]) for label, names in lists]


@pytest.mark.parametrize("name", [*TABLES, *FORMS])
async def test_the_originals_are_what_the_generator_writes(tmp_path: Path, name: str) -> None:
    write_filled(name, tmp_path / "now.xlsx")
    if name in TABLES:
        now, kept = await reading_of(tmp_path / "now.xlsx", name), await reading_of(ORIGINALS / f"{name}.xlsx", name)
        assert now.drafts == kept.drafts
    else:
        today = PEOPLE[0].birth_date.replace(year=2026)
        outcomes = [
            await read_form(path, adapter=FORMS[name], form=name, today=today)
            for path in (tmp_path / "now.xlsx", ORIGINALS / f"{name}.xlsx")
        ]
        assert outcomes[0] == outcomes[1]


async def test_the_original_error_workbook_is_what_the_generator_writes(tmp_path: Path) -> None:
    await write_errors(tmp_path / "now.xlsx")
    now, kept = await errors_of(tmp_path / "now.xlsx"), await errors_of(ORIGINALS / f"{ERRORS}.xlsx")
    assert now.issues == kept.issues
