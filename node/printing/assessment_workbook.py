"""The yearly assessment as a workbook: by city, by county, by unit, ready for the education department.

Source: 浙学银〔2019〕2号, 四（五）: results against the year's catalogue count mainly, 双证制 stands apart.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias, TypeVar

from node.model.assessment import AreaAssessment, AssessmentFigures, UnitAssessment
from node.model.progress import CITY_DIGITS, COUNTY_DIGITS, PROVINCE_DIGITS
from node.printing.figure_sheets import (
    BEIJING,
    NOTHING,
    WIDE,
    FigureBook,
    FigureColumn,
    Value,
    said_day,
    write_figure_workbook,
)

CITIES, COUNTIES, UNITS = "分市考核数据", "分县考核数据", "分单位考核数据"
NOTE = (
    "注：考核以存入当年目录内培训项目的学习成果为主；双证制、学历教育成果另列，不计入目录内成果。"
    "完成率为目录内成果除以目录公布的培训规模。"
)
CODE_WIDTH = 18
AreaColumn: TypeAlias = FigureColumn[AreaAssessment]
UnitColumn: TypeAlias = FigureColumn[UnitAssessment]
Row = TypeVar("Row", AreaAssessment, UnitAssessment)


def write_assessment_workbook(figures: AssessmentFigures, path: Path) -> None:
    """Writes sheets 分市 (the province's line last), 分县 and 分单位 as .xlsx; `path` is replaced as a whole.

    Raises:
        OSError: the file can't be written.
    """
    counted = figures.as_of.astimezone(BEIJING)
    write_figure_workbook(
        path,
        title=_title(figures),
        as_of=figures.as_of,
        said=f"考核年度：{figures.year}年　　截至：{said_day(counted)} {counted:%H:%M}",
        note=NOTE,
        fill=lambda book: _fill(book, figures),
    )


def _fill(book: FigureBook, figures: AssessmentFigures) -> None:
    title = _title(figures)
    columns = (
        AreaColumn(header="区划代码", value=lambda row: row.region),
        AreaColumn(header="地区", value=lambda row: row.name, width=WIDE),
        AreaColumn(header="开展培训单位", value=lambda row: row.units),
        *_counts(AreaColumn),
    )
    areas = [_of_level(figures, digits) for digits in (CITY_DIGITS, PROVINCE_DIGITS)]
    _add(book, CITIES, title, columns, [*areas[0], *areas[1]])
    _add(book, COUNTIES, f"{title}（分县）", columns, _of_level(figures, COUNTY_DIGITS))
    by_unit = (
        UnitColumn(header="机构代码", value=lambda row: row.code, width=CODE_WIDTH),
        UnitColumn(header="单位名称", value=lambda row: row.name, width=WIDE),
        UnitColumn(header="区划代码", value=lambda row: row.region),
        *_counts(UnitColumn),
    )
    _add(book, UNITS, f"{title}（分单位）", by_unit, figures.units)


def _add(book: FigureBook, name: str, title: str, columns: Sequence[FigureColumn[Row]], rows: Sequence[Row]) -> None:
    sheet = book.add_sheet(name, title, [column.width for column in columns])
    book.add_table(sheet, columns, rows)


def _counts(column: type[FigureColumn[Row]]) -> tuple[FigureColumn[Row], ...]:
    return (
        column(header="计划项目数", value=lambda row: row.counts.planned_projects),
        column(header="目录项目数", value=lambda row: row.counts.projects),
        column(header="培训规模（人）", value=lambda row: row.counts.scale),
        column(header="目录内成果数", value=lambda row: row.counts.catalogue_results),
        column(header="完成率", value=_done),
        column(header="培训时数", value=lambda row: (row.counts.training_hours or 0) // 100),
        column(header="双证制（另列）", value=lambda row: row.counts.dual_certificates),
        column(header="学历教育（另列）", value=lambda row: row.counts.degree_results),
        column(header="核查属实疑点", value=lambda row: row.counts.upheld_findings),
    )


def _done(row: AreaAssessment | UnitAssessment) -> Value:
    results, scale = row.counts.catalogue_results, row.counts.scale
    return NOTHING if not scale or results is None else results / scale


def _of_level(figures: AssessmentFigures, digits: int) -> tuple[AreaAssessment, ...]:
    return tuple(row for row in figures.areas if len(row.region) == digits)


def _title(figures: AssessmentFigures) -> str:
    return f"{figures.year}年度成人学校社会培训学习成果存入考核数据"
