"""What lies in a report's file: attachments, the text of its pages, when it says that it was signed.

Called for files whose signature holds: what a reader of PDFs does with hostile bytes doesn't arise.

Source: ISO 32000-2 clauses 7.11.4 (embedded files), 12.8.1 (signature dictionaries).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from federation.errors import ReportNotGenuine
from node.report_files.signature import FIELD

# All that a damaged file was seen to raise; a signed one of this program's raises nothing.
UNREADABLE = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
PDF_TIME = re.compile(r"D:([0-9]{14})(?:Z|([+-][0-9]{2})'([0-9]{2})'?)")
# Where a line may break.
ZERO_WIDTH = "\u200b"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """What was read.

    Attributes:
        attachments: by name.
        text: of all pages, without white space.
        signed_at: aware.
    """

    attachments: Mapping[str, bytes]
    text: str
    signed_at: datetime

    def __repr__(self) -> str:
        """Shows nothing of it."""
        return f"ReadFile({len(self.attachments)})"


def read_report_file(data: bytes) -> ReadFile:
    """What lies in a file.

    Raises:
        ReportNotGenuine: reason ``unreadable``, or ``attachments`` (several of one name).
    """
    try:
        reader = PdfReader(BytesIO(data), strict=True)
        attachments = {}
        for name, versions in reader.attachments.items():
            if len(versions) != 1:
                raise ReportNotGenuine(reason="attachments")
            attachments[name] = versions[0]
        text = "".join(page.extract_text() for page in reader.pages)
        signed_at = _parse_time(str(_signature_of(reader)["/M"]))
    except UNREADABLE:
        raise ReportNotGenuine(reason="unreadable") from None
    return ReadFile(attachments=attachments, text=without_space(text), signed_at=signed_at)


def without_space(text: str) -> str:
    """Text as it is compared: where lines and columns break says nothing."""
    return "".join(text.split()).replace(ZERO_WIDTH, "")


def _signature_of(reader: PdfReader) -> Mapping[str, object]:
    fields = reader.get_fields() or {}
    (field,) = fields.values()
    if field["/T"] != FIELD or field["/FT"] != "/Sig":
        raise KeyError(FIELD)
    found: Mapping[str, object] = field["/V"].get_object()
    return found


def _parse_time(text: str) -> datetime:
    match = PDF_TIME.fullmatch(text)
    if match is None:
        raise ValueError(text)
    offset = f"{match[2]}{match[3]}" if match[2] else "+0000"
    return datetime.strptime(match[1] + offset, "%Y%m%d%H%M%S%z")
