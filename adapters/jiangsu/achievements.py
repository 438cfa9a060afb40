"""Jiangsu's table 2: a person's training achievements (个人培训成果详细信息).

Version ``2022`` is the notice's own five columns and is read as it is; ``2022.1`` adds an
optional 办学点, so that a record names the township centre or village school whose training
it was beside the college that filed it.

By user number, 证件号码 need not be filled; by document number, 协议单位用户号 need not.
What is filled all the same is checked in its own form here, and against the account
by the node. There is no hours or credit field: they stay unknown.

Source: 江苏省教育厅办公室 2022 notice, section 1 (which years) and annex 2, table 2.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from adapters.base import AchievementDraft, Cell, CellIssue, Column, ColumnKind, ImportMode, RowRef, Template
from adapters.checks.dates import parse_past_date
from adapters.checks.identifiers import parse_candidate_documents, parse_user_number, resident_document
from adapters.checks.text import text_of
from adapters.row import RowReading

ENCOURAGED_YEARS = range(2016, 2021)
"""The 13th five-year period (“十三五”)."""
USER_NUMBER, INSTITUTION, DOCUMENT_NUMBER, TITLE, ACHIEVED_ON, TRAINING_PLACE = range(6)

ACHIEVEMENTS = Template(
    name="jiangsu-achievements",
    title="个人培训成果详细信息",
    version="2022",
    kind="achievements",
    purpose="社区教育培训成果（个人培训成果详细信息）的批量存入",
    modes=(ImportMode.USER_NUMBER, ImportMode.DOCUMENT_NUMBER),
    source="江苏省教育厅办公室 2022 年通知附件 2（二），表 2",
    columns=(
        Column(
            header="协议单位用户号",
            states="member_user_number",
            kind=ColumnKind.IDENTIFIER,
            required=False,
            modes=(ImportMode.USER_NUMBER,),
            aliases=("用户号",),
            width=22,
            example="JS2022000001",
            hint="导入时选择按协议单位用户号导入时必填，证件号码无需填写。文本格式。",
        ),
        Column(
            header="协议单位名称",
            states="institution_name",
            kind=ColumnKind.TEXT,
            aliases=("单位名称",),
            width=28,
            example="某某县社区学院",
            hint="所在社区学院名称。",
        ),
        Column(
            header="证件号码",
            states="document_number",
            kind=ColumnKind.DOCUMENT,
            required=False,
            modes=(ImportMode.DOCUMENT_NUMBER,),
            aliases=("身份证号", "身份证号码"),
            width=24,
            hint="导入时选择按证件号码导入时必填，协议单位用户号无需填写。文本格式，与证件一致。",
        ),
        Column(
            header="学习成果名称",
            states="title",
            kind=ColumnKind.TEXT,
            aliases=("培训项目名称",),
            width=32,
            example="智能手机应用培训",
            hint="培训项目名称。",
        ),
        Column(
            header="成果取得时间",
            states="achieved_on",
            kind=ColumnKind.DATE,
            aliases=("取得时间",),
            width=16,
            example="20220801",
            hint="格式为“20220801”。今年及 2016—2020 年的成果；其他年份可以导入，但会提示核对。",
        ),
    ),
)
"""The official layout: what a workbook of its five columns without a version mark is read by."""

ACHIEVEMENTS_WITH_PLACE = replace(
    ACHIEVEMENTS,
    version="2022.1",
    source=f"{ACHIEVEMENTS.source}；“办学点”为本系统增设的选填列",
    columns=(
        *ACHIEVEMENTS.columns,
        Column(
            header="办学点",
            states="training_place",
            kind=ColumnKind.TEXT,
            required=False,
            aliases=("办学点名称", "乡镇（街道）社区教育中心", "村（社区）居民学校"),
            width=28,
            example="某某镇社区教育中心",
            hint="选填。实际开展培训的乡镇（街道）社区教育中心或村（社区）居民学校；由社区学院自办的留空。",
        ),
    ),
)


def check_achievement(
    template: Template, mode: ImportMode | None, cells: Sequence[Cell], ref: RowRef, today: date
) -> AchievementDraft | list[CellIssue]:
    """The draft of a row of table 2 in either version, or all that is wrong with it."""
    row = RowReading(template, mode, cells, ref, today)
    user_number = row.value(USER_NUMBER, parse_user_number)
    institution = row.value(INSTITUTION, text_of)
    documents = row.value(DOCUMENT_NUMBER, parse_candidate_documents)
    title = row.value(TITLE, text_of)
    achieved_on = row.value(ACHIEVED_ON, lambda cell: parse_past_date(cell, today))
    training_place = row.value(TRAINING_PLACE, text_of) if len(template.columns) > TRAINING_PLACE else None
    # A user number that is an ID number says whose row it is, and when that person was born.
    own = resident_document(user_number) if user_number is not None else None
    if own is not None and documents and documents[0].type is own.type and documents[0] != own:
        row.refuse(USER_NUMBER, "user-number-differs")
    stated = documents[0] if documents else own
    if achieved_on is not None and stated is not None:
        born = stated.birth_date
        if born is not None and achieved_on < born:
            row.refuse(ACHIEVED_ON, "date-before-birth")
    if row.issues or institution is None or title is None or achieved_on is None:
        return row.issues
    is_expected = achieved_on.year == today.year or achieved_on.year in ENCOURAGED_YEARS
    return AchievementDraft(
        ref=ref,
        member_user_number=user_number,
        document_number=documents[0].number if documents else None,
        candidate_documents=documents or (),
        institution_name=institution,
        title=title,
        achieved_on=achieved_on,
        remarks=() if is_expected else ("year-outside-notice",),
        training_place=training_place or "",
    )
