"""Attacks on what published figures leave out: whatever a reader adds and subtracts, no small group shows."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest

from node.model.progress import ProgressFigures
from node.services.progress.earlier import suppress_beside
from node.services.progress.suppression import MEASURES, WHOLES, suppress
from tests.support.progress import cells_of, derivable, figures_of, random_figures, solved

SEEDS = range(80)
NOBODY = [0, 0, 0, 0, 0]


def people(count: int) -> list[int]:
    """Counts of a region that has so many learners, all checked, with an achievement each, none of them new."""
    return [count, 0, count, count, 0]


def absent(figures: ProgressFigures, measure: str = "learners") -> set[str]:
    return {place for (place, name), value in cells_of(figures).items() if name == measure and value is None}


@pytest.mark.parametrize("seed", SEEDS)
def test_no_count_of_one_to_nine_is_published(seed):
    published = cells_of(suppress(random_figures(seed)))
    assert all(value is None or value == 0 or value >= 10 for value in published.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_published_is_exact(seed):
    exact = random_figures(seed)
    figures = cells_of(exact)
    assert all(value in (None, figures[cell]) for cell, value in cells_of(suppress(exact)).items())


@pytest.mark.parametrize("seed", SEEDS)
def test_attack_subtracting_rows_and_months_from_totals(seed):
    exact = random_figures(seed)
    assert derivable(exact, suppress(exact)) == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_attack_subtracting_a_part_from_its_whole(seed):
    published = cells_of(suppress(random_figures(seed)))
    for (place, name), value in published.items():
        whole = published.get((place, WHOLES.get(name, "")))
        if value is not None and whole is not None:
            assert whole - value == 0 or whole - value >= 10


@pytest.mark.parametrize("seed", SEEDS)
def test_attack_adding_up_all_that_a_total_leaves_absent(seed):
    exact = random_figures(seed)
    published, values = cells_of(suppress(exact)), cells_of(exact)
    regions = [row.region for row in exact.rows]
    for total in regions:
        parts = [one for one in regions if one.startswith(total) and len(one) == len(total) + 2]
        for name in MEASURES:
            if parts and published[total, name] is not None:
                shown = sum(published[part, name] or 0 for part in parts)
                rest = (values[total, name] or 0) - shown
                assert rest == 0 or rest >= 10


def test_attack_one_small_county_is_the_citys_total_less_the_others():
    published = suppress(
        figures_of({"3201": people(330), "320101": people(7), "320102": people(23), "320103": people(300)})
    )
    assert absent(published) == {"320101", "320102"}


def test_attack_two_small_counties_that_are_small_together():
    rows = {"3201": people(327), "320101": people(3), "320102": people(4), "320103": people(20), "320104": people(300)}
    assert absent(suppress(figures_of(rows))) == {"320101", "320102", "320103"}


def test_attack_a_small_filing_of_the_citys_own():
    rows = {"3201": people(105), "320101": people(30), "320102": people(70)}
    assert absent(suppress(figures_of(rows))) == {"320101"}


def test_attack_one_small_county_in_each_of_two_cities():
    rows = {
        "32": people(607),
        "3201": people(303), "320101": people(3), "320102": people(300),
        "3202": people(304), "320201": people(4), "320202": people(300),
    }  # fmt: skip
    assert absent(suppress(figures_of(rows))) == {"320101", "320102", "320201", "320202"}


def test_attack_a_city_that_has_only_one_small_county():
    rows = {"32": people(505), "3201": people(5), "320101": people(5), "3202": people(500), "320201": people(500)}
    assert absent(suppress(figures_of(rows))) >= {"3201", "320101", "3202", "320201"}


def test_counties_without_filing_stand_there_with_zeros():
    rows = {"3201": people(60), "320101": people(60), "320102": NOBODY}
    published = suppress(figures_of(rows))
    assert absent(published) == set()
    assert published.rows[2].learners == 0


def test_attack_the_few_accounts_that_were_not_checked():
    rows = {"3201": [200, 0, 197, 0, 0], "320101": [100, 0, 97, 0, 0], "320102": [100, 0, 100, 0, 0]}
    published = suppress(figures_of(rows))
    assert absent(published) == set()
    assert absent(published, "id_checked") == {"3201", "320101", "320102"}


def test_attack_one_small_month_is_the_periods_growth_less_the_other_months():
    months = {"2026-01": (4, 40), "2026-02": (15, 40), "2026-03": (50, 40), "2026-04": (31, 40)}
    published = suppress(figures_of({"32": [100, 100, 100, 160, 160]}, months))
    assert absent(published, "learners_new") == {"2026-01", "2026-02"}
    assert absent(published, "achievements_new") == set()


def test_a_period_in_which_more_was_taken_back_than_filed_states_no_growth():
    published = suppress(figures_of({"32": [100, 0, 100, 80, -20]}))
    assert absent(published, "achievements_new") == {"32"}
    assert published.rows[0].achievements == 80


OCTOBER, NOVEMBER = (date(2026, 10, 1), date(2026, 10, 31)), (date(2026, 11, 1), date(2026, 11, 30))


def counties(first: int, first_new: int, second: int, second_new: int, period: tuple[date, date]) -> ProgressFigures:
    """Two counties' learners, and how many of them are new."""
    one, other = [first, first_new, first, 0, 0], [second, second_new, second, 0, 0]
    both = [a + b for a, b in zip(one, other, strict=True)]
    return figures_of({"3201": both, "320101": one, "320102": other}, period=period)


