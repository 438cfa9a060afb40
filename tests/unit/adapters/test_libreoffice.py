"""Templates filled in, opened and saved again by LibreOffice import the same as the originals.

The files are committed (tests/fixtures/libreoffice, with their generator): no LibreOffice is needed here.
"""

import csv
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from adapters.base import ImportMode
from adapters.jiangsu.codes import REGIONS
from adapters.workbook.reading import read_form
from tests.fixtures.libreoffice.filled import FORMS, PEOPLE, TABLES, write_filled
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
    original = await read_form(ORIGINALS / f"{name}.xlsx", adapter="jiangsu", form=name, today=today)
    again = await read_form(folder / f"{name}.{suffix}", adapter="jiangsu", form=name, today=today)
    assert not isinstance(original, list)
    assert again == original


def test_drop_downs_outlive_libreoffice_and_the_old_format() -> None:
    with zipfile.ZipFile(FOLDER / "jiangsu-accounts.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<dataValidation ") == RULES
    assert "INDIRECT($H2)" in sheet
    assert "INDIRECT($I2)" in sheet
    assert 'showDropDown="true"' not in sheet
    for name in ("jiangsu-accounts.ods", "drop-downs-through-xls.ods"):
        with zipfile.ZipFile(FOLDER / name) as archive:
            content = archive.read("content.xml").decode()
        assert content.count("<table:content-validation ") == RULES, name
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
            await read_form(path, adapter="jiangsu", form=name, today=today)
            for path in (tmp_path / "now.xlsx", ORIGINALS / f"{name}.xlsx")
        ]
        assert outcomes[0] == outcomes[1]
