"""Putting declared projects on record with the local education authority: the list, and that it was handed over.

A unit lists its own projects and those of the units under it, so that a school has its own list as a
sub-centre has its county's. Only what was submitted is listed, and nothing that was returned.

Source: 浙学银〔2019〕2号, section 1, item 1, section 4, item 1, annex 1.
"""

import asyncio
from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from adapters.code_scheme import CodeScheme
from federation.clock import Clock
from federation.errors import DeclarationRefused, TooLarge
from federation.model.catalogue_parts import MAX_LABEL_CHARS, MAX_SENTENCE_CHARS
from federation.model.quarters import MAX_JOINED, quarter_text
from node.model.access import Actor, AuditRecord, Duty
from node.model.case import Case
from node.model.project import APPROVED, KIND, PUBLISHED, SUBMITTED, parse_project
from node.model.record_list import KIND as RECORD_LISTS
from node.model.record_list import RecordList
from node.model.rights import may_see, require
from node.model.unit import Unit
from node.ports.logs import OwnLog
from node.ports.organisation import Cases, Units
from node.printing.record_list import ListedLine, PrintedRecordList, render_record_list
from node.services.casework import Casework
from node.services.declaring.viewing import ListedProject, require_reader
from node.services.organisation.units import UnitService

LISTED = (SUBMITTED, APPROVED, PUBLISHED)
DUTIES = (Duty.DECLARATION, Duty.CATALOGUING)
"""Whoever declares or catalogues for a unit may put its projects on record."""
LOCAL_TIME = ZoneInfo("Asia/Shanghai")
PRINTED = "print-record-list"


class ListScope(msgspec.Struct, frozen=True, kw_only=True):
    """What a list holds.

    Attributes:
        first_quarter, last_quarter: numbers as `federation.model.quarters` counts.
        area: digits of a region inside the listing unit's; all of it if "".
        unit: code of the listing unit; the actor's own if "".
    """

    first_quarter: int
    last_quarter: int
    area: str = ""
    unit: str = ""


class HandedList(msgspec.Struct, frozen=True, kw_only=True):
    """A list that was handed over.

    Attributes:
        by: who noted it.
        since: how many projects of its area and quarters were declared later, and stand in no list handed over.
    """

    case: Case
    unit: Unit
    handed: RecordList
    by: str
    since: int


