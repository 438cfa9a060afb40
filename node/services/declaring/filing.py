"""Declaring projects: filed as drafts, corrected, submitted, recalled, dropped, by the unit whose they are.

A declaration of several projects is filed in one unit of work. The same declaration again changes
nothing; a corrected one alters the drafts that it is about.

Source: 浙学银〔2019〕2号, section 3, item 1 (各成人学校在学分银行系统填报要开设的培训项目), annexes 1 and 2.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias
from uuid import uuid4

import msgspec

from adapters.codelist import fold_label
from federation.errors import CaseIncomplete, DeclarationRefused
from node.model.access import Actor, Duty
from node.model.case import Case
from node.model.project import (
    DROP,
    KIND,
    LIVE,
    RECALL,
    SUBMIT,
    TABLE,
    Declaration,
    Project,
    encode_project,
    missing_fields,
    parse_project,
)
from node.model.rights import require
from node.model.unit import Unit
from node.ports.logs import Change, OwnLog
from node.services.case_keeping import newest_within
from node.services.casework import Casework
from node.services.declaring.checking import verify_project
from node.services.organisation.units import UnitService
from node.services.refusals import Refusals

FILED, CHANGED, UNCHANGED, LOCKED = "filed", "altered", "unchanged", "locked"
MAX_PROJECTS = 5_000
STATED = frozenset(Project.__struct_fields__) - {"declaration", "project_code", "course_codes", "publication"}
"""What the declaring unit says of a project; the rest is the system's."""
Key: TypeAlias = tuple[str, int | None, int | None]


