"""Looking at ledgers: a place's runs with their figures, one in full; each look leaves a record with each learner.

Source: 浙学银〔2019〕2号, 二（二） and 四; PIPL articles 44 and 51; RELIABILITY 34.
"""

from collections.abc import Sequence

import msgspec

from federation.clock import Clock
from federation.errors import ActorRefused, NotHere
from federation.model.ledger import ALL_PARTS, LedgerPart
from node.model.access import Actor, AuditRecord, Basis
from node.model.case import Attachment, Case, CaseStep
from node.model.ledger_completeness import Completeness, completeness
from node.model.ledger_state import LedgerState
from node.model.rights import may_see
from node.model.training_run import TrainingRun, parse_run
from node.model.unit import Unit
from node.node_key import NodeKey
from node.ports.catalogue import Catalogue
from node.ports.organisation import Units
from node.services.blind_indexes import document_index
from node.services.ledgers.ledger_cases import LedgerCases, courses_of, is_reader
from node.services.looking.access_trail import AccessTrail


class ListedLedger(msgspec.Struct, frozen=True, kw_only=True):
    """One run in a list: whose, and how its ledger stands."""

    unit: Unit
    state: LedgerState

    @property
    def figure(self) -> str:
        """Complete parts of five, when it was changed last."""
        return f"{len(self.state.complete)}/{len(ALL_PARTS)}"

    @property
    def wanting(self) -> tuple[LedgerPart, ...]:
        """The parts that aren't complete."""
        return tuple(part for part in ALL_PARTS if part not in self.state.complete)


class LedgerView(msgspec.Struct, frozen=True, kw_only=True):
    """A run's whole ledger; `project_name` is "" once no catalogue has the project any more."""

    case: Case
    unit: Unit
    run: TrainingRun
    state: LedgerState
    project_name: str
    figure: Completeness
    attachments: tuple[Attachment, ...]
    steps: tuple[CaseStep, ...]


class LedgerViews:
    """Looks, by those who file, inspect or audit."""

    def __init__(
        self,
        *,
        cases: LedgerCases,
        catalogue: Catalogue,
        units: Units,
        trail: AccessTrail,
        key: NodeKey,
        clock: Clock,
    ) -> None:
        self._cases = cases
        self._catalogue = catalogue
        self._units = units
        self._trail = trail
        self._key = key
        self._clock = clock

    async def seen_by(self, actor: Actor, *, projects: Sequence[str] = ()) -> list[ListedLedger]:
        """The runs of the actor's unit and those under it, by project and number; no case is opened.

        Args:
            actor: with the duty of filing, inspection or auditing.
            projects: codes; empty for all.

        Raises:
            ActorRefused: none of these duties.
        """
        _require_reader(actor)
        await self._record(actor, "ledger-list")
        units = {one.unit_id: one for one in await self._units.all() if may_see(actor, one)}
        runs = self._cases.runs
        states = await (runs.of_projects(projects) if projects else runs.of_units(units))
        return [ListedLedger(unit=units[one.unit_id], state=one) for one in states if one.unit_id in units]

    async def find(self, project: str, run: int, *, actor: Actor) -> LedgerView:
        """One run's ledger in full; the look is recorded with the run and with each learner.

        Raises:
            NotHere: there is no such run, or it isn't the actor's to see.
            ActorRefused: neither filing nor inspection nor auditing is among their duties.
        """
        _require_reader(actor)
        state = await self._cases.state(project, run)
        case, steps, attachments = await self._cases.casework.find(state.case_id, actor=actor)
        unit = await self._units.by_id(case.unit_id)
        if unit is None:
            raise NotHere(what="unit")
        held = parse_run(case.body)
        indexes = [document_index(self._key, one.document) for one in held.learners]
        await self._record(actor, "ledger-show", case.case_id, indexes)
        line = await self._cases.line(self._catalogue, project)
        return LedgerView(
            case=case,
            unit=unit,
            run=held,
            state=state,
            project_name="" if line is None else line.project.name,
            figure=completeness(held, attachments, courses_of(line)),
            attachments=tuple(attachments),
            steps=tuple(steps),
        )

    async def content(self, project: str, run: int, number: int, *, actor: Actor) -> tuple[Attachment, bytes]:
        """A file of a ledger, by its number in it, from 1; the look is recorded. Raises as `find`."""
        _require_reader(actor)
        state = await self._cases.state(project, run)
        _, _, attachments = await self._cases.casework.find(state.case_id, actor=actor)
        if not 1 <= number <= len(attachments):
            raise NotHere(what="attachment")
        chosen = attachments[number - 1]
        return chosen, await self._cases.casework.content(state.case_id, chosen.digest, actor=actor)

    async def _record(self, actor: Actor, action: str, detail: str = "", indexes: Sequence[bytes] = ()) -> None:
        looked = AuditRecord(
            at=self._clock.now(), actor=actor.name, action=action, basis=Basis.DUTY.value, detail=detail
        )
        ofeach = [msgspec.structs.replace(looked, subject_index=index) for index in indexes]
        await self._trail.record_all(ofeach or [looked])


def _require_reader(actor: Actor) -> None:
    if not is_reader(actor):
        raise ActorRefused(reason="duty")
