"""The days that figures are about, by the province's clock.

Source: 江苏省教育厅办公室 2022 notice, section 4 (定期汇总; 年度工作考核).
"""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from federation.errors import ProgressRefused

MAX_YEARS = 20
FIRST_YEAR = 2000
DAY = timedelta(days=1)


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """From `first` to `last`, both included."""

    first: date
    last: date

    @property
    def beyond(self) -> date:
        """The day after the last."""
        return self.last + DAY

    def months(self) -> "Iterator[Period]":
        """The calendar months of it, those at its ends only as far as they are in it."""
        first = self.first
        while first <= self.last:
            following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
            yield Period(first=first, last=min(self.last, following - DAY))
            first = following


def checked_period(first: date | None, last: date | None, *, latest: date) -> Period:
    """The period meant; without a first day the year's up to its last day, without a last day up to `latest`.

    Raises:
        ProgressRefused: ``period-order``, ``period-open`` (it ends after `latest`), ``period-too-long``.
    """
    last = latest if last is None else last
    first = date(last.year, 1, 1) if first is None else first
    if first > last:
        raise ProgressRefused(reason="period-order")
    if last > latest:
        raise ProgressRefused(reason="period-open")
    if first.year < FIRST_YEAR or last.year - first.year >= MAX_YEARS:
        raise ProgressRefused(reason="period-too-long")
    return Period(first=first, last=last)
