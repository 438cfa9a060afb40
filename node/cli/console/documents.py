"""Reading a document number: from a file, standard input or a hidden prompt, never from arguments.

Command lines stay in shell histories and process lists, and anybody on the machine may
look at those (PIPL article 51 asks for measures that fit the risk).
"""

import sys
from pathlib import Path

import typer

from federation.errors import DocumentMalformed, Malformed, TooLarge
from federation.model.document import Document, DocumentType, parse_document
from node.cli.console.terminal import Terminal

STANDARD_INPUT = Path("-")
MAX_DOCUMENT_BYTES = 4 * 1024


def read_document(source: Path | None, document_type: DocumentType, terminal: Terminal) -> Document:
    """The document whose number stands in `source`, or is typed unseen if that is None.

    Args:
        source: a file with the number alone in it; ``-`` for standard input.
        document_type: what kind of document it is.
        terminal: where a prompt is written.

    Raises:
        DocumentMalformed: no number, or several; or one that can't be right.
        TooLarge, Malformed: the file holds something else.
        typer.BadParameter: no such file; or nothing to read from, and nobody at a keyboard.
    """
    if source is not None:
        return parse_document(document_type, _only_line(_read(source, terminal)))
    if not sys.stdin.isatty():
        raise typer.BadParameter(
            terminal.choose("请用 --document 指定证件号码文件", "name the file that holds the number with --document")
        )
    prompt = terminal.choose("证件号码（输入不显示）", "Document number (not shown)")
    return parse_document(document_type, typer.prompt(prompt, hide_input=True, err=True))


def _read(source: Path, terminal: Terminal) -> str:
    try:
        if source == STANDARD_INPUT:
            data = sys.stdin.buffer.read(MAX_DOCUMENT_BYTES + 1)
        else:
            with source.open("rb") as file:
                data = file.read(MAX_DOCUMENT_BYTES + 1)
    except OSError:
        raise typer.BadParameter(
            terminal.choose("存放证件号码的文件不存在或无法读取", "the document's file is missing or can't be read")
        ) from None
    if len(data) > MAX_DOCUMENT_BYTES:
        raise TooLarge(what="document file", limit=f"{MAX_DOCUMENT_BYTES} B")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Malformed(what="document file", why="not UTF-8 text") from None


def _only_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise DocumentMalformed(reason="empty")
    if len(lines) > 1:
        raise DocumentMalformed(reason="several-lines")
    return lines[0]
