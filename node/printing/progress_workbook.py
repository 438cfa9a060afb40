"""The progress workbook (工作进展): by city and county, with charts, ready for the province's learning site.

Source: seed document 000, part 4 (定期汇总公布各地工作进展情况).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from node.model.progress import CITY_DIGITS, COUNTY_DIGITS, PROVINCE_DIGITS, ProgressFigures
from node.printing.figure_sheets import (
    BODY_FONT,
    HEAD_FONT,
    WIDE,
    FigureBook,
    ProgressColumn,
    city_names,
    said_period,
    shown_share,
    write_figure_workbook,
)

TITLE = "社区教育培训成果信息存入工作进展情况"
SUMMARY, CITIES, COUNTIES = "汇总", "分市", "分县"
REGION = ProgressColumn(header="区划代码", value=lambda row: row.region)
NAME = ProgressColumn(header="地区", value=lambda row: row.name, width=WIDE)
COUNTS = (
    ProgressColumn(header="已开户机构", value=lambda row: row.institutions),
    ProgressColumn(header="学习账户总数", value=lambda row: row.learners),
    ProgressColumn(header="本期新增账户", value=lambda row: row.learners_new),
    ProgressColumn(header="实名核验账户", value=lambda row: row.id_checked),
    ProgressColumn(header="核验率", value=shown_share),
    ProgressColumn(header="学习成果总数", value=lambda row: row.achievements),
    ProgressColumn(header="本期新增成果", value=lambda row: row.achievements_new),
)
BY_REGION = (REGION, NAME, *COUNTS)
CITY_HEADERS = ("地区", "学习成果总数")
MONTH_HEADERS = ("月份", "新增学习账户", "新增学习成果")
# What the charts draw: the same figures with a suppressed one left blank, for a chart would draw it as zero.
DRAWN = "图表数据"
CITIES_DRAWN, MONTHS_DRAWN = 0, 3
# Tables begin here, counted from 0; under the headings the rows.
TABLE_TOP = 4
CHART_SIZE = {"width": 495, "height": 440}
CHART_ROWS = 20
LEARNERS_COLOUR, ACHIEVEMENTS_COLOUR = "#2F5597", "#C55A11"
GRID = {"visible": True, "line": {"color": "#D9D9D9"}}


def write_progress_workbook(figures: ProgressFigures, path: Path) -> None:
    """Writes sheets 汇总 (with the charts), 分市 and 分县 as .xlsx; `path` is replaced as a whole.

    A hidden sheet holds what the charts draw.

    Raises:
        OSError: the file can't be written.
    """
    write_figure_workbook(
        path, title=TITLE, as_of=figures.as_of, said=said_period(figures), fill=lambda book: _fill(book, figures)
    )


def _fill(book: FigureBook, figures: ProgressFigures) -> None:
    widths = [column.width for column in BY_REGION]
    summary = book.add_sheet(SUMMARY, TITLE, widths)
    summary.fit_to_pages(1, 1)
    provinces = figures.of_level(PROVINCE_DIGITS)
    book.add_table(summary, BY_REGION, provinces)
    charts_top = TABLE_TOP + len(provinces) + 2
    months = [(month.month, month.learners_new, month.achievements_new) for month in figures.months]
    book.write_table(summary, charts_top + CHART_ROWS, MONTH_HEADERS, months)
    cities = figures.of_level(CITY_DIGITS)
    book.add_table(book.add_sheet(CITIES, f"{TITLE}（分市）", widths), BY_REGION, cities)
    _write_counties(book, figures)
    drawn = book.workbook.add_worksheet(DRAWN)
    drawn.hide()
    _write_drawn(drawn, CITIES_DRAWN, CITY_HEADERS, [(city.name, city.achievements) for city in cities])
    _write_drawn(drawn, MONTHS_DRAWN, MONTH_HEADERS, months)
    if cities:
        summary.insert_chart(charts_top, 0, _city_chart(book.workbook, len(cities)))
    if months:
        beside = {"x_offset": CHART_SIZE["width"] + 8}
        summary.insert_chart(charts_top, 0, _month_chart(book.workbook, len(months)), beside)


def _write_counties(book: FigureBook, figures: ProgressFigures) -> None:
    city = ProgressColumn(header="所属市", value=city_names(figures), width=WIDE)
    columns = (REGION, city, NAME, *COUNTS)
    sheet = book.add_sheet(COUNTIES, f"{TITLE}（分县）", [column.width for column in columns])
    book.add_table(sheet, columns, figures.of_level(COUNTY_DIGITS))


def _write_drawn(
    sheet: Any, left: int, headers: Sequence[str], rows: Sequence[tuple[str, *tuple[int | None, ...]]]
) -> None:
    for place, header in enumerate(headers, start=left):
        sheet.write_string(0, place, header)
    for at, (name, *counts) in enumerate(rows, start=1):
        sheet.write_string(at, left, name)
        for place, count in enumerate(counts, start=left + 1):
            if count is not None:
                sheet.write_number(at, place, count)


def _city_chart(workbook: Any, rows: int) -> Any:
    chart = workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            **_drawn_series(CITIES_DRAWN, CITIES_DRAWN + 1, rows),
            "fill": {"color": ACHIEVEMENTS_COLOUR},
            "data_labels": {"value": True, "num_format": "#,##0"},
            "gap": 60,
        }
    )
    _finish_chart(chart, "各市学习成果总数")
    chart.set_legend({"none": True})
    # The first city of the table stands on top, as in the table.
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": {"name": BODY_FONT}})
    chart.set_x_axis({"num_format": "#,##0", "min": 0, "label_position": "high", "major_gridlines": GRID})
    return chart


def _month_chart(workbook: Any, rows: int) -> Any:
    chart = workbook.add_chart({"type": "line"})
    for place, colour in ((1, LEARNERS_COLOUR), (2, ACHIEVEMENTS_COLOUR)):
        chart.add_series(
            {
                **_drawn_series(MONTHS_DRAWN, MONTHS_DRAWN + place, rows),
                "line": {"color": colour, "width": 2.25},
                "marker": {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}},
            }
        )
    _finish_chart(chart, "逐月增长情况")
    chart.set_legend({"position": "bottom", "font": {"name": BODY_FONT}})
    chart.set_x_axis({"interval_unit": 1, "num_font": {"rotation": -45}})
    chart.set_y_axis({"num_format": "#,##0", "min": 0, "major_gridlines": GRID})
    return chart


def _drawn_series(names: int, counts: int, rows: int) -> dict[str, list[str | int]]:
    return {
        "name": [DRAWN, 0, counts],
        "categories": [DRAWN, 1, names, rows, names],
        "values": [DRAWN, 1, counts, rows, counts],
    }


def _finish_chart(chart: Any, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"name": HEAD_FONT, "size": 14, "bold": False}})
    chart.set_size(CHART_SIZE)
    chart.show_hidden_data()
    chart.show_blanks_as("gap")
