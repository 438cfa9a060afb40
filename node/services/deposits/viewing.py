"""Looking at deposits: the unit's own work, one in full, a person's by their document; each look recorded.

Source: 江苏省终身教育学分银行 brochure, 个人查询; RELIABILITY 31 and 34.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from federation.clock import Clock
from federation.errors import ActorRefused, NotHere
from federation.model.document import Document
from node.model.access import Actor, AuditRecord, Basis, Duty, Role
from node.model.case import Attachment, Case, CaseStep
from node.model.deposit import DEPOSITS, EVIDENCE, Deposit, parse_deposit
from node.model.rights import may_see
from node.model.unit import Unit
from node.node_key import NodeKey
from node.ports.organisation import Cases
from node.services.blind_indexes import document_index
from node.services.casework import Casework
from node.services.looking.access_trail import AccessTrail
from node.services.organisation.units import UnitService

READERS = frozenset((Duty.FILING, Duty.REVIEW))


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositView:
    """One deposit as it stands.

    Attributes:
        place: where it was filed.
        competent: the unit that decides.
        steps: its history, oldest first; empty in lists.
        attachments: its evidence; empty in lists.
    """

    case: Case
    deposit: Deposit
    place: Unit
    competent: Unit
    steps: tuple[CaseStep, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class DepositViews:
    """Looks, by those who file or review."""

    def __init__(
        self,
        *,
        casework: Casework,
        cases: Cases,
        units: UnitService,
        trail: AccessTrail,
        key: NodeKey,
        clock: Clock,
    ) -> None:
        self._casework = casework
        self._cases = cases
        self._units = units
        self._trail = trail
        self._key = key
        self._clock = clock

    async def seen_by(self, actor: Actor, *, states: Iterable[str] = ()) -> list[DepositView]:
        """Deposits filed in the actor's unit and under it, oldest first.

        Raises:
            ActorRefused: neither filing nor review is among their duties.
        """
        _require_reader(actor)
        await self._record(actor, "deposit-list")
        return await self._views([case for case, _ in await self._casework.seen_by(actor, states=states)])

    async def of_person(
        self, document: Document, *, actor: Actor, is_present: bool = False, states: Iterable[str] = ()
    ) -> list[DepositView]:
        """Deposits of the document's holder, oldest first.

        Args:
            document: canonical.
            actor: with the duty of filing or review.
            is_present: whether the person shows the document: then all of them, wherever in the branch they were
                filed, and recorded as the person's own look; else those that were filed in the actor's unit or
                under it, or are decided on there.
            states: these alone; all by default.

        Raises:
            ActorRefused: neither filing nor review is among the actor's duties.
        """
        _require_reader(actor)
        index = document_index(self._key, document)
        await self._record(actor, "deposit-list", index, basis=Basis.SELF if is_present else Basis.DUTY)
        found = await self._views(await self._cases.list_of(DEPOSITS.kind, states=tuple(states), subject_index=index))
        if is_present:
            return found
        return [one for one in found if may_see(actor, one.place) or may_see(actor, one.competent)]

    async def find(self, case_id: str, *, actor: Actor) -> DepositView:
        """One deposit with its history and evidence.

        Raises:
            NotHere: there is none of that id, or it isn't the actor's to see.
            ActorRefused: neither filing nor review is among their duties.
        """
        _require_reader(actor)
        case, steps, attachments = await self._casework.find(case_id, actor=actor)
        await self._record(actor, "deposit-show", case.subject_index, case_id)
        deposit = parse_deposit(case.body)
        return DepositView(
            case=case,
            deposit=deposit,
            place=await self._units.by_id(case.unit_id),
            competent=await self._units.by_id(deposit.competent_unit),
            # With an attachment the part stands in place of a reason, and here there is one part alone.
            steps=tuple(msgspec.structs.replace(one, reason="") if one.reason == EVIDENCE else one for one in steps),
            attachments=tuple(attachments),
        )

    async def evidence(self, case_id: str, number: int, *, actor: Actor) -> tuple[Attachment, bytes]:
        """A file of evidence, by its number in the deposit, from 1.

        Raises:
            NotHere: no such deposit or file, or it isn't the actor's to see.
            ActorRefused: neither filing nor review is among their duties.
        """
        found = (await self.find(case_id, actor=actor)).attachments
        if not 1 <= number <= len(found):
            raise NotHere(what="attachment")
        chosen = found[number - 1]
        return chosen, await self._casework.content(case_id, chosen.digest, actor=actor)

    async def _views(self, cases: Iterable[Case]) -> list[DepositView]:
        units = {one.unit_id: one for one in await self._units.all()}
        views = []
        for case in cases:
            deposit = parse_deposit(case.body)
            views.append(
                DepositView(
                    case=case, deposit=deposit, place=units[case.unit_id], competent=units[deposit.competent_unit]
                )
            )
        return views

    async def _record(
        self, actor: Actor, action: str, subject_index: bytes = b"", detail: str = "", *, basis: Basis = Basis.DUTY
    ) -> None:
        await self._trail.record(
            AuditRecord(
                at=self._clock.now(),
                actor=actor.name,
                action=action,
                basis=basis.value,
                subject_index=subject_index,
                detail=detail,
            )
        )


def _require_reader(actor: Actor) -> None:
    if actor.role is Role.LOCAL_ADMINISTRATOR:
        return
    if actor.role is not Role.OPERATOR or not actor.duties & READERS:
        raise ActorRefused(reason="duty")
