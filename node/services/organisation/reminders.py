"""Who of an area hasn't applied yet, until when they should, and who was reminded of it.

A unit is reminded once a day while the deadline is near and it lacks anything: its application, or
at a city's place the sheet of its bureau's contacts, which is due by the same day. A refused or
suspended application lacks nothing: it had its answer.

Source: 江苏省教育厅办公室 2022 notice, section 3 (各设区市教育局于 2022 年 9 月 15 日前，统一将…申请表》和
…联络人信息表》…报送).
"""

from datetime import date

import msgspec

from federation.clock import Clock
from federation.errors import ApplicationRefused
from node.model.access import Actor, Duty
from node.model.administrator import DRAFT, HANDED_IN, KIND, LIVE, PARTS, RETURNED
from node.model.case import Case
from node.model.city_contacts import CURRENT
from node.model.city_contacts import KIND as CONTACTS
from node.model.reminder import Deadline, Reminder
from node.model.rights import may_see, require, require_some_duty
from node.model.unit import ROOT_ID, Unit
from node.ports.logs import OwnLog
from node.ports.organisation import Cases, Reminders, Units
from node.services.casework import missing_parts
from node.services.daily_reminders import MAX_LEAD_DAYS, DailyReminders
from node.services.organisation.applications import require_centre
from node.services.organisation.contacts import CITY_DIGITS

NOT_FILED = "not-filed"
LACKS_FORM, LACKS_SUBMISSION, LACKS_CONTACTS = "application", "submission", "city-contacts"


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How far a unit is.

    Attributes:
        unit: which may hold an account.
        state: of its application, or ``not-filed``.
        case_id: of that application, or "".
        lacking: codes of what is still to be handed in.
    """

    unit: Unit
    state: str
    case_id: str = ""
    lacking: tuple[str, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Whether there is neither a granted nor a pending application."""
        return self.state not in HANDED_IN


class ApplicationReminders:
    """Deadline, missing applications and reminders."""

    def __init__(self, *, own_log: OwnLog, reminders: Reminders, cases: Cases, units: Units, clock: Clock) -> None:
        self._daily = DailyReminders(KIND, own_log=own_log, reminders=reminders, units=units, clock=clock)
        self._cases = cases
        self._units = units

    async def set_deadline(self, day: date, *, lead_days: int, actor: Actor) -> Deadline:
        """Says until when applications are to be handed in, and from how many days before units are reminded.

        Raises:
            ApplicationRefused: reason ``lead-days``.
            ActorRefused: not the provincial centre, or not the duty of granting.
        """
        require_centre(actor)
        root = await self._units.by_id(ROOT_ID)
        if root is not None:
            require(actor, Duty.GRANTING, root)
        if not 0 <= lead_days <= MAX_LEAD_DAYS:
            raise ApplicationRefused(reason="lead-days")
        return await self._daily.set_deadline(Deadline(day=day, lead_days=lead_days), actor)

    async def deadline(self) -> Deadline | None:
        """Until when; None if nobody said."""
        return await self._daily.deadline()

    async def standings(self, actor: Actor) -> list[Standing]:
        """Every unit of the actor's area that may hold an account, each after the one above it."""
        newest: dict[int, Case] = {}
        for case in await self._cases.list_of(KIND):
            # Oldest first; one that is live counts before any that has ended.
            held = newest.get(case.unit_id)
            if held is None or held.state not in LIVE or case.state in LIVE:
                newest[case.unit_id] = case
        sheets = {one.unit_id for one in await self._cases.list_of(CONTACTS, states=(CURRENT,))}
        return [
            await self._standing(unit, newest.get(unit.unit_id), has_sheet=unit.unit_id in sheets)
            for unit in await self._units.all()
            if unit.may_hold_account and unit.unit_id != ROOT_ID and may_see(actor, unit)
        ]

    async def write_due(self, actor: Actor) -> int:
        """Writes today's reminders to units that weren't reminded today yet; returns to how many.

        0 if no deadline is near.

        Raises:
            ActorRefused: no duty at all.
        """
        require_some_duty(actor)
        if not await self._daily.is_due():
            return 0
        return await self._daily.write([(one.unit, one.lacking) for one in await self.standings(actor)])

    async def since(self, first: date, *, actor: Actor) -> list[tuple[Reminder, Unit]]:
        """Reminders of `first` and later days to units of the actor's area."""
        return await self._daily.since(first, actor)

    async def _standing(self, unit: Unit, case: Case | None, *, has_sheet: bool) -> Standing:
        contacts = () if has_sheet or len(unit.region) != CITY_DIGITS else (LACKS_CONTACTS,)
        if case is None:
            return Standing(unit=unit, state=NOT_FILED, lacking=(LACKS_FORM, *PARTS, *contacts))
        lacking: tuple[str, ...] = ()
        if case.state in (DRAFT, RETURNED):
            parts = missing_parts(await self._cases.attachments(case.case_id), PARTS)
            lacking = (*parts, LACKS_SUBMISSION)
        return Standing(unit=unit, state=case.state, case_id=case.case_id, lacking=(*lacking, *contacts))
