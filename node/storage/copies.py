"""Copies of logs: appended only in batches that were proven, each with its cursor.

A copy's cursor is its size: there is no other, so a crash resumes exactly where the
last committed batch ended. Witnessing (verify, persist, then cosign) happens here too,
because the cosignature stands in the same transaction as what it vouches for.

Source: DESIGN sections 2 and 5; C2SP tlog-witness (persist before cosigning).
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from federation.errors import HeadMoved, IntegrityBroken, NotHere
from federation.keys import SigningKey
from federation.model.entry import Entry
from federation.model.standing import Status
from federation.tlog.checkpoint import SignedCheckpoint
from federation.tlog.cosignature import cosign
from federation.tlog.note import parse_note
from federation.tlog.proofs import consistency_proof, inclusion_proof, root_at
from federation.tlog.tiles import TileId
from node.model.catalogue import NotedPart
from node.model.prepared import PreparedEntries
from node.model.records import LogState, SourceState
from node.storage.appending import LogAppender, ensure_log, fill_in_private_part
from node.storage.catalogue_rows import noted_parts
from node.storage.checkpoint_rows import (
    add_checkpoint,
    add_cosignature,
    covering_size,
    load_note,
    newest_size,
    witnessed_size,
)
from node.storage.database import Database
from node.storage.log_rows import load_entries, load_header, load_heads, load_private_parts, require_head, tile_reader
from node.storage.part_keys import misfiled_parts
from node.storage.peer_rows import (
    load_evidence,
    load_highest,
    load_log_states,
    load_source_states,
    quarantine_log,
    remember_highest,
    set_as_of,
    set_source_state,
)
from node.storage.plain_entries import plain_kinds
from node.storage.positions import log_and_index, position_of
from node.storage.preparing import prepare_entries
from node.storage.schema import standing, withheld
from node.storage.transfer_rows import rebuild_transfers

VerifyRoot = Callable[[int, bytes], None]


class Copies:
    """All logs held here, for reading; and those of other branches, for appending."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ensure(self, logs: Sequence[tuple[str, str]]) -> None:
        """Makes the empty logs of (branch, origin), unless they are there."""
        await self._database.write(_ensure_all, logs)

    async def states(self) -> list[LogState]:
        """How far every log is held, by branch."""
        return await self._database.read(load_log_states)

    async def state(self, origin: str) -> LogState:
        """How far one log is held.

        Raises:
            NotHere: nothing is known of that origin.
        """
        for one in await self.states():
            if one.origin == origin:
                return one
        raise NotHere(what="log")

    async def remember_highest(self, origin: str, checkpoint: SignedCheckpoint) -> None:
        """Keeps the largest verified checkpoint heard of a log, apart from the data."""
        await self._database.write(_remember, origin, checkpoint)

    async def highest(self, origin: str) -> tuple[int, bytes] | None:
        """Size and note of the largest checkpoint heard of a log."""
        return await self._database.read(lambda c: load_highest(c, require_head(c, origin).log_id))

    def prepare(self, entries: Sequence[Entry]) -> PreparedEntries:
        """Does of `append_batch` what needs no transaction."""
        return prepare_entries(entries)

    async def append_batch(
        self, origin: str, start: int, entries: Sequence[Entry] | PreparedEntries, *, source: str, verify: VerifyRoot
    ) -> int:
        """Adds a batch if its root verifies; returns the new size. One transaction.

        Args:
            origin: whose log.
            start: the index of the first entry: the copy's present size.
            entries: exact bytes, or what `prepare` made of them.
            source: the branch they came from.
            verify: called with (size, root) after the batch; raises to refuse it.

        Raises:
            HeadMoved: another process was faster; nothing was changed.
            PrivatePartAltered: a private part isn't what its leaf names.
        """
        return await self._database.write(_append, origin, start, entries, source, verify)

    async def keep_checkpoint(
        self,
        origin: str,
        checkpoint: SignedCheckpoint,
        *,
        as_of: datetime | None,
        lines: Sequence[tuple[str, str, datetime]],
    ) -> None:
        """Keeps a checkpoint whose size the copy has reached, with verified cosignatures.

        Args:
            origin: whose log.
            checkpoint: verified, and consistent with the copy; its note bears the log's own
                signature alone, since cosignatures change and are kept apart.
            as_of: the origin's own time for it, None if it said none.
            lines: (cosigner's name, note line, time), each verified.
        """
        await self._database.write(_keep, origin, checkpoint, as_of, lines)

    async def cosign(self, origin: str, size: int, *, name: str, key: SigningKey, now: datetime) -> None:
        """Vouches for a checkpoint that is persisted already, under the witness's name."""
        await self._database.write(_cosign, origin, size, name, key, now)

    async def note(self, origin: str, size: int | None = None) -> bytes | None:
        """The newest checkpoint's note (or that of `size`), with all cosignatures; None if not held."""
        return await self._database.read(_load_note, origin, size)

    async def covering_note(self, origin: str, index: int) -> tuple[int, bytes]:
        """The smallest checkpoint held that covers leaf `index`: its size and note.

        Raises:
            NotHere: the log, or a checkpoint that covers that leaf, isn't held.
        """
        return await self._database.read(_covering_note, origin, index)

    async def witnessed_note(self, origin: str, index: int, size: int) -> tuple[int, bytes] | None:
        """The newest checkpoint over leaf `index`, of at most `size`, that another branch cosigned: its size and note.

        None if no such checkpoint is held.
        """
        return await self._database.read(_witnessed_note, origin, index, size)

    async def entries(self, origin: str, start: int, count: int) -> list[Entry]:
        """Entries `start` to `start + count`, fewer at the end."""
        return await self._database.read(lambda c: load_entries(c, require_head(c, origin).log_id, start, count))

    async def header(self, origin: str, index: int) -> bytes:
        """One exact header.

        Raises:
            NotHere: the log or that leaf isn't held.
        """
        header = await self._database.read(lambda c: load_header(c, require_head(c, origin).log_id, index))
        if header is None:
            raise NotHere(what="entry")
        return header

    async def private_parts(self, origin: str, indexes: Sequence[int]) -> list[bytes]:
        """Private parts in order; empty where not held."""
        return await self._database.read(lambda c: load_private_parts(c, require_head(c, origin).log_id, indexes))

    async def misfiled(self, origin: str, start: int, count: int) -> list[int]:
        """Leaves, among `count` from `start`, whose private part stands under keys that aren't its own."""
        return await self._database.read(
            lambda c: misfiled_parts(c, require_head(c, origin).log_id, start, count),
        )

    async def plain_kinds(self, origin: str, start: int, count: int) -> dict[int, int]:
        """Leaf index → kind of the entries, among `count` from `start`, that are noted as being about nobody."""
        return await self._database.read(lambda c: plain_kinds(c, require_head(c, origin).log_id, start, count))

    async def noted_catalogues(self, origin: str, start: int, count: int) -> dict[int, tuple[str, NotedPart]]:
        """Leaf index → state and what is noted of catalogues' parts, among `count` from `start`."""
        return await self._database.read(lambda c: noted_parts(c, require_head(c, origin).log_id, start, count))

    async def statuses(self, origin: str, indexes: Sequence[int]) -> dict[int, Status]:
        """What became of these entries, where anything did."""
        return await self._database.read(_statuses, origin, indexes)

    async def consistency(self, origin: str, first: int, second: int) -> tuple[bytes, list[bytes]]:
        """The root at `first`, and the proof that it is a prefix of `second`."""
        return await self._database.read(_consistency, origin, first, second)

    async def tile(self, origin: str, at: TileId) -> bytes:
        """The hashes that a tile holds at present, 32 bytes each.

        Raises:
            NotHere: the log isn't held.
            IntegrityBroken: the tile is missing.
        """
        return await self._database.read(lambda c: tile_reader(c, require_head(c, origin).log_id)(at))

    async def inclusion(self, origin: str, index: int, size: int) -> list[bytes]:
        """The inclusion proof of leaf `index` in the tree of `size`."""
        return await self._database.read(
            lambda c: inclusion_proof(index, size, tile_reader(c, require_head(c, origin).log_id))
        )

    async def withheld(self, origin: str, limit: int = 1_000, *, start: int = 0) -> list[tuple[int, str]]:
        """Leaves from `start` whose private part no source gave and no erasure covers: (index, source)."""
        return await self._database.read(_withheld, origin, limit, start)

    async def fill_in(self, origin: str, parts: Sequence[tuple[int, bytes]]) -> None:
        """Stores private parts that were missing.

        Raises:
            PrivatePartAltered: one isn't what its leaf names; nothing was stored.
        """
        await self._database.write(_fill_in, origin, parts)

    async def quarantine(self, origin: str, at: datetime, evidence: bytes) -> None:
        """Stops trusting a log, keeping the evidence."""
        await self._database.write(lambda c: quarantine_log(c, require_head(c, origin).log_id, at, evidence))

    async def evidence(self, origin: str) -> bytes | None:
        """The evidence against a log's origin."""
        return await self._database.read(lambda c: load_evidence(c, require_head(c, origin).log_id))

    async def sources(self) -> list[SourceState]:
        """How each peer does as a source."""
        return await self._database.read(load_source_states)

    async def keep_source(self, state: SourceState) -> None:
        """Keeps how a peer does."""
        await self._database.write(set_source_state, state)


