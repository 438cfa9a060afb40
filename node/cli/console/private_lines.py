"""One line that says something of a person (a name, a certificate's number), read from a file.

Command lines stay in shell histories and process lists; files are their owner's.

Source: PIPL article 51.
"""

from pathlib import Path

import typer

from federation.errors import Malformed, TooLarge
from node.cli.console.terminal import Terminal

MAX_LINE_FILE_BYTES = 4 * 1024


def read_private_line(source: Path, what: str, terminal: Terminal) -> str:
    """The only line of a UTF-8 file that isn't blank; "" if there is none.

    Args:
        source: the file.
        what: what it should hold, as errors name it.
        terminal: whose language counts.

    Raises:
        Malformed, TooLarge: the file holds something else.
        typer.BadParameter: no such file, or it can't be read.
    """
    try:
        with source.open("rb") as file:
            data = file.read(MAX_LINE_FILE_BYTES + 1)
    except OSError:
        raise typer.BadParameter(
            terminal.choose(f"文件 {source} 不存在或无法读取", f"the file {source} is missing or can't be read")
        ) from None
    if len(data) > MAX_LINE_FILE_BYTES:
        raise TooLarge(what=what, limit=f"{MAX_LINE_FILE_BYTES} B")
    try:
        lines = [line for line in data.decode("utf-8-sig").splitlines() if line.strip()]
    except UnicodeDecodeError:
        raise Malformed(what=what, why="not UTF-8 text") from None
    if len(lines) > 1:
        raise Malformed(what=what, why="more than one")
    return lines[0].strip() if lines else ""
