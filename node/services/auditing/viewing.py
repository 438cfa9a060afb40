"""Looking at audits, findings and the rows behind them: what each may see, and who looked at whose row.

The unit sees a finding once it was made known to it; inspectors see those of their city at once. The
rows behind a finding are people's, so each look at them is recorded with each person.

Source: 浙学银〔2019〕2号, 一 (分部…检查), 三（三）; RELIABILITY 34.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

import msgspec

from federation.clock import Clock
from federation.errors import ActorRefused, NotHere
from federation.model.document import Document, DocumentType, mask_number
from federation.model.quarters import QUARTERS
from node.model import audit, audit_finding
from node.model.access import Actor, AuditRecord, Basis, Duty, Role
from node.model.audit import ConductedAudit, UnitChecked, parse_audit
from node.model.audit_finding import DISMISSED, KNOWN_TO_UNIT, UPHELD, AuditFinding, parse_finding
from node.model.audit_outcome import AuditOutcome, ListedFinding, UnitOutcome
from node.model.case import Attachment, Case, CaseStep
from node.model.rights import may_see
from node.model.unit import Unit
from node.node_key import NodeKey
from node.ports.filing import Results
from node.ports.organisation import Cases, Units
from node.services.blind_indexes import document_index
from node.services.casework import Casework
from node.services.looking.access_trail import AccessTrail

OVERSEERS = frozenset((Duty.AUDITING, Duty.INSPECTION))
OF_THE_UNIT = frozenset((Duty.FILING, Duty.DECLARATION))


class FindingFile(msgspec.Struct, frozen=True, kw_only=True):
    """A whole finding: with every step and the unit's papers."""

    case: Case
    unit: Unit
    body: AuditFinding
    steps: tuple[CaseStep, ...]
    attachments: tuple[Attachment, ...]


class RowBehind(msgspec.Struct, frozen=True, kw_only=True):
    """A result that a finding points at; the number is masked.

    Attributes:
        index: of its own entry.
        training_hours: hundredths.
    """

    index: int
    name: str
    masked_number: str
    project_code: str
    course_code: str
    run: int
    achieved_on: date
    training_hours: int | None

    def __repr__(self) -> str:
        """Which entry, not whose."""
        return f"RowBehind({self.index})"


