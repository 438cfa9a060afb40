"""Links as entries of the own log: two halves, one sealed under each document; found, made, taken back.

A link leads somewhere while both halves stand. Taking it back is a further entry that cites them, folded
alike by every branch; linking again afterwards makes new halves.

Source: DESIGN section 3 (SubjectLinked); proto/federation/v1/entry.proto.
"""

import os

from federation.errors import CreditBankError, NotHere
from federation.model.document import Document
from federation.model.entry import ENTRY_ID_BYTES, Entry, Header, Kind, encode_header
from federation.model.link import encode_link, parse_link
from federation.model.sealing import context_of, open_with_document
from federation.model.standing import LIVE, is_well_formed
from node.model.records import FoundRecord
from node.ports.logs import Change, Records
from node.services.amending.withdrawing import cite_all
from node.services.issuing import Issuer
from node.services.looking.subject_keys import SubjectKeys


class LinkEntries:
    """Links of one branch's log."""

    def __init__(self, *, origin: str, log_id: int, issuer: Issuer, subject_keys: SubjectKeys) -> None:
        self._origin = origin
        self._log_id = log_id
        self._issuer = issuer
        self._subject_keys = subject_keys

    async def leading_from(self, records: Records, document: Document) -> dict[Document, list[int]]:
        """The documents that `document` leads on to by this log, and the leaf indexes that say so."""
        found: dict[Document, list[int]] = {}
        for record in await records.find(self._subject_keys.all_tokens(document)):
            other = self._other(record, document)
            if other is not None:
                found.setdefault(other, []).append(record.index)
        return found

    async def first_of(self, records: Records, document: Document, other: Document) -> int | None:
        """The first leaf index of the link between the two; None if there is none, or half of one."""
        there = (await self.leading_from(records, document)).get(other)
        back = (await self.leading_from(records, other)).get(document)
        return min(*there, *back) if there and back else None

    async def append(self, change: Change, document: Document, other: Document) -> int:
        """Links two documents, once: returns the first leaf index of the link that stands then."""
        already = await self.first_of(change.records, document, other)
        if already is not None:
            return already
        return await change.append(
            [
                self._issuer.seal(Kind.SUBJECT_LINKED, one, encode_link(another)).entry
                for one, another in ((document, other), (other, document))
            ]
        )

    async def take_back(self, change: Change, document: Document, other: Document) -> int:
        """Ends whatever halves of the link stand; returns the leaf index of the entry that does.

        Raises:
            NotHere: this log has no such link.
        """
        there = (await self.leading_from(change.records, document)).get(other, [])
        back = (await self.leading_from(change.records, other)).get(document, [])
        if not there and not back:
            raise NotHere(what="link")
        halves = await change.entries.held(self._log_id, sorted({*there, *back}))
        header = Header(
            kind=Kind.SUBJECT_UNLINKED,
            critical=True,
            entry_id=os.urandom(ENTRY_ID_BYTES),
            cites=tuple(cite_all(self._origin, halves.values())),
        )
        return await change.append([Entry(encode_header(header))])

    def _other(self, record: FoundRecord, document: Document) -> Document | None:
        header = record.header
        if record.origin != self._origin or record.status not in LIVE or header.kind != Kind.SUBJECT_LINKED:
            return None
        if not is_well_formed(header):
            return None
        try:
            keys, context = self._subject_keys.at(header.key_epoch), context_of(header, self._origin)
            return parse_link(open_with_document(keys, record.private_part, document, context))
        except CreditBankError:
            # What its person can't open leads nowhere in a lookup either.
            return None
