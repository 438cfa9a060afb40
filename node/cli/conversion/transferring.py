"""`transfer …`: credit for what other branches hold: asked for by document, seen, decided, ended.

Source: DESIGN section 7; seed document 001 (转换申请).
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from federation.errors import TransferRefused
from federation.model.reason import ReversalReason
from node.cli.console.days import DAY_METAVAR, parse_day
from node.cli.console.documents import read_document
from node.cli.console.node_access import with_actor, with_node
from node.cli.console.option_values import REVERSALS, TRANSFER_BASES, DocumentTypeName
from node.cli.console.options import (
    AsOption,
    DocumentOption,
    DocumentTypeOption,
    FolderArgument,
    JsonOption,
    UnitOption,
)
from node.cli.console.terminal import Terminal
from node.cli.conversion import transfer_deciding, transfer_pending, transfer_showing
from node.cli.conversion.transfer_places import chosen_achievement, contested_request, item_place
from node.cli.conversion.transfer_showing import TransferCaseArgument
from node.cli.conversion.transfer_telling import application_as_json, tell_application
from node.model.access import Basis

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.access import Actor
    from node.services.transfers.views import ApplicationView


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help="学分转换：申请、查看、认定、撤回、冲回 / credit transfer between branches")
    group.command("request")(request_transfer)
    transfer_showing.register(group)
    transfer_deciding.register(group)
    group.command("withdraw")(withdraw_transfer)
    group.command("end-consent")(end_consent)
    group.command("reverse")(reverse_credit)
    transfer_pending.register(group)
    group.command("attend")(attend)
    app.add_typer(group, name="transfer")


def request_transfer(
    folder: FolderArgument,
    achievements: Annotated[
        list[str],
        typer.Option(
            "--achievement",
            metavar="BRANCH:INDEX",
            show_default=False,
            help="所选成果，如 33:12（见 lookup），可多次 / a chosen one as lookup shows it; repeatable",
        ),
    ],
    purpose: Annotated[
        str,
        typer.Option(
            "--purpose",
            metavar="TEXT",
            show_default=False,
            help="用途，写入授权 / what the credit is for: part of the consent",
        ),
    ],
    basis: Annotated[
        Basis,
        typer.Option(
            "--basis",
            parser=TRANSFER_BASES.parse,
            metavar="BASIS",
            show_default=False,
            help=TRANSFER_BASES.help("申请依据，记录在案", "by what right it is filed, recorded"),
        ),
    ],
    until: Annotated[
        datetime,
        typer.Option(
            "--until",
            parser=parse_day,
            metavar=DAY_METAVAR,
            show_default=False,
            help="授权截止日期，须在一年之内 / the last day of the consent, within a year",
        ),
    ],
    contests: Annotated[
        str,
        typer.Option(
            "--contests",
            metavar="TRANSFER",
            show_default=False,
            help="申诉：有异议的转换编号，如 32-15，可只写 15 / an appeal: the contested transfer, e.g. 32-15, or 15",
        ),
    ] = "",
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    unit: UnitOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """凭证件为本人申请转换其他分行的成果，先登记授权 / ask for credit by the person's document; records the consent."""
    terminal = Terminal(as_json=as_json)
    chosen = [chosen_achievement(one, terminal) for one in achievements]
    contested = contested_request(contests, terminal) if contests else None
    shown = read_document(document, document_type.type, terminal)

    async def work(node: "Node", who: "Actor") -> "ApplicationView":
        from node.services.transfers.requesting import Chosen

        if contested is not None and contested[0] not in ("", node.config.branch):
            # Another branch's decision is contested there.
            raise TransferRefused(reason="not-decided")
        case = await node.transfer_requests.request(
            shown,
            [Chosen(branch=branch, index=index) for branch, index in chosen],
            purpose=purpose,
            until=until.date(),
            basis=basis,
            unit=await node.units.place_of(who, unit),
            actor=who,
            contests=None if contested is None else contested[1],
        )
        return await node.transfer_views.find(case.case_id, actor=who, document=shown)

    _tell(with_actor(folder, actor, work), terminal)


def withdraw_transfer(
    folder: FolderArgument,
    case: TransferCaseArgument,
    items: Annotated[
        list[str] | None,
        typer.Option(
            "--item",
            metavar="REQUEST:ITEM",
            show_default=False,
            help="只撤回这一项，如 15:1，可多次 / this one alone; repeatable",
        ),
    ] = None,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """按本人意愿撤回尚未认定的成果 / withdraw what isn't decided yet, at the person's wish."""
    terminal = Terminal(as_json=as_json)
    places = [item_place(one, "--item", terminal) for one in items or ()]
    _do(
        folder,
        case,
        actor,
        terminal,
        lambda node, who: node.transfer_endings.withdraw(case, actor=who, places=places),
    )


def end_consent(
    folder: FolderArgument, case: TransferCaseArgument, actor: AsOption = "", as_json: JsonOption = False
) -> None:
    """登记本人撤回授权：尚未认定的全部撤回 / the person takes the consent back: all that is undecided is withdrawn."""
    _do(
        folder,
        case,
        actor,
        Terminal(as_json=as_json),
        lambda node, who: node.transfer_endings.withdraw(case, actor=who, ends_consent=True),
    )


def reverse_credit(
    folder: FolderArgument,
    case: TransferCaseArgument,
    item: Annotated[
        str,
        typer.Option("--item", metavar="REQUEST:ITEM", show_default=False, help="哪一项，如 15:1 / which achievement"),
    ],
    reason: Annotated[
        ReversalReason,
        typer.Option(
            "--reason",
            parser=REVERSALS.parse,
            metavar="REASON",
            show_default=False,
            help=REVERSALS.help("理由，各分行可见", "why; seen at every branch"),
        ),
    ],
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """冲回一项成果已给的学分 / take the credit of one achievement back."""
    terminal = Terminal(as_json=as_json)
    place = item_place(item, "--item", terminal)
    _do(
        folder,
        case,
        actor,
        terminal,
        lambda node, who: node.transfer_endings.reverse(case, place, reason=reason.value, actor=who),
    )


def attend(folder: FolderArgument, as_json: JsonOption = False) -> None:
    """办理本行在转换中应办的事项；节点运行时自动进行 / take the steps that this branch owes; a serving node does."""
    terminal = Terminal(as_json=as_json)

    async def work(node: "Node") -> tuple[int, int]:
        return await node.transfer_attendant.attend(), await node.transfer_attendant.expire()

    steps, expired = with_node(folder, work)
    terminal.result({"steps": steps, "expired": expired})
    terminal.say(f"已办理 {steps} 步，逾期撤回 {expired} 件。", f"{steps} steps taken, {expired} transfers expired.")


def _do(
    folder: Path, case: str, actor: str, terminal: Terminal, step: "Callable[[Node, Actor], Awaitable[object]]"
) -> None:
    async def work(node: "Node", who: "Actor") -> "ApplicationView":
        await step(node, who)
        return await node.transfer_views.find(case, actor=who)

    _tell(with_actor(folder, actor, work), terminal)


def _tell(view: "ApplicationView", terminal: Terminal) -> None:
    terminal.result(application_as_json(view, terminal))
    tell_application(view, terminal)
