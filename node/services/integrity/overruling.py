"""Two people decide that a recovering branch signs again, naming the peers they didn't wait for.

What the absent peers alone may hold is given up by it: the next checkpoint can fork
from one that only they have seen. So it takes two names, and both are recorded.

Source: DESIGN section 2 (two people overrule).
"""

from collections.abc import Sequence

import structlog

from federation.clock import Clock
from federation.errors import ActorRefused
from federation.model.achievement import fold_text
from node.model.access import Actor, AuditRecord, Duty
from node.model.rights import require_at_centre
from node.ports.audit import Audit
from node.ports.logs import OwnLog
from node.ports.rosters import RosterHolder
from node.services.organisation.operators import OperatorService

log = structlog.get_logger()


class OverrulingService:
    """Ends a recovery by decision."""

    def __init__(
        self, *, own_log: OwnLog, audit: Audit, rosters: RosterHolder, operators: OperatorService, clock: Clock
    ) -> None:
        self._own_log = own_log
        self._audit = audit
        self._rosters = rosters
        self._operators = operators
        self._clock = clock

    async def overrule(self, first: str, second: str, absent: Sequence[str], *, actor: Actor) -> None:
        """Lets the mark follow the database.

        Args:
            first: one person's name; an operator's of the provincial centre, with the duty of management,
                once the branch has operators.
            second: another's, alike.
            absent: codes of the branches that weren't heard; none if all were.
            actor: who runs the command, with the duty of management at the provincial centre; recorded.

        Raises:
            ActorRefused: the branch isn't recovering (``not-recovering``), or it isn't two
                people (``two-people``), or one of the three isn't somebody who may decide it.
            NotInRoster: an absent branch that there isn't.
        """
        require_at_centre(actor, Duty.MANAGEMENT)
        if await self._own_log.behind() is None:
            raise ActorRefused(reason="not-recovering")
        if not first.strip() or not second.strip() or fold_text(first) == fold_text(second):
            raise ActorRefused(reason="two-people")
        for name in (first, second):
            require_at_centre(await self._operators.acting(name, ""), Duty.MANAGEMENT)
        for code in absent:
            self._rosters.current.branch(code)
        detail = f"{first} + {second}; absent: {', '.join(absent) or '-'}"
        record = AuditRecord(at=self._clock.now(), actor=actor.name, action="overrule-recovery", detail=detail)
        await self._audit.add([record])
        await self._own_log.anchor()
        log.critical("recovery-overruled", absent=list(absent))
