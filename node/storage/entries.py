"""Entries by leaf index with what became of them; and the further identities that achievements go by.

An achievement keeps its identity when it is corrected, though what it says would give it another:
that one is kept beside it (with the tombstones, which say the same: don't file this again), or a
file that states the corrected facts would file it a second time.

Source: DESIGN section 3 (identity of an achievement).
"""

from collections.abc import Sequence

from sqlalchemy import Connection, Integer, and_, cast, func, select

from federation.errors import IntegrityBroken
from federation.model.entry import parse_header
from federation.model.standing import Status
from federation.tlog.hashing import HASH_BYTES, leaf_hash
from node.model.records import HeldEntry
from node.storage.bulk import insert_if_absent, select_among
from node.storage.positions import log_and_index, position_of
from node.storage.records import INDEX_MASK, LOG_ID_SHIFT, TILE_MASK, TILE_SHIFT, status_of
from node.storage.runner import Runner
from node.storage.schema import entry, standing, tile, tombstone

POSITION = entry.c.position
HELD = select(
    POSITION,
    entry.c.header,
    standing.c.status,
    standing.c.by_position,
    func.substr(tile.c.hashes, 1 + cast(POSITION.op("&")(TILE_MASK), Integer) * HASH_BYTES, HASH_BYTES),
).select_from(
    entry.outerjoin(standing, standing.c.position == POSITION).outerjoin(
        tile,
        and_(
            tile.c.log_id == POSITION.op(">>")(LOG_ID_SHIFT),
            tile.c.level == 0,
            tile.c.tile_index == POSITION.op("&")(INDEX_MASK).op(">>")(TILE_SHIFT),
        ),
    )
)


class EntryRepository:
    """Entries in one transaction or, by the database's own runner, each call in its own."""

    def __init__(self, run: Runner) -> None:
        self._run = run

    async def held(self, log_id: int, indexes: Sequence[int]) -> dict[int, HeldEntry]:
        """Open parts and standing by leaf index, for those that are held.

        Raises:
            IntegrityBroken: a stored header isn't what its log signed.
        """
        return await self._run(_select_held, log_id, indexes)

    async def names(self, log_id: int, indexes: Sequence[int]) -> set[bytes]:
        """The identities (16 bytes) that are kept beside these entries."""
        return await self._run(_select_names, log_id, indexes)

    async def add_name(self, log_id: int, index: int, identity: bytes) -> None:
        """Keeps an identity (16 bytes) beside an entry: what has it is a duplicate from now on."""
        row = {"achievement_id": identity, "position": position_of(log_id, index)}
        await self._run(insert_if_absent, tombstone, [row])


def load_held(connection: Connection, positions: Sequence[int]) -> dict[int, HeldEntry]:
    """Entries of any logs by position, each held against its leaf hash. Raises `IntegrityBroken`."""
    return {row[0]: _entry(*row) for row in select_among(connection, HELD, POSITION, positions)}


def _select_held(connection: Connection, log_id: int, indexes: Sequence[int]) -> dict[int, HeldEntry]:
    held = load_held(connection, [position_of(log_id, index) for index in dict.fromkeys(indexes)])
    return {one.index: one for one in held.values()}


def _entry(position: int, header: bytes, status: str | None, by_position: int | None, kept: bytes | None) -> HeldEntry:
    log_id, index = log_and_index(position)
    hashed = leaf_hash(header)
    if kept != hashed:
        raise IntegrityBroken(what=f"entry {log_id}/{index}")
    return HeldEntry(
        index=index,
        header=parse_header(header),
        leaf_hash=hashed,
        status=Status.VALID if status is None else status_of(status),
        by_index=None if by_position is None else log_and_index(by_position)[1],
    )


def _select_names(connection: Connection, log_id: int, indexes: Sequence[int]) -> set[bytes]:
    positions = [position_of(log_id, index) for index in indexes]
    query = select(tombstone.c.achievement_id).where(tombstone.c.position.in_(positions))
    return set(connection.execute(query).scalars())
