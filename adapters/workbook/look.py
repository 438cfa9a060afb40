"""The first look at a file: what it is by its content, and whether it may be opened at all.

The name's extension is never consulted: an .xls renamed .xlsx is read as .xls.

Source: RELIABILITY 26; LIBRARIES, Excel list, items 12, 13 and 15.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from adapters.workbook.csv_sheet import is_text
from adapters.workbook.limits import WorkbookLimits
from adapters.workbook.ole import SIGNATURE, look_at_ole
from adapters.workbook.refused import Refused
from adapters.workbook.sheet_scan import SheetScan
from adapters.workbook.xml_parts import MAX_SMALL_PART_BYTES, guarded, parse_small
from adapters.workbook.zip_parts import ZipParts

MIN_SHARED_STRING_BYTES = 5
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
STRING_COUNT = re.compile(rb"<(?:\w+:)?sst\b[^>]*?\buniqueCount\s*=\s*[\"']([0-9]+)[\"']")
# Looked at ahead, then passed over for good: a tag without an end costs its length once.
REPEATED_CELL = re.compile(rb"<table:table-cell\b(?=[^<>]*?number-columns-repeated=[\"']([0-9]++)[\"'])[^<>]*+>")
REPEATED_ROW = re.compile(rb"<table:table-row\b(?=[^<>]*?number-rows-repeated=[\"']([0-9]++)[\"'])[^<>]*+>")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class WorkbookKind(StrEnum):
    """What a file is by its content."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What the look found; `scans` are by sheet name and only for .xlsx."""

    kind: WorkbookKind
    is_1904: bool = False
    scans: dict[str, SheetScan] = field(default_factory=dict)


