"""The entries of transfers that are held here, as replays ask for them; each is read once.

Nothing is verified that isn't in a leaf: a header that is read here was hashed into its log's root when it
was stored.

Source: `federation.transfer.replays.Source`.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, select

from federation.errors import CreditBankError
from federation.model.entry import ACHIEVEMENT_KINDS, Citation, Header, Kind, parse_header
from federation.model.standing import is_well_formed
from federation.tlog.hashing import leaf_hash
from federation.transfer.entries import TransferEntry, read_transfer_entry
from node.storage.log_rows import load_heads
from node.storage.positions import log_and_index, position_of
from node.storage.schema import entry, transfer_claim, transfer_entry
from node.storage.state_rows import load_state

CLOSED_LOGS = "closed-logs"


def closed_logs(connection: Connection) -> dict[str, int]:
    """Origin → size of the logs that the roster closed and that are held to just that end, as far as this was noted."""
    noted = [one.partition("=") for one in (load_state(connection, CLOSED_LOGS) or "").split()]
    return {origin: int(size) for origin, _, size in noted if size}


class StoredTransfers:
    """A source in an open transaction."""

    def __init__(self, connection: Connection, *, sizes: Mapping[str, int] | None = None) -> None:
        """Prepares it.

        Args:
            connection: an open transaction.
            sizes: origin → size of logs that are being appended to, whose heads aren't written yet.
        """
        self._connection = connection
        heads = load_heads(connection)
        self._log_ids = {head.origin: head.log_id for head in heads}
        self._origins = {head.log_id: head.origin for head in heads}
        held = {head.origin: head.size for head in heads} | dict(sizes or {})
        self._closed = closed_logs(connection)
        # What a log was given beyond the end that the roster set counts nowhere, whoever holds it.
        self._sizes = {origin: min(size, self._closed.get(origin, size)) for origin, size in held.items()}
        self._headers: dict[int, tuple[Header | None, bytes]] = {}

    def size(self, origin: str) -> int:
        """How many of a log's entries are held and count."""
        return self._sizes.get(origin, 0)

    def identity(self, cite: Citation) -> bytes | None:
        """The achievement id of a cited achievement; None if there is no such achievement."""
        header = self._cited(cite)
        if header is None or header.kind not in ACHIEVEMENT_KINDS or not is_well_formed(header):
            return None
        return header.achievement_id

    def request(self, cite: Citation) -> TransferEntry | None:
        """The request that is cited; None if it hasn't arrived, or is none."""
        header = self._cited(cite)
        found = None if header is None else read_transfer_entry(cite.origin, cite.index, cite.leaf_hash, header)
        return found if found is not None and found.kind is Kind.TRANSFER_REQUESTED else None

    def steps(self, request: Citation) -> Sequence[TransferEntry]:
        """The entries that cite a request as theirs."""
        at = self.position(request)
        query = select(transfer_entry.c.position).where(
            transfer_entry.c.request_position == at, transfer_entry.c.position != at
        )
        found = [self.entry_at(position) for (position,) in self._connection.execute(query)]
        return [one for one in found if one is not None and one.request == request]

    def claims(self, origin: str, identity: bytes, before: int) -> Collection[Citation]:
        """The requests for which a log's entries before an index say that they hold an achievement."""
        query = select(transfer_claim.c.held_at).where(
            transfer_claim.c.log_id == self._log_ids.get(origin, -1),
            transfer_claim.c.identity == identity,
            transfer_claim.c.held_at < before,
        )
        found = [self._entry_at(origin, index) for (index,) in self._connection.execute(query)]
        return {one.request for one in found if one is not None}

    def is_closed(self, origin: str) -> bool:
        """Whether the roster closed that log, and all of it is held."""
        return origin in self._closed

    def is_beyond(self, origin: str, index: int) -> bool:
        """Whether an entry stands beyond the end that the roster set its log."""
        return index >= self._closed.get(origin, index + 1)

    def position(self, cite: Citation) -> int | None:
        """The row key of a cited entry; None if that log isn't known here."""
        log_id = self._log_ids.get(cite.origin)
        return None if log_id is None else position_of(log_id, cite.index)

    def citation(self, position: int) -> Citation | None:
        """How the entry at a row key is cited; None if it isn't held."""
        self._load(position)
        _header, hashed = self._headers[position]
        log_id, index = log_and_index(position)
        if not hashed or log_id not in self._origins:
            return None
        return Citation(origin=self._origins[log_id], index=index, leaf_hash=hashed)

    def entry_at(self, position: int) -> TransferEntry | None:
        """The step of a transfer at a row key; None if it isn't held, or is none."""
        log_id, index = log_and_index(position)
        return self._entry_at(self._origins[log_id], index) if log_id in self._origins else None

    def log_id(self, origin: str) -> int | None:
        """A log's number; None if it isn't known here."""
        return self._log_ids.get(origin)

    def _entry_at(self, origin: str, index: int) -> TransferEntry | None:
        if self.is_beyond(origin, index):
            return None
        position = position_of(self._log_ids[origin], index)
        self._load(position)
        header, hashed = self._headers[position]
        return None if header is None else read_transfer_entry(origin, index, hashed, header)

    def _cited(self, cite: Citation) -> Header | None:
        position = self.position(cite)
        if position is None or self.is_beyond(cite.origin, cite.index):
            return None
        self._load(position)
        header, hashed = self._headers[position]
        return header if hashed == cite.leaf_hash else None

    def _load(self, position: int) -> None:
        if position in self._headers and self._headers[position][1]:
            return
        data = self._connection.execute(select(entry.c.header).where(entry.c.position == position)).scalar_one_or_none()
        if data is None:
            self._headers[position] = (None, b"")
            return
        try:
            header: Header | None = parse_header(data)
        except CreditBankError:
            header = None
        self._headers[position] = (header, leaf_hash(data))
