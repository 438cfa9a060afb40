"""The branch that asks for credit: serves, and times transfers from request to settled credit.

In turn: one entry until the other branch holds it (a log's way), one transfer alone; then many at once.
The other branch is another process; what it holds is read from its database beside it.
"""

import asyncio
import sqlite3
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from statistics import median

from benchmarks.filling import document_of, random_record
from benchmarks.processes import Stopwatch, print_figures, settings_of
from node.bootstrap import Node, open_node
from node.folder.branch_folder import BranchFolder
from node.model.access import Actor, Basis, Duty, Role
from node.server import serving
from node.services.transfers.ending import SETTLED
from node.services.transfers.requesting import Chosen
from node.settling import settle_process
from samples.people import person_at

POLL_S = 0.003
PATIENCE_S = 1_800.0
IN_FLIGHT = 8
STATUSES = "SELECT count(*), coalesce(sum(t.attended = ?), 0), coalesce(sum(i.status = 'converted'), 0)"
JOINED = "FROM transfer t JOIN transfer_item i ON i.request_position = t.request_position"


class Asking:
    """What is asked of whom, and what became of it."""

    def __init__(self, node: Node, sending: str, first: int) -> None:
        self._node = node
        self._sending = sending
        self._next = first

    async def open(self) -> None:
        """Who files."""
        self._root = await self._node.units.root()
        self._clerk = Actor(
            name="benchmark",
            role=Role.OPERATOR,
            branch=self._node.config.branch,
            unit=self._root,
            duties=frozenset({Duty.FILING}),
        )

    async def ask(self) -> None:
        """One transfer of the next person's only achievement."""
        number, self._next = self._next, self._next + 1
        today = self._node.rules.today()
        await self._node.transfer_requests.request(
            document_of(person_at(number)),
            [Chosen(branch=self._sending, index=number)],
            purpose="性能测试",
            until=today + timedelta(days=30),
            basis=Basis.SELF,
            unit=self._root,
            actor=self._clerk,
        )


@cache
def reading(database: Path) -> sqlite3.Connection:
    """Kept open: whoever opens it for each look takes a good part of the node's own time."""
    return sqlite3.connect(f"file:{database}?mode=ro", uri=True, isolation_level=None)


def settled_in(database: Path) -> tuple[int, int, int]:
    """How many transfers there are, are settled, are converted."""
    asked, settled, converted = reading(database).execute(f"{STATUSES} {JOINED}", (SETTLED,)).fetchone()
    return int(asked), int(settled), int(converted)


def size_in(database: Path, code: str) -> int:
    """How many of a log's entries a node holds."""
    row = reading(database).execute("SELECT size FROM log WHERE branch = ?", (code,)).fetchone()
    return 0 if row is None else int(row[0])


def _holds(database: Path, code: str, size: int) -> bool:
    return size_in(database, code) >= size


def _are_settled(database: Path, count: int) -> bool:
    return settled_in(database)[1] == count


async def until(holds: Callable[[], bool], every_s: float = POLL_S) -> None:
    """Waits for it. Raises `TimeoutError`: it didn't come in time."""
    async with asyncio.timeout(PATIENCE_S):
        while not holds():  # noqa: ASYNC110 - another process makes it hold
            await asyncio.sleep(every_s)


async def measure(folder: Path, sending: str, sending_database: Path, rounds: int, count: int) -> None:
    """Times it all; the sending branch's log has one achievement for each of the first people."""
    database = folder / "data" / "node.db"
    trips, alone = [], []
    async with open_node(BranchFolder(folder)) as node, serving(node):
        code = node.config.branch
        await until(partial(_holds, database, sending, rounds + count))
        asking = Asking(node, sending, 0)
        await asking.open()
        for turn in range(rounds):
            watch = Stopwatch()
            async with node.own_log.change() as change:
                size = await change.append([random_record()[1]]) + 1
            await until(partial(_holds, sending_database, code, size))
            trips.append(watch.seconds)
            watch = Stopwatch()
            await asking.ask()
            await until(partial(_are_settled, database, turn + 1))
            alone.append(watch.seconds)
        watch = Stopwatch()
        left = iter(range(count))

        async def work() -> None:
            for _ in left:
                await asking.ask()

        await asyncio.gather(*(work() for _ in range(IN_FLIGHT)))
        asked_s = watch.seconds
        await until(partial(_are_settled, database, rounds + count), every_s=0.05)
        all_s = watch.seconds
        asked, settled, converted = settled_in(database)
    print_figures(
        trip_s=median(trips),
        alone_s=median(alone),
        asked_s=asked_s,
        all_s=all_s,
        lost=rounds + count - converted,
        asked=asked,
        settled=settled,
    )


if __name__ == "__main__":
    settle_process()
    chosen = settings_of(sys.argv)
    asyncio.run(
        measure(
            Path(chosen["folder"]),
            chosen["sending"],
            Path(chosen["sending_database"]),
            chosen["rounds"],
            chosen["count"],
        )
    )