class AuditViews:
    """The looking side."""

    def __init__(
        self,
        *,
        findings: Casework,
        cases: Cases,
        units: Units,
        results: Results,
        trail: AccessTrail,
        key: NodeKey,
        clock: Clock,
    ) -> None:
        self._findings = findings
        self._cases = cases
        self._units = units
        self._results = results
        self._trail = trail
        self._key = key
        self._clock = clock

    async def audits(self, *, actor: Actor) -> list[tuple[Case, ConductedAudit]]:
        """Audits, oldest first.

        Raises:
            ActorRefused: neither auditing nor inspection is among the actor's duties.
        """
        _require_overseer(actor)
        return [(one, parse_audit(one.body)) for one in await self._cases.list_of(audit.KIND)]

    async def outcome(self, audit_id: str, *, actor: Actor) -> AuditOutcome:
        """One audit: the units under the actor's own, and the findings of its year and scope as they stand now.

        Raises:
            ActorRefused: neither auditing nor inspection is among the actor's duties.
            NotHere: no such audit.
        """
        _require_overseer(actor)
        case = await self._cases.find(audit_id)
        if case is None or case.kind != audit.KIND:
            raise NotHere(what="audit")
        conducted = parse_audit(case.body)
        places = {one.unit_id: one for one in await self._units.all() if may_see(actor, one)}
        scope = next((one for one in await self._units.all() if one.code == conducted.scope_code), None)
        year = conducted.last_quarter // QUARTERS
        found = [
            one
            for one in await self._listed(places, ())
            if one.body.year == year and scope is not None and scope.contains(one.unit)
        ]
        return AuditOutcome(
            case=case,
            audit=conducted,
            units=tuple(_outcomes([one for one in conducted.units if one.unit_id in places], found)),
            findings=tuple(found),
            reasons={one.case.case_id: await self._reason(one.case) for one in found if one.case.state == UPHELD},
        )

    async def seen_by(
        self, *, actor: Actor, states: Collection[str] = (), unit: str = "", year: int | None = None
    ) -> list[ListedFinding]:
        """Findings of the actor's unit and those under it, oldest first; who files sees what was made known.

        Args:
            actor: with the duty of auditing, inspection, filing or declaration.
            states: only these.
            unit: code: of it and those under it only.
            year: of the catalogues audited, only of this one.

        Raises:
            ActorRefused: no such duty.
            NotHere: no such unit, or not theirs to see.
        """
        _require_reader(actor)
        places = {one.unit_id: one for one in await self._units.all() if may_see(actor, one)}
        if unit:
            place = next((one for one in places.values() if one.code == unit), None)
            if place is None:
                raise NotHere(what=f"unit {unit}")
            places = {unit_id: one for unit_id, one in places.items() if place.contains(one)}
        found = await self._listed(places, states)
        return [one for one in found if _knows(actor, one.case, one.unit) and year in (None, one.body.year)]

    async def find(self, case_id: str, *, actor: Actor) -> FindingFile:
        """One finding with its history.

        Raises:
            ActorRefused: no duty that has to do with it.
            NotHere: no such finding, or not theirs to see (yet).
        """
        _require_reader(actor)
        case, steps, attachments = await self._findings.find(case_id, actor=actor)
        unit = await self._units.by_id(case.unit_id)
        if unit is None or not _knows(actor, case, unit):
            raise NotHere(what="case")
        return FindingFile(
            case=case,
            unit=unit,
            body=parse_finding(case.body),
            steps=tuple(steps),
            attachments=tuple(attachments),
        )

    async def rows(self, case_id: str, *, actor: Actor) -> list[RowBehind]:
        """The results that a finding lists, numbers masked; the look is recorded with each person. Raises as `find`."""
        found = await self.find(case_id, actor=actor)
        rows, looked = [], []
        for index in found.body.finding.refs:
            result = await self._results.find(index)
            if result is None:
                continue
            document = Document(DocumentType(result.document_type), result.document_number)
            looked.append(
                AuditRecord(
                    at=self._clock.now(),
                    actor=actor.name,
                    action="audit-rows",
                    basis=Basis.DUTY.value,
                    detail=found.case.case_id,
                    subject_index=document_index(self._key, document),
                )
            )
            rows.append(
                RowBehind(
                    index=index,
                    name=result.name,
                    masked_number=mask_number(result.document_number),
                    project_code=result.project_code,
                    course_code=result.course_code,
                    run=result.run,
                    achieved_on=result.achieved_on,
                    training_hours=result.training_hours,
                )
            )
        # Before the answer: what can't be recorded isn't shown.
        await self._trail.record_all(looked)
        return rows

    async def content(self, case_id: str, number: int, *, actor: Actor) -> tuple[Attachment, bytes]:
        """One of the unit's papers, by its number from 1; the look is recorded. Raises as `find`."""
        found = await self.find(case_id, actor=actor)
        if not 1 <= number <= len(found.attachments):
            raise NotHere(what="attachment")
        chosen = found.attachments[number - 1]
        return chosen, await self._findings.content(found.case.case_id, chosen.digest, actor=actor)

    async def _reason(self, case: Case) -> str:
        return (await self._cases.steps(case.case_id))[-1].reason

    async def _listed(self, places: Mapping[int, Unit], states: Collection[str]) -> list[ListedFinding]:
        cases = await self._cases.list_of(audit_finding.KIND, states=tuple(states))
        return [
            ListedFinding(case=one, unit=places[one.unit_id], body=parse_finding(one.body))
            for one in cases
            if one.unit_id in places
        ]


class UpheldFindings:
    """How many findings were upheld, for the yearly assessment."""

    def __init__(self, cases: Cases) -> None:
        self._cases = cases

    async def upheld(self, year: int) -> Mapping[int, int]:
        """By unit, of audits of a year's catalogues."""
        cases = await self._cases.list_of(audit_finding.KIND, states=(UPHELD,))
        return Counter(one.unit_id for one in cases if parse_finding(one.body).year == year)


def _outcomes(units: Sequence[UnitChecked], found: Iterable[ListedFinding]) -> Iterable[UnitOutcome]:
    states: dict[int, Counter[str]] = {}
    for one in found:
        states.setdefault(one.unit.unit_id, Counter())[one.case.state] += 1
    for checked in units:
        counted = states.get(checked.unit_id, Counter())
        decided = counted[UPHELD] + counted[DISMISSED]
        yield UnitOutcome(
            checked=checked,
            raised=counted.total(),
            open=counted.total() - decided,
            upheld=counted[UPHELD],
            dismissed=counted[DISMISSED],
        )


def _require_overseer(actor: Actor) -> None:
    if (actor.role is Role.OPERATOR and not actor.duties & OVERSEERS) or actor.role is Role.CLIENT:
        raise ActorRefused(reason="duty")


def _require_reader(actor: Actor) -> None:
    if (actor.role is Role.OPERATOR and not actor.duties & (OVERSEERS | OF_THE_UNIT)) or actor.role is Role.CLIENT:
        raise ActorRefused(reason="duty")


def _knows(actor: Actor, case: Case, unit: Unit) -> bool:
    """Whether the actor may know of it: those who oversee at once, the unit itself once it was told."""
    if actor.role is not Role.OPERATOR or (actor.duties & OVERSEERS and not _is_own(actor, unit)):
        return True
    return _is_own(actor, unit) and case.state in KNOWN_TO_UNIT


def _is_own(actor: Actor, unit: Unit) -> bool:
    return actor.unit is not None and actor.unit.unit_id == unit.unit_id