class RecordLists:
    """Lists of one branch's areas."""

    def __init__(
        self,
        *,
        own_log: OwnLog,
        casework: Casework,
        cases: Cases,
        units: UnitService,
        unit_rows: Units,
        scheme: CodeScheme | None,
        region_names: Mapping[str, str],
        clock: Clock,
    ) -> None:
        """Prepares it; `scheme` knows the categories' labels, None where they have no codes."""
        self._own_log = own_log
        self._casework = casework
        self._cases = cases
        self._units = units
        self._unit_rows = unit_rows
        self._scheme = scheme
        self._region_names = region_names
        self._clock = clock

    async def render(self, scope: ListScope, *, actor: Actor) -> bytes:
        """The list as PDF, to be signed and sealed. It names whoever reports a project, so that it is recorded.

        Args:
            scope: what it lists.
            actor: with a duty of `DUTIES` at the listing unit.

        Raises:
            DeclarationRefused: ``nothing-listed``, ``quarters``, or ``list-too-long``: more than some three
                thousand projects, which are printed area by area.
            ActorRefused, NotHere: not theirs to list, or no such unit.
            PrintRefused: it can't be set.
        """
        place, area, listed = await self._listed(scope, actor)
        detail = f"{place.code} {area} {quarter_text(scope.first_quarter)}"
        looked = AuditRecord(at=self._clock.now(), actor=actor.name, action=PRINTED, detail=detail)
        async with self._own_log.change() as change:
            await change.audit.add([looked])
        printed = PrintedRecordList(
            area=self._area_name(area),
            unit=place.name,
            first_quarter=scope.first_quarter,
            last_quarter=scope.last_quarter,
            lines=tuple([self._line(one) for one in listed]),
            number=f"{place.code}-{area}-{quarter_text(scope.first_quarter)}",
            printed_on=self._today(),
        )
        try:
            return await asyncio.to_thread(render_record_list, printed)
        except TooLarge:
            raise DeclarationRefused(reason="list-too-long") from None

    async def hand_over(
        self, scope: ListScope, *, receiver: str, actor: Actor, day: date | None = None, note: str = ""
    ) -> HandedList:
        """Notes that the list, as it is now, was handed over.

        Args:
            scope: what it lists.
            receiver: the office that took it.
            actor: with a duty of `DUTIES` at the listing unit.
            day: when, not later than today; today if None.
            note: what else there is to say.

        Raises:
            DeclarationRefused: as `render`; ``receiver``, ``text-form`` or ``day-to-come``.
            ActorRefused, NotHere: as `render`.
        """
        receiver, note, day = receiver.strip(), note.strip(), day or self._today()
        if not receiver or len(receiver) > MAX_LABEL_CHARS or not receiver.isprintable():
            raise DeclarationRefused(reason="receiver")
        if len(note) > MAX_SENTENCE_CHARS or not note.isprintable():
            raise DeclarationRefused(reason="text-form")
        if day > self._today():
            raise DeclarationRefused(reason="day-to-come")
        place, area, listed = await self._listed(scope, actor)
        handed = RecordList(
            area=area,
            first_quarter=scope.first_quarter,
            last_quarter=scope.last_quarter,
            receiver=receiver,
            handed_on=day,
            note=note,
            project_ids=tuple([one.case.case_id for one in listed]),
        )
        case = await self._casework.open(msgspec.json.encode(handed), unit=place, actor=actor, duty=_duty(actor))
        return HandedList(case=case, unit=place, handed=handed, by=actor.name, since=0)

    async def handed(self, *, actor: Actor, area: str = "", quarter: int | None = None) -> list[HandedList]:
        """What units of the actor's area handed over, oldest first; of a region and quarter only, if asked for.

        Raises:
            ActorRefused: no duty that has to do with projects.
        """
        require_reader(actor)
        units = {one.unit_id: one for one in await self._unit_rows.all() if may_see(actor, one)}
        found = []
        on_record: dict[int, set[str]] = {}
        for case in await self._cases.list_of(RECORD_LISTS):
            if case.unit_id not in units:
                continue
            handed = msgspec.json.decode(case.body, type=RecordList)
            on_record.setdefault(case.unit_id, set()).update(handed.project_ids)
            of_quarter = quarter is None or handed.first_quarter <= quarter <= handed.last_quarter
            if of_quarter and handed.area.startswith(area):
                found.append((case, handed))
        declared = await self._declared() if found else []
        return [
            HandedList(
                case=case,
                unit=units[case.unit_id],
                handed=handed,
                by=(await self._cases.steps(case.case_id))[0].actor,
                since=sum(
                    one.case.case_id not in on_record[case.unit_id]
                    for one in _within(
                        declared, units[case.unit_id], handed.area, handed.first_quarter, handed.last_quarter
                    )
                ),
            )
            for case, handed in found
        ]

    async def _listed(self, scope: ListScope, actor: Actor) -> tuple[Unit, str, list[ListedProject]]:
        place = await self._units.by_code(scope.unit) if scope.unit else actor.unit or await self._units.root()
        require(actor, _duty(actor), place)
        first, last, area = scope.first_quarter, scope.last_quarter, scope.area or place.region
        if not 0 <= last - first < MAX_JOINED:
            raise DeclarationRefused(reason="quarters")
        listed = _within(await self._declared(), place, area, first, last)
        if not listed:
            raise DeclarationRefused(reason="nothing-listed")
        return place, area, listed

    async def _declared(self) -> list[ListedProject]:
        units = {one.unit_id: one for one in await self._unit_rows.all()}
        cases = await self._cases.list_of(KIND, states=LISTED)
        listed = [
            ListedProject(case=one, unit=units[one.unit_id], project=parse_project(one.body))
            for one in cases
            if one.unit_id in units
        ]
        # As the officer reads it: by place, each unit's together.
        return sorted(listed, key=lambda one: (one.unit.region, one.unit.code))

    def _line(self, one: ListedProject) -> ListedLine:
        project = one.project
        label = project.category if self._scheme is None else self._scheme.category_label(project.category)
        return ListedLine(
            project_name=project.project_name,
            category=f"{label}（新）" if project.category_is_new else label,
            scale=project.scale,
            target_groups="、".join(project.target_groups),
            form=project.form,
            training_hours=project.training_hours,
            credit_hours=project.credit_hours,
            unit=one.unit.name,
            unit_code=one.unit.code,
            contact=project.declaration.reporter,
            phone=project.declaration.phone,
        )

    def _area_name(self, area: str) -> str:
        names = [self._region_names.get(area[:digits], "") for digits in (4, 6) if len(area) >= digits]
        return "".join(names) or self._region_names.get(area, "")

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()


def _within(declared: list[ListedProject], place: Unit, area: str, first: int, last: int) -> list[ListedProject]:
    return [
        one
        for one in declared
        if place.contains(one.unit)
        and one.unit.region.startswith(area)
        and first <= (one.project.quarter_number() or 0) <= last
    ]


def _duty(actor: Actor) -> Duty:
    """The one of `DUTIES` that the actor has, if any."""
    return next((duty for duty in DUTIES if duty in actor.duties), DUTIES[0])
