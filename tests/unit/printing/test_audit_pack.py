"""The audit pack is opened and read: report and workbook say what was found, and show no number."""

import asyncio
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from node.printing.audit_report import render_audit_report
from node.printing.audit_workbook import FINDINGS, SAMPLE, SUMMARY, UNITS, write_audit_workbook
from samples.people import person_at
from tests.support.audits import FILED, SEED, audited, audited_corner, upheld
from tests.support.printed import glyph_codes, pages_of

NOW = datetime(2027, 4, 8, 2, tzinfo=UTC)


async def audited_twice(path):
    async with audited_corner(path) as at:
        who = at.people["auditor"]
        done = await audited(at)
        before = await at.node.auditing.views.outcome(done.case.case_id, actor=who)
        await upheld(at)
        return before, await at.node.auditing.views.outcome(done.case.case_id, actor=who)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """The outcome when everything was raised, and once a finding was upheld."""
    return asyncio.run(audited_twice(tmp_path_factory.mktemp("audit")))


def numbers():
    return [person_at(index).document_number for index in range(FILED)]


def test_the_report_says_scope_seed_and_figures(outcomes):
    pages = pages_of(render_audit_report(outcomes[0], printed_at=NOW))
    assert len(pages) == 1
    for said in ("学习成果核查报告", "省教育厅：", "2027-Q1", SEED, "没有认定属实的疑点", "2027年4月8日"):
        assert said in pages[0], said


def test_each_unit_with_an_upheld_finding_has_a_page_of_its_own(outcomes):
    pages = pages_of(render_audit_report(outcomes[1], printed_at=NOW))
    assert len(pages) == 2
    for said in ("上城第一成人学校核查情况", "超出申报规模", "临时增加了一个班。", "超出规模属实", "涉及成果6条"):
        assert said in pages[1], said
    assert "上城第一成人学校" in pages[0]


def test_the_report_shows_no_number_and_every_character(outcomes):
    pdf = render_audit_report(outcomes[1], printed_at=NOW)
    assert not any(number in page for number in numbers() for page in pages_of(pdf))
    assert 0 not in glyph_codes(pdf)
    assert pdf == render_audit_report(outcomes[1], printed_at=NOW)


def test_the_workbook_has_summary_units_findings_and_sample(outcomes, tmp_path):
    write_audit_workbook(outcomes[1], tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == [SUMMARY, UNITS, FINDINGS, SAMPLE]
    summary = {row[0]: row[1] for row in book[SUMMARY].iter_rows(min_row=6, values_only=True)}
    assert (summary["存入成果"], summary["其中属实"], summary["规则 scale-exceeded"]) == (FILED, 1, "2026-1")
    header, unit = book[UNITS].iter_rows(min_row=5, max_row=6, values_only=True)
    told = dict(zip(header, unit, strict=True))
    assert (told["单位名称"], told["存入成果"], told["属实"]) == ("上城第一成人学校", FILED, 1)
    findings = list(book[FINDINGS].iter_rows(min_row=6, values_only=True))
    assert len(findings) == len(outcomes[1].findings)
    assert any("属实" in row and "超出申报规模" in row for row in findings)
    assert book[SAMPLE].max_row == 6
    assert SEED in book[SAMPLE]["A2"].value


def test_the_workbook_shows_no_number(outcomes, tmp_path):
    write_audit_workbook(outcomes[1], tmp_path / "a.xlsx")
    told = [
        str(cell.value) for sheet in load_workbook(tmp_path / "a.xlsx") for row in sheet.iter_rows() for cell in row
    ]
    assert not any(number in text for number in numbers() for text in told)
