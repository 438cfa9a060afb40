"""The fifteen traps of ID numbers in Excel, each a case: refused or read as listed, never repaired.

Shows LIBRARIES, "Excel, as education staff meet it", items 1 to 15.
"""

import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlwt
from odf import opendocument, table, text
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from adapters.base import ImportMode
from adapters.jiangsu.achievements import ACHIEVEMENTS
from adapters.workbook.reading import write_error_workbook
from federation.model.document import DocumentType
from tests.support.workbooks import OTHER_RESIDENT, RESIDENT, Value, headers_of, read, save

HEADERS = headers_of(ACHIEVEMENTS)
BY_USER, BY_DOCUMENT = ImportMode.USER_NUMBER, ImportMode.DOCUMENT_NUMBER


def row(number: Value = RESIDENT, *, user: Value = "", title: str = "剪纸", on: Value = "20220801") -> list[Value]:
    return [user, "某县社区学院", number, title, on]


async def codes_of(tmp_path: Path, *rows: list[Value], mode: ImportMode = BY_DOCUMENT) -> list[str]:
    return (await read(save(tmp_path / "a.xlsx", [HEADERS, *rows]), mode=mode)).codes


async def numbers_of(tmp_path: Path, *numbers: str) -> list[str | None]:
    reading = await read(save(tmp_path / "a.xlsx", [HEADERS, *(row(number) for number in numbers)]))
    assert reading.issues == []
    return [draft.document_number for draft in reading.achievements]


async def test_1_a_numeric_cell_in_an_id_column_is_refused(tmp_path: Path) -> None:
    assert await codes_of(tmp_path, row(int(RESIDENT))) == ["numeric-cell"]


async def test_1_a_numeric_cell_is_refused_though_its_digits_would_pass_the_check(tmp_path: Path) -> None:
    fifteen_digits = 320102900307447
    assert await codes_of(tmp_path, row(fifteen_digits)) == ["numeric-cell"]
    assert await numbers_of(tmp_path, str(fifteen_digits)) == ["320102199003074472"]


@pytest.mark.parametrize(
    ("text_", "code"),
    [
        ("3.20102E+17", "document-scientific"),
        ("3.20102199003E+17", "document-scientific"),
        (RESIDENT[:15] + "000", "document-lost-digits"),
        (RESIDENT + ".0", "document-decimal"),
        ("320102900307447.0", "document-decimal"),
    ],
)
async def test_2_text_that_lost_precision_before_it_became_text_is_refused(
    tmp_path: Path, text_: str, code: str
) -> None:
    assert await codes_of(tmp_path, row(text_)) == [code]


@pytest.mark.parametrize("look_alike", ["x", "Ｘ", "ｘ", "Х", "х", "Χ", "χ", "×", "*"])
async def test_3_look_alikes_of_the_check_character_are_read_as_x(tmp_path: Path, look_alike: str) -> None:
    assert await numbers_of(tmp_path, "32010219900307400" + look_alike) == ["32010219900307400X"]


async def test_4_full_width_digits_are_folded_and_other_digits_refused(tmp_path: Path) -> None:
    full_width = RESIDENT.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert await numbers_of(tmp_path, full_width) == [RESIDENT]
    arabic_indic = RESIDENT.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert await codes_of(tmp_path, row(arabic_indic)) == ["document-form"]


@pytest.mark.parametrize(
    "written",
    [
        f"'{RESIDENT}",
        f"\t{RESIDENT}\t",
        f"\u3000{RESIDENT}",
        f"{RESIDENT}\u00a0",
        f"\u200b{RESIDENT}",
        f"{RESIDENT}\ufeff",
        f"{RESIDENT[:6]} {RESIDENT[6:14]} {RESIDENT[14:]}",
    ],
)
async def test_5_marks_around_a_number_are_dropped(tmp_path: Path, written: str) -> None:
    assert await numbers_of(tmp_path, written) == [RESIDENT]


async def test_5_a_cell_of_invisible_marks_alone_is_blank(tmp_path: Path) -> None:
    assert await codes_of(tmp_path, row("\u200b\u3000\ufeff")) == ["required"]


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("320102900307447", DocumentType.RESIDENT_ID),
        ("810000199003070031", DocumentType.RESIDENCE_PERMIT),
        ("E12345678", DocumentType.PASSPORT),
        ("H12345678", DocumentType.HONGKONG_MACAO_PASS),
        ("南字第1234567号", DocumentType.MILITARY),
    ],
)
async def test_6_other_kinds_of_document_are_candidates(tmp_path: Path, number: str, kind: DocumentType) -> None:
    reading = await read(save(tmp_path / "a.xlsx", [HEADERS, row(number)]))
    assert kind in {document.type for document in reading.achievements[0].candidate_documents}


