"""`link`: two documents of one person, made with both present."""

from pathlib import Path
from typing import Annotated

import typer

from node.cli.console.documents import read_document
from node.cli.console.node_access import with_actor
from node.cli.console.option_values import DOCUMENT_TYPES, DocumentTypeName
from node.cli.console.options import AsOption, DocumentTypeOption, FolderArgument, JsonOption
from node.cli.console.terminal import Terminal


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("link")(link)


def link(
    folder: FolderArgument,
    document: Annotated[
        Path,
        typer.Option(
            "--document",
            metavar="FILE",
            show_default=False,
            help="存有一个证件号码的文件 / a file that holds one document's number",
        ),
    ],
    other: Annotated[
        Path,
        typer.Option(
            "--other",
            metavar="FILE",
            show_default=False,
            help="存有另一证件号码的文件 / a file that holds the other's",
        ),
    ],
    other_type: Annotated[
        DocumentTypeName,
        typer.Option(
            "--other-type",
            parser=DOCUMENT_TYPES.parse,
            metavar="TYPE",
            show_default=False,
            help=DOCUMENT_TYPES.help("另一证件的类型", "type of the other"),
        ),
    ],
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """关联同一人的两个证件，须两证齐备 / link two documents of one person, both being present."""
    terminal = Terminal(as_json=as_json)
    first = read_document(document, document_type.type, terminal)
    second = read_document(other, other_type.type, terminal)
    index = with_actor(folder, actor, lambda node, who: node.linking.link(first, second, actor=who))
    terminal.result({"index": index})
    terminal.say(f"已关联，登记于本行日志第 {index} 条起。", f"Linked: own log, from index {index}.")
