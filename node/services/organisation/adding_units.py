"""Units in the adding: what a batch of new ones is held against, each against all that are there and came before it.

Source: 江苏省教育厅办公室 2022 notice, sections 1 and 2; 浙学银〔2019〕2号, section 1.
"""

from collections.abc import Sequence

import msgspec

from federation.errors import NotHere, UnitRefused
from federation.model.achievement import fold_text
from node.model.unit import ROOT_ID, Unit


class NewUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit to be added.

    Attributes:
        code: unique: the unified social credit code, or another; "" lets the branch issue one, if it has a scheme.
        name: as workbooks state it; no other unit of the branch has it.
        level: code of a level below the parent's.
        region: as many digits as the level's regions have, beginning with the parent's.
        parent: code of the unit above it; "" for the provincial centre.
    """

    code: str = ""
    name: str
    level: str
    region: str
    parent: str = ""


class UnitsBeingAdded:
    """Units in the adding, beside all that there are, inside the unit of work that adds them."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.added: list[Unit] = []
        self._by_code = {one.code: one for one in units}
        self._root = next(one for one in units if one.unit_id == ROOT_ID)
        self._names = {fold_text(borne) for one in units for borne in one.names}
        self._last = max(one.unit_id for one in units)

    def above(self, code: str) -> Unit:
        """The unit of that code; the provincial centre for ""."""
        found = self._by_code.get(code) if code else self._root
        if found is None:
            raise NotHere(what=f"unit {code}")
        return found

    def add(self, stated: NewUnit, above: Unit, *, may_hold_account: bool) -> None:
        """Adds one, if code and name are nobody's and the unit above isn't closed."""
        if stated.code in self._by_code:
            raise UnitRefused(reason="code-taken")
        if above.is_closed:
            raise UnitRefused(reason="closed")
        if fold_text(stated.name) in self._names:
            raise UnitRefused(reason="name-taken")
        self._last += 1
        unit = Unit(
            unit_id=self._last,
            code=stated.code,
            name=stated.name.strip(),
            level=stated.level,
            region=stated.region,
            parent_id=above.unit_id,
            path=f"{above.path}{self._last}/",
            may_hold_account=may_hold_account,
        )
        self.added.append(unit)
        self._names.add(fold_text(unit.name))
        if unit.code:
            self._by_code[unit.code] = unit

    def give(self, place: int, code: str) -> None:
        """Gives a code to the unit that was added at that place."""
        if code in self._by_code:
            raise UnitRefused(reason="code-taken")
        self.added[place] = msgspec.structs.replace(self.added[place], code=code)
        self._by_code[code] = self.added[place]
