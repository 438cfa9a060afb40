"""Keeping the branch's units: provincial centre, cities, counties, townships, villages.

A unit stands under another, at a level below it, in a region inside that unit's. Townships and
villages in principle hold no account; the provincial centre may make an exception.

Source: 江苏省教育厅办公室 2022 notice, sections 1 and 2; DOMAIN (Jiangsu, hierarchy).
"""

import re
from collections.abc import Mapping, Sequence

from adapters.checks.names import is_one_line
from adapters.code_scheme import CodeScheme
from adapters.hierarchy import Level
from federation.clock import Clock
from federation.errors import ActorRefused, NotHere, UnitRefused
from federation.model.achievement import fold_text
from node.model import administrator, project
from node.model.access import Actor, AuditRecord, Duty
from node.model.deposit import DEPOSITS
from node.model.link_case import LINKS
from node.model.name_conflict import CONFLICTS
from node.model.rights import may_see, require, require_above
from node.model.unit import ROOT_ID, Unit
from node.ports.logs import Change, OwnLog
from node.ports.organisation import Units
from node.services.open_units import require_open
from node.services.organisation.adding_units import NewUnit, UnitsBeingAdded
from node.services.personal_numbers import has_personal_number
from node.services.refusals import Refusals

CODE_FORM = re.compile(r"[0-9A-Za-z-]{1,32}")
MAX_NAME_CHARS = 100
UNDER_WAY: Mapping[str, tuple[str, ...]] = {
    # What may still take a step isn't over.
    **{
        table.kind: tuple(sorted({state for state, _ in table.transitions}))
        for table in (administrator.TABLE, DEPOSITS, CONFLICTS, LINKS)
    },
    # What is in a catalogue is over for the unit, though an edition may still correct it.
    project.KIND: (project.DRAFT, project.SUBMITTED, project.RETURNED, project.APPROVED),
}
"""Kinds and states of cases that keep a unit from being closed; a city's sheet of contacts is never under way."""
INSTITUTIONS = "institution"


