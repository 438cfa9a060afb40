"""Hostile and broken files: each is refused with its own reason, and the caller goes on.

Shows RELIABILITY 26: no crash of the caller, a reason per file, a Chinese sentence per
reason, within a child whose memory and time are bounded.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlwt
from openpyxl import Workbook

from adapters.base import ImportMode
from adapters.jiangsu.achievements import ACHIEVEMENTS
from adapters.refusals import REFUSALS, refusal_sentence
from adapters.workbook.limits import WorkbookLimits
from adapters.workbook.reading import Finished, RowBatch, read_workbook
from federation.errors import TemplateUnknown, WorkbookRefused

TODAY = date(2022, 12, 1)
HEADERS = [column.header for column in ACHIEVEMENTS.columns]
ROW = ["JS0001", "某县社区学院", "", "智能手机应用", "20220801"]
SHEET = "xl/worksheets/sheet1.xml"
QUICK = WorkbookLimits(timeout_s=20)
TEN_SECONDS = WorkbookLimits(timeout_s=10)


def honest_bytes() -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(HEADERS)
    sheet.append(ROW)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def changed(change: Callable[[bytes], bytes], part: str = SHEET, added: dict[str, bytes] | None = None) -> bytes:
    """The honest workbook with one part changed and others added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(honest_bytes())) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
        for name, content in (added or {}).items():
            new.writestr(name, content)
    return stream.getvalue()


def with_parts(parts: dict[str, bytes]) -> bytes:
    return changed(lambda content: content, added=parts)


def with_cell(xml: bytes) -> bytes:
    return changed(lambda content: content.replace(b"</sheetData>", xml + b"</sheetData>"))


async def reason_of(content: bytes, tmp_path: Path, *, name: str = "名单.xlsx", limits: WorkbookLimits = QUICK) -> str:
    path = tmp_path / name
    path.write_bytes(content)
    caught: WorkbookRefused | TemplateUnknown
    try:
        async for _ in read_workbook(path, adapter="jiangsu", mode=ImportMode.USER_NUMBER, today=TODAY, limits=limits):
            pass
    except (WorkbookRefused, TemplateUnknown) as refused:
        caught = refused
    else:
        return "accepted"
    assert caught.facts["file"] == name
    assert re.search(r"[\u4e00-\u9fff]", refusal_sentence(caught))
    return str(caught.facts.get("reason", "template-unknown"))


async def rows_of(content: bytes, tmp_path: Path, name: str = "名单.xlsx") -> int:
    path = tmp_path / name
    path.write_bytes(content)
    rows = 0
    async for event in read_workbook(path, adapter="jiangsu", mode=ImportMode.USER_NUMBER, today=TODAY, limits=QUICK):
        if isinstance(event, RowBatch):
            assert len(event.drafts) + len({issue.row for issue in event.issues}) == event.rows_read
        if isinstance(event, Finished):
            rows = event.rows
    return rows


async def test_the_honest_workbook_that_all_attacks_start_from_is_read(tmp_path: Path) -> None:
    assert await rows_of(honest_bytes(), tmp_path) == 1


async def test_zip_bomb_is_refused(tmp_path: Path) -> None:
    bomb = with_parts({"xl/media/image1.png": bytes(200 << 20)})
    assert len(bomb) < 1 << 20
    assert await reason_of(bomb, tmp_path) == "zip-bomb"


async def test_zip_bomb_of_many_dense_parts_is_refused_by_the_sum(tmp_path: Path) -> None:
    bomb = with_parts({f"xl/media/image{at}.png": bytes(20 << 20) for at in range(10)})
    limits = WorkbookLimits(max_expanded_bytes=100 << 20)
    assert await reason_of(bomb, tmp_path, limits=limits) == "zip-bomb"


async def test_zip_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    content = bytearray(with_parts({"xl/media/image1.png": bytes(50 << 20)}))
    # Both the local and the central header claim 10 bytes.
    claimed, real = struct.pack("<I", 10), struct.pack("<I", 50 << 20)
    while (at := content.find(real)) >= 0:
        content[at : at + 4] = claimed
    assert await reason_of(bytes(content), tmp_path) in ("damaged", "zip-bomb")


