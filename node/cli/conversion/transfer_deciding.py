"""`transfer decide`: what the rules propose, and a reviewer's decision on an application as a whole."""

from typing import TYPE_CHECKING, Annotated

import typer

from federation.rules.outcome import Verdict
from federation.transfer.entries import parse_request
from node.cli.console.node_access import with_actor
from node.cli.console.options import AsOption, FolderArgument, JsonOption
from node.cli.console.terminal import Terminal
from node.cli.console.transfer_names import place_text
from node.cli.conversion.rule_files import granted_words, outcome_as_json, tell_outcome
from node.cli.conversion.transfer_places import rulings_of
from node.cli.conversion.transfer_showing import TransferCaseArgument
from node.cli.conversion.transfer_telling import application_as_json, tell_application

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.access import Actor
    from node.services.transfers.applications import Filed
    from node.services.transfers.views import ApplicationView
    from node.services.transfers.weighing import Weighed


def register(group: typer.Typer) -> None:
    """Adds the command to the group."""
    group.command("decide")(decide)


def decide(
    folder: FolderArgument,
    case: TransferCaseArgument,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept",
            metavar="REQUEST:ITEM[=CREDIT]",
            show_default=False,
            help="认可，如 15:1；另定学分如 15:1=community:1.50 / accepted, with other credit than proposed if given",
        ),
    ] = None,
    reject: Annotated[
        list[str] | None,
        typer.Option("--reject", metavar="REQUEST:ITEM", show_default=False, help="不予认可，如 15:2 / rejected"),
    ] = None,
    words: Annotated[
        list[str] | None,
        typer.Option(
            "--words",
            metavar="[REQUEST:ITEM=]TEXT",
            show_default=False,
            help="审核意见，告知本人；只对一项的如 15:2=内容不符 / the reviewer's words, told; of one as 15:2=TEXT",
        ),
    ] = None,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """显示规则建议；给出决定即认定 / show what the rules propose; with rulings, decide."""
    terminal = Terminal(as_json=as_json)
    rulings = rulings_of(accept or (), reject or (), words or (), terminal)
    if not rulings:
        filed, weighed = with_actor(folder, actor, lambda node, who: node.transfer_decisions.proposals(case, actor=who))
        terminal.result(_proposals_as_json(filed, weighed, terminal))
        _tell_proposals(filed, weighed, terminal)
        return

    async def work(node: "Node", who: "Actor") -> "ApplicationView":
        await node.transfer_decisions.review(case, rulings, actor=who)
        return await node.transfer_views.find(case, actor=who)

    view = with_actor(folder, actor, work)
    terminal.result(application_as_json(view, terminal))
    tell_application(view, terminal)


def _tell_proposals(filed: "Filed", weighed: "Weighed", terminal: Terminal) -> None:
    if not weighed.outcomes:
        terminal.say("目前没有待认定的成果。", "Nothing waits for a decision.")
        return
    if weighed.rules is None:
        terminal.say(
            "本行没有现行规则：规则发布前只能不予转换（--reject），不能认可。",
            "No rules are in force: until some are, a reviewer can reject and not accept.",
        )
    else:
        rules = weighed.rules.rules
        terminal.say(
            f"依据第 {rules.version} 版《{rules.title}》：", f"By version {rules.version} of the rules, {rules.title}:"
        )
    for stored in filed.transfers:
        request = stored.transfer.request
        contested = parse_request(request.plain_body, len(request.achievements)).contests
        if contested is not None:
            terminal.say(
                f"转换 {stored.receiving}-{request.index} 对本行日志第 {contested.index} 条所载认定提出异议，"
                "宜由另一名审核人员办理。",
                f"Transfer {stored.receiving}-{request.index} contests the decision at index {contested.index} of the "
                "own log: another reviewer had better decide.",
            )
    titles = _titles(filed)
    for place, outcome in weighed.outcomes.items():
        told, granted = place_text(*place), "0"
        if outcome is not None and weighed.rules is not None:
            granted = granted_words(outcome.grants, weighed.rules.rules)
        terminal.say(f"  [{told}] {titles[place]}：{granted}", f"  [{told}] {titles[place]}: {granted}")
        if outcome is not None:
            tell_outcome(outcome, terminal, indent="    ")
    wanting = " ".join(place_text(*one) for one in weighed.wants_reviewer)
    if wanting:
        terminal.say(
            f"须由审核人员决定：{wanting}。请用 --accept、--reject 一次作出。",
            f"A reviewer has to decide on {wanting}: all at once, with --accept and --reject.",
        )


def _proposals_as_json(filed: "Filed", weighed: "Weighed", terminal: Terminal) -> dict[str, object]:
    titles, wanting = _titles(filed), set(weighed.wants_reviewer)
    return {
        "case": filed.case.case_id,
        "rules_version": None if weighed.rules is None else weighed.rules.rules.version,
        "proposals": [
            {
                "place": place_text(*place),
                "title": titles[place],
                "wants_reviewer": place in wanting,
                **(
                    {"verdict": str(Verdict.TO_REVIEWER), "grants": [], "missing": [], "trace": []}
                    if outcome is None
                    else outcome_as_json(outcome, terminal)
                ),
            }
            for place, outcome in weighed.outcomes.items()
        ],
    }


def _titles(filed: "Filed") -> dict[tuple[int, int], str]:
    return {
        (one.request_index, number): achievement.title
        for one in filed.application.transfers
        for number, achievement in enumerate(one.achievements)
    }
