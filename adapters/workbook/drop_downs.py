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

from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from adapters.base import Column

FIRST_ROW = 2
LAST_ROW = 200_001
MAX_INLINE_LIST_CHARS = 255
LISTS_SHEET = "_lists"


class DropDowns:
    """The drop-downs of one workbook, whether it is written at once or as a stream."""

    def __init__(self) -> None:
        self._lists: dict[str, tuple[str, ...]] = {}

    def add_column(self, sheet: Any, column: Column, letters: dict[str, str], *, first_row: int = FIRST_ROW) -> None:
        """Gives a template's column its drop-down, if it has one.

        Args:
            sheet: where the column stands.
            column: what is offered.
            letters: of all columns that stand there, by header.
            first_row: below the header.
        """
        letter = letters[column.header]
        if column.depends_on:
            if column.depends_on not in letters:
                return
            for label, choices in column.choices_of:
                self._lists.setdefault(label, choices)
            formula = f"INDIRECT(${letters[column.depends_on]}{first_row})"
        elif column.choices is not None:
            formula = self._formula(column.choices)
        else:
            return
        _add_rule(sheet, formula, f"{letter}{first_row}:{letter}{LAST_ROW}")

    def add_cell(self, sheet: Any, choices: tuple[str, ...], cell: str) -> None:
        """Gives one cell, such as ``E3``, a drop-down."""
        _add_rule(sheet, self._formula(choices), f"{cell}:{cell}")

    def write_lists(self, workbook: Workbook) -> None:
        """Writes the lists that rules name on a hidden sheet: once, after all else."""
        if not self._lists:
            return
        sheet: Any = workbook.create_sheet(LISTS_SHEET)
        sheet.sheet_state = "hidden"
        columns = list(self._lists.values())
        for row in range(max(map(len, columns))):
            sheet.append([choices[row] if row < len(choices) else None for choices in columns])
        for place, (name, choices) in enumerate(self._lists.items(), start=1):
            letter = get_column_letter(place)
            area = f"'{LISTS_SHEET}'!${letter}$1:${letter}${len(choices)}"
            workbook.defined_names[name] = DefinedName(name, attr_text=area)

    def _formula(self, choices: tuple[str, ...]) -> str:
        """What a rule says of a plain list: the list itself, or the name under which it stands."""
        inline = ",".join(choices)
        if len(inline) <= MAX_INLINE_LIST_CHARS and not any("," in choice or '"' in choice for choice in choices):
            return f'"{inline}"'
        name = next((name for name, known in self._lists.items() if known == choices), f"list_{len(self._lists) + 1}")
        self._lists[name] = choices
        return name


def _add_rule(sheet: Any, formula: str, cells: str) -> None:
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
    # Sheets that are written as a stream have the list alone, not the method that adds to it.
    sheet.data_validations.append(rule)
