"""Linking a person's two documents, made with both present: each leads to the other.

Two entries, one sealed under each document, so that a lookup by either finds the
records of both. Source: DESIGN section 3 (SubjectLinked).
"""

from federation.clock import Clock
from federation.errors import Malformed
from federation.model.document import Document
from federation.model.entry import Kind
from federation.model.link import encode_link
from node.model.access import Actor, AuditRecord, Duty
from node.model.rights import require_at_own
from node.node_key import NodeKey
from node.ports.logs import OwnLog
from node.services.blind_indexes import document_index
from node.services.issuing import Issuer


class LinkingService:
    """Links documents."""

    def __init__(self, *, own_log: OwnLog, issuer: Issuer, node_key: NodeKey, clock: Clock) -> None:
        self._own_log = own_log
        self._issuer = issuer
        self._node_key = node_key
        self._clock = clock

    async def link(self, document: Document, other: Document, *, actor: Actor) -> int:
        """Links two documents of one person; returns the first entry's index.

        Args:
            document: canonical, shown.
            other: canonical, shown as well.
            actor: with the duty of filing; recorded with both documents.

        Raises:
            ActorRefused: not theirs to link.
            Malformed: it is the same document twice.
        """
        require_at_own(actor, Duty.FILING)
        if document == other:
            raise Malformed(what="link", why="same document")
        entries = [
            self._issuer.seal(Kind.SUBJECT_LINKED, one, encode_link(another)).entry
            for one, another in ((document, other), (other, document))
        ]
        at = self._clock.now()
        records = [
            AuditRecord(at=at, actor=actor.name, action="link", subject_index=document_index(self._node_key, one))
            for one in (document, other)
        ]
        async with self._own_log.change() as change:
            await change.audit.add(records)
            return await change.append(entries)
