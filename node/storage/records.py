"""Finding records: by subject for lookups, by subject and achievement for duplicates.

Both are one read of the same index. What is served is held against the leaf hash in
its tile, so that a flipped bit in a stored header or private part is found out here.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnClause,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)

from federation.errors import IntegrityBroken
from federation.model.entry import ACHIEVEMENT_KINDS, Kind, parse_header, parse_private_part, read_subject_token
from federation.model.standing import Status
from federation.tlog.hashing import HASH_BYTES, leaf_hash
from federation.tlog.tiles import TILE_HEIGHT, TILE_WIDTH
from node.model.records import FoundRecord, LogState
from node.storage.bulk import select_among
from node.storage.peer_rows import load_log_states
from node.storage.positions import index_key, log_and_index, position_of
from node.storage.preparing import UNREADABLE_TOKEN
from node.storage.runner import Runner
from node.storage.schema import BIG, POSITION_BITS, entry, log, private_part, standing, tile, tombstone

# A literal: PostgreSQL shifts a bigint by an integer only, and a parameter would be a bigint.
LOG_ID_SHIFT: ColumnClause[int] = literal_column(str(POSITION_BITS))
TILE_MASK: ColumnClause[int] = literal_column(str(TILE_WIDTH - 1))
INDEX_MASK: ColumnClause[int] = literal_column(str((1 << POSITION_BITS) - 1))
TILE_SHIFT: ColumnClause[int] = literal_column(str(TILE_HEIGHT))
FOUND_KINDS = ACHIEVEMENT_KINDS | {Kind.SUBJECT_LINKED}

FIRST, BEYOND = bindparam("first", type_=BIG), bindparam("beyond", type_=BIG)
KEYS_IN_LOG = select(private_part.c.subject_key, private_part.c.achievement_key).where(
    private_part.c.position >= FIRST, private_part.c.position < BEYOND
)
ERASED_IN_LOG = select(tombstone.c.achievement_id).where(tombstone.c.position >= FIRST, tombstone.c.position < BEYOND)
STANDING_IN_LOG = (
    select(private_part.c.subject_key, private_part.c.achievement_key, private_part.c.position, standing.c.status)
    .outerjoin_from(private_part, standing, standing.c.position == private_part.c.position)
    .where(private_part.c.position >= FIRST, private_part.c.position < BEYOND)
)
NAMED_IN_LOG = (
    select(tombstone.c.achievement_id, tombstone.c.position, standing.c.status)
    .outerjoin_from(tombstone, standing, standing.c.position == tombstone.c.position)
    .where(tombstone.c.position >= FIRST, tombstone.c.position < BEYOND)
)


def _stored_records() -> Select[Any]:
    position = private_part.c.position
    log_id = position.op(">>")(LOG_ID_SHIFT)
    tile_index = position.op("&")(INDEX_MASK).op(">>")(TILE_SHIFT)
    place = cast(position.op("&")(TILE_MASK), Integer)
    return select(
        private_part.c.subject_key,
        position,
        entry.c.header,
        private_part.c.body,
        standing.c.status,
        log.c.origin,
        func.substr(tile.c.hashes, 1 + place * HASH_BYTES, HASH_BYTES),
    ).select_from(
        private_part.join(entry, entry.c.position == position)
        .join(log, log.c.log_id == log_id)
        .outerjoin(standing, standing.c.position == position)
        .outerjoin(tile, and_(tile.c.log_id == log_id, tile.c.level == 0, tile.c.tile_index == tile_index))
    )


STORED_RECORDS = _stored_records()


class StoredRecord(NamedTuple):
    """A row as it is stored, nothing of it verified; `tile_hash` is None if there is no such tile."""

    subject_key: int
    position: int
    header: bytes
    body: bytes
    status: str | None
    origin: str
    tile_hash: bytes | None


class RecordRepository:
    """Records in one transaction or, by the database's own runner, each call in its own."""

    def __init__(self, run: Runner) -> None:
        self._run = run

    async def find(self, tokens: Sequence[bytes]) -> list[FoundRecord]:
        """All records of these subject tokens (16 bytes each), in every log held.

        Raises:
            IntegrityBroken: a stored record isn't what its log signed.
        """
        _, (found,) = await self.find_each([tokens])
        if isinstance(found, IntegrityBroken):
            raise found
        return found

    async def find_each(
        self, questions: Sequence[Sequence[bytes]]
    ) -> tuple[list[LogState], list[list[FoundRecord] | IntegrityBroken]]:
        """What `find` would return or raise for each list of tokens, and how far every log was held.

        One read for all, so that what is said of freshness is said of the very data that was found.
        """
        subject_keys = {index_key(token) for tokens in questions for token in tokens}
        states, by_subject = await self._run(_find, sorted(subject_keys))
        return states, [_answer(tokens, by_subject) for tokens in questions]

    async def known(self, log_id: int, candidates: Sequence[tuple[Sequence[bytes], bytes]]) -> set[bytes]:
        """Which achievement ids are in the log already, or were and are erased.

        Args:
            log_id: the own log.
            candidates: for each, the subject's tokens under all live epochs, and the
                achievement id (16 bytes).
        """
        return await self._run(_known, log_id, candidates)

    async def standing_of(
        self, log_id: int, candidates: Sequence[tuple[Sequence[bytes], bytes]]
    ) -> dict[bytes, list[tuple[int, Status]]]:
        """Where in the log each achievement id is, and how it stands there; corrected facts lead there as well.

        Args:
            log_id: the own log.
            candidates: as for `known`.

        Returns:
            By achievement id: (leaf index, status) of each entry under it, ascending. Erased ones without.
        """
        return await self._run(_standing_of, log_id, candidates)

    async def linked_tokens(self, log_id: int) -> set[bytes]:
        """The subject tokens (16 bytes) of documents that a log links to others, whether the links still stand or not.

        A hint where to look: what a link says is found, and held against its leaf, by `find`.
        """
        return await self._run(_linked_tokens, log_id)

    async def count_achievements(self, log_id: int) -> int:
        """How many achievement entries with a private part one log holds here."""
        return await self._run(_count, log_id)


