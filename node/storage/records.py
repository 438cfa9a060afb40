"""Finding records: by subject for lookups, by subject and achievement for duplicates.

Both are one read of the same index. What is served is held against the leaf hash in
its tile, so that a flipped bit in a stored header or private part is found out here.
"""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import ColumnClause, Connection, and_, bindparam, func, literal_column, select

from federation.errors import IntegrityBroken
from federation.model.entry import ACHIEVEMENT_KINDS, Kind, parse_header, parse_private_part
from federation.model.standing import Status
from federation.tlog.hashing import HASH_BYTES, leaf_hash
from federation.tlog.tiles import TILE_WIDTH
from node.model.records import FoundRecord
from node.storage.bulk import select_among
from node.storage.positions import index_key, log_and_index, position_of
from node.storage.runner import Runner
from node.storage.schema import BIG, POSITION_BITS, entry, log, private_part, standing, tile, tombstone

# A literal: PostgreSQL shifts a bigint by an integer only, and a parameter would be a bigint.
LOG_ID_SHIFT: ColumnClause[int] = literal_column(str(POSITION_BITS))
FOUND_KINDS = ACHIEVEMENT_KINDS | {Kind.SUBJECT_LINKED}

FIRST, BEYOND = bindparam("first", type_=BIG), bindparam("beyond", type_=BIG)
KEYS_IN_LOG = select(private_part.c.subject_key, private_part.c.achievement_key).where(
    private_part.c.position >= FIRST, private_part.c.position < BEYOND
)
ERASED_IN_LOG = select(tombstone.c.achievement_id).where(tombstone.c.position >= FIRST, tombstone.c.position < BEYOND)


class RecordRepository:
    """Records in one transaction or, by the database's own runner, each call in its own."""

    def __init__(self, run: Runner) -> None:
        self._run = run

    async def find(self, tokens: Sequence[bytes]) -> list[FoundRecord]:
        """All records of these subject tokens (16 bytes each), in every log held.

        Raises:
            IntegrityBroken: a stored record isn't what its log signed.
        """
        return await self._run(_find, tokens)

    async def known(self, log_id: int, candidates: Sequence[tuple[Sequence[bytes], bytes]]) -> set[bytes]:
        """Which achievement ids are in the log already, or were and are erased.

        Args:
            log_id: the own log.
            candidates: for each, the subject's tokens under all live epochs, and the
                achievement id (16 bytes).
        """
        return await self._run(_known, log_id, candidates)

    async def count_achievements(self, log_id: int) -> int:
        """How many achievement entries with a private part one log holds here."""
        return await self._run(_count, log_id)


def _find(connection: Connection, tokens: Sequence[bytes]) -> list[FoundRecord]:
    query = (
        select(private_part.c.position, entry.c.header, private_part.c.body, standing.c.status, log.c.origin)
        .select_from(
            private_part.join(entry, entry.c.position == private_part.c.position)
            .join(log, log.c.log_id == private_part.c.position.op(">>")(LOG_ID_SHIFT))
            .outerjoin(standing, standing.c.position == private_part.c.position)
        )
        .where(private_part.c.subject_key.in_([index_key(token) for token in tokens]))
        .order_by(private_part.c.position)
    )
    wanted = set(tokens)
    found = []
    for position, header, body, status, origin in connection.execute(query):
        log_id, index = log_and_index(position)
        _verify_stored(connection, log_id, index, header, body)
        if parse_private_part(body).subject_token not in wanted:
            continue
        found.append(
            FoundRecord(
                origin=origin,
                index=index,
                header=header,
                private_part=body,
                status=_status_of(status),
            )
        )
    return found


def _status_of(stored: str | None) -> Status:
    try:
        return Status(stored) if stored else Status.VALID
    except ValueError as error:
        raise IntegrityBroken(what="standing") from error


def _verify_stored(connection: Connection, log_id: int, index: int, header: bytes, body: bytes) -> None:
    query = select(func.substr(tile.c.hashes, 1 + (index % TILE_WIDTH) * HASH_BYTES, HASH_BYTES)).where(
        and_(tile.c.log_id == log_id, tile.c.level == 0, tile.c.tile_index == index // TILE_WIDTH)
    )
    if connection.execute(query).scalar_one_or_none() != leaf_hash(header):
        raise IntegrityBroken(what=f"entry {log_id}/{index}")
    if parse_header(header).private_digest != sha256(body).digest():
        raise IntegrityBroken(what=f"private part {log_id}/{index}")


def _known(connection: Connection, log_id: int, candidates: Sequence[tuple[Sequence[bytes], bytes]]) -> set[bytes]:
    wanted = {
        (index_key(token), index_key(achievement)): achievement
        for tokens, achievement in candidates
        for token in tokens
    }
    bounds = {"first": position_of(log_id, 0), "beyond": position_of(log_id + 1, 0)}
    # In the index's order, so that neighbours are found on one page.
    subjects = sorted({subject for subject, _ in wanted})
    keys = select_among(connection, KEYS_IN_LOG, private_part.c.subject_key, subjects, **bounds)
    held = {wanted[subject, achievement] for subject, achievement in keys if (subject, achievement) in wanted}
    identities = sorted({achievement for _, achievement in candidates})
    erased = select_among(connection, ERASED_IN_LOG, tombstone.c.achievement_id, identities, **bounds)
    return held | {identity for (identity,) in erased}


def _count(connection: Connection, log_id: int) -> int:
    query = (
        select(func.count())
        .select_from(private_part)
        .where(
            private_part.c.position >= position_of(log_id, 0),
            private_part.c.position < position_of(log_id + 1, 0),
            private_part.c.achievement_key.is_not(None),
        )
    )
    return connection.execute(query).scalar_one()
