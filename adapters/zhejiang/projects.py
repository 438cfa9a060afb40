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
from adapters.zhejiang.coding import parse_institution_code
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
from adapters.zhejiang.project_columns import PROJECT_COLUMNS

Read = Callable[[str, Callable[[Cell], Any]], Any]
"""(field, parse) → what the field's cell says; None if it is blank, refused or not there."""
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