def _find(
    connection: Connection, subject_keys: Sequence[int]
) -> tuple[list[LogState], Mapping[int, Sequence[StoredRecord]]]:
    by_subject: dict[int, list[StoredRecord]] = defaultdict(list)
    for row in select_among(connection, STORED_RECORDS, private_part.c.subject_key, subject_keys):
        stored = StoredRecord(*row)
        by_subject[stored.subject_key].append(stored)
    return load_log_states(connection), by_subject


def _answer(
    tokens: Sequence[bytes], by_subject: Mapping[int, Sequence[StoredRecord]]
) -> list[FoundRecord] | IntegrityBroken:
    stored = [one for key in {index_key(token) for token in tokens} for one in by_subject.get(key, ())]
    try:
        found = [_verified(one) for one in sorted(stored, key=lambda one: one.position)]
    except IntegrityBroken as error:
        # One person's damaged record: nobody else's answer suffers from it.
        return error
    return [one for one in found if one.private_part.subject_token in tokens]


def _verified(stored: StoredRecord) -> FoundRecord:
    log_id, index = log_and_index(stored.position)
    if stored.tile_hash != leaf_hash(stored.header):
        raise IntegrityBroken(what=f"entry {log_id}/{index}")
    header = parse_header(stored.header)
    if header.private_digest != sha256(stored.body).digest():
        raise IntegrityBroken(what=f"private part {log_id}/{index}")
    return FoundRecord(
        origin=stored.origin,
        index=index,
        header=header,
        private_part=parse_private_part(stored.body),
        status=status_of(stored.status),
    )


def status_of(stored: str | None) -> Status:
    """The status that is stored, `VALID` if none is. Raises `IntegrityBroken`."""
    try:
        return Status(stored) if stored else Status.VALID
    except ValueError as error:
        raise IntegrityBroken(what="standing") from error


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


def _standing_of(
    connection: Connection, log_id: int, candidates: Sequence[tuple[Sequence[bytes], bytes]]
) -> dict[bytes, list[tuple[int, Status]]]:
    wanted = {
        (index_key(token), index_key(achievement)): achievement
        for tokens, achievement in candidates
        for token in tokens
    }
    bounds = {"first": position_of(log_id, 0), "beyond": position_of(log_id + 1, 0)}
    found: dict[bytes, dict[int, Status]] = defaultdict(dict)
    subjects = sorted({subject for subject, _ in wanted})
    rows = select_among(connection, STANDING_IN_LOG, private_part.c.subject_key, subjects, **bounds)
    for subject, achievement, position, status in rows:
        if (subject, achievement) in wanted:
            found[wanted[subject, achievement]][log_and_index(position)[1]] = status_of(status)
    # An achievement that was corrected goes by the identity of what is said of it now as well.
    identities = sorted({achievement for _, achievement in candidates})
    for achievement, position, status in select_among(
        connection, NAMED_IN_LOG, tombstone.c.achievement_id, identities, **bounds
    ):
        found[achievement][log_and_index(position)[1]] = status_of(status)
    return {achievement: sorted(entries.items()) for achievement, entries in found.items()}


def _linked_tokens(connection: Connection, log_id: int) -> set[bytes]:
    query = select(private_part.c.body).where(
        private_part.c.position >= position_of(log_id, 0),
        private_part.c.position < position_of(log_id + 1, 0),
        # What is found by a subject and is no achievement.
        private_part.c.achievement_key.is_(None),
        private_part.c.subject_key != index_key(UNREADABLE_TOKEN),
    )
    return {read_subject_token(body) for body in connection.execute(query).scalars()}


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
