"""Identity documents in their one canonical form.

The canonical form is what subject tokens and sealing keys are derived from, so
two nodes that disagree on it lose a person: the vectors in
``tests/conformance/vectors/documents.json`` are part of the format.

Canonical form of a number: NFKC; spaces, tabs, U+3000, U+00A0 and the zero-width
marks removed; letters in upper case; in a resident number the listed look-alikes
of X become X in the last place; a 15-digit resident number becomes its 18-digit
equivalent. Nothing else is changed, and nothing damaged is repaired. Whether a birth
date lies in the future takes a clock to say: adapters refuse it.

Source: GB 11643 (structure, ISO 7064 MOD 11-2 check), DESIGN section 3.
"""

import calendar
import re
import unicodedata
from datetime import date
from enum import IntEnum
from operator import mul

import msgspec

from federation.errors import DocumentMalformed

MAX_NUMBER_CHARS = 40
CHECK_WEIGHTS = tuple(pow(2, 17 - i, 11) for i in range(17))
CHECK_CHARACTERS = "10X98765432"
# Typed for the check character X: Latin x, Cyrillic, Greek, multiplication sign, asterisk.
X_LOOKALIKES = str.maketrans({"Х": "X", "х": "X", "Χ": "X", "χ": "X", "×": "X", "✕": "X", "*": "X"})
INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]")
PERMIT_REGIONS = ("81", "82", "83")


class DocumentType(IntEnum):
    """The federation's own type codes; provinces' labels map to them.

    The values are hashed into subject tokens: they never change meaning.
    """

    RESIDENT_ID = 1
    """居民身份证 or 户口簿: the citizen number of GB 11643."""
    RESIDENCE_PERMIT = 2
    """港澳台居民居住证: the same structure, regions 81, 82, 83."""
    PASSPORT = 3
    """护照 (any country's)."""
    HONGKONG_MACAO_PASS = 4
    """港澳居民来往内地通行证."""
    TAIWAN_PASS = 5
    """台湾居民来往大陆通行证."""
    FOREIGN_PERMANENT_RESIDENT = 6
    """外国人永久居留身份证."""
    MILITARY = 7
    """军官证, 士兵证 and their like."""
    OTHER = 99
    """其他: what no code above describes."""


FORMS = {
    DocumentType.PASSPORT: re.compile(r"[A-Z0-9]{5,17}"),
    DocumentType.HONGKONG_MACAO_PASS: re.compile(r"[HM][0-9]{8}([0-9]{2})?"),
    DocumentType.TAIWAN_PASS: re.compile(r"[0-9]{8}|[0-9]{10}[A-Z]?|[A-Z][0-9]{8,9}"),
    DocumentType.FOREIGN_PERMANENT_RESIDENT: re.compile(r"[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]"),
    DocumentType.MILITARY: re.compile(r"[0-9A-Z\u4e00-\u9fff]{4,20}"),
    DocumentType.OTHER: re.compile(r"[0-9A-Z\u4e00-\u9fff/()-]{4,40}"),
}
RESIDENT_FORM = re.compile(r"[0-9]{17}[0-9X]")
OLD_RESIDENT_FORM = re.compile(r"[0-9]{15}")
SCIENTIFIC_FORM = re.compile(r"[0-9.]+E\+?[0-9]+", re.IGNORECASE)


class Document(msgspec.Struct, frozen=True, gc=False):
    """A document in canonical form. Make one with `parse_document` only."""

    type: DocumentType
    number: str

    def __repr__(self) -> str:
        """Shows the type alone, so that no trace or log shows a number."""
        return f"Document({self.type.name}, …)"

    @property
    def birth_date(self) -> date | None:
        """The birth date that the number states, if its kind states one."""
        if self.type in (DocumentType.RESIDENT_ID, DocumentType.RESIDENCE_PERMIT):
            return _birth_date(self.number)
        return None

    @property
    def sex(self) -> str | None:
        """GB/T 2261.1 code that the number states: ``"1"`` male, ``"2"`` female."""
        if self.type in (DocumentType.RESIDENT_ID, DocumentType.RESIDENCE_PERMIT):
            return "1" if int(self.number[16]) % 2 else "2"
        return None