class FiledProject(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one project of a declaration.

    Attributes:
        outcome: ``filed``, ``altered``, ``unchanged``, or ``locked``: it was submitted already and stays as it is.
        missing: what it lacks before it can be submitted.
    """

    case: Case
    project: Project
    outcome: str
    missing: tuple[str, ...]


class ProjectFiling:
    """The declaring side."""

    def __init__(self, *, own_log: OwnLog, casework: Casework, units: UnitService) -> None:
        self._own_log = own_log
        self._casework = casework
        self._units = units

    async def file(
        self, projects: Sequence[Project], *, actor: Actor, unit: str = "", declaration: Declaration | None = None
    ) -> list[FiledProject]:
        """Files a declaration's projects as drafts, all or none.

        Args:
            projects: as stated; what they lack is told, not refused.
            actor: with the duty of declaration there.
            unit: code of the declaring unit; the actor's own if "".
            declaration: who reports, and where it came from.

        Raises:
            DeclarationRefused: no project, too many, one twice, a value that can't be kept, or no county.
            ActorRefused, NotHere: not theirs to declare, or no such unit.
        """
        of_all = declaration or Declaration()
        declared = [msgspec.structs.replace(one, declaration=of_all) for one in projects]
        return await self.file_of_units([(unit, one) for one in declared], actor=actor)

    async def file_of_units(self, projects: Sequence[tuple[str, Project]], *, actor: Actor) -> list[FiledProject]:
        """Files projects of several units, all or none; a unit's are one declaration.

        Args:
            projects: code of the declaring unit (the actor's own if "") and its project, with who reports it.
            actor: with the duty of declaration at all of them.

        Raises:
            DeclarationRefused, ActorRefused, NotHere: as `file`.
        """
        if not 0 < len(projects) <= MAX_PROJECTS:
            raise DeclarationRefused(reason="no-projects" if not projects else "too-many")
        places = {unit: await self._place(unit, actor) for unit in {unit for unit, _ in projects}}
        for _, project in projects:
            verify_project(project)
        if len({(places[unit].unit_id, key_of(one)) for unit, one in projects}) < len(projects):
            raise DeclarationRefused(reason="twice")
        ids = {place.unit_id: uuid4().hex for place in places.values()}
        async with self._own_log.change() as change:
            held = {
                (one.unit_id, key_of(parse_project(one.body))): one
                for one in await _live(change, [place.unit_id for place in places.values()])
            }
            filing = _Filing()
            for unit, project in projects:
                place = places[unit]
                declaration = msgspec.structs.replace(project.declaration, declaration_id=ids[place.unit_id])
                filing.add(project, declaration, held.get((place.unit_id, key_of(project))), place)
            opened = await self._casework.open_all_within(change, filing.new, actor=actor)
            altered = await self._casework.alter_all_within(change, filing.altered, actor=actor)
        return filing.result(opened, altered)

    async def alter(self, case_id: str, stated: Mapping[str, object], *, actor: Actor) -> Case:
        """Replaces some of a draft's values.

        Args:
            case_id: of the case.
            stated: by field of `STATED`, with values of the field's type.
            actor: with the duty of declaration there.

        Raises:
            DeclarationRefused: no such field, or a value that can't be kept; or the unit has such a project.
            StepRefused: it was submitted.
            ActorRefused, NotHere: not theirs, or no such case.
        """
        return (await self.alter_all({case_id: stated}, actor=actor))[0]

    async def alter_all(self, stated: Mapping[str, Mapping[str, object]], *, actor: Actor) -> list[Case]:
        """Replaces some values of several drafts, as `alter` does: of all of them, or of none.

        Args:
            stated: by case id, then by field.
            actor: with the duty of declaration at all of their units.

        Raises:
            DeclarationRefused, StepRefused, ActorRefused, NotHere: as `alter`; `each` says of every one why.
        """
        refusals = Refusals(len(stated))
        for case_id, fields in stated.items():
            with refusals.of(case_id):
                if not fields.keys() <= STATED:
                    raise DeclarationRefused(reason="field-unknown")
        fields_of = dict[str, Mapping[str, object]]()
        seen = await self._casework.seen_all(list(stated), actor, refusals)
        for case, place in seen:
            with refusals.of(case.case_id):
                require(actor, Duty.DECLARATION, place)
            typed = next(one for one in (case.case_id, *stated) if one in stated and case.case_id.startswith(one))
            fields_of[case.case_id] = stated[typed]
        refusals.require_none()
        async with self._own_log.change() as change:
            present = await newest_within(change, seen)
            changed = list[tuple[Case, Project]]()
            for case, _ in present:
                with refusals.of(case.case_id):
                    altered = restated(parse_project(case.body), fields_of[case.case_id])
                    verify_project(altered)
                    changed.append((case, altered))
            live = await _live(change, list({place.unit_id for _, place in present}))
            others = [(one, parse_project(one.body)) for one in live if one.case_id not in fields_of]
            borne = Counter((case.unit_id, key_of(one)) for case, one in [*others, *changed])
            for case, altered in changed:
                with refusals.of(case.case_id):
                    if borne[case.unit_id, key_of(altered)] > 1:
                        raise DeclarationRefused(reason="twice")
            refusals.require_none()
            bodies = [(case, encode_project(altered)) for case, altered in changed]
            return await self._casework.alter_all_within(change, bodies, actor=actor)

    async def submit(self, case_ids: Sequence[str], *, actor: Actor) -> list[Case]:
        """Hands projects in for review, all or none; if one is refused, `each` of the error says of every one why.

        Raises:
            CaseIncomplete: one lacks something.
            StepRefused, ActorRefused, NotHere: as `Casework.take`.
        """
        return await self._take(case_ids, SUBMIT, actor)

    async def recall(self, case_ids: Sequence[str], *, actor: Actor) -> list[Case]:
        """Takes submitted projects back to be corrected, while nobody decided on them. Raises as `submit`."""
        return await self._take(case_ids, RECALL, actor)

    async def drop(self, case_ids: Sequence[str], *, actor: Actor) -> list[Case]:
        """Gives drafts up. Raises as `submit`."""
        return await self._take(case_ids, DROP, actor)

    async def _take(self, case_ids: Sequence[str], step: str, actor: Actor) -> list[Case]:
        asked = list(dict.fromkeys(case_ids))
        refusals = Refusals(len(asked))
        seen = await self._casework.seen_all(asked, actor, refusals)
        async with self._own_log.change() as change:
            taken = []
            for case, unit in await newest_within(change, seen):
                with refusals.of(case.case_id):
                    # Asked first whether it can be submitted at all: that says more than what it lacks.
                    taken.append((case, self._casework.taken(case, unit, step, actor=actor)))
                    missing = missing_fields(parse_project(case.body)) if step == SUBMIT else ()
                    if missing:
                        raise CaseIncomplete(parts=" ".join(missing))
            refusals.require_none()
            return await self._casework.keep_all_within(change, taken, step, actor=actor)

    async def _place(self, code: str, actor: Actor) -> Unit:
        if code:
            place = await self._units.by_code(code)
        else:
            place = actor.unit if actor.unit is not None else await self._units.root()
        require(actor, Duty.DECLARATION, place)
        if place.parent_id is None:
            # There is nobody above the provincial centre who could review it.
            raise DeclarationRefused(reason="centre")
        return place


class _Filing:
    """What becomes of a declaration's projects, decided before anything of it is written."""

    def __init__(self) -> None:
        self.new: list[tuple[bytes, Unit]] = []
        self.altered: list[tuple[Case, bytes]] = []
        self._told: list[tuple[Case | None, Project, str]] = []

    def add(self, project: Project, declaration: Declaration, case: Case | None, place: Unit) -> None:
        """Decides on one; `case` is the unit's of that name and quarter."""
        if case is None:
            # Only what is a unit's to state: codes are given, publications made.
            project = restated(Project(declaration=declaration), _stated(project))
            self.new.append((encode_project(project), place))
            self._told.append((None, project, FILED))
            return
        before = parse_project(case.body)
        # Same reporter and source, another id: that alone is no change.
        again = msgspec.structs.replace(declaration, declaration_id=before.declaration.declaration_id)
        altered = msgspec.structs.replace(restated(before, _stated(project)), declaration=again)
        if case.state not in TABLE.open_states:
            self._told.append((case, before, UNCHANGED if _stated(before) == _stated(project) else LOCKED))
        elif altered == before:
            self._told.append((case, before, UNCHANGED))
        else:
            self.altered.append((case, encode_project(altered)))
            self._told.append((None, altered, CHANGED))

    def result(self, opened: Iterable[Case], altered: Iterable[Case]) -> list[FiledProject]:
        """What became of each, in the order in which they were stated; the cases in the order in which they were."""
        made = {FILED: iter(opened), CHANGED: iter(altered)}
        return [
            _filed(next(made[outcome]) if case is None else case, project, outcome)
            for case, project, outcome in self._told
        ]


async def _live(change: Change, unit_ids: Sequence[int]) -> list[Case]:
    return await change.cases.list_of(KIND, states=LIVE, unit_ids=unit_ids)


def key_of(project: Project) -> Key:
    """By which a unit's projects are told apart: folded name, year, quarter."""
    return fold_label(project.project_name), project.year, project.quarter


def _stated(project: Project) -> dict[str, object]:
    return {field: getattr(project, field) for field in STATED}


def restated(project: Project, stated: Mapping[str, object]) -> Project:
    """The project with some values stated anew, as `ProjectFiling.alter` takes them.

    Raises:
        DeclarationRefused: ``field-form``.
    """
    # By its own type: what comes as JSON (days as text) is read, what doesn't fit is refused.
    told = {**msgspec.to_builtins(project), **msgspec.to_builtins(dict(stated))}
    try:
        return msgspec.convert(told, Project)
    except msgspec.ValidationError as error:
        raise DeclarationRefused(reason="field-form") from error


def _filed(case: Case, project: Project, outcome: str) -> FiledProject:
    return FiledProject(case=case, project=project, outcome=outcome, missing=missing_fields(project))
