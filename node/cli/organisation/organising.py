"""`unit …` and `operator …`: who files for whom."""

from typing import TYPE_CHECKING, Annotated

import typer

from federation.error_catalogue.phrases import Phrase
from node.cli.console.choices import Choices
from node.cli.console.node_access import with_actor
from node.cli.console.option_values import DUTIES
from node.cli.console.options import AsOption, FolderArgument, JsonOption
from node.cli.console.terminal import Terminal
from node.model.access import Actor, Duty

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.operator import Operator
    from node.model.unit import Unit

CodeArgument = Annotated[str, typer.Argument(metavar="CODE", show_default=False, help="机构代码 / the unit's code")]
OperatorArgument = Annotated[
    str, typer.Argument(metavar="NAME", show_default=False, help="经办人名称 / the operator's name")
]


def register(app: typer.Typer) -> None:
    """Adds both groups."""
    unit = typer.Typer(help="机构：省中心、市、县、乡镇、村 / units, one under another")
    unit.command("add")(add_unit)
    unit.command("list")(list_units)
    unit.command("except")(except_unit)
    unit.command("rename")(rename_unit)
    unit.command("close")(close_unit)
    app.add_typer(unit, name="unit")
    operator = typer.Typer(help="经办人及其职责 / operators and their duties")
    operator.command("add")(add_operator)
    operator.command("list")(list_operators)
    operator.command("suspend")(suspend_operator)
    operator.command("resume")(resume_operator)
    app.add_typer(operator, name="operator")


