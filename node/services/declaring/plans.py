"""Yearly plans, and how much of each was done: what is in a catalogue is done, what isn't yet is declared.

Source: 浙学银〔2019〕2号, section 3, item 1.
"""

from collections.abc import Sequence

import msgspec

from federation.clock import Clock
from federation.errors import DeclarationRefused
from node.model.access import Actor, Duty
from node.model.assessment import Planned
from node.model.case import Case, CaseStep
from node.model.project import APPROVED, PUBLISHED, RETURNED, SUBMITTED, parse_project
from node.model.project import KIND as PROJECTS
from node.model.rights import may_see, require
from node.model.training_plan import CURRENT, KIND, REPLACE, REPLACED, PlanLine, TrainingPlan
from node.model.unit import Unit
from node.ports.logs import Change
from node.ports.organisation import Cases, Units
from node.services.casework import Casework
from node.services.declaring.checking import FIRST_YEAR, LAST_YEAR, QUARTERS
from node.services.declaring.viewing import require_reader
from node.services.organisation.units import UnitService

MAX_PROJECTS, MAX_SCALE, MAX_HOURS = 10_000, 10**7, 10**9


class QuarterStanding(msgspec.Struct, frozen=True, kw_only=True):
    """One quarter of a unit: the plan beside what was declared (handed in or further) and what was published."""

    planned: PlanLine
    declared: int
    published: PlanLine


class PlanStanding(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's year; `case_id` is "" where there is no plan."""

    unit: Unit
    year: int
    case_id: str
    quarters: tuple[QuarterStanding, ...]


class TrainingPlans:
    """Plans of the branch's units."""

    def __init__(self, *, casework: Casework, cases: Cases, units: UnitService, unit_rows: Units, clock: Clock) -> None:
        self._casework = casework
        self._cases = cases
        self._units = units
        self._unit_rows = unit_rows
        self._clock = clock

    async def file(self, year: int, lines: Sequence[PlanLine], *, actor: Actor, unit: str = "") -> Case:
        """Files a unit's plan of a year in place of the one before; the same again changes nothing.

        Raises:
            DeclarationRefused: ``year``, ``plan-empty``, ``plan-quarter``, ``plan-amounts`` or ``centre``.
            ActorRefused, NotHere: not theirs, or no such unit.
        """
        place = await self._units.by_code(unit) if unit else actor.unit or await self._units.root()
        require(actor, Duty.DECLARATION, place)
        if place.parent_id is None:
            raise DeclarationRefused(reason="centre")
        plan = _checked(year, lines)
        body = msgspec.json.encode(plan)
        for case, held in await self._current(self._cases, (place.unit_id,)):
            if held == plan:
                return case

        async def supersede(change: Change, case: Case) -> Case:
            # Read again inside the unit of work: a unit has one plan of a year that counts.
            for earlier, held in await self._current(change.cases, (place.unit_id,)):
                if earlier.case_id != case.case_id and held.year == year:
                    gone = msgspec.structs.replace(earlier, state=REPLACED, updated_at=case.created_at)
                    await change.cases.alter(gone, was=CURRENT)
                    step = CaseStep(at=case.created_at, actor=actor.name, step=REPLACE, state=REPLACED)
                    await change.cases.add_step(earlier.case_id, step)
            return case

        return await self._casework.open(body, unit=place, actor=actor, duty=Duty.DECLARATION, then=supersede)

    async def standings(self, year: int, *, actor: Actor) -> list[PlanStanding]:
        """Planned against done, of every unit of the actor's area that planned or declared anything.

        Raises:
            ActorRefused: no duty that has to do with projects.
        """
        require_reader(actor)
        units = {one.unit_id: one for one in await self._unit_rows.all() if may_see(actor, one)}
        plans = {case.unit_id: (case, plan) for case, plan in await self._current(self._cases, ()) if plan.year == year}
        states = (SUBMITTED, RETURNED, APPROVED, PUBLISHED)
        declared: dict[tuple[int, int], int] = {}
        published: dict[tuple[int, int], PlanLine] = {}
        for case in await self._cases.list_of(PROJECTS, states=states):
            project = parse_project(case.body)
            if project.year != year or project.quarter is None:
                continue
            at = case.unit_id, project.quarter
            declared[at] = declared.get(at, 0) + 1
            if case.state == PUBLISHED:
                held = published.get(at) or PlanLine(quarter=project.quarter, projects=0)
                published[at] = PlanLine(
                    quarter=held.quarter,
                    projects=held.projects + 1,
                    scale=held.scale + (project.scale or 0),
                    training_hours=held.training_hours + (project.training_hours or 0),
                )
        active = plans.keys() | {unit_id for unit_id, _ in declared}
        found = []
        for unit_id, unit in units.items():
            if unit_id not in active:
                continue
            case_and_plan = plans.get(unit_id)
            lines = {} if case_and_plan is None else {line.quarter: line for line in case_and_plan[1].lines}
            quarters = tuple(
                QuarterStanding(
                    planned=lines.get(quarter) or PlanLine(quarter=quarter, projects=0),
                    declared=declared.get((unit_id, quarter), 0),
                    published=published.get((unit_id, quarter)) or PlanLine(quarter=quarter, projects=0),
                )
                for quarter in QUARTERS
            )
            case_id = "" if case_and_plan is None else case_and_plan[0].case_id
            found.append(PlanStanding(unit=unit, year=year, case_id=case_id, quarters=quarters))
        return found

    async def planned(self, year: int) -> dict[int, Planned]:
        """The whole year that each unit planned, by unit id; who may see it is the caller's to ask."""
        return {
            case.unit_id: Planned(
                projects=sum(line.projects for line in plan.lines), scale=sum(line.scale for line in plan.lines)
            )
            for case, plan in await self._current(self._cases, ())
            if plan.year == year
        }

    async def _current(self, cases: Cases, unit_ids: Sequence[int]) -> list[tuple[Case, TrainingPlan]]:
        found = await cases.list_of(KIND, states=(CURRENT,), unit_ids=unit_ids)
        return [(one, msgspec.json.decode(one.body, type=TrainingPlan)) for one in found]


def _checked(year: int, lines: Sequence[PlanLine]) -> TrainingPlan:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DeclarationRefused(reason="year")
    if not lines:
        raise DeclarationRefused(reason="plan-empty")
    quarters = [line.quarter for line in lines]
    if len(set(quarters)) < len(quarters):
        raise DeclarationRefused(reason="plan-quarter")
    if not set(quarters) <= set(QUARTERS):
        raise DeclarationRefused(reason="quarter")
    for line in lines:
        bounds = ((line.projects, MAX_PROJECTS), (line.scale, MAX_SCALE), (line.training_hours, MAX_HOURS))
        if not all(0 <= amount <= limit for amount, limit in bounds):
            raise DeclarationRefused(reason="plan-amounts")
    return TrainingPlan(year=year, lines=tuple(sorted(lines, key=lambda line: line.quarter)))
