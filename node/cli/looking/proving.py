"""`prove`: one record as a portable signed file."""

from typing import Annotated

import typer

from federation.model.standing import Status
from node.cli.console.documents import read_document
from node.cli.console.node_access import with_actor
from node.cli.console.option_values import DocumentTypeName
from node.cli.console.options import (
    AsOption,
    DocumentOption,
    DocumentTypeOption,
    FolderArgument,
    JsonOption,
    OutputOption,
)
from node.cli.console.output_files import check_new_file, new_file
from node.cli.console.record_words import STATUSES
from node.cli.console.terminal import Terminal
from node.folder.durable_files import OWNER_ONLY, create_file


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("prove")(prove)


def prove(
    folder: FolderArgument,
    origin: Annotated[
        str,
        typer.Option(
            "--origin",
            metavar="ORIGIN",
            show_default=False,
            help="日志名称或分行代码 / a log's origin or a branch's code",
        ),
    ],
    index: Annotated[
        int, typer.Option("--index", metavar="N", min=0, show_default=False, help="日志序号 / the entry's index")
    ],
    output: OutputOption,
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """出具可脱机校验的记录文件；给出证件则附内容 / a signed record file; with the document its content is disclosed."""
    terminal = Terminal(as_json=as_json)
    check_new_file(output)
    shown = None if document is None else read_document(document, document_type.type, terminal)
    proof = with_actor(folder, actor, lambda node, who: node.proving.prove(origin, index, document=shown, actor=who))
    # Whoever has a disclosed record can read it: it starts as its owner's alone.
    with new_file(output):
        create_file(output, proof.data, OWNER_ONLY)
    terminal.result(
        {
            "file": str(output),
            "bytes": len(proof.data),
            "discloses_content": shown is not None,
            "status": str(proof.status),
            "by_index": proof.by_index,
        }
    )
    terminal.say(
        f"记录已写入 {output}（{'含内容' if shown is not None else '不含内容'}）。",
        f"The record is in {output} ({'content disclosed' if shown is not None else 'content sealed'}).",
    )
    if proof.status is not Status.VALID:
        word = STATUSES.get(str(proof.status), str(proof.status))
        by = "" if proof.by_index is None else str(proof.by_index)
        terminal.say(
            f"注意：该记录现状为“{word}”"
            + (f"，见日志第 {by} 条" if by else "")
            + "；文件本身不载明现状，交付时请一并说明。",
            f"Note: the record is {proof.status} now"
            + (f", by entry {by}" if by else "")
            + "; the file itself doesn't say so: tell whoever you give it to.",
        )