@pytest.mark.parametrize("number", [RESIDENT[:17], RESIDENT[:16], RESIDENT + "7", RESIDENT[:14], "830000199003070036"])
async def test_6_a_resident_number_with_a_digit_too_few_or_wrong_passes_as_no_other_kind(
    tmp_path: Path, number: str
) -> None:
    (code,) = await codes_of(tmp_path, row(number))
    assert code.startswith("document-")


async def test_7_drag_filled_numbers_are_refused_by_their_own_name(tmp_path: Path) -> None:
    dragged = [row(str(int(RESIDENT) + step)) for step in range(5)]
    reading = await read(save(tmp_path / "a.xlsx", [HEADERS, *dragged, row(OTHER_RESIDENT)]))
    assert reading.codes == ["consecutive-numbers"] * 4
    assert [draft.remarks for draft in reading.achievements] == [("consecutive-numbers-first",), ()]


async def test_7_drag_filled_numbers_are_seen_across_two_batches(tmp_path: Path) -> None:
    rows = [row(OTHER_RESIDENT, title=f"课程{at}") for at in range(1_998)]
    dragged = [row(str(int(RESIDENT) + step)) for step in range(4)]
    reading = await read(save(tmp_path / "a.xlsx", [HEADERS, *rows, *dragged]))
    assert reading.codes == ["consecutive-numbers"] * 3


async def test_7_a_row_that_stands_twice_is_passed_on_twice_for_the_node_to_count(tmp_path: Path) -> None:
    reading = await read(save(tmp_path / "a.xlsx", [HEADERS, row(), row()]))
    assert len(reading.drafts) == 2


@pytest.mark.parametrize("masked", ["320102********4472", "3201021990****4472", "320102XXXXXXXX4477", "E1234****"])
async def test_8_masked_numbers_are_refused(tmp_path: Path, masked: str) -> None:
    assert await codes_of(tmp_path, row(masked)) == ["document-masked"]


async def test_9_user_numbers_suffer_the_same_and_are_refused(tmp_path: Path) -> None:
    found = await codes_of(
        tmp_path,
        row("", user=20220001),
        row("", user="2.0220001E+17"),
        row("", user="20220001.0"),
        row("", user="2022****"),
        row("", user=RESIDENT[:15] + "000"),
        row("", user="00012"),
        mode=BY_USER,
    )
    assert found == [
        "numeric-cell",
        "number-scientific",
        "number-decimal",
        "number-masked",
        "document-lost-digits",
    ]


async def test_9_leading_zeros_of_a_text_number_are_kept(tmp_path: Path) -> None:
    reading = await read(save(tmp_path / "a.xlsx", [HEADERS, row("", user="00012")]), mode=BY_USER)
    assert reading.achievements[0].member_user_number == "00012"


ACCEPTED_DATES: list[Value] = [
    "20220801",
    20220801,
    44774,
    date(2022, 8, 1),
    datetime(2022, 8, 1, 9, 30),  # noqa: DTZ001 - Excel knows no time zone
    "2022年8月1日",
    "2022.8.1",
    "2022-08-01",
    "2022/8/1",
    "２０２２０８０１",
    " 2022年08月01日 ",
]


@pytest.mark.parametrize("written", ACCEPTED_DATES, ids=str)
async def test_10_listed_forms_of_a_date_are_read(tmp_path: Path, written: Value) -> None:
    reading = await read(save(tmp_path / "a.xlsx", [HEADERS, row(on=written)]))
    assert [draft.achieved_on for draft in reading.achievements] == [date(2022, 8, 1)]


