"""`transfer list | show`: applications of the unit, or of a person who is present."""

from typing import TYPE_CHECKING, Annotated

import typer

from node.cli.console.documents import read_document
from node.cli.console.node_access import with_actor
from node.cli.console.option_values import TRANSFER_STATES, DocumentTypeName
from node.cli.console.options import AsOption, DocumentOption, DocumentTypeOption, FolderArgument, JsonOption
from node.cli.console.terminal import Terminal
from node.cli.conversion.transfer_places import case_name
from node.cli.conversion.transfer_telling import (
    application_as_json,
    summary_as_json,
    tell_application,
    tell_applications,
)

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.access import Actor
    from node.services.transfers.views import ApplicationView

TransferCaseArgument = Annotated[
    str,
    typer.Argument(
        parser=case_name,
        metavar="CASE",
        show_default=False,
        help="转换办件编号，或转换编号如 32-15 / the case's number, or a transfer's, e.g. 32-15",
    ),
]


def register(group: typer.Typer) -> None:
    """Adds the two commands to the group."""
    group.command("list")(list_transfers)
    group.command("show")(show_transfer)


def list_transfers(
    folder: FolderArgument,
    states: Annotated[
        list[str] | None,
        typer.Option(
            "--state",
            parser=TRANSFER_STATES.parse,
            metavar="STATE",
            show_default=False,
            help=TRANSFER_STATES.help("只列某些状态，可多次", "certain states only; repeatable"),
        ),
    ] = None,
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """列出本机构受理的转换申请；凭证件列出本人的全部 / applications of the unit; by document a person's."""
    terminal = Terminal(as_json=as_json)
    shown = None if document is None else read_document(document, document_type.type, terminal)
    wanted = states or []

    async def work(node: "Node", who: "Actor") -> "list[ApplicationView]":
        if shown is None:
            return await node.transfer_views.seen_by(who, states=wanted)
        return await node.transfer_views.of_person(shown, actor=who, states=wanted)

    views = with_actor(folder, actor, work)
    terminal.result({"applications": [summary_as_json(one) for one in views]})
    if not views:
        terminal.say("没有转换申请。", "There are no applications.")
        return
    tell_applications(views, terminal)


def show_transfer(
    folder: FolderArgument,
    case: TransferCaseArgument,
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """查看一件转换申请及其经过；凭本人证件另显示认定依据 / one application; by document why it was decided so."""
    terminal = Terminal(as_json=as_json)
    shown = None if document is None else read_document(document, document_type.type, terminal)
    view = with_actor(folder, actor, lambda node, who: node.transfer_views.find(case, actor=who, document=shown))
    terminal.result(application_as_json(view, terminal))
    tell_application(view, terminal)
