"""How far an import is, for whoever waits: a bar on a terminal, a line now and then anywhere else.

What waits may be a screen, a scheduled job's log or a script: none of them is left without a sign of life
while 200,000 rows are read.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from node.cli.console.terminal import Terminal

if TYPE_CHECKING:
    from node.services.filing.import_report import ImportProgress

LINE_EVERY_S = 5.0


class ShownProgress:
    """The progress of several files, one after the other.

    Attributes:
        accepted: rows committed so far, of all files together.
    """

    def __init__(
        self,
        terminal: Terminal,
        bar: Progress,
        title: tuple[str, str],
        files: int,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._terminal = terminal
        self._bar = bar
        self._title = title
        self._files = files
        self._now = now
        self._number = 0
        self._name = ""
        self._task: TaskID | None = None
        self._began_at = self._told_at = 0.0
        self._accepted_before = self._accepted = 0

    @property
    def accepted(self) -> int:
        """Rows committed so far, of all files together."""
        return self._accepted_before + self._accepted

    def begin(self, name: str) -> None:
        """The next file begins."""
        self._number += 1
        self._name = name if self._files == 1 else f"{name} ({self._number}/{self._files})"
        self._accepted_before, self._accepted = self.accepted, 0
        self._began_at = self._told_at = self._now()
        if self._task is not None:
            self._bar.remove_task(self._task)
        description = f"{self._terminal.choose(*self._title)} {self._name}"
        self._task = self._bar.add_task(description, total=None, counts="")

    def tell(self, progress: "ImportProgress") -> None:
        """The file has come so far."""
        self._accepted = progress.accepted
        if self._task is not None:
            self._bar.update(
                self._task,
                completed=progress.rows_done,
                total=max(progress.rows_expected, progress.rows_done) or None,
                counts=self._terminal.choose(*_counts(progress)),
            )
        now = self._now()
        if not self._terminal.is_watched and now - self._told_at >= LINE_EVERY_S:
            self._told_at = now
            self._terminal.remark(*self._line(progress, now - self._began_at))

    def _line(self, progress: "ImportProgress", seconds: float) -> tuple[str, str]:
        done, expected = progress.rows_done, max(progress.rows_expected, progress.rows_read)
        rate = done / seconds
        zh_counts, en_counts = _counts(progress)
        zh = f"{self._title[0]} {self._name}：{done:,} / {expected:,} 行，{zh_counts}；每秒 {rate:,.0f} 行"
        en = f"{self._title[1]} {self._name}: {done:,} of {expected:,} rows, {en_counts}; {rate:,.0f} rows/s"
        if rate:
            zh += f"，约剩 {_duration((expected - done) / rate)}"
            en += f", about {_duration((expected - done) / rate)} left"
        return zh, en


@contextmanager
def shown_progress(terminal: Terminal, title: tuple[str, str], files: int) -> Iterator[ShownProgress]:
    """Shows it while the block runs.

    Args:
        terminal: where to.
        title: what is done, in Chinese and in English.
        files: how many files there are.
    """
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[counts]}", markup=False),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with terminal.bar(*columns) as bar:
        yield ShownProgress(terminal, bar, title, files)


def _counts(progress: "ImportProgress") -> tuple[str, str]:
    accepted, duplicate, rejected = progress.accepted, progress.duplicate, progress.rejected
    return (
        f"成功 {accepted:,}，重复 {duplicate:,}，失败 {rejected:,}",
        f"{accepted:,} accepted, {duplicate:,} duplicate, {rejected:,} rejected",
    )


def _duration(seconds: float) -> str:
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
