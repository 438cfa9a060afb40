"""What transfers are found by: noted wherever entries are appended, own and copied logs alike.

Nothing is moved from state to state here: whenever something arrives that bears on a transfer, the whole of it
is replayed from the entries that are held, and its rows are written anew. So no order of arrival, no crash and no
repetition can leave rows that the entries don't say.

Source: DESIGN section 7; `federation.transfer.replay`.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, select, update

from federation.errors import CreditBankError
from federation.model.entry import TRANSFER_KINDS, Header, Kind, parse_header
from federation.tlog.proofs import root_at
from federation.transfer.entries import TransferEntry, read_transfer_entry
from federation.transfer.replay import Transfer
from federation.transfer.replays import Replays, claims_of
from federation.transfer.states import TransferStatus
from federation.trust.roster import LogEnd
from node.storage.bulk import insert_if_absent, upsert
from node.storage.log_rows import load_heads, tile_reader
from node.storage.positions import position_of
from node.storage.schema import entry, transfer, transfer_claim, transfer_entry, transfer_hold, transfer_item
from node.storage.state_rows import set_state
from node.storage.transfer_folding import claim_rows, entry_row, folded_rows
from node.storage.transfer_marks import lock_transfers, set_shaken
from node.storage.transfer_source import CLOSED_LOGS, StoredTransfers, closed_logs

REBUILD_BATCH = 500
"""Transfers that are made anew at a time."""
STATUSES = select(transfer_item.c.item, transfer_item.c.status)
REREAD_BATCH = 2_000
"""Entries that are read at a time."""


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
    _insert(connection, source, found)
    _fold(
        connection,
        source,
        {position for one in found if (position := source.position(one.request)) is not None} | awaited,
    )


def close_logs(connection: Connection, ends: Mapping[str, LogEnd]) -> frozenset[str]:
    """Takes note of logs that the roster closed; the origins of those whose very history is held to that end.

    It is never taken back, whatever an older roster says: a closed log stays closed. If it is news, every transfer is
    replayed, since nobody answers for such a log any more, and what it was given beyond its end counts nowhere.

    Args:
        connection: an open write transaction.
        ends: origin → where the roster says that it ended. Another history of that log, or a part, is none.
    """
    noted = closed_logs(connection)
    found = {
        head.origin: end.size
        for head in load_heads(connection)
        if (end := ends.get(head.origin)) is not None
        and head.size >= end.size
        and root_at(end.size, tile_reader(connection, head.log_id)) == end.root
    }
    if not found.keys() <= noted.keys():
        told = sorted((found | noted).items())
        set_state(connection, CLOSED_LOGS, " ".join(f"{origin}={size}" for origin, size in told))
        rebuild_transfers(connection)
    return frozenset(found.keys() | noted.keys())


def rebuild_transfers(connection: Connection) -> None:
    """Makes all rows anew from the entries that are noted to be of transfers, in an open write transaction."""
    lock_transfers(connection)
    for table in (transfer_claim, transfer, transfer_item, transfer_hold):
        connection.execute(delete(table))
    positions = list(connection.execute(select(transfer_entry.c.position)).scalars())
    connection.execute(delete(transfer_entry))
    requests = set[int]()
    for at in range(0, len(positions), REBUILD_BATCH):
        # Each batch with a source of its own: what one has read is let go.
        source = StoredTransfers(connection)
        found = [
            one for position in positions[at : at + REBUILD_BATCH] if (one := source.entry_at(position)) is not None
        ]
        _insert(connection, source, found)
        requests.update(position for one in found if (position := source.position(one.request)) is not None)
    ordered = sorted(requests)
    for at in range(0, len(ordered), REBUILD_BATCH):
        _fold(connection, StoredTransfers(connection), ordered[at : at + REBUILD_BATCH])
    # What was marked is forgotten: everything is looked at once more.
    connection.execute(update(transfer).values(is_shaken=True))


def reread_transfers(connection: Connection) -> None:
    """Makes all rows anew from all entries that are held, whatever is noted of them; reads every header."""
    lock_transfers(connection)
    connection.execute(delete(transfer_entry))
    after, query = -1, select(entry.c.position, entry.c.header).order_by(entry.c.position).limit(REREAD_BATCH)
    while rows := connection.execute(query.where(entry.c.position > after)).all():
        after = rows[-1].position
        noted = [{"position": position} for position, header in rows if _is_of_transfer(header)]
        insert_if_absent(connection, transfer_entry, noted)
    rebuild_transfers(connection)


def _is_of_transfer(header: bytes) -> bool:
    try:
        return parse_header(header).kind in TRANSFER_KINDS
    except CreditBankError:
        return False


def _is_awaited(connection: Connection, log_id: int, start: int, count: int) -> bool:
    return bool(_awaited(connection, log_id, start, count, limit=1))


def _awaited(connection: Connection, log_id: int, start: int, count: int, limit: int | None = None) -> set[int]:
    """Transfers with an entry that waits for one of these leaves."""
    query = select(transfer_entry.c.request_position).where(
        transfer_entry.c.waits_for >= position_of(log_id, start),
        transfer_entry.c.waits_for < position_of(log_id, start + count),
    )
    return {position for (position,) in connection.execute(query.limit(limit)) if position is not None}


def _insert(connection: Connection, source: StoredTransfers, found: Sequence[TransferEntry]) -> None:
    insert_if_absent(connection, transfer_entry, [row for one in found if (row := entry_row(source, one)) is not None])
    insert_if_absent(connection, transfer_claim, [row for one in found for row in claim_rows(source, one)])


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
    rows, of_one = folded_rows(source, position, replayed), transfer_item.c.request_position == position
    if rows is None:
        return
    before = {row.item: row.status for row in connection.execute(STATUSES.where(of_one))}
    # What has become of it since has the branch look at it anew: what it did before was done with less known.
    is_news = before != {row["item"]: row["status"] for row in rows.items}
    upsert(connection, transfer, [rows.transfer | {"attended": ""} if is_news else rows.transfer])
    if any(item.status is TransferStatus.REVOKED for item in replayed.items):
        set_shaken(connection, [position], is_shaken=True)
    upsert(connection, transfer_item, rows.items)
    connection.execute(delete(transfer_hold).where(transfer_hold.c.request_position == position))
    insert_if_absent(connection, transfer_hold, rows.holds)
    upsert(connection, transfer_entry, rows.waits)
