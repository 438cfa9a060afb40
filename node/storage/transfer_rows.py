"""What transfers are found by: noted wherever entries are appended, own and copied logs alike.

Nothing is moved from state to state here: whenever something arrives that bears on a transfer, the whole of it
is replayed from the entries that are held, and its rows are written anew. So no order of arrival, no crash and no
repetition can leave rows that the entries don't say.

Source: DESIGN section 7; `federation.transfer.replay`.
"""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, delete, select, update

from federation.model.entry import TRANSFER_KINDS, Citation, Header, Kind
from federation.model.standing import Verdict
from federation.transfer.entries import TransferEntry, read_transfer_entry
from federation.transfer.replay import Item, Transfer
from federation.transfer.replays import Replays, claims_of
from federation.transfer.states import OCCUPYING, Sending, Side, TransferStatus
from node.storage.bulk import insert_if_absent, upsert
from node.storage.positions import index_key, position_of
from node.storage.schema import transfer, transfer_claim, transfer_entry, transfer_hold, transfer_item
from node.storage.state_rows import set_state
from node.storage.transfer_marks import lock_transfers, set_shaken
from node.storage.transfer_source import CLOSED_LOGS, StoredTransfers, closed_logs

BOTH, NOBODY = "both", ""


def note_transfers(
    connection: Connection,
    *,
    origin: str,
    log_id: int,
    start: int,
    count: int,
    leaves: Sequence[tuple[int, Header, bytes]],
) -> None:
    """Takes up what a batch of entries that were just stored says about transfers.

    Args:
        connection: an open write transaction.
        origin: the log's origin.
        log_id: its number.
        start: the batch's first leaf index.
        count: how many entries it has.
        leaves: (leaf index, header, leaf hash) of those that cite others.
    """
    found = [
        one
        for index, header, hashed in leaves
        if header.kind in TRANSFER_KINDS and (one := read_transfer_entry(origin, index, hashed, header)) is not None
    ]
    if not found and not _is_awaited(connection, log_id, start, count):
        return
    lock_transfers(connection)
    source = StoredTransfers(connection, sizes={origin: start + count})
    awaited = _awaited(connection, log_id, start, count)
    _insert(connection, source, log_id, found)
    _fold(
        connection,
        source,
        {position for one in found if (position := source.position(one.request)) is not None} | awaited,
    )


def close_logs(connection: Connection, origins: Collection[str]) -> bool:
    """Takes note of the logs that the roster closed and that are held to their end; whether that is news.

    What ended there undecided is free to be released: every transfer is replayed.
    """
    if closed_logs(connection) == frozenset(origins):
        return False
    set_state(connection, CLOSED_LOGS, " ".join(sorted(origins)))
    rebuild_transfers(connection)
    return True


def rebuild_transfers(connection: Connection) -> None:
    """Makes all rows anew from the entries that are held, in an open write transaction."""
    lock_transfers(connection)
    for table in (transfer_claim, transfer, transfer_item, transfer_hold):
        connection.execute(delete(table))
    positions = [position for (position,) in connection.execute(select(transfer_entry.c.position))]
    connection.execute(delete(transfer_entry))
    source = StoredTransfers(connection)
    found = [one for position in positions if (one := source.entry_at(position)) is not None]
    for one in found:
        log_id = source.log_id(one.origin)
        if log_id is not None:
            _insert(connection, source, log_id, [one])
    requests = {position for one in found if (position := source.position(one.request)) is not None}
    _fold(connection, source, requests)
    # What was marked is forgotten: everything is looked at once more.
    connection.execute(update(transfer).values(is_shaken=True))


def _is_awaited(connection: Connection, log_id: int, start: int, count: int) -> bool:
    return bool(_awaited(connection, log_id, start, count, limit=1))


def _awaited(connection: Connection, log_id: int, start: int, count: int, limit: int | None = None) -> set[int]:
    """Transfers with an entry that waits for one of these leaves."""
    query = select(transfer_entry.c.request_position).where(
        transfer_entry.c.waits_for >= position_of(log_id, start),
        transfer_entry.c.waits_for < position_of(log_id, start + count),
    )
    return {position for (position,) in connection.execute(query.limit(limit)) if position is not None}


