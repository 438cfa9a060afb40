"""Looking at applications and reports: the unit's own work, one in full, a person's; each look recorded.

Source: seed document 001 (查询学习成果认证报告); RELIABILITY 31 and 34.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from federation.clock import Clock
from federation.errors import ActorRefused, ReportRefused
from federation.model.document import Document
from node.model.access import Actor, AuditRecord, Basis, Duty, Role
from node.model.case import Case, CaseStep
from node.model.report import ISSUED, REPORTS, WITHDRAWN, ReportApplication, parse_application
from node.model.unit import Unit
from node.node_key import NodeKey
from node.ports.organisation import Cases
from node.services.blind_indexes import document_index
from node.services.casework import Casework
from node.services.looking.access_trail import AccessTrail
from node.services.organisation.units import UnitService
from node.services.reporting.papers import ReportPapers

READERS = frozenset((Duty.FILING, Duty.REVIEW))
LISTED, SHOWN, HANDED_OUT = "report-list", "report-show", "report-read"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """One application as it stands; `place` is where it was filed, `steps` are empty in lists."""

    case: Case
    application: ReportApplication
    place: Unit
    steps: tuple[CaseStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedFile:
    """The bytes of a report's signed PDF, and whether it was withdrawn since."""

    content: bytes = field(repr=False)
    is_withdrawn: bool


class ReportViews:
    """Looks, by those who file or review."""

    def __init__(
        self,
        *,
        casework: Casework,
        cases: Cases,
        units: UnitService,
        papers: ReportPapers,
        trail: AccessTrail,
        key: NodeKey,
        clock: Clock,
    ) -> None:
        self._casework = casework
        self._cases = cases
        self._units = units
        self._papers = papers
        self._trail = trail
        self._key = key
        self._clock = clock

    async def seen_by(self, actor: Actor, *, states: Iterable[str] = ()) -> list[ReportView]:
        """Applications filed in the actor's unit and under it, oldest first.

        Raises:
            ActorRefused: neither filing nor review is among their duties.
        """
        _require_reader(actor)
        await self._record(actor, LISTED)
        found = await self._casework.seen_by(actor, states=states)
        return [_view(case, unit) for case, unit in found]

    async def of_person(self, document: Document, *, actor: Actor, states: Iterable[str] = ()) -> list[ReportView]:
        """Applications of the document's holder, who is present, wherever in the branch they were filed.

        Raises:
            ActorRefused: neither filing nor review is among the actor's duties.
        """
        _require_reader(actor)
        index = document_index(self._key, document)
        await self._record(actor, LISTED, index, basis=Basis.SELF)
        units = {one.unit_id: one for one in await self._units.all()}
        found = await self._cases.list_of(REPORTS.kind, states=tuple(states), subject_index=index)
        return [_view(case, units[case.unit_id]) for case in found]

    async def find(self, case_id: str, *, actor: Actor) -> ReportView:
        """One application with its history.

        Raises:
            NotHere: there is none of that id, or it isn't the actor's to see.
            ActorRefused: neither filing nor review is among their duties.
        """
        _require_reader(actor)
        case, steps, _ = await self._casework.find(case_id, actor=actor)
        await self._record(actor, SHOWN, case.subject_index, case.case_id)
        return _view(case, await self._units.by_id(case.unit_id), tuple(steps))

    async def file(self, case_id: str, *, actor: Actor) -> IssuedFile:
        """The signed PDF, to be handed to the person unless it was withdrawn.

        Raises:
            NotHere: no such case, or not the actor's to see.
            ReportRefused: reason ``not-issued``.
            ActorRefused: neither filing nor review is among their duties.
        """
        _require_reader(actor)
        case, _, _ = await self._casework.find(case_id, actor=actor)
        if case.state not in (ISSUED, WITHDRAWN):
            raise ReportRefused(reason="not-issued")
        await self._record(actor, HANDED_OUT, case.subject_index, case.case_id)
        return IssuedFile(content=await self._papers.file_of(case), is_withdrawn=case.state == WITHDRAWN)

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


def _view(case: Case, place: Unit, steps: tuple[CaseStep, ...] = ()) -> ReportView:
    return ReportView(case=case, application=parse_application(case.body), place=place, steps=steps)


def _require_reader(actor: Actor) -> None:
    if actor.role is Role.LOCAL_ADMINISTRATOR:
        return
    if actor.role is not Role.OPERATOR or not actor.duties & READERS:
        raise ActorRefused(reason="duty")
