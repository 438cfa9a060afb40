"""Results filed against the catalogue: one person's result of one course in a row.

The row names project and course by their codes; institution, title, category and the hours that it
doesn't state come from the catalogue, which the node knows and an adapter doesn't. Here a code must be
well-formed, and the course one of the project.

Source: 浙学银〔2019〕2号, section 3, item 2 (依照培训项目目录库中的项目编码和课程编码进行匹配); the layout is ours.
"""

from collections.abc import Sequence
from datetime import date

from adapters.base import AchievementDraft, Cell, CellIssue, Column, ColumnKind, ImportMode, RowRef, Template
from adapters.checks.dates import parse_past_date
from adapters.checks.text import text_of
from adapters.row import RowReading
from adapters.shared.person import PERSON_COLUMNS, check_birth, read_person
from adapters.zhejiang.cells import parse_hours, parse_run
from adapters.zhejiang.coding import course_code, parse_course_code, parse_project_code, project_code

PROJECT, COURSE, ACHIEVED_ON, TRAINING_HOURS, CREDIT_HOURS, SCORE, RUN = range(3, 10)
EXAMPLE_PROJECT = project_code("330106", 2022, 1)
EXAMPLE_COURSE = course_code(EXAMPLE_PROJECT, 1)

RESULTS = Template(
    name="zhejiang-results",
    title="社会培训项目学习成果",
    version="2026.1",
    kind="achievements",
    purpose="成人学校社会培训项目学习成果的批量存入（按项目编码、课程编码匹配目录）",
    source="浙学银〔2019〕2号三（二）；表式为本系统所设",
    columns=(
        *PERSON_COLUMNS,
        Column(
            header="项目编码",
            states="project_code",
            kind=ColumnKind.IDENTIFIER,
            aliases=("培训项目编码", "项目代码"),
            width=20,
            example=EXAMPLE_PROJECT,
            hint="季度培训项目目录中的项目编码，15 位，以 P 开头。",
        ),
        Column(
            header="课程编码",
            states="course_code",
            kind=ColumnKind.IDENTIFIER,
            aliases=("课程代码",),
            width=22,
            example=EXAMPLE_COURSE,
            hint="该项目在目录中的课程编码，17 位，以 C 开头。",
        ),
        Column(
            header="取得时间",
            states="achieved_on",
            kind=ColumnKind.DATE,
            aliases=("成果取得时间", "结业时间"),
            width=16,
            example="20220630",
            hint="格式为“20220630”，须在项目的季度或起止日期之内。",
        ),
        Column(
            header="培训时数",
            states="training_hours",
            kind=ColumnKind.AMOUNT,
            required=False,
            width=12,
            example="16",
            hint="选填。少于目录所列时填写；留空即按目录。",
        ),
        Column(
            header="学时数",
            states="credit_hours",
            kind=ColumnKind.AMOUNT,
            required=False,
            width=12,
            example="20",
            hint="选填。少于目录所列时填写；留空即按目录。",
        ),
        Column(
            header="成绩",
            states="score",
            kind=ColumnKind.TEXT,
            required=False,
            width=10,
            example="合格",
            hint="选填。分数或等级。",
        ),
        Column(
            header="期次",
            states="run",
            kind=ColumnKind.TEXT,
            required=False,
            aliases=("班次", "培训期次"),
            width=10,
            example="第1期",
            hint="选填。项目办了几期的，填第几期。",
        ),
    ),
)


def check_result(
    template: Template, mode: ImportMode | None, cells: Sequence[Cell], ref: RowRef, today: date
) -> AchievementDraft | list[CellIssue]:
    """The draft of one result, or all that is wrong with its row."""
    row = RowReading(template, mode, cells, ref, today)
    name, document = read_person(row)
    project = row.value(PROJECT, parse_project_code)
    course = row.value(COURSE, parse_course_code)
    achieved_on = row.value(ACHIEVED_ON, lambda cell: parse_past_date(cell, today))
    training_hours = row.value(TRAINING_HOURS, parse_hours)
    credit_hours = row.value(CREDIT_HOURS, parse_hours)
    score = row.value(SCORE, text_of)
    run = row.value(RUN, parse_run)
    check_birth(row, document, ACHIEVED_ON, achieved_on)
    if project and course and course[1:14] != project[1:14]:
        row.refuse(COURSE, "course-of-other-project")
    if row.issues or document is None or project is None or course is None or achieved_on is None:
        return row.issues
    return AchievementDraft(
        ref=ref,
        member_user_number=None,
        document_number=document.number,
        candidate_documents=(document,),
        institution_name="",
        title="",
        achieved_on=achieved_on,
        training_hours=training_hours,
        credit_hours=credit_hours,
        learner_name=name,
        document_type=document.type,
        score=score or "",
        project_code=project,
        course_code=course,
        run=run or 0,
    )
