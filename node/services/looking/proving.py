"""Handing out one record as a portable, signed file.

With the person's document the file also carries the key of that record and no other,
so that whoever verifies it can read it. Source: DESIGN sections 2 and 3.
"""

from dataclasses import dataclass, replace

from federation.clock import Clock
from federation.errors import ActorRefused, NotHere, NotThisDocument
from federation.model.document import Document
from federation.model.entry import parse_header, parse_private_part
from federation.model.sealing import derive_record_key
from federation.model.standing import Status
from federation.record.signed_record import encode_signed_record
from federation.suite import suite_of
from node.model.access import Actor, AuditRecord, Role
from node.model.rights import require_some_duty
from node.node_key import NodeKey
from node.ports.audit import Audit
from node.ports.logs import Entries
from node.ports.rosters import RosterHolder
from node.services.blind_indexes import document_index
from node.services.looking.signed_records import SignedRecords
from node.services.looking.subject_keys import SubjectKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A record, and what became of it since, as far as this node knows.

    Attributes:
        data: the portable file's bytes.
        status: how the entry stands now; the file itself says nothing of that.
        by_index: leaf index of the entry that corrected, revoked or erased it; None if none did.
    """

    data: bytes
    status: Status
    by_index: int | None


class ProvingService:
    """Makes portable signed records."""

    def __init__(
        self,
        *,
        records: SignedRecords,
        entries: Entries,
        rosters: RosterHolder,
        subject_keys: SubjectKeys,
        audit: Audit,
        node_key: NodeKey,
        clock: Clock,
    ) -> None:
        self._records = records
        self._entries = entries
        self._rosters = rosters
        self._subject_keys = subject_keys
        self._audit = audit
        self._node_key = node_key
        self._clock = clock

    async def prove(self, origin: str, index: int, *, document: Document | None, actor: Actor) -> Proof:
        """The record at (`origin`, `index`) as a portable file, and how it stands.

        Args:
            origin: a log's origin, or a branch's two-digit code.
            index: leaf index.
            document: the person's, to have the content disclosed; None keeps it sealed.
            actor: who asks; recorded, also if the document turns out to be another's.

        Raises:
            NotInRoster: no such log.
            NotHere: the log isn't held up to that index.
            NotThisDocument: the record is another person's.
            ActorRefused: no duty at all, a system that asks for the content, or too many documents were tried
                (``rate-limit``): this answers guesses like a lookup.
        """
        require_some_duty(actor)
        if actor.role is Role.CLIENT and document is not None:
            raise ActorRefused(reason="duty")
        roster = self._rosters.current
        branch = roster.branch(origin) if len(origin) == 2 else roster.by_origin(origin)
        record = await self._records.make(branch.origin, index)
        held = (await self._entries.held(int(branch.code), [index]))[index]
        await self._audit.add([self._audit_record(actor, branch.code, index, document)])
        if document is not None:
            record = replace(record, record_key=self._record_key(record.header, record.private_part, document))
        return Proof(data=encode_signed_record(record), status=held.status, by_index=held.by_index)

    def _record_key(self, header_bytes: bytes, private_part: bytes, document: Document) -> bytes:
        if not private_part:
            raise NotHere(what="private part")
        header, part = parse_header(header_bytes), parse_private_part(private_part)
        keys = self._subject_keys.at(header.key_epoch)
        if part.subject_token not in self._subject_keys.tokens_for_lookup(document):
            raise NotThisDocument
        return derive_record_key(keys, document, nonce=part.nonce, suite=suite_of(header.suite))

    def _audit_record(self, actor: Actor, branch: str, index: int, document: Document | None) -> AuditRecord:
        return AuditRecord(
            at=self._clock.now(),
            actor=actor.name,
            action="prove",
            detail=f"{branch}/{index}",
            subject_index=document_index(self._node_key, document) if document is not None else b"",
        )