def parse_document(document_type: DocumentType, text: str) -> Document:
    """The canonical document of a typed or imported number.

    Args:
        document_type: what the person or sheet says it is.
        text: the number as text; a number that was a numeric cell is refused earlier.

    Raises:
        DocumentMalformed: fact ``reason`` is one of ``empty``, ``too-long``, ``scientific``,
            ``decimal``, ``masked``, ``form``, ``check-digit``, ``birth-date``,
            ``permit-region``, ``lost-digits``.
    """
    number = canonical_number(document_type, text)
    if document_type in (DocumentType.RESIDENT_ID, DocumentType.RESIDENCE_PERMIT):
        _check_resident_number(document_type, number)
    elif not FORMS[document_type].fullmatch(number):
        raise DocumentMalformed(reason="form")
    return Document(document_type, number)


def canonical_number(document_type: DocumentType, text: str) -> str:
    """The canonical form of a number, before its own checks.

    Raises:
        DocumentMalformed: reasons ``empty``, ``too-long``, ``scientific``, ``decimal``, ``masked``.
    """
    if len(text) == 18 and text.isascii() and text.isalnum() and "XXXX" not in text.upper():
        # Most numbers are as they should be: nothing of what follows would change or refuse these.
        return text.upper()
    if len(text) > 4 * MAX_NUMBER_CHARS:
        raise DocumentMalformed(reason="too-long")
    number = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lstrip("'’").upper()
    if not number:
        raise DocumentMalformed(reason="empty")
    if len(number) > MAX_NUMBER_CHARS:
        raise DocumentMalformed(reason="too-long")
    if SCIENTIFIC_FORM.fullmatch(number) and ("+" in number or "." in number):
        raise DocumentMalformed(reason="scientific")
    if re.fullmatch(r"[0-9]+\.[0-9]*", number):
        raise DocumentMalformed(reason="decimal")
    if document_type in (DocumentType.RESIDENT_ID, DocumentType.RESIDENCE_PERMIT):
        if len(number) == 18:
            number = number[:17] + number[17].translate(X_LOOKALIKES)
        elif OLD_RESIDENT_FORM.fullmatch(number):
            number = raise_to_18(number)
    if re.search(r"[*＊•●]{2,}|\*", number) or re.search(r"X{4,}", number):
        raise DocumentMalformed(reason="masked")
    return number


def raise_to_18(old: str) -> str:
    """The 18-digit equivalent of a 15-digit resident number (born in 19xx).

    Source: GB 11643-1999, which added the century and the check character.
    """
    body = old[:6] + "19" + old[6:]
    return body + check_character(body)


def check_character(first17: str) -> str:
    """The check character of a resident number's first 17 digits.

    Source: ISO 7064 MOD 11-2 as used by GB 11643-1999, section 5.
    """
    if len(first17) != len(CHECK_WEIGHTS):
        raise ValueError("a check character is of 17 digits")
    return CHECK_CHARACTERS[sum(map(mul, map(int, first17), CHECK_WEIGHTS)) % 11]


def mask_number(number: str) -> str:
    """A number for people's eyes: the first and last characters, stars between."""
    if len(number) >= 15:
        return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"
    return f"{number[:1]}{'*' * max(1, len(number) - 2)}{number[-1:]}"


def mask_name(name: str) -> str:
    """A name for people's eyes: the first character and one star for each other."""
    return name[:1] + "*" * max(1, len(name) - 1)


def _check_resident_number(document_type: DocumentType, number: str) -> None:
    if not RESIDENT_FORM.fullmatch(number):
        raise DocumentMalformed(reason="form")
    is_permit = number[:2] in PERMIT_REGIONS
    if is_permit != (document_type is DocumentType.RESIDENCE_PERMIT):
        raise DocumentMalformed(reason="permit-region")
    if _birth_date(number) is None:
        raise DocumentMalformed(reason="birth-date")
    if check_character(number[:17]) != number[17]:
        # Excel keeps 15 digits of a number: what it turned into text ends in zeros.
        raise DocumentMalformed(reason="lost-digits" if number.endswith("000") else "check-digit")


def _birth_date(number: str) -> date | None:
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    if not (1850 <= year <= 2199 and 1 <= month <= 12):
        return None
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)