async def test_zip_with_ten_thousand_parts_is_refused(tmp_path: Path) -> None:
    assert await reason_of(with_parts({f"xl/x{at}.xml": b"<x/>" for at in range(10_000)}), tmp_path) == "too-many-parts"


async def test_zip_with_two_parts_of_one_name_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO(honest_bytes())
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, b"<worksheet/>")
    assert await reason_of(stream.getvalue(), tmp_path) == "damaged"


async def test_billion_laughs_is_refused(tmp_path: Path) -> None:
    laughs = b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;">]>'
    bomb = changed(lambda content: laughs + content)
    assert await reason_of(bomb, tmp_path) == "dangerous-xml"


async def test_billion_laughs_in_the_workbook_part_is_refused(tmp_path: Path) -> None:
    bomb = changed(lambda content: b'<!DOCTYPE a [<!ENTITY b "c">]>' + content, "xl/workbook.xml")
    assert await reason_of(bomb, tmp_path) == "dangerous-xml"


async def test_external_entity_is_refused(tmp_path: Path) -> None:
    stealing = changed(lambda content: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + content)
    assert await reason_of(stealing, tmp_path) == "dangerous-xml"


async def test_entity_declared_across_two_pieces_is_refused(tmp_path: Path) -> None:
    padding = b" " * ((1 << 20) - 4)
    assert await reason_of(changed(lambda content: padding + b"<!DOCTYPE a []>" + content), tmp_path) == "dangerous-xml"


async def test_xml_in_another_encoding_is_refused(tmp_path: Path) -> None:
    hidden = changed(lambda content: content.decode().encode("utf-16"))
    assert await reason_of(hidden, tmp_path) == "xml-encoding"
    named = changed(lambda content: b'<?xml version="1.0" encoding="UTF-7"?>' + content)
    assert await reason_of(named, tmp_path) == "xml-encoding"


