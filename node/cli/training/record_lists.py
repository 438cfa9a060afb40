"""`record-list`: declared projects on record (备案) with the local education authority."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from federation.model.quarters import parse_quarter, quarter_text
from node.cli.console.days import DAY_METAVAR, parse_day
from node.cli.console.node_access import with_actor
from node.cli.console.options import AsOption, FolderArgument, JsonOption, OutputOption, UnitOption
from node.cli.console.output_files import check_new_file, new_file
from node.cli.console.terminal import Terminal
from node.cli.training.quarters import parse_quarters, quarters_text
from node.folder.durable_files import OWNER_ONLY, create_file
from node.model.access import Actor
from node.services.declaring.record_lists import ListScope

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.services.declaring.record_lists import HandedList

AreaOption: TypeAlias = Annotated[
    str,
    typer.Option(
        "--area",
        metavar="DIGITS",
        show_default=False,
        help="行政区划代码前几位，默认为本机构辖区 / digits of the region, the unit's own by default",
    ),
]
QuarterOption: TypeAlias = Annotated[
    str,
    typer.Option("--quarter", metavar="QUARTER", show_default=False, help="季度，如 2027-Q1 / the quarter, as 2027-Q1"),
]
UpToOption: TypeAlias = Annotated[
    str,
    typer.Option("--to", metavar="QUARTER", show_default=False, help="合并至该季度 / with those up to this one"),
]


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help="培训项目申报备案 / projects on record with the local education authority")
    group.command("print")(print_list)
    group.command("handed")(handed)
    group.command("show")(show)
    app.add_typer(group, name="record-list")


def print_list(
    folder: FolderArgument,
    quarter: QuarterOption,
    output: OutputOption,
    to: UpToOption = "",
    area: AreaOption = "",
    unit: UnitOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """生成培训项目申报备案表 PDF，供盖章送交 / the list as PDF, to seal and hand over; recorded."""
    terminal = Terminal(as_json=as_json)
    check_new_file(output)
    scope = _scope(quarter, to, area, unit)
    content = with_actor(folder, actor, lambda node, who: node.declaring.record_lists.render(scope, actor=who))
    with new_file(output):
        create_file(output, content, OWNER_ONLY)
    terminal.result({"file": str(output), "bytes": len(content)})
    terminal.say(
        f"备案表已写入 {output}，请打印、盖章后送交当地教育行政主管部门。",
        f"The list is in {output}: print it, seal it, and hand it over.",
    )


def handed(
    folder: FolderArgument,
    quarter: QuarterOption,
    receiver: Annotated[
        str, typer.Option("--receiver", show_default=False, help="接收部门，如某区教育局 / the office that took it")
    ],
    to: UpToOption = "",
    day: Annotated[
        datetime | None,
        typer.Option(
            "--on",
            parser=parse_day,
            metavar=DAY_METAVAR,
            show_default=False,
            help="送交日期，默认今天 / when; today if not said",
        ),
    ] = None,
    note: Annotated[str, typer.Option("--note", show_default=False, help="备注 / what else there is to say")] = "",
    area: AreaOption = "",
    unit: UnitOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """登记备案表已送交 / note that a list was handed over, and by whom."""
    scope = _scope(quarter, to, area, unit)
    on = None if day is None else day.date()

    async def work(node: "Node", who: Actor) -> "HandedList":
        lists = node.declaring.record_lists
        return await lists.hand_over(scope, receiver=receiver, day=on, note=note, actor=who)

    one = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result(_told(one))
    count = len(one.handed.project_ids)
    terminal.say(
        f"已登记：{one.handed.handed_on} 向{one.handed.receiver}送交备案表，共 {count} 个项目。",
        f"Noted: a list of {count} projects, handed over on {one.handed.handed_on}.",
    )


def show(
    folder: FolderArgument,
    area: AreaOption = "",
    quarter: Annotated[
        str, typer.Option("--quarter", metavar="QUARTER", show_default=False, help="季度，如 2027-Q1 / of a quarter")
    ] = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """列出已送交备案的区域和季度 / which areas and quarters were handed over, and what was declared since."""
    number = parse_quarter(quarter) if quarter else None

    async def work(node: "Node", who: Actor) -> "list[HandedList]":
        return await node.declaring.record_lists.handed(area=area, quarter=number, actor=who)

    found = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result({"lists": [_told(one) for one in found]})
    terminal.table(
        (
            ("单位", "Unit"),
            ("区域", "Area"),
            ("季度", "Quarter"),
            ("送交日期", "Handed over"),
            ("接收部门", "Receiver"),
            ("项目数", "Projects"),
            ("此后新增", "Since"),
            ("经办人", "By"),
            ("备注", "Note"),
        ),
        [
            (
                one.unit.name,
                one.handed.area,
                quarters_text(one.handed.first_quarter, one.handed.last_quarter),
                one.handed.handed_on.isoformat(),
                one.handed.receiver,
                len(one.handed.project_ids),
                one.since,
                one.by,
                one.handed.note,
            )
            for one in found
        ],
    )


def _told(one: "HandedList") -> dict[str, object]:
    return {
        "id": one.case.case_id,
        "unit": one.unit.code,
        "area": one.handed.area,
        "first_quarter": quarter_text(one.handed.first_quarter),
        "last_quarter": quarter_text(one.handed.last_quarter),
        "receiver": one.handed.receiver,
        "handed_on": one.handed.handed_on.isoformat(),
        "note": one.handed.note,
        "by": one.by,
        "projects": len(one.handed.project_ids),
        "since": one.since,
    }


def _scope(first: str, last: str, area: str, unit: str) -> ListScope:
    first_quarter, last_quarter = parse_quarters(first, last)
    return ListScope(first_quarter=first_quarter, last_quarter=last_quarter, area=area, unit=unit)