def test_attack_subtracting_last_months_total_from_this_months():
    october = suppress_beside(counties(500, 100, 800, 50, OCTOBER), [])
    november = suppress_beside(counties(503, 3, 850, 50, NOVEMBER), [october])
    assert absent(october) == set()
    assert {"320101", "320102"} <= absent(november, "learners_new")
    assert {"320101", "320102"} <= absent(november)


def test_attack_publishing_the_month_before_afterwards():
    november = suppress_beside(counties(503, 3, 850, 50, NOVEMBER), [])
    october = suppress_beside(counties(500, 100, 800, 50, OCTOBER), [november])
    assert "320101" not in absent(november)
    assert "320101" in absent(october)


def test_attack_publishing_both_months_together_and_the_other_alone():
    november = suppress_beside(counties(503, 3, 850, 50, NOVEMBER), [])
    both = suppress_beside(counties(503, 103, 850, 100, (OCTOBER[0], NOVEMBER[1])), [november])
    october = suppress_beside(counties(500, 100, 800, 50, OCTOBER), [both, november])
    assert "320101" not in absent(both, "learners_new")
    assert "320101" in absent(october, "learners_new")


def test_the_same_period_published_again_leaves_out_the_same():
    exact = counties(503, 3, 850, 50, NOVEMBER)
    once = suppress_beside(exact, [])
    assert suppress_beside(exact, [once]) == once


LEAVES = ("320101", "320102", "320201")
REGIONS = ("32", "3201", "320101", "320102", "3202", "320201")


def months_of_a_year(seed: int) -> Iterator[ProgressFigures]:
    """Exact figures of nine months, one after the other, of three counties that grow at random."""
    source, totals = random.Random(seed), dict.fromkeys(REGIONS, 0)
    for month in range(1, 10):
        new = {leaf: source.choice((0, 3, 8, 15, 40, 300)) for leaf in LEAVES}
        grown = {region: sum(new[leaf] for leaf in LEAVES if leaf.startswith(region)) for region in REGIONS}
        totals = {region: totals[region] + grown[region] for region in REGIONS}
        rows = {region: [totals[region], grown[region], totals[region], 0, 0] for region in REGIONS}
        end = date(2026, month + 1, 1) - timedelta(days=1)
        yield figures_of(rows, period=(date(2026, month, 1), end))


@pytest.mark.parametrize("seed", range(40))
def test_attack_reading_a_year_of_monthly_publications(seed):
    published: list[ProgressFigures] = []
    for exact in months_of_a_year(seed):
        published.append(suppress_beside(exact, published))
    for before, now in pairwise(published):
        for earlier, later in zip(before.rows, now.rows, strict=True):
            if later.learners_new is None:
                assert None in (earlier.learners, later.learners), later.region


JANUARY, FEBRUARY = (date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 2, 1), date(2026, 2, 28))


def grown(*counts: tuple[int, int]) -> dict[str, list[int]]:
    """Counties of a city by their learners and those of them who are new, and the city."""
    rows = {f"3201{at:02d}": [total, new, total, 0, 0] for at, (total, new) in enumerate(counts, start=1)}
    return {"3201": [sum(column) for column in zip(*rows.values(), strict=True)], **rows}


def test_attack_a_cover_that_an_earlier_publication_gives_away():
    february = suppress_beside(figures_of(grown((20, 10), (1, 0), (11, 0)), period=FEBRUARY), [])
    exact = figures_of(grown((10, 0), (1, 0), (11, 0)), period=JANUARY)
    january = cells_of(suppress_beside(exact, [february]))
    assert cells_of(february)["320101", "learners"] == 20
    assert cells_of(february)["320101", "learners_new"] == 10
    assert None in (january["3201", "learners"], january["320103", "learners"])


