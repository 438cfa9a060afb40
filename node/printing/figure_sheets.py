"""Sheets of figures: title, period and time, a table with numbers as numbers and text as text.

The same figures give the same bytes: the creation date is that of the figures, and the writer
stamps no time of its own into the file. Text is written as a string whatever it begins with.

Source: LIBRARIES, Excel list, item 14; RELIABILITY 29.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

import msgspec
import xlsxwriter

from adapters.workbook.files import replace_file
from node.model.progress import CITY_DIGITS, ProgressFigures, ProgressRow

BEIJING = timezone(timedelta(hours=8))
SUPPRESSED = "…"
NOTHING = "—"
SUPPRESSION_NOTE = (
    f"注：“{SUPPRESSED}”为不予公布的数据：人数不足 10 人，或可据以推算出不足 10 人的数据；"
    "核验率由实名核验账户数除以学习账户总数得出。"
)
BODY_FONT = "宋体"
HEAD_FONT = "黑体"
A4 = 9
NARROW, WIDE = 14, 22
ROW_POINTS, HEADER_POINTS, TITLE_POINTS = 18, 32, 32

Value: TypeAlias = str | int | float | None
Row = TypeVar("Row")


class FigureColumn(msgspec.Struct, Generic[Row], frozen=True, kw_only=True):
    """One column of a table of regions or units.

    Attributes:
        header: its heading.
        value: what it shows of a row; None is a suppressed count, a float a share.
        width: in characters.
    """

    header: str
    value: Callable[[Row], Value]
    width: int = NARROW


ProgressColumn: TypeAlias = FigureColumn[ProgressRow]


def write_figure_workbook(
    path: Path,
    *,
    title: str,
    as_of: datetime,
    said: str,
    fill: Callable[["FigureBook"], None],
    note: str = SUPPRESSION_NOTE,
) -> None:
    """Writes the sheets that `fill` makes, replacing `path` as a whole.

    Args:
        path: an .xlsx.
        title: of the workbook's properties.
        as_of: when the figures were counted: the file's date.
        said: what period they are of, in words, under each sheet's title.
        fill: makes the sheets.
        note: below that.
    """

    def write(target: str) -> None:
        with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
            workbook.set_properties({"title": title, "created": as_of.astimezone(UTC)})
            fill(FigureBook(workbook, said, note))

    replace_file(path, write)


class FigureBook:
    """A workbook in the making: its formats, and what stands under all its titles."""

    def __init__(self, workbook: Any, said: str, note: str) -> None:
        self.workbook = workbook
        self._said = said
        self._said_note = note
        framed = {"font_name": BODY_FONT, "font_size": 11, "border": 1, "valign": "vcenter"}
        add = workbook.add_format
        self._title = add({"font_name": HEAD_FONT, "font_size": 18, "align": "center", "valign": "vcenter"})
        self._note = add({"font_name": BODY_FONT, "font_size": 10, "valign": "vcenter"})
        self._header = add(
            {**framed, "font_name": HEAD_FONT, "align": "center", "text_wrap": True, "bg_color": "#E7E6E6"}
        )
        self._text = add({**framed, "num_format": "@"})
        self._number = add({**framed, "num_format": "#,##0", "align": "right"})
        self._share = add({**framed, "num_format": "0.0%", "align": "right"})
        self._absent = add({**framed, "num_format": "@", "align": "right"})

    def add_sheet(self, name: str, title: str, widths: Sequence[int]) -> Any:
        """A sheet with title, period, time and note; its tables begin at row 5 (counted from 1)."""
        sheet = self.workbook.add_worksheet(name)
        last = len(widths) - 1
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.set_row(0, TITLE_POINTS)
        sheet.merge_range(0, 0, 0, last, "", self._title)
        sheet.write_string(0, 0, title, self._title)
        sheet.write_string(1, 0, self._said, self._note)
        sheet.write_string(2, 0, self._said_note, self._note)
        sheet.set_default_row(ROW_POINTS)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        return sheet

    def add_table(self, sheet: Any, columns: Sequence[FigureColumn[Row]], rows: Sequence[Row]) -> None:
        """A table of regions or units at the sheet's row 5, with headings that stay in sight and repeat on paper."""
        self.write_table(
            sheet, 4, [column.header for column in columns], [[c.value(row) for c in columns] for row in rows]
        )
        # Region codes are text on purpose; without this every one of them is flagged.
        sheet.ignore_errors({"number_stored_as_text": f"A1:A{len(rows) + 5}"})
        sheet.freeze_panes(5, 0)
        sheet.repeat_rows(4)

    def write_table(self, sheet: Any, top: int, headers: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        """Headings at row `top` (counted from 0), the rows under it."""
        sheet.set_row(top, HEADER_POINTS)
        for place, header in enumerate(headers):
            sheet.write_string(top, place, header, self._header)
        for at, row in enumerate(rows, start=top + 1):
            for place, value in enumerate(row):
                self._write(sheet, at, place, value)

    def _write(self, sheet: Any, row: int, place: int, value: Value) -> None:
        if value is None:
            sheet.write_string(row, place, SUPPRESSED, self._absent)
        elif isinstance(value, str):
            sheet.write_string(row, place, value, self._absent if value == NOTHING else self._text)
        else:
            sheet.write_number(row, place, value, self._share if isinstance(value, float) else self._number)


def said_period(figures: ProgressFigures) -> str:
    """Period and time of counting, in words."""
    counted = figures.as_of.astimezone(BEIJING)
    period = f"{said_day(figures.period_start)}至{said_day(figures.period_end)}"
    return f"统计时段：{period}　　截至：{said_day(counted)} {counted:%H:%M}"


def said_day(day: date | datetime) -> str:
    """As on paper: ``2026年11月1日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def shown_share(row: ProgressRow) -> Value:
    """The share of verified accounts, a dash where it can't be said."""
    share = row.id_checked_share()
    return NOTHING if share is None else share


def city_names(figures: ProgressFigures) -> Callable[[ProgressRow], str]:
    """The name of the city that a county belongs to; empty if the figures have no such city."""
    names = {row.region: row.name for row in figures.of_level(CITY_DIGITS)}
    return lambda row: names.get(row.region[:CITY_DIGITS], "")
