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
from adapters.workbook.ods_scan import scan_ods
from adapters.workbook.ole import SIGNATURE, look_at_ole
from adapters.workbook.refused import Refused
from adapters.workbook.sheet_scan import SheetScan
from adapters.workbook.xml_parts import MAX_SMALL_PART_BYTES, guarded, parse_small
from adapters.workbook.zip_parts import ZipParts

MIN_SHARED_STRING_BYTES = 5
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
STRING_COUNT = re.compile(rb"<(?:\w+:)?sst\b[^>]*?\buniqueCount\s*=\s*[\"']([0-9]+)[\"']")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class WorkbookKind(StrEnum):
    """What a file is by its content."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What the look found; `scans` and `hidden_rows` are by sheet name, `scans` only for .xlsx."""

    kind: WorkbookKind
    is_1904: bool = False
    scans: dict[str, SheetScan] = field(default_factory=dict)
    hidden_rows: dict[str, int] = field(default_factory=dict)


def look_at(content: bytes, limits: WorkbookLimits) -> FileFacts:
    """The facts of a workbook that may be opened.

    Raises:
        Refused: with a reason of `adapters.refusals`.
    """
    if not content:
        raise Refused("empty-file")
    if content.startswith(SIGNATURE):
        old = look_at_ole(content)
        return FileFacts(kind=WorkbookKind.XLS, is_1904=old.is_1904, hidden_rows=old.hidden_rows)
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
    hidden = {sheet: scan.hidden_rows for sheet, scan in by_sheet.items()}
    return FileFacts(kind=WorkbookKind.XLSX, is_1904=is_1904, scans=by_sheet, hidden_rows=hidden)


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
    hidden: dict[str, int] = {}
    for name in parts.entries:
        if name.endswith("/") or name == "mimetype":
            continue
        pieces = parts.pieces(name)
        if name == "META-INF/manifest.xml":
            if b"encryption-data" in _gather(guarded(pieces)):
                raise Refused("encrypted")
        elif name == "content.xml":
            hidden = scan_ods(guarded(pieces), limits)
        else:
            for _ in guarded(pieces) if name.endswith(".xml") else pieces:
                pass
    return FileFacts(kind=WorkbookKind.ODS, hidden_rows=hidden)


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
