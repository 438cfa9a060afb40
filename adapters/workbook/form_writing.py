"""Empty forms to fill in: the sheet itself, a filled example that import passes over, 填写说明.

The drawing has six columns: a row of three fields has a label and a value each, a row of fewer
gives the values more room.

Source: 江苏省教育厅办公室 2022 notice, annexes 1 and 3; 浙学银〔2019〕2号, annex 2; LIBRARIES (writing workbooks).
"""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from adapters.base import Column
from adapters.forms import Form, FormField
from adapters.workbook.checking import SAMPLE_MARK
from adapters.workbook.drop_downs import DropDowns
from adapters.workbook.files import replace_file
from adapters.workbook.instructions import write_instructions
from adapters.workbook.sheets import INSTRUCTIONS_SHEET

EXAMPLE_SHEET = "填写示例"
COLUMNS = 6
EMPTY_TABLE_ROWS = 10
LABEL_WIDTH, VALUE_WIDTH = 17, 22
LINE = Side(style="thin", color="FF7F7F7F")
FRAME = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
LABEL_FILL = PatternFill("solid", start_color="FFF2F2F2", end_color="FFF2F2F2")
REQUIRED_FILL = PatternFill("solid", start_color="FFFCE4D6", end_color="FFFCE4D6")
PLACE_TO_WRITE = "＿＿＿＿"
NOTES = (
    f"1. 请在第一个工作表中填写，“{EXAMPLE_SHEET}”仅供参照，导入时自动跳过；栏目文字不要改动，带 * 的为必填项。",
    "2. 各单元格已设为文本格式。代码和电话号码请勿改为数值格式，系统将予退回。",
    "3. 每个工作簿只填一份。",
)


def write_form_workbook(form: Form, target: Path) -> None:
    """Writes any version of any form as an .xlsx (replaced as a whole)."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = form.title
    drop_downs = DropDowns()
    _draw(sheet, form, drop_downs, is_example=False)
    _draw(workbook.create_sheet(EXAMPLE_SHEET), form, drop_downs, is_example=True)
    write_instructions(
        workbook.create_sheet(INSTRUCTIONS_SHEET),
        title=form.title,
        mark=f"{form.name}/{form.version}",
        source=form.source,
        notes=NOTES,
        columns=[*_named_fields(form), *((column.header, column) for column in form.table)],
    )
    drop_downs.write_lists(workbook)
    replace_file(target, workbook.save)


def _named_fields(form: Form) -> list[tuple[str, Column]]:
    return [(section.label(field), field.column) for section in form.sections for field in section.fields]


def _draw(sheet: Worksheet, form: Form, drop_downs: DropDowns, *, is_example: bool) -> None:
    for place in range(1, COLUMNS + 1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.number_format = "@"
        dimension.width = LABEL_WIDTH if place % 2 else VALUE_WIDTH
    _write(sheet, 1, 1, COLUMNS, f"{SAMPLE_MARK if is_example else ''}{form.title}", is_title=True)
    number = 2
    for section in form.sections:
        if section.header and not section.is_repeated:
            _write(sheet, number, 1, COLUMNS, section.header, is_title=True)
            number += 1
        for block in range(max(1, section.drawn_blocks)):
            for fields in section.rows:
                # One block shows how it is meant.
                _draw_row(sheet, number, fields, drop_downs, block=block, is_example=is_example and block == 0)
                number += 1
    if form.table:
        number = _draw_table(sheet, number, form.table, is_example=is_example)
    for note in form.notes:
        _write(sheet, number, 1, COLUMNS, note, is_framed=False)
        number += 1
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _draw_row(
    sheet: Worksheet, number: int, fields: Sequence[FormField], drop_downs: DropDowns, *, block: int, is_example: bool
) -> None:
    width = COLUMNS // len(fields)
    for at, field in enumerate(fields):
        place = 1 + at * width
        column = field.column
        example = column.example if is_example else ""
        if field.ending:
            _write(sheet, number, 1, COLUMNS, f"{example or PLACE_TO_WRITE}{field.ending}（盖章）", is_framed=False)
            continue
        label = field.drawn.format(number=block + 1) if field.drawn else column.header
        _write(sheet, number, place, place, f"*{label}" if column.required else label, label_of=column)
        _write(sheet, number, place + 1, place + width - 1, example)
        sheet.row_dimensions[number].height = 22 * field.lines
        if column.choices is not None:
            drop_downs.add_cell(sheet, column.choices, f"{get_column_letter(place + 1)}{number}")


def _draw_table(sheet: Worksheet, number: int, columns: Sequence[Column], *, is_example: bool) -> int:
    """The number of the row below the table."""
    last = number + (1 if is_example else EMPTY_TABLE_ROWS)
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
        _write(sheet, number, place, place, f"*{column.header}" if column.required else column.header, label_of=column)
        for row in range(number + 1, last + 1):
            _write(sheet, row, place, place, column.example if is_example else "")
    return last + 1


def _write(
    sheet: Worksheet,
    row: int,
    first: int,
    last: int,
    text: str,
    *,
    is_title: bool = False,
    is_framed: bool = True,
    label_of: Column | None = None,
) -> None:
    for place in range(first, last + 1):
        cell = sheet.cell(row, place)
        cell.number_format = "@"
        if is_framed:
            cell.border = FRAME
    cell = sheet.cell(row, first, text or None)
    cell.alignment = Alignment(horizontal="center" if is_title else None, vertical="center", wrap_text=True)
    if is_title or label_of is not None:
        cell.font = Font(bold=True)
    if label_of is not None:
        cell.fill = REQUIRED_FILL if label_of.required else LABEL_FILL
    if last > first:
        sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
