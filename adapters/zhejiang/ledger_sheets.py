"""Three sheets of a training run's ledger: learners, sign-in, evaluations.

Learners are named by document; sign-in and evaluation sheets may leave the number out, for the node holds
them against the run's learners.

Source: 浙学银〔2019〕2号, section 2, item 2 (学习者信息, 签到表, 学习成果评价表); the layouts are ours.
"""

from collections.abc import Sequence
from datetime import date

from adapters.base import Cell, CellIssue, Column, ColumnKind, ImportMode, RowRef, Template
from adapters.checks.contact_details import parse_phone
from adapters.checks.dates import parse_past_date
from adapters.checks.identifiers import parse_candidate_documents
from adapters.checks.names import parse_name
from adapters.checks.text import long_text_of, text_of
from adapters.checks.times import parse_time_of_day
from adapters.ledgers import EvaluationLine, LearnerLine, SignInLine
from adapters.row import RowReading
from adapters.shared.person import PERSON_COLUMNS, check_birth, read_person
from adapters.zhejiang.codes import ATTENDANCE, EVALUATION_OUTCOMES, PRESENT

SOURCE = "浙学银〔2019〕2号二（二）；表式为本系统所设"
NAME_COLUMN, _, NUMBER_COLUMN = PERSON_COLUMNS
OPTIONAL_NUMBER = Column(
    header=NUMBER_COLUMN.header,
    kind=NUMBER_COLUMN.kind,
    required=False,
    aliases=NUMBER_COLUMN.aliases,
    width=NUMBER_COLUMN.width,
    hint="选填；学员中有同名的须填写。文本格式。",
)

LEARNERS = Template(
    name="zhejiang-learners",
    title="学员信息表",
    version="2026.1",
    kind="ledger",
    purpose="培训台账：一期培训的学员信息",
    source=SOURCE,
    columns=(
        *PERSON_COLUMNS,
        Column(
            header="联系电话",
            kind=ColumnKind.IDENTIFIER,
            required=False,
            aliases=("电话", "手机", "手机号码"),
            width=18,
            example="13900000000",
            hint="选填。文本格式；固定电话带区号。",
        ),
    ),
)
PHONE = 3

SIGN_IN = Template(
    name="zhejiang-sign-in",
    title="签到表",
    version="2026.1",
    kind="ledger",
    purpose="培训台账：一期培训的签到，每人每场一行",
    source=SOURCE,
    columns=(
        Column(header="日期", kind=ColumnKind.DATE, width=14, example="20220411", hint="格式为“20220411”。"),
        Column(
            header="开始时间",
            kind=ColumnKind.TEXT,
            aliases=("上课时间",),
            width=12,
            example="9:00",
            hint="24 小时制，如 9:00。",
        ),
        Column(
            header="结束时间",
            kind=ColumnKind.TEXT,
            aliases=("下课时间",),
            width=12,
            example="11:30",
            hint="24 小时制，如 11:30。",
        ),
        Column(
            header="课程",
            kind=ColumnKind.TEXT,
            required=False,
            aliases=("课程名称", "课程编码"),
            width=24,
            example="家政礼仪",
            hint="选填。课程名称或课程编码。",
        ),
        NAME_COLUMN,
        OPTIONAL_NUMBER,
        Column(
            header="签到",
            kind=ColumnKind.CHOICE,
            required=False,
            aliases=("是否签到", "出勤", "出勤情况", "签名"),
            choices=ATTENDANCE.labels,
            width=10,
            example="到",
            hint="下拉选择：到、缺。留空视为缺。",
        ),
    ),
)
ON, STARTS_AT, ENDS_AT, COURSE, SIGNED_NAME, SIGNED_NUMBER, SIGNED = range(7)

EVALUATIONS = Template(
    name="zhejiang-evaluations",
    title="学习成果评价表",
    version="2026.1",
    kind="ledger",
    purpose="培训台账：一期培训的学习成果评价",
    source=SOURCE,
    columns=(
        NAME_COLUMN,
        OPTIONAL_NUMBER,
        Column(
            header="评价结果",
            kind=ColumnKind.CHOICE,
            aliases=("评价等级", "等级"),
            choices=EVALUATION_OUTCOMES.labels,
            width=12,
            example="合格",
            hint="下拉选择：优秀、良好、合格、不合格。",
        ),
        Column(header="成绩", kind=ColumnKind.TEXT, required=False, width=10, example="86", hint="选填。分数。"),
        Column(
            header="评语",
            kind=ColumnKind.TEXT,
            required=False,
            aliases=("评价意见",),
            width=40,
            example="能独立完成实操",
            hint="选填。",
        ),
    ),
)
EVALUATED_NAME, EVALUATED_NUMBER, OUTCOME, SCORE, COMMENT = range(5)


def check_learner(
    template: Template, mode: ImportMode | None, cells: Sequence[Cell], ref: RowRef, today: date
) -> LearnerLine | list[CellIssue]:
    """One learner, or all that is wrong with the row."""
    row = RowReading(template, mode, cells, ref, today)
    name, document = read_person(row)
    phone = row.value(PHONE, parse_phone)
    check_birth(row, document, PHONE, None)
    if row.issues or name is None or document is None:
        return row.issues
    return LearnerLine(ref=ref, name=name, document=document, phone=phone or "")


def check_sign_in(
    template: Template, mode: ImportMode | None, cells: Sequence[Cell], ref: RowRef, today: date
) -> SignInLine | list[CellIssue]:
    """One person at one session, or all that is wrong with the row."""
    row = RowReading(template, mode, cells, ref, today)
    on = row.value(ON, lambda cell: parse_past_date(cell, today))
    starts_at = row.value(STARTS_AT, parse_time_of_day)
    ends_at = row.value(ENDS_AT, parse_time_of_day)
    course = row.value(COURSE, text_of)
    name = row.value(SIGNED_NAME, parse_name)
    documents = row.value(SIGNED_NUMBER, parse_candidate_documents)
    signed = row.code(SIGNED, ATTENDANCE)
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        row.refuse(ENDS_AT, "ends-before-start")
    if row.issues or on is None or starts_at is None or ends_at is None or name is None:
        return row.issues
    return SignInLine(
        ref=ref,
        on=on,
        starts_at=starts_at,
        ends_at=ends_at,
        name=name,
        is_present=signed == PRESENT,
        course=course or "",
        candidate_documents=documents or (),
    )


def check_evaluation(
    template: Template, mode: ImportMode | None, cells: Sequence[Cell], ref: RowRef, today: date
) -> EvaluationLine | list[CellIssue]:
    """One learner's evaluation, or all that is wrong with the row."""
    row = RowReading(template, mode, cells, ref, today)
    name = row.value(EVALUATED_NAME, parse_name)
    documents = row.value(EVALUATED_NUMBER, parse_candidate_documents)
    outcome = row.code(OUTCOME, EVALUATION_OUTCOMES)
    score = row.value(SCORE, text_of)
    comment = row.value(COMMENT, long_text_of)
    if row.issues or name is None or outcome is None:
        return row.issues
    return EvaluationLine(
        ref=ref,
        name=name,
        outcome=outcome,
        candidate_documents=documents or (),
        score=score or "",
        comment=comment or "",
    )
