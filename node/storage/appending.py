"""Adding entries to a log, own or copied: rows, tiles, standing, in one transaction.

The same code serves both, so that a replica folds exactly what its origin folded.
Nothing here commits or signs: `own_log` and `copies` do, each by its own rule.
"""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import Connection, delete, insert, update

from federation.errors import CreditBankError, IntegrityBroken, PrivatePartAltered
from federation.model.entry import ACHIEVEMENT_KINDS, Entry, Header, Kind, parse_header, parse_private_part
from federation.model.standing import is_well_formed
from federation.tlog.hashing import EMPTY_ROOT
from federation.tlog.right_edge import RightEdge
from federation.tlog.tiles import TileId
from node.storage.bulk import insert_if_absent, insert_rows, upsert
from node.storage.folding import fold_citations
from node.storage.log_rows import LogHead, load_head, load_header, tile_reader
from node.storage.positions import index_key, position_of
from node.storage.schema import entry, log, private_part, tile, tombstone, withheld

LEAF_PREFIX = b"\x00"


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

    def append(self, entries: Sequence[Entry], *, source: str) -> int:
        """Adds entries at the end; returns the first one's index.

        Args:
            entries: exact bytes. A private part may be missing where the header names one:
                that is provisional until an erasure covers it or it is fetched elsewhere.
            source: the branch that handed them over, remembered for what is missing.

        Raises:
            PrivatePartAltered: a private part that is there isn't the one its leaf names.
        """
        start, log_id = self._edge.size, self.head.log_id
        base = position_of(log_id, start)
        # None where a header's bytes say nothing: that entry is void.
        headers = [_read_header(one) for one in entries]
        privates, missing = self._private_rows(entries, headers, base, source)
        self._tiles.update(self._edge.append([sha256(LEAF_PREFIX + one.header).digest() for one in entries]))
        leaves = [(base + i, one.header) for i, one in enumerate(entries)]
        insert_rows(self._connection, entry, ("position", "header"), leaves)
        columns = ("position", "body", "subject_key", "achievement_key")
        insert_rows(self._connection, private_part, columns, privates)
        insert_rows(self._connection, withheld, ("position", "source"), missing)
        self._keep_identities(headers, missing)
        citing = [(start + i, header) for i, header in enumerate(headers) if header is not None and header.cites]
        fold_citations(self._connection, origin=self.head.origin, log_id=log_id, citing=citing)
        return start

    def _keep_identities(self, headers: Sequence[Header | None], missing: Sequence[tuple[int, str]]) -> None:
        # What is withheld isn't in the subject index; a branch that got its own log back so must not file it again.
        base = position_of(self.head.log_id, self._edge.size - len(headers))
        parted = [(headers[position - base], position) for position, _ in missing]
        rows = [
            {"achievement_id": header.achievement_id, "position": position}
            for header, position in parted
            if header is not None and header.achievement_id
        ]
        insert_if_absent(self._connection, tombstone, rows)

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

    def _private_rows(
        self, entries: Sequence[Entry], headers: Sequence[Header | None], base: int, source: str
    ) -> tuple[list[tuple[int, bytes, int, int | None]], list[tuple[int, str]]]:
        rows: list[tuple[int, bytes, int, int | None]] = []
        missing: list[tuple[int, str]] = []
        for i, (header, one) in enumerate(zip(headers, entries, strict=True)):
            body = one.private_part
            if header is None or not header.private_digest:
                if body:
                    raise PrivatePartAltered(origin=self.head.origin, index=self._edge.size + i)
            elif not body:
                missing.append((base + i, source))
            elif sha256(body).digest() != header.private_digest:
                raise PrivatePartAltered(origin=self.head.origin, index=self._edge.size + i)
            else:
                rows.append(private_row(base + i, header, body))
        return rows, missing


def private_row(position: int, header: Header, body: bytes) -> tuple[int, bytes, int, int | None]:
    """The row of a private part, with the keys that it is found by.

    A part that can't be read is kept all the same: its digest is in a signed leaf.
    It is found by no subject, so it is filed under the key of an empty token.
    """
    try:
        token = parse_private_part(body).subject_token
    except CreditBankError:
        token = bytes(8)
    is_achievement = header.kind in ACHIEVEMENT_KINDS and is_well_formed(header)
    if not is_achievement and header.kind != Kind.SUBJECT_LINKED:
        token = bytes(8)
    return position, body, index_key(token), index_key(header.achievement_id) if is_achievement else None


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


def _read_header(one: Entry) -> Header | None:
    try:
        return parse_header(one.header)
    except CreditBankError:
        return None
