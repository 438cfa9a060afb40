"""`plan`: a unit's yearly plan, and planned against done."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from federation.errors import DeclarationRefused
from node.cli.console.amounts import hundredths
from node.cli.console.node_access import with_actor
from node.cli.console.options import AsOption, FolderArgument, JsonOption, UnitOption
from node.cli.console.terminal import Terminal
from node.model.access import Actor
from node.model.training_plan import PlanLine

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.case import Case
    from node.services.declaring.plans import PlanStanding

LINE_FORM = re.compile(r"([1-4]):([0-9]{1,6}):([0-9]{1,8}):([0-9]{1,8})", re.ASCII)
YearArgument = Annotated[int, typer.Argument(metavar="YEAR", show_default=False, help="年度 / the year")]


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help="年度培训计划 / yearly training plans")
    group.command("file")(file_plan)
    group.command("show")(show)
    app.add_typer(group, name="plan")


def file_plan(
    folder: FolderArgument,
    year: YearArgument,
    lines: Annotated[
        list[str],
        typer.Option(
            "--line",
            metavar="Q:N:P:H",
            show_default=False,
            help="季度:项目数:人数:培训时数，每季度一次 / quarter:projects:people:hours, once a quarter",
        ),
    ],
    unit: UnitOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """填报年度计划，替换此前的计划 / file a unit's plan of a year in place of the one before."""
    planned = [_line(text) for text in lines]

    async def work(node: "Node", who: Actor) -> "Case":
        return await node.declaring.plans.file(year, planned, unit=unit, actor=who)

    case = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result({"id": case.case_id, "state": case.state, "year": year})
    terminal.say(f"{year} 年度计划已填报。", f"The plan of {year} is filed.")


def show(folder: FolderArgument, year: YearArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """查看年度计划和完成情况 / planned against done, of one's unit and those under it."""

    async def work(node: "Node", who: Actor) -> "list[PlanStanding]":
        return await node.declaring.plans.standings(year, actor=who)

    found = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result(
        {
            "year": year,
            "units": [
                {
                    "unit": one.unit.code,
                    "plan": one.case_id or None,
                    "quarters": [
                        {
                            "quarter": quarter.planned.quarter,
                            "planned": _told(quarter.planned),
                            "declared": quarter.declared,
                            "published": _told(quarter.published),
                        }
                        for quarter in one.quarters
                    ],
                }
                for one in found
            ],
        }
    )
    terminal.table(
        (
            ("机构", "Unit"),
            ("季度", "Quarter"),
            ("计划项目", "Planned"),
            ("已申报", "Declared"),
            ("已列入目录", "Published"),
            ("计划人数", "Planned people"),
            ("目录人数", "Published people"),
        ),
        [
            (
                one.unit.name,
                quarter.planned.quarter,
                quarter.planned.projects,
                quarter.declared,
                quarter.published.projects,
                quarter.planned.scale,
                quarter.published.scale,
            )
            for one in found
            for quarter in one.quarters
        ],
    )


def _line(text: str) -> PlanLine:
    found = LINE_FORM.fullmatch(text)
    if found is None:
        raise DeclarationRefused(reason="plan-form")
    quarter, projects, scale, hours = map(int, found.groups())
    return PlanLine(quarter=quarter, projects=projects, scale=scale, training_hours=hours * 100)


def _told(line: PlanLine) -> dict[str, object]:
    return {"projects": line.projects, "scale": line.scale, "training_hours": hundredths(line.training_hours)}