def _insert(connection: Connection, source: StoredTransfers, log_id: int, found: Sequence[TransferEntry]) -> None:
    rows = [
        {
            "position": position_of(log_id, one.index),
            "request_position": source.position(one.request),
            "waits_for": None,
        }
        for one in found
    ]
    insert_if_absent(connection, transfer_entry, rows)
    claims = [
        {
            "log_id": log_id,
            "identity": identity,
            "held_at": one.index,
            "request_position": source.position(one.request),
        }
        for one in found
        for identity in claims_of(one, source.identity)
    ]
    insert_if_absent(connection, transfer_claim, claims)


def _fold(connection: Connection, source: StoredTransfers, positions: Iterable[int]) -> None:
    """Replays these transfers, and those whose holds depend on what became of them."""
    replays = Replays(source)
    waiting, done = list(positions), set[int]()
    while waiting:
        position = waiting.pop()
        if position in done:
            continue
        done.add(position)
        cite = source.citation(position)
        replayed = None if cite is None else replays.of(cite)
        if replayed is not None:
            _write(connection, source, position, replayed)
            waiting += _neighbours(connection, source, replayed)


def _neighbours(connection: Connection, source: StoredTransfers, replayed: Transfer) -> list[int]:
    """Transfers for which the sending log claims an achievement that it claims for this one too."""
    identities = {
        identity
        for step in replayed.steps
        if step.entry.kind is Kind.TRANSFER_HELD
        for identity in claims_of(step.entry, source.identity)
    }
    if not identities:
        return []
    query = select(transfer_claim.c.request_position).where(
        transfer_claim.c.log_id == source.log_id(replayed.sending), transfer_claim.c.identity.in_(identities)
    )
    return [position for (position,) in connection.execute(query.distinct()) if position is not None]


def _write(connection: Connection, source: StoredTransfers, position: int, replayed: Transfer) -> None:
    receiving_log, sending_log = source.log_id(replayed.request.origin), source.log_id(replayed.sending)
    if receiving_log is None or sending_log is None:
        return
    # Of a branch that the roster closed nothing more comes: its undecided holds are the sending branch's to end.
    is_closed = source.is_closed(replayed.request.origin)
    sides = {_owed_by(item, is_closed=is_closed) for item in replayed.items} - {None}
    owed_by = BOTH if len(sides) > 1 else next((str(side) for side in sides), NOBODY)
    row = {
        "request_position": position,
        "receiving_log": receiving_log,
        "sending_log": sending_log,
        "owed_by": owed_by,
    }
    upsert(connection, transfer, [row])
    if any(item.status is TransferStatus.REVOKED for item in replayed.items):
        set_shaken(connection, [position], is_shaken=True)
    items = [
        {
            "request_position": position,
            "item": number,
            "achievement_position": position_of(sending_log, item.achievement.index),
            "status": item.status.value,
        }
        for number, item in enumerate(replayed.items)
    ]
    upsert(connection, transfer_item, items)
    connection.execute(delete(transfer_hold).where(transfer_hold.c.request_position == position))
    holds = [
        {
            "log_id": sending_log,
            "identity_key": index_key(item.identity),
            "request_position": position,
            "identity": item.identity,
            "status": "converted" if item.sending is Sending.CONVERTED else "held",
        }
        for item in replayed.items
        if item.sending in OCCUPYING
    ]
    insert_if_absent(connection, transfer_hold, holds)
    waits = [
        {
            "position": at,
            "request_position": position,
            "waits_for": source.position(_awaited_by(step.entry)) if step.verdict is Verdict.WAITING else None,
        }
        for step in replayed.steps
        if (at := source.position(step.entry.citation)) is not None
    ]
    upsert(connection, transfer_entry, waits)


def _owed_by(item: Item, *, is_closed: bool) -> Side | None:
    return Side.SENDING if is_closed and item.status is TransferStatus.HELD else item.next_side


def _awaited_by(waiting: TransferEntry) -> Citation:
    return waiting.answers or waiting.request
