"""Forms filled in: the empty form as it is downloaded, with values written beside their labels."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from adapters.forms import Form
from adapters.workbook.form_writing import write_form_workbook
from samples.workbooks import Value


def write_filled_form(
    path: Path, form: Form, values: Mapping[str, Value], table: Sequence[Sequence[Value]] = ()
) -> None:
    """Writes `form` with `values` by field key and `table` below its header; what isn't named stays blank."""
    write_form_workbook(form, path)
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    number = 2
    for section in form.sections:
        number += bool(section.header and not section.is_repeated)
        for fields in section.rows:
            width = 6 // len(fields)
            for at, field in enumerate(fields):
                if field.key not in values:
                    continue
                if field.ending:
                    sheet.cell(number, 1).value = f"{values[field.key]}{field.ending}（盖章）"
                else:
                    sheet.cell(number, 2 + at * width).value = values[field.key]
            number += 1
    _write_table(sheet, number + 1, table)
    workbook.save(path)


def _write_table(sheet: Worksheet, first: int, table: Sequence[Sequence[Value]]) -> None:
    for row, values in enumerate(table, start=first):
        for place, value in enumerate(values, start=1):
            if value != "":
                sheet.cell(row, place).value = value
