"""Generated workbooks: rows = accepted + rejected with a reason; nothing vanishes (RELIABILITY 27)."""

import csv
import tempfile
from io import BytesIO
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.base import AchievementDraft, ImportMode, Template
from adapters.jiangsu.achievements import ACHIEVEMENTS
from adapters.shared.certificates import CERTIFICATES
from adapters.shared.degree_results import DEGREE_RESULTS
from adapters.workbook.frames import LENGTH, RowBatch, decode_answer, write_answer
from adapters.workbook.limits import WorkbookLimits
from adapters.workbook.runs import run_places
from adapters.workbook.sheet_scan import SheetScan
from samples.people import person_at
from tests.support.workbooks import Value, headers_of, read, save

HEADERS = headers_of(ACHIEVEMENTS)
XML_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=30)
NUMBERS = st.integers(0, 10**6).map(lambda index: person_at(index).document_number)
CELLS: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    XML_TEXT,
    NUMBERS,
    st.dates().map(lambda day: day.strftime("%Y%m%d")),
)
GOOD_ROWS = st.tuples(
    st.just("U1"), st.just("某县社区学院"), NUMBERS, st.sampled_from(["剪纸", "书法"]), st.just("20220801")
).map(lambda cells: list[Value](cells))
SHARED_ROWS = st.lists(st.lists(CELLS, min_size=9, max_size=9), max_size=8)
CSV_TEXT = st.one_of(NUMBERS, st.just("20220801"), st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20))
ROWS = st.lists(st.one_of(GOOD_ROWS, st.lists(CELLS, min_size=5, max_size=5)), max_size=12)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(rows=ROWS, mode=st.sampled_from(ImportMode))
async def test_every_row_is_accepted_or_rejected_with_a_reason(rows: list[list[Value]], mode: ImportMode) -> None:
    with tempfile.TemporaryDirectory() as folder:
        # Rows of formula-like text are written as formulas by the writer: a case of their own.
        path = save(Path(folder) / "a.xlsx", [HEADERS, *rows])
        reading = await read(path, mode=mode)
    assert reading.finished is not None
    passed_over = reading.finished.blank_rows + sum(
        notice.code in ("repeated-header", "sample-rows") for notice in reading.finished.notices
    )
    # The writer leaves no trace of blank rows at the end.
    assert reading.rows <= len(rows) <= reading.rows + passed_over + _blank_at_end(rows)
    assert all(issue.message and issue.code for issue in reading.issues)


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(rows=SHARED_ROWS, template=st.sampled_from((DEGREE_RESULTS, CERTIFICATES)))
async def test_every_row_of_a_shared_template_is_accepted_or_rejected(
    rows: list[list[Value]], template: Template
) -> None:
    width = len(template.columns)
    with tempfile.TemporaryDirectory() as folder:
        path = save(Path(folder) / "a.xlsx", [headers_of(template), *(row[:width] for row in rows)])
        reading = await read(path, adapter="declared:neutral", mode=None)
    assert reading.rows <= len(rows)
    assert all(issue.message and issue.code for issue in reading.issues)


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(st.lists(CSV_TEXT, min_size=5, max_size=5), max_size=12),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "gb18030")),
)
async def test_every_row_of_a_text_file_is_accepted_or_rejected(rows: list[list[str]], encoding: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        with path.open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream).writerows([HEADERS, *rows])
        reading = await read(path)
    assert reading.finished is not None
    passed_over = sum(notice.code in ("repeated-header", "sample-rows") for notice in reading.finished.notices)
    assert reading.rows <= len(rows) <= reading.rows + reading.finished.blank_rows + passed_over


@given(index=st.integers(0, 10**8), offset=st.integers(1, 10**6))
@settings(max_examples=100, derandomize=True)
def test_made_up_people_never_share_a_number(index: int, offset: int) -> None:
    assert person_at(index).document_number != person_at(index + offset).document_number


@given(cuts=st.lists(st.integers(1, 400), max_size=30))
@settings(max_examples=100, derandomize=True)
def test_the_look_sees_the_same_however_the_bytes_are_cut(cuts: list[int]) -> None:
    xml = (
        b'<sheetData><row r="1" hidden="1"><c r="A1"><f>1</f></c><c r="B1" t="e"><v>#N/A</v></c></row>'
        b'<row r="2"><c r="A2"><f>1</f><v>1</v></c></row><row r="3" hidden="true"><c r="C3"><f t="shared" si="0"/></c>'
        b'</row><row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    )
    whole, cut = SheetScan(WorkbookLimits()), SheetScan(WorkbookLimits())
    whole.feed(xml)
    start = 0
    for size in cuts:
        cut.feed(xml[start : start + size])
        start += size
    cut.feed(xml[start:])
    for scan in (whole, cut):
        scan.finish()
    assert (cut.faults, cut.hidden_rows) == (whole.faults, whole.hidden_rows)
    assert (len(whole.faults), whole.hidden_rows) == (3, 2)


@given(start=st.integers(10**17, 10**18 - 100), length=st.integers(1, 20), before=st.integers(0, 5))
@settings(max_examples=60, derandomize=True)
def test_a_run_is_found_from_three_on(start: int, length: int, before: int) -> None:
    cells = ["x"] * before + [str(start + step) for step in range(length)]
    places = run_places(cells)
    assert len(places) == (length if length >= 3 else 0)
    assert all(is_first == (place == before) for place, is_first in places.items())


@given(index=st.integers(0, 10**6), title=XML_TEXT, hours=st.none() | st.integers(0, 10**6))
@settings(max_examples=50, derandomize=True)
def test_frames_of_drafts_decode_to_the_same(index: int, title: str, hours: int | None) -> None:
    from datetime import date

    from adapters.base import RowRef
    from federation.model.document import DocumentType, parse_document

    document = parse_document(DocumentType.RESIDENT_ID, person_at(index).document_number)
    draft = AchievementDraft(
        ref=RowRef(sheet="名单", row=3),
        member_user_number=None,
        document_number=document.number,
        candidate_documents=(document,),
        institution_name="某县社区学院",
        title=title,
        achieved_on=date(2022, 8, 1),
        credits=hours,
        document_type=document.type,
        remarks=("year-outside-notice",),
    )
    batch = RowBatch(sheet="名单", accounts=(), achievements=(draft,), issues=(), rows_read=1)
    frame = BytesIO()
    write_answer(frame, batch)
    assert decode_answer(frame.getvalue()[LENGTH.size :]) == batch


def _blank_at_end(rows: list[list[Value]]) -> int:
    count = 0
    for row in reversed(rows):
        if any(value not in (None, "") for value in row):
            break
        count += 1
    return count
