"""What a command says: a result on standard output, everything else on standard error.

With ``--json`` standard output holds one JSON value and nothing else. Texts that come from
workbooks or peers are printed as they are, never read as markup or control sequences.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from node.cli.console.language import language_of

# A pipe has no width of its own; a table in it shouldn't be cut to a screen's.
PIPE_COLUMNS = 200
Tell = Callable[[int, int | None], None]


class Terminal:
    """Where one command writes."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.language = language_of(os.environ)
        self._out = _console(sys.stdout)
        self._err = _console(sys.stderr)

    def choose(self, zh: str, en: str) -> str:
        """The text in the language of this run."""
        return zh if self.language == "zh" else en

    def say(self, zh: str, en: str) -> None:
        """One line of the result for people; with ``--json`` it isn't said."""
        if not self.as_json:
            self._out.print(_shown(self.choose(zh, en)), soft_wrap=True)

    def remark(self, zh: str, en: str) -> None:
        """One line beside the result, on standard error."""
        self._err.print(_shown(self.choose(zh, en)), soft_wrap=True)

    def result(self, value: object) -> None:
        """The result for machines; without ``--json`` it isn't printed."""
        if self.as_json:
            # Whoever reads through a pipe waits for it, and `serve` goes on after it.
            print(json.dumps(value, ensure_ascii=False, indent=2), flush=True)

    def table(self, headers: Sequence[tuple[str, str]], rows: Sequence[Sequence[object]]) -> None:
        """A table for people: headers in both languages, cells as text ("" for None)."""
        if self.as_json:
            return
        table = Table()
        for zh, en in headers:
            # Chinese has no spaces to break at: a narrow screen folds, and cuts nothing off.
            table.add_column(self.choose(zh, en), overflow="fold")
        for row in rows:
            table.add_row(*(_shown("" if cell is None else str(cell)) for cell in row))
        self._out.print(table)

    @contextmanager
    def progress(self, zh: str, en: str) -> Iterator[Tell]:
        """Shows how far long work is; yields what is told (done, total or None if unknown)."""
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with self.bar(*columns) as progress:
            task = progress.add_task(self.choose(zh, en), total=None)
            yield lambda done, total: progress.update(task, completed=done, total=total)

    @property
    def is_watched(self) -> bool:
        """Whether standard error is a screen."""
        return self._err.is_terminal

    def bar(self, *columns: ProgressColumn) -> Progress:
        """A display of long work on standard error, gone when it ends; nothing where that isn't a screen."""
        return Progress(*columns, console=self._err, transient=True, disable=not self.is_watched)


def _console(file: TextIO) -> Console:
    if isinstance(file, TextIOWrapper) and (file.encoding or "").lower().replace("-", "") != "utf8":
        # A sign that the terminal's encoding lacks must not turn finished work into a failure.
        file.reconfigure(errors="replace")
    return Console(
        file=file,
        markup=False,
        highlight=False,
        emoji=False,
        width=None if file.isatty() else PIPE_COLUMNS,
    )


def _shown(text: str) -> Text:
    return Text("".join(one if one.isprintable() or one in "\n\u3000" else "\N{REPLACEMENT CHARACTER}" for one in text))
