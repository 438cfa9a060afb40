"""Runs of consecutive resident numbers: what dragging a cell's corner down leaves behind.

Three rows in a row whose 18-digit numbers each are one more than the last can't be
three people: the check character alone would differ.

Source: LIBRARIES, Excel list, item 7; GB 11643 (check character).
"""

import re
from collections.abc import Sequence

from adapters.base import Cell

MIN_RUN = 3
EIGHTEEN_DIGITS = re.compile(r"\s*'?([0-9]{18})\s*")


def run_places(cells: Sequence[Cell]) -> dict[int, bool]:
    """Index of each cell that stands in a run → True if it is the run's first."""
    numbers = [_number(cell) for cell in cells]
    places: dict[int, bool] = {}
    start = 0
    for index in range(1, len(numbers) + 1):
        if index < len(numbers) and numbers[index] and numbers[index] == numbers[index - 1] + 1:
            continue
        if index - start >= MIN_RUN:
            places.update((place, place == start) for place in range(start, index))
        start = index
    return places


def _number(cell: Cell) -> int:
    found = EIGHTEEN_DIGITS.fullmatch(cell) if isinstance(cell, str) and len(cell) < 40 else None
    return int(found[1]) if found else 0
