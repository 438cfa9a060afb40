"""Forms filled in for tests, as a clerk fills the downloaded workbook."""

from collections.abc import Mapping
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell import MergedCell

from adapters.workbook.writing import write_template
from tests.support.workbooks import Value

EXAMPLE_SHEET = "填写示例"


def filled_form(name: str, path: Path, changes: Mapping[str, Value] | None = None) -> Path:
    """The downloaded form with its own example copied into it, then cells changed by their coordinates."""
    write_template(name, path)
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    for row in workbook[EXAMPLE_SHEET].iter_rows(min_row=2):
        for cell in row:
            target = sheet.cell(cell.row, cell.column)
            if cell.value is not None and not isinstance(target, MergedCell):
                target.value = cell.value
    for coordinate, value in (changes or {}).items():
        sheet[coordinate].value = value
    workbook.save(path)
    return path
