"""A command of `deltabank` that kills itself at a chosen point of a chosen commit; for tests of what remains.

Usage: python -m tests.support.killed_command POINT NUMBER WORDS…: when POINT is reached for the NUMBER-th time
(from 1) the process sends itself SIGKILL: nothing after that point happens, nothing is cleaned up.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from node.cli.main import main
from node.high_water_mark import HighWaterMark
from node.storage.appending import LogAppender
from node.storage.own_log import OwnLog


def _before(owner: Any, name: str, strike: Callable[[], None]) -> None:
    original = getattr(owner, name)

    def struck(*args: Any, **options: Any) -> Any:
        strike()
        return original(*args, **options)

    setattr(owner, name, struck)


def _after(owner: Any, name: str, strike: Callable[[], None]) -> None:
    original = getattr(owner, name)

    def struck(*args: Any, **options: Any) -> Any:
        result = original(*args, **options)
        strike()
        return result

    setattr(owner, name, struck)


def _renaming(strike: Callable[[], None]) -> None:
    original = Path.replace

    def struck(self: Path, target: Any) -> Any:
        if self.suffix == ".new":
            strike()
        return original(self, target)

    Path.replace = struck  # type: ignore[method-assign]


def _after_sealing(strike: Callable[[], None]) -> None:
    """Before the first release that follows an append to the own log: committed, and nobody was told."""
    sealed = False

    def note() -> None:
        nonlocal sealed
        sealed = True

    def strike_if_sealed() -> None:
        nonlocal sealed
        if sealed:
            sealed = False
            strike()

    _after(OwnLog, "_seal_off", note)
    _before(OwnLog, "_release", strike_if_sealed)


POINTS: dict[str, Callable[[Callable[[], None]], None]] = {
    "rows-written": lambda strike: _after(LogAppender, "append", strike),
    "signed": lambda strike: _after(OwnLog, "_seal_off", strike),
    "committing": lambda strike: event.listen(Engine, "commit", lambda _: strike()),
    "committed": lambda strike: _before(OwnLog, "_release", strike),
    "mark-written": _renaming,
    "mark-raised": lambda strike: _after(HighWaterMark, "raise_to", strike),
    # In a serving node, which also renews its cosignature and copies other logs.
    "step-committed": _after_sealing,
}
"""In the order in which one change passes them, but for the last."""
OF_ONE_CHANGE = tuple(point for point in POINTS if point != "step-committed")


def arm(point: str, number: int) -> None:
    """From now on this process dies when it comes there for that time."""
    passed = 0

    def strike() -> None:
        nonlocal passed
        passed += 1
        if passed == number:
            os.kill(os.getpid(), signal.SIGKILL)

    POINTS[point](strike)


if __name__ == "__main__":
    arm(sys.argv[1], int(sys.argv[2]))
    sys.exit(main(sys.argv[3:]))
