"""Empty templates to fill in: instructions, drop-downs, text columns, a sample row that import skips.

A drop-down of more than 255 characters can't stand in its rule: it stands on a hidden
sheet under a defined name. The version stands on the 填写说明 sheet, where the reader finds it.

Source: LIBRARIES (writing workbooks; what staff expect); ECMA-376 part 1, 18.3.1.32 (dataValidation).
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from adapters.base import Column, ImportMode, Template
from adapters.registry import template_named

LAST_ROW = 200_001
MAX_INLINE_LIST_CHARS = 255
LISTS_SHEET = "_lists"
INSTRUCTIONS_SHEET = "填写说明"
SAMPLE_MARK = "【示例】"
REQUIRED_FILL = PatternFill("solid", start_color="FFFCE4D6", end_color="FFFCE4D6")
OPTIONAL_FILL = PatternFill("solid", start_color="FFE2EFDA", end_color="FFE2EFDA")
SAMPLE_FONT = Font(italic=True, color="FF7F7F7F")
MODE_NAMES = {ImportMode.USER_NUMBER: "按协议单位用户号导入", ImportMode.DOCUMENT_NUMBER: "按证件号码导入"}


def write_template(name: str, target: Path) -> None:
    """Writes the current version of a built-in template as an .xlsx (replaced as a whole).

    Raises:
        NotHere: no such template.
    """
    write_template_workbook(template_named(name), target)


def write_template_workbook(template: Template, target: Path) -> None:
    """Writes any version of any template."""
    workbook = Workbook()
    data = workbook.active
    assert isinstance(data, Worksheet)
    data.title = template.title
    for place, column in enumerate(template.columns, start=1):
        _write_column(workbook, data, place, column)
    data.cell(2, 1).value = SAMPLE_MARK + template.columns[0].example
    data.freeze_panes = "A2"
    _write_instructions(workbook.create_sheet(INSTRUCTIONS_SHEET), template)
    replace_file(target, workbook.save)


def replace_file(target: Path, write: Callable[[str], Any]) -> None:
    """Writes beside `target`, then takes its place: nobody ever sees half a file."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        write(str(beside))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _write_column(workbook: Workbook, data: Worksheet, place: int, column: Column) -> None:
    letter = get_column_letter(place)
    dimension = data.column_dimensions[letter]
    dimension.width = column.width
    dimension.number_format = "@"
    header = data.cell(1, place, f"*{column.header}" if column.required else column.header)
    header.font = Font(bold=True)
    header.fill = REQUIRED_FILL if column.required else OPTIONAL_FILL
    header.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sample = data.cell(2, place, column.example)
    sample.font = SAMPLE_FONT
    sample.number_format = "@"
    header.number_format = "@"
    if column.choices is not None:
        rule = DataValidation(
            type="list",
            formula1=_list_formula(workbook, place, column.choices),
            allow_blank=True,
            showErrorMessage=True,
            # A district elsewhere in the country may be typed in: warn, don't forbid.
            errorStyle="warning",
            errorTitle="请核对",
            error="所填内容不在下拉列表中。",
        )
        rule.add(f"{letter}2:{letter}{LAST_ROW}")
        data.add_data_validation(rule)


def _list_formula(workbook: Workbook, place: int, choices: tuple[str, ...]) -> str:
    inline = ",".join(choices)
    if len(inline) + 2 <= MAX_INLINE_LIST_CHARS and not any("," in choice or '"' in choice for choice in choices):
        return f'"{inline}"'
    if LISTS_SHEET not in workbook.sheetnames:
        workbook.create_sheet(LISTS_SHEET).sheet_state = "hidden"
    sheet = workbook[LISTS_SHEET]
    letter = get_column_letter(place)
    for row, choice in enumerate(choices, start=1):
        sheet.cell(row, place, choice)
    name = f"list_{place}"
    workbook.defined_names[name] = DefinedName(name, attr_text=f"'{LISTS_SHEET}'!${letter}$1:${letter}${len(choices)}")
    return f"={name}"


def _write_instructions(sheet: Worksheet, template: Template) -> None:
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 16
    sheet.column_dimensions["C"].width = 90
    rows = [
        (f"{template.title}  填写说明", "", ""),
        (f"模板编号：{template.name}/{template.version}", "", "请勿改动本行，系统据此识别模板版本。"),
        ("", "", f"依据：{template.source}" if template.source else ""),
        ("", "", "1. 请在第一个工作表中逐行填写，表头文字不要改动；带 * 的列为必填列。"),
        ("", "", f"2. 以“{SAMPLE_MARK}”开头的行是示例，导入时自动跳过，可以保留或删除。"),
        ("", "", "3. 各列已设为文本格式。证件号码、用户号请勿改为数值格式，否则末几位会丢失，系统将予退回。"),
        ("", "", "4. 从其他表格复制时，请用“选择性粘贴—数值”。"),
        ("", "", ""),
        ("列名", "是否必填", "填写要求"),
    ]
    rows += [(column.header, _requirement(column), column.hint) for column in template.columns]
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            cell = sheet.cell(number, place, text or None)
            cell.alignment = Alignment(vertical="top", wrap_text=place == 3)
    for number in (1, 9):
        for place in (1, 2, 3):
            sheet.cell(number, place).font = Font(bold=True)


def _requirement(column: Column) -> str:
    if column.required:
        return "必填"
    if column.modes:
        return "、".join(MODE_NAMES[mode] for mode in column.modes) + "时必填"
    return "选填"
