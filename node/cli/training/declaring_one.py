"""`project declare`: one project stated on the command line; who reports it is personal, and stated in a file alone."""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from federation.errors import DeclarationRefused
from federation.model.quarters import QUARTERS, parse_quarter
from node.cli.console.days import DAY_METAVAR, parse_day
from node.cli.console.node_access import with_actor
from node.cli.console.options import AsOption, FolderArgument, JsonOption, UnitOption
from node.cli.console.terminal import Terminal
from node.cli.training.filed_projects import show_filed, told_filed
from node.cli.training.stated_files import stated_project
from node.model.access import Actor

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.services.declaring.filing import FiledProject

COURSE_FORM = re.compile(r"(?P<name>.+?)(?::(?P<training>[0-9.]+)(?::(?P<credit>[0-9.]+))?)?", re.ASCII)


def register(group: typer.Typer) -> None:
    """Adds the command to the group."""
    group.command("declare")(declare)


def declare(
    folder: FolderArgument,
    name: Annotated[str, typer.Option("--name", show_default=False, help="项目名称 / the project's name")],
    category: Annotated[
        str, typer.Option("--category", show_default=False, help="项目类别：代码或名称 / category: code or label")
    ] = "",
    is_new: Annotated[
        bool,
        typer.Option("--new-category", help="所填类别为自拟，备注“（新）” / the category is the unit's own wording"),
    ] = False,
    scale: Annotated[int | None, typer.Option("--scale", show_default=False, help="培训规模，人 / people")] = None,
    groups: Annotated[
        list[str] | None,
        typer.Option("--target", show_default=False, help="培训对象，可多次 / a target group; may be repeated"),
    ] = None,
    form: Annotated[str, typer.Option("--form", show_default=False, help="培训形式 / form of the training")] = "",
    training_hours: Annotated[
        str, typer.Option("--training-hours", show_default=False, help="培训时数，如 16 或 16.5 / training hours")
    ] = "",
    credit_hours: Annotated[str, typer.Option("--credit-hours", show_default=False, help="学时数 / credit hours")] = "",
    result_form: Annotated[
        str, typer.Option("--result-form", show_default=False, help="成果呈现形式 / form of the result")
    ] = "",
    assessment: Annotated[
        str, typer.Option("--assessment", show_default=False, help="考核考察方式 / how it is assessed")
    ] = "",
    teachers: Annotated[str, typer.Option("--teachers", show_default=False, help="师资安排 / teachers")] = "",
    content: Annotated[str, typer.Option("--content", show_default=False, help="培训内容 / what is taught")] = "",
    quarter: Annotated[
        str,
        typer.Option("--quarter", metavar="QUARTER", show_default=False, help="季度，如 2027-Q1 / as 2027-Q1"),
    ] = "",
    starts_on: Annotated[
        datetime | None,
        typer.Option(
            "--starts", parser=parse_day, metavar=DAY_METAVAR, show_default=False, help="开始日期 / its first day"
        ),
    ] = None,
    ends_on: Annotated[
        datetime | None,
        typer.Option(
            "--ends", parser=parse_day, metavar=DAY_METAVAR, show_default=False, help="结束日期 / its last day"
        ),
    ] = None,
    courses: Annotated[
        list[str] | None,
        typer.Option(
            "--course",
            metavar="NAME[:H[:C]]",
            show_default=False,
            help="课程:培训时数:学时数，可多次 / name:training hours:credit hours; may be repeated",
        ),
    ] = None,
    unit: UnitOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """填报一个培训项目，存为草稿 / declare one project by options; it is a draft until it is submitted."""
    number = parse_quarter(quarter) if quarter else None
    project = stated_project(
        {
            "project_name": name,
            "category": category,
            "category_is_new": is_new,
            "scale": scale,
            "target_groups": groups or [],
            "form": form,
            "training_hours": training_hours or None,
            "credit_hours": credit_hours or None,
            "result_form": result_form,
            "assessment": assessment,
            "teachers": teachers,
            "content": content,
            "year": None if number is None else number // QUARTERS,
            "quarter": None if number is None else number % QUARTERS + 1,
            "starts_on": None if starts_on is None else starts_on.date(),
            "ends_on": None if ends_on is None else ends_on.date(),
            "courses": [_course(text) for text in courses or ()],
        }
    )

    async def work(node: "Node", who: Actor) -> "list[FiledProject]":
        return await node.declaring.filing.file([project], unit=unit, actor=who)

    filed = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result({"projects": [told_filed(one) for one in filed]})
    show_filed(filed, terminal)


def _course(text: str) -> dict[str, object]:
    found = COURSE_FORM.fullmatch(text)
    if found is None:
        raise DeclarationRefused(reason="name-missing")
    return {"name": found["name"], "training_hours": found["training"], "credit_hours": found["credit"]}
