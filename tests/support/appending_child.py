"""A process that appends to a branch's log and says what was acknowledged; for tests that race or kill it.

Usage: python -m tests.support.appending_child FOLDER CODE NAME. After "ready" each line read from
standard input is a number of changes to make; each change appends three entries with the import batch
that they came from, and is acknowledged by a line "NAME NUMBER INDEX". "done" follows the last one.
"""

import asyncio
import sys
from pathlib import Path

from federation.clock import SystemClock
from federation.model.entry import Entry
from federation.trust.names import log_origin
from node.high_water_mark import HighWaterMark
from node.node_key import NodeKey
from node.storage.database import Database
from node.storage.own_log import OwnLog
from tests.support.branches import FEDERATION_ID, key_of, octets
from tests.support.memory_source import plain_entry

PER_CHANGE = 3


def entries_of(name: str, number: int) -> list[Entry]:
    """What change `number` of the process `name` appends."""
    return [plain_entry(f"{name}/{number}", step, private_bytes=50) for step in range(PER_CHANGE)]


def open_own_log(folder: Path, code: str) -> tuple[Database, OwnLog]:
    """The branch's log in that folder, with its usual key."""
    key = key_of(f"{FEDERATION_ID}/{code}/log")
    database = Database(f"sqlite+aiosqlite:///{folder / 'node.db'}")
    mark = HighWaterMark(folder / "mark.json")
    mark.begin()
    own_log = OwnLog(
        database=database,
        origin=log_origin(FEDERATION_ID, code),
        branch=code,
        signing_key=key,
        key_at=lambda _: key.public_key,
        node_key=NodeKey(octets(f"{code}/node")),
        mark=mark,
        clock=SystemClock(),
    )
    return database, own_log


async def work(folder: Path, code: str, name: str) -> None:
    """Appends as asked until standard input ends."""
    database, own_log = open_own_log(folder, code)
    await own_log.prepare()
    number = 0
    print("ready", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        for _ in range(int(line)):
            async with own_log.change() as change:
                index = await change.append(entries_of(name, number))
                await change.imports.add_batch(f"{name}-{number}", index, "Sheet1", [2, 3, 4])
            # One system call a line: a trace shows it, and a kill leaves it whole or absent.
            sys.stdout.write(f"{name} {number} {index}\n")
            sys.stdout.flush()
            number += 1
        print("done", flush=True)
    await database.close()


if __name__ == "__main__":
    asyncio.run(work(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
