"""Shows that a whole year of Zhejiang adds up to the row: files, imports, log, assessment by unit, county and city.

A small province here; `make soak` plays the whole one by ``python -m tests.soak.zhejiang_year``.
"""

import pytest

from tests.soak.zhejiang_year import YEAR, run
from tests.support.zhejiang_year.metering import Meter
from tests.support.zhejiang_year.plan import Plan, Size
from tests.support.zhejiang_year.running import Habits

QUICK = Size(year=YEAR)
WHOLE = Size(cities=11, counties=90, points=1_000, projects=20_000, results=500_000, year=YEAR)


async def test_a_year_adds_up_from_the_workbooks_to_the_assessment(tmp_path):
    found = await run(tmp_path, QUICK, Habits(wrong_each=80, dual_certificates=10), Meter())
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
        assert len({person.document_number for person in roster}) == max(one.counts) <= one.scale
        assert one.days[0] <= one.held_on <= one.days[1]


def test_a_size_that_makes_no_year_is_refused():
    for wrong in ({"cities": 5}, {"counties": 11}, {"projects": 9}, {"results": 100}):
        with pytest.raises(ValueError, match=r"point|cit"):
            Size(**wrong)
