"""The education department's yearly figures (工作考核): the same numbers, by city and by county.

Source: seed document 000, part 4 (省教育厅相关处室负责…工作考核).
"""

from pathlib import Path

from federation.errors import PrintRefused
from node.model.progress import CITY_DIGITS, COUNTY_DIGITS, PROVINCE_DIGITS, ProgressFigures, ProgressRow
from node.printing.figure_sheets import (
    NOTHING,
    WIDE,
    FigureBook,
    ProgressColumn,
    Value,
    city_names,
    said_period,
    shown_share,
    write_figure_workbook,
)

CITIES, COUNTIES = "分市考核数据", "分县考核数据"
REGION = ProgressColumn(header="区划代码", value=lambda row: row.region)
NAME = ProgressColumn(header="地区", value=lambda row: row.name, width=WIDE)


def write_yearly_workbook(figures: ProgressFigures, path: Path) -> None:
    """Writes sheets 分市考核数据 (the province's line last) and 分县考核数据 as .xlsx; `path` is replaced as a whole.

    Raises:
        PrintRefused: ``not-one-year``: the period reaches over the turn of a year.
        OSError: the file can't be written.
    """
    if figures.period_start.year != figures.period_end.year:
        raise PrintRefused(what="yearly_workbook", reason="not-one-year")
    write_figure_workbook(
        path,
        title=_title(figures),
        as_of=figures.as_of,
        said=said_period(figures),
        fill=lambda book: _fill(book, figures),
    )


def _fill(book: FigureBook, figures: ProgressFigures) -> None:
    counts = _counts(figures)
    columns = (REGION, NAME, *counts)
    cities = book.add_sheet(CITIES, _title(figures), [column.width for column in columns])
    book.add_table(cities, columns, figures.of_level(CITY_DIGITS) + figures.of_level(PROVINCE_DIGITS))
    city = ProgressColumn(header="所属市", value=city_names(figures), width=WIDE)
    columns = (REGION, city, NAME, *counts)
    counties = book.add_sheet(COUNTIES, f"{_title(figures)}（分县）", [column.width for column in columns])
    book.add_table(counties, columns, figures.of_level(COUNTY_DIGITS))


def _title(figures: ProgressFigures) -> str:
    return f"{figures.period_start.year}年度社区教育培训成果信息存入工作考核数据"


def _counts(figures: ProgressFigures) -> tuple[ProgressColumn, ...]:
    provinces = {row.region: row for row in figures.of_level(PROVINCE_DIGITS)}

    def share_of_province(row: ProgressRow) -> Value:
        province = provinces.get(row.region[:PROVINCE_DIGITS])
        if province is None or not province.achievements_new or row.achievements_new is None:
            return NOTHING
        return row.achievements_new / province.achievements_new

    return (
        ProgressColumn(header="年末已开户机构", value=lambda row: row.institutions),
        ProgressColumn(header="年度新增账户", value=lambda row: row.learners_new),
        ProgressColumn(header="年度新增成果", value=lambda row: row.achievements_new),
        ProgressColumn(header="占全省新增成果比重", value=share_of_province),
        ProgressColumn(header="年末学习账户总数", value=lambda row: row.learners),
        ProgressColumn(header="实名核验账户", value=lambda row: row.id_checked),
        ProgressColumn(header="核验率", value=shown_share),
        ProgressColumn(header="年末学习成果总数", value=lambda row: row.achievements),
    )