def add_unit(
    folder: FolderArgument,
    name: Annotated[str, typer.Option("--name", show_default=False, help="机构名称，与工作簿一致 / its name")],
    level: Annotated[
        str, typer.Option("--level", show_default=False, help="层级名称或代码，见 unit list / its level, see unit list")
    ],
    region: Annotated[
        str, typer.Option("--region", show_default=False, help="区划代码：2、4、6、9 或 12 位 / digits of its region")
    ],
    code: Annotated[
        str,
        typer.Argument(
            metavar="[CODE]",
            show_default=False,
            help="机构代码；本分行编发代码的可省略 / its code; a branch that issues codes gives it one",
        ),
    ] = "",
    parent: Annotated[
        str,
        typer.Option("--parent", metavar="CODE", show_default=False, help="上级机构代码，默认省中心 / the unit above"),
    ] = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """登记机构 / add a unit under another."""

    async def work(node: "Node", who: Actor) -> "Unit":
        known = _levels(node).parse(level, "--level")
        return await node.units.add(code=code, name=name, level=known, region=region, parent=parent, actor=who)

    unit = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result(_unit(unit))
    terminal.say(f"已登记机构 {unit.code} {unit.name}。", f"Unit {unit.code} {unit.name} added.")
    if not unit.may_hold_account:
        terminal.say(
            "该层级原则上不单独配发账号，由所属社区学院统一填报；确需配发的用 unit except。",
            "Units of that level hold no account: the unit above files for it. An exception: unit except.",
        )


def list_units(folder: FolderArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """列出机构 / the units, one under another, and the levels there are."""

    async def work(node: "Node", who: Actor) -> "list[Unit]":
        levels[:] = [(one.code, one.title) for one in node.units.levels]
        return await node.units.seen_by(who)

    levels: list[tuple[str, str]] = []
    units = with_actor(folder, actor, work)
    titles = dict(levels)
    terminal = Terminal(as_json=as_json)
    terminal.result(
        {"levels": [{"code": code, "title": title} for code, title in levels], "units": [*map(_unit, units)]}
    )
    terminal.table(
        (("机构代码", "Code"), ("名称", "Name"), ("层级", "Level"), ("区划", "Region"), ("账号", "Account")),
        [
            (
                one.code,
                "  " * (one.path.count("/") - 1) + one.name,
                titles.get(one.level, one.level),
                one.region,
                "已关闭" if one.is_closed else "可持有" if one.may_hold_account else "由上级填报",
            )
            for one in units
        ],
    )
    known = "、".join(f"{code} {title}" for code, title in levels)
    terminal.say(f"层级代码：{known}", f"Levels: {', '.join(titles)}")


def except_unit(
    folder: FolderArgument,
    code: CodeArgument,
    reason: Annotated[str, typer.Option("--reason", show_default=False, help="批准理由，记入操作记录 / why")],
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """特批乡镇、村级机构持有账号 / let a unit hold an account though its level doesn't."""
    with_actor(folder, actor, lambda node, who: node.units.except_from_rule(code, reason=reason, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result({"code": code, "may_hold_account": True})
    terminal.say(f"已特批 {code} 持有账号。", f"{code} may hold an account.")


def rename_unit(
    folder: FolderArgument,
    code: CodeArgument,
    name: Annotated[str, typer.Option("--name", show_default=False, help="新名称 / its new name")],
    reason: Annotated[str, typer.Option("--reason", show_default=False, help="更名依据，记入操作记录 / why")],
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """机构更名，原名称及其名下记录保留 / give a unit another name; the old one stays known."""
    unit = with_actor(folder, actor, lambda node, who: node.units.rename(code, name=name, reason=reason, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result(_unit(unit))
    terminal.say(
        f"{code} 已由“{unit.former_names[-1]}”更名为“{unit.name}”，原名称下的记录仍归该机构。",
        f"{code}, formerly {unit.former_names[-1]}, is {unit.name} now; what was filed before stays its own.",
    )


def close_unit(
    folder: FolderArgument,
    code: CodeArgument,
    reason: Annotated[str, typer.Option("--reason", show_default=False, help="关闭依据，记入操作记录 / why")],
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """关闭机构，记录保留，代码不再使用 / close a unit for good; its records stay, its code isn't reused."""
    with_actor(folder, actor, lambda node, who: node.units.close(code, reason=reason, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result({"code": code, "closed": True})
    terminal.say(f"已关闭机构 {code}，其记录予以保留。", f"Unit {code} is closed; its records stay.")


def add_operator(
    folder: FolderArgument,
    name: OperatorArgument,
    unit: Annotated[
        str, typer.Option("--unit", metavar="CODE", show_default=False, help="所在机构，默认省中心 / their unit")
    ] = "",
    duties: Annotated[
        list[Duty] | None,
        typer.Option(
            "--duty",
            parser=DUTIES.parse,
            metavar="DUTY",
            show_default=False,
            help=DUTIES.help("职责，可多次，默认填报", "may be repeated"),
        ),
    ] = None,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """登记经办人 / register an operator of a unit."""

    async def work(node: "Node", who: Actor) -> "tuple[Operator, Unit]":
        place = await node.units.by_code(unit) if unit else await node.units.root()
        return await node.operators.add(name, unit=place, duties=duties or (Duty.FILING,), actor=who), place

    added, place = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result(_operator(added, place))
    terminal.say(
        f"已登记经办人 {added.name}（{place.name}，{_duties(added)}）。此后须以 --as 注明经办人。",
        f"Operator {added.name} of {place.name} registered ({', '.join(sorted(added.duties))}).",
    )


def list_operators(folder: FolderArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """列出经办人 / the operators."""
    found = with_actor(folder, actor, lambda node, who: node.operators.seen_by(who))
    terminal = Terminal(as_json=as_json)
    terminal.result({"operators": [_operator(one, unit) for one, unit in found]})
    terminal.table(
        (("经办人", "Operator"), ("机构", "Unit"), ("职责", "Duties")),
        [(one.name, unit.name, _duties(one)) for one, unit in found],
    )


def suspend_operator(
    folder: FolderArgument, name: OperatorArgument, actor: AsOption = "", as_json: JsonOption = False
) -> None:
    """停用经办人 / end an operator's rights."""
    with_actor(folder, actor, lambda node, who: node.operators.suspend(name, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result({"name": name, "suspended": True})
    terminal.say(f"已停用经办人 {name}。", f"Operator {name} is suspended.")


def _levels(node: "Node") -> Choices[str]:
    """The province's levels, by their titles and by what stands before a title's brackets."""
    titles = {one.code: one.title for one in node.units.levels}
    return Choices(
        {code: Phrase(title, code) for code, title in titles.items()},
        also={title.partition("（")[0]: code for code, title in titles.items()},
    )


def resume_operator(
    folder: FolderArgument, name: OperatorArgument, actor: AsOption = "", as_json: JsonOption = False
) -> None:
    """恢复已停用的经办人 / give a suspended operator their rights again."""
    with_actor(folder, actor, lambda node, who: node.operators.resume(name, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result({"name": name, "suspended": False})
    terminal.say(f"已恢复经办人 {name}。", f"Operator {name} has their rights again.")


def _unit(one: "Unit") -> dict[str, object]:
    return {
        "code": one.code,
        "name": one.name,
        "level": one.level,
        "region": one.region,
        "depth": one.path.count("/") - 1,
        "may_hold_account": one.may_hold_account,
        "former_names": list(one.former_names),
        "closed": one.is_closed,
    }


def _operator(one: "Operator", unit: "Unit") -> dict[str, object]:
    return {"name": one.name, "unit": unit.code, "duties": sorted(one.duties)}


def _duties(one: "Operator") -> str:
    return "、".join(DUTIES.word(duty) for duty in Duty if duty in one.duties)
