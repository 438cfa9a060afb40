"""Annex 1: the summary sheet of declared projects (申报汇总表), one project in a row.

Version ``2019`` is the notice's own layout, with 所在区域, 填报人 and 填报时间 in lines above the table.
Version ``2026.1`` adds, as columns that may be left out, what section 2 asks for and the sheet lacks.

Source: 浙学银〔2019〕2号, section 2, item 1 and annex 1.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec

from adapters.base import Cell, CellIssue, Column, ColumnKind, ImportMode, RowRef, Template
from adapters.checks.dates import parse_past_date, parse_planned_date
from adapters.checks.names import parse_office_name
from adapters.checks.text import long_text_of, text_of
from adapters.projects import ProjectDraft
from adapters.row import RowReading
from adapters.zhejiang.cells import parse_hours, parse_people
from adapters.zhejiang.codes import CATEGORIES, TARGET_GROUPS
from adapters.zhejiang.coding import institution_code, parse_institution_code
from adapters.zhejiang.project_cells import (
    Category,
    Contact,
    Quarter,
    parse_area,
    parse_category,
    parse_contact,
    parse_courses,
    parse_quarter,
    parse_target_groups,
)

Read = Callable[[str, Callable[[Cell], Any]], Any]
"""(field, parse) → what the field's cell says; None if it is blank, refused or not there."""

PROJECT_COLUMNS: Mapping[str, Column] = {
    "project_name": Column(
        header="项目名称",
        kind=ColumnKind.TEXT,
        aliases=("培训项目名称", "培训项目"),
        width=28,
        example="家政服务员初级培训",
        hint="培训项目的全称。",
    ),
    "category": Column(
        header="项目类别",
        kind=ColumnKind.CHOICE,
        required=False,
        aliases=("培训项目类别", "类别"),
        choices=CATEGORIES.labels,
        width=24,
        example="家政服务类培训",
        hint="下拉选择最接近的类别；确实无法归类的，填写另外分类并备注“（新）”，如“海洋科普培训（新）”。",
    ),
    "scale": Column(
        header="培训规模",
        kind=ColumnKind.AMOUNT,
        required=False,
        aliases=("培训人数", "规模"),
        width=12,
        example="50",
        hint="计划培训的人数，整数。",
    ),
    "target_groups": Column(
        header="培训对象",
        kind=ColumnKind.TEXT,
        required=False,
        aliases=("对象",),
        width=26,
        example="农村劳动力、外来务工人员",
        hint=f"几类对象以“、”分开：{'、'.join(TARGET_GROUPS.labels)}等。",
    ),
    "form": Column(
        header="培训形式",
        kind=ColumnKind.TEXT,
        required=False,
        aliases=("形式",),
        width=16,
        example="面授与实操",
        hint="如面授、实操、线上。",
    ),
    "training_hours": Column(
        header="培训时数",
        kind=ColumnKind.AMOUNT,
        required=False,
        width=12,
        example="16",
        hint="实际培训的小时数，最多两位小数；不清楚的留空，不要填 0。",
    ),
    "credit_hours": Column(
        header="学时数",
        kind=ColumnKind.AMOUNT,
        required=False,
        width=12,
        example="20",
        hint="折算的学时，最多两位小数；不清楚的留空，不要填 0。",
    ),
    "result_form": Column(
        header="成果形式",
        kind=ColumnKind.TEXT,
        required=False,
        aliases=("成果呈现形式",),
        width=16,
        example="结业证书",
        hint="如结业证书、作品、考核成绩。",
    ),
    "teachers": Column(
        header="师资安排",
        kind=ColumnKind.TEXT,
        required=False,
        aliases=("师资",),
        width=24,
        example="本校专职教师 2 名、行业讲师 1 名",
        hint="授课教师的安排。",
    ),
    "assessment": Column(
        header="考核考察方式",
        kind=ColumnKind.TEXT,
        required=False,
        aliases=("考核方式", "考核（考察）方式", "考核"),
        width=20,
        example="实操考核",
        hint="如笔试、实操考核、作品评定。",
    ),
    "quarter": Column(
        header="季度",
        kind=ColumnKind.TEXT,
        required=False,
        aliases=("开设季度", "培训季度"),
        width=16,
        example="2022年第二季度",
        hint="计划开设的季度，如“2022年第二季度”。",
    ),
    "starts_on": Column(
        header="开始日期",
        kind=ColumnKind.DATE,
        required=False,
        aliases=("开始时间", "开班日期"),
        width=14,
        example="20220411",
        hint="格式为“20220411”；未定的留空，即按季度。",
    ),
    "ends_on": Column(
        header="结束日期",
        kind=ColumnKind.DATE,
        required=False,
        aliases=("结束时间", "结业日期"),
        width=14,
        example="20220415",
        hint="格式为“20220415”；未定的留空，即按季度。",
    ),
    "courses": Column(
        header="课程",
        kind=ColumnKind.TEXT,
        required=False,
        aliases=("课程名称", "课程设置"),
        width=36,
        example="家政礼仪（8/10）；收纳整理（8/10）",
        hint="几门课程以“；”分开，括号内为培训时数/学时数；只有一门且与项目同名的留空。",
    ),
    "content": Column(
        header="培训内容",
        kind=ColumnKind.TEXT,
        required=False,
        aliases=("培训内容（方案）", "培训项目介绍", "项目介绍"),
        width=40,
        example="家政服务的职业要求与基本技能",
        hint="培训目的、目标、内容、组织范围、时间、地点等，不超过 5000 字。",
    ),
    "declaring_unit": Column(
        header="申报单位",
        kind=ColumnKind.TEXT,
        required=False,
        aliases=("办学机构名称", "单位名称"),
        width=28,
        example="某某镇成人文化技术学校",
        hint="即学分银行系统中的“非学历教育办学机构”。",
    ),
    "institution_code": Column(
        header="机构代码",
        kind=ColumnKind.IDENTIFIER,
        required=False,
        width=18,
        example=institution_code("330106", 1),
        hint="学分银行系统中生成的机构代码，12 位。",
    ),
    "contact": Column(
        header="联系人（电话）",
        kind=ColumnKind.TEXT,
        required=False,
        aliases=("联系人及电话", "联系人电话", "联系电话"),
        width=24,
        example="张示例 13900000000",
        hint="姓名在前，电话在后，中间空一格；固定电话带区号。",
    ),
    "area": Column(
        header="所在区域",
        kind=ColumnKind.TEXT,
        required=False,
        width=24,
        example="杭州市西湖区",
        hint="表格上方填写。",
        above=True,
    ),
    "reporter": Column(
        header="填报人",
        kind=ColumnKind.NAME,
        required=False,
        width=14,
        example="李示例",
        hint="表格上方填写。",
        above=True,
    ),
    "filed_on": Column(
        header="填报时间",
        kind=ColumnKind.DATE,
        required=False,
        aliases=("填报日期",),
        width=14,
        example="20220301",
        hint="表格上方填写，格式为“20220301”。",
        above=True,
    ),
}
"""Every column by the field of `ProjectDraft` that it fills."""
ORDINAL = Column(header="序号", kind=ColumnKind.ORDINAL, required=False, width=8, example="1", hint="不读取。")
ABOVE = ("area", "reporter", "filed_on")
PRINTED = (
    *("project_name", "category", "scale", "target_groups", "form", "training_hours", "credit_hours"),
    *("declaring_unit", "institution_code", "contact"),
)
ADDED = ("quarter", "starts_on", "ends_on", "result_form", "teachers", "assessment", "content", "courses")
FIELDS: Mapping[str, tuple[str, ...]] = {"2026.1": (*PRINTED, *ADDED, *ABOVE), "2019": (*PRINTED, *ABOVE)}
"""Each version's fields, in the order of its columns after 序号."""

