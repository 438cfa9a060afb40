"""The samples are what their README says, row by row, and what their generator writes."""

import re
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from adapters.base import AccountDraft, ImportMode
from adapters.workbook.reading import read_form
from federation.model.document import DocumentType, parse_document
from samples.generate import FOLDER, write_samples
from samples.people import everywhere, people
from samples.workbooks import write_accounts_workbook, write_achievements_workbook
from tests.support.workbooks import Reading, read

TODAY = date(2026, 11, 21)
README = (FOLDER / "README.md").read_text(encoding="utf-8")
FILES = re.findall(r"^\| `([\w-]+\.xlsx)` \| `([\w:]+)` \| (\d+) \| (\d+) \| (\d+) \|$", README, re.MULTILINE)
WRONG = re.findall(r"^\| `([\w-]+\.xlsx)` \| (\d+) \| ([^|]+?) \| `([\w-]+)` \|$", README, re.MULTILINE)
FORMS = re.findall(r"^\| `([\w-]+)\.xlsx` \| `([\w:]+)` \| (\d+) \|$", README, re.MULTILINE)
OF_SOME = (
    *("jiangsu-accounts.xlsx", "jiangsu-college-achievements.xlsx", "zhejiang-projects.xlsx"),
    *("zhejiang-dual-certificate.xlsx", "zhejiang-learners.xlsx", "zhejiang-sign-in.xlsx", "zhejiang-evaluations.xlsx"),
)
"""About no results, or about some people's alone."""
TABLE_2 = ("jiangsu-achievements.xlsx", "jiangsu-college-achievements.xlsx")
CASES = [
    (name, adapter, int(rows), int(accepted), int(rejected), mode)
    for name, adapter, rows, accepted, rejected in FILES
    for mode in (tuple(ImportMode) if name in TABLE_2 else (None,))
]


async def reading_of(name: str, adapter: str, mode: ImportMode | None = None) -> Reading:
    return await read(FOLDER / name, adapter=adapter, mode=mode, today=TODAY)


def test_the_readme_names_every_sample() -> None:
    named = [name for name, *_ in FILES] + [f"{form}.xlsx" for form, *_ in FORMS]
    assert sorted(named) == sorted(path.name for path in FOLDER.glob("*.xlsx"))


@pytest.mark.parametrize(("name", "adapter", "rows", "accepted", "rejected", "mode"), CASES)
async def test_a_sample_has_the_rows_and_errors_that_the_readme_says(
    name: str, adapter: str, rows: int, accepted: int, rejected: int, mode: ImportMode | None
) -> None:
    reading = await reading_of(name, adapter, mode)
    assert (reading.rows, len(reading.drafts), len(reading.rejected)) == (rows, accepted, rejected)
    found = [(name, str(issue.row), issue.column, issue.code) for issue in reading.issues]
    assert found == [wrong for wrong in WRONG if wrong[0] == name]


@pytest.mark.parametrize(("form", "adapter", "count"), FORMS)
async def test_a_form_among_the_samples_has_the_errors_that_the_readme_says(
    form: str, adapter: str, count: str
) -> None:
    outcome = await read_form(FOLDER / f"{form}.xlsx", adapter=adapter, form=form, today=TODAY)
    assert isinstance(outcome, list)
    found = [(f"{form}.xlsx", str(issue.row), issue.column, issue.code) for issue in outcome]
    assert found == [wrong for wrong in WRONG if wrong[0] == f"{form}.xlsx"]
    assert len(found) == int(count)


@pytest.mark.parametrize("name", ["degree-results.xlsx", "certificates.xlsx"])
async def test_shared_samples_read_alike_in_another_branch(name: str) -> None:
    here, there = await reading_of(name, "jiangsu"), await reading_of(name, "declared:neutral")
    assert (here.drafts, here.codes) == (there.drafts, there.codes)


def test_the_samples_are_small_and_what_the_generator_writes(tmp_path: Path) -> None:
    write_samples(tmp_path)
    for path in FOLDER.glob("*.xlsx"):
        assert path.stat().st_size < 200_000
        kept, written = CalamineWorkbook.from_path(path), CalamineWorkbook.from_path(tmp_path / path.name)
        assert kept.get_sheet_by_index(0).to_python() == written.get_sheet_by_index(0).to_python(), path.name


async def test_ten_learners_have_achievements_in_all_four_provinces() -> None:
    wanted = {parse_document(DocumentType.RESIDENT_ID, person.document_number) for person in everywhere()}
    for name, adapter, *_, mode in CASES:
        if name not in OF_SOME:
            reading = await reading_of(name, adapter, mode)
            found = {document for draft in reading.achievements for document in draft.candidate_documents}
            assert wanted <= found, name


def test_made_up_people_are_well_formed() -> None:
    for person in people(0, 2_000):
        document = parse_document(DocumentType.RESIDENT_ID, person.document_number)
        assert (document.birth_date, document.sex) == (person.birth_date, person.sex)


async def test_large_pairs_are_correct_and_about_the_same_people(tmp_path: Path) -> None:
    write_accounts_workbook(tmp_path / "a.xlsx", rows=300, seed=5)
    write_achievements_workbook(tmp_path / "b.xlsx", rows=900, learners=300, seed=5)
    accounts = await read(tmp_path / "a.xlsx", mode=None, today=TODAY)
    achievements = await read(tmp_path / "b.xlsx", mode=ImportMode.DOCUMENT_NUMBER, today=TODAY)
    assert (len(accounts.drafts), len(achievements.drafts)) == (300, 900)
    known = {(draft.member_user_number, draft.document) for draft in accounts.drafts if isinstance(draft, AccountDraft)}
    assert {(draft.member_user_number, draft.candidate_documents[0]) for draft in achievements.achievements} == known
    distinct = {(draft.document_number, draft.title, draft.achieved_on) for draft in achievements.achievements}
    assert len(distinct) == 900
