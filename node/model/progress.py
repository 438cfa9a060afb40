"""How far filing has come, by region and month: the figures that are published.

A count of fewer than ten people is suppressed before it comes here: None, never zero.

Source: seed document 000, part 4 (定期汇总公布各地工作进展情况; 工作考核); GB/T 2260 (region codes).
"""

from datetime import date, datetime

import msgspec

PROVINCE_DIGITS = 2
CITY_DIGITS = 4
COUNTY_DIGITS = 6


class ProgressRow(msgspec.Struct, frozen=True, kw_only=True):
    """One province, city or county.

    Attributes:
        region: 2 (province), 4 (city) or 6 digits (county).
        name: the region's name.
        institutions: institutions with an account at the end of the period.
        learners: learner accounts at the end of the period; None if suppressed, as below.
        learners_new: those opened within the period.
        id_checked: accounts whose identity was verified.
        achievements: achievements at the end of the period.
        achievements_new: those deposited within the period.
    """

    region: str
    name: str
    institutions: int
    learners: int | None
    learners_new: int | None
    id_checked: int | None
    achievements: int | None
    achievements_new: int | None

    def id_checked_share(self) -> float | None:
        """Verified accounts of all, 0 to 1; None if there are none or a count is suppressed."""
        if self.id_checked is None or not self.learners:
            return None
        return self.id_checked / self.learners


class MonthRow(msgspec.Struct, frozen=True, kw_only=True):
    """One month of the whole province.

    Attributes:
        month: as ``2026-11``.
        learners_new: accounts opened in it; None if suppressed, as below.
        achievements_new: achievements deposited in it.
    """

    month: str
    learners_new: int | None
    achievements_new: int | None


class ProgressFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one publication says.

    Attributes:
        period_start: first day of the period.
        period_end: last day of it.
        as_of: aware; when the figures were counted.
        rows: regions, in the order in which they are shown.
        months: months, the oldest first.
    """

    period_start: date
    period_end: date
    as_of: datetime
    rows: tuple[ProgressRow, ...]
    months: tuple[MonthRow, ...]

    def of_level(self, digits: int) -> tuple[ProgressRow, ...]:
        """The rows whose region code has that many digits."""
        return tuple(row for row in self.rows if len(row.region) == digits)
