"""Keeping the branch's units: provincial centre, cities, counties, townships, villages.

A unit stands under another, at a level below it, in a region inside that unit's. Townships and
villages in principle hold no account; the provincial centre may make an exception.

Source: 江苏省教育厅办公室 2022 notice, sections 1 and 2; DOMAIN (Jiangsu, hierarchy).
"""

import re
from collections.abc import Sequence

from adapters.checks.names import is_one_line
from adapters.hierarchy import Level
from federation.clock import Clock
from federation.errors import ActorRefused, NotHere, UnitRefused
from federation.model.achievement import fold_text
from node.model.access import Actor, AuditRecord, Duty
from node.model.rights import may_see, require, require_above
from node.model.unit import ROOT_ID, Unit
from node.ports.logs import OwnLog
from node.ports.organisation import Units

CODE_FORM = re.compile(r"[0-9A-Za-z-]{1,32}")
MAX_NAME_CHARS = 100


class UnitService:
    """Units, as a branch's adapter knows their levels."""

    def __init__(
        self, *, own_log: OwnLog, units: Units, levels: Sequence[Level], branch: str, branch_name: str, clock: Clock
    ) -> None:
        self._own_log = own_log
        self._units = units
        self._levels = {level.code: (rank, level) for rank, level in enumerate(levels)}
        self._top = levels[0]
        self._branch = branch
        self._branch_name = branch_name
        self._clock = clock

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
        """
        if code:
            unit = await self.by_code(code)
            require(actor, Duty.FILING, unit)
            return unit
        return actor.unit if actor.unit is not None else await self.root()

    async def add(self, *, code: str, name: str, level: str, region: str, parent: str, actor: Actor) -> Unit:
        """Adds a unit under another.

        Args:
            code: unique: issued by the branch, or the unified social credit code.
            name: as workbooks state it; no other unit of the branch has it.
            level: code of a level below the parent's.
            region: as many digits as the level's regions have, beginning with the parent's.
            parent: code of the unit above it; "" for the provincial centre.
            actor: with the duty of management there.

        Raises:
            UnitRefused: reasons of `federation.error_catalogue.phrases.UNIT_REASONS`.
            ActorRefused: not theirs to add.
        """
        above = await self.by_code(parent) if parent else await self.root()
        require(actor, Duty.MANAGEMENT, above)
        self._check(code=code, name=name, level=level, region=region, above=above)
        async with self._own_log.change() as change:
            if await change.units.by_code(code) is not None:
                raise UnitRefused(reason="code-taken")
            # What a file may name is told by names: a second unit of a name would stand for the first.
            if fold_text(name) in {fold_text(one.name) for one in await change.units.all()}:
                raise UnitRefused(reason="name-taken")
            unit = await change.units.add(
                code=code,
                name=name.strip(),
                level=level,
                region=region,
                parent=above,
                may_hold_account=self._levels[level][1].has_accounts,
            )
            await change.audit.add([self._record(actor, "add-unit", code)])
        return unit

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
            await change.units.except_from_rule(unit.unit_id)
            await change.audit.add([self._record(actor, "except-unit", f"{code} {reason.strip()}")])

    def _check(self, *, code: str, name: str, level: str, region: str, above: Unit) -> None:
        if not CODE_FORM.fullmatch(code):
            raise UnitRefused(reason="code-form")
        if not 0 < len(name.strip()) <= MAX_NAME_CHARS:
            raise UnitRefused(reason="name-missing")
        if not is_one_line(name.strip()):
            raise UnitRefused(reason="name-form")
        if level not in self._levels:
            raise UnitRefused(reason="level-unknown")
        rank, known = self._levels[level]
        if rank <= self._levels[above.level][0]:
            raise UnitRefused(reason="level-order")
        if len(region) != known.region_digits or not (region.isascii() and region.isdigit()):
            raise UnitRefused(reason="region-form")
        if not region.startswith(above.region):
            raise UnitRefused(reason="region-outside")

    def _record(self, actor: Actor, action: str, detail: str) -> AuditRecord:
        return AuditRecord(at=self._clock.now(), actor=actor.name, action=action, detail=detail)
