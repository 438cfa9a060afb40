"""Drop-downs that open in Excel, WPS and LibreOffice alike.

A list of more than 255 characters can't stand in its rule: it stands on a hidden sheet under a
defined name. Rules refer to names only, never to cells of another sheet: the old .xls format, which
many save as, knows no such reference in a rule and drops it.

A list that depends on another cell (province → city → district) is ``INDIRECT`` of that cell, and
its text is the name of the list. All three programs resolve defined names in INDIRECT, in .xlsx, .xls
and .ods; OFFSET and MATCH over the hidden sheet would need that very reference to another sheet's
cells in the rule.

Source: ECMA-376 part 1, 18.3.1.32 (dataValidation: 255 characters; showDropDown hides the arrow) and
18.2.5 (definedName: letters of any script); MS-XLS, record Dv.
"""

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from adapters.base import Column

FIRST_ROW = 2
LAST_ROW = 200_001
MAX_INLINE_LIST_CHARS = 255
LISTS_SHEET = "_lists"


def add_drop_down(workbook: Workbook, sheet: Worksheet, column: Column, letter: str, letters: dict[str, str]) -> None:
    """Gives a template's column its drop-down, if it has one.

    Args:
        workbook: the whole, for its hidden sheet of lists.
        sheet: where the column stands.
        column: what is offered.
        letter: of the column.
        letters: of all columns, by header.
    """
    if column.depends_on:
        for label, choices in column.choices_of:
            _name_list(workbook, label, choices)
        formula = f"INDIRECT(${letters[column.depends_on]}{FIRST_ROW})"
    elif column.choices is not None:
        formula = list_formula(workbook, letter, column.choices)
    else:
        return
    add_rule(sheet, formula, f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")


def add_rule(sheet: Worksheet, formula: str, cells: str) -> None:
    """A list rule over an area such as ``B2:B9``."""
    rule = DataValidation(
        type="list",
        formula1=formula,
        allow_blank=True,
        showErrorMessage=True,
        # A district elsewhere in the country may be typed in: warn, don't forbid.
        errorStyle="warning",
        errorTitle="请核对",
        error="所填内容不在下拉列表中。",
    )
    rule.add(cells)
    sheet.add_data_validation(rule)


def list_formula(workbook: Workbook, letter: str, choices: tuple[str, ...]) -> str:
    """What a rule says of a plain list: the list itself, or the name under which it stands."""
    inline = ",".join(choices)
    if len(inline) <= MAX_INLINE_LIST_CHARS and not any("," in choice or '"' in choice for choice in choices):
        return f'"{inline}"'
    name = f"list_{letter}"
    _name_list(workbook, name, choices)
    return name


def _name_list(workbook: Workbook, name: str, choices: tuple[str, ...]) -> None:
    if LISTS_SHEET not in workbook.sheetnames:
        workbook.create_sheet(LISTS_SHEET).sheet_state = "hidden"
    sheet = workbook[LISTS_SHEET]
    place = len(workbook.defined_names) + 1
    for row, choice in enumerate(choices, start=1):
        sheet.cell(row, place, choice)
    letter = get_column_letter(place)
    area = f"'{LISTS_SHEET}'!${letter}$1:${letter}${len(choices)}"
    workbook.defined_names[name] = DefinedName(name, attr_text=area)
