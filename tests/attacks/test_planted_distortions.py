"""Distortions planted among honest rows are found, and the honest are left in peace.

The generator knows nothing of the screening, nor the screening of it. With `DELTABANK_SOAK=1` there are
20 of each kind among 10⁵ honest rows; the table stands in docs/screening.md.
"""

import os
import re
from dataclasses import dataclass
from datetime import date

import pytest

from tests.soak.distortion_table import RECALL, SHARE, table
from tests.support.distortions.facts import Kind, Planted, Year
from tests.support.distortions.honest import honest_year
from tests.support.distortions.planted import planted_year
from tests.support.distortions_screened import Detection, detection, every_row, run_keys, screened_facts

IS_SOAK = os.environ.get("DELTABANK_SOAK") == "1"
ROWS, EACH, COUNTIES = (100_000, 20, 40) if IS_SOAK else (20_000, 5, 20)
SEED = 1
ON = date(2025, 12, 31)


@dataclass(frozen=True)
class Screened:
    """A year with distortions, the truth about them, and what came of screening it."""

    year: Year
    truth: tuple[Planted, ...]
    found: Detection


@pytest.fixture(scope="module")
def screened() -> Screened:
    year, truth = planted_year(SEED, ROWS, each=EACH, counties=COUNTIES)
    return Screened(year, truth, detection(year, truth, every_row(year, ON)))


@pytest.mark.parametrize("kind", list(Kind))
def test_at_least_95_of_100_planted_distortions_of_each_kind_are_found(screened: Screened, kind: Kind) -> None:
    (one,) = (line for line in screened.found.kinds if line.kind is kind)
    assert one.planted == EACH
    assert one.recall >= RECALL, one.missed


def test_fewer_than_one_honest_row_in_a_hundred_is_accused(screened: Screened) -> None:
    assert screened.found.honest > 0.95 * ROWS
    assert screened.found.share_accused < SHARE


def test_a_year_in_which_nobody_cheats_accuses_fewer_than_one_row_in_a_hundred() -> None:
    year = honest_year(SEED + 1, ROWS // 2, counties=COUNTIES)
    found = detection(year, (), every_row(year, ON))
    assert found.honest == len(year.results)
    assert found.share_accused < SHARE


def test_the_table_says_each_kind_with_its_recall(screened: Screened) -> None:
    lines = table(screened.found).splitlines()
    assert len(lines) == 2 + len(Kind) + 1
    for line, one in zip(lines[2:], screened.found.kinds, strict=False):
        assert re.search(rf"`{one.kind}` \| {EACH} \| {one.found} \|", line)


def test_the_screening_is_told_nothing_that_a_node_would_not_know(screened: Screened) -> None:
    facts = screened_facts(screened.year)
    told = {
        name for kind in (facts.projects, facts.results, facts.sessions, facts.evaluations) for name in _fields(kind)
    }
    assert not told & {"kind", "form", "strength", "planted", "honest", "filing_closes"}


def test_runs_of_a_project_are_counted_from_one(screened: Screened) -> None:
    by_project: dict[str, list[int]] = {}
    for key in run_keys(screened.year).values():
        by_project.setdefault(key.project_code, []).append(key.run)
    assert all(runs == list(range(1, len(runs) + 1)) for runs in by_project.values())


def _fields(facts: object) -> tuple[str, ...]:
    return type(next(iter(facts))).__struct_fields__  # type: ignore[call-overload, no-any-return]
