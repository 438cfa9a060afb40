"""Shows the commands on progress as a clerk meets them: shown, published, as workbooks."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from samples.people import person_at
from tests.support.command_line import run
from tests.support.services import account_row, accounts_file, achievement_row, achievements_file

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Branch 32 with a city and two counties; the second filed four people, the first thirty."""
    base = tmp_path_factory.mktemp("progress")
    folder = base / "32"
    assert run("init", folder, "--branch", "32", "--new-federation", "--listen-peers", "127.0.0.1:0").code == 0
    for code, level, region, parent in (
        ("S1", "city-university", "3201", ""),
        ("X1", "county-college", "320102", "S1"),
        ("X2", "county-college", "320104", "S1"),
    ):
        added = run(
            "unit", "add", folder, code, "--name", f"{code}机构", "--level", level, "--region", region,
            *(("--parent", parent) if parent else ()),
        )  # fmt: skip
        assert added.code == 0, added.err
    for unit, people in (("X1", range(30)), ("X2", range(30, 34))):
        accounts = accounts_file(base / f"{unit}-a.xlsx", [account_row(one) for one in people])
        rows = [achievement_row(number=person_at(one).document_number) for one in people]
        achievements = achievements_file(base / f"{unit}-r.xlsx", rows)
        assert run("import", folder, accounts, "--unit", unit).code == 0
        assert run("import", folder, achievements, "--unit", unit, "--by", "document-number").code == 0
    return folder


def test_live_figures_are_shown_by_city_and_county_in_per_cent_with_one_decimal(folder):
    told = run("progress", "show", folder)
    assert told.code == 0, told.err
    line = next(one for one in told.out.splitlines() if "玄武区" in one)
    cells = [cell.strip() for cell in re.split("[│|┃]", line) if cell.strip()]
    assert cells == ["320102", "玄武区", "0", "30", "30", "100.0%", "30", "30"]
    assert "不得对外公布" in told.out
    assert "\N{REPLACEMENT CHARACTER}" not in told.out + run("unit", "list", folder).out


def test_live_figures_as_json(folder):
    told = run("progress", "show", folder, "--json").json
    rows = {row["region"]: row for row in told["rows"]}
    assert list(rows) == ["32", "3201", "320102", "320104"]
    assert (rows["320104"]["learners"], rows["320104"]["id_checked_percent"]) == (4, "100.0")
    assert sum(month["achievements_new"] for month in told["months"]) == 34


def test_figures_of_a_day_that_is_not_over_are_not_published(folder):
    refused = run("progress", "publish", folder, "--to", (TODAY + timedelta(days=1)).isoformat())
    assert refused.code == 3
    assert "统计时段尚未结束" in refused.err


def test_what_was_published_is_shown_and_put_into_a_workbook_with_charts(folder, tmp_path):
    nothing = run("progress", "workbook", folder, "-o", tmp_path / "none.xlsx")
    assert nothing.code != 0
    published = run("progress", "publish", folder, "--from", "2020-01-01", "--json")
    assert published.code == 0, published.err
    assert published.json["is_new"]
    again = run("progress", "publish", folder, "--from", "2020-01-01")
    assert "未重复公布" in again.out
    shown = run("progress", "show", folder, "--branch", "32", "--json").json
    assert {**shown, "is_new": True} == published.json
    assert "不予公布" in run("progress", "show", folder, "--branch", "32").out
    path = tmp_path / "进展.xlsx"
    written = run("progress", "workbook", folder, "-o", path)
    assert written.code == 0, written.err
    assert openpyxl.load_workbook(path)["汇总"]._charts
    assert run("progress", "workbook", folder, "-o", path).code != 0  # nothing is overwritten


def test_the_yearly_figures_are_a_workbook(folder, tmp_path):
    year = (TODAY - timedelta(days=1)).year
    path = tmp_path / "考核.xlsx"
    written = run("progress", "yearly", folder, "--year", year, "-o", path, "--json")
    assert written.code == 0, written.err
    assert written.json["period_start"] == f"{year}-01-01"
    assert "分市考核数据" in openpyxl.load_workbook(path).sheetnames
    assert run("progress", "yearly", folder, "--year", year + 1, "-o", tmp_path / "next.xlsx").code == 3


@pytest.mark.parametrize("text", ["2026-13-01", "gestern", "20260101x"])
def test_a_day_that_is_none_is_refused(folder, text):
    refused = run("progress", "show", folder, "--from", text)
    assert refused.code == 2
    assert "2026-01-01" in refused.err


def test_another_branchs_figures_that_did_not_arrive_are_said_to_be_missing(folder):
    refused = run("progress", "show", folder, "--branch", "33")
    assert refused.code != 0
    assert len(refused.err.splitlines()) == 1
