"""Labels and what is written behind them: in a form, and in the lines above a table's header.

Source: 江苏省教育厅办公室 2022 notice, annex 1; 浙学银〔2019〕2号, annex 1 (所在区域 and others above the table).
"""

import re
from collections.abc import Mapping, Sequence

from adapters.base import Cell, CellFault
from adapters.checks.text import is_blank
from adapters.workbook.headers import fold_header

INLINE = re.compile(r"([^:：]{1,40})[:：](.*)", re.DOTALL)
UNFILLED = re.compile(r"[\s_＿﹍.…年月日]*")
"""What an empty ``日期：   年  月  日`` leaves, and lines to write on."""
BETWEEN_LABELS = re.compile(r"(?<=\s)(?=[^\s:：]{2,10}\s*[:：])")
MAX_LINE_CHARS = 400


def is_unfilled(cell: Cell) -> bool:
    """True for a blank cell and for one that holds only what a form prints to be written on."""
    return is_blank(cell) or (isinstance(cell, str) and UNFILLED.fullmatch(cell[:MAX_LINE_CHARS]) is not None)


def find_above(spelled: Mapping[str, int], rows: Sequence[Sequence[Cell]]) -> dict[int, Cell]:
    """What the lines above a header say, by the column that each label means; the first of two counts.

    A line may hold several labels, in one cell or in several, and a value in several cells is one text.

    Args:
        spelled: folded spelling → column.
        rows: all rows above the header.
    """
    found: dict[int, list[Cell]] = {}
    for row in rows:
        current: list[Cell] = []
        for cell in row:
            for piece in _pieces(cell):
                label, inline = _label_of(piece, spelled)
                if label is not None:
                    current = []
                    found.setdefault(label, current)
                if not is_unfilled(inline):
                    current.append(inline)
    return {label: _joined(values) for label, values in found.items() if values}


def _pieces(cell: Cell) -> Sequence[Cell]:
    if not isinstance(cell, str) or len(cell) > MAX_LINE_CHARS:
        return (cell,)
    return BETWEEN_LABELS.split(cell.strip())


def _label_of(piece: Cell, spelled: Mapping[str, int]) -> tuple[int | None, Cell]:
    if not isinstance(piece, str):
        return None, piece
    if (label := spelled.get(fold_header(piece))) is not None:
        return label, ""
    match = INLINE.fullmatch(piece.strip()[:MAX_LINE_CHARS])
    if match and (label := spelled.get(fold_header(match[1]))) is not None:
        return label, match[2].strip()
    return None, piece


def _joined(values: Sequence[Cell]) -> Cell:
    if len(values) == 1:
        return values[0]
    faults = [value for value in values if isinstance(value, CellFault)]
    return faults[0] if faults else "".join(str(value) for value in values)
