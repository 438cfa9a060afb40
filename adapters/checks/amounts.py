"""Hours and credits: integer hundredths; blank is unknown, which is not zero.

Source: DESIGN section 7 (credits are integer hundredths; hours unknown is not zero).
"""

import re
import unicodedata
from decimal import Decimal

from adapters.base import Cell, CellFault
from adapters.checks.text import INVISIBLE
from federation.errors import CellRefused

MAX_HUNDREDTHS = 10_000 * 100
AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]+)?")


def parse_hundredths(cell: Cell) -> int:
    """A non-negative amount of at most two decimals and at most 10,000, in hundredths.

    Raises:
        CellRefused: ``amount-form``, ``amount-decimals``, ``amount-too-large``, or what the cell itself lacks.
    """
    if isinstance(cell, CellFault):
        raise CellRefused(reason=cell.value)
    if isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
        raise CellRefused(reason="amount-form")
    # repr of a float is its shortest spelling: 0.1 stays 0.1, as the cell shows it.
    text = repr(cell) if not isinstance(cell, str) else INVISIBLE.sub("", unicodedata.normalize("NFKC", cell)).strip()
    if not AMOUNT.fullmatch(text):
        raise CellRefused(reason="amount-form")
    hundredths = Decimal(text) * 100
    if hundredths != hundredths.to_integral_value():
        raise CellRefused(reason="amount-decimals")
    if hundredths > MAX_HUNDREDTHS:
        raise CellRefused(reason="amount-too-large")
    return int(hundredths)
