"""A text file of rows as a workbook of one sheet: what staff export where Excel is in the way.

UTF-8, with or without a byte-order mark, else GB18030 (GBK can't hold 䶮); separated by commas, or
by tabs as Excel's “文本文件”. Every cell is text: what a number lost on the way shows in its text.

Source: RFC 4180; GB 18030-2022; LIBRARIES, Excel list, item 14.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import SheetTypeEnum, SheetVisibleEnum

from adapters.workbook.limits import HEADER_ROWS, WorkbookLimits
from adapters.workbook.refused import Refused

ReadCell = int | float | str | bool | time | date | datetime | timedelta
"""What a cell of any kind of workbook may read as; here always str."""
SHEET_NAME = "CSV"
ENCODINGS = ("utf-8-sig", "gb18030")
PIECE_BYTES = 1 << 20
# What no exported table holds; also what tells other formats and other encodings apart.
NOT_IN_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
FIRST_LINE_BYTES = 64 << 10


class CsvMetadata:
    """What `CalamineWorkbook.sheets_metadata` says of a sheet."""

    name = SHEET_NAME
    typ = SheetTypeEnum.WorkSheet
    visible = SheetVisibleEnum.Visible


class CsvSheet:
    """The rows, read anew each time they are asked for; as wide as the widest."""

    def __init__(self, content: bytes, encoding: str, delimiter: str, rows: int, columns: int) -> None:
        self._content = content
        self._encoding = encoding
        self._delimiter = delimiter
        self._columns = columns
        self.name = SHEET_NAME
        self.start: tuple[int, int] | None = (0, 0) if rows else None
        self.end: tuple[int, int] | None = (rows - 1, columns - 1) if rows else None

    def iter_rows(self) -> Iterator[list[ReadCell]]:
        """Each row, padded to the sheet's width."""
        for row in _rows(self._content, self._encoding, self._delimiter):
            yield [*row, *[""] * (self._columns - len(row))]


class CsvWorkbook:
    """A workbook of one visible sheet."""

    sheets_metadata = (CsvMetadata(),)

    def __init__(self, sheet: CsvSheet) -> None:
        self._sheet = sheet

    def get_sheet_by_name(self, name: str) -> CsvSheet:
        """The one sheet, whatever it is asked for by."""
        return self._sheet


def is_text(content: bytes) -> bool:
    """True if the bytes may be a text file of rows."""
    is_other = content.removeprefix(codecs.BOM_UTF8)[:1] in (b"<", b"%", b"{")
    return not is_other and not NOT_IN_TEXT.search(content)


def open_csv(content: bytes, limits: WorkbookLimits) -> CsvWorkbook:
    """The workbook of a text file.

    Raises:
        Refused: ``not-a-workbook``, ``damaged``, ``too-many-rows``, ``too-many-columns``.
    """
    encoding = _encoding_of(content)
    first = content[:FIRST_LINE_BYTES].split(b"\n", 1)[0]
    delimiter = "\t" if first.count(b"\t") > first.count(b",") else ","
    rows = columns = 0
    try:
        for row in _rows(content, encoding, delimiter):
            rows, columns = rows + 1, max(columns, len(row))
            if rows > limits.max_rows + HEADER_ROWS:
                raise Refused("too-many-rows")
            if columns > limits.max_columns:
                raise Refused("too-many-columns")
    except csv.Error:
        # A field beyond the module's own limit: a quotation mark that is never closed.
        raise Refused("damaged") from None
    return CsvWorkbook(CsvSheet(content, encoding, delimiter, rows, columns))


def _encoding_of(content: bytes) -> str:
    for encoding in ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        try:
            for start in range(0, len(content), PIECE_BYTES):
                decoder.decode(content[start : start + PIECE_BYTES])
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise Refused("not-a-workbook")


def _rows(content: bytes, encoding: str, delimiter: str) -> Iterator[list[str]]:
    with io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="") as stream:
        yield from csv.reader(stream, delimiter=delimiter)
