"""Old workbooks and text files made to cost time: their look ends all the same.

Shows RELIABILITY 26 for .xls records and CSV.
"""

import struct
from pathlib import Path

import pytest

from adapters.base import ImportMode
from adapters.workbook import xls_rows
from adapters.workbook.limits import WorkbookLimits
from adapters.workbook.xls_rows import BIFF8, BOF, BOUND_SHEET, END_OF_FILE, MAX_SHEETS, RECORD, ROW, hidden_rows
from federation.errors import WorkbookRefused
from tests.support.workbooks import read


def record(kind: int, body: bytes) -> bytes:
    return RECORD.pack(kind, len(body)) + body


def sheet_entry(start: int, name: str) -> bytes:
    return record(BOUND_SHEET, struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name.encode("latin-1"))


def row_record(number: int, *, hidden: bool, cells: int = 1) -> bytes:
    return record(ROW, struct.pack("<HHHHHHI", number, 0, cells, 255, 0, 0, 0x20 if hidden else 0))


GLOBALS = record(BOF, struct.pack("<HH", BIFF8, 5))


def test_hidden_rows_with_cells_are_counted() -> None:
    rows = row_record(1, hidden=True) + row_record(2, hidden=False) + row_record(3, hidden=True, cells=0)
    start = len(GLOBALS + sheet_entry(0, "S") + record(END_OF_FILE, b""))
    stream = GLOBALS + sheet_entry(start, "S") + record(END_OF_FILE, b"") + rows + record(END_OF_FILE, b"")
    assert hidden_rows(stream) == {"S": 1}


def test_a_thousand_sheets_over_the_same_records_cost_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xls_rows, "MAX_RECORDS", 10_000)
    entries = b"".join(sheet_entry(0, f"S{at}") for at in range(MAX_SHEETS + 5))
    stream = GLOBALS + entries + row_record(1, hidden=True) * 20_000
    assert sum(hidden_rows(stream).values()) <= 10_000


@pytest.mark.parametrize("cut", [0, 1, 3, 4, 5, 7, 9, 14, 20, 30])
def test_truncated_records_say_nothing_and_break_nothing(cut: int) -> None:
    stream = GLOBALS + sheet_entry(24, "S") + row_record(1, hidden=True)
    assert set(hidden_rows(stream[:cut]).values()) <= {0}


async def test_a_text_file_of_endless_columns_or_one_endless_cell_is_refused(tmp_path: Path) -> None:
    for content, reason in ((b"a," * 2_000_000, "too-many-columns"), (b'"' + b"a" * 4_000_000, "damaged")):
        (tmp_path / "a.csv").write_bytes(content)
        with pytest.raises(WorkbookRefused) as refused:
            await read(tmp_path / "a.csv", mode=ImportMode.DOCUMENT_NUMBER, limits=WorkbookLimits(timeout_s=10))
        assert refused.value.facts["reason"] == reason


async def test_a_text_file_of_blank_lines_alone_is_refused_by_its_rows(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\n" * 1_000_000)
    with pytest.raises(WorkbookRefused) as refused:
        await read(tmp_path / "a.csv", limits=WorkbookLimits(timeout_s=10))
    assert refused.value.facts["reason"] == "too-many-rows"