async def test_10_the_1904_epoch_is_honoured_for_date_cells_and_day_numbers(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    sheet = workbook.active
    assert sheet is not None
    for values in (HEADERS, row(on=date(2022, 8, 1)), row(on=44774 - 1462), row(on=20220801)):
        sheet.append(values)
    workbook.save(tmp_path / "a.xlsx")
    reading = await read(tmp_path / "a.xlsx")
    assert [draft.achieved_on for draft in reading.achievements] == [date(2022, 8, 1)] * 3


async def test_10_the_1904_epoch_of_an_old_workbook_is_honoured(tmp_path: Path) -> None:
    rows: list[list[Value]] = [list(HEADERS), row(on=44774 - 1462)]
    workbook = xlwt.Workbook()
    workbook.dates_1904 = True
    sheet = workbook.add_sheet("名单")
    for at, values in enumerate(rows):
        for column, value in enumerate(values):
            sheet.write(at, column, value)
    workbook.save(str(tmp_path / "a.xls"))
    reading = await read(tmp_path / "a.xls")
    assert [draft.achieved_on for draft in reading.achievements] == [date(2022, 8, 1)]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2022年8月", "date-form"),
        ("8/1/2022", "date-form"),
        ("22.8.1", "date-form"),
        ("2022-8.1", "date-form"),
        ("44774", "date-form"),
        (44774.5, "date-form"),
        (True, "date-form"),
        ("20220230", "date-impossible"),
        ("20221301", "date-impossible"),
        ("20221202", "date-in-future"),
        ("19490930", "date-too-early"),
        ("19890101", "date-before-birth"),
    ],
)
async def test_10_other_dates_are_refused_with_the_accepted_forms(tmp_path: Path, written: Value, code: str) -> None:
    reading = await read(save(tmp_path / "a.xlsx", [HEADERS, row(on=written)]))
    assert reading.codes == [code]
    if code in ("date-form", "date-impossible"):
        assert "20220801、2022-08-01" in reading.issues[0].message


async def test_10_years_outside_the_notice_are_taken_with_a_remark(tmp_path: Path) -> None:
    rows = [row(on=on) for on in ("20220101", "20160101", "20201231", "20151231", "20210101")]
    reading = await read(save(tmp_path / "a.xlsx", [HEADERS, *rows]))
    remarks = [draft.remarks for draft in reading.achievements]
    assert remarks == [(), (), (), ("year-outside-notice",), ("year-outside-notice",)]


async def test_12_headers_are_found_below_titles_in_any_order_and_with_marks(tmp_path: Path) -> None:
    rows: list[list[Value]] = [
        ["某县社区学院 2022 年培训成果汇总表"],
        ["填报人：某某", "", "", "日期：2022年8月"],
        [],
        ["序号", "*成果取得时间（如20220801）", "证件 号码", "学习成果名称：", "协议单位名称", "备注"],
        [1, "20220801", RESIDENT, "剪纸", "某县社区学院", "无"],
    ]
    reading = await read(save(tmp_path / "a.xlsx", rows))
    assert reading.recognised[0].header_row == 4
    assert [draft.ref.row for draft in reading.drafts] == [5]
    assert reading.notices == ["column-ignored"]


async def test_12_merged_group_headers_over_two_rows_are_understood(tmp_path: Path) -> None:
    from adapters.jiangsu.accounts import ACCOUNTS

    headers = headers_of(ACCOUNTS)
    above: list[Value] = [*headers[:7], "通信地址", None, None, *headers[10:]]
    below: list[Value] = [*([None] * 7), "省", "市", "区", *([None] * 5)]
    values: list[Value] = ["U1", "云晴川", "男", "居民身份证", RESIDENT, "大学本科", "无", "江苏省", "南京市", "鼓楼区"]
    values += ["不便分类的其它从业人员", "非正式教育", "线下教育", "社区教育", "其它"]
    path = save(tmp_path / "a.xlsx", [above, below, values])
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    sheet.merge_cells("H1:J1")
    workbook.save(path)
    reading = await read(path, mode=None)
    assert reading.recognised[0].header_row == 2
    assert [draft.district for draft in reading.accounts] == ["320106"]


async def test_12_repeated_headers_are_skipped_and_said(tmp_path: Path) -> None:
    reading = await read(save(tmp_path / "a.xlsx", [HEADERS, row(), HEADERS, row(OTHER_RESIDENT)]))
    assert (len(reading.drafts), reading.rows, reading.notices) == (2, 2, ["repeated-header"])


async def test_12_hidden_sheets_and_rows_and_other_sheets_are_said(tmp_path: Path) -> None:
    workbook = Workbook()
    first = workbook.active
    assert first is not None
    hidden, other = workbook.create_sheet("旧名单"), workbook.create_sheet("随笔")
    for sheet in (first, hidden):
        sheet.append(HEADERS)
        sheet.append(row())
        sheet.append(row(OTHER_RESIDENT))
    other.append(["随便写写"])
    hidden.sheet_state = "hidden"
    first.row_dimensions[3].hidden = True
    first.auto_filter.ref = "A1:E3"
    workbook.save(tmp_path / "a.xlsx")
    reading = await read(tmp_path / "a.xlsx")
    assert len(reading.drafts) == 2
    assert sorted(reading.notices) == ["hidden-rows", "hidden-sheet", "other-sheet"]