PROJECTS = Template(
    name="zhejiang-projects",
    title="培训项目申报汇总表",
    version="2026.1",
    kind="projects",
    purpose="成人学校社会培训项目的申报（汇总表，每行一个项目）",
    source="浙学银〔2019〕2号附件 1；季度、起止日期、成果形式、师资、考核、内容、课程各列按二（一）增设，选填",
    heading="浙江省成人学校社会培训项目申报汇总表",
    columns=(ORDINAL, *(PROJECT_COLUMNS[field] for field in FIELDS["2026.1"])),
)
PROJECTS_AS_PRINTED = replace(
    PROJECTS,
    version="2019",
    source="浙学银〔2019〕2号附件 1",
    columns=(ORDINAL, *(PROJECT_COLUMNS[field] for field in FIELDS["2019"])),
)


def check_project(
    template: Template, mode: ImportMode | None, cells: Sequence[Cell], ref: RowRef, today: date
) -> ProjectDraft | list[CellIssue]:
    """The draft of a project in either version, or all that is wrong with its row."""
    row = RowReading(template, mode, cells, ref, today)
    places = {field: at for at, field in enumerate(FIELDS[template.version], start=1)}

    def read(field: str, parse: Callable[[Cell], Any]) -> Any:
        return row.value(places[field], parse) if field in places else None

    project = read_project(read, ref)
    if project.starts_on and project.ends_on and project.ends_on < project.starts_on:
        row.refuse(places["ends_on"], "ends-before-start")
    contact: Contact = read("contact", parse_contact) or Contact("", "")
    stated = msgspec.structs.replace(
        project,
        declaring_unit=read("declaring_unit", text_of) or "",
        institution_code=read("institution_code", parse_institution_code) or "",
        contact=contact.name,
        phone=contact.phone,
        area=read("area", parse_area) or "",
        reporter=read("reporter", parse_office_name) or "",
        filed_on=read("filed_on", lambda cell: parse_past_date(cell, today)),
    )
    return row.issues or stated


def read_project(read: Read, ref: RowRef) -> ProjectDraft:
    """The fields that a sheet's row and a form's block have in common; the caller keeps what was refused."""
    name: str | None = read("project_name", text_of)
    category: Category = read("category", parse_category) or Category("", is_new=False)
    quarter: Quarter = read("quarter", parse_quarter) or Quarter(None, None)
    return ProjectDraft(
        ref=ref,
        project_name=name or "",
        category=category.text,
        category_is_new=category.is_new,
        scale=read("scale", parse_people),
        target_groups=read("target_groups", parse_target_groups) or (),
        form=read("form", text_of) or "",
        training_hours=read("training_hours", parse_hours),
        credit_hours=read("credit_hours", parse_hours),
        result_form=read("result_form", text_of) or "",
        assessment=read("assessment", text_of) or "",
        teachers=read("teachers", long_text_of) or "",
        content=read("content", long_text_of) or "",
        starts_on=read("starts_on", parse_planned_date),
        ends_on=read("ends_on", parse_planned_date),
        year=quarter.year,
        quarter=quarter.quarter,
        courses=read("courses", parse_courses) or (),
    )
