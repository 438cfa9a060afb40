"""Institutions' applications for an administrator account, from the form to the decision.

Townships and villages are refused at submission unless the province excepted them. The bureau hands
its area's applications up in one step; the provincial centre decides, and nobody else, whatever
duties they were given.

Source: 江苏省教育厅办公室 2022 notice, sections 2 and 3, annex 1; DESIGN section 10, invariant 9;
RELIABILITY 31 and 34.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from adapters.codelist import fold_label
from federation.clock import Clock
from federation.errors import ActorRefused, ApplicationRefused, CaseIncomplete, NotHere, StepRefused
from node.model.access import Actor, AuditRecord, Duty, Role
from node.model.administrator import (
    CENTRE_STEPS,
    COLLECT,
    COLLECTED,
    GRANT,
    HANDED_IN,
    KIND,
    LIVE,
    PAPER,
    PARTS,
    SUBMIT,
    SUBMITTED,
    SUSPEND,
    TABLE,
    Application,
    PaperReceipt,
    encode_application,
    parse_application,
)
from node.model.case import Attachment, Case, CaseStep
from node.model.rights import require, require_some_duty
from node.model.unit import ROOT_ID, Unit
from node.ports.logs import Change, OwnLog
from node.ports.organisation import Cases, Units
from node.services.case_keeping import FILED
from node.services.casework import Casework, missing_parts
from node.services.organisation.granted_accounts import close_account, open_account

MIN_DIGITS = 8
READERS = frozenset((Duty.FILING, Duty.COLLECTION, Duty.GRANTING))
"""Whoever sees an application's people and copies needs one of these."""


class ApplicationFile(msgspec.Struct, frozen=True, kw_only=True):
    """A whole case: what was filed, its history and its files."""

    case: Case
    unit: Unit
    application: Application
    steps: tuple[CaseStep, ...]
    attachments: tuple[Attachment, ...]


class ListedApplication(msgspec.Struct, frozen=True, kw_only=True):
    """One of many: how far it is, and for which institution."""

    case: Case
    unit: Unit
    application: Application


class Dispatch(msgspec.Struct, frozen=True, kw_only=True):
    """What a bureau handed up.

    Attributes:
        place: whose area it is.
        at: when it was handed up.
        handed: ids of the cases that this dispatch handed up.
        awaiting: all of the area that now wait for the province's decision; those among them.
    """

    place: Unit
    at: datetime
    handed: frozenset[str]
    awaiting: tuple[ListedApplication, ...]


