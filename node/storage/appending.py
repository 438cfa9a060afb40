"""Adding entries to a log, own or copied: rows, tiles, standing, in one transaction.

The same code serves both, so that a replica folds exactly what its origin folded.
Nothing here commits or signs: `own_log` and `copies` do, each by its own rule.
"""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import Connection, delete, insert, update

from federation.errors import IntegrityBroken, PrivatePartAltered
from federation.model.entry import Entry, Kind, parse_header
from federation.tlog.hashing import EMPTY_ROOT
from federation.tlog.right_edge import RightEdge
from federation.tlog.tiles import TileId
from node.model.prepared import PreparedEntries
from node.storage.bulk import insert_if_absent, insert_rows, upsert
from node.storage.catalogue_rows import note_catalogues
from node.storage.folding import fold_citations
from node.storage.log_rows import LogHead, load_head, load_header, tile_reader
from node.storage.positions import position_of
from node.storage.preparing import prepare_entries, private_row
from node.storage.schema import entry, log, plain_entry, private_part, tile, tombstone, withheld
from node.storage.transfer_rows import note_transfers


def ensure_log(connection: Connection, *, log_id: int, origin: str, branch: str) -> None:
    """Makes an empty log, unless it is there."""
    row = {"log_id": log_id, "origin": origin, "branch": branch, "size": 0, "root": EMPTY_ROOT}
    insert_if_absent(connection, log, [row])


class LogAppender:
    """One log, its head locked until the transaction ends."""

    def __init__(self, connection: Connection, origin: str) -> None:
        """Re-reads the right edge under the lock.

        Raises:
            IntegrityBroken: the log is missing, or its tiles don't give its root.
        """
        head = load_head(connection, origin, lock=True)
        if head is None:
            raise IntegrityBroken(what="log head")
        self._connection = connection
        self.head: LogHead = head
        self._edge = RightEdge.load(head.size, tile_reader(connection, head.log_id))
        if self._edge.root() != head.root:
            raise IntegrityBroken(what="right edge")
        self._tiles: dict[TileId, bytes] = {}

    @property
    def size(self) -> int:
        """Entries, counting those appended here."""
        return self._edge.size

    def root(self) -> bytes:
        """The root at `size`, 32 bytes."""
        return self._edge.root()

    def append(self, entries: Sequence[Entry] | PreparedEntries, *, source: str) -> int:
        """Adds entries at the end; returns the first one's index.

        Args:
            entries: exact bytes, or what `prepare_entries` made of them. A private part may be missing where
                the header names one: that is provisional until an erasure covers it or it is fetched elsewhere.
            source: the branch that handed them over, remembered for what is missing.

        Raises:
            PrivatePartAltered: a private part that is there isn't the one its leaf names.
        """
        prepared = entries if isinstance(entries, PreparedEntries) else prepare_entries(entries)
        start, log_id = self._edge.size, self.head.log_id
        if prepared.altered is not None:
            raise PrivatePartAltered(origin=self.head.origin, index=start + prepared.altered)
        base = position_of(log_id, start)
        self._tiles.update(self._edge.append(prepared.leaf_hashes))
        leaves = [(base + i, one.header) for i, one in enumerate(prepared.entries)]
        insert_rows(self._connection, entry, ("position", "header"), leaves)
        columns = ("position", "body", "subject_key", "achievement_key")
        privates = [(base + place, body, subject, identity) for place, body, subject, identity in prepared.private_rows]
        insert_rows(self._connection, private_part, columns, privates)
        missing = [(base + place, source) for place, _ in prepared.missing]
        insert_rows(self._connection, withheld, ("position", "source"), missing)
        # What is withheld isn't in the subject index; a branch that got its own log back must not file it again.
        identities = [
            {"achievement_id": identity, "position": base + place} for place, identity in prepared.missing if identity
        ]
        insert_if_absent(self._connection, tombstone, identities)
        plain = [(base + place, kind) for place, kind in prepared.plain]
        insert_rows(self._connection, plain_entry, ("position", "kind"), plain)
        published = [
            (start + place, prepared.entries[place].header)
            for place, kind in prepared.plain
            if kind == Kind.CATALOGUE_PUBLISHED
        ]
        note_catalogues(self._connection, log_id, published)
        citing = [(start + place, header) for place, header in prepared.citing]
        fold_citations(self._connection, origin=self.head.origin, log_id=log_id, citing=citing)
        note_transfers(
            self._connection,
            origin=self.head.origin,
            log_id=log_id,
            start=start,
            count=len(prepared.entries),
            leaves=[(start + place, header, prepared.leaf_hashes[place]) for place, header in prepared.citing],
        )
        return start

    def finish(self) -> None:
        """Writes tiles and head; to be called once, before the commit."""
        log_id = self.head.log_id
        rows = [
            {"log_id": log_id, "level": at.level, "tile_index": at.index, "hashes": hashes}
            for at, hashes in self._tiles.items()
        ]
        upsert(self._connection, tile, rows)
        new_head = {"size": self._edge.size, "root": self._edge.root()}
        self._connection.execute(update(log).where(log.c.log_id == log_id).values(**new_head))


def fill_in_private_part(connection: Connection, log_id: int, index: int, body: bytes) -> None:
    """Stores a private part that another source had withheld, unless it is missing no longer.

    Since it was asked for it may have come from elsewhere, or have been erased for good.

    Raises:
        PrivatePartAltered: it isn't the one that the leaf names.
    """
    header_bytes = load_header(connection, log_id, index)
    if header_bytes is None:
        raise IntegrityBroken(what="entry")
    header = parse_header(header_bytes)
    if sha256(body).digest() != header.private_digest:
        raise PrivatePartAltered(origin="", index=index)
    position = position_of(log_id, index)
    if connection.execute(delete(withheld).where(withheld.c.position == position)).rowcount == 0:
        return
    columns = ("position", "body", "subject_key", "achievement_key")
    values = dict(zip(columns, private_row(position, header, body), strict=True))
    connection.execute(insert(private_part).values(**values))
