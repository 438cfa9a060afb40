"""What earlier publications already say, so that a new one doesn't complete them.

What is absent from one publication may follow from another: accounts at the end of October and at the
end of November give November's growth, which the November publication left out. For each region the
days between which readers know how much was filed are joined; a figure is left out if it would join the
two ends of what any publication, this or an earlier one, left out.

Source: docs/progress.md.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from node.model.progress import ProgressFigures, ProgressRow
from node.services.progress.period import DAY, Period
from node.services.progress.suppression import Cell, suppress

BEGINNING = date.min
# measure → measures of the same count: at the period's end, and how much of it within the period.
FAMILIES = (("learners", "learners_new"), ("achievements", "achievements_new"), ("id_checked", ""))


class _Span(NamedTuple):
    """What a figure is about: what was filed after `start` up to and with `end`."""

    cell: Cell
    start: date
    end: date
    is_shown: bool


def suppress_beside(figures: ProgressFigures, earlier: Sequence[ProgressFigures]) -> ProgressFigures:
    """The figures that may be published, given what was published before.

    Args:
        figures: exact ones.
        earlier: as published, by the same branch.
    """
    absent: set[Cell] = set()
    while True:
        suppressed = suppress(figures, absent)
        completing = _completing(suppressed, earlier)
        if not completing:
            return suppressed
        absent |= completing


def _completing(candidate: ProgressFigures, earlier: Sequence[ProgressFigures]) -> set[Cell]:
    found: set[Cell] = set()
    known = [({row.region: row for row in one.rows}, one) for one in earlier]
    for row in candidate.rows:
        for family in FAMILIES:
            before = [
                span for rows, one in known if row.region in rows for span in _spans(one, rows[row.region], family)
            ]
            found |= _joining(list(_spans(candidate, row, family)), before)
    return found


def _joining(new: Sequence[_Span], before: Sequence[_Span]) -> set[Cell]:
    known = _Known()
    for span in before:
        if span.is_shown:
            known.join(span.start, span.end)
    # What readers can compute already is no secret that could be kept.
    secrets = [one for one in (*before, *new) if not one.is_shown and not known.are_joined(one.start, one.end)]
    found: set[Cell] = set()
    for span in new:
        if not span.is_shown:
            continue
        attempt = known.copy()
        attempt.join(span.start, span.end)
        if any(attempt.are_joined(one.start, one.end) for one in secrets):
            found.add(span.cell)
        else:
            known = attempt
    return found


def _spans(figures: ProgressFigures, row: ProgressRow, family: tuple[str, str]) -> Iterator[_Span]:
    total, growth = family
    region, start = row.region, figures.period_start - DAY
    yield _Span((region, total), BEGINNING, figures.period_end, getattr(row, total) is not None)
    if not growth:
        return
    yield _Span((region, growth), start, figures.period_end, getattr(row, growth) is not None)
    if row is figures.rows[0]:
        yield from _months(figures, growth)


def _months(figures: ProgressFigures, growth: str) -> Iterable[_Span]:
    parts = Period(first=figures.period_start, last=figures.period_end).months()
    shown = {one.month: getattr(one, growth) is not None for one in figures.months}
    for part in parts:
        month = f"{part.first.year:04d}-{part.first.month:02d}"
        if month in shown:
            yield _Span((month, growth), part.first - DAY, part.last, shown[month])


class _Known:
    """Days, joined where readers know what was filed between them."""

    def __init__(self, groups: dict[date, int] | None = None) -> None:
        self._group_of = groups or {}

    def copy(self) -> "_Known":
        return _Known(dict(self._group_of))

    def join(self, one: date, other: date) -> None:
        first, second = self._group(one), self._group(other)
        for day, group in self._group_of.items():
            if group == second:
                self._group_of[day] = first

    def are_joined(self, one: date, other: date) -> bool:
        return self._group_of.get(one, -1) == self._group_of.get(other, -2)

    def _group(self, day: date) -> int:
        return self._group_of.setdefault(day, len(self._group_of) and 1 + max(self._group_of.values()))
