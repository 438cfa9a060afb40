"""In which line of a TOML file each key stands: what the standard library's reader doesn't tell.

Only text that `tomllib` has read already is given to it, so it needn't find mistakes. Keys within inline tables
are those of the line where the value begins.

Source: TOML v1.0.0 (keys, tables, arrays of tables).
"""

import re
from collections.abc import Iterator, Mapping

from federation.rules.bounds import Path

PIECE = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*|\n|[\[\]{}=.]|[^\s\"'\#\[\]{}=.]+|[^\S\n]+",
    re.DOTALL,
)
QUOTES = "\"'"


def key_lines(text: str) -> Mapping[Path, int]:
    """Path of a key or table → its line, from 1 on; places in arrays of tables count from 0."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    here: Path = ()
    for line, pieces in _statements(text):
        brackets = [piece for piece in pieces if piece == "["]
        names = [
            piece.strip(QUOTES) if piece[0] in QUOTES else piece
            for piece in pieces
            if piece not in ("[", "]", ".", "=")
        ]
        if not brackets:
            lines.setdefault((*here, *names), line)
            continue
        here = _table(names, counts, is_array=len(brackets) > 1)
        lines.setdefault(here, line)
    return lines


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest table around it; 1 if nothing of it stands there."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


def _table(names: list[str], counts: dict[Path, int], *, is_array: bool) -> Path:
    path: Path = ()
    for at, name in enumerate(names, start=1):
        path = (*path, name)
        if is_array and at == len(names):
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path] - 1)
    return path


def _statements(text: str) -> Iterator[tuple[int, list[str]]]:
    """Headers and keys, without values: each with its line and its pieces."""
    line, begun, depth = 1, 1, 0
    pieces: list[str] = []
    in_value = False
    for found in PIECE.finditer(text):
        piece = found[0]
        if piece == "\n" and not (in_value and depth):
            if pieces:
                yield begun, pieces
            pieces, in_value, depth = [], False, 0
        elif in_value:
            depth += (piece in ("[", "{")) - (piece in ("]", "}"))
        elif piece == "=":
            in_value = True
        elif not piece.isspace() and piece[0] != "#":
            begun = begun if pieces else line
            pieces.append(piece)
        line += piece.count("\n")
    if pieces:
        yield begun, pieces
