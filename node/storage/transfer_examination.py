"""Holding what transfers are found by against the entries that are held.

Rows say who owes a step, what is held and what is free, and nothing is signed over them. Each look is one
snapshot: rows are written in the transaction of the entries that they follow from, so at no moment may they differ.

Source: DESIGN section 2 (projections can be rebuilt); RELIABILITY 5.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, bindparam, not_, or_, select, tuple_

from federation.model.entry import Kind
from federation.transfer.entries import TransferEntry
from federation.transfer.replays import Replays, claims_of
from node.storage.bulk import select_among
from node.storage.log_rows import load_heads, require_head
from node.storage.positions import branch_of, log_and_index, position_of
from node.storage.runner import Runner
from node.storage.schema import transfer, transfer_claim, transfer_entry, transfer_hold, transfer_item
from node.storage.transfer_folding import FoldedRows, Row, claim_rows, entry_row, folded_rows
from node.storage.transfer_source import StoredTransfers

TRANSFERS_A_LOOK = 200
CLAIMS_A_LOOK = 2_000
MAX_ASTRAY = 1_000
# What this branch itself has done with a transfer, or is to look at again, is in no log.
TRANSFERS = select(transfer.c.request_position, transfer.c.receiving_log, transfer.c.sending_log, transfer.c.owed_by)
ITEMS, HOLDS = select(transfer_item), select(transfer_hold)
ENTRIES, CLAIMS = select(transfer_entry), select(transfer_claim)
OF_REQUESTS = (
    transfer.c.request_position,
    transfer_item.c.request_position,
    transfer_hold.c.request_position,
    transfer_entry.c.request_position,
)
CLAIMS_OF_LOG = CLAIMS.where(transfer_claim.c.log_id == bindparam("of", type_=transfer_claim.c.log_id.type))


class TransferExamination:
    """Finds transfers whose rows aren't what the entries say; changes nothing.

    Each is named by its branch and the leaf index of its request; an entry whose request no log known here can
    hold, by its own.
    """

    def __init__(self, run: Runner) -> None:
        self._run = run

    async def differing(
        self, origin: str, start: int, count: int, found: Sequence[TransferEntry]
    ) -> set[tuple[str, int]]:
        """Of a stretch of a log: what its entries are noted as, and what became of its requests.

        Args:
            origin: the log's.
            start: the stretch's first leaf index.
            count: how many entries it has.
            found: those among them that are entries of transfers.
        """
        wrong, requests = await self._run(_misnoted, origin, start, count, found)
        return _named(wrong | await self._folded_otherwise(requests))

    async def astray(self) -> set[tuple[str, int]]:
        """What is noted beyond any log's end, or claimed by an entry that doesn't say so."""
        wrong, requests = await self._run(_beyond_logs)
        wrong |= await self._folded_otherwise(requests)
        after: tuple[Any, ...] | None = None
        while True:
            invented, after = await self._run(_invented_claims, after)
            wrong |= invented
            if after is None:
                return _named(wrong)

    async def _folded_otherwise(self, requests: Sequence[int]) -> set[int]:
        wrong = set[int]()
        for at in range(0, len(requests), TRANSFERS_A_LOOK):
            wrong |= await self._run(_misfolded, requests[at : at + TRANSFERS_A_LOOK])
        return wrong


def _named(positions: Iterable[int]) -> set[tuple[str, int]]:
    places = map(log_and_index, positions)
    return {(branch_of(log_id), index) for log_id, index in places}


def _misnoted(
    connection: Connection, origin: str, start: int, count: int, found: Sequence[TransferEntry]
) -> tuple[set[int], list[int]]:
    """Positions of what is noted wrongly; and of all requests in the stretch of which anything is said or noted."""
    log_id, source = require_head(connection, origin).log_id, StoredTransfers(connection)
    first, end = position_of(log_id, start), position_of(log_id, start + count)
    said = {_place(row) for one in found if (row := entry_row(source, one)) is not None}
    within = ENTRIES.where(transfer_entry.c.position >= first, transfer_entry.c.position < end)
    noted = {_place(dict(row)) for row in connection.execute(within).mappings()}
    wrong = {position if request is None else request for position, request, _ in said ^ noted}
    claimed = [row for one in found for row in claim_rows(source, one)]
    identities = sorted({row["identity"] for row in claimed})
    held = {
        tuple(row) for row in select_among(connection, CLAIMS_OF_LOG, transfer_claim.c.identity, identities, of=log_id)
    }
    for row in claimed:
        if _values(transfer_claim, row) not in held:
            request = row["request_position"]
            wrong.add(position_of(log_id, row["held_at"]) if request is None else request)
    requests = {position_of(log_id, one.index) for one in found if one.kind is Kind.TRANSFER_REQUESTED}
    for column in OF_REQUESTS:
        query_of = select(column).where(column >= first, column < end).distinct()
        requests.update(connection.execute(query_of).scalars())
    return wrong, sorted(requests)


def _place(row: Row) -> tuple[int, int | None, int | None]:
    """An entry's row; what it waits for is its transfer's to say, and of no transfer it waits for nothing."""
    request = row["request_position"]
    return row["position"], request, row["waits_for"] if request is None else None


def _misfolded(connection: Connection, requests: Sequence[int]) -> set[int]:
    """Those requests of which the noted rows aren't what a replay says."""
    source = StoredTransfers(connection)
    replays, wrong = Replays(source), set[int]()
    noted = _noted(connection, requests)
    for position in requests:
        cite = source.citation(position)
        replayed = None if cite is None else replays.of(cite)
        said = None if replayed is None else folded_rows(source, position, replayed)
        if noted[position] != _comparable(said, position, noted[position].get("transfer_entry", set())):
            wrong.add(position)
    return wrong


