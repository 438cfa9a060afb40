"""Entries about nobody, by kind: a small projection, filled wherever entries are appended.

Among millions of achievements a branch's few publications would be found only by reading every header.
"""

from sqlalchemy import Connection, select

from node.storage.positions import log_and_index, position_of
from node.storage.runner import Runner
from node.storage.schema import entry, plain_entry


class PlainEntries:
    """Finds them in one transaction or, by the database's own runner, each call in its own."""

    def __init__(self, run: Runner) -> None:
        self._run = run

    async def newest(self, log_id: int, kind: int, limit: int) -> list[tuple[int, bytes]]:
        """(leaf index, header) of a log's entries of that kind, newest first."""
        return await self._run(_select_newest, log_id, kind, limit)


def plain_kinds(connection: Connection, log_id: int, start: int, count: int) -> dict[int, int]:
    """Leaf index → kind as noted, among `count` leaves from `start`: what an examination holds against headers."""
    query = select(plain_entry.c.position, plain_entry.c.kind).where(
        plain_entry.c.position >= position_of(log_id, start),
        plain_entry.c.position < position_of(log_id, start + count),
    )
    return {log_and_index(position)[1]: kind for position, kind in connection.execute(query)}


def _select_newest(connection: Connection, log_id: int, kind: int, limit: int) -> list[tuple[int, bytes]]:
    query = (
        select(entry.c.position, entry.c.header)
        .join_from(plain_entry, entry, entry.c.position == plain_entry.c.position)
        .where(
            plain_entry.c.kind == kind,
            plain_entry.c.position >= position_of(log_id, 0),
            plain_entry.c.position < position_of(log_id + 1, 0),
        )
        .order_by(plain_entry.c.position.desc())
        .limit(limit)
    )
    return [(log_and_index(position)[1], header) for position, header in connection.execute(query)]
