"""Runs and their cases: found by project and number, changed so that case and digest never part.

Source: 浙学银〔2019〕2号, 二（二）.
"""

from collections.abc import Callable

import msgspec

from federation.errors import NotHere, StepRefused
from node.model.access import Actor, Duty, Role
from node.model.case import Case
from node.model.catalogue import CatalogueLine
from node.model.ledger_completeness import CourseHours, completeness
from node.model.ledger_manifest import manifest_digest
from node.model.ledger_state import LedgerState, fresh_key
from node.model.rights import require
from node.model.training_run import TrainingRun, encode_run, parse_run
from node.ports.catalogue import Catalogue
from node.ports.ledgers import TrainingRuns
from node.ports.logs import Change
from node.ports.organisation import Units
from node.services.case_keeping import ALTERED
from node.services.casework import Casework

READERS = frozenset((Duty.FILING, Duty.INSPECTION, Duty.AUDITING))


class LedgerCases:
    """What every service of ledgers needs of them."""

    def __init__(self, *, casework: Casework, runs: TrainingRuns, units: Units, log_id: int) -> None:
        self.casework = casework
        self.runs = runs
        self._units = units
        self.log_id = log_id

    async def state(self, project: str, run: int) -> LedgerState:
        """How that run's ledger stands. Raises `NotHere`."""
        found = next((one for one in await self.runs.of_projects([project]) if one.run == run), None)
        if found is None:
            raise NotHere(what="training run")
        return found

    async def require_filing(self, project: str, run: int, actor: Actor) -> Case:
        """The run's case, if its ledger is the actor's to keep.

        Raises:
            ActorRefused: theirs to see, but not to keep.
            NotHere: no such run, or not theirs to see.
        """
        case, _, _ = await self.casework.find((await self.state(project, run)).case_id, actor=actor)
        unit = await self._units.by_id(case.unit_id)
        if unit is None:
            raise NotHere(what="unit")
        require(actor, Duty.FILING, unit)
        return case

    async def require_open(self, project: str, run: int, actor: Actor) -> None:
        """Lets pass who may change the ledger now, before anything is read for it. Raises as `amend`."""
        case = await self.require_filing(project, run, actor)
        if case.state not in self.casework.table.open_states:
            raise StepRefused(state=case.state, step=ALTERED)

    async def amend(
        self,
        project: str,
        run: int,
        work: Callable[[TrainingRun], TrainingRun],
        *,
        actor: Actor,
        step: str = ALTERED,
        reason: str = "",
    ) -> TrainingRun:
        """Changes what is structured of a run that is still open, from what it is within the unit of work.

        Raises:
            StepRefused: the run is closed.
            ActorRefused, NotHere: not theirs, or no such run.
        """

        async def changed(change: Change, case: Case) -> Case:
            altered = msgspec.structs.replace(case, body=encode_run(work(parse_run(case.body))))
            await self.refresh(change, altered)
            return altered

        case_id = (await self.state(project, run)).case_id
        return parse_run((await self.casework.amend(case_id, changed, actor=actor, step=step, reason=reason)).body)

    async def refresh(self, change: Change, case: Case) -> LedgerState:
        """Keeps the digest of what the case holds now; to be called in whatever changes body or files.

        Raises:
            NotHere: the case is of no registered run.
        """
        state = await change.training_runs.of_case(case.case_id)
        if state is None:
            raise NotHere(what="training run")
        run = parse_run(case.body)
        attachments = await change.cases.attachments(case.case_id)
        line = (await change.catalogue.find(self.log_id, [run.project_code])).get(run.project_code)
        figure = completeness(run, attachments, courses_of(line))
        there = {fresh_key(one.part, one.digest) for one in attachments}
        state = msgspec.structs.replace(
            state,
            digest=manifest_digest(run, attachments),
            parts=figure.there,
            complete=figure.complete,
            fresh_files=tuple(one for one in state.fresh_files if one in there),
        )
        await change.training_runs.keep(state)
        return state

    async def line(self, catalogue: Catalogue, project: str) -> CatalogueLine | None:
        """The project in the catalogue's current edition."""
        return (await catalogue.find(self.log_id, [project])).get(project)


def courses_of(line: CatalogueLine | None) -> tuple[CourseHours, ...]:
    """The courses that sessions are held against; none of a project that no catalogue has any more."""
    if line is None:
        return ()
    return tuple(
        CourseHours(code=one.code, name=one.name, training_hours=one.training_hours) for one in line.project.courses
    )


def is_reader(actor: Actor) -> bool:
    """Whether ledgers of the actor's place are theirs to read."""
    if actor.role is Role.OPERATOR:
        return not actor.duties.isdisjoint(READERS)
    return actor.role in (Role.LOCAL_ADMINISTRATOR, Role.SYSTEM)
