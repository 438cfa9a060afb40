"""The 填写说明 sheet: where the layout comes from, its version, and what each column asks for.

Source: LIBRARIES (what staff expect: templates to download, versioned, with instructions).
"""

from collections.abc import Sequence

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from adapters.base import Column, ImportMode

MODE_NAMES = {ImportMode.USER_NUMBER: "按协议单位用户号导入", ImportMode.DOCUMENT_NUMBER: "按证件号码导入"}


def write_instructions(
    sheet: Worksheet,
    *,
    title: str,
    mark: str,
    source: str,
    notes: Sequence[str],
    columns: Sequence[tuple[str, Column]],
) -> None:
    """Fills the sheet.

    Args:
        sheet: an empty one.
        title: of the template or form.
        mark: ``name/version``, by which import knows the layout.
        source: the document that sets it; ``""`` for none.
        notes: what to mind, one line each.
        columns: what each column or field is called here, and the column itself.
    """
    for letter, width in (("A", 26), ("B", 16), ("C", 24), ("D", 80)):
        sheet.column_dimensions[letter].width = width
    head = [
        (f"{title}  填写说明", "", "", ""),
        (f"模板编号：{mark}", "", "", "请勿改动本行，系统据此识别模板版本。"),
        ("", "", "", f"依据：{source}" if source else ""),
        *(("", "", "", note) for note in notes),
        ("", "", "", ""),
        ("列名", "是否必填", "示例", "填写要求"),
    ]
    rows = [*head, *((name, _requirement(column), column.example, column.hint) for name, column in columns)]
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            cell = sheet.cell(number, place, text or None)
            cell.alignment = Alignment(vertical="top", wrap_text=place == len(row))
            cell.number_format = "@"
            if number in (1, len(head)):
                cell.font = Font(bold=True)


def _requirement(column: Column) -> str:
    if column.required:
        return "必填"
    if column.modes:
        return "、".join(MODE_NAMES[mode] for mode in column.modes) + "时必填"
    return "选填"
