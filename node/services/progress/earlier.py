"""What earlier publications already say, so that a new one doesn't complete them.

What is absent from one publication may follow from others: accounts at the end of October and at the
end of November give November's growth, and with the city's those of the county beside. All publications
are taken together as sums of what regions had up to certain days; a figure is left out if with the
others it would give what any publication, this or an earlier one, left out. A figure that readers can
compute already covers no other.

Source: docs/progress.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from node.model.progress import ProgressFigures, ProgressRow
from node.services.progress.checked_growth import giving_checked_growth
from node.services.progress.derivation import Cell, Known, Terms, Unknown
from node.services.progress.period import DAY, Period
from node.services.progress.suppression import sums_of_regions, suppress

# measure → measures of the same count: at the period's end, and how much of it within the period.
FAMILIES = (("learners", "learners_new"), ("achievements", "achievements_new"), ("id_checked", ""))
Family = tuple[str, str]
Said = tuple[Cell, Terms, int | None]
"""A cell, the sum that it states, and its count unless that is absent."""


def suppress_beside(figures: ProgressFigures, earlier: Sequence[ProgressFigures]) -> ProgressFigures:
    """The figures that may be published, given what was published before.

    Args:
        figures: exact ones.
        earlier: as published, by the same branch.
    """
    families = [_Family(figures, earlier, family) for family in FAMILIES]
    known = {cell for family in families for cell in family.known}
    absent: set[Cell] = set()
    while True:
        suppressed = suppress(figures, absent, known)
        shown = _shown(suppressed)
        completing = {cell for family in families for cell in family.completing(shown)}
        completing |= giving_checked_growth(figures, suppressed, earlier)
        if not completing:
            return suppressed
        absent |= completing


class _Family:
    """One count, as all publications have it."""

    def __init__(self, figures: ProgressFigures, earlier: Sequence[ProgressFigures], family: Family) -> None:
        before = Known()
        said = [one for each in earlier for one in _said(each, family)]
        new = list(_said(figures, family))
        for _, terms, value in said:
            if value is not None:
                before.add(terms)
        days = sorted({day for _, terms, _ in (*said, *new) for _, day in terms})
        for relation in _relations(figures, earlier, family, days):
            before.add(relation)
        # Without what was known before, whatever is left is about the new publication.
        self._new = {cell: (before.rest(terms)[0], value or 0) for cell, terms, value in new}
        self.known = {cell for cell, (rest, _) in self._new.items() if not rest}
        rests = (before.rest(terms)[0] for _, terms, value in said if value is None)
        self._secrets = list({tuple(sorted(rest.items())): rest for rest in rests if rest}.values())

    def completing(self, shown: set[Cell]) -> Iterator[Cell]:
        """Of the shown cells those to leave out: the smallest of each computation that gives an absent one."""
        told = Known()
        for cell, (rest, _) in self._new.items():
            if cell in shown:
                told.add(rest, [cell])
        absent = [rest for cell, (rest, _) in self._new.items() if rest and cell not in shown]
        for secret in (*self._secrets, *absent):
            left, used = told.rest(secret)
            if not left:
                yield min(used, key=lambda cell: (abs(self._new[cell][1]), cell))


def _shown(figures: ProgressFigures) -> set[Cell]:
    return {cell for family in FAMILIES for cell, _, value in _said(figures, family) if value is not None}


def _said(figures: ProgressFigures, family: Family) -> Iterator[Said]:
    total, growth = family
    start, end = figures.period_start - DAY, figures.period_end
    for row in figures.rows:
        yield (row.region, total), {(row.region, end): 1}, getattr(row, total)
    for row in figures.rows if growth else ():
        yield (row.region, growth), _between(row.region, start, end), getattr(row, growth)
    if growth and figures.rows:
        yield from _months(figures, figures.rows[0], growth)


def _months(figures: ProgressFigures, top: ProgressRow, growth: str) -> Iterator[Said]:
    values = {one.month: getattr(one, growth) for one in figures.months}
    for part in Period(first=figures.period_start, last=figures.period_end).months():
        month = f"{part.first.year:04d}-{part.first.month:02d}"
        if month in values:
            yield (month, growth), _between(top.region, part.first - DAY, part.last), values[month]


def _between(region: str, start: date, end: date) -> dict[Unknown, int]:
    return {(region, end): 1, (region, start): -1}


def _relations(
    figures: ProgressFigures, earlier: Sequence[ProgressFigures], family: Family, days: Sequence[date]
) -> Iterator[Terms]:
    """On each day a total is the sum of its parts, unless it has anything of its own."""
    everything = [_by_region(one) for one in (figures, *earlier)]
    for one in sums_of_regions([row.region for row in figures.rows]):
        if any(_has_own(rows, one.total, one.parts, name) for rows in everything for name in family if name):
            continue
        for day in days:
            yield {(one.total, day): 1, **{(part, day): -1 for part in one.parts}}


def _has_own(rows: Mapping[str, ProgressRow], total: str, parts: Sequence[str], name: str) -> bool:
    """Whether figures show that; a part without a row had nothing yet."""
    counts = [getattr(rows[one], name) for one in (total, *parts) if one in rows]
    return total in rows and None not in counts and counts[0] != sum(counts[1:])


def _by_region(figures: ProgressFigures) -> dict[str, ProgressRow]:
    return {row.region: row for row in figures.rows}
