"""The rows that have errors, as their own workbook: red cells, 错误原因, to be uploaded again as it is.

A numeric cell in an identifier's column stays numeric: as text it could pass the next
check with a number that Excel has changed. Every text is written as a string, so that
nothing a user typed becomes a formula.

Source: DESIGN section 8; LIBRARIES, Excel list, items 1 and 14; RELIABILITY 29.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from adapters.base import Cell, CellFault, CellIssue, Template
from adapters.workbook.drop_downs import DropDowns
from adapters.workbook.files import replace_file
from adapters.workbook.headers import ERROR_COLUMN, fold_header
from adapters.workbook.refused import Refused
from adapters.workbook.sheets import INSTRUCTIONS_SHEET, FoundSheet

RED = PatternFill("solid", start_color="FFFFC7CE", end_color="FFFFC7CE")
REASON_FONT = Font(color="FF9C0006")
HEADER_FONT = Font(bold=True)
TEXT_FORMAT = "@"
MAX_CELL_CHARS = 32_767
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_error_sheets(sheets: Sequence[FoundSheet], issues: Sequence[CellIssue], target: Path) -> None:
    """Writes each sheet's rows that have issues.

    Raises:
        Refused: ``no-rows`` if no row of these sheets has any.
    """
    by_row: dict[tuple[str, int], list[CellIssue]] = {}
    for issue in issues:
        by_row.setdefault((issue.sheet, issue.row), []).append(issue)
    workbook = Workbook(write_only=True)
    drop_downs = DropDowns()
    written = 0
    for sheet in sheets:
        if any(name == sheet.name for name, _ in by_row):
            written += _write_sheet(workbook.create_sheet(sheet.name), sheet, by_row, drop_downs)
    if not written:
        raise Refused("no-rows")
    _write_mark(workbook.create_sheet(INSTRUCTIONS_SHEET), sheets[0].header.template)
    drop_downs.write_lists(workbook)
    replace_file(target, workbook.save)


def text_cell(worksheet: Any, text: str) -> Any:
    """A cell that holds `text` as a string, whatever it begins with."""
    cell = WriteOnlyCell(worksheet)
    # The value's type is guessed from its text ("=" makes a formula), so it is set after it.
    cell.value = NOT_IN_XML.sub("", text)[:MAX_CELL_CHARS]
    cell.data_type = "s"
    cell.number_format = TEXT_FORMAT
    return cell


def _write_mark(worksheet: Any, template: Template) -> None:
    """What to do with it, and the version by which its rows are to be read again."""
    worksheet.column_dimensions["A"].width = 100
    # A declared sheet is filed whole or not at all, and comes back whole.
    is_whole = template.kind == "projects"
    what_to_do = (
        f"本表各行均未入库；请改正标红的单元格后整表再次导入，未标红的行请保留，“{ERROR_COLUMN}”列不必删除。"
        if is_whole
        else f"请改正标红的单元格后直接再次导入；“{ERROR_COLUMN}”列不必删除，已通过的行无需重新导入。"
    )
    for line in (
        f"{template.title}  {'未入库的表' if is_whole else '未通过的行'}",
        f"模板编号：{template.name}/{template.version}",
        what_to_do,
    ):
        worksheet.append([text_cell(worksheet, line)])


def _write_sheet(
    worksheet: Any, sheet: FoundSheet, by_row: dict[tuple[str, int], list[CellIssue]], drop_downs: DropDowns
) -> int:
    header = sheet.header
    kept: list[int] = []
    above = [(header.template.columns[at].header, cell) for at, cell in sheet.above_header()]
    written = 0
    for number, row in sheet.full_rows():
        if number == header.last_row + 1:
            kept = [at for at, text in enumerate(row) if fold_header(str(text)) != ERROR_COLUMN]
            _write_header(worksheet, sheet, row, kept, [text for text, _ in above])
            _add_drop_downs(worksheet, sheet, kept, drop_downs)
        elif kept and (sheet.name, number) in by_row:
            _write_row(worksheet, sheet, row, kept, above, by_row[sheet.name, number])
            written += 1
    return written


def _write_header(worksheet: Any, sheet: FoundSheet, row: list[Any], kept: list[int], above: Sequence[str]) -> None:
    """What stood above the table becomes columns of it, which import reads alike."""
    for place in range(1, len(kept) + len(above) + 1):
        worksheet.column_dimensions[get_column_letter(place)].width = 20
    worksheet.column_dimensions[get_column_letter(len(kept) + len(above) + 1)].width = 60
    worksheet.freeze_panes = "A2"
    canonical = {
        at: column.header
        for column, at in zip(sheet.header.template.columns, sheet.header.positions, strict=True)
        if at is not None and len(sheet.header.rows) > 1
    }
    cells = []
    for text in [*(canonical.get(at, str(row[at])) for at in kept), *above, ERROR_COLUMN]:
        cell = text_cell(worksheet, text)
        cell.font = HEADER_FONT
        cells.append(cell)
    worksheet.append(cells)


def _add_drop_downs(worksheet: Any, sheet: FoundSheet, kept: list[int], drop_downs: DropDowns) -> None:
    columns = sheet.header.template.columns
    standing = [
        (column, get_column_letter(kept.index(at) + 1))
        for column, at in zip(columns, sheet.header.positions, strict=True)
        if at is not None and at in kept
    ]
    letters = {column.header: letter for column, letter in standing}
    for column, _ in standing:
        drop_downs.add_column(worksheet, column, letters)


def _write_row(
    worksheet: Any,
    sheet: FoundSheet,
    row: list[Any],
    kept: list[int],
    above: Sequence[tuple[str, Cell]],
    issues: list[CellIssue],
) -> None:
    wrong = {issue.column for issue in issues}
    red = {
        at
        for column, at in zip(sheet.header.template.columns, sheet.header.positions, strict=True)
        if column.header in wrong or "" in wrong
    }
    cells = []
    for at in kept:
        cell = _same_cell(worksheet, row[at])
        if at in red:
            cell.fill = RED
        cells.append(cell)
    for text, value in above:
        cell = _same_cell(worksheet, "" if isinstance(value, CellFault) else value)
        if text in wrong or "" in wrong:
            cell.fill = RED
        cells.append(cell)
    reason = text_cell(worksheet, f"原表第 {issues[0].row} 行：" + "".join(issue.message for issue in issues))
    reason.font = REASON_FONT
    worksheet.append([*cells, reason])


def _same_cell(worksheet: Any, value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return text_cell(worksheet, value.strftime("%Y%m%d"))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        cell = WriteOnlyCell(worksheet, value)
        # What is typed over it becomes text; what is left stays a number, and is refused again.
        cell.number_format = TEXT_FORMAT
        return cell
    return text_cell(worksheet, value if isinstance(value, str) else str(value))
