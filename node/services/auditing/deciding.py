"""What becomes of a finding: made known, answered by the unit itself, upheld or dismissed by the provincial centre.

Source: 浙学银〔2019〕2号, 三（三）; DESIGN section 10, invariant 9 (nobody decides on their own unit's case).
"""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from adapters.checks.names import is_one_line
from federation.clock import Clock
from federation.errors import ActorRefused, AuditRefused, NotHere
from node.model.access import Actor, Duty, Role
from node.model.audit_finding import (
    ANSWER,
    ANSWER_DAYS,
    DECLARE,
    DECLARED,
    DISMISS,
    MAX_STATEMENT_CHARS,
    RAISED,
    STATEMENT,
    UPHOLD,
    encode_finding,
    parse_finding,
)
from node.model.case import Attachment, Case
from node.model.rights import require_at_centre
from node.model.unit import Unit
from node.ports.logs import Change
from node.services.auditing.material import LOCAL_TIME
from node.services.casework import Casework

MAX_ANSWER_DAYS = 90


class FindingDecisions:
    """Steps on findings."""

    def __init__(self, *, casework: Casework, clock: Clock) -> None:
        self._casework = casework
        self._clock = clock

    async def declare(self, case_ids: Sequence[str], *, actor: Actor, days: int = ANSWER_DAYS) -> list[Case]:
        """Makes findings known to their units, who then have so many days to answer.

        Raises:
            ActorRefused: not the provincial centre's duty of auditing.
            AuditRefused: ``answer-days``.
            StepRefused, NotHere: not a step of its state, or no such finding.
        """
        require_at_centre(actor, Duty.AUDITING)
        if not 1 <= days <= MAX_ANSWER_DAYS:
            raise AuditRefused(reason="answer-days")
        until = self._clock.now().astimezone(LOCAL_TIME).date() + timedelta(days=days)

        async def told(_change: Change, case: Case) -> Case:
            finding = msgspec.structs.replace(parse_finding(case.body), answer_until=until)
            return msgspec.structs.replace(case, body=encode_finding(finding))

        return [await self._casework.take(one, DECLARE, actor=actor, then=told) for one in dict.fromkeys(case_ids)]

    async def answer(self, case_id: str, statement: str, *, actor: Actor) -> Case:
        """Keeps the unit's statement; another one stands in the place of the one before, which the history keeps.

        Args:
            case_id: of the finding.
            statement: at most 5,000 characters.
            actor: of the unit itself, with the duty of filing or of declaration.

        Raises:
            AuditRefused: reasons ``statement-empty``, ``statement-long`` or ``not-the-unit``.
            StepRefused, ActorRefused, NotHere: decided already, not theirs, or no such finding.
        """
        said = statement.strip()
        await self._require_own(case_id, actor)
        if not said:
            raise AuditRefused(reason="statement-empty")
        if len(said) > MAX_STATEMENT_CHARS or not is_one_line(said.replace("\n", "")):
            raise AuditRefused(reason="statement-long")

        async def stated(_change: Change, case: Case) -> Case:
            finding = msgspec.structs.replace(parse_finding(case.body), statement=said)
            return msgspec.structs.replace(case, body=encode_finding(finding))

        return await self._casework.take(case_id, ANSWER, actor=actor, reason=said, then=stated)

    async def attach(self, case_id: str, *, name: str, content: bytes, actor: Actor) -> Attachment:
        """Keeps one of the unit's papers with the finding. Raises as `answer`, and `AttachmentRefused`."""
        await self._require_own(case_id, actor)
        duty = Duty.FILING if Duty.FILING in actor.duties else Duty.DECLARATION
        return await self._casework.attach(case_id, STATEMENT, name=name, content=content, actor=actor, duty=duty)

    async def uphold(self, case_id: str, *, reason: str, actor: Actor) -> Case:
        """Upholds a finding that the unit answered, or didn't in its time.

        Raises:
            ActorRefused: not the provincial centre's duty of auditing, one's own unit's, or no reason.
            AuditRefused: ``answer-awaited``.
            StepRefused, NotHere: not a step of its state, or no such finding.
        """
        require_at_centre(actor, Duty.AUDITING)

        async def heard(change: Change, case: Case) -> Case:
            newest = await change.cases.find(case.case_id)
            until = parse_finding(case.body).answer_until
            today = self._clock.now().astimezone(LOCAL_TIME).date()
            if newest is not None and newest.state == DECLARED and until is not None and today <= until:
                raise AuditRefused(reason="answer-awaited")
            return case

        return await self._casework.take(case_id, UPHOLD, actor=actor, reason=reason, then=heard)

    async def dismiss(self, case_id: str, *, reason: str, actor: Actor) -> Case:
        """Dismisses a finding, with a reason. Raises as `uphold`, save ``answer-awaited``."""
        require_at_centre(actor, Duty.AUDITING)
        return await self._casework.take(case_id, DISMISS, actor=actor, reason=reason)

    async def _require_own(self, case_id: str, actor: Actor) -> Unit:
        """The finding's unit, if the actor is of it and may know of the finding."""
        case, unit = await self._casework.seen(case_id, actor)
        if actor.role is not Role.OPERATOR or not actor.duties & {Duty.FILING, Duty.DECLARATION}:
            raise ActorRefused(reason="duty")
        if case.state == RAISED:
            raise NotHere(what="case")
        if actor.unit is None or actor.unit.unit_id != unit.unit_id:
            raise AuditRefused(reason="not-the-unit")
        return unit