async def test_one_cell_in_the_last_row_is_refused(tmp_path: Path) -> None:
    far = with_cell(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>')
    assert await reason_of(far, tmp_path) == "too-many-rows"


async def test_one_cell_at_the_sheets_far_corner_is_refused(tmp_path: Path) -> None:
    far = with_cell(b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row>')
    assert await reason_of(far, tmp_path) == "too-many-rows"


async def test_one_cell_in_the_last_column_is_refused(tmp_path: Path) -> None:
    far = with_cell(b'<row r="3"><c r="XFD3"><v>1</v></c></row>')
    assert await reason_of(far, tmp_path) == "too-many-columns"


async def test_cell_just_beyond_the_columns_is_refused(tmp_path: Path) -> None:
    assert await reason_of(with_cell(b'<row r="3"><c r="KA3"><v>1</v></c></row>'), tmp_path) == "too-many-columns"


async def test_far_cell_without_a_position_of_its_own_is_refused(tmp_path: Path) -> None:
    assert await reason_of(with_cell(b'<row r="1000000"><c><v>1</v></c></row>'), tmp_path) == "too-many-rows"


async def test_far_cell_in_other_quotes_and_lower_case_is_refused(tmp_path: Path) -> None:
    far = with_cell(b"<row r = '1048576'><c s='1' r = 'xfd1048576'><v>1</v></c></row>")
    assert await reason_of(far, tmp_path) == "too-many-rows"


async def test_styled_cell_without_a_value_at_the_far_corner_is_no_attack(tmp_path: Path) -> None:
    harmless = with_cell(b'<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    assert await rows_of(harmless, tmp_path) == 1


@pytest.mark.parametrize(
    "position", [b"A65537000000", b"A4294967297", b"ZZZZ3", b"XFE3", b"A18446744073709551617", b"A" + b"0" * 40 + b"5"]
)
async def test_position_that_overflows_is_refused(tmp_path: Path, position: bytes) -> None:
    overflowing = with_cell(b'<row r="3"><c r="' + position + b'"><v>1</v></c></row>')
    assert await reason_of(overflowing, tmp_path) == "cell-position"


async def test_row_number_that_overflows_is_refused(tmp_path: Path) -> None:
    assert await reason_of(with_cell(b'<row r="4294967298"><c><v>1</v></c></row>'), tmp_path) == "cell-position"


async def test_row_zero_never_crashes_the_caller(tmp_path: Path) -> None:
    content = with_cell(b'<row r="0"><c r="A0"><v>1</v></c></row>')
    assert await reason_of(content, tmp_path) in ("accepted", "damaged", "memory")


@pytest.mark.parametrize("dimension", [b"A1:XFD1048576", b"A1:A1", b"A1:ZZZZZ99999999999", b"nonsense"])
async def test_lying_dimension_loses_no_row_and_takes_no_memory(tmp_path: Path, dimension: bytes) -> None:
    lying = changed(lambda content: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="' + dimension + b'"', content))
    assert dimension in zipfile.ZipFile(io.BytesIO(lying)).read(SHEET)
    outcome = await reason_of(lying, tmp_path)
    assert outcome in ("accepted", "damaged")
    if outcome == "accepted":
        assert await rows_of(lying, tmp_path) == 1


async def test_four_billion_shared_strings_announced_are_refused(tmp_path: Path) -> None:
    table = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="4294967295"></sst>'
    assert await reason_of(with_parts({"xl/sharedStrings.xml": table}), tmp_path) == "shared-strings"


async def test_shared_string_that_does_not_exist_is_no_crash(tmp_path: Path) -> None:
    table = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>a</t></si></sst>'
    cell = b'<row r="3"><c r="A3" t="s"><v>999999999</v></c></row>'
    content = changed(
        lambda part: part.replace(b"</sheetData>", cell + b"</sheetData>"), added={"xl/sharedStrings.xml": table}
    )
    assert await reason_of(content, tmp_path) in ("accepted", "damaged")


async def test_macros_are_refused_whatever_the_name(tmp_path: Path) -> None:
    content = with_parts({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    assert await reason_of(content, tmp_path) == "macros"
    assert await reason_of(content, tmp_path, name="名单.xlsm") == "macros"


async def test_macro_content_type_without_a_project_is_refused(tmp_path: Path) -> None:
    content = changed(
        lambda part: part.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"), "[Content_Types].xml"
    )
    assert await reason_of(content, tmp_path) == "macros"


async def test_external_links_are_refused(tmp_path: Path) -> None:
    assert await reason_of(with_parts({"xl/externalLinks/externalLink1.xml": b"<x/>"}), tmp_path) == "external-links"


async def test_binary_workbook_is_refused(tmp_path: Path) -> None:
    assert await reason_of(with_parts({"xl/workbook.bin": b"\x83\x01\x00"}), tmp_path) == "unsupported-format"


def old_file(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams' names in its directory (each of 4,096 bytes or more)."""
    sector = 512
    entries = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    body, fat = b"", [0xFFFFFFFD, 0xFFFFFFFE]
    for name, content in streams.items():
        padded = content.ljust(4096, b"\x00")
        padded += bytes(-len(padded) % sector)
        start, count = len(fat), len(padded) // sector
        entries.append((name, 2, start, len(padded)))
        fat += [*range(start + 1, start + count), 0xFFFFFFFE]
        body += padded
    directory = b""
    for name, kind, start, size in entries[:4]:
        text = name.encode("utf-16-le") + b"\x00\x00"
        directory += text.ljust(64, b"\x00") + struct.pack("<HBB", len(text), kind, 1) + b"\xff" * 12 + bytes(36)
        directory += struct.pack("<IQ", start, size)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *([0xFFFFFFFF] * 108))
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(sector, b"\xff")
    return header + table + directory.ljust(sector, b"\x00") + body


async def test_encrypted_workbook_is_refused(tmp_path: Path) -> None:
    encrypted = old_file({"EncryptionInfo": b"\x04\x00\x04\x00", "EncryptedPackage": b"x" * 5000})
    assert await reason_of(encrypted, tmp_path) == "encrypted"


async def test_encrypted_old_workbook_is_refused(tmp_path: Path) -> None:
    records = struct.pack("<HHHH", 0x809, 4, 0x600, 5) + struct.pack("<HH", 0x2F, 6) + bytes(6)
    assert await reason_of(old_file({"Workbook": records}), tmp_path, name="名单.xls") == "encrypted"


async def test_old_workbook_with_macros_is_refused(tmp_path: Path) -> None:
    content = old_file({"Workbook": struct.pack("<HH", 0x0A, 0), "_VBA_PROJECT_CUR": b"x"})
    assert await reason_of(content, tmp_path, name="名单.xls") == "macros"


async def test_encrypted_zip_part_is_refused(tmp_path: Path) -> None:
    content = bytearray(honest_bytes())
    for signature, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.find(signature) + at] |= 1
    assert await reason_of(bytes(content), tmp_path) == "encrypted"


async def test_word_document_renamed_is_refused(tmp_path: Path) -> None:
    assert await reason_of(old_file({"WordDocument": b"x"}), tmp_path) == "not-a-workbook"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert await reason_of(stream.getvalue(), tmp_path) == "not-a-workbook"


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"<html><table>", b"\x89PNG\r\n\x1a\n", b"\x00" * 4096])
async def test_file_that_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    assert await reason_of(content, tmp_path) == "not-a-workbook"


async def test_empty_file_is_refused(tmp_path: Path) -> None:
    assert await reason_of(b"", tmp_path) == "empty-file"


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.999])
async def test_truncated_workbook_is_refused(tmp_path: Path, share: float) -> None:
    content = honest_bytes()
    assert await reason_of(content[: int(len(content) * share)], tmp_path) == "damaged"


async def test_truncated_old_workbook_is_refused(tmp_path: Path) -> None:
    content = old_workbook()
    assert await reason_of(content[:700], tmp_path, name="名单.xls") == "damaged"


async def test_flipped_bit_in_a_sheet_is_refused(tmp_path: Path) -> None:
    content = bytearray(honest_bytes())
    archive = zipfile.ZipFile(io.BytesIO(bytes(content)))
    at = archive.getinfo(SHEET).header_offset + 30 + len(SHEET) + 60
    content[at] ^= 0x10
    assert await reason_of(bytes(content), tmp_path) == "damaged"


def old_workbook() -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("名单")
    for row, values in enumerate([HEADERS, ROW]):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


async def test_old_workbook_renamed_xlsx_is_read_by_its_content(tmp_path: Path) -> None:
    assert await rows_of(old_workbook(), tmp_path, name="名单.xlsx") == 1


async def test_old_workbook_with_hostile_dimensions_is_no_crash(tmp_path: Path) -> None:
    content = bytearray(old_workbook())
    at = content.find(struct.pack("<HH", 0x200, 14))
    assert at > 0
    struct.pack_into("<IIHH", content, at + 4, 0, 0xFFFFFFFF, 0, 0xFFFF)
    assert await reason_of(bytes(content), tmp_path, name="名单.xls") in ("accepted", "damaged", "memory")


async def test_compound_file_with_a_looping_chain_is_refused(tmp_path: Path) -> None:
    content = bytearray(old_file({"Workbook": struct.pack("<HH", 0x0A, 0)}))
    struct.pack_into("<I", content, 512 + 4, 1)
    assert await reason_of(bytes(content), tmp_path) == "damaged"


async def test_file_larger_than_the_limit_is_refused(tmp_path: Path) -> None:
    limits = WorkbookLimits(max_file_bytes=1_000)
    assert await reason_of(honest_bytes(), tmp_path, limits=limits) == "file-too-large"


async def test_more_rows_than_the_limit_are_refused(tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (at, at) for at in range(3, 200))
    assert await reason_of(with_cell(rows), tmp_path, limits=WorkbookLimits(max_rows=50)) == "too-many-rows"


async def test_workbook_that_needs_more_memory_than_the_limit_is_refused(tmp_path: Path) -> None:
    # Inside the limits of rows and columns, but dense only for a reader.
    wide = with_cell(b'<row r="199000"><c r="IU199000"><v>1</v></c></row>')
    assert await reason_of(wide, tmp_path) == "memory"


async def test_child_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (at, at) for at in range(3, 150_000))
    # The processor limit of a second is met before so many rows are checked and told.
    limits = WorkbookLimits(timeout_s=1)
    outcome = await reason_of(with_cell(rows), tmp_path, limits=limits)
    assert outcome == "timeout"


