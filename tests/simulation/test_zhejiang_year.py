"""Shows that a whole year of Zhejiang adds up to the row: plans, files, imports, log, ledgers, audit, assessment.

A small province here; `make soak` plays the whole one by ``python -m tests.soak.zhejiang_year``.
"""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from tests.soak.zhejiang_year import YEAR, run
from tests.support.zhejiang_year.distorted import Distortion
from tests.support.zhejiang_year.habits import Habits
from tests.support.zhejiang_year.ledgers import SESSIONS
from tests.support.zhejiang_year.metering import Meter
from tests.support.zhejiang_year.plan import Plan, Size
from tests.support.zhejiang_year.planning import QUARTERS

QUICK = Size(cities=2, counties=2, points=5, projects=20, results=440, distorted=1, year=YEAR, rounds=((1, 3), (4, 4)))
QUICK_HABITS = Habits(
    own_books_each=5,
    own_design_each=2,
    wrong_each=50,
    sheets_each=0,
    amended_each=20,
    decided_each=2,
    dual_certificates=5,
)
WHOLE = Size(cities=11, counties=90, points=1_000, projects=20_000, results=500_000, year=YEAR)


async def test_a_year_adds_up_from_the_workbooks_to_the_assessment(tmp_path):
    found = await run(tmp_path, QUICK, QUICK_HABITS, Meter())
    assert [one.what for one in found if not one.agrees] == []


@pytest.mark.parametrize(
    "size",
    [QUICK, WHOLE, Size(cities=1, counties=1, points=1, projects=3, results=101), Size(projects=41, results=999)],
)
def test_the_plan_of_a_year_has_as_many_results_as_were_asked_for(size):
    plan = Plan(size)
    assert sum(one.results for one in plan.trainings) == size.results
    assert (len(plan.cities), len(plan.counties), len(plan.schools)) == (size.cities, size.counties, size.points)
    assert len({(one.school.number, one.name) for one in plan.trainings}) == size.projects
    for one in plan.trainings[:: max(1, size.projects // 50)]:
        roster = plan.roster(one)
        assert len({person.document_number for person in roster}) == max(one.counts)
        assert (one.scale < max(one.counts)) == (one.distortion is Distortion.SCALE)
        assert one.days[0] <= one.held_on <= one.days[1]


@pytest.mark.parametrize("size", [QUICK, Size(), WHOLE])
def test_every_kind_of_distortion_is_planted_as_often_as_was_asked_for_in_one_school_each(size):
    plan = Plan(size)
    distorted = [one for one in plan.trainings if one.distortion is not None]
    assert Counter(one.distortion for one in distorted) == dict.fromkeys(Distortion, size.distorted)
    assert len({one.school for one in distorted}) == len(distorted)
    for one in distorted:
        if one.distortion is Distortion.ROSTER:
            assert set(plan.roster(one)) <= set(plan.roster(plan.trainings[one.copied_from]))


def test_a_school_holds_one_thing_at_a_time():
    plan = Plan(WHOLE)
    for school in plan.schools[:50]:
        for quarter in QUARTERS:
            days = sorted(one.held_on for one in plan.of_school(school, quarter))
            assert all(later - earlier >= timedelta(days=SESSIONS) for earlier, later in pairwise(days))


def test_a_size_that_makes_no_year_is_refused():
    for wrong in ({"cities": 5}, {"counties": 11}, {"projects": 9}, {"results": 100}):
        with pytest.raises(ValueError, match=r"point|cit"):
            Size(**wrong)
