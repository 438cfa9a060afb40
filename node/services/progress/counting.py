"""From what each unit filed to figures by region and month: sums, nothing left out yet.

A unit's count belongs to its own region and to every region around it: the county, the city, the
province. Townships and villages count to their county. What was taken back is taken off on the day on
which it was taken back, and added again on the day on which it was reinstated, so that a period that has
passed keeps its figures for good.

Source: 江苏省教育厅办公室 2022 notice, section 4; GB/T 2260.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TypeVar

from node.model.filed import ACHIEVEMENTS, LEARNERS, LEARNERS_ID_CHECKED, REINSTATED, WITHDRAWN
from node.model.progress import CITY_DIGITS, COUNTY_DIGITS, PROVINCE_DIGITS, MonthRow, ProgressFigures, ProgressRow
from node.model.unit import ROOT_ID, Unit
from node.services.progress.period import Period

Of = TypeVar("Of", str, date)
Filed = tuple[int, date, str, int]
DIGITS = (PROVINCE_DIGITS, CITY_DIGITS, COUNTY_DIGITS)


def count_progress(
    *,
    scope: Unit,
    units: Iterable[Unit],
    account_holders: Iterable[int],
    filed: Iterable[Filed],
    period: Period,
    as_of: datetime,
    region_names: Mapping[str, str],
) -> ProgressFigures:
    """The figures of a unit and everything under it.

    Args:
        scope: the unit; its region is the first row, and bears its name unless it is the provincial centre.
        units: all of the branch.
        account_holders: ids of units that have an account at the period's end.
        filed: (unit, first day of the month, what, count) up to the period's end; `date.min` for all before it.
        period: the days that they are of.
        as_of: when they were counted.
        region_names: names by 4- and 6-digit region.
    """
    inside = [one for one in units if scope.contains(one)]
    regions = {one.unit_id: tuple(_regions(one.region, scope.region)) for one in inside}
    before, within, holders = Counter[tuple[str, str]](), Counter[tuple[str, str]](), Counter[str]()
    monthly = Counter[tuple[date, str]]()
    for unit_id, month, what, count in filed:
        around = regions.get(unit_id, ())
        counted = before if month == date.min else within
        for region in around:
            counted[region, what] += count
        if around:
            monthly[month, what] += count
    for unit_id in account_holders:
        holders.update(regions.get(unit_id, ()))
    name_of = _naming(scope, inside, region_names)
    rows = tuple(
        _row(region, name_of(region), holders[region], before, within)
        for region in sorted({region for around in regions.values() for region in around})
    )
    return ProgressFigures(
        period_start=period.first,
        period_end=period.last,
        as_of=as_of,
        rows=rows,
        months=tuple(_months(period, monthly)),
    )


def _regions(region: str, top: str) -> Iterator[str]:
    """The regions around, from the scope's own down to the county."""
    least = min(len(top), COUNTY_DIGITS)
    return (region[:digits] for digits in DIGITS if least <= digits <= len(region))


def _row(
    region: str, name: str, institutions: int, before: Counter[tuple[str, str]], within: Counter[tuple[str, str]]
) -> ProgressRow:
    learners_new = within[region, LEARNERS]
    achievements_new = _standing(within, region)
    return ProgressRow(
        region=region,
        name=name,
        institutions=institutions,
        learners=before[region, LEARNERS] + learners_new,
        learners_new=learners_new,
        id_checked=before[region, LEARNERS_ID_CHECKED] + within[region, LEARNERS_ID_CHECKED],
        achievements=_standing(before, region) + achievements_new,
        achievements_new=achievements_new,
    )


def _months(period: Period, monthly: Counter[tuple[date, str]]) -> Iterator[MonthRow]:
    for month in (part.first.replace(day=1) for part in period.months()):
        yield MonthRow(
            month=f"{month.year:04d}-{month.month:02d}",
            learners_new=monthly[month, LEARNERS],
            achievements_new=_standing(monthly, month),
        )


def _standing(counted: Counter[tuple[Of, str]], of: Of) -> int:
    """Achievements of a region or month that stand: filed, less taken back, and of these what stands again."""
    return counted[of, ACHIEVEMENTS] - counted[of, WITHDRAWN] + counted[of, REINSTATED]


def _naming(scope: Unit, inside: Iterable[Unit], region_names: Mapping[str, str]) -> Callable[[str], str]:
    own: dict[str, str] = {}
    for one in inside:
        # A name that can't be published must not keep the whole branch from publishing: the digits stand for it.
        if one.name.isprintable():
            own.setdefault(one.region, one.name)
    top = scope.region[:COUNTY_DIGITS]

    def name_of(region: str) -> str:
        if region == top and (scope.unit_id != ROOT_ID or region not in region_names):
            return scope.name if scope.name.isprintable() else region
        return region_names.get(region) or own.get(region) or region

    return name_of
