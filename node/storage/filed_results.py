"""Results as they were filed, a batch in a row, sealed under the node's key.

A batch costs one row and one encryption however many results it has: an import hardly notices.
What was taken back since is told by its standing.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select

from federation.model.standing import Status
from node.model.filed_result import FiledResult, ResultBatch
from node.node_key import NodeKey
from node.storage.positions import log_and_index, position_of
from node.storage.runner import Runner
from node.storage.schema import filed_result, standing

BATCHES_AT_ONCE = 50
# What was corrected counts as its correction, which is kept as well.
TAKEN_BACK = (Status.CORRECTED, Status.REVOKED, Status.ERASED, Status.VOID)
COLUMNS = tuple(filed_result.c[name] for name in ("first_index", "import_id", "unit_id", "filed_at", "sealed"))
_results = msgspec.msgpack.Decoder(tuple[FiledResult, ...])


class FiledResultRepository:
    """Batches in one transaction or, by the database's own runner, each call in its own."""

    def __init__(self, run: Runner, key: NodeKey) -> None:
        self._run = run
        self._key = key

    async def add(self, batch: ResultBatch) -> None:
        """Keeps a batch, in the transaction that appends its entries."""
        row = {
            "first_index": batch.first_index,
            "import_id": batch.import_id,
            "unit_id": batch.unit_id,
            "filed_at": batch.filed_at.timestamp(),
            "sealed": self._key.encrypt(_place(batch.first_index), msgspec.msgpack.encode(batch.results)),
        }
        await self._run(_insert, row)

    async def batches(
        self, *, since: datetime | None = None, before: datetime | None = None, unit_ids: Collection[int] = ()
    ) -> AsyncIterator[ResultBatch]:
        """Batches filed in a span of time, by certain units where given, in the log's order.

        Args:
            since: the first instant; None for no bound.
            before: the first instant that doesn't belong to it; None for no bound.
            unit_ids: of the units that filed; empty for all.
        """
        after = -1
        while rows := await self._run(_select, after, _seconds(since), _seconds(before), tuple(unit_ids)):
            for row in rows:
                yield self._opened(row)
            after = rows[-1][0]

    async def find(self, index: int) -> FiledResult | None:
        """The result that own entry `index` was filed as; None if none was kept."""
        kept = await self.kept(index)
        return None if kept is None else kept.results[0]

    async def kept(self, index: int) -> ResultBatch | None:
        """The same as a batch of that one result: with who filed it, in which file and when."""
        found = await self._run(_select_covering, index)
        if found is None:
            return None
        batch = self._opened(found)
        at = index - batch.first_index
        if at >= len(batch.results):
            return None
        return msgspec.structs.replace(batch, first_index=index, results=(batch.results[at],))

    async def taken_back(self, log_id: int) -> set[int]:
        """Leaf indexes of own entries that no longer count: corrected, revoked, erased or void."""
        return await self._run(_select_taken_back, log_id)

    def _opened(self, row: Sequence[Any]) -> ResultBatch:
        first_index, import_id, unit_id, filed_at, sealed = row
        return ResultBatch(
            first_index=first_index,
            import_id=import_id,
            unit_id=unit_id,
            filed_at=datetime.fromtimestamp(filed_at, UTC),
            results=_results.decode(self._key.decrypt(_place(first_index), sealed)),
        )


def _place(first_index: int) -> str:
    return f"filed_result/{first_index}"


def _seconds(at: datetime | None) -> float | None:
    return None if at is None else at.timestamp()


def _insert(connection: Connection, row: dict[str, Any]) -> None:
    connection.execute(insert(filed_result).values(**row))


def _select(
    connection: Connection, after: int, since: float | None, before: float | None, unit_ids: tuple[int, ...]
) -> list[Sequence[Any]]:
    table = filed_result.c
    query = select(*COLUMNS).where(table.first_index > after).order_by(table.first_index).limit(BATCHES_AT_ONCE)
    if since is not None:
        query = query.where(table.filed_at >= since)
    if before is not None:
        query = query.where(table.filed_at < before)
    if unit_ids:
        query = query.where(table.unit_id.in_(unit_ids))
    return [tuple(row) for row in connection.execute(query)]


def _select_covering(connection: Connection, index: int) -> Sequence[Any] | None:
    table = filed_result.c
    query = select(*COLUMNS).where(table.first_index <= index).order_by(table.first_index.desc()).limit(1)
    return connection.execute(query).one_or_none()


def _select_taken_back(connection: Connection, log_id: int) -> set[int]:
    query = select(standing.c.position).where(
        standing.c.position >= position_of(log_id, 0),
        standing.c.position < position_of(log_id + 1, 0),
        standing.c.status.in_([status.value for status in TAKEN_BACK]),
    )
    return {log_and_index(position)[1] for (position,) in connection.execute(query)}