async def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "无.xlsx", "not-found"), (tmp_path, "unreadable-file")):
        with pytest.raises(WorkbookRefused) as refused:
            async for _ in read_workbook(path, adapter="jiangsu", mode=None, today=TODAY):
                pass
        assert refused.value.facts["reason"] == reason


async def test_open_document_that_repeats_a_cell_without_end_is_refused(tmp_path: Path) -> None:
    for xml, reason in (
        (
            b'<table:table-cell table:number-columns-repeated="900000000"><text:p>x</text:p></table:table-cell>',
            "columns",
        ),
        (b"<table:table-cell><text:p>x</text:p></table:table-cell>", "rows"),
    ):
        content = (
            b'<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body>'
            b'<office:spreadsheet><table:table table:name="a"><table:table-row table:number-rows-repeated="1000000">'
            + xml
            + b"</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
        )
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", content)
        assert await reason_of(stream.getvalue(), tmp_path, name="名单.ods") == f"too-many-{reason}"


async def test_sheets_that_are_too_long_only_together_are_refused_before_any_row_is_told(tmp_path: Path) -> None:
    workbook = Workbook()
    for name in "ab":
        sheet = workbook.create_sheet(name)
        for row in (HEADERS, *([f"JS{name}{at}", *ROW[1:]] for at in range(30)), [""], HEADERS):
            sheet.append(row)
    path = tmp_path / "名单.xlsx"
    workbook.save(path)
    short = WorkbookLimits(max_rows=59, timeout_s=20)
    events = read_workbook(path, adapter="jiangsu", mode=ImportMode.USER_NUMBER, today=TODAY, limits=short)
    with pytest.raises(WorkbookRefused) as caught:
        # The very first event already is the refusal.
        await anext(events)
    assert caught.value.facts["reason"] == "too-many-rows"
    assert await reason_of(path.read_bytes(), tmp_path, limits=WorkbookLimits(max_rows=60, timeout_s=20)) == "accepted"


