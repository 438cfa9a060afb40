"""Units: the institutions of a branch, one under another. Who files, and for whom.

Names of institutions are public; who works there isn't, and stands elsewhere.

Source: DOMAIN (Jiangsu, hierarchy); 江苏省教育厅办公室 2022 notice, sections 1 and 2.
"""

import msgspec

ROOT_ID = 1
"""The branch's own provincial centre: there from the first start on."""


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """One institution.

    Attributes:
        unit_id: its number in the tables.
        code: unique in the branch: issued by it, or the unified social credit code.
        name: as in workbooks (协议单位名称, 办学点).
        level: code of one of the adapter's levels.
        region: digits of its region code: 2, 4, 6, 9 or 12.
        parent_id: the unit above; None for the provincial centre.
        path: ids from the provincial centre down to itself, each followed by a slash: ``1/4/9/``.
        may_hold_account: whether it files by itself: by its level, or by an exception of the province.
        former_names: that it bore before, oldest first.
        is_closed: whether it files nothing any more; its records and its code stay its own.
    """

    unit_id: int
    code: str
    name: str
    level: str
    region: str
    parent_id: int | None
    path: str
    may_hold_account: bool = True
    former_names: tuple[str, ...] = ()
    is_closed: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All that it ever bore, the first one first."""
        return (*self.former_names, self.name)

    def contains(self, other: "Unit") -> bool:
        """Whether `other` is this unit or stands somewhere under it."""
        return other.path.startswith(self.path)

    def is_above(self, other: "Unit") -> bool:
        """Whether `other` stands somewhere under this unit, and isn't it."""
        return self.contains(other) and other.unit_id != self.unit_id
