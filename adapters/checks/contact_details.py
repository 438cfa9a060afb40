"""Telephone numbers, electronic mail, QQ numbers, and web addresses of offices.

All are text: a numeric cell may have lost an area code's zero and is refused.

Source: LIBRARIES, Excel list, items 4, 5, 8 and 9; 江苏省教育厅办公室 2022 notice, annexes 1 and 3.
"""

import re
import unicodedata

from adapters.base import Cell
from adapters.checks.identifiers import identifier_text
from adapters.checks.text import INVISIBLE
from federation.errors import CellRefused

MAX_CHARS = 100
MOBILE = re.compile(r"(?:\+?86-?)?(1[3-9][0-9]{9})")
LANDLINE = re.compile(
    r"(?:\(0[0-9]{2,3}\)|0[0-9]{2,3}-?)?[2-9][0-9]{6,7}(?:(?:-|转)[0-9]{1,6})?|400-?[0-9]{3}-?[0-9]{4}|1[3-9][0-9]{9}"
)
BETWEEN_PHONES = re.compile(r"[/、,;]")
EMAIL = re.compile(r"[0-9A-Za-z._%+-]{1,64}@(?:[0-9A-Za-z](?:[0-9A-Za-z-]{0,62})\.)+[A-Za-z]{2,24}")
QQ = re.compile(r"[1-9][0-9]{4,11}")
WEBSITE = re.compile(
    r"(?:https?://)?(?:[0-9A-Za-z](?:[0-9A-Za-z-]{0,62})\.)+[A-Za-z]{2,24}(?::[0-9]{2,5})?(?:/[^\s<>\"]*)?"
)


def parse_mobile(cell: Cell) -> str:
    """A mainland mobile number, 11 digits; a country code, spaces and hyphens are dropped.

    Raises:
        CellRefused: ``numeric-cell``, ``number-masked``, ``mobile-form``.
    """
    text = _compact(cell, "mobile-form")
    found = MOBILE.fullmatch(text.replace("-", ""))
    if text and found is None:
        raise CellRefused(reason="mobile-form")
    return found[1] if found else ""


def parse_phone(cell: Cell) -> str:
    """One or more telephone or fax numbers with or without area code, joined by ``/``.

    Raises:
        CellRefused: ``numeric-cell``, ``number-masked``, ``phone-form``.
    """
    text = _compact(cell, "phone-form")
    numbers = [part for part in BETWEEN_PHONES.split(text) if part]
    if not all(LANDLINE.fullmatch(number) for number in numbers):
        raise CellRefused(reason="phone-form")
    return "/".join(numbers)


def parse_email(cell: Cell) -> str:
    """An electronic mail address.

    Raises:
        CellRefused: ``numeric-cell``, ``email-form``.
    """
    text = _compact(cell, "email-form", masked=False)
    if text and not EMAIL.fullmatch(text):
        raise CellRefused(reason="email-form")
    return text


def parse_qq(cell: Cell) -> str:
    """A QQ number, 5 to 12 digits.

    Raises:
        CellRefused: ``numeric-cell``, ``number-masked``, ``qq-form``.
    """
    text = _compact(cell, "qq-form")
    if text and not QQ.fullmatch(text):
        raise CellRefused(reason="qq-form")
    return text


def parse_website(cell: Cell) -> str:
    """A web address; ``无`` is none.

    Raises:
        CellRefused: ``numeric-cell``, ``website-form``.
    """
    text = _compact(cell, "website-form", masked=False)
    if text in ("无", "暂无", "-", "/"):
        return ""
    if text and not WEBSITE.fullmatch(text):
        raise CellRefused(reason="website-form")
    return text


def _compact(cell: Cell, reason: str, *, masked: bool = True) -> str:
    text = identifier_text(cell)
    if len(text) > 4 * MAX_CHARS:
        raise CellRefused(reason=reason)
    compact = "".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split()).lstrip("'’")
    if len(compact) > MAX_CHARS:
        raise CellRefused(reason=reason)
    if masked and "*" in compact:
        raise CellRefused(reason="number-masked")
    return compact
