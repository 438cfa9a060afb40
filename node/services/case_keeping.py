"""What a unit of work does to cases: files them, alters them, takes steps, one or many alike.

What is decided is decided in memory, of cases read in that unit of work; what it comes to (states, histories,
audit records) is written together. Many take as many trips to the database as one.

Source: DESIGN section 9; RELIABILITY 31, 34.
"""

from collections.abc import Awaitable, Callable, Sequence
from uuid import uuid4

import msgspec

from federation.clock import Clock
from federation.errors import StepRefused
from node.model.access import Actor, AuditRecord
from node.model.case import Case, CaseStep, CaseTable, require_step
from node.model.unit import Unit
from node.ports.logs import Change
from node.services.open_units import require_all_open
from node.services.refusals import Refusals

FILED, ALTERED = "file", "alter"
Then = Callable[[Change, Case], Awaitable[Case]]


class CaseKeeping:
    """One kind of case, by its table."""

    def __init__(self, table: CaseTable, *, clock: Clock) -> None:
        """Prepares it.

        Args:
            table: states and steps.
            clock: when steps are taken.
        """
        self.table = table
        self._clock = clock

    async def open_within(
        self,
        change: Change,
        body: bytes,
        *,
        unit: Unit,
        actor: Actor,
        subject_index: bytes = b"",
        then: Then | None = None,
        even_closed: bool = False,
    ) -> Case:
        """Files a new case inside an open unit of work, by an actor whose right was asked for already.

        `even_closed` lets it be of a unit that is closed: what is found about one that was.
        """
        case = self._new(body, unit, subject_index)
        if not even_closed:
            await require_all_open(change, [unit.unit_id])
        await change.cases.add(case)
        if then is not None:
            case = await then(change, case)
        await self._note(change, [case], actor, FILED, "")
        return case

    async def open_all_within(self, change: Change, filed: Sequence[tuple[bytes, Unit]], *, actor: Actor) -> list[Case]:
        """Files new cases, each body its unit's, as `open_within` does; all or none, in the same order."""
        cases = [self._new(body, unit, b"") for body, unit in filed]
        await require_all_open(change, {one.unit_id for one in cases})
        await change.cases.add_all(cases)
        await self._note(change, cases, actor, FILED, "")
        return cases

    async def alter_within(self, change: Change, case: Case, body: bytes, *, actor: Actor) -> Case:
        """Replaces what was filed, of a case read in that unit of work. Raises `StepRefused`."""
        return (await self.alter_all_within(change, [(case, body)], actor=actor))[0]

    async def alter_all_within(
        self, change: Change, altered: Sequence[tuple[Case, bytes]], *, actor: Actor
    ) -> list[Case]:
        """Replaces what was filed, of cases read in that unit of work, no case twice: of all of them, or of none.

        Raises:
            StepRefused: of one that isn't open to that; `each` says which.
        """
        changed, refusals = [], Refusals(len(altered))
        for case, body in altered:
            with refusals.of(case.case_id):
                if case.state not in self.table.open_states:
                    raise StepRefused(state=case.state, step=ALTERED)
            changed.append((case, msgspec.structs.replace(case, body=body, updated_at=self._clock.now())))
        refusals.require_none()
        return await self.keep_all_within(change, changed, ALTERED, actor=actor)

    async def take_within(
        self, change: Change, case: Case, unit: Unit, step: str, *, actor: Actor, reason: str = "", body: bytes = b""
    ) -> Case:
        """Takes one step on a case read in that unit of work; `body` is what it holds from then on, if not "".

        Raises:
            StepRefused: not a step of its state.
            ActorRefused: not theirs.
        """
        taken = self.taken(case, unit, step, actor=actor, reason=reason, body=body)
        return (await self.keep_all_within(change, [(case, taken)], step, actor=actor, reason=reason))[0]

    def taken(self, case: Case, unit: Unit, step: str, *, actor: Actor, reason: str = "", body: bytes = b"") -> Case:
        """What a step makes of a case, for `keep_all_within` to keep. Raises as `take_within`."""
        transition = self.table.transition(case.state, step)
        require_step(actor, transition, unit, reason)
        return msgspec.structs.replace(case, state=transition.to, updated_at=self._clock.now(), body=body or case.body)

    async def keep_all_within(
        self, change: Change, changed: Sequence[tuple[Case, Case]], step: str, *, actor: Actor, reason: str = ""
    ) -> list[Case]:
        """Keeps what one step made of cases, with history and audit record of each: of all of them, or of none.

        Args:
            change: the unit of work in which they were read.
            changed: each as it was and as it is now; no case twice.
            step: what was done to each of them.
            actor: by whom; that they may was asked already.
            reason: why.

        Raises:
            StepRefused: somebody else was faster with one; `each` says which.
        """
        was = {now.case_id: before.state for before, now in changed}
        refusals = Refusals(len(changed))
        for stale in await change.cases.alter_all([(now, before.state) for before, now in changed]):
            with refusals.of(stale.case_id):
                raise StepRefused(state=was[stale.case_id], step=step)
        refusals.require_none()
        cases = [now for _, now in changed]
        await self._note(change, cases, actor, step, reason.strip())
        return cases

    async def _keep(self, change: Change, case: Case, *, was: str, step: str) -> None:
        if not await change.cases.alter(case, was=was):
            raise StepRefused(state=was, step=step)

    async def _note(self, change: Change, cases: Sequence[Case], actor: Actor, step: str, reason: str) -> None:
        now, action = self._clock.now(), f"{self.table.kind}-{step}"
        steps = [
            (one.case_id, CaseStep(at=now, actor=actor.name, step=step, state=one.state, reason=reason))
            for one in cases
        ]
        await change.cases.add_steps(steps)
        await change.audit.add(
            [
                msgspec.structs.replace(self._record(actor, action, one.case_id), subject_index=one.subject_index)
                for one in cases
            ]
        )

    def _new(self, body: bytes, unit: Unit, subject_index: bytes) -> Case:
        now = self._clock.now()
        return Case(
            case_id=uuid4().hex,
            kind=self.table.kind,
            unit_id=unit.unit_id,
            state=self.table.first,
            body=body,
            created_at=now,
            updated_at=now,
            subject_index=subject_index,
        )

    def _record(self, actor: Actor, action: str, detail: str) -> AuditRecord:
        return AuditRecord(at=self._clock.now(), actor=actor.name, action=action[:40], detail=detail)


async def newest_within(change: Change, seen: Sequence[tuple[Case, Unit]]) -> list[tuple[Case, Unit]]:
    """Cases as they stand under the log's lock: what is decided on is what was there then."""
    newest = await change.cases.find_all([case.case_id for case, _ in seen])
    return [(newest.get(case.case_id, case), unit) for case, unit in seen]
