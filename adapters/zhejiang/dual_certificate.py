"""双证制 results: adult schooling that ends with a school certificate and a vocational one.

They are deposited as a kind of their own: outside the catalogue's rule, and told apart in the yearly
assessment.

Source: 浙学银〔2019〕2号, section 4, item 5 (双证制除外); the layout is ours.
"""

from collections.abc import Sequence
from datetime import date

from adapters.base import AchievementDraft, Cell, CellIssue, Column, ColumnKind, ImportMode, RowRef, Template
from adapters.checks.dates import parse_past_date
from adapters.checks.identifiers import parse_certificate_number
from adapters.checks.text import text_of
from adapters.row import RowReading
from adapters.shared.person import PERSON_COLUMNS, check_birth, read_person
from adapters.zhejiang.cells import parse_hours
from federation.model.achievement_class import AchievementClass

TITLE, INSTITUTION, ACHIEVED_ON, TRAINING_HOURS, CREDIT_HOURS, SCORE, CERTIFICATE = range(3, 10)
CATEGORY = "双证制"

DUAL_CERTIFICATE = Template(
    name="zhejiang-dual-certificate",
    title="双证制教育培训成果",
    version="2026.1",
    kind="achievements",
    achievement_class=AchievementClass.DUAL_CERTIFICATE,
    purpose="成人双证制教育培训成果的批量存入（不按培训项目目录匹配）",
    source="浙学银〔2019〕2号四（五）；表式为本系统所设",
    columns=(
        *PERSON_COLUMNS,
        Column(
            header="学习成果名称",
            states="title",
            kind=ColumnKind.TEXT,
            aliases=("成果名称", "培训名称"),
            width=30,
            example="成人双证制高中教育培训",
            hint="双证制教育培训的名称。",
        ),
        Column(
            header="办学机构名称",
            states="institution_name",
            kind=ColumnKind.TEXT,
            aliases=("机构名称", "申报单位"),
            width=28,
            example="某某镇成人文化技术学校",
            hint="举办单位的全称。",
        ),
        Column(
            header="取得时间",
            states="achieved_on",
            kind=ColumnKind.DATE,
            aliases=("成果取得时间", "毕业时间"),
            width=16,
            example="20220630",
            hint="格式为“20220630”。",
        ),
        Column(
            header="培训时数",
            states="training_hours",
            kind=ColumnKind.AMOUNT,
            required=False,
            width=12,
            example="160",
            hint="选填。",
        ),
        Column(
            header="学时数",
            states="credit_hours",
            kind=ColumnKind.AMOUNT,
            required=False,
            width=12,
            example="200",
            hint="选填。",
        ),
        Column(
            header="成绩",
            states="score",
            kind=ColumnKind.TEXT,
            required=False,
            width=10,
            example="合格",
            hint="选填。",
        ),
        Column(
            header="证书编号",
            states="certificate_number",
            kind=ColumnKind.IDENTIFIER,
            required=False,
            aliases=("证书号码", "证书号"),
            width=24,
            example="ZJ2022000001",
            hint="选填。与证书一致，文本格式。",
        ),
    ),
)


def check_dual_certificate(
    template: Template, mode: ImportMode | None, cells: Sequence[Cell], ref: RowRef, today: date
) -> AchievementDraft | list[CellIssue]:
    """The draft of one result, or all that is wrong with its row."""
    row = RowReading(template, mode, cells, ref, today)
    name, document = read_person(row)
    title = row.value(TITLE, text_of)
    institution = row.value(INSTITUTION, text_of)
    achieved_on = row.value(ACHIEVED_ON, lambda cell: parse_past_date(cell, today))
    training_hours = row.value(TRAINING_HOURS, parse_hours)
    credit_hours = row.value(CREDIT_HOURS, parse_hours)
    score = row.value(SCORE, text_of)
    number = row.value(CERTIFICATE, parse_certificate_number)
    check_birth(row, document, ACHIEVED_ON, achieved_on)
    if row.issues or document is None or title is None or institution is None or achieved_on is None:
        return row.issues
    return AchievementDraft(
        ref=ref,
        member_user_number=None,
        document_number=document.number,
        candidate_documents=(document,),
        institution_name=institution,
        institution_header=template.columns[INSTITUTION].header,
        title=title,
        achieved_on=achieved_on,
        training_hours=training_hours,
        credit_hours=credit_hours,
        category=CATEGORY,
        learner_name=name,
        document_type=document.type,
        achievement_class=AchievementClass.DUAL_CERTIFICATE,
        score=score or "",
        certificate_number=number or "",
    )
