"""Logs as they are stored: heads, entries, tiles. Reading only."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from federation.errors import IntegrityBroken, NotHere
from federation.model.entry import Entry
from federation.tlog.tiles import ReadTile, TileId
from node.storage.positions import log_and_index, position_of
from node.storage.schema import entry, log, private_part, tile


@dataclass(frozen=True, slots=True, kw_only=True)
class LogHead:
    """How far a log is held here: `size` entries whose root is `root` (32 bytes)."""

    log_id: int
    origin: str
    branch: str
    size: int
    root: bytes


def load_head(connection: Connection, origin: str, *, lock: bool = False) -> LogHead | None:
    """The head of a log, None if nothing is known of that origin.

    Args:
        connection: an open transaction.
        origin: the log's origin.
        lock: whether to hold the head until the transaction ends (PostgreSQL; on
            SQLite a write transaction holds everything already).
    """
    query = select(log).where(log.c.origin == origin)
    if lock and connection.dialect.name == "postgresql":
        query = query.with_for_update()
    row = connection.execute(query).one_or_none()
    return None if row is None else LogHead(**row._mapping)


def load_heads(connection: Connection) -> list[LogHead]:
    """The heads of all logs, by log id."""
    return [LogHead(**row._mapping) for row in connection.execute(select(log).order_by(log.c.log_id))]


def require_head(connection: Connection, origin: str) -> LogHead:
    """The head of a log.

    Raises:
        NotHere: nothing is known of that origin.
    """
    head = load_head(connection, origin)
    if head is None:
        raise NotHere(what="log")
    return head


def tile_reader(connection: Connection, log_id: int) -> ReadTile:
    """Reads the tiles of one log, each once."""
    seen: dict[TileId, bytes] = {}

    def read(wanted: TileId) -> bytes:
        if wanted not in seen:
            query = select(tile.c.hashes).where(
                tile.c.log_id == log_id, tile.c.level == wanted.level, tile.c.tile_index == wanted.index
            )
            hashes = connection.execute(query).scalar_one_or_none()
            if hashes is None:
                raise IntegrityBroken(what=f"tile {wanted.level}/{wanted.index}")
            seen[wanted] = hashes
        return seen[wanted]

    return read


def load_entries(connection: Connection, log_id: int, start: int, count: int) -> list[Entry]:
    """Entries `start` to `start + count`, fewer at the log's end; private parts where held."""
    query = (
        select(entry.c.header, private_part.c.body)
        .select_from(entry.outerjoin(private_part, private_part.c.position == entry.c.position))
        .where(entry.c.position >= position_of(log_id, start), entry.c.position < position_of(log_id, start + count))
        .order_by(entry.c.position)
    )
    return [Entry(header, body or b"") for header, body in connection.execute(query)]


def load_header(connection: Connection, log_id: int, index: int) -> bytes | None:
    """The exact header of one entry, None if it isn't held."""
    query = select(entry.c.header).where(entry.c.position == position_of(log_id, index))
    return connection.execute(query).scalar_one_or_none()


def load_private_parts(connection: Connection, log_id: int, indexes: Sequence[int]) -> list[bytes]:
    """The private parts of these entries, in order; empty where not held."""
    positions = [position_of(log_id, index) for index in indexes]
    query = select(private_part.c.position, private_part.c.body).where(private_part.c.position.in_(positions))
    held = {log_and_index(position)[1]: body for position, body in connection.execute(query)}
    return [held.get(index, b"") for index in indexes]
