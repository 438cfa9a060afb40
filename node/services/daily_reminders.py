"""Reminders of one kind: written once a day to each unit that lacks something while a deadline is near.

Source: DESIGN section 9 (what is done by the clock).
"""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from federation.clock import Clock
from node.model.access import Actor, AuditRecord
from node.model.reminder import Deadline, Reminder
from node.model.rights import may_see
from node.model.unit import Unit
from node.ports.logs import OwnLog
from node.ports.organisation import Reminders, Units

LOCAL_TIME = ZoneInfo("Asia/Shanghai")
MAX_LEAD_DAYS = 365


class DailyReminders:
    """Deadline and reminders of one thing; who may set it is asked by whoever uses this."""

    def __init__(self, what: str, *, own_log: OwnLog, reminders: Reminders, units: Units, clock: Clock) -> None:
        self._what = what
        self._own_log = own_log
        self._reminders = reminders
        self._units = units
        self._clock = clock

    async def set_deadline(self, until: Deadline, actor: Actor) -> Deadline:
        """Says until when, and notes who said so."""
        detail = f"{self._what} {until.day} {until.lead_days}"
        record = AuditRecord(at=self._clock.now(), actor=actor.name, action="set-deadline", detail=detail)
        async with self._own_log.change() as change:
            await change.reminders.set_deadline(self._what, until)
            await change.audit.add([record])
        return until

    async def deadline(self) -> Deadline | None:
        """Until when; None if nobody said."""
        return await self._reminders.deadline(self._what)

    async def is_due(self) -> bool:
        """Whether today is a day on which units are reminded."""
        until = await self.deadline()
        return until is not None and until.is_near(self._today())

    async def write(self, lacking: Sequence[tuple[Unit, tuple[str, ...]]]) -> int:
        """Reminds those of them that weren't reminded today yet; returns how many."""
        today = self._today()
        told = {one.unit_id for one in await self._reminders.since(self._what, today)}
        due = [
            Reminder(day=today, unit_id=unit.unit_id, lacking=codes)
            for unit, codes in lacking
            if codes and unit.unit_id not in told
        ]
        if due:
            async with self._own_log.change() as change:
                await change.reminders.add(self._what, due)
        return len(due)

    async def since(self, first: date, actor: Actor) -> list[tuple[Reminder, Unit]]:
        """Reminders of `first` and later days to units of the actor's area."""
        units = {one.unit_id: one for one in await self._units.all() if may_see(actor, one)}
        found = await self._reminders.since(self._what, first)
        return [(one, units[one.unit_id]) for one in found if one.unit_id in units]

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()