def test_attack_two_small_counties_behind_a_cover_that_is_known():
    exact = figures_of(grown((10, 0), (1, 0), (2, 0), (40, 0)))
    assert "320104" not in absent(suppress(exact))
    assert "320104" in absent(suppress(exact, known=[("320101", "learners")]))


def test_attack_the_few_learners_behind_many_achievements():
    rows = {"3201": [205, 0, 205, 400, 0], "320101": [5, 0, 5, 60, 0], "320102": [200, 0, 200, 340, 0]}
    published = suppress(figures_of(rows))
    assert {"320101", "320102"} <= absent(published, "achievements")


def test_attack_subtracting_last_months_checked_accounts_from_this_months():
    october = suppress_beside(figures_of({"32": [500, 100, 480, 0, 0]}, period=OCTOBER), [])
    november = suppress_beside(figures_of({"32": [550, 50, 527, 0, 0]}, period=NOVEMBER), [october])
    assert absent(october, "id_checked") == set()
    assert absent(november) == set()
    assert absent(november, "id_checked") == {"32"}


def test_attack_unchecked_accounts_of_a_month_in_what_two_counties_leave_of_their_city():
    def month(first: tuple[int, int, int], second: tuple[int, int, int], period: tuple[date, date]) -> ProgressFigures:
        one, other = [*first, 0, 0], [*second, 0, 0]
        both = [a + b for a, b in zip(one, other, strict=True)]
        return figures_of({"3201": both, "320101": one, "320102": other}, period=period)

    october = suppress_beside(month((500, 100, 480), (800, 100, 700), OCTOBER), [])
    november = suppress_beside(month((550, 50, 527), (850, 50, 730), NOVEMBER), [october])
    # 3 and 20 accounts of November weren't checked: the city's 23 less the second's 20 are the first's 3.
    assert "320101" in absent(november, "id_checked")
    assert absent(november, "id_checked") & {"3201", "320102"}


def year_to_date(seed: int) -> Iterator[ProgressFigures]:
    """Exact figures of periods that all begin with the year, some months left away."""
    source = random.Random(seed)
    leaves = [f"32{city:02d}{county:02d}" for city in (1, 2, 3)[: source.randint(1, 3)] for county in (1, 2, 3)]
    regions = sorted({leaf[:digits] for leaf in leaves for digits in (2, 4, 6)})
    filed = {(leaf, month): source.choice((0, 0, 1, 3, 7, 10, 12, 40, 300)) for leaf in leaves for month in range(7)}
    for month in range(1, 7):
        if source.random() < 0.25:
            continue
        rows = {}
        for region in regions:
            before, new = (
                sum(filed[leaf, at] for leaf in leaves if leaf.startswith(region) for at in months)
                for months in (range(1), range(1, month + 1))
            )
            rows[region] = [before + new, new, before + new, before + new, new]
        yield figures_of(rows, period=(date(2026, 1, 1), date(2026, month + 1, 1) - timedelta(days=1)))


# Years in which regions taken one by one keep what regions taken together give away.
TOGETHER = (506, 1209, 1371, 1452, 1796, 2659, 3325, 4107, 4676, 4789)


@pytest.mark.parametrize("seed", [*TOGETHER, *range(20)])
def test_attack_solving_all_year_to_date_publications_together(seed):
    published: list[ProgressFigures] = []
    equations, small = [], {}
    for exact in year_to_date(seed):
        published.append(suppress_beside(exact, published))
        leaves = [row.region for row in exact.rows if len(row.region) == 6]
        for row, true in zip(published[-1].rows, exact.rows, strict=True):
            for name, first in (("learners", 0), ("learners_new", 1)):
                cell = (f"{row.region} {exact.period_end}", name)
                terms = {
                    (leaf, str(at)): 1
                    for leaf in leaves
                    if leaf.startswith(row.region)
                    for at in range(first, exact.period_end.month + 1)
                }
                equations.append(({cell: 1, **dict.fromkeys(terms, -1)}, 0))
                if getattr(row, name) is not None:
                    equations.append(({cell: 1}, getattr(row, name)))
                elif 0 < getattr(true, name) < 10:
                    small[cell] = getattr(true, name)
    assert not small.keys() & solved(equations).keys()
