"""A look into an OLE compound file: what streams it has, and an .xls workbook's first records.

Enough to tell an old workbook from an encrypted new one, a Word document or macros,
and to learn the epoch; reading cells is the reader's business.

Source: MS-CFB sections 2.2 (header), 2.3 (FAT), 2.6.1 (directory entry); MS-XLS sections
2.4.77 (Date1904), 2.4.117 (FilePass).
"""

import struct
from dataclasses import dataclass, field, replace

from adapters.workbook.refused import Refused
from adapters.workbook.xls_rows import hidden_rows

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END_OF_CHAIN = 0xFFFFFFFE
MAX_DIRECTORY_BYTES = 4 << 20
MAX_STREAM_HEAD_BYTES = 1 << 20
SMALL_STREAM_BYTES = 4096
SMALL_SECTOR_BYTES = 64
DATE_1904, FILE_PASS, BOUND_SHEET, END_OF_FILE = 0x22, 0x2F, 0x85, 0x0A


@dataclass(frozen=True, slots=True, kw_only=True)
class OldWorkbookFacts:
    """What an .xls says of itself; `is_1904` is its epoch, `hidden_rows` are by sheet name."""

    is_1904: bool
    hidden_rows: dict[str, int] = field(default_factory=dict)


def look_at_ole(content: bytes) -> OldWorkbookFacts:
    """The facts of an .xls workbook.

    Raises:
        Refused: ``damaged``, ``encrypted``, ``macros``, ``not-a-workbook``.
    """
    try:
        sector_bytes, fat, directory = _read_directory(content)
    except (struct.error, IndexError):
        raise Refused("damaged") from None
    names = {name.lower() for name, _, _ in directory}
    if names & {"encryptedpackage", "encryptioninfo"}:
        raise Refused("encrypted")
    if names & {"_vba_project_cur", "_vba_project", "vba", "macros"}:
        raise Refused("macros")
    for name, start, size in directory:
        if name.lower() in ("workbook", "book"):
            if size < SMALL_STREAM_BYTES:
                stream = head = _small_stream(content, sector_bytes, fat, directory[0], start, size)
            else:
                head = _chain(content, sector_bytes, fat, start, min(size, MAX_STREAM_HEAD_BYTES))
                stream = _as_far_as_it_goes(content, sector_bytes, fat, start, size)
            return replace(_read_globals(head), hidden_rows=hidden_rows(stream))
    raise Refused("not-a-workbook")


def _read_directory(content: bytes) -> tuple[int, list[int], list[tuple[str, int, int]]]:
    sector_shift = struct.unpack_from("<H", content, 30)[0]
    if sector_shift not in (9, 12):
        raise Refused("damaged")
    sector_bytes = 1 << sector_shift
    fat_sectors, directory_start = struct.unpack_from("<I", content, 44)[0], struct.unpack_from("<I", content, 48)[0]
    locations = list(struct.unpack_from("<109I", content, 76))
    next_difat, per_sector = struct.unpack_from("<I", content, 68)[0], sector_bytes // 4
    while next_difat < END_OF_CHAIN - 2 and len(locations) < min(fat_sectors, len(content) // sector_bytes):
        more = struct.unpack_from(f"<{per_sector}I", content, (next_difat + 1) * sector_bytes)
        locations += more[:-1]
        next_difat = more[-1]
    fat: list[int] = []
    for location in locations[:fat_sectors]:
        if location < END_OF_CHAIN - 2:
            fat += struct.unpack_from(f"<{per_sector}I", content, (location + 1) * sector_bytes)
    raw = _chain(content, sector_bytes, fat, directory_start, MAX_DIRECTORY_BYTES)
    directory = []
    for at in range(0, len(raw) - 127, 128):
        name_bytes = struct.unpack_from("<H", raw, at + 64)[0]
        if 2 <= name_bytes <= 64:
            name = raw[at : at + name_bytes - 2].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", raw, at + 116)
            directory.append((name, start, size))
    if not directory:
        raise Refused("damaged")
    return sector_bytes, fat, directory


def _small_stream(
    content: bytes, sector_bytes: int, fat: list[int], root: tuple[str, int, int], start: int, size: int
) -> bytes:
    """A stream of less than 4,096 bytes, in pieces of 64 of the root entry's; b"" if it can't be followed.

    Source: MS-CFB sections 2.4 (mini FAT) and 2.6.2 (root entry: the mini stream).
    """
    first, count = struct.unpack_from("<II", content, 60)
    container = _as_far_as_it_goes(content, sector_bytes, fat, root[1], root[2])
    raw = _as_far_as_it_goes(content, sector_bytes, fat, first, count * sector_bytes)
    mini_fat = struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])
    gathered = bytearray()
    sector = start
    while sector < len(mini_fat) and len(gathered) < size:
        piece = container[sector * SMALL_SECTOR_BYTES : (sector + 1) * SMALL_SECTOR_BYTES]
        if not piece:
            return b""
        gathered += piece
        sector = mini_fat[sector]
    return bytes(gathered[:size])


def _as_far_as_it_goes(content: bytes, sector_bytes: int, fat: list[int], start: int, size: int) -> bytes:
    """A stream whole, or b"": whether the file is sound is for its reader to say."""
    try:
        return _chain(content, sector_bytes, fat, start, min(size, len(content)))
    except Refused:
        return b""


def _chain(content: bytes, sector_bytes: int, fat: list[int], start: int, max_bytes: int) -> bytes:
    gathered = bytearray()
    sector = start
    while sector < len(fat) and len(gathered) < max_bytes:
        if len(gathered) > len(content):
            # Longer than the file: the chain loops.
            raise Refused("damaged")
        piece = content[(sector + 1) * sector_bytes : (sector + 2) * sector_bytes]
        if not piece:
            raise Refused("damaged")
        gathered += piece
        sector = fat[sector]
    if sector >= len(fat) and sector < END_OF_CHAIN - 2:
        raise Refused("damaged")
    return bytes(gathered[:max_bytes])


def _read_globals(head: bytes) -> OldWorkbookFacts:
    is_1904 = False
    at = 0
    while at + 4 <= len(head):
        kind, size = struct.unpack_from("<HH", head, at)
        if kind == FILE_PASS:
            raise Refused("encrypted")
        if kind == DATE_1904 and size == 2:
            is_1904 = head[at + 4] == 1
        if kind in (BOUND_SHEET, END_OF_FILE):
            break
        at += 4 + size
    return OldWorkbookFacts(is_1904=is_1904)
