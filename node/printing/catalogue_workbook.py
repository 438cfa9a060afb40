"""A catalogue as a workbook: one line a course, a sheet for each county; codes and texts as text, amounts as numbers.

The same edition gives the same bytes: the file's date is the first day of its quarters.

Source: 浙学银〔2019〕2号, section 3, item 1; LIBRARIES, Excel list, item 14; RELIABILITY 29.
"""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import msgspec
import xlsxwriter

from adapters.workbook.files import replace_file
from federation.model.catalogue_parts import CataloguePart
from federation.model.quarters import quarter_days, quarter_text

A4 = 9
TITLE = "学分银行培训项目目录"
HEADERS = (
    ("序号", 6),
    ("项目编码", 18),
    ("项目名称", 28),
    ("项目类别", 20),
    ("机构代码", 15),
    ("办学单位", 24),
    ("培训规模", 10),
    ("培训对象", 20),
    ("培训形式", 14),
    ("培训时数", 10),
    ("学时数", 10),
    ("成果呈现形式", 16),
    ("考核考察方式", 16),
    ("开始日期", 12),
    ("结束日期", 12),
    ("课程编码", 20),
    ("课程名称", 24),
    ("课程培训时数", 10),
    ("课程学时数", 10),
)
UNFIT_IN_A_NAME = str.maketrans("[]:*?/\\'", "        ")
MAX_SHEET_NAME = 31


class CatalogueBook(msgspec.Struct, frozen=True, kw_only=True):
    """What is written: the edition, and the areas' catalogues that are its sheets (itself, if a county's)."""

    whole: CataloguePart
    sheets: tuple[CataloguePart, ...]


def write_catalogue_workbook(book: CatalogueBook, path: Path) -> None:
    """Writes it as .xlsx, replacing `path` as a whole.

    Raises:
        OSError: the file can't be written.
    """
    first, _ = quarter_days(book.whole.first_quarter)

    def write(target: str) -> None:
        with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
            workbook.set_properties({"title": TITLE, "created": datetime.combine(first, time(), UTC)})
            names: set[str] = set()
            for part in book.sheets:
                _add_sheet(workbook, part, _sheet_name(part, names))

    replace_file(path, write)


def _sheet_name(part: CataloguePart, taken: set[str]) -> str:
    # A sheet's name is up to 31 characters, without some signs, and no two are alike whatever their case.
    plain = part.area_name.translate(UNFIT_IN_A_NAME).strip() or part.area
    name = plain[:MAX_SHEET_NAME]
    if name.casefold() in taken:
        name = f"{plain[: MAX_SHEET_NAME - len(part.area) - 1]} {part.area}"
    taken.add(name.casefold())
    return name


def _add_sheet(workbook: Any, part: CataloguePart, name: str) -> None:
    title = workbook.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    head = workbook.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True, "bg_color": "#F2F2F2"})
    text = workbook.add_format({"border": 1, "text_wrap": True, "valign": "vcenter", "num_format": "@"})
    whole = workbook.add_format({"border": 1, "valign": "vcenter", "num_format": "0"})
    hours = workbook.add_format({"border": 1, "valign": "vcenter", "num_format": "0.##"})
    sheet = workbook.add_worksheet(name)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 3)
    sheet.merge_range(0, 0, 0, len(HEADERS) - 1, "", title)
    sheet.write_string(0, 0, f"{part.area_name}{TITLE}", title)
    first, last = quarter_text(part.first_quarter), quarter_text(part.last_quarter)
    said = (
        f"季度：{first if first == last else f'{first} 至 {last}'}　　版次：{part.edition}　　发布：{part.published_by}"
    )
    sheet.write_string(1, 0, said + (f"　　理由：{part.reason}" if part.reason else ""))
    for place, (header, width) in enumerate(HEADERS):
        sheet.set_column(place, place, width)
        sheet.write_string(2, place, header, head)
    row = 3
    for number, project in enumerate(part.projects, start=1):
        for course in project.courses:
            values: tuple[str | int | float, ...] = (
                number,
                project.code,
                project.name,
                project.category + ("（新）" if project.category_is_new else ""),
                project.unit_code,
                project.unit_name,
                project.scale,
                "、".join(project.target_groups),
                project.form,
                project.training_hours / 100,
                project.credit_hours / 100,
                project.result_form,
                project.assessment,
                project.starts_on.isoformat(),
                project.ends_on.isoformat(),
                course.code,
                course.name,
                course.training_hours / 100,
                course.credit_hours / 100,
            )
            for place, value in enumerate(values):
                if isinstance(value, str):
                    sheet.write_string(row, place, value, text)
                else:
                    sheet.write_number(row, place, value, whole if isinstance(value, int) else hours)
            row += 1
