"""How many of a period's new accounts were checked: published nowhere, but two publications give it.

Checked accounts at the end of October and of November give those of November, and with November's new
accounts those that weren't checked. Either may be a few people: then the new publication leaves the
checked ones out, and so for what is left of a city beside the counties that are shown.

Source: docs/progress.md.
"""

from collections.abc import Iterator, Mapping, Sequence

from node.model.progress import ProgressFigures, ProgressRow
from node.services.progress.derivation import Cell
from node.services.progress.period import DAY
from node.services.progress.suppression import is_fit, sums_of_regions

CHECKED = "id_checked"
Rows = Mapping[str, ProgressRow]
Growth = tuple[int, int]
"""Between two publications: of checked accounts, and of the others."""


def giving_checked_growth(
    figures: ProgressFigures, candidate: ProgressFigures, earlier: Sequence[ProgressFigures]
) -> set[Cell]:
    """Cells of the candidate to leave out besides.

    Args:
        figures: exact ones.
        candidate: what would be published of them.
        earlier: as published.
    """
    periods = {(one.period_start - DAY, one.period_end) for one in (figures, *earlier)}
    exact, shown = _by_region(figures), {row.region for row in candidate.rows if row.id_checked is not None}
    found: set[Cell] = set()
    for one in earlier:
        ends = min(one.period_end, figures.period_end), max(one.period_end, figures.period_end)
        if ends in periods:
            found |= {(region, CHECKED) for region in _small(exact, shown, _by_region(one))}
    return found


def _small(exact: Rows, shown: set[str], before: Rows) -> Iterator[str]:
    growths = {}
    for region in sorted(shown & before.keys()):
        if (growth := _growth(exact[region], before[region])) is not None:
            growths[region] = growth
    for region, growth in growths.items():
        if not is_fit(growth):
            yield region
    for one in sums_of_regions(tuple(exact)):
        parts = [growths[part] for part in one.parts if part in growths]
        if one.total not in growths or is_fit(_less(growths[one.total], parts)):
            continue
        filled = [part for part in one.parts if part in growths and any(growths[part])]
        yield min(filled, key=lambda part: abs(sum(growths[part]))) if filled else one.total


def _growth(now: ProgressRow, before: ProgressRow) -> Growth | None:
    if None in (before.id_checked, before.learners) or None in (now.id_checked, now.learners):
        return None
    checked = (now.id_checked or 0) - (before.id_checked or 0)
    return checked, (now.learners or 0) - (before.learners or 0) - checked


def _less(total: Growth, parts: Sequence[Growth]) -> Growth:
    return total[0] - sum(one for one, _ in parts), total[1] - sum(other for _, other in parts)


def _by_region(figures: ProgressFigures) -> dict[str, ProgressRow]:
    return {row.region: row for row in figures.rows}
