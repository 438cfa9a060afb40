"""One entry with its proof and the newest checkpoint over it: what portable signed files are made of."""

from federation.errors import NotHere
from federation.record.signed_record import SignedRecord
from federation.tlog.checkpoint import parse_checkpoint
from federation.tlog.note import parse_note
from node.ports.logs import LogCopies, OwnLog
from node.ports.rosters import RosterHolder


class SignedRecords:
    """Makes them from the logs held."""

    def __init__(self, *, own_log: OwnLog, copies: LogCopies, rosters: RosterHolder) -> None:
        self._own_log = own_log
        self._copies = copies
        self._rosters = rosters

    async def newest_checkpoint(self, origin: str) -> tuple[bytes, int]:
        """The newest note of a log that is held, and its size. Raises `NotHere`."""
        own = origin == self._own_log.origin
        note = await self._own_log.newest_note() if own else await self._copies.note(origin)
        if note is None:
            raise NotHere(what="checkpoint")
        return note, parse_checkpoint(parse_note(note).text).size

    async def make(
        self, origin: str, index: int, *, record_key: bytes = b"", prefer_witnessed: bool = False
    ) -> SignedRecord:
        """The record of one entry; with its key (32 bytes) the content is disclosed.

        Args:
            origin: the log that the entry stands in.
            index: its leaf index.
            record_key: 32 bytes, or empty to disclose nothing.
            prefer_witnessed: take the newest checkpoint over the entry that another branch cosigned, if there is
                one, rather than a newer one that its origin alone vouches for.

        Raises:
            NotHere: the log isn't held up to that index.
        """
        note, size = await self.newest_checkpoint(origin)
        if not 0 <= index < size:
            raise NotHere(what="entry")
        witnessed = await self._copies.witnessed_note(origin, index, size) if prefer_witnessed else None
        if witnessed is not None:
            size, note = witnessed
        return SignedRecord(
            origin=origin,
            index=index,
            header=await self._copies.header(origin, index),
            private_part=(await self._copies.private_parts(origin, [index]))[0],
            inclusion_proof=tuple(await self._copies.inclusion(origin, index, size)),
            checkpoint=note,
            record_key=record_key,
            roster_fingerprint=bytes.fromhex(self._rosters.current.fingerprint),
        )
