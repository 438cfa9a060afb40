"""What a branch notes on its transfers beside what their entries say: what it did, and where it has to look again.

Source: DESIGN section 7; RELIABILITY 24.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, func, select, update

from node.storage.bulk import select_among
from node.storage.positions import index_key
from node.storage.schema import transfer, transfer_hold

# Any number, the same at every process of a branch.
LOCK = 7_301_526_440_933
ROWS_A_STATEMENT = 500
HELD_BY_IDENTITY = select(transfer_hold.c.request_position, transfer_hold.c.log_id, transfer_hold.c.identity)


def lock_transfers(connection: Connection) -> None:
    """Lets one transaction at a time fold: two that each hold half of what answers the other would both miss it."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))


def mark_shaken(connection: Connection, log_id: int, identities: Collection[bytes]) -> None:
    """Marks the transfers that keep achievements of a log of which an entry stands no longer."""
    # Not every entry tells of an achievement.
    keys = sorted({index_key(identity) for identity in identities if identity})
    if not keys:
        return
    rows = select_among(connection, HELD_BY_IDENTITY, transfer_hold.c.identity_key, keys)
    positions = sorted({at for at, log, identity in rows if log == log_id and identity in identities})
    set_shaken(connection, positions, is_shaken=True)


def set_shaken(connection: Connection, positions: Sequence[int], *, is_shaken: bool) -> None:
    """Marks transfers, by their requests' row keys, or takes the mark away."""
    _update(connection, positions, {"is_shaken": is_shaken})


def set_attended(connection: Connection, positions: Sequence[int], attended: str) -> None:
    """Notes what this branch did with transfers, by their requests' row keys."""
    _update(connection, positions, {"attended": attended})


def _update(connection: Connection, positions: Sequence[int], values: dict[str, object]) -> None:
    if positions:
        # Whoever folds writes the same rows: one order of locks for all.
        lock_transfers(connection)
    for at in range(0, len(positions), ROWS_A_STATEMENT):
        among = transfer.c.request_position.in_(positions[at : at + ROWS_A_STATEMENT])
        connection.execute(update(transfer).where(among).values(**values))
