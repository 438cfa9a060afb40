"""Taking cases forward: the same for whatever is filed by one and decided on by another.

Each step is one unit of work: the state, the history, the audit record, and what else the
step brings about (`then`). Of two who take a step at once, one is told that it isn't possible
any more.

Source: DESIGN section 9; RELIABILITY 31.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from federation.clock import Clock
from federation.errors import AttachmentRefused, NotHere, StepRefused
from node.model.access import Actor, Duty
from node.model.case import Attachment, Case, CaseStep, CaseTable, require_step
from node.model.rights import may_see, require
from node.model.unit import Unit
from node.ports.logs import Change, OwnLog
from node.ports.organisation import Cases, Units
from node.services.attachment_types import SCANS, AttachmentRule, verify_attachment
from node.services.case_keeping import ALTERED, CaseKeeping, Then, newest_within
from node.services.refusals import Refusals


class Casework(CaseKeeping):
    """One kind of case, by its table."""

    def __init__(
        self,
        table: CaseTable,
        *,
        own_log: OwnLog,
        cases: Cases,
        units: Units,
        clock: Clock,
        parts: Iterable[str] = (),
        files: AttachmentRule = SCANS,
    ) -> None:
        """Prepares it.

        Args:
            table: states and steps.
            own_log: for units of work.
            cases: what is there.
            units: where cases stand.
            clock: when steps are taken.
            parts: what files a case may have.
            files: of which types, and how many.
        """
        super().__init__(table, clock=clock)
        self._own_log = own_log
        self._cases = cases
        self._units = units
        self._parts = frozenset(parts)
        self._files = files

    async def open(
        self,
        body: bytes,
        *,
        unit: Unit,
        actor: Actor,
        subject_index: bytes = b"",
        duty: Duty = Duty.FILING,
        then: Then | None = None,
    ) -> Case:
        """Files a new case of `unit`; `then` is what else is done in the same unit of work.

        Raises:
            ActorRefused: not theirs to file.
        """
        require(actor, duty, unit)
        async with self._own_log.change() as change:
            return await self.open_within(change, body, unit=unit, actor=actor, subject_index=subject_index, then=then)

    async def alter(self, case_id: str, body: bytes, *, actor: Actor, duty: Duty = Duty.FILING) -> Case:
        """Replaces what was filed, while the case is still open to that.

        Raises:
            StepRefused: it isn't any more.
            ActorRefused, NotHere: not theirs, or no such case.
        """

        async def replaced(_change: Change, case: Case) -> Case:
            return msgspec.structs.replace(case, body=body)

        return await self.amend(case_id, replaced, actor=actor, duty=duty)

    async def amend(
        self,
        case_id: str,
        work: Then,
        *,
        actor: Actor,
        duty: Duty = Duty.FILING,
        step: str = ALTERED,
        reason: str = "",
    ) -> Case:
        """Changes a case that is still open to that, from what it is within the unit of work.

        Args:
            case_id: of the case.
            work: what becomes of it, given it as it stands then; its state stays.
            actor: with the duty there.
            duty: which one.
            step: what the history says was done.
            reason: what it says beside.

        Raises:
            StepRefused: it isn't open to that any more.
            ActorRefused, NotHere: not theirs, or no such case.
        """
        case, unit = await self.seen(case_id, actor)
        require(actor, duty, unit)
        async with self._own_log.change() as change:
            newest = await change.cases.find(case.case_id)
            if newest is None or newest.state not in self.table.open_states:
                # Perhaps handed in since it was read: what is decided on is what was there then.
                raise StepRefused(state=case.state if newest is None else newest.state, step=step)
            amended = await work(change, newest)
            amended = msgspec.structs.replace(amended, state=newest.state, updated_at=self._clock.now())
            await self._keep(change, amended, was=newest.state, step=step)
            await self._note(change, [amended], actor, step, reason)
        return amended

    async def take(self, case_id: str, step: str, *, actor: Actor, reason: str = "", then: Then | None = None) -> Case:
        """Takes one step.

        Args:
            case_id: of the case.
            step: one that the table has for its state.
            actor: of a duty and place that the table asks for.
            reason: why; some steps must say it.
            then: what else is done in the same unit of work; returns the case with what it adds.

        Raises:
            StepRefused: not a step of its state, or somebody else was faster.
            ActorRefused, NotHere: not theirs, or no such case.
        """
        case, unit = await self.seen(case_id, actor)
        transition = self.table.transition(case.state, step)
        require_step(actor, transition, unit, reason)
        taken = msgspec.structs.replace(case, state=transition.to, updated_at=self._clock.now())
        async with self._own_log.change() as change:
            taken = await self._with_newest_body(change, taken)
            if then is not None:
                taken = await then(change, taken)
            await self._keep(change, taken, was=case.state, step=step)
            await self._note(change, [taken], actor, step, reason.strip())
        return taken

    async def take_all(self, case_ids: Iterable[str], step: str, *, actor: Actor, reason: str = "") -> list[Case]:
        """Takes the same step on several cases in one unit of work: on all of them, or on none.

        Raises:
            StepRefused, ActorRefused, NotHere: as `take`; `each` says of every one that can't take it.
        """
        asked = list(dict.fromkeys(case_ids))
        refusals = Refusals(len(asked))
        seen = await self.seen_all(asked, actor, refusals)
        async with self._own_log.change() as change:
            changed = []
            for case, unit in await newest_within(change, seen):
                with refusals.of(case.case_id):
                    changed.append((case, self.taken(case, unit, step, actor=actor, reason=reason)))
            refusals.require_none()
            return await self.keep_all_within(change, changed, step, actor=actor, reason=reason)

    async def find(self, case_id: str, *, actor: Actor) -> tuple[Case, list[CaseStep], list[Attachment]]:
        """A case, its history and its files.

        Raises:
            NotHere: there is none of that id, or it isn't the actor's to see.
        """
        case, _ = await self.seen(case_id, actor)
        return case, await self._cases.steps(case.case_id), await self._cases.attachments(case.case_id)

    async def seen_by(self, actor: Actor, *, states: Iterable[str] = ()) -> list[tuple[Case, Unit]]:
        """Cases of the units that the actor may see, oldest first."""
        units = {one.unit_id: one for one in await self._units.all() if may_see(actor, one)}
        cases = await self._cases.list_of(self.table.kind, states=tuple(states))
        return [(one, units[one.unit_id]) for one in cases if one.unit_id in units]

    async def of_subject(self, subject_index: bytes, *, states: Iterable[str] = ()) -> list[Case]:
        """Cases of a person (16-byte blind index), wherever in the branch they stand, oldest first."""
        return await self._cases.list_of(self.table.kind, states=tuple(states), subject_index=subject_index)

    async def attach(
        self,
        case_id: str,
        part: str,
        *,
        name: str,
        content: bytes,
        actor: Actor,
        duty: Duty = Duty.FILING,
        then: Then | None = None,
    ) -> Attachment:
        """Keeps a file with a case, encrypted, by its digest; `then` is what else is done in the same unit of work.

        Raises:
            AttachmentRefused: of a wrong type or size, no such part, or too many.
            StepRefused: the case isn't open to that any more.
        """
        case, unit = await self.seen(case_id, actor)
        require(actor, duty, unit)
        if case.state not in self.table.open_states:
            raise StepRefused(state=case.state, step=ALTERED)
        media_type = verify_attachment(name, content, self._files)
        if part not in self._parts:
            raise AttachmentRefused(file=name, reason="part-unknown")
        if len(await self._cases.attachments(case.case_id)) >= self._files.most:
            raise AttachmentRefused(file=name, reason="too-many")
        async with self._own_log.change() as change:
            newest = await change.cases.find(case.case_id)
            if newest is None or newest.state not in self.table.open_states:
                # Handed in since it was read: what is decided on is what was there then.
                raise StepRefused(state=case.state if newest is None else newest.state, step=ALTERED)
            kept = await change.cases.attach(case.case_id, part=part, name=name, content=content, media_type=media_type)
            if then is not None:
                await then(change, newest)
            await self._note(change, [case], actor, "attach", part)
        return kept

    async def detach(self, case_id: str, digest: bytes, *, actor: Actor) -> Attachment:
        """Takes a file off a case that was added by mistake; that it was there stays in the history.

        Raises:
            StepRefused: the case isn't open to that any more.
            ActorRefused, NotHere: not theirs, no such case, or it has no such file (32-byte digest).
        """
        case, unit = await self.seen(case_id, actor)
        require(actor, Duty.FILING, unit)
        async with self._own_log.change() as change:
            newest = await change.cases.find(case.case_id)
            if newest is None or newest.state not in self.table.open_states:
                raise StepRefused(state=case.state if newest is None else newest.state, step=ALTERED)
            held = [one for one in await change.cases.attachments(case.case_id) if one.digest == digest]
            if not held:
                raise NotHere(what="attachment")
            await change.cases.detach(case.case_id, part=held[0].part, digest=digest)
            await self._note(change, [newest], actor, "detach", held[0].part)
        return held[0]

    async def content(self, case_id: str, digest: bytes, *, actor: Actor) -> bytes:
        """A file of a case. Raises `NotHere`."""
        case, _ = await self.seen(case_id, actor)
        if all(one.digest != digest for one in await self._cases.attachments(case.case_id)):
            raise NotHere(what="attachment")
        content = await self._cases.content(digest)
        if content is None:
            raise NotHere(what="attachment")
        async with self._own_log.change() as change:
            record = self._record(actor, "read-attachment", case.case_id)
            await change.audit.add([msgspec.structs.replace(record, subject_index=case.subject_index)])
        return content

    async def seen(self, case_id: str, actor: Actor) -> tuple[Case, Unit]:
        """A case of this kind and its unit. Raises `NotHere`, also where it isn't the actor's to see."""
        refusals = Refusals(1)
        seen = await self.seen_all([case_id], actor, refusals)
        refusals.require_none()
        return seen[0]

    async def seen_all(self, case_ids: Sequence[str], actor: Actor, refusals: Refusals) -> list[tuple[Case, Unit]]:
        """Several, each once, in the order asked for; one that `seen` would refuse is noted and left out."""
        found = await self._cases.find_all(case_ids)
        units = await self._units.by_ids({one.unit_id for one in found.values()})
        seen: dict[str, tuple[Case, Unit]] = {}
        for case_id in case_ids:
            case = found.get(case_id)
            unit = None if case is None else units.get(case.unit_id)
            if case is None or unit is None or case.kind != self.table.kind or not may_see(actor, unit):
                with refusals.of(case_id):
                    raise NotHere(what="case")
            else:
                seen[case.case_id] = case, unit
        return list(seen.values())

    async def _with_newest_body(self, change: Change, case: Case) -> Case:
        # Somebody may have altered it since it was read, and left its state as it was.
        newest = await change.cases.find(case.case_id)
        return case if newest is None else msgspec.structs.replace(case, body=newest.body)


def missing_parts(attachments: Iterable[Attachment], required: Mapping[str, int]) -> list[str]:
    """Which parts lack files, of those that need so many."""
    held = [one.part for one in attachments]
    return [part for part, count in required.items() if held.count(part) < count]
