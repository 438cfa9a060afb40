"""A run's ledger sheets: learners, sign-in and evaluation, as staff keep them."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from adapters.base import RESULT_KINDS, Cell, CellFault
from adapters.checks.times import parse_time_of_day
from adapters.ledgers import EvaluationLine, LearnerLine, SignInLine
from adapters.zhejiang.codes import EVALUATION_OUTCOMES
from adapters.zhejiang.ledger_sheets import EVALUATIONS, LEARNERS, SIGN_IN
from federation.errors import CellRefused, WorkbookRefused
from federation.model.document import DocumentType
from tests.support.workbooks import OTHER_RESIDENT, RESIDENT, Reading, Value, headers_of, read, save

SESSION: list[Value] = ["20220411", "9:00", "11:30", "家政礼仪", "张示例", RESIDENT]


async def ledger(path: Path) -> Reading:
    return await read(path, adapter="zhejiang", mode=None, kinds=("ledger",))


async def signed(tmp_path: Path, *row: Value) -> Reading:
    return await ledger(save(tmp_path / "s.xlsx", [headers_of(SIGN_IN), list(row)]))


async def test_learners_are_name_document_and_telephone(tmp_path: Path) -> None:
    rows: list[list[Value]] = [
        ["某某项目第一期学员信息表"],
        headers_of(LEARNERS),  # type: ignore[list-item]
        ["张示例", "居民身份证", RESIDENT, "13900000000"],
        ["李示例", "居民身份证", OTHER_RESIDENT, ""],
    ]
    reading = await ledger(save(tmp_path / "l.xlsx", rows))
    assert [found.template_name for found in reading.recognised] == ["zhejiang-learners"]
    first, second = reading.drafts
    assert isinstance(first, LearnerLine)
    assert isinstance(second, LearnerLine)
    assert (first.name, first.document.type, first.document.number) == ("张示例", DocumentType.RESIDENT_ID, RESIDENT)
    assert (first.phone, second.phone) == ("13900000000", "")
    assert repr(first) == "LearnerLine(row 3)"


async def test_a_learners_damaged_number_is_refused(tmp_path: Path) -> None:
    rows: list[list[Value]] = [
        ["姓名", "证件类型", "证件号码", "联系电话"],
        ["张示例", "居民身份证", int(RESIDENT), 139],
    ]
    reading = await ledger(save(tmp_path / "l.xlsx", rows))
    assert [(issue.column, issue.code) for issue in reading.issues] == [
        ("证件号码", "numeric-cell"),
        ("联系电话", "numeric-cell"),
    ]


async def test_a_sign_in_is_one_person_at_one_session(tmp_path: Path) -> None:
    (line,) = (await signed(tmp_path, *SESSION, "√")).drafts
    assert isinstance(line, SignInLine)
    assert (line.on, line.starts_at, line.ends_at) == (date(2022, 4, 11), time(9), time(11, 30))
    assert (line.course, line.name, line.is_present) == ("家政礼仪", "张示例", True)
    assert [document.number for document in line.candidate_documents] == [RESIDENT]
    assert repr(line) == "SignInLine(row 2)"


@pytest.mark.parametrize(
    ("mark", "is_present"),
    [("到", True), ("是", True), ("迟到", True), ("缺", False), ("请假", False), ("×", False), ("", False)],
)
async def test_a_mark_says_whether_somebody_was_there(mark: str, is_present: bool, tmp_path: Path) -> None:
    (line,) = (await signed(tmp_path, *SESSION, mark)).drafts
    assert isinstance(line, SignInLine)
    assert line.is_present is is_present


async def test_a_number_may_be_left_out_of_a_sign_in(tmp_path: Path) -> None:
    (line,) = (await signed(tmp_path, *SESSION[:5], "", "到")).drafts
    assert isinstance(line, SignInLine)
    assert line.candidate_documents == ()


@pytest.mark.parametrize(
    ("at", "cell", "column", "code"),
    [
        (0, "", "日期", "required"),
        (0, "20990101", "日期", "date-in-future"),
        (1, "上午", "开始时间", "time-form"),
        (2, "8:30", "结束时间", "ends-before-start"),
        (2, "9:00", "结束时间", "ends-before-start"),
        (4, "", "姓名", "required"),
        (5, RESIDENT[:-1] + ("0" if RESIDENT[-1] != "0" else "1"), "证件号码", "document-check-digit"),
        (6, "代签", "签到", "code-unknown"),
    ],
)
async def test_what_is_wrong_with_a_sign_in_is_told_in_its_cell(
    at: int, cell: Value, column: str, code: str, tmp_path: Path
) -> None:
    row: list[Value] = [*SESSION, "到"]
    row[at] = cell
    assert [(issue.column, issue.code) for issue in (await signed(tmp_path, *row)).issues] == [(column, code)]


async def test_date_and_time_cells_are_read(tmp_path: Path) -> None:
    row: list[Value] = [date(2022, 4, 11), time(9), time(11, 30), "", "张示例", "", "到"]  # type: ignore[list-item]
    (line,) = (await signed(tmp_path, *row)).drafts
    assert isinstance(line, SignInLine)
    assert (line.on, line.starts_at, line.ends_at) == (date(2022, 4, 11), time(9), time(11, 30))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("9:00", time(9)),
        ("09：05", time(9, 5)),
        ("9点30分", time(9, 30)),
        ("14时", time(14)),
        ("下午2:30", time(14, 30)),
        ("上午 9:00", time(9)),
        ("中午12:00", time(12)),
        ("9:00:00", time(9)),
        (0.375, time(9)),
        (time(9, 0, 30), time(9)),
        (datetime(2022, 4, 11, 9, 0), time(9)),  # noqa: DTZ001
        (timedelta(hours=9, minutes=15), time(9, 15)),
    ],
)
def test_a_time_of_day_is_read_as_it_is_written(cell: Cell, expected: time) -> None:
    assert parse_time_of_day(cell) == expected


@pytest.mark.parametrize(
    "cell", ["25:00", "9:60", "九点", "9", "", 9, 1.5, -0.1, 0, float("nan"), True, timedelta(days=2)]
)
def test_what_is_no_time_of_day_is_refused(cell: Cell) -> None:
    with pytest.raises(CellRefused):
        parse_time_of_day(cell)


def test_a_time_that_the_file_does_not_hold_is_told_as_such() -> None:
    with pytest.raises(CellRefused) as refused:
        parse_time_of_day(CellFault.FORMULA_WITHOUT_VALUE)
    assert refused.value.facts["reason"] == "formula-without-value"


@pytest.mark.parametrize(("written", "outcome"), [("优秀", "1"), ("良", "2"), ("及格", "3"), ("不通过", "4")])
async def test_an_evaluation_has_an_outcome_score_and_comment(written: str, outcome: str, tmp_path: Path) -> None:
    rows = [headers_of(EVALUATIONS), ["张示例", RESIDENT, written, 86, "能独立完成实操"]]
    (line,) = (await ledger(save(tmp_path / "e.xlsx", rows))).drafts  # type: ignore[arg-type]
    assert isinstance(line, EvaluationLine)
    assert (line.name, line.outcome, line.score, line.comment) == ("张示例", outcome, "86", "能独立完成实操")
    assert [document.number for document in line.candidate_documents] == [RESIDENT]
    assert repr(line) == "EvaluationLine(row 2)"


async def test_an_outcome_of_another_wording_is_refused_with_what_is_possible(tmp_path: Path) -> None:
    rows = [headers_of(EVALUATIONS), ["张示例", "", "甲", "", ""]]
    (issue,) = (await ledger(save(tmp_path / "e.xlsx", rows))).issues  # type: ignore[arg-type]
    assert (issue.column, issue.code) == ("评价结果", "code-unknown")
    assert all(label in issue.message for label in EVALUATION_OUTCOMES.labels)


async def test_a_ledger_sheet_is_not_imported_as_results(tmp_path: Path) -> None:
    path = save(tmp_path / "s.xlsx", [headers_of(SIGN_IN), [*SESSION, "到"]])
    with pytest.raises(WorkbookRefused) as refused:
        await read(path, adapter="zhejiang", mode=None, kinds=RESULT_KINDS)
    assert refused.value.facts["reason"] == "other-kind"
