"""People's names as on the ID card or household register.

Inner spaces that pad short names (``王 五``) go, several kinds of middle dot become
``·``, rare characters stay as they are: NFKC isn't used, for it would replace
compatibility ideographs that stand on ID cards.

Source: 江苏省教育厅办公室 2022 notice, annex 2, table 1, row 2; LIBRARIES, Excel list, item 11.
"""

import re
import unicodedata

from adapters.base import Cell
from adapters.checks.text import INVISIBLE, text_of
from federation.errors import CellRefused

MAX_NAME_CHARS = 50
MIDDLE_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅●･．", "·"))
FULL_STOP_BETWEEN_HAN = re.compile(r"(?<=[^\x00-\u024f])\.(?=[^\x00-\u024f])")
TURNS_OR_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Controls, line ends and directional marks (UAX 9, table 1)."""
SPACES_BESIDE_HAN = re.compile(r"(?<=[^\x00-\u024f]) +| +(?=[^\x00-\u024f])")


def parse_name(cell: Cell) -> str:
    """The name of a text cell in its one spelling.

    Raises:
        CellRefused: ``wrong-kind``, ``name-character``, ``name-private-character``, ``name-too-long``, or
            what the cell itself lacks.
    """
    if not isinstance(cell, str):
        text_of(cell)
        raise CellRefused(reason="wrong-kind")
    if len(cell) > 4 * MAX_NAME_CHARS:
        raise CellRefused(reason="name-too-long")
    name = " ".join(INVISIBLE.sub("", cell).split()).removeprefix("'").translate(MIDDLE_DOTS)
    name = FULL_STOP_BETWEEN_HAN.sub("·", SPACES_BESIDE_HAN.sub("", name))
    if len(name) > MAX_NAME_CHARS:
        raise CellRefused(reason="name-too-long")
    for character in name:
        _check_character(character)
    if not any(unicodedata.category(character)[0] == "L" for character in name):
        raise CellRefused(reason="name-character")
    return name


def parse_office_name(cell: Cell) -> str:
    """The name of somebody who is to act for an institution: what turns or breaks the line isn't mended.

    Raises:
        CellRefused: ``name-character`` for that, else as `parse_name`.
    """
    if isinstance(cell, str) and TURNS_OR_BREAKS.search(cell.strip()):
        raise CellRefused(reason="name-character")
    return parse_name(cell)


def is_one_line(name: str) -> bool:
    """Whether every character of a name is shown as itself: no line breaks, controls or directional marks."""
    return all(one.isprintable() or unicodedata.category(one) == "Zs" or _is_new_ideograph(one) for one in name)


def _check_character(character: str) -> None:
    if "\u4e00" <= character <= "\u9fff" or character in "·- '.":
        return
    category = unicodedata.category(character)
    if category == "Co":
        # Old fonts kept rare characters in the private area, where each font means another.
        raise CellRefused(reason="name-private-character")
    if category[0] not in "LM" and not _is_new_ideograph(character):
        raise CellRefused(reason="name-character")


def _is_new_ideograph(character: str) -> bool:
    # Newer ideographs than this Python's tables know are unassigned to it (planes 2 and 3).
    return 0x20000 <= ord(character) <= 0x3FFFF and unicodedata.category(character) == "Cn"
