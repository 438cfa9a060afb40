"""Peak memory of this process and of those it starts, from Linux's /proc.

`ru_maxrss` won't do: over fork and exec it keeps what the parent once held.
"""

import threading
from pathlib import Path
from typing import Self

MIB = 1024 * 1024
PROC = Path("/proc")


def peak_mib(pid: int | str = "self") -> float:
    """The most resident memory that a process has held, in MiB; 0 if it is gone or can't be told."""
    try:
        for line in (PROC / str(pid) / "status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / MIB
    except OSError:
        return 0.0
    return 0.0


class ChildrenPeak:
    """Looks at this process's children now and then, while its ``with`` block runs."""

    def __init__(self, every_s: float = 0.02) -> None:
        self._every_s = every_s
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.mib = 0.0

    def __enter__(self) -> Self:
        """Starts looking."""
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Stops looking."""
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(self._every_s):
            self.mib = max([self.mib, *(peak_mib(pid) for pid in _children())])


def _children() -> list[str]:
    found: list[str] = []
    for tasks in (PROC / "self" / "task").glob("*/children"):
        try:
            found += tasks.read_text().split()
        except OSError:
            continue
    return found