def _noted(connection: Connection, requests: Sequence[int]) -> dict[int, dict[str, set[tuple[Any, ...]]]]:
    """Request → table → its rows."""
    noted: dict[int, dict[str, set[tuple[Any, ...]]]] = {one: defaultdict(set) for one in requests}
    for query, column in zip((TRANSFERS, ITEMS, HOLDS, ENTRIES), OF_REQUESTS, strict=True):
        place = list(query.selected_columns.keys()).index(column.name)
        for row in select_among(connection, query, column, requests):
            noted[row[place]][column.table.name].add(tuple(row))
    return noted


def _comparable(
    said: FoldedRows | None, position: int, entries: set[tuple[Any, ...]]
) -> dict[str, set[tuple[Any, ...]]]:
    """The rows as they ought to be noted."""
    # Whatever isn't in the replay waits for nothing.
    waits = {at: (at, position, None) for at, *_ in entries}
    rows: dict[str, set[tuple[Any, ...]]] = {}
    if said is not None:
        rows["transfer"] = {_values(transfer, said.transfer)}
        rows["transfer_item"] = {_values(transfer_item, row) for row in said.items}
        # Of two with one key the first is noted.
        holds = {(row["log_id"], row["identity_key"]): row for row in reversed(said.holds)}
        rows["transfer_hold"] = {_values(transfer_hold, row) for row in holds.values()}
        waits |= {row["position"]: _values(transfer_entry, row) for row in said.waits}
    rows["transfer_entry"] = set(waits.values())
    return {table: found for table, found in rows.items() if found}


def _values(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.c if column.name in row)


def _beyond_logs(connection: Connection) -> tuple[set[int], list[int]]:
    """Positions of entries noted that no log has; and of requests noted that haven't arrived, or in no log."""
    heads = load_heads(connection)

    def is_beyond(column: Column[int]) -> ColumnElement[bool]:
        within = [
            and_(column >= position_of(head.log_id, 0), column < position_of(head.log_id, head.size)) for head in heads
        ]
        return not_(or_(*within))

    def select_beyond(column: Column[int]) -> list[int]:
        query = select(column).where(is_beyond(column)).distinct().limit(MAX_ASTRAY)
        return [one for one in connection.execute(query).scalars() if one is not None]

    requests = {position for column in OF_REQUESTS for position in select_beyond(column)}
    return set(select_beyond(transfer_entry.c.position)), sorted(requests)


def _invented_claims(connection: Connection, after: tuple[Any, ...] | None) -> tuple[set[int], tuple[Any, ...] | None]:
    """What claims name that no entry makes, after a key; and the last key that was looked at, None at the end."""
    query = CLAIMS.order_by(*transfer_claim.primary_key).limit(CLAIMS_A_LOOK)
    if after is not None:
        query = query.where(tuple_(*transfer_claim.primary_key) > after)
    rows = connection.execute(query).all()
    source, wrong = StoredTransfers(connection), set[int]()
    for log_id, identity, held_at, request in rows:
        at = position_of(log_id, held_at)
        one = source.entry_at(at)
        is_said = one is not None and identity in claims_of(one, source.identity)
        if one is None or not is_said or source.position(one.request) != request:
            wrong.add(at if request is None else request)
    return wrong, tuple(rows[-1][:3]) if rows else None
