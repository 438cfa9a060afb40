"""`rules draft | consult | return | drop | adopt | publish`: how rules come about, by two people."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from node.cli.console.days import DAY_METAVAR, parse_day
from node.cli.console.node_access import with_actor
from node.cli.console.options import AsOption, FolderArgument, JsonOption
from node.cli.console.terminal import Terminal
from node.cli.conversion.rule_files import RulesFileArgument, read_text
from node.cli.conversion.rule_showing import case_as_json, tell_case
from node.model.rulemaking import RulesDraft

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.access import Actor
    from node.services.rulemaking.making import RulesCase

RulesCaseArgument = Annotated[
    str, typer.Argument(metavar="CASE", show_default=False, help="规则办件编号 / the case's number")
]
WhyOption = Annotated[str, typer.Option("--reason", show_default=False, help="理由，记录在案 / why; recorded")]


def register(rules: typer.Typer) -> None:
    """Adds the commands to the group."""
    rules.command("draft")(draft_rules)
    rules.command("consult")(consult)
    rules.command("return")(send_back)
    rules.command("drop")(drop)
    rules.command("adopt")(adopt)
    rules.command("publish")(publish)


def draft_rules(
    folder: FolderArgument,
    file: RulesFileArgument,
    cases: Annotated[
        Path | None,
        typer.Option(
            "--cases", metavar="FILE", show_default=False, help="规则须符合的样例 / cases that they must meet"
        ),
    ] = None,
    revise: Annotated[
        str,
        typer.Option("--revise", metavar="CASE", show_default=False, help="修改这一办件的草案 / replaces that draft"),
    ] = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """提交或修改转换规则草案 / file a draft of conversion rules, or replace one."""
    draft = RulesDraft(
        file=file.name,
        text=read_text(file),
        cases_file="" if cases is None else cases.name,
        cases="" if cases is None else read_text(cases),
    )

    async def work(node: "Node", who: "Actor") -> "RulesCase":
        if revise:
            return await node.rulemaking.revise(revise, draft, actor=who)
        return await node.rulemaking.draft(draft, actor=who)

    _tell(with_actor(folder, actor, work), Terminal(as_json=as_json))


def consult(
    folder: FolderArgument,
    case: RulesCaseArgument,
    remark: Annotated[
        str,
        typer.Option("--remark", metavar="TEXT", show_default=False, help="意见，记录在案 / what was said; recorded"),
    ],
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """征求意见，登记一条意见；可多次 / note a remark of the consultation; as often as there are some."""
    _step(folder, case, actor, as_json, lambda node, who: node.rulemaking.consult(case, remark, actor=who))


def send_back(
    folder: FolderArgument,
    case: RulesCaseArgument,
    reason: WhyOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """退回修改，已有签署作废 / make it a draft again; signatures are void then."""
    _step(folder, case, actor, as_json, lambda node, who: node.rulemaking.send_back(case, reason, actor=who))


def drop(
    folder: FolderArgument,
    case: RulesCaseArgument,
    reason: WhyOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """放弃这一草案 / give the draft up."""
    _step(folder, case, actor, as_json, lambda node, who: node.rulemaking.drop(case, reason, actor=who))


def adopt(
    folder: FolderArgument,
    case: RulesCaseArgument,
    on: Annotated[
        datetime,
        typer.Option(
            "--on",
            parser=parse_day,
            metavar=DAY_METAVAR,
            show_default=False,
            help="专家委员会通过的日期 / the day of the decision",
        ),
    ],
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """签署通过，须由两名经办人先后签署 / sign its adoption: two different operators, one after the other."""
    _step(folder, case, actor, as_json, lambda node, who: node.rulemaking.adopt(case, on.date(), actor=who))


def publish(folder: FolderArgument, case: RulesCaseArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """发布已通过的规则，写入日志，不再改变 / publish what was adopted on the log: it never changes again."""
    _tell(
        with_actor(folder, actor, lambda node, who: node.rulemaking.publish(case, actor=who)), Terminal(as_json=as_json)
    )


def _step(
    folder: Path, case: str, actor: str, as_json: bool, step: "Callable[[Node, Actor], Awaitable[object]]"
) -> None:
    async def work(node: "Node", who: "Actor") -> "RulesCase":
        await step(node, who)
        return await node.rulemaking.show(case, actor=who)

    _tell(with_actor(folder, actor, work), Terminal(as_json=as_json))


def _tell(found: "RulesCase", terminal: Terminal) -> None:
    terminal.result(case_as_json(found))
    tell_case(found, terminal)
