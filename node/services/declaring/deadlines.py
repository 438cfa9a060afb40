"""Until when projects are to be submitted and reviewed, and who is reminded of it: declaring and reviewing units.

Source: 浙学银〔2019〕2号, section 3, item 1 (各分中心审核通过后形成季度培训项目目录).
"""

from datetime import date

from federation.errors import DeclarationRefused
from node.model.access import Actor, Duty
from node.model.project import DRAFT, KIND, RETURNED, SUBMITTED
from node.model.reminder import Deadline, Reminder
from node.model.rights import require_at_centre, require_some_duty
from node.model.unit import Unit
from node.ports.organisation import Cases, Units
from node.services.daily_reminders import MAX_LEAD_DAYS, DailyReminders

WHAT = "project-review"
LACKS_SUBMISSION, LACKS_REVIEW = "submission", "review"


class ProjectDeadlines:
    """Deadline of review, and reminders before it."""

    def __init__(self, *, daily: DailyReminders, cases: Cases, units: Units) -> None:
        self._daily = daily
        self._cases = cases
        self._units = units

    async def set_deadline(self, day: date, *, lead_days: int, actor: Actor) -> Deadline:
        """Says until when projects are to be reviewed, and from how many days before units are reminded.

        Raises:
            DeclarationRefused: reason ``lead-days``.
            ActorRefused: not the duty of cataloguing at the provincial centre.
        """
        require_at_centre(actor, Duty.CATALOGUING)
        if not 0 <= lead_days <= MAX_LEAD_DAYS:
            raise DeclarationRefused(reason="lead-days")
        return await self._daily.set_deadline(Deadline(day=day, lead_days=lead_days), actor)

    async def deadline(self) -> Deadline | None:
        """Until when; None if nobody said."""
        return await self._daily.deadline()

    async def write_due(self, actor: Actor) -> int:
        """Writes today's reminders to units that weren't reminded today yet; returns to how many.

        A unit with drafts or returned projects lacks their submission, the one above it the review of what is
        submitted. 0 if no deadline is near.

        Raises:
            ActorRefused: no duty at all.
        """
        require_some_duty(actor)
        if not await self._daily.is_due():
            return 0
        return await self._daily.write(await self._lacking())

    async def since(self, first: date, *, actor: Actor) -> list[tuple[Reminder, Unit]]:
        """Reminders of `first` and later days to units of the actor's area."""
        return await self._daily.since(first, actor)

    async def _lacking(self) -> list[tuple[Unit, tuple[str, ...]]]:
        units = {one.unit_id: one for one in await self._units.all()}
        lacking: dict[int, set[str]] = {}
        for case in await self._cases.list_of(KIND, states=(DRAFT, RETURNED, SUBMITTED)):
            unit = units.get(case.unit_id)
            if unit is None:
                continue
            if case.state != SUBMITTED:
                lacking.setdefault(unit.unit_id, set()).add(LACKS_SUBMISSION)
            elif unit.parent_id is not None:
                lacking.setdefault(unit.parent_id, set()).add(LACKS_REVIEW)
        return [(units[unit_id], tuple(sorted(codes))) for unit_id, codes in lacking.items() if unit_id in units]
