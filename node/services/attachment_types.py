"""What may be attached to a case, told by content: the first bytes, and of Office files what they say inside.

A name is a claim. Where a kind of case says so, a file whose name claims another type than its content
has isn't taken: whoever opens it later trusts the name.

Source: ISO/IEC 29500-2 (Open Packaging: [Content_Types].xml); RELIABILITY 26.
"""

from pathlib import PurePath

import msgspec

from adapters.workbook.limits import WorkbookLimits
from adapters.workbook.refused import Refused
from adapters.workbook.zip_parts import ZipParts
from federation.errors import AttachmentRefused

MAX_ATTACHMENT_BYTES = 10 << 20
PNG, JPEG, PDF = "image/png", "image/jpeg", "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FIRST_BYTES = {
    b"\x89PNG\r\n\x1a\n": PNG,
    b"\xff\xd8\xff": JPEG,
    b"%PDF-": PDF,
}
ZIP_START = b"PK\x03\x04"
CONTENT_TYPES = "[Content_Types].xml"
MAX_CONTENT_TYPES_BYTES = 1 << 20
# The part that makes the package what it is. Those with macros have content types of their own.
MAIN_PARTS = {
    XLSX: ("xl/workbook.xml", b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
    DOCX: ("word/document.xml", b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
}
MACROS = ("vbaproject.bin", "macroenabled")
SUFFIXES = {
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
    PDF: (".pdf",),
    XLSX: (".xlsx",),
    DOCX: (".docx",),
}


class AttachmentRule(msgspec.Struct, frozen=True, kw_only=True):
    """What a kind of case takes.

    Attributes:
        media_types: by content.
        most: files of one case.
        named: whether a file's name must say the type that its content has.
    """

    media_types: frozenset[str]
    most: int
    named: bool = False


SCANS = AttachmentRule(media_types=frozenset((PNG, JPEG, PDF)), most=20)
"""Pictures of papers: what cases take unless they say otherwise."""
SCANS_AND_OFFICE = AttachmentRule(media_types=frozenset((PNG, JPEG, PDF, XLSX, DOCX)), most=100, named=True)


def verify_attachment(name: str, content: bytes, rule: AttachmentRule = SCANS) -> str:
    """The media type of a file, told by its content.

    Raises:
        AttachmentRefused: ``empty``, ``too-large``, ``media-type`` or, where names count, ``name-differs``.
    """
    if not content:
        raise AttachmentRefused(file=name, reason="empty")
    if len(content) > MAX_ATTACHMENT_BYTES:
        raise AttachmentRefused(file=name, reason="too-large")
    found = next((media_type for start, media_type in FIRST_BYTES.items() if content.startswith(start)), "")
    if not found and not rule.media_types.isdisjoint(MAIN_PARTS) and content.startswith(ZIP_START):
        found = _office_type(content)
    if found not in rule.media_types:
        raise AttachmentRefused(file=name, reason="media-type")
    if rule.named and PurePath(name).suffix.lower() not in SUFFIXES[found]:
        raise AttachmentRefused(file=name, reason="name-differs")
    return found


def _office_type(content: bytes) -> str:
    """Which Office file without macros a zip is; "" if none."""
    try:
        parts = ZipParts(content, WorkbookLimits(max_file_bytes=MAX_ATTACHMENT_BYTES))
        types = parts.whole(CONTENT_TYPES, MAX_CONTENT_TYPES_BYTES)
    except Refused:
        return ""
    names = " ".join(parts.entries).lower()
    said = types.decode("utf-8", "replace").lower()
    if any(word in names or word in said for word in MACROS):
        return ""
    for media_type, (main, main_type) in MAIN_PARTS.items():
        if main in parts.entries and main_type in types:
            return media_type
    return ""
