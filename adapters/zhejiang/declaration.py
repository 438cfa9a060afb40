"""Annex 2: the declaration form (项目申报表): who declares, then a block for each project.

What the printed form lacks, and section 2 asks for, are fields that may be missing or blank: assessment,
quarter, dates and courses. A form without them is read as it is.

Source: 浙学银〔2019〕2号, section 2, item 1, section 4, item 2 (机构代码) and annex 2.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from adapters.base import Cell, CellIssue, Column, ColumnKind, RowRef
from adapters.checks.contact_details import parse_phone
from adapters.checks.names import parse_office_name
from adapters.checks.text import text_of
from adapters.forms import FilledForm, Form, FormField, FormReading, FormSection
from adapters.projects import DeclarationDraft, ProjectDraft
from adapters.zhejiang.coding import parse_institution_code
from adapters.zhejiang.project_cells import parse_address
from adapters.zhejiang.project_columns import PROJECT_COLUMNS
from adapters.zhejiang.projects import read_project

BLOCK = "培训项目"
OPENING = r"培训项目\s*[0-9０-９一二三四五六七八九十]{0,3}\s*[:：]\s*(?:(?:项目)?名称)?\s*[:：]?\s*(?P<value>.*)"
INTRODUCTION = r"培训项目介绍\s*(?:[(（][^()（）]*[)）])?\s*[:：]?\s*(?P<value>.*)"
INTRODUCED = "培训目的、培训目标、培训对象及类型、培训内容、培训组织范围、培训规模、培训时间、培训地点等"
MORE_PROJECTS = "以下可根据申报项目数量自行添加"


def check_declaration(filled: FilledForm, today: date) -> DeclarationDraft | list[CellIssue]:
    """The draft of a filled form, or all that is wrong with it; `today` changes nothing: what is planned lies ahead."""
    form = FormReading(DECLARATION, filled)
    unit = form.value("declaring_unit", text_of) or ""
    code = form.value("institution_code", parse_institution_code) or ""
    address = form.value("address", parse_address) or ""
    reporter = form.value("reporter", parse_office_name) or ""
    phone = form.value("phone", parse_phone) or ""
    projects = tuple([_read_block(form, filled, block) for block in range(len(filled.blocks))])
    return form.issues or DeclarationDraft(
        declaring_unit=unit,
        institution_code=code,
        address=address,
        reporter=reporter,
        phone=phone,
        projects=projects,
    )


def _read_block(form: FormReading, filled: FilledForm, block: int) -> ProjectDraft:
    def read(field: str, parse: Callable[[Cell], Any]) -> Any:
        return form.value(f"project.{field}", parse, block=block)

    row = form.filled("project.project_name", block=block).row
    project = read_project(read, RowRef(sheet=filled.sheet, row=row))
    if project.starts_on and project.ends_on and project.ends_on < project.starts_on:
        form.refuse_value("project.ends_on", "ends-before-start", block=block)
    return project


def _field(name: str, **changes: Any) -> FormField:
    """A project's field; its column is the summary sheet's."""
    return FormField(key=f"project.{name}", column=PROJECT_COLUMNS[name], **changes)


DECLARATION = Form(
    name="zhejiang-declaration",
    title="浙江省成人学校社会培训项目申报表",
    version="2026.1",
    source="浙学银〔2019〕2号附件 2；考核考察方式、季度、起止日期、课程各栏按二（一）增设，选填",
    purpose="成人学校社会培训项目的申报（申报表，一个或多个项目）",
    sections=(
        FormSection(
            header="",
            rows=(
                (
                    FormField(key="declaring_unit", column=PROJECT_COLUMNS["declaring_unit"]),
                    FormField(key="institution_code", column=PROJECT_COLUMNS["institution_code"]),
                ),
                (
                    FormField(
                        key="address",
                        column=Column(
                            header="地址",
                            kind=ColumnKind.TEXT,
                            required=False,
                            aliases=("单位地址",),
                            example="杭州市西湖区某某路1号",
                            hint="市、县、路、门牌号。",
                        ),
                    ),
                ),
                (
                    FormField(key="reporter", column=replace(PROJECT_COLUMNS["reporter"], above=False, hint="")),
                    FormField(
                        key="phone",
                        column=Column(
                            header="联系电话",
                            kind=ColumnKind.IDENTIFIER,
                            required=False,
                            aliases=("电话",),
                            example="13900000000",
                            hint="文本格式；固定电话带区号，几个号码以“/”分开。",
                        ),
                    ),
                ),
            ),
        ),
        FormSection(
            header=BLOCK,
            drawn_blocks=2,
            rows=(
                (_field("project_name", pattern=OPENING, drawn=f"{BLOCK} {{number}}：名称"),),
                (_field("category"), _field("scale", unit="人")),
                (_field("target_groups"), _field("form")),
                (_field("training_hours"), _field("credit_hours")),
                (_field("result_form"), _field("teachers")),
                (_field("assessment"), _field("quarter")),
                (_field("starts_on"), _field("ends_on")),
                (_field("courses"),),
                (
                    _field(
                        "content", pattern=INTRODUCTION, drawn=f"培训项目介绍（{INTRODUCED}）", lines=8, is_below=True
                    ),
                ),
            ),
        ),
    ),
    draft=DeclarationDraft,
    check=check_declaration,
    notes=(MORE_PROJECTS,),
)