def look_at(content: bytes, limits: WorkbookLimits) -> FileFacts:
    """The facts of a workbook that may be opened.

    Raises:
        Refused: with a reason of `adapters.refusals`.
    """
    if not content:
        raise Refused("empty-file")
    if content.startswith(SIGNATURE):
        return FileFacts(kind=WorkbookKind.XLS, is_1904=look_at_ole(content).is_1904)
    if content.startswith(b"PK\x03\x04"):
        return _look_at_zip(ZipParts(content, limits), limits)
    # Office 95 and older wrote the stream bare; nothing reads it reliably.
    if content[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00"):
        raise Refused("unsupported-format")
    if is_text(content):
        return FileFacts(kind=WorkbookKind.CSV)
    raise Refused("not-a-workbook")


def _look_at_zip(parts: ZipParts, limits: WorkbookLimits) -> FileFacts:
    names = {name.lower() for name in parts.entries}
    if any(name.rsplit("/", 1)[-1].startswith("vbaproject") or name.startswith("basic/") for name in names):
        raise Refused("macros")
    if any(name.startswith("xl/externallinks/") for name in names):
        raise Refused("external-links")
    if "xl/workbook.bin" in names:
        raise Refused("unsupported-format")
    if "xl/workbook.xml" in names:
        return _look_at_xlsx(parts, limits)
    if "content.xml" in names and parts.whole("mimetype", 200).startswith(ODS_TYPE):
        return _look_at_ods(parts, limits)
    raise Refused("not-a-workbook")


def _look_at_xlsx(parts: ZipParts, limits: WorkbookLimits) -> FileFacts:
    scans: dict[str, SheetScan] = {}
    small: dict[str, bytes] = {}
    for name in parts.entries:
        if name.endswith("/"):
            continue
        pieces = parts.pieces(name)
        if not name.lower().endswith((".xml", ".rels", ".vml")):
            for _ in pieces:
                pass
        elif name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
            small[name] = _gather(guarded(pieces))
        elif name.lower().endswith("sharedstrings.xml"):
            _check_shared_strings(guarded(pieces))
        else:
            scan = SheetScan(limits)
            for piece in guarded(pieces):
                scan.feed(piece)
            scan.finish()
            scans[name.lower()] = scan
    if b"macroEnabled" in small.get("[Content_Types].xml", b""):
        raise Refused("macros")
    is_1904, paths = _read_workbook_part(small)
    by_sheet = {sheet: scans[path] for sheet, path in paths.items() if path in scans}
    return FileFacts(kind=WorkbookKind.XLSX, is_1904=is_1904, scans=by_sheet)


def _read_workbook_part(small: dict[str, bytes]) -> tuple[bool, dict[str, str]]:
    """Whether days count from 1904, and each sheet's part (lower case) by the sheet's name."""
    workbook = parse_small(small.get("xl/workbook.xml", b""))
    relations = parse_small(small["xl/_rels/workbook.xml.rels"]) if "xl/_rels/workbook.xml.rels" in small else ()
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    is_1904 = False
    paths: dict[str, str] = {}
    for element in workbook.iter():
        tag = element.tag.rsplit("}", 1)[-1]
        if tag == "workbookPr":
            is_1904 = element.get("date1904", "").lower() in ("1", "true", "on")
        elif tag == "sheet":
            target = targets.get(element.get(RELATION), "")
            path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            paths[element.get("name", "")] = path.lower()
    return is_1904, paths


def _look_at_ods(parts: ZipParts, limits: WorkbookLimits) -> FileFacts:
    for name in parts.entries:
        if name.endswith("/") or name == "mimetype":
            continue
        pieces = parts.pieces(name)
        if name == "META-INF/manifest.xml":
            if b"encryption-data" in _gather(guarded(pieces)):
                raise Refused("encrypted")
        elif name == "content.xml":
            _check_repeats(guarded(pieces), limits)
        else:
            for _ in guarded(pieces) if name.endswith(".xml") else pieces:
                pass
    return FileFacts(kind=WorkbookKind.ODS)


def _check_repeats(pieces: Iterator[bytes], limits: WorkbookLimits) -> None:
    """Refuses a cell or row with content that says it repeats beyond the limits."""
    held = b""
    for piece in pieces:
        held += piece
        cut = held.rfind(b"</table:table-row>") + 18
        if cut < 18:
            if len(held) > limits.ratio_from_bytes:
                raise Refused("too-many-columns")
            continue
        part, held = held[:cut], held[cut:]
        texts = _Places(part, b"<text:p")
        ends = _Places(part, b"</table:table-cell>")
        for found in REPEATED_CELL.finditer(part):
            is_empty = found[0].endswith(b"/>") or texts.after(found.end()) >= ends.after(found.end())
            if int(found[1][:9]) > limits.max_columns and not is_empty:
                raise Refused("too-many-columns")
        texts = _Places(part, b"<text:p")
        ends = _Places(part, b"</table:table-row>")
        for found in REPEATED_ROW.finditer(part):
            if int(found[1][:9]) > limits.max_rows and texts.after(found.end()) < ends.after(found.end()):
                raise Refused("too-many-rows")


class _Places:
    """Where some bytes stand, asked in ascending order: all questions together pass over the part once."""

    def __init__(self, part: bytes, sought: bytes) -> None:
        self._part = part
        self._sought = sought
        self._place = -1

    def after(self, start: int) -> int:
        """The first place from `start` on; the part's length if there is none."""
        if self._place < start:
            found = self._part.find(self._sought, start)
            self._place = found if found >= 0 else len(self._part)
        return self._place


def _check_shared_strings(pieces: Iterator[bytes]) -> None:
    size, declared = 0, 0
    for piece in pieces:
        if not size:
            found = STRING_COUNT.search(piece[:4096])
            declared = int(found[1][:12]) if found else 0
        size += len(piece)
    # Each string takes some bytes of its own: a larger count only makes a reader reserve room.
    if declared * MIN_SHARED_STRING_BYTES > size:
        raise Refused("shared-strings")


def _gather(pieces: Iterator[bytes]) -> bytes:
    gathered = bytearray()
    for piece in pieces:
        gathered += piece
        if len(gathered) > MAX_SMALL_PART_BYTES:
            raise Refused("damaged")
    return bytes(gathered)
