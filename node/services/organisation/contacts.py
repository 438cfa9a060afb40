"""City bureaus' contacts: a sheet per city, the newest counts, the ones before it are kept.

Source: 江苏省教育厅办公室 2022 notice, section 3 and annex 3; RELIABILITY 34.
"""

import msgspec

from federation.clock import Clock
from federation.errors import ActorRefused, ApplicationRefused, NotHere
from node.model.access import Actor, AuditRecord, Duty, Role
from node.model.case import Case, CaseStep
from node.model.city_contacts import CURRENT, KIND, REPLACE, REPLACED, TABLE, CityContacts
from node.model.rights import require
from node.model.unit import Unit
from node.ports.logs import Change, OwnLog
from node.ports.organisation import Cases, Units
from node.services.casework import Casework

CITY_DIGITS = 4
READERS = frozenset((Duty.COLLECTION, Duty.GRANTING))


class FiledContacts(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet, where it belongs, and whether it is the one that counts."""

    case: Case
    unit: Unit
    contacts: CityContacts

    @property
    def is_current(self) -> bool:
        """Whether no later sheet replaced it."""
        return self.case.state == CURRENT


class CityContactService:
    """The contacts of the branch's cities."""

    def __init__(self, *, own_log: OwnLog, cases: Cases, units: Units, clock: Clock) -> None:
        self._own_log = own_log
        self._cases = cases
        self._units = units
        self._clock = clock
        self._casework = Casework(TABLE, own_log=own_log, cases=cases, units=units, clock=clock)

    async def file(self, contacts: CityContacts, *, unit: str, actor: Actor) -> Case:
        """Files a bureau's sheet in place of the one before; the same again changes nothing.

        Args:
            contacts: as the sheet states it.
            unit: code of the city's unit; "" finds it by the sheet's city.
            actor: with the duty of collection there.

        Raises:
            ApplicationRefused: ``city-unknown`` or ``city-differs``.
            ActorRefused, NotHere: not theirs, or no such unit.
        """
        place = await self._city(contacts, unit)
        require(actor, Duty.COLLECTION, place)
        before = await self._cases.list_of(KIND, states=(CURRENT,), unit_ids=(place.unit_id,))
        body = msgspec.json.encode(contacts)
        if before and before[-1].body == body:
            return before[-1]

        async def replace(change: Change, case: Case) -> Case:
            # Read again inside the unit of work: a city has one sheet that counts.
            for earlier in await change.cases.list_of(KIND, states=(CURRENT,), unit_ids=(place.unit_id,)):
                if earlier.case_id != case.case_id:
                    changed = msgspec.structs.replace(earlier, state=REPLACED, updated_at=case.created_at)
                    await change.cases.alter(changed, was=CURRENT)
                    step = CaseStep(at=case.created_at, actor=actor.name, step=REPLACE, state=REPLACED)
                    await change.cases.add_step(earlier.case_id, step)
            return case

        return await self._casework.open(body, unit=place, actor=actor, duty=Duty.COLLECTION, then=replace)

    async def seen_by(self, actor: Actor, *, with_earlier: bool = False) -> list[FiledContacts]:
        """Sheets of the cities that the actor may see, oldest first; the look is recorded.

        Raises:
            ActorRefused: no duty that has to do with contacts.
        """
        if actor.role is Role.OPERATOR and not actor.duties & READERS:
            raise ActorRefused(reason="duty")
        found = await self._casework.seen_by(actor, states=() if with_earlier else (CURRENT,))
        looked = [
            AuditRecord(at=self._clock.now(), actor=actor.name, action="read-contacts", detail=case.case_id)
            for case, _ in found
        ]
        if looked:
            async with self._own_log.change() as change:
                await change.audit.add(looked)
        return [
            FiledContacts(case=case, unit=unit, contacts=msgspec.json.decode(case.body, type=CityContacts))
            for case, unit in found
        ]

    async def _city(self, contacts: CityContacts, code: str) -> Unit:
        region = contacts.city[:CITY_DIGITS]
        if code:
            unit = await self._units.by_code(code)
            if unit is None:
                raise NotHere(what=f"unit {code}")
            if unit.region != region:
                raise ApplicationRefused(reason="city-differs")
            return unit
        found = [one for one in await self._units.all() if one.region == region]
        if not found:
            raise ApplicationRefused(reason="city-unknown")
        return found[0]
