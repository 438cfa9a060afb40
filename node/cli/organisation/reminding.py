"""`application`: who of an area is missing, until when they should have applied, who was reminded."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from node.cli.console.deadlines import (
    DEFAULT_LEAD_DAYS,
    SHOWN_DAYS,
    DeadlineOption,
    LeadDaysOption,
    SinceOption,
    told_deadline,
    until_en,
    until_zh,
)
from node.cli.console.node_access import with_actor
from node.cli.console.options import AsOption, FolderArgument, JsonOption
from node.cli.console.terminal import Terminal
from node.cli.organisation.application_words import part_words, state_words
from node.model.access import Actor
from node.model.reminder import Deadline

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.services.organisation.reminders import Standing


def register(group: typer.Typer) -> None:
    """Adds these commands to the group."""
    group.command("missing")(missing)
    group.command("deadline")(deadline)
    group.command("reminders")(reminders)


def missing(
    folder: FolderArgument,
    with_all: Annotated[bool, typer.Option("--all", help="同时列出已报齐的机构 / also those who lack nothing")] = False,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """列出本辖区尚未报齐的机构 / the units of one's area that haven't applied, and what each lacks."""

    async def work(node: "Node", who: Actor) -> "tuple[list[Standing], Deadline | None]":
        return await node.application_reminders.standings(who), await node.application_reminders.deadline()

    found, until = with_actor(folder, actor, work)
    missed = sum(one.is_missing for one in found)
    shown = [one for one in found if with_all or one.is_missing or one.lacking]
    terminal = Terminal(as_json=as_json)
    terminal.result(
        {
            "deadline": None if until is None else until.day.isoformat(),
            "units": [_standing(one) for one in shown],
        }
    )
    terminal.table(
        (("机构代码", "Unit"), ("名称", "Name"), ("状态", "State"), ("所缺", "Lacking")),
        [
            (
                one.unit.code,
                one.unit.name,
                state_words(one.state, terminal),
                terminal.choose("、", ", ").join(part_words(part, terminal) for part in one.lacking),
            )
            for one in shown
        ],
    )
    terminal.say(
        f"应申请机构 {len(found)} 个，未提交 {missed} 个。{until_zh(until)}",
        f"{missed} of {len(found)} units are missing. {until_en(until)}",
    )


def deadline(
    folder: FolderArgument,
    day: DeadlineOption = None,
    lead_days: LeadDaysOption = DEFAULT_LEAD_DAYS,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """查看或设定报送截止日期（省中心设定） / the deadline; --date sets it."""

    async def work(node: "Node", who: Actor) -> "Deadline | None":
        if day is None:
            return await node.application_reminders.deadline()
        return await node.application_reminders.set_deadline(day.date(), lead_days=lead_days, actor=who)

    until = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result(told_deadline(until))
    terminal.say(until_zh(until), until_en(until))


def reminders(
    folder: FolderArgument,
    since: SinceOption = None,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """列出已发出的催报提醒 / who was reminded on which day, and what was missing."""

    async def work(node: "Node", who: Actor) -> list[dict[str, object]]:
        first = (node.clock.now() - timedelta(days=SHOWN_DAYS)).date() if since is None else since.date()
        found = await node.application_reminders.since(first, actor=who)
        return [
            {"day": one.day.isoformat(), "unit": unit.code, "name": unit.name, "lacking": list(one.lacking)}
            for one, unit in found
        ]

    found = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result({"reminders": found})
    terminal.table(
        (("日期", "Day"), ("机构代码", "Unit"), ("名称", "Name"), ("所缺", "Lacking")),
        [(one["day"], one["unit"], one["name"], _lacking(one["lacking"], terminal)) for one in found],
    )


def _standing(one: "Standing") -> dict[str, object]:
    return {
        "unit": one.unit.code,
        "name": one.unit.name,
        "state": one.state,
        "missing": one.is_missing,
        "application": one.case_id or None,
        "lacking": list(one.lacking),
    }


def _lacking(parts: object, terminal: Terminal) -> str:
    assert isinstance(parts, list)
    return terminal.choose("、", ", ").join(part_words(part, terminal) for part in parts)
