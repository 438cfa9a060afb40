"""Numbers that are text: documents, an institution's own numbers, certificates'.

A numeric cell in such a column is already damaged (Excel keeps 15 digits and no
leading zero) and is refused, never repaired: of 20,000 such ID numbers 7 % had
become another number with a valid check digit.

Source: GB 11643; LIBRARIES, Excel list, items 1 to 6, 8 and 9.
"""

import re
import unicodedata

from adapters.base import Cell, CellFault
from adapters.checks.text import INVISIBLE
from federation.errors import CellRefused, DocumentMalformed
from federation.model.document import Document, DocumentType, parse_document

MAX_USER_NUMBER_CHARS = 40
MAX_CERTIFICATE_CHARS = 60
SCIENTIFIC = re.compile(r"[0-9]+(\.[0-9]+)?[Ee]\+?[0-9]+")
DECIMAL = re.compile(r"[0-9]+\.[0-9]*")
# Excel turns what follows the fifteenth digit into zeros; three or more of them are no chance.
LOST_DIGITS = re.compile(r"[0-9]{15}0{3,}")
CERTIFICATE_NUMBER = re.compile(r"[0-9A-Za-z\u4e00-\u9fff_/.#()\[\]〔〕【】第:·-]+")
USER_NUMBER = re.compile(r"[0-9A-Za-z\u4e00-\u9fff_/.#()-]+")
# Fourteen digits or more can only be meant as a resident number: a digit too few or
# too many must not pass as a passport or as "other".
RESIDENT_LIKE = re.compile(r"[0-9]{14}[0-9]*.?")
LOOKS_LIKE_RESIDENT = re.compile(
    r"(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])[0-9]{4}(18|19|20)[0-9]{2}"
    r"(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]"
)
OTHER_TYPES = (
    DocumentType.PASSPORT,
    DocumentType.HONGKONG_MACAO_PASS,
    DocumentType.TAIWAN_PASS,
    DocumentType.FOREIGN_PERMANENT_RESIDENT,
    DocumentType.MILITARY,
    DocumentType.OTHER,
)


def identifier_text(cell: Cell) -> str:
    """The text of an identifier's cell, as it is; ``""`` if blank.

    Raises:
        CellRefused: ``numeric-cell`` for anything that isn't text, or what the cell itself lacks.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, CellFault):
        raise CellRefused(reason=cell.value)
    raise CellRefused(reason="numeric-cell")


def parse_document_cell(document_type: DocumentType, cell: Cell) -> Document:
    """The document of a cell whose type is stated.

    Raises:
        CellRefused: ``numeric-cell``, or ``document-`` and a reason of `parse_document`.
    """
    try:
        return parse_document(document_type, identifier_text(cell))
    except DocumentMalformed as error:
        raise CellRefused(reason=f"document-{error.facts['reason']}") from None


def parse_candidate_documents(cell: Cell) -> tuple[Document, ...]:
    """All documents that a number of unstated type may be, the likeliest first.

    Raises:
        CellRefused: if it may be none; a number like a resident's must be a valid one.
    """
    text = identifier_text(cell)
    try:
        return (parse_document(DocumentType.RESIDENT_ID, text),)
    except DocumentMalformed as error:
        reason = error.facts["reason"]
    folded = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip().lstrip("'’")
    if RESIDENT_LIKE.fullmatch(folded.replace(" ", "")):
        others: tuple[DocumentType, ...] = (DocumentType.RESIDENCE_PERMIT, DocumentType.FOREIGN_PERMANENT_RESIDENT)
    elif reason in ("form", "permit-region"):
        others = OTHER_TYPES
    else:
        raise CellRefused(reason=f"document-{reason}")
    found = tuple(document for kind in others if (document := _document_or_none(kind, text)) is not None)
    if not found:
        raise CellRefused(reason=f"document-{reason}")
    return found


def parse_user_number(cell: Cell) -> str:
    """An institution's own number of a learner.

    It may be the learner's ID number, and then has an ID number's checks and form.

    Raises:
        CellRefused: ``numeric-cell``, ``number-scientific``, ``number-decimal``, ``number-masked``,
            ``number-too-long``, ``number-form``, or ``document-`` and a reason of `parse_document`.
    """
    text = identifier_text(cell)
    if len(text) > 4 * MAX_USER_NUMBER_CHARS:
        raise CellRefused(reason="number-too-long")
    number = "".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split()).lstrip("'’")
    if len(number) > MAX_USER_NUMBER_CHARS:
        raise CellRefused(reason="number-too-long")
    if SCIENTIFIC.fullmatch(number) and ("+" in number or "." in number):
        raise CellRefused(reason="number-scientific")
    if DECIMAL.fullmatch(number):
        raise CellRefused(reason="number-decimal")
    if is_like_resident_number(number):
        try:
            return parse_document(_resident_type(number), number).number
        except DocumentMalformed as error:
            raise CellRefused(reason=f"document-{error.facts['reason']}") from None
    if "*" in number or "●" in number:
        raise CellRefused(reason="number-masked")
    if not USER_NUMBER.fullmatch(number):
        raise CellRefused(reason="number-form")
    return number


def is_like_resident_number(number: str) -> bool:
    """True if a number has a resident number's province, birth date and length."""
    if len(number) != 18:
        return False
    return LOOKS_LIKE_RESIDENT.fullmatch(number[:17] + (number[17] if number[17].isdigit() else "X")) is not None


def resident_document(user_number: str) -> Document | None:
    """The document that a checked user number is; None if it is no resident number or residence permit's."""
    if not is_like_resident_number(user_number):
        return None
    return _document_or_none(_resident_type(user_number), user_number)


def parse_certificate_number(cell: Cell) -> str:
    """A certificate's number as printed: text, in half width, without spaces.

    Raises:
        CellRefused: ``numeric-cell``, ``number-scientific``, ``number-decimal``, ``number-lost-digits``,
            ``number-masked``, ``number-too-long``, ``number-form``.
    """
    text = identifier_text(cell)
    if len(text) > 4 * MAX_CERTIFICATE_CHARS:
        raise CellRefused(reason="number-too-long")
    number = "".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split()).lstrip("'’")
    if len(number) > MAX_CERTIFICATE_CHARS:
        raise CellRefused(reason="number-too-long")
    if SCIENTIFIC.fullmatch(number) and ("+" in number or "." in number):
        raise CellRefused(reason="number-scientific")
    if DECIMAL.fullmatch(number):
        raise CellRefused(reason="number-decimal")
    if LOST_DIGITS.fullmatch(number):
        raise CellRefused(reason="number-lost-digits")
    if "**" in number or "●" in number:
        raise CellRefused(reason="number-masked")
    if number and not CERTIFICATE_NUMBER.fullmatch(number):
        raise CellRefused(reason="number-form")
    return number


def _resident_type(number: str) -> DocumentType:
    return DocumentType.RESIDENCE_PERMIT if number[0] == "8" else DocumentType.RESIDENT_ID


def _document_or_none(document_type: DocumentType, text: str) -> Document | None:
    try:
        return parse_document(document_type, text)
    except DocumentMalformed:
        return None
