"""Keeping a run's ledger: the run registered, stated anew, files put in and taken out, closed at last.

Source: 浙学银〔2019〕2号, 二（二） (项目开展要有过程性台账) and 三 (results only of published projects).
"""

import os
from datetime import date
from hashlib import sha256

import msgspec

from adapters.checks.names import is_one_line
from federation.errors import LedgerRefused, NotHere
from federation.model.ledger import MAX_RUN
from node.model.access import Actor
from node.model.case import Attachment, Case
from node.model.ledger_manifest import manifest_digest
from node.model.ledger_state import LedgerState, fresh_key
from node.model.training_run import CLOSE, SALT_BYTES, TrainingRun, encode_run, parse_run
from node.ports.catalogue import Catalogue
from node.ports.logs import Change
from node.ports.organisation import Units
from node.services.ledgers.ledger_cases import LedgerCases

MAX_LINE_CHARS = 200
MAX_DESIGN_CHARS = 10_000
DETACH = "detach"


class RunStatement(msgspec.Struct, frozen=True, kw_only=True):
    """What is stated of a run. None leaves a field as it was; "" empties it.

    Attributes:
        starts_on, ends_on: both inclusive, within the project's period.
        place, teacher: one line each, at most 200 characters.
        design: the course's design, at most 10,000 characters.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    place: str | None = None
    teacher: str | None = None
    design: str | None = None


class LedgerKeeping:
    """The unit's side."""

    def __init__(self, *, cases: LedgerCases, catalogue: Catalogue, units: Units) -> None:
        self._cases = cases
        self._catalogue = catalogue
        self._units = units

    async def open(self, project: str, statement: RunStatement, *, actor: Actor) -> TrainingRun:
        """Registers the next run of a published project; without days of its own it has the project's.

        Args:
            project: its code.
            statement: what is known of the run.
            actor: with the duty of filing at the project's unit or above it.

        Raises:
            LedgerRefused: the project isn't in a current catalogue, or the days or texts can't be.
            ActorRefused: the project is another unit's.
        """
        line = await self._cases.line(self._catalogue, project)
        if line is None:
            raise LedgerRefused(reason="project-unknown")
        unit = await self._units.by_code(line.project.unit_code)
        if unit is None:
            raise LedgerRefused(reason="unit-unknown")
        blank = TrainingRun(
            project_code=project,
            run=1,
            starts_on=line.project.starts_on,
            ends_on=line.project.ends_on,
            salt=os.urandom(SALT_BYTES),
        )
        run = _stated(blank, statement, (line.project.starts_on, line.project.ends_on))

        async def numbered(change: Change, case: Case) -> Case:
            # Numbered under the log's lock: of two who register at once, each has a number of their own.
            taken = (await change.training_runs.numbers([project])).get(project, frozenset())
            number = max(taken, default=0) + 1
            if number > MAX_RUN:
                raise LedgerRefused(reason="too-many-runs")
            registered = msgspec.structs.replace(run, run=number)
            whole = msgspec.structs.replace(case, body=encode_run(registered))
            await change.cases.alter(whole, was=case.state)
            await change.training_runs.add(
                LedgerState(
                    project_code=project,
                    run=number,
                    case_id=case.case_id,
                    unit_id=case.unit_id,
                    digest=manifest_digest(registered, ()),
                )
            )
            await self._cases.refresh(change, whole)
            return whole

        case = await self._cases.casework.open(encode_run(run), unit=unit, actor=actor, then=numbered)
        return parse_run(case.body)

    async def alter(self, project: str, run: int, statement: RunStatement, *, actor: Actor) -> TrainingRun:
        """States a run anew: what is given alone.

        Raises:
            LedgerRefused: the days or texts can't be.
            StepRefused: the run is closed.
            ActorRefused, NotHere: not theirs, or no such run.
        """
        line = await self._cases.line(self._catalogue, project)
        if line is None and (statement.starts_on or statement.ends_on):
            raise LedgerRefused(reason="project-unknown")
        period = None if line is None else (line.project.starts_on, line.project.ends_on)
        return await self._cases.amend(project, run, lambda was: _stated(was, statement, period), actor=actor)

    async def attach(self, project: str, run: int, part: str, *, name: str, content: bytes, actor: Actor) -> Attachment:
        """Keeps a file of one part, encrypted (PDF, PNG, JPEG, XLSX, DOCX by content and by name).

        Raises:
            AttachmentRefused: of a wrong type or size, named otherwise than it is, no such part, or too many.
            StepRefused: the run is closed.
            ActorRefused, NotHere: not theirs, or no such run.
        """
        state = await self._cases.state(project, run)

        case, _, attachments = await self._cases.casework.find(state.case_id, actor=actor)
        key = fresh_key(part, sha256(content).digest())
        # What was in the ledger before stays as it was: recorded, perhaps.
        is_new = key not in {fresh_key(one.part, one.digest) for one in attachments}

        async def noted(change: Change, case: Case) -> Case:
            known = await change.training_runs.of_case(case.case_id)
            if known is not None and is_new:
                fresh = msgspec.structs.replace(known, fresh_files=(*known.fresh_files, key))
                await change.training_runs.keep(fresh)
            await self._cases.refresh(change, case)
            return case

        return await self._cases.casework.attach(
            case.case_id, part, name=name, content=content, actor=actor, then=noted
        )

    async def detach(self, project: str, run: int, digest: bytes, *, part: str, actor: Actor) -> None:
        """Takes a wrong file out again, while it isn't recorded.

        Args:
            project: its code.
            run: which run of it.
            digest: SHA-256 of the file, 32 bytes.
            part: where it was put.
            actor: with the duty of filing there.

        Raises:
            LedgerRefused: ``file-recorded``.
            StepRefused: the run is closed.
            ActorRefused, NotHere: not theirs, or no such run or file.
        """
        state = await self._cases.state(project, run)

        async def taken_out(change: Change, case: Case) -> Case:
            there = await change.cases.attachments(case.case_id)
            if not any((one.part, one.digest) == (part, digest) for one in there):
                raise NotHere(what="attachment")
            known = await change.training_runs.of_case(case.case_id)
            if known is None or fresh_key(part, digest) not in known.fresh_files:
                raise LedgerRefused(reason="file-recorded")
            await change.cases.detach(case.case_id, part=part, digest=digest)
            await self._cases.refresh(change, case)
            return case

        await self._cases.casework.amend(state.case_id, taken_out, actor=actor, step=DETACH, reason=part)

    async def close(self, project: str, run: int, *, actor: Actor) -> None:
        """Ends a run: nothing is put into its ledger or altered any more.

        Raises:
            StepRefused: it is closed already.
            ActorRefused, NotHere: not theirs, or no such run.
        """
        await self._cases.casework.take((await self._cases.state(project, run)).case_id, CLOSE, actor=actor)


def _stated(run: TrainingRun, statement: RunStatement, period: tuple[date, date] | None) -> TrainingRun:
    given = {name: value for name, value in msgspec.structs.asdict(statement).items() if value is not None}
    stated = msgspec.structs.replace(run, **given)
    if stated.starts_on > stated.ends_on:
        raise LedgerRefused(reason="date-order")
    if period is not None and not period[0] <= stated.starts_on <= stated.ends_on <= period[1]:
        raise LedgerRefused(reason="outside-period")
    for line in (stated.place, stated.teacher):
        if len(line) > MAX_LINE_CHARS or (line and not is_one_line(line)):
            raise LedgerRefused(reason="text-form")
    if len(stated.design) > MAX_DESIGN_CHARS or not is_one_line(stated.design.replace("\n", "")):
        raise LedgerRefused(reason="text-form")
    return stated