@pytest.mark.parametrize(
    "endless",
    [
        b"<c " + b't="e" ' * 300_000,
        b"<c><f/>" + b" " * 3_000_000 + b"x",
        b"<c " + b'r="KA3" ' * 400_000,
        b"<row " + b'hidden="x" ' * 300_000,
        b"<c><f>" * 300_000,
        b"<" + b"a" * 3_000_000,
    ],
    ids=["error type", "spaces after a formula", "far position", "hidden", "formula", "name"],
)
async def test_sheet_with_an_endless_tag_burns_no_time(tmp_path: Path, endless: bytes) -> None:
    content = changed(lambda part: part.replace(b"</sheetData>", b'<row r="3">' + endless))
    assert await reason_of(content, tmp_path, limits=TEN_SECONDS) not in ("timeout", "memory")


@pytest.mark.parametrize(
    "endless",
    [
        b"<table:table-cell " + b'number-columns-repeated="1" ' * 120_000,
        b'<table:table-cell number-columns-repeated="999">' * 120_000,
        b'<table:table-row number-rows-repeated="9">' * 120_000,
        b'<table:table-row number-rows-repeated="999999">' * 120_000,
    ],
    ids=["attribute", "cells", "rows", "rows beyond the limit"],
)
async def test_open_document_with_repeats_that_never_end_burns_no_time(tmp_path: Path, endless: bytes) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", b"<a>" + endless + b"</table:table-row>")
    reason = await reason_of(stream.getvalue(), tmp_path, name="名单.ods", limits=TEN_SECONDS)
    assert reason not in ("timeout", "memory")


async def test_every_piece_of_noise_gets_a_reason(tmp_path: Path) -> None:
    honest = honest_bytes()
    for seed in range(12):
        content = bytearray(honest)
        at = zlib.crc32(bytes([seed])) % len(content)
        content[at : at + 8] = struct.pack("<Q", zlib.crc32(bytes([seed, 1])) << 16)
        assert await reason_of(bytes(content), tmp_path) in {*REFUSALS, "accepted", "template-unknown"}
