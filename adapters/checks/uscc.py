"""The unified social credit code (统一社会信用代码) of an institution.

Eighteen characters of a set without I, O, S, V and Z: registering authority, kind of entity, six
digits of region, nine of the organisation, one check character.

Source: GB 32100-2015 (structure, character set, check character with weights 3^i mod 31).
"""

import re
import unicodedata

from adapters.base import Cell
from adapters.checks.identifiers import LOST_DIGITS, SCIENTIFIC, identifier_text
from adapters.checks.text import INVISIBLE
from federation.errors import CellRefused

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
# The first two characters may be letters (an agriculture authority's N2); the region is digits.
FORM = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
MAX_CHARS = 60


def parse_uscc(cell: Cell) -> str:
    """The code of a cell in half width and upper case, 18 characters.

    Raises:
        CellRefused: ``numeric-cell``, ``number-scientific``, ``number-masked``, ``number-lost-digits``,
            ``uscc-form``, ``uscc-check-character``.
    """
    text = identifier_text(cell)
    if len(text) > MAX_CHARS:
        raise CellRefused(reason="uscc-form")
    code = "".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split()).lstrip("'’").upper()
    if SCIENTIFIC.fullmatch(code) and ("+" in code or "." in code):
        raise CellRefused(reason="number-scientific")
    if "*" in code:
        raise CellRefused(reason="number-masked")
    if code and not FORM.fullmatch(code):
        raise CellRefused(reason="uscc-form")
    if code and code[17] != check_character(code[:17]):
        raise CellRefused(reason="number-lost-digits" if LOST_DIGITS.fullmatch(code) else "uscc-check-character")
    return code


def check_character(body: str) -> str:
    """The eighteenth character for the first seventeen.

    Raises:
        ValueError: `body` has a character outside the set.
    """
    total = sum(CHARACTERS.index(character) * weight for character, weight in zip(body, WEIGHTS, strict=True))
    return CHARACTERS[-total % 31]
