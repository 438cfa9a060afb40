"""Workbooks of figures: numbers as numbers, text as text, a suppressed count never as zero."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile

import msgspec
import pytest
from defusedxml import ElementTree
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from federation.error_catalogue import describe
from federation.errors import PrintRefused
from node.model.progress import MonthRow, ProgressFigures, ProgressRow
from node.printing.progress_workbook import write_progress_workbook
from node.printing.yearly_workbook import write_yearly_workbook

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def region(code: str, name: str, **changed: int | None) -> ProgressRow:
    counts: dict[str, int | None] = {
        "learners": 1000,
        "learners_new": 50,
        "id_checked": 750,
        "achievements": 4000,
        "achievements_new": 200,
    }
    return ProgressRow(region=code, name=name, institutions=3, **{**counts, **changed})


FIGURES = ProgressFigures(
    period_start=date(2026, 11, 1),
    period_end=date(2026, 11, 30),
    as_of=datetime(2026, 11, 30, 10, 5, tzinfo=UTC),
    rows=(
        region("32", "示例省", achievements_new=800),
        region("3291", "甲市"),
        region("329101", "甲市一区"),
        region("329102", "甲市二区", learners=None, id_checked=None),
        region("3292", "乙市", achievements=None, achievements_new=None),
        region("329201", "乙市一区", learners=0, id_checked=0),
    ),
    months=(
        MonthRow(month="2026-10", learners_new=40, achievements_new=100),
        MonthRow(month="2026-11", learners_new=None, achievements_new=200),
    ),
)


def rows_of(sheet: Worksheet, top: int = 5) -> list[dict[str, object]]:
    """A table by its headings, which stand in row `top` (counted from 1)."""
    headers = [str(cell.value) for cell in sheet[top] if cell.value]
    found = []
    for cells in sheet.iter_rows(min_row=top + 1, max_col=len(headers), values_only=True):
        if cells[0] is None:
            break
        found.append(dict(zip(headers, cells, strict=True)))
    return found


def charts_of(path: Path) -> list[ElementTree]:
    with ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name))
        return [ElementTree.fromstring(archive.read(name)) for name in names]


def cached(series: ElementTree, part: str) -> dict[int, str]:
    return {
        int(point.get("idx")): point.findtext(f"{CHART}v") for point in series.find(f"{CHART}{part}").iter(f"{CHART}pt")
    }


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "progress.xlsx"


def test_progress_stands_in_three_sheets_by_province_city_and_county(path: Path):
    write_progress_workbook(FIGURES, path)
    workbook = load_workbook(path)
    assert [sheet.title for sheet in workbook if sheet.sheet_state == "visible"] == ["汇总", "分市", "分县"]
    assert [row["地区"] for row in rows_of(workbook["汇总"])] == ["示例省"]
    assert [row["地区"] for row in rows_of(workbook["分市"])] == ["甲市", "乙市"]
    counties = rows_of(workbook["分县"])
    assert [(row["所属市"], row["地区"]) for row in counties] == [
        ("甲市", "甲市一区"),
        ("甲市", "甲市二区"),
        ("乙市", "乙市一区"),
    ]


def test_every_sheet_tells_period_and_time_by_the_clock_of_beijing(path: Path):
    write_progress_workbook(FIGURES, path)
    workbook = load_workbook(path)
    for name in ("汇总", "分市", "分县"):
        assert "工作进展情况" in workbook[name]["A1"].value
        told = workbook[name]["A2"].value
        assert told == "统计时段：2026年11月1日至2026年11月30日　　截至：2026年11月30日 18:05"
        assert "…" in workbook[name]["A3"].value


def test_numbers_are_numbers_and_region_codes_are_text(path: Path):
    write_progress_workbook(FIGURES, path)
    row = rows_of(load_workbook(path)["分市"])[0]
    assert row["区划代码"] == "3291"
    assert (row["已开户机构"], row["学习账户总数"], row["本期新增成果"]) == (3, 1000, 200)
    assert row["核验率"] == 0.75


def test_a_suppressed_count_is_shown_as_fewer_than_ten_and_its_share_not_at_all(path: Path):
    write_progress_workbook(FIGURES, path)
    rows = {row["地区"]: row for row in rows_of(load_workbook(path)["分县"])}
    assert (rows["甲市二区"]["学习账户总数"], rows["甲市二区"]["核验率"]) == ("…", "—")
    assert (rows["乙市一区"]["学习账户总数"], rows["乙市一区"]["核验率"]) == (0, "—")


def test_a_bar_chart_shows_achievements_by_city_and_draws_no_suppressed_one(path: Path):
    write_progress_workbook(FIGURES, path)
    bars = [found for chart in charts_of(path) for found in chart.iter(f"{CHART}barChart")]
    assert len(bars) == 1
    (series,) = bars[0].iter(f"{CHART}ser")
    assert list(cached(series, "cat").values()) == ["甲市", "乙市"]
    assert {at: text for at, text in cached(series, "val").items() if text} == {0: "4000"}


def test_a_line_chart_shows_growth_by_month_with_a_gap_where_a_month_is_suppressed(path: Path):
    write_progress_workbook(FIGURES, path)
    (chart,) = [chart for chart in charts_of(path) if chart.find(f".//{CHART}lineChart") is not None]
    learners, achievements = chart.iter(f"{CHART}ser")
    assert list(cached(learners, "cat").values()) == ["2026-10", "2026-11"]
    assert {at: text for at, text in cached(learners, "val").items() if text} == {0: "40"}
    assert list(cached(achievements, "val").values()) == ["100", "200"]
    blanks = chart.find(f".//{CHART}dispBlanksAs")
    # Like Excel 2007, the writer leaves the element out where a blank is a gap.
    assert blanks is None or blanks.get("val") == "gap"


@pytest.mark.parametrize(
    "typed", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "\t=1", "{=1}", "https://x.example"]
)
@pytest.mark.parametrize("write", [write_progress_workbook, write_yearly_workbook])
def test_a_formula_typed_as_a_name_stays_text(path: Path, write, typed: str):
    rows = tuple(msgspec.structs.replace(row, name=typed) for row in FIGURES.rows)
    months = (MonthRow(month=typed, learners_new=1, achievements_new=1),)
    write(msgspec.structs.replace(FIGURES, rows=rows, months=months), path)
    cells = [cell for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert [cell.coordinate for cell in cells if cell.hyperlink] == []
    assert sum(cell.value == typed for cell in cells) >= len(rows)


@pytest.mark.parametrize("write", [write_progress_workbook, write_yearly_workbook])
def test_the_same_figures_give_the_same_bytes(tmp_path: Path, write):
    for name in ("one.xlsx", "two.xlsx"):
        write(FIGURES, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    properties = load_workbook(tmp_path / "one.xlsx").properties
    assert properties.created == properties.modified == FIGURES.as_of.replace(tzinfo=None)


def test_figures_without_cities_or_months_have_no_chart(path: Path):
    provinces = FIGURES.of_level(2)
    write_progress_workbook(msgspec.structs.replace(FIGURES, rows=provinces, months=()), path)
    assert charts_of(path) == []
    assert rows_of(load_workbook(path)["分市"]) == []


def test_a_workbook_that_cannot_be_finished_leaves_the_earlier_one_in_place(path: Path):
    write_progress_workbook(FIGURES, path)
    before = path.read_bytes()
    broken = msgspec.structs.replace(FIGURES, rows=(*FIGURES.rows, region("3293", "丙市", learners=float("nan"))))
    with pytest.raises(TypeError):
        write_progress_workbook(broken, path)
    assert path.read_bytes() == before
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_the_yearly_figures_are_the_same_numbers_by_city_and_county_with_the_province_last(path: Path):
    write_yearly_workbook(FIGURES, path)
    workbook = load_workbook(path)
    cities = rows_of(workbook["分市考核数据"])
    assert workbook["分市考核数据"]["A1"].value.startswith("2026年度")
    assert [row["地区"] for row in cities] == ["甲市", "乙市", "示例省"]
    assert [row["年度新增成果"] for row in cities] == [200, "…", 800]
    assert [row["占全省新增成果比重"] for row in cities] == [0.25, "—", 1]
    assert [row["年末学习成果总数"] for row in rows_of(workbook["分县考核数据"])] == [4000, 4000, 4000]


def test_yearly_figures_over_the_turn_of_a_year_are_refused(path: Path):
    with pytest.raises(PrintRefused) as refused:
        write_yearly_workbook(msgspec.structs.replace(FIGURES, period_start=date(2025, 12, 1)), path)
    assert "跨了年度" in describe(refused.value, "zh")
    assert not path.exists()
