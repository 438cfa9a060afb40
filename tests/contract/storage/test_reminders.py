"""Shows that deadlines and reminders are kept alike on both databases, a reminder once per unit and day."""

from datetime import date, timedelta

import pytest

from node.model.reminder import Deadline, Reminder
from node.storage.reminders import ReminderRepository

DAY = date(2022, 9, 15)


@pytest.fixture
def reminders(store):
    return ReminderRepository(store.database.run)


async def test_a_deadline_is_replaced_by_the_next_one(reminders):
    assert await reminders.deadline("applications") is None
    await reminders.set_deadline("applications", Deadline(day=DAY, lead_days=7))
    await reminders.set_deadline("applications", Deadline(day=DAY + timedelta(days=30), lead_days=14))
    assert await reminders.deadline("applications") == Deadline(day=date(2022, 10, 15), lead_days=14)


async def test_a_unit_is_reminded_once_a_day(reminders):
    first = Reminder(day=DAY, unit_id=2, lacking=("application",))
    other = Reminder(day=DAY, unit_id=3, lacking=("id-card-front", "id-card-back"))
    later = Reminder(day=DAY + timedelta(days=1), unit_id=2, lacking=())
    await reminders.add("applications", [first, other])
    await reminders.add("applications", [Reminder(day=DAY, unit_id=2, lacking=()), later])
    await reminders.add("applications", [])
    assert await reminders.since("applications", DAY) == [first, other, later]
    assert await reminders.since("applications", DAY + timedelta(days=1)) == [later]
    assert await reminders.since("declarations", DAY) == []


@pytest.mark.parametrize(("days_before", "near"), [(8, False), (7, True), (0, True), (-1, False)])
def test_a_deadline_is_near_from_its_lead_on_until_it_is_past(days_before, near):
    assert Deadline(day=DAY, lead_days=7).is_near(DAY - timedelta(days=days_before)) is near
