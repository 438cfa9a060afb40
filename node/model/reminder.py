"""Deadlines by which units hand something in, and the reminders before them. Nothing here is personal.

Source: 江苏省教育厅办公室 2022 notice, section 3 (applications by 15 September of that year).
"""

from datetime import date, timedelta

import msgspec


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """Until when something is to be handed in.

    Attributes:
        day: the last day, by the branch's own clock.
        lead_days: units are reminded from so many days before it on.
    """

    day: date
    lead_days: int

    def is_near(self, today: date) -> bool:
        """Whether `today` is one of the days on which units are reminded; the last one is."""
        return self.day - timedelta(days=self.lead_days) <= today <= self.day


class Reminder(msgspec.Struct, frozen=True, kw_only=True):
    """That a unit was reminded.

    Attributes:
        day: on which.
        unit_id: whom.
        lacking: codes of what was missing.
    """

    day: date
    unit_id: int
    lacking: tuple[str, ...]
