"""How much of a workbook is taken, and how much its reading may cost.

Source: DESIGN section 11 (child ≤ 1 GB, ≤ 200,000 rows unless configured); RELIABILITY 26.
"""

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookLimits:
    """Limits of one file and of the child that reads it.

    Attributes:
        max_file_bytes: size on disk.
        max_expanded_bytes: all parts of a zip together, counted while inflating.
        max_ratio: expanded : compressed, once more than `ratio_from_bytes` are expanded.
        max_parts: entries of a zip.
        max_rows: the last row with a value in any sheet may be at most this plus `HEADER_ROWS`.
        max_columns: columns with a value in any sheet.
        memory_bytes: the child's address space.
        timeout_s: the child's processor time, and how long the parent waits for it in all.
    """

    max_file_bytes: int = 64 * MIB
    max_expanded_bytes: int = 768 * MIB
    max_ratio: int = 300
    ratio_from_bytes: int = 32 * MIB
    max_parts: int = 2_000
    max_rows: int = 200_000
    max_columns: int = 256
    memory_bytes: int = 1024 * MIB
    timeout_s: int = 120


HEADER_ROWS = 30
"""How far down a header is looked for; title rows stand above it."""
EXCEL_MAX_ROW = 1_048_576
EXCEL_MAX_COLUMN = 16_384
