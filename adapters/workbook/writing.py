"""Empty templates to fill in: instructions, drop-downs, text columns, a sample row that import skips.

The version stands on the 填写说明 sheet, where the reader finds it.

Source: LIBRARIES (writing workbooks; what staff expect); ECMA-376 part 1, 18.3.1.32 (dataValidation).
"""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from adapters.base import Column, ColumnKind, Template
from adapters.forms import Form
from adapters.registry import all_forms, template_named
from adapters.workbook.checking import SAMPLE_MARK
from adapters.workbook.drop_downs import DropDowns
from adapters.workbook.files import replace_file
from adapters.workbook.form_writing import write_form_workbook
from adapters.workbook.instructions import write_instructions
from adapters.workbook.sheets import INSTRUCTIONS_SHEET

REQUIRED_FILL = PatternFill("solid", start_color="FFFCE4D6", end_color="FFFCE4D6")
OPTIONAL_FILL = PatternFill("solid", start_color="FFE2EFDA", end_color="FFE2EFDA")
SAMPLE_FONT = Font(italic=True, color="FF7F7F7F")
NOTES = (
    "1. 请在第一个工作表中逐行填写，表头文字不要改动；带 * 的列为必填列。",
    f"2. 以“{SAMPLE_MARK}”开头的行是示例，导入时自动跳过，可以保留或删除。",
    "3. 各列已设为文本格式。证件号码、用户号等号码请勿改为数值格式，否则末几位会丢失，系统将予退回。",
    "4. 从其他表格复制时，请用“选择性粘贴—数值”。",
)


def write_template(name: str, target: Path) -> None:
    """Writes the current version of a built-in template or form as an .xlsx (replaced as a whole).

    Raises:
        NotHere: no such template or form.
    """
    form = next((form for form in all_forms() if form.name == name), None)
    write_table_or_form(form or template_named(name), target)


def write_table_or_form(one: Template | Form, target: Path) -> None:
    """Writes any version of any template or form, as an .xlsx (replaced as a whole)."""
    if isinstance(one, Form):
        write_form_workbook(one, target)
    else:
        write_template_workbook(one, target)


def write_template_workbook(template: Template, target: Path) -> None:
    """Writes any version of any template."""
    workbook = Workbook()
    data = workbook.active
    assert isinstance(data, Worksheet)
    data.title = template.title
    columns = [column for column in template.columns if not column.above]
    first_row = _write_above(data, template, len(columns)) + 2
    letters = {column.header: get_column_letter(place) for place, column in enumerate(columns, start=1)}
    drop_downs = DropDowns()
    for place, column in enumerate(columns, start=1):
        _write_column(data, first_row, place, column)
        drop_downs.add_column(data, column, letters, first_row=first_row)
    # An ordinal is never read: the mark must stand where import looks.
    marked = next(place for place, column in enumerate(columns, start=1) if column.kind is not ColumnKind.ORDINAL)
    data.cell(first_row, marked).value = SAMPLE_MARK + columns[marked - 1].example
    data.freeze_panes = f"A{first_row}"
    write_instructions(
        workbook.create_sheet(INSTRUCTIONS_SHEET),
        title=template.title,
        mark=f"{template.name}/{template.version}",
        source=template.source,
        notes=NOTES,
        columns=[(column.header, column) for column in template.columns],
    )
    drop_downs.write_lists(workbook)
    replace_file(target, workbook.save)


def _write_above(data: Worksheet, template: Template, width: int) -> int:
    """Writes the heading and the labels that stand above the table; how many rows they take."""
    row = 0
    if template.heading:
        row += 1
        heading = data.cell(row, 1, template.heading)
        heading.font = Font(bold=True, size=14)
        heading.number_format = "@"
        heading.alignment = Alignment(horizontal="center")
        data.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    for column in template.columns:
        if column.above:
            row += 1
            data.cell(row, 1, f"{column.header}：").number_format = "@"
            # The label over two columns, since the first is narrow; what is written behind it in the third.
            data.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
            data.cell(row, 3).number_format = "@"
    return row


def _write_column(data: Worksheet, first_row: int, place: int, column: Column) -> None:
    dimension = data.column_dimensions[get_column_letter(place)]
    dimension.width = column.width
    dimension.number_format = "@"
    header = data.cell(first_row - 1, place, f"*{column.header}" if column.required else column.header)
    header.font = Font(bold=True)
    header.fill = REQUIRED_FILL if column.required else OPTIONAL_FILL
    header.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sample = data.cell(first_row, place, column.example)
    sample.font = SAMPLE_FONT
    sample.number_format = "@"
    header.number_format = "@"
