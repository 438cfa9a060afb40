"""Small groups left out of figures, and what they could be computed from.

A count of one to nine people is absent from what is published. So is what would give it away by a
difference: a region's total less its other parts, a year's growth less its other months, a count less
those of it that are counted apart (so many accounts, so many of them checked: the rest are a group too).
For every sum that a reader can form, what is absent from it comes to nothing or to at least ten people,
and is more than one figure; the next smallest are left out until that holds.

A unit's own filing, as of a city's university beside the counties, is in the total and has no row: it
counts as an absent part.

Source: 江苏省教育厅办公室 2022 notice, section 4; the rule of ten: docs/progress.md; statistical disclosure
control by cell suppression (primary and complementary).
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from node.model.progress import CITY_DIGITS, PROVINCE_DIGITS, ProgressFigures

LEAST_PEOPLE = 10
WHOLES = {"learners_new": "learners", "id_checked": "learners", "achievements_new": "achievements"}
"""Measures that count a part of another: what is left of that one is a group as well."""
MEASURES = ("learners", "learners_new", "id_checked", "achievements", "achievements_new")
MONTHLY = ("learners_new", "achievements_new")

Cell = tuple[str, str]
"""A region or month, and a measure."""


class _Sum(msgspec.Struct, frozen=True):
    """A total that readers know to be the sum of parts, and maybe of something that has no row."""

    total: str
    parts: Sequence[str]


def suppress(figures: ProgressFigures, absent: Iterable[Cell] = ()) -> ProgressFigures:
    """The figures that may be published alone.

    Args:
        figures: exact ones, nothing absent yet.
        absent: what must be left out besides, for other reasons.
    """
    hidden: set[Cell] = set(absent)
    for measure in MEASURES:
        hidden |= {(place, measure) for place in _hidden_of(measure, figures, hidden)}
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


def _hidden_of(measure: str, figures: ProgressFigures, hidden: set[Cell]) -> set[str]:
    values, rests = {}, {}
    whole = WHOLES.get(measure)
    absent = {place for place, name in hidden if name == measure}
    for row in figures.rows:
        values[row.region] = _count(row, measure)
        rests[row.region] = 0 if whole is None else _count(row, whole) - values[row.region]
        if whole is not None and (row.region, whole) in hidden:
            # Most of a whole is often this part of it: the part would give a good guess.
            absent.add(row.region)
    sums = list(_sums_of_regions(tuple(values)))
    if measure in MONTHLY and figures.rows:
        values.update({month.month: _count(month, measure) for month in figures.months})
        rests.update(dict.fromkeys((month.month for month in figures.months), 0))
        sums.append(_Sum(figures.rows[0].region, [month.month for month in figures.months]))
    # A negative growth has no place in a publication: more was taken back than filed.
    absent |= {place for place, value in values.items() if value < 0 or not _is_fit(value, rests[place])}
    known = -1
    while known != len(absent):
        known = len(absent)
        for one in sums:
            _cover(one, values, rests, absent)
    return absent


def _sums_of_regions(regions: Sequence[str]) -> Iterable[_Sum]:
    for digits in (CITY_DIGITS, PROVINCE_DIGITS):
        for total in regions:
            parts = [one for one in regions if len(one) == digits + 2 and one.startswith(total)]
            if len(total) == digits and parts:
                yield _Sum(total, parts)


def _cover(one: _Sum, values: Mapping[str, int], rests: Mapping[str, int], absent: set[str]) -> None:
    """Leaves out parts, and in the end the total, until nothing small can be computed from this sum."""
    own = values[one.total] - sum(values[part] for part in one.parts)
    own_rest = rests[one.total] - sum(rests[part] for part in one.parts)
    while True:
        left_out = [part for part in one.parts if part in absent]
        is_fit = _is_fit(own + sum(values[part] for part in left_out), own_rest + sum(rests[part] for part in left_out))
        unknown = len(left_out) + bool(own)
        is_total_shown = one.total not in absent
        if is_fit and (unknown > 1 or (is_total_shown and not left_out)):
            return
        others = sorted((part for part in one.parts if part not in absent), key=lambda part: abs(values[part]))
        filled = [part for part in others if values[part] or rests[part]]
        if filled:
            absent.add(filled[0])
        elif others and (not unknown if not is_total_shown else is_fit):
            # Nothing but zeros: they would give away the total, or the one that is left out.
            absent.add(others[0])
        elif not is_total_shown:
            return
        else:
            absent.add(one.total)


def _is_fit(value: int, rest: int) -> bool:
    return all(count == 0 or abs(count) >= LEAST_PEOPLE for count in (value, rest))


def _count(of: msgspec.Struct, measure: str) -> int:
    return int(getattr(of, measure))
