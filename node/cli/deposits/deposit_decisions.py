"""`deposit approve | return | refuse`: the decision of whoever is competent, never of who filed it."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from node.cli.console.node_access import with_actor
from node.cli.console.options import AsOption, FolderArgument, JsonOption
from node.cli.console.terminal import Terminal
from node.cli.deposits.deposit_showing import CaseArgument, deposit_as_json, tell_state

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.access import Actor
    from node.model.case import Case
    from node.services.deposits.viewing import DepositView

ReasonOption = Annotated[
    str, typer.Option("--reason", show_default=False, help="理由，告知填报人并记录在案 / why; told and recorded")
]


def register(deposit: typer.Typer) -> None:
    """Adds the three commands to the group."""
    deposit.command("approve")(approve_deposit)
    deposit.command("return")(return_deposit)
    deposit.command("refuse")(refuse_deposit)


def approve_deposit(
    folder: FolderArgument, case: CaseArgument, actor: AsOption = "", as_json: JsonOption = False
) -> None:
    """审核通过，登记为学习成果 / approve it: it becomes an achievement."""
    _decide(folder, case, actor, as_json, lambda node, who: node.deposits.review.approve(case, actor=who))


def return_deposit(
    folder: FolderArgument,
    case: CaseArgument,
    reason: ReasonOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """退回修改，可再次提交 / give it back, to be corrected and submitted again."""
    _decide(
        folder, case, actor, as_json, lambda node, who: node.deposits.review.give_back(case, reason=reason, actor=who)
    )


def refuse_deposit(
    folder: FolderArgument,
    case: CaseArgument,
    reason: ReasonOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """不予通过，办件终结 / refuse it for good."""
    _decide(folder, case, actor, as_json, lambda node, who: node.deposits.review.refuse(case, reason=reason, actor=who))


def _decide(
    folder: Path,
    case: str,
    actor: str,
    as_json: bool,
    decision: "Callable[[Node, Actor], Awaitable[Case]]",
) -> None:
    async def work(node: "Node", who: "Actor") -> "DepositView":
        await decision(node, who)
        return await node.deposits.views.find(case, actor=who)

    view = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result(deposit_as_json(view))
    tell_state(view, terminal)
