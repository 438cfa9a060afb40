"""Certificates of qualification, skill or training: one certificate of one person in a row.

Source: 江苏省终身教育学分银行 brochure, 非学历教育成果 (资格和技能证书、成绩证明合格证书、培训证书); the
layout is ours.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial

from adapters.base import AchievementDraft, Cell, CellIssue, Column, ColumnKind, ImportMode, RowRef, Template
from adapters.checks.dates import parse_past_date
from adapters.checks.identifiers import parse_certificate_number
from adapters.checks.text import text_of
from adapters.row import RowReading
from adapters.shared.person import PERSON_COLUMNS, check_birth, read_person
from federation.model.achievement_class import AchievementClass

TITLE, NUMBER, LEVEL, ISSUER, ACHIEVED_ON = range(3, 8)

CERTIFICATES = Template(
    name="certificates",
    title="证书",
    version="2026.1",
    kind="achievements",
    purpose="职业资格、技能等级、培训等各类证书的批量存入",
    source="本系统通用模板（非学历教育学习成果：证书）",
    columns=(
        *PERSON_COLUMNS,
        Column(
            header="证书名称",
            states="title",
            kind=ColumnKind.TEXT,
            aliases=("资格证书名称",),
            width=28,
            example="养老护理员职业技能等级证书",
            hint="与证书一致。",
        ),
        Column(
            header="证书编号",
            states="certificate_number",
            kind=ColumnKind.IDENTIFIER,
            aliases=("证书号码", "证书号"),
            width=24,
            example="S000032000001220000001",
            hint="与证书一致。文本格式，不要使用数值格式。",
        ),
        Column(
            header="等级",
            states="certificate_level",
            kind=ColumnKind.TEXT,
            required=False,
            aliases=("证书等级", "技能等级"),
            width=12,
            example="四级",
            hint="选填。证书分等级的，按证书填写。",
        ),
        Column(
            header="发证机构",
            states="institution_name",
            kind=ColumnKind.TEXT,
            aliases=("发证单位", "颁发机构"),
            width=28,
            example="某某职业技能鉴定中心",
            hint="证书上的发证机构全称。",
        ),
        Column(
            header="取得时间",
            states="achieved_on",
            kind=ColumnKind.DATE,
            aliases=("发证时间", "发证日期", "成果取得时间"),
            width=16,
            example="20220630",
            hint="格式为“20220630”。",
        ),
    ),
)


def check_certificate(
    template: Template, mode: ImportMode | None, cells: Sequence[Cell], ref: RowRef, today: date
) -> AchievementDraft | list[CellIssue]:
    """The draft of one certificate, or all that is wrong with its row."""
    row = RowReading(template, mode, cells, ref, today)
    name, document = read_person(row)
    title = row.value(TITLE, text_of)
    number = row.value(NUMBER, parse_certificate_number)
    level = row.value(LEVEL, text_of)
    issuer = row.value(ISSUER, text_of)
    achieved_on = row.value(ACHIEVED_ON, partial(parse_past_date, today=today))
    check_birth(row, document, ACHIEVED_ON, achieved_on)
    if row.issues or document is None or title is None or issuer is None or achieved_on is None:
        return row.issues
    return AchievementDraft(
        ref=ref,
        member_user_number=None,
        document_number=document.number,
        candidate_documents=(document,),
        institution_name=issuer,
        title=title,
        achieved_on=achieved_on,
        learner_name=name,
        document_type=document.type,
        achievement_class=AchievementClass.CERTIFICATE,
        certificate_number=number or "",
        certificate_level=level or "",
    )
