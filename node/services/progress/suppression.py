"""Small groups left out of figures, and what they could be computed from.

A count of one to nine people is absent from what is published. So is what would give it away by a
difference: a region's total less its other parts, a year's growth less its other months, a count less
those of it that are counted apart (so many accounts, so many of them checked: the rest are a group too).
Achievements of a region with one to nine learners are those people's, however many they are.
For every sum that a reader can form, what is absent from it comes to nothing or to at least ten people,
and is more than one figure; the next smallest are left out until that holds.

A unit's own filing, as of a city's university beside the counties, is in the total and has no row: it
counts as an absent part.

Source: 江苏省教育厅办公室 2022 notice, section 4; the rule of ten: docs/progress.md; statistical disclosure
control by cell suppression (primary and complementary).
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from node.model.progress import CITY_DIGITS, PROVINCE_DIGITS, ProgressFigures, ProgressRow

LEAST_PEOPLE = 10
WHOLES = {"learners_new": "learners", "id_checked": "learners", "achievements_new": "achievements"}
"""Measures that count a part of another: what is left of that one is a group as well."""
MEASURES = ("learners", "learners_new", "id_checked", "achievements", "achievements_new")
MONTHLY = ("learners_new", "achievements_new")

Cell = tuple[str, str]
"""A region or month, and a measure."""
Groups = tuple[int, ...]
"""A count, and what else must be no small group: what is left of its whole, the learners behind it, its parts."""


class Sum(msgspec.Struct, frozen=True):
    """A total that readers know to be the sum of parts, and maybe of something that has no row."""

    total: str
    parts: Sequence[str]


def suppress(figures: ProgressFigures, absent: Iterable[Cell] = (), known: Iterable[Cell] = ()) -> ProgressFigures:
    """The figures that may be published alone.

    Args:
        figures: exact ones, nothing absent yet.
        absent: what must be left out besides, for other reasons.
        known: what readers can compute already: leaving it out covers nothing.
    """
    hidden: set[Cell] = set(absent)
    for measure in MEASURES:
        computed = {place for place, name in known if name == measure}
        hidden |= {(place, measure) for place in _hidden_of(measure, figures, hidden, computed)}
    return without(figures, hidden)


def without(figures: ProgressFigures, hidden: set[Cell]) -> ProgressFigures:
    """The figures with these cells absent."""
    return msgspec.structs.replace(
        figures,
        rows=tuple(
            msgspec.structs.replace(row, **{name: None for name in MEASURES if (row.region, name) in hidden})
            for row in figures.rows
        ),
        months=tuple(
            msgspec.structs.replace(month, **{name: None for name in MONTHLY if (month.month, name) in hidden})
            for month in figures.months
        ),
    )


def sums_of_regions(regions: Sequence[str]) -> Iterable[Sum]:
    """Cities of counties, and the province of cities."""
    for digits in (CITY_DIGITS, PROVINCE_DIGITS):
        for total in regions:
            parts = [one for one in regions if len(one) == digits + 2 and one.startswith(total)]
            if len(total) == digits and parts:
                yield Sum(total, parts)


def is_fit(groups: Iterable[int]) -> bool:
    """Whether none of the groups is small."""
    return all(count == 0 or abs(count) >= LEAST_PEOPLE for count in groups)


def _hidden_of(measure: str, figures: ProgressFigures, hidden: set[Cell], computed: set[str]) -> set[str]:
    whole = WHOLES.get(measure)
    absent = {place for place, name in hidden if name == measure}
    groups = {row.region: _groups(row, measure) for row in figures.rows}
    if whole is not None:
        # Most of a whole is often this part of it: the part would give a good guess.
        absent |= {row.region for row in figures.rows if (row.region, whole) in hidden}
    sums = list(sums_of_regions(tuple(groups)))
    if measure in MONTHLY and figures.rows:
        groups.update({month.month: (_count(month, measure), 0, 0) for month in figures.months})
        sums.append(Sum(figures.rows[0].region, [month.month for month in figures.months]))
    return hidden_places(groups, sums, absent, computed)


def hidden_places(
    groups: Mapping[str, Groups], sums: Sequence[Sum], absent: Iterable[str] = (), computed: Iterable[str] = ()
) -> set[str]:
    """Where a count is left out, so that neither it nor what follows from the others is of a small group.

    Args:
        groups: of each place.
        sums: which places' counts are those of others together.
        absent: where it is left out anyway.
        computed: where readers know it already: leaving it out covers nothing.
    """
    known = set(computed)
    # A negative growth has no place in a publication: more was taken back than filed.
    hidden = set(absent) | {place for place, counts in groups.items() if counts[0] < 0 or not is_fit(counts)}
    size = -1
    while size != len(hidden):
        size = len(hidden)
        for one in sums:
            _cover(one, groups, hidden, known)
    return hidden


def _groups(row: ProgressRow, measure: str) -> Groups:
    value, whole = _count(row, measure), WHOLES.get(measure)
    rest = 0 if whole is None else _count(row, whole) - value
    return value, rest, _count(row, "learners") if measure.startswith("achievements") else 0


def _cover(one: Sum, groups: Mapping[str, Groups], absent: set[str], computed: set[str]) -> None:
    """Leaves out parts, and in the end the total, until nothing small can be computed from this sum."""
    own = _less(groups[one.total], [groups[part] for part in one.parts])
    while True:
        left_out = [part for part in one.parts if part in absent and part not in computed]
        fits = is_fit(_plus(own, [groups[part] for part in left_out]))
        unknown = len(left_out) + bool(own[0])
        is_total_shown = one.total not in absent or one.total in computed
        if fits and (unknown > 1 or (is_total_shown and not left_out)):
            return
        others = sorted(
            (part for part in one.parts if part not in absent and part not in computed),
            key=lambda part: abs(groups[part][0]),
        )
        filled = [part for part in others if any(groups[part])]
        if filled:
            absent.add(filled[0])
        elif others and (not unknown if not is_total_shown else fits):
            # Nothing but zeros: they would give away the total, or the one that is left out.
            absent.add(others[0])
        elif one.total in absent:
            return
        else:
            absent.add(one.total)


def _less(total: Groups, parts: Iterable[Groups]) -> Groups:
    return _plus(total, [tuple(-count for count in part) for part in parts])


def _plus(one: Groups, others: Iterable[Groups]) -> Groups:
    return tuple(sum(counts) for counts in zip(one, *others, strict=True))


def _count(of: msgspec.Struct, measure: str) -> int:
    return int(getattr(of, measure))
