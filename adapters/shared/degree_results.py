"""Degree education's results: one course of one person in a row, with score and credit.

Two kinds: course credits of a school, and courses of the self-study examinations. A school's
course credit without its credit says nothing; an examination may be filed by its score alone.

Source: 江苏省终身教育学分银行 brochure, 学历教育成果 (course credits of recognised schools and of the
self-study examinations); the layout is ours.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial

from adapters.base import AchievementDraft, Cell, CellIssue, Column, ColumnKind, ImportMode, RowRef, Template
from adapters.checks.amounts import parse_hundredths
from adapters.checks.dates import parse_past_date
from adapters.checks.text import text_of
from adapters.row import RowReading
from adapters.shared.codes import DEGREE_KINDS
from adapters.shared.person import PERSON_COLUMNS, check_birth, read_person
from federation.model.achievement_class import AchievementClass

SCHOOL, COURSE, SCORE, CREDITS, ACHIEVED_ON, KIND = range(3, 9)

DEGREE_RESULTS = Template(
    name="degree-results",
    title="学历教育课程成绩",
    version="2026.1",
    kind="achievements",
    purpose="学历教育课程学分、高等教育自学考试成绩的批量存入",
    source="本系统通用模板（学历教育学习成果）",
    columns=(
        *PERSON_COLUMNS,
        Column(
            header="学校名称",
            states="institution_name",
            kind=ColumnKind.TEXT,
            aliases=("院校名称", "主考院校"),
            width=28,
            example="某某开放大学",
            hint="授予学分的学校全称；自学考试填主考院校或考试机构。",
        ),
        Column(
            header="课程名称",
            states="title",
            kind=ColumnKind.TEXT,
            aliases=("科目名称",),
            width=28,
            example="大学英语（一）",
            hint="与成绩单一致。",
        ),
        Column(
            header="成绩",
            states="score",
            kind=ColumnKind.TEXT,
            aliases=("课程成绩", "分数"),
            width=10,
            example="86",
            hint="分数或等级（如 86、良好、合格）。",
        ),
        Column(
            header="学分",
            states="credits",
            kind=ColumnKind.AMOUNT,
            required=False,
            aliases=("课程学分",),
            width=10,
            example="3",
            hint="最多两位小数。类别为“课程学分”时必填；自学考试不清楚的留空，不要填 0。",
        ),
        Column(
            header="取得时间",
            states="achieved_on",
            kind=ColumnKind.DATE,
            aliases=("成果取得时间", "考试时间"),
            width=16,
            example="20220630",
            hint="格式为“20220630”。",
        ),
        Column(
            header="类别",
            states="achievement_class",
            kind=ColumnKind.CHOICE,
            aliases=("成果类别",),
            choices=DEGREE_KINDS.labels,
            width=14,
            example="课程学分",
            hint="下拉选择：课程学分，或自学考试。",
        ),
    ),
)


def check_degree_result(
    template: Template, mode: ImportMode | None, cells: Sequence[Cell], ref: RowRef, today: date
) -> AchievementDraft | list[CellIssue]:
    """The draft of one course's result, or all that is wrong with its row."""
    row = RowReading(template, mode, cells, ref, today)
    name, document = read_person(row)
    school = row.value(SCHOOL, text_of)
    course = row.value(COURSE, text_of)
    score = row.value(SCORE, text_of)
    credits_ = row.value(CREDITS, parse_hundredths)
    achieved_on = row.value(ACHIEVED_ON, partial(parse_past_date, today=today))
    kind_code = row.code(KIND, DEGREE_KINDS)
    check_birth(row, document, ACHIEVED_ON, achieved_on)
    kind = None if kind_code is None else AchievementClass(int(kind_code))
    if kind is AchievementClass.DEGREE_COURSE and credits_ is None and not row.is_refused(CREDITS):
        row.refuse(CREDITS, "credits-required")
    if row.issues or document is None or school is None or course is None or achieved_on is None or kind is None:
        return row.issues
    return AchievementDraft(
        ref=ref,
        member_user_number=None,
        document_number=document.number,
        candidate_documents=(document,),
        institution_name=school,
        title=course,
        achieved_on=achieved_on,
        credits=credits_,
        category=DEGREE_KINDS.codes[str(int(kind))],
        learner_name=name,
        document_type=document.type,
        achievement_class=kind,
        score=score or "",
    )
