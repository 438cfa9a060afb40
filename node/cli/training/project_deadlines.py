"""`project`: until when projects are to be submitted and reviewed, and which units were reminded of it."""

from datetime import timedelta
from typing import TYPE_CHECKING

import typer

from federation.error_catalogue.phrases import Phrase
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
from node.model.access import Actor
from node.services.declaring.deadlines import LACKS_REVIEW, LACKS_SUBMISSION

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.reminder import Deadline, Reminder
    from node.model.unit import Unit

LACKING = {
    LACKS_SUBMISSION: Phrase("项目待提交", "projects to submit"),
    LACKS_REVIEW: Phrase("项目待审核", "projects to review"),
}


def register(group: typer.Typer) -> None:
    """Adds these commands to the group."""
    group.command("deadline")(deadline)
    group.command("reminders")(reminders)


def deadline(
    folder: FolderArgument,
    day: DeadlineOption = None,
    lead_days: LeadDaysOption = DEFAULT_LEAD_DAYS,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """查看或设定项目申报、审核的截止日期（省中心设定） / until when projects are reviewed; --date sets it."""

    async def work(node: "Node", who: Actor) -> "Deadline | None":
        if day is None:
            return await node.declaring.deadlines.deadline()
        return await node.declaring.deadlines.set_deadline(day.date(), lead_days=lead_days, actor=who)

    until = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result(told_deadline(until))
    terminal.say(until_zh(until), until_en(until))


def reminders(
    folder: FolderArgument, since: SinceOption = None, actor: AsOption = "", as_json: JsonOption = False
) -> None:
    """列出已发出的申报、审核提醒 / which units were reminded on which day, and of what."""

    async def work(node: "Node", who: Actor) -> "list[tuple[Reminder, Unit]]":
        first = (node.clock.now() - timedelta(days=SHOWN_DAYS)).date() if since is None else since.date()
        return await node.declaring.deadlines.since(first, actor=who)

    found = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result(
        {
            "reminders": [
                {"day": one.day.isoformat(), "unit": unit.code, "name": unit.name, "lacking": list(one.lacking)}
                for one, unit in found
            ]
        }
    )
    terminal.table(
        (("日期", "Day"), ("机构代码", "Unit"), ("名称", "Name"), ("待办", "To do")),
        [(one.day.isoformat(), unit.code, unit.name, _words(one.lacking, terminal)) for one, unit in found],
    )


def _words(lacking: tuple[str, ...], terminal: Terminal) -> str:
    words = [LACKING[one] for one in lacking if one in LACKING]
    return terminal.choose("、", ", ").join(terminal.choose(one.zh, one.en) for one in words)
