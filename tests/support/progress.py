"""Figures made up at random, and what a reader could compute from those that are published."""

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction

from node.model.progress import MonthRow, ProgressFigures, ProgressRow
from node.services.progress.suppression import MEASURES, MONTHLY

AS_OF = datetime(2026, 11, 22, tzinfo=UTC)
PERIOD = (date(2026, 1, 1), date(2026, 4, 30))
SIZES = (0, 0, 1, 3, 9, 10, 12, 30, 80, 500, 4_000)
Unknown = tuple[str, str]
Equation = tuple[dict[Unknown, int], int]


def random_figures(seed: int, *, cities: int = 3, counties: int = 4) -> ProgressFigures:
    """Exact figures whose totals are sums of their parts, some with filing of a total's own."""
    source = random.Random(seed)
    rows: dict[str, list[int]] = {"32": _own(source)}
    for city in range(1, cities + 1):
        region = f"32{city:02d}"
        rows[region] = _own(source)
        for county in range(1, source.randint(0, counties) + 1):
            leaf = _leaf(source)
            rows[f"{region}{county:02d}"] = leaf
            rows[region] = _plus(rows[region], leaf)
        rows["32"] = _plus(rows["32"], rows[region])
    months = [f"2026-{month:02d}" for month in range(1, 5)]
    learners_new, achievements_new = (_split(source, rows["32"][MEASURES.index(name)], 4) for name in MONTHLY)
    return figures_of(
        {region: rows[region] for region in sorted(rows)},
        {month: (learners_new[i], achievements_new[i]) for i, month in enumerate(months)},
    )


def figures_of(
    rows: dict[str, Sequence[int]],
    months: dict[str, tuple[int, int]] | None = None,
    period: tuple[date, date] = PERIOD,
) -> ProgressFigures:
    """Figures by region in the order of `MEASURES`, and by month."""
    return ProgressFigures(
        period_start=period[0],
        period_end=period[1],
        as_of=AS_OF,
        rows=tuple(
            ProgressRow(region=region, name=region, institutions=1, **dict(zip(MEASURES, counts, strict=True)))
            for region, counts in rows.items()
        ),
        months=tuple(
            MonthRow(month=month, learners_new=learners, achievements_new=achievements)
            for month, (learners, achievements) in (months or {}).items()
        ),
    )


def cells_of(figures: ProgressFigures) -> dict[Unknown, int | None]:
    """Every figure by region or month and measure."""
    cells = {(row.region, name): getattr(row, name) for row in figures.rows for name in MEASURES}
    cells.update({(one.month, name): getattr(one, name) for one in figures.months for name in MONTHLY})
    return cells


def derivable(exact: ProgressFigures, published: ProgressFigures) -> dict[Unknown, int]:
    """Absent figures, and what is left of a whole, that follow from the published ones alone.

    Readers know that a total is the sum of its parts and what it has of its own; that is nothing where
    `exact` says so: the worst case. They may add and subtract whatever is published.
    """
    shown = {cell: value for cell, value in cells_of(published).items() if value is not None}
    equations: list[Equation] = [({cell: 1}, value) for cell, value in shown.items()]
    equations += list(_sums(exact))
    wanted = [cell for cell in cells_of(exact) if cell not in shown]
    known = solved(equations)
    return {cell: known[cell] for cell in wanted if cell in known}


def _sums(exact: ProgressFigures) -> Iterable[Equation]:
    cells = cells_of(exact)
    regions = [row.region for row in exact.rows]
    for total in regions:
        parts = [one for one in regions if one.startswith(total) and len(one) == len(total) + 2]
        for name in MEASURES if parts else ():
            own = (cells[total, name] or 0) - sum(cells[part, name] or 0 for part in parts)
            terms = {(total, name): 1, **{(part, name): -1 for part in parts}}
            # Of its own something unknown, or nothing.
            yield (terms | {(f"own {total}", name): -1} if own else terms), 0
    for name in MONTHLY if exact.months else ():
        yield {(regions[0], name): 1, **{(one.month, name): -1 for one in exact.months}}, 0


def solved(equations: Iterable[Equation]) -> dict[Unknown, int]:
    """Unknowns whose value follows, by elimination in exact arithmetic."""
    unknowns = sorted({one for terms, _ in equations for one in terms})
    place = {one: at for at, one in enumerate(unknowns)}
    matrix = []
    for terms, value in equations:
        row = [Fraction(0)] * (len(unknowns) + 1)
        for one, factor in terms.items():
            row[place[one]] += factor
        row[-1] = Fraction(value)
        matrix.append(row)
    done = 0
    for column in range(len(unknowns)):
        pivot = next((at for at in range(done, len(matrix)) if matrix[at][column]), None)
        if pivot is None:
            continue
        matrix[done], matrix[pivot] = matrix[pivot], matrix[done]
        factor = matrix[done][column]
        matrix[done] = [value / factor for value in matrix[done]]
        for at, row in enumerate(matrix):
            if at != done and row[column]:
                by = row[column]
                matrix[at] = [a - by * b for a, b in zip(row, matrix[done], strict=True)]
        done += 1
    found = {}
    for row in matrix[:done]:
        there = [column for column in range(len(unknowns)) if row[column]]
        if len(there) == 1:
            found[unknowns[there[0]]] = int(row[-1])
    return found


def _own(source: random.Random) -> list[int]:
    return _leaf(source) if source.random() < 0.3 else [0] * len(MEASURES)


def _leaf(source: random.Random) -> list[int]:
    learners, achievements = source.choice(SIZES), source.choice(SIZES)
    return [
        learners,
        source.choice((0, learners, learners // 2, max(0, learners - 3))),
        source.choice((learners, learners, max(0, learners - 2), learners // 2)),
        achievements,
        source.choice((0, achievements, achievements // 3)),
    ]


def _plus(one: Sequence[int], other: Sequence[int]) -> list[int]:
    return [a + b for a, b in zip(one, other, strict=True)]


def _split(source: random.Random, total: int, parts: int) -> list[int]:
    cuts = sorted(source.randint(0, total) for _ in range(parts - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]