def _ensure_all(connection: Connection, logs: Sequence[tuple[str, str]]) -> None:
    known = {head.origin for head in load_heads(connection)}
    for branch, origin in logs:
        ensure_log(connection, log_id=int(branch), origin=origin, branch=branch)
    if not known.issuperset(origin for _, origin in logs):
        # Of what others wrote with a branch that nobody knew here, nothing could be noted yet.
        rebuild_transfers(connection)


def _remember(connection: Connection, origin: str, checkpoint: SignedCheckpoint) -> None:
    head = require_head(connection, origin)
    remember_highest(connection, head.log_id, checkpoint.checkpoint.size, checkpoint.note_bytes)


def _append(
    connection: Connection,
    origin: str,
    start: int,
    entries: Sequence[Entry] | PreparedEntries,
    source: str,
    verify: VerifyRoot,
) -> int:
    appender = LogAppender(connection, origin)
    if appender.size != start:
        raise HeadMoved
    appender.append(entries, source=source)
    verify(appender.size, appender.root())
    appender.finish()
    return appender.size


def _keep(
    connection: Connection,
    origin: str,
    checkpoint: SignedCheckpoint,
    as_of: datetime | None,
    lines: Sequence[tuple[str, str, datetime]],
) -> None:
    log_id, size = require_head(connection, origin).log_id, checkpoint.checkpoint.size
    remember_highest(connection, log_id, size, checkpoint.note_bytes)
    add_checkpoint(connection, log_id, size, checkpoint.note_bytes)
    for name, line, signed_at in lines:
        add_cosignature(connection, log_id=log_id, size=size, name=name, line=line, signed_at=signed_at)
    if as_of is not None:
        set_as_of(connection, log_id, as_of)


