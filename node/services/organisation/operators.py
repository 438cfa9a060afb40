"""Keeping operators, and telling who is acting.

On a branch without operators whoever runs a command is its local administrator. Once there are
some, a name that is given must be one of theirs: nobody gets more rights by an unknown name.

Source: DESIGN section 9 (actor), section 10 (invariant 9).
"""

from collections.abc import Iterable, Sequence

import msgspec

from adapters.checks.names import is_one_line
from federation.clock import Clock
from federation.errors import ActorRefused, NotHere, UnitRefused
from node.model.access import Actor, AuditRecord, Duty, Role
from node.model.operator import LOCAL, Operator, is_operator_name
from node.model.rights import may_see, require
from node.model.unit import Unit
from node.ports.logs import OwnLog
from node.ports.organisation import Operators, Units
from node.services.open_units import require_open
from node.services.refusals import Refusals


class NewOperator(msgspec.Struct, frozen=True, kw_only=True):
    """An operator to be registered: name, unit, and what they are there for."""

    name: str
    unit: Unit
    duties: frozenset[Duty]


class OperatorService:
    """The people of the branch's units."""

    def __init__(self, *, own_log: OwnLog, operators: Operators, units: Units, branch: str, clock: Clock) -> None:
        self._own_log = own_log
        self._operators = operators
        self._units = units
        self._branch = branch
        self._clock = clock

    async def acting(self, name: str, system_user: str) -> Actor:
        """Who acts under `name`; the machine's local administrator if it is "" or there are no operators.

        An administrator who names nobody is recorded under a name that can't be an operator's.

        Raises:
            ActorRefused: reason ``unknown-operator``.
        """
        name = name.strip()
        found = await self._operator(name)
        if found is not None:
            return found
        if name and (not is_operator_name(name) or await self._operators.count()):
            raise ActorRefused(reason="unknown-operator")
        return Actor(name=name or f"{LOCAL}{system_user}", role=Role.LOCAL_ADMINISTRATOR, branch=self._branch)

    async def registered(self, name: str) -> Actor:
        """The operator of that name, and never anybody else: for whoever isn't on the branch's own machine.

        Raises:
            ActorRefused: reason ``unknown-operator``.
        """
        found = await self._operator(name.strip())
        if found is None:
            raise ActorRefused(reason="unknown-operator")
        return found

    async def add(self, name: str, *, unit: Unit, duties: Iterable[Duty], actor: Actor) -> Operator:
        """Registers an operator of a unit.

        Raises:
            UnitRefused: the name is missing, too long, unprintable or taken, or the unit may hold no account.
            ActorRefused: not theirs to register, or duties that they haven't themselves.
        """
        stated = NewOperator(name=name, unit=unit, duties=frozenset(duties))
        return (await self.add_all([stated], actor=actor))[0]

    async def add_all(self, stated: Sequence[NewOperator], *, actor: Actor) -> list[Operator]:
        """Registers operators, all or none; returns them in the same order.

        Raises:
            UnitRefused, ActorRefused: as `add`; if one is refused, `each` says of every one why, by its place in the
                batch, from 1 on: errors name nobody.
        """
        refusals, several = Refusals(len(stated)), list[Operator]()
        met = set[str]()
        for place, one in enumerate(stated, 1):
            with refusals.of(str(place)):
                operator = self._new(one, actor)
                if operator.name in met:
                    raise UnitRefused(reason="operator-taken")
                met.add(operator.name)
                several.append(operator)
        refusals.require_none()
        async with self._own_log.change() as change:
            units = await change.units.by_ids({one.unit_id for one in several})
            for place, operator in enumerate(several, 1):
                with refusals.of(str(place)):
                    if units[operator.unit_id].is_closed:
                        raise UnitRefused(reason="closed")
            refusals.require_none()
            taken = await change.operators.add_all(several)
            for place, operator in enumerate(several, 1):
                with refusals.of(str(place)):
                    if operator.name in taken:
                        raise UnitRefused(reason="operator-taken")
            refusals.require_none()
            await change.audit.add(
                [self._record(actor, "add-operator", f"{one.name.strip()} {one.unit.code}") for one in stated]
            )
        return several

    async def suspend(self, name: str, *, actor: Actor) -> None:
        """Ends an operator's rights.

        Raises:
            NotHere: there is none of that name.
            ActorRefused: not theirs to suspend, or somebody of their own unit with duties that they haven't themselves.
        """
        found = await self._operators.find(name.strip())
        unit = None if found is None else await self._units.by_id(found.unit_id)
        if found is None or unit is None:
            raise NotHere(what="operator")
        require(actor, Duty.MANAGEMENT, unit)
        is_above = actor.unit is None or actor.unit.is_above(unit)
        if actor.role is Role.OPERATOR and not is_above and not found.duties <= actor.duties:
            # Nobody ends what isn't theirs to hand on: the unit above does.
            raise ActorRefused(reason="duty")
        async with self._own_log.change() as change:
            await change.operators.suspend(found.name, self._clock.now())
            await change.audit.add([self._record(actor, "suspend-operator", found.name)])

    async def resume(self, name: str, *, actor: Actor) -> None:
        """Gives a suspended operator their rights again, as whoever may register them.

        Whoever does answers for them from then on, as whoever registered them does.

        Raises:
            NotHere: no suspended operator has that name.
            UnitRefused: their unit holds no account, or is closed.
            ActorRefused: not theirs to register, or duties that they haven't themselves.
        """
        found = await self._operators.find_suspended(name.strip())
        unit = None if found is None else await self._units.by_id(found.unit_id)
        if found is None or unit is None:
            raise NotHere(what="operator")
        require(actor, Duty.MANAGEMENT, unit)
        if actor.role is Role.OPERATOR and not found.duties <= actor.duties:
            raise ActorRefused(reason="duty")
        async with self._own_log.change() as change:
            await require_open(change, unit.unit_id)
            present = await change.units.by_id(unit.unit_id)
            if present is None or not present.may_hold_account:
                raise UnitRefused(reason="no-account")
            if not await change.operators.resume(found.name, actor.name):
                raise NotHere(what="operator")
            await change.audit.add([self._record(actor, "resume-operator", found.name)])

    async def seen_by(self, actor: Actor) -> list[tuple[Operator, Unit]]:
        """Operators of the units that the actor may see."""
        units = {one.unit_id: one for one in await self._units.all()}
        found = [(one, units[one.unit_id]) for one in await self._operators.all()]
        return [(one, unit) for one, unit in found if may_see(actor, unit)]

    def _new(self, stated: NewOperator, actor: Actor) -> Operator:
        require(actor, Duty.MANAGEMENT, stated.unit)
        name = stated.name.strip()
        if not is_operator_name(name):
            raise UnitRefused(reason="operator-name")
        if not is_one_line(name):
            raise UnitRefused(reason="name-form")
        if not stated.unit.may_hold_account:
            raise UnitRefused(reason="no-account")
        if actor.role is Role.OPERATOR and not stated.duties <= actor.duties:
            # Nobody hands on what isn't theirs.
            raise ActorRefused(reason="duty")
        return Operator(name=name, unit_id=stated.unit.unit_id, duties=stated.duties, registered_by=actor.name)

    async def _operator(self, name: str) -> Actor | None:
        found = await self._operators.find(name) if name else None
        if found is None:
            return None
        unit = await self._units.by_id(found.unit_id)
        return Actor(name=found.name, role=Role.OPERATOR, branch=self._branch, unit=unit, duties=found.duties)

    def _record(self, actor: Actor, action: str, detail: str) -> AuditRecord:
        return AuditRecord(at=self._clock.now(), actor=actor.name, action=action, detail=detail)
