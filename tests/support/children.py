"""Starting, asking and killing processes that append (`appending_child`)."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]


class Child:
    """One such process; kill it or let it end."""

    def __init__(self, folder: Path, code: str, name: str, prefix: Sequence[str] = ()) -> None:
        self._process = subprocess.Popen(
            [*prefix, sys.executable, "-m", "tests.support.appending_child", str(folder), code, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.kill()

    def await_ready(self) -> Self:
        """Returns once it can be asked."""
        assert self._process.stdout
        assert self._process.stdout.readline() == "ready\n"
        return self

    def ask(self, changes: int) -> None:
        """Lets it make so many changes."""
        assert self._process.stdin
        self._process.stdin.write(f"{changes}\n")
        self._process.stdin.flush()

    def acknowledged(self) -> Iterator[tuple[str, int, int]]:
        """(name, change number, first index) of each acknowledged change, until it is done or gone."""
        assert self._process.stdout
        for line in self._process.stdout:
            if line == "done\n":
                return
            if line.endswith("\n"):  # a killed process may leave half a line, which acknowledges nothing
                name, number, index = line.split()
                yield name, int(number), int(index)

    def kill(self) -> None:
        """SIGKILL; what it said before can still be read."""
        self._process.kill()
        self._process.wait()

    def end(self) -> int:
        """Lets it end by itself; its exit code."""
        assert self._process.stdin
        self._process.stdin.close()
        return self._process.wait(timeout=30)


@contextmanager
def children(folder: Path, code: str, *names: str) -> Iterator[list[Child]]:
    """Several processes on one folder, ready."""
    started = [Child(folder, code, name) for name in names]
    try:
        yield [child.await_ready() for child in started]
    finally:
        for child in started:
            child.kill()
