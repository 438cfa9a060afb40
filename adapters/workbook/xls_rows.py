"""Hidden rows of an .xls workbook, from its records.

A filtered list is saved with the rows that don't match hidden. Only rows with cells count, and only
Excel 97 to 2003 (BIFF8): older ones say nothing here.

Source: MS-XLS, records BOF, BoundSheet8 and Row (fDyZero).
"""

import struct

RECORD = struct.Struct("<HH")
BOUND_SHEET, BOF, END_OF_FILE, ROW = 0x85, 0x809, 0x0A, 0x208
BIFF8 = 0x0600
HIDDEN = 0x20
MAX_SHEETS = 1_000
MAX_RECORDS = 4_000_000
"""Of all sheets together; a full sheet of 65,536 rows and twenty columns has a third of them."""


def hidden_rows(stream: bytes) -> dict[str, int]:
    """How many hidden rows with cells each sheet has, by its name; what is malformed counts for nothing."""
    try:
        if RECORD.unpack_from(stream)[0] != BOF or struct.unpack_from("<H", stream, 4)[0] != BIFF8:
            return {}
        # Sheets that claim to begin in one place would be gone through once each.
        left = MAX_RECORDS
        hidden: dict[str, int] = {}
        for name, start in _sheets(stream):
            hidden[name], passed = _hidden_from(stream, start, left)
            left -= passed
    except (struct.error, IndexError):
        return {}
    return hidden


def _sheets(stream: bytes) -> list[tuple[str, int]]:
    """Each sheet's name and where its records begin."""
    found: list[tuple[str, int]] = []
    at = 0
    while at + RECORD.size <= len(stream) and len(found) < MAX_SHEETS:
        kind, size = RECORD.unpack_from(stream, at)
        if kind == END_OF_FILE:
            break
        if kind == BOUND_SHEET and size >= 8:
            start, characters, flags = (*struct.unpack_from("<I", stream, at + 4), stream[at + 10], stream[at + 11])
            text = stream[at + 12 : at + 4 + size]
            name = text[: 2 * characters].decode("utf-16-le", "replace") if flags & 1 else text.decode("latin-1")
            found.append((name, start))
        at += RECORD.size + size
    return found


def _hidden_from(stream: bytes, at: int, most: int) -> tuple[int, int]:
    """Hidden rows among at most so many records, and how many were passed."""
    count = passed = 0
    while at + RECORD.size <= len(stream) and passed < most:
        passed += 1
        kind, size = RECORD.unpack_from(stream, at)
        if kind == END_OF_FILE:
            break
        if kind == ROW and size >= 16:
            first, last = struct.unpack_from("<HH", stream, at + 6)
            count += last > first and bool(stream[at + 16] & HIDDEN)
        at += RECORD.size + size
    return count, passed