class UnitService:
    """Units, as a branch's adapter knows their levels."""

    def __init__(
        self,
        *,
        own_log: OwnLog,
        units: Units,
        levels: Sequence[Level],
        branch: str,
        branch_name: str,
        clock: Clock,
        scheme: CodeScheme | None = None,
    ) -> None:
        """Prepares it; `scheme` makes codes of units that are added without one, where the branch gives them out."""
        self._own_log = own_log
        self._units = units
        self._levels = {level.code: (rank, level) for rank, level in enumerate(levels)}
        self._top = levels[0]
        self._branch = branch
        self._branch_name = branch_name
        self._clock = clock
        self._scheme = scheme

    @property
    def levels(self) -> tuple[Level, ...]:
        """From the provincial centre down."""
        return tuple(level for _, level in self._levels.values())

    async def prepare(self) -> None:
        """Makes the provincial centre in a new database; to be called at every start."""
        if await self._units.by_id(ROOT_ID) is None:
            await self._units.ensure_root(
                code=self._branch, name=self._branch_name, level=self._top.code, region=self._branch
            )

    async def root(self) -> Unit:
        """The provincial centre."""
        return await self.by_id(ROOT_ID)

    async def by_id(self, unit_id: int) -> Unit:
        """The unit of that number. Raises `NotHere`."""
        found = await self._units.by_id(unit_id)
        if found is None:
            raise NotHere(what="unit")
        return found

    async def by_code(self, code: str) -> Unit:
        """The unit of that code. Raises `NotHere`."""
        found = await self._units.by_code(code)
        if found is None:
            raise NotHere(what=f"unit {code}")
        return found

    async def all(self) -> list[Unit]:
        """Every unit, each after the one above it."""
        return await self._units.all()

    async def seen_by(self, actor: Actor) -> list[Unit]:
        """The units that the actor's place lets them see, each after the one above it."""
        return [one for one in await self._units.all() if may_see(actor, one)]

    async def place_of(self, actor: Actor, code: str) -> Unit:
        """Where the actor acts: the unit of that code, their own if it is "", else the provincial centre.

        Raises:
            NotHere: no unit has that code.
            ActorRefused: it isn't theirs to act for.
            UnitRefused: it is closed.
        """
        if code:
            unit = await self.by_code(code)
            require(actor, Duty.FILING, unit)
            if unit.is_closed:
                raise UnitRefused(reason="closed")
            return unit
        return actor.unit if actor.unit is not None else await self.root()

    def rank_of(self, unit: Unit) -> int:
        """How far below the provincial centre, 0, its level stands."""
        return self._levels[unit.level][0]

    async def add(self, *, code: str, name: str, level: str, region: str, parent: str, actor: Actor) -> Unit:
        """Adds a unit under another, as `NewUnit` states it.

        Raises:
            UnitRefused: reasons of `federation.error_catalogue.phrases.UNIT_REASONS`.
            ActorRefused: not theirs to add.
            NotHere: there is no such unit above it.
        """
        stated = NewUnit(code=code, name=name, level=level, region=region, parent=parent)
        return (await self.add_all([stated], actor=actor))[0]

    async def add_all(self, stated: Sequence[NewUnit], *, actor: Actor) -> list[Unit]:
        """Adds units, all or none; returns them in the same order.

        Args:
            stated: each under a unit that is there, or that comes before it and has a code of its own.
            actor: with the duty of management at every unit above them.

        Raises:
            UnitRefused, ActorRefused, NotHere: as `add`; if one is refused, `each` says of every one why, by its name.
        """
        refusals = Refusals(len(stated))
        async with self._own_log.change() as change:
            adding = UnitsBeingAdded(await change.units.all())
            for one in stated:
                with refusals.of(one.name):
                    above = adding.above(one.parent)
                    require(actor, Duty.MANAGEMENT, above)
                    self._check(code=one.code, name=one.name, level=one.level, region=one.region, above=above)
                    adding.add(one, above, may_hold_account=self._levels[one.level][1].has_accounts)
            refusals.require_none()
            await self._issue(change, adding)
            await change.units.add_all(adding.added)
            await change.audit.add([self._record(actor, "add-unit", one.code) for one in adding.added])
        return adding.added

    async def rename(self, code: str, *, name: str, reason: str, actor: Actor) -> Unit:
        """Gives a unit another public name; the one that it bore stays known, and nobody else's.

        What was filed under the old name stays as it was filed, and is still found for the unit's.

        Raises:
            UnitRefused: no name, one that another unit bears or bore, the unit's own, or the provincial centre's:
                that is for the roster to say.
            ActorRefused: not of a unit above, or no reason.
        """
        unit = await self.by_code(code)
        require_above(actor, Duty.MANAGEMENT, unit)
        if not reason.strip():
            raise ActorRefused(reason="reason-missing")
        if unit.unit_id == ROOT_ID:
            raise UnitRefused(reason="centre")
        _verify_name(name)
        async with self._own_log.change() as change:
            await require_open(change, unit.unit_id)
            present = await change.units.by_id(unit.unit_id)
            if present is not None and present.name == name.strip():
                raise UnitRefused(reason="same-name")
            await _require_free(change, name, but=unit.unit_id)
            await change.units.rename(unit.unit_id, name.strip(), self._clock.now())
            await change.audit.add([self._record(actor, "rename-unit", f"{code} {reason.strip()}")])
        return await self.by_code(code)

    async def close(self, code: str, *, reason: str, actor: Actor) -> None:
        """Closes a unit for good: it files nothing any more. Its records stay its own, and its code is never reused.

        Raises:
            UnitRefused: it is closed, it is the provincial centre, or there are units under it (``units-under``),
                operators (``operators-left``) or open cases (``cases-open``), a granted account or a project
                that isn't in a catalogue yet among them.
            ActorRefused: not of a unit above, or no reason.
        """
        unit = await self.by_code(code)
        require_above(actor, Duty.MANAGEMENT, unit)
        if not reason.strip():
            raise ActorRefused(reason="reason-missing")
        if unit.unit_id == ROOT_ID:
            raise UnitRefused(reason="centre")
        async with self._own_log.change() as change:
            await require_open(change, unit.unit_id)
            if any(unit.is_above(one) and not one.is_closed for one in await change.units.all()):
                raise UnitRefused(reason="units-under")
            if any(one.unit_id == unit.unit_id for one in await change.operators.all()):
                raise UnitRefused(reason="operators-left")
            for kind, states in UNDER_WAY.items():
                if await change.cases.list_of(kind, states=states, unit_ids=(unit.unit_id,)):
                    raise UnitRefused(reason="cases-open")
            await change.units.close(unit.unit_id, self._clock.now())
            await change.audit.add([self._record(actor, "close-unit", f"{code} {reason.strip()}")])

    async def except_from_rule(self, code: str, *, reason: str, actor: Actor) -> None:
        """Grants a township or village an account of its own, by exception.

        Raises:
            UnitRefused: it may hold one anyway.
            ActorRefused: not the provincial centre's duty, or no reason.
        """
        unit = await self.by_code(code)
        require_above(actor, Duty.GRANTING, unit)
        if not reason.strip():
            raise ActorRefused(reason="reason-missing")
        if unit.may_hold_account:
            raise UnitRefused(reason="exception-not-needed")
        async with self._own_log.change() as change:
            await require_open(change, unit.unit_id)
            await change.units.except_from_rule(unit.unit_id)
            await change.audit.add([self._record(actor, "except-unit", f"{code} {reason.strip()}")])

    def _check(self, *, code: str, name: str, level: str, region: str, above: Unit) -> None:
        if not code and self._scheme is None:
            raise UnitRefused(reason="code-missing")
        if code and not CODE_FORM.fullmatch(code):
            raise UnitRefused(reason="code-form")
        _verify_name(name)
        if level not in self._levels:
            raise UnitRefused(reason="level-unknown")
        rank, known = self._levels[level]
        if rank <= self._levels[above.level][0]:
            raise UnitRefused(reason="level-order")
        if len(region) != known.region_digits or not (region.isascii() and region.isdigit()):
            raise UnitRefused(reason="region-form")
        if not region.startswith(above.region):
            raise UnitRefused(reason="region-outside")

    async def _issue(self, change: Change, adding: UnitsBeingAdded) -> None:
        """Gives codes to those that have none, by region in their order."""
        of_area: dict[str, list[int]] = {}
        for place, one in enumerate(adding.added):
            if not one.code and self._scheme is not None:
                of_area.setdefault(self._scheme.institution_area(one.region), []).append(place)
        for area, places in of_area.items():
            first = await change.code_serials.take(INSTITUTIONS, area, len(places))
            for serial, place in enumerate(places, first):
                adding.give(place, self._code(adding.added[place].region, serial))

    def _code(self, region: str, serial: int) -> str:
        if self._scheme is None:
            raise UnitRefused(reason="code-missing")
        try:
            return self._scheme.institution_code(region, serial)
        except ValueError:
            raise UnitRefused(reason="codes-used-up") from None

    def _record(self, actor: Actor, action: str, detail: str) -> AuditRecord:
        return AuditRecord(at=self._clock.now(), actor=actor.name, action=action, detail=detail)


def _verify_name(name: str) -> None:
    if not 0 < len(name.strip()) <= MAX_NAME_CHARS:
        raise UnitRefused(reason="name-missing")
    if not is_one_line(name.strip()):
        raise UnitRefused(reason="name-form")
    # Catalogues and figures publish it.
    if has_personal_number(name):
        raise UnitRefused(reason="personal-number")


async def _require_free(change: Change, name: str, *, but: int | None) -> None:
    """Refuses a name that another unit than `but` bears or bore.

    What a file may name is told by names: a second unit of a name would stand for the first.
    """
    units = [one for one in await change.units.all() if one.unit_id != but]
    if fold_text(name) in {fold_text(borne) for one in units for borne in one.names}:
        raise UnitRefused(reason="name-taken")
