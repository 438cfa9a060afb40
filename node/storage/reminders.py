"""Deadlines and reminders as rows; there is nothing personal in them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from node.model.reminder import Deadline, Reminder
from node.storage.bulk import insert_if_absent, upsert
from node.storage.runner import Runner
from node.storage.schema import deadline, reminder


class ReminderRepository:
    """Reminders in one transaction or, by the database's own runner, each call in its own."""

    def __init__(self, run: Runner) -> None:
        self._run = run

    async def set_deadline(self, what: str, until: Deadline) -> None:
        """Says until when `what` is to be handed in, in place of what was said before."""
        row = {"what": what, "day": until.day.toordinal(), "lead_days": until.lead_days}
        await self._run(upsert, deadline, [row])

    async def deadline(self, what: str) -> Deadline | None:
        """Until when; None if nobody said."""
        return await self._run(_select_deadline, what)

    async def add(self, what: str, reminders: Sequence[Reminder]) -> None:
        """Keeps reminders; a unit that was reminded of `what` on that day already isn't again."""
        rows = [
            {"what": what, "day": one.day.toordinal(), "unit_id": one.unit_id, "lacking": " ".join(one.lacking)}
            for one in reminders
        ]
        if rows:
            await self._run(insert_if_absent, reminder, rows)

    async def since(self, what: str, first: date) -> list[Reminder]:
        """Reminders of `first` and later days, by day and unit."""
        return await self._run(_select_since, what, first.toordinal())


def _select_deadline(connection: Connection, what: str) -> Deadline | None:
    query = select(deadline.c.day, deadline.c.lead_days).where(deadline.c.what == what)
    row = connection.execute(query).one_or_none()
    return None if row is None else Deadline(day=date.fromordinal(row.day), lead_days=row.lead_days)


def _select_since(connection: Connection, what: str, first: int) -> list[Reminder]:
    query = (
        select(reminder.c.day, reminder.c.unit_id, reminder.c.lacking)
        .where(reminder.c.what == what, reminder.c.day >= first)
        .order_by(reminder.c.day, reminder.c.unit_id)
    )
    return [_reminder(row) for row in connection.execute(query)]


def _reminder(row: Any) -> Reminder:
    day, unit_id, lacking = row
    return Reminder(day=date.fromordinal(day), unit_id=unit_id, lacking=tuple(lacking.split()))
