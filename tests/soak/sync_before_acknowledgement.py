"""Shows with strace that nothing is acknowledged before it is synced to disk (RELIABILITY 3).

`kill -9` keeps the page cache and so says nothing of a power cut; the order of system calls does. A
real process appends; before each acknowledgement there must have been, in this order: a sync of the
write-ahead log after its last write, a sync of the new high-water mark, its renaming, a sync of its folder.

Usage: python -m tests.soak.sync_before_acknowledgement [CHANGES]
Installs nothing: without strace it says so and ends with 2; with violations it ends with 1.
"""

import asyncio
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.children import Child
from tests.support.nodes import MARK, copy_migrated

CALLS = "write,pwrite64,fsync,fdatasync,rename,renameat,renameat2"
DONE = re.compile(r"^(\d+)\s+(\w+)\((.*)\)\s+= (-?\d+)")
BEGUN = re.compile(r"^(\d+)\s+(\w+)\((.*) <unfinished \.\.\.>$")
RESUMED = re.compile(r"^(\d+)\s+<\.\.\. (\w+) resumed>.*= (-?\d+)")
WAL = "node.db-wal>"
NEW_MARK = "mark.new>"
ORDER = ("log-synced", "mark-synced", "mark-renamed", "folder-synced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A system call at the moment that counts: writes when they begin, syncs when they have succeeded."""

    name: str
    arguments: str


def parse_trace(text: str) -> Iterator[Call]:
    """The calls of a trace (`strace -f -y`), in that order."""
    open_calls: dict[str, Call] = {}
    for line in text.splitlines():
        if found := DONE.match(line):
            if found[4] != "-1":
                yield Call(name=found[2], arguments=found[3])
        elif found := BEGUN.match(line):
            call = Call(name=found[2], arguments=found[3])
            open_calls[found[1]] = call
            if "write" in call.name:
                yield call
        elif found := RESUMED.match(line):
            call = open_calls.pop(found[1])
            if "write" not in call.name and found[3] != "-1":
                yield call


def violations(calls: Sequence[Call], folder: Path, name: str) -> tuple[int, list[str]]:
    """How many acknowledgements there were, and what each lacked that lacked something."""
    count, lacking = 0, []
    reached: list[str] = []
    for call in calls:
        what = call.arguments
        if call.name == "pwrite64" and WAL in what:
            reached = []
        elif call.name in ("fdatasync", "fsync") and WAL in what:
            reached = ["log-synced"]
        elif call.name == "fsync" and NEW_MARK in what:
            reached.append("mark-synced")
        elif call.name.startswith("rename") and f'{MARK}"' in what:
            reached.append("mark-renamed")
        elif call.name == "fsync" and f"{folder}>" in what:
            reached.append("folder-synced")
        elif call.name == "write" and what.startswith("1<") and f'"{name} ' in what:
            count += 1
            if tuple(reached) != ORDER:
                lacking.append(f"acknowledgement {count}: {reached}")
            reached = []
    return count, lacking


def main(changes: int) -> int:
    """Runs it and tells; the exit code."""
    strace = shutil.which("strace")
    if strace is None:
        print("strace isn't on this machine: the order of syncs was not checked")
        return 2
    with tempfile.TemporaryDirectory() as made:
        folder, name = Path(made).resolve(), "traced"
        asyncio.run(copy_migrated(folder / "node.db"))
        trace = folder / "trace"
        prefix = (strace, "-f", "-y", "-qq", "-e", f"trace={CALLS}", "-o", str(trace))
        with Child(folder, "32", name, prefix) as child:
            child.await_ready().ask(changes)
            told = list(child.acknowledged())
            child.end()
        calls = list(parse_trace(trace.read_text(errors="replace")))
        count, lacking = violations(calls, folder, name)
        # The same trace without its syncs must be found wanting everywhere, or this check sees nothing.
        _, control = violations([call for call in calls if call.name != "fdatasync"], folder, name)
    print(f"{count} acknowledgements of {len(told)} traced, {len(lacking)} before everything was synced")
    print("\n".join(lacking[:20]))
    return 0 if not lacking and count == len(told) == len(control) == changes else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000))
