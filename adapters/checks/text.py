"""Plain text cells: titles, institutions, categories.

Source: LIBRARIES, Excel list, items 5 (invisible characters) and 2 (numbers that became text).
"""

import re
import unicodedata
from functools import lru_cache

from adapters.base import Cell, CellFault
from federation.errors import CellRefused

MAX_TEXT_CHARS = 200
MAX_LONG_CHARS = 5_000
MAX_CELL_CHARS = 32_767
"""What Excel itself lets a cell hold."""
# Marks without width and the soft hyphen; `strip` leaves them all.
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
SPACES = re.compile(r"\s+")


def text_of(cell: Cell) -> str:
    """The cell's text, trimmed, without invisible marks; ``""`` if blank.

    A whole number reads as its digits, so that a title such as ``2022`` stays one.

    Raises:
        CellRefused: reasons ``formula-without-value``, ``error-value``, ``wrong-kind``, ``too-long``,
            ``control-character``.
    """
    if isinstance(cell, str):
        return cell and clean_text(cell)
    if isinstance(cell, CellFault):
        raise CellRefused(reason=cell.value)
    if isinstance(cell, bool):
        raise CellRefused(reason="wrong-kind")
    if isinstance(cell, (int, float)):
        whole = cell == cell and abs(cell) < 1e15 and cell == int(cell)
        return str(int(cell)) if whole else repr(cell)
    raise CellRefused(reason="wrong-kind")


@lru_cache(maxsize=8192)
def clean_text(text: str) -> str:
    """Text with runs of spaces made one, ends trimmed, invisible marks gone.

    Raises:
        CellRefused: ``too-long`` beyond `MAX_TEXT_CHARS`, ``control-character``.
    """
    if len(text) > MAX_CELL_CHARS:
        raise CellRefused(reason="too-long")
    text = SPACES.sub(" ", INVISIBLE.sub("", text)).strip().removeprefix("'").strip()
    if len(text) > MAX_TEXT_CHARS:
        raise CellRefused(reason="too-long")
    if any(unicodedata.category(character) in ("Cc", "Cs", "Cn") for character in text):
        raise CellRefused(reason="control-character")
    return text


def long_text_of(cell: Cell) -> str:
    """A text of several lines: each line trimmed, blank lines and invisible marks gone.

    Raises:
        CellRefused: ``text-too-long`` beyond `MAX_LONG_CHARS`, ``control-character``, or what the cell itself lacks.
    """
    if not isinstance(cell, str):
        return text_of(cell)
    if len(cell) > MAX_CELL_CHARS:
        raise CellRefused(reason="text-too-long")
    lines = [SPACES.sub(" ", line).strip() for line in INVISIBLE.sub("", cell).removeprefix("'").splitlines()]
    text = "\n".join(line for line in lines if line)
    if len(text) > MAX_LONG_CHARS:
        raise CellRefused(reason="text-too-long")
    if any(unicodedata.category(one) in ("Cc", "Cs", "Cn") for one in text if one != "\n"):
        raise CellRefused(reason="control-character")
    return text


def is_blank(cell: Cell) -> bool:
    """True for an empty cell and for one of spaces and invisible marks alone."""
    if not isinstance(cell, str):
        return False
    # Most cells begin with a visible character: told apart without searching.
    if not cell or "!" <= cell[0] <= "~" or "\u4e00" <= cell[0] <= "\u9fff":
        return not cell
    return len(cell) < 64 and not INVISIBLE.sub("", cell).strip()