class ApplicationService:
    """Administrator applications of the branch's units."""

    def __init__(self, *, own_log: OwnLog, cases: Cases, units: Units, clock: Clock) -> None:
        self._own_log = own_log
        self._cases = cases
        self._units = units
        self._clock = clock
        self._casework = Casework(TABLE, own_log=own_log, cases=cases, units=units, clock=clock, parts=PARTS)

    async def file(self, application: Application, *, unit: str, actor: Actor) -> Case:
        """Files a unit's application; one that is still open takes what is new, the same again changes nothing.

        Args:
            application: as the form states it.
            unit: code of the applying unit; "" finds it by the form's own code or name.
            actor: with the duty of filing there.

        Raises:
            ApplicationRefused: ``applicant-unknown``, ``applicant-differs`` or ``centre``.
            StepRefused: the unit's application is handed in already.
            ActorRefused: not theirs to file.
        """
        applicant = await self._applicant(application, unit)
        require(actor, Duty.FILING, applicant)
        if applicant.unit_id == ROOT_ID:
            raise ApplicationRefused(reason="centre")
        live = await self._cases.list_of(KIND, states=LIVE, unit_ids=(applicant.unit_id,))
        body = encode_application(application)
        if not live:
            return await self._casework.open(body, unit=applicant, actor=actor, then=_verify_alone)
        case = live[-1]
        if case.state in HANDED_IN:
            raise StepRefused(state=case.state, step=FILED)
        if case.body == body:
            return case
        return await self._casework.alter(case.case_id, body, actor=actor)

    async def attach(self, case_id: str, part: str, *, name: str, content: bytes, actor: Actor) -> Attachment:
        """Keeps a sealed copy with an application. Raises as `Casework.attach`."""
        return await self._casework.attach(case_id, part, name=name, content=content, actor=actor)

    async def detach(self, case_id: str, digest: str, *, actor: Actor) -> Attachment:
        """Takes a copy off an application that is open to that, by the first digits of its digest, 8 at least.

        Raises:
            StepRefused, ActorRefused, NotHere: as `Casework.detach`.
        """
        _, _, held = await self._casework.find(case_id, actor=actor)
        found = [one for one in held if len(digest) >= MIN_DIGITS and one.digest.hex().startswith(digest.lower())]
        if len(found) != 1:
            raise NotHere(what="attachment")
        return await self._casework.detach(case_id, found[0].digest, actor=actor)

    async def submit(self, case_id: str, *, actor: Actor) -> Case:
        """Hands an application in.

        Raises:
            ApplicationRefused: ``no-account`` or ``another``.
            CaseIncomplete: copies are missing.
            StepRefused, ActorRefused, NotHere: as `Casework.take`.
        """
        return await self._casework.take(case_id, SUBMIT, actor=actor, then=self._verify_whole)

    async def collect(self, case_id: str, *, actor: Actor) -> Case:
        """The bureau takes one application in. Raises as `Casework.take`."""
        return await self._casework.take(case_id, COLLECT, actor=actor)

    async def dispatch(self, *, unit: str, actor: Actor) -> Dispatch:
        """Hands all that was submitted in an area up to the province, in one step.

        Args:
            unit: code of the city's unit; "" is the actor's own, or the whole branch.
            actor: with the duty of collection there.

        Raises:
            ActorRefused, NotHere: not theirs, or no such unit.
            StepRefused: somebody took one of them in meanwhile; nothing was handed up.
        """
        place = actor.unit if actor.unit is not None and not unit else await self._unit(unit)
        require(actor, Duty.COLLECTION, place)
        ready = [one for one in await self.seen_by(actor, states=(SUBMITTED,)) if place.contains(one.unit)]
        if ready:
            await self._casework.take_all([one.case.case_id for one in ready], COLLECT, actor=actor)
        waiting = [one for one in await self.seen_by(actor, states=(COLLECTED,)) if place.contains(one.unit)]
        return Dispatch(
            place=place,
            at=self._clock.now(),
            handed=frozenset(one.case.case_id for one in ready),
            awaiting=tuple(waiting),
        )

    async def decide(self, case_id: str, step: str, *, actor: Actor, reason: str = "") -> Case:
        """The provincial centre takes a step: grants, returns, refuses, suspends, or takes the paper in.

        Granting opens the institution's account and registers its administrator; suspending ends
        both: in the same unit of work.

        Args:
            case_id: of the case.
            step: one of `CENTRE_STEPS`.
            actor: of the provincial centre, with the duty of granting.
            reason: why; needed unless it is granted or the paper came in.

        Raises:
            ActorRefused: ``centre-only``, or as `Casework.take`.
            StepRefused, NotHere: as `Casework.take`.
        """
        require_centre(actor)
        if step not in CENTRE_STEPS:
            raise StepRefused(state="", step=step)

        async def then(change: Change, case: Case) -> Case:
            application = parse_application(case.body)
            if step == GRANT:
                account = await open_account(change, case.unit_id, application, actor=actor, at=self._clock.now())
                application = msgspec.structs.replace(application, account=account)
            elif step == SUSPEND:
                await close_account(change, case.unit_id, application.account, actor=actor, at=self._clock.now())
            elif step == PAPER:
                receipt = PaperReceipt(at=self._clock.now(), by=actor.name)
                application = msgspec.structs.replace(application, paper=receipt)
            return msgspec.structs.replace(case, body=encode_application(application))

        return await self._casework.take(case_id, step, actor=actor, reason=reason, then=then)

    async def show(self, case_id: str, *, actor: Actor) -> ApplicationFile:
        """A whole case; the look is recorded.

        Raises:
            ActorRefused: no duty that has to do with applications.
            NotHere: there is none of that id, or it isn't the actor's to see.
        """
        _require_reader(actor)
        case, steps, attachments = await self._casework.find(case_id, actor=actor)
        unit = await self._units.by_id(case.unit_id)
        if unit is None:
            raise NotHere(what="unit")
        looked = AuditRecord(at=self._clock.now(), actor=actor.name, action="read-application", detail=case_id)
        async with self._own_log.change() as change:
            await change.audit.add([looked])
        return ApplicationFile(
            case=case,
            unit=unit,
            application=parse_application(case.body),
            steps=tuple(steps),
            attachments=tuple(attachments),
        )

    async def content(self, case_id: str, digest: bytes, *, actor: Actor) -> bytes:
        """A copy's bytes; the look is recorded. Raises as `show`."""
        _require_reader(actor)
        return await self._casework.content(case_id, digest, actor=actor)

    async def seen_by(self, actor: Actor, *, states: Iterable[str] = ()) -> list[ListedApplication]:
        """Applications of the units that the actor may see, oldest first.

        Raises:
            ActorRefused: no duty at all.
        """
        require_some_duty(actor)
        return [
            ListedApplication(case=case, unit=unit, application=parse_application(case.body))
            for case, unit in await self._casework.seen_by(actor, states=states)
        ]

    async def _verify_whole(self, change: Change, case: Case) -> Case:
        # Asked inside the unit of work: an exception, a copy or a second application may be newer than what was read.
        unit = await change.units.by_id(case.unit_id)
        if unit is None or not unit.may_hold_account:
            raise ApplicationRefused(reason="no-account")
        if await change.cases.list_of(KIND, states=HANDED_IN, unit_ids=(case.unit_id,)):
            raise ApplicationRefused(reason="another")
        missing = missing_parts(await change.cases.attachments(case.case_id), PARTS)
        if missing:
            raise CaseIncomplete(parts=" ".join(missing))
        return case

    async def _applicant(self, application: Application, code: str) -> Unit:
        units = await self._units.all()
        name = fold_label(application.institution.name)
        named = [one for one in units if one.code == application.institution.uscc]
        named = named or [one for one in units if name in map(fold_label, one.names)]
        if code:
            unit = await self._unit(code)
            if named and unit not in named:
                raise ApplicationRefused(reason="applicant-differs")
            return unit
        if len(named) != 1:
            raise ApplicationRefused(reason="applicant-unknown")
        return named[0]

    async def _unit(self, code: str) -> Unit:
        found = await (self._units.by_code(code) if code else self._units.by_id(ROOT_ID))
        if found is None:
            raise NotHere(what=f"unit {code}")
        return found


async def _verify_alone(change: Change, case: Case) -> Case:
    # Of two who file for a unit at once, the second is told.
    live = await change.cases.list_of(KIND, states=LIVE, unit_ids=(case.unit_id,))
    if any(one.case_id != case.case_id for one in live):
        raise ApplicationRefused(reason="another")
    return case


def require_centre(actor: Actor) -> None:
    """Lets pass operators of the provincial centre, and the machine's own administrator.

    Raises:
        ActorRefused: reason ``centre-only``.
    """
    if actor.role is Role.OPERATOR and (actor.unit is None or actor.unit.unit_id != ROOT_ID):
        raise ActorRefused(reason="centre-only")


def _require_reader(actor: Actor) -> None:
    if actor.role is Role.OPERATOR and not actor.duties & READERS:
        raise ActorRefused(reason="duty")