async def test_12_blank_rows_are_counted_apart(tmp_path: Path) -> None:
    rows: list[list[Value]] = [[*HEADERS], row(), [], ["", "  ", "\u3000"], row(OTHER_RESIDENT)]
    reading = await read(save(tmp_path / "a.xlsx", rows))
    assert reading.finished is not None
    assert (reading.rows, reading.finished.blank_rows) == (2, 2)


async def test_13_a_formula_without_a_stored_value_is_named(tmp_path: Path) -> None:
    assert await codes_of(tmp_path, row('="3201021990"&"03074477"')) == ["formula-without-value"]


async def test_13_an_error_value_is_named(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [HEADERS, row("PLACE")])
    content = {name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    content[sheet] = re.sub(rb'<c r="C2"[^>]*>.*?</c>', b'<c r="C2" t="e"><v>#N/A</v></c>', content[sheet])
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    assert (await read(path)).codes == ["error-value"]


async def test_14_text_that_looks_like_a_formula_is_written_back_as_text(tmp_path: Path) -> None:
    titles = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"]
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(HEADERS)
    for at, title in enumerate(titles, start=2):
        sheet.append(row("", title="x"))
        cell = sheet.cell(at, 4)
        cell.value = title
        cell.data_type = "s"
    workbook.save(tmp_path / "a.xlsx")
    reading = await read(tmp_path / "a.xlsx")
    target = tmp_path / "errors.xlsx"
    await write_error_workbook(
        tmp_path / "a.xlsx", template="jiangsu-achievements", issues=reading.issues, target=target
    )
    written = load_workbook(target).worksheets[0]
    assert [written.cell(at, 4).value for at in range(2, 7)] == titles
    assert {cell.data_type for cells in written.iter_rows() for cell in cells} <= {"s", "n", "inlineStr"}
    assert b"<f>" not in zipfile.ZipFile(target).read("xl/worksheets/sheet1.xml")


async def test_15_old_and_open_document_workbooks_are_read(tmp_path: Path) -> None:
    rows: list[list[Value]] = [list(HEADERS), row()]
    old = xlwt.Workbook()
    sheet = old.add_sheet("名单")
    document = opendocument.OpenDocumentSpreadsheet()
    grid = table.Table(name="名单")
    for at, values in enumerate(rows):
        line = table.TableRow()
        for column, value in enumerate(values):
            sheet.write(at, column, value)
            cell = table.TableCell(valuetype="string") if value else table.TableCell()
            if value:
                cell.addElement(text.P(text=value))
            line.addElement(cell)
        grid.addElement(line)
    document.spreadsheet.addElement(grid)
    old.save(str(tmp_path / "a.xls"))
    old.save(str(tmp_path / "renamed.xlsx"))
    document.save(str(tmp_path / "a.ods"))
    for name in ("a.xls", "renamed.xlsx", "a.ods"):
        reading = await read(tmp_path / name)
        assert [draft.document_number for draft in reading.achievements] == [RESIDENT], name


async def test_15_numbers_of_old_and_open_document_workbooks_are_refused_as_damaged(tmp_path: Path) -> None:
    rows: list[list[Value]] = [list(HEADERS), row(320102900307447)]
    old = xlwt.Workbook()
    sheet = old.add_sheet("名单")
    document = opendocument.OpenDocumentSpreadsheet()
    grid = table.Table(name="名单")
    for at, values in enumerate(rows):
        line = table.TableRow()
        for column, value in enumerate(values):
            sheet.write(at, column, value)
            if isinstance(value, int):
                cell = table.TableCell(valuetype="float", value=str(value))
            else:
                cell = table.TableCell(valuetype="string")
            cell.addElement(text.P(text=str(value)))
            line.addElement(cell)
        grid.addElement(line)
    document.spreadsheet.addElement(grid)
    old.save(str(tmp_path / "a.xls"))
    document.save(str(tmp_path / "a.ods"))
    for name in ("a.xls", "a.ods"):
        assert (await read(tmp_path / name)).codes == ["numeric-cell"], name