def _cosign(connection: Connection, origin: str, size: int, name: str, key: SigningKey, now: datetime) -> None:
    log_id = require_head(connection, origin).log_id
    note = load_note(connection, log_id, size)
    if note is None:
        raise NotHere(what="checkpoint")
    line = cosign(parse_note(note).text, name, key.sign, key.public_key, now)
    add_cosignature(connection, log_id=log_id, size=size, name=name, line=line, signed_at=now)


def _load_note(connection: Connection, origin: str, size: int | None) -> bytes | None:
    log_id = require_head(connection, origin).log_id
    size = newest_size(connection, log_id) if size is None else size
    return None if size is None else load_note(connection, log_id, size)


def _covering_note(connection: Connection, origin: str, index: int) -> tuple[int, bytes]:
    log_id = require_head(connection, origin).log_id
    size = covering_size(connection, log_id, index)
    note = None if size is None else load_note(connection, log_id, size)
    if size is None or note is None:
        raise NotHere(what="checkpoint")
    return size, note


def _witnessed_note(connection: Connection, origin: str, index: int, at_most: int) -> tuple[int, bytes] | None:
    log_id = require_head(connection, origin).log_id
    size = witnessed_size(connection, log_id, index, at_most=at_most, origin=origin)
    note = None if size is None else load_note(connection, log_id, size)
    return None if size is None or note is None else (size, note)


def _consistency(connection: Connection, origin: str, first: int, second: int) -> tuple[bytes, list[bytes]]:
    head = require_head(connection, origin)
    if not 0 <= first <= second <= head.size:
        raise NotHere(what="tree size")
    read = tile_reader(connection, head.log_id)
    return root_at(first, read), consistency_proof(first, second, read)


def _withheld(connection: Connection, origin: str, limit: int, start: int) -> list[tuple[int, str]]:
    log_id = require_head(connection, origin).log_id
    query = (
        select(withheld.c.position, withheld.c.source)
        .where(withheld.c.position >= position_of(log_id, start), withheld.c.position < position_of(log_id + 1, 0))
        .order_by(withheld.c.position)
        .limit(limit)
    )
    return [(log_and_index(position)[1], source) for position, source in connection.execute(query)]


def _statuses(connection: Connection, origin: str, indexes: Sequence[int]) -> dict[int, Status]:
    log_id = require_head(connection, origin).log_id
    query = select(standing.c.position, standing.c.status).where(
        standing.c.position.in_([position_of(log_id, index) for index in indexes])
    )
    try:
        return {log_and_index(position)[1]: Status(status) for position, status in connection.execute(query)}
    except ValueError as error:
        raise IntegrityBroken(what="standing") from error


def _fill_in(connection: Connection, origin: str, parts: Sequence[tuple[int, bytes]]) -> None:
    log_id = require_head(connection, origin).log_id
    for index, body in parts:
        fill_in_private_part(connection, log_id, index, body)
