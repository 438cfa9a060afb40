"""Looking at declared projects: whole with their history, or many of an area without anybody's name.

A branch office sees every step of its city, as every unit sees those under it.

Source: 浙学银〔2019〕2号, section 1 (各分部负责…检查).
"""

from collections.abc import Sequence

import msgspec

from federation.clock import Clock
from federation.errors import ActorRefused, NotHere
from node.model.access import Actor, AuditRecord, Duty, Role
from node.model.case import Case, CaseStep
from node.model.project import KIND, Project, encode_project, parse_project
from node.model.rights import may_see
from node.model.unit import Unit
from node.ports.logs import OwnLog
from node.ports.organisation import Cases, Units
from node.services.casework import Casework

READERS = frozenset((Duty.DECLARATION, Duty.REVIEW, Duty.CATALOGUING, Duty.INSPECTION, Duty.AUDITING, Duty.FILING))
"""Whoever sees who reported a project needs one of these."""


class ProjectFile(msgspec.Struct, frozen=True, kw_only=True):
    """A whole case: what was declared, and every step."""

    case: Case
    unit: Unit
    project: Project
    steps: tuple[CaseStep, ...]


class ListedProject(msgspec.Struct, frozen=True, kw_only=True):
    """One of many."""

    case: Case
    unit: Unit
    project: Project


class ProjectViews:
    """The looking side."""

    def __init__(self, *, own_log: OwnLog, casework: Casework, cases: Cases, units: Units, clock: Clock) -> None:
        self._own_log = own_log
        self._casework = casework
        self._cases = cases
        self._units = units
        self._clock = clock

    async def find(self, case_id: str, *, actor: Actor) -> ProjectFile:
        """A whole project; the look is recorded: it says who reported it.

        Raises:
            ActorRefused: no duty that has to do with projects.
            NotHere: there is none of that id, or it isn't the actor's to see.
        """
        require_reader(actor)
        case, unit = await self._casework.seen(case_id, actor)
        looked = AuditRecord(at=self._clock.now(), actor=actor.name, action="read-project", detail=case.case_id)
        async with self._own_log.change() as change:
            await change.audit.add([looked])
        steps = await self._cases.steps(case.case_id)
        return ProjectFile(case=case, unit=unit, project=parse_project(case.body), steps=tuple(steps))

    async def seen_by(
        self,
        actor: Actor,
        *,
        unit: str = "",
        states: Sequence[str] = (),
        year: int | None = None,
        quarter: int | None = None,
    ) -> list[ListedProject]:
        """Projects of the units that the actor may see, oldest first.

        Args:
            actor: with any duty that has to do with projects.
            unit: code of one of these units: of it and those under it only.
            states: only these.
            year: only of this one.
            quarter: 1 to 4, only of this one.

        Raises:
            ActorRefused: no such duty.
            NotHere: no such unit, or not theirs to see.
        """
        require_reader(actor)
        units = {one.unit_id: one for one in await self._units.all() if may_see(actor, one)}
        if unit:
            place = next((one for one in units.values() if one.code == unit), None)
            if place is None:
                raise NotHere(what=f"unit {unit}")
            units = {unit_id: one for unit_id, one in units.items() if place.contains(one)}
        found = []
        for case in await self._cases.list_of(KIND, states=tuple(states)):
            if case.unit_id not in units:
                continue
            project = _without_people(parse_project(case.body))
            if year in (None, project.year) and quarter in (None, project.quarter):
                case = msgspec.structs.replace(case, body=encode_project(project))
                found.append(ListedProject(case=case, unit=units[case.unit_id], project=project))
        return found


def _without_people(project: Project) -> Project:
    """Without who reported it: a list is no look at anybody, and leaves no record of one."""
    declared = msgspec.structs.replace(project.declaration, reporter="", phone="", address="")
    return msgspec.structs.replace(project, declaration=declared)


def require_reader(actor: Actor) -> None:
    """Lets pass whose duties have to do with projects.

    Raises:
        ActorRefused: reason ``duty``.
    """
    if actor.role not in (Role.LOCAL_ADMINISTRATOR, Role.SYSTEM) and not actor.duties & READERS:
        raise ActorRefused(reason="duty")
