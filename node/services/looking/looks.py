"""Who looked me up: the looks at a person's records, account and deposits at this branch, for the person themselves.

Every look was recorded before it was answered; here the person who shows their document is told of all of them,
this one included. Looks at the same person's other documents are told by those.

Source: PIPL articles 44 and 45; DESIGN section 3 (the person sees who looked me up).
"""

from dataclasses import dataclass
from datetime import datetime

from federation.clock import Clock
from federation.model.document import Document
from node.model.access import Actor, AuditRecord, Basis
from node.model.rights import require_some_duty
from node.model.unit import Unit
from node.node_key import NodeKey
from node.ports.audit import Audit
from node.ports.organisation import Operators, Units
from node.services.blind_indexes import document_index
from node.services.looking.access_trail import LOOKUP

LOOKED_AT_LOOKS = "look-at-looks"
LOOKS = (
    LOOKUP,
    "prove",
    "credential-issue",
    "credential-verify",
    "look-at-account",
    "look-at-credit",
    "open-for-correction",
    "deposit-list",
    "deposit-show",
    "deposit-compare-name",
    "read-attachment",
    "link-compare-names",
    "link-list",
    "report-compare-name",
    "report-list",
    "report-show",
    "report-read",
    "verify-report",
    "transfer-list",
    "transfer-look",
    LOOKED_AT_LOOKS,
)
"""What is recorded with a person and is a look: not what was filed or changed, which the history of each tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look, as recorded.

    Attributes:
        actor: under which name.
        place: the operator's unit; None for a system or the machine's administrator.
        action: one of `LOOKS`.
        basis: code of `node.model.access.Basis`, "" where none was asked for.
    """

    at: datetime
    actor: str
    place: Unit | None
    action: str
    purpose: str
    basis: str


class LooksService:
    """Tells persons of looks."""

    def __init__(self, *, audit: Audit, operators: Operators, units: Units, node_key: NodeKey, clock: Clock) -> None:
        self._audit = audit
        self._operators = operators
        self._units = units
        self._node_key = node_key
        self._clock = clock

    async def of_person(self, document: Document, *, actor: Actor) -> list[Look]:
        """Looks at what is of the document's holder, who is present, oldest first; this look is the last.

        Args:
            document: canonical, shown.
            actor: who asks for them; recorded.

        Raises:
            ActorRefused: no duty at all.
        """
        require_some_duty(actor)
        index = document_index(self._node_key, document)
        look = AuditRecord(
            at=self._clock.now(),
            actor=actor.name,
            action=LOOKED_AT_LOOKS,
            basis=Basis.SELF.value,
            subject_index=index,
        )
        await self._audit.add([look])
        records = await self._audit.of_subject(index, LOOKS)
        places = {name: await self._place_of(name) for name in {one.actor for one in records}}
        return [
            Look(
                at=one.at,
                actor=one.actor,
                place=places[one.actor],
                action=one.action,
                purpose=one.purpose,
                basis=one.basis,
            )
            for one in records
        ]

    async def _place_of(self, name: str) -> Unit | None:
        found = await self._operators.find(name) or await self._operators.find_suspended(name)
        return None if found is None else await self._units.by_id(found.unit_id)
