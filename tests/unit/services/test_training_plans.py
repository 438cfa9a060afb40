"""Shows that the newest plan of a year counts, and that what was done stands beside it."""

import pytest

from federation.errors import ActorRefused, DeclarationRefused, NotHere
from node.model.training_plan import PlanLine
from tests.support.services import ACTOR
from tests.support.training import project, training

LINES = [PlanLine(quarter=2, projects=1), PlanLine(quarter=1, projects=3, scale=120, training_hours=4800)]


@pytest.fixture
async def at(tmp_path):
    async with training(tmp_path) as made:
        yield made


async def test_planned_stands_beside_declared_and_published(at):
    plans, school = at.node.declaring.plans, at.people["school"]
    await plans.file(2027, LINES, actor=school)
    await at.published(project("剪纸"), project("茶艺", scale=20))
    await at.submitted(project("书法"))
    (standing,) = await plans.standings(2027, actor=at.people["centre"])
    first, second, *_ = standing.quarters
    assert (standing.unit.code, first.planned.projects, first.declared) == (at.codes["school"], 3, 3)
    assert first.published == PlanLine(quarter=1, projects=2, scale=60, training_hours=3200)
    assert (second.planned.projects, second.declared, second.published.projects) == (1, 0, 0)
    assert await plans.standings(2026, actor=ACTOR) == []
    assert await plans.standings(2027, actor=at.people["other"]) == []


async def test_the_newest_plan_of_a_year_counts_and_the_same_again_is_no_other(at):
    plans, school = at.node.declaring.plans, at.people["school"]
    first = await plans.file(2027, LINES, actor=school)
    assert (await plans.file(2027, LINES[::-1], actor=school)).case_id == first.case_id
    next_year = await plans.file(2028, LINES, actor=school)
    second = await plans.file(2027, LINES[:1], actor=school)
    (standing,) = await plans.standings(2027, actor=school)
    assert standing.case_id == second.case_id
    ((other),) = await plans.standings(2028, actor=school)
    assert other.case_id == next_year.case_id


@pytest.mark.parametrize(
    ("year", "lines", "reason"),
    [
        (2018, LINES, "year"),
        (2027, [], "plan-empty"),
        (2027, [LINES[0], LINES[0]], "plan-quarter"),
        (2027, [PlanLine(quarter=5, projects=1)], "quarter"),
        (2027, [PlanLine(quarter=1, projects=-1)], "plan-amounts"),
        (2027, [PlanLine(quarter=1, projects=1, scale=10**8)], "plan-amounts"),
    ],
)
async def test_a_plan_that_cannot_be_one_is_refused(at, year, lines, reason):
    with pytest.raises(DeclarationRefused) as refused:
        await at.node.declaring.plans.file(year, lines, actor=at.people["school"])
    assert refused.value.facts["reason"] == reason


async def test_nobody_plans_for_a_unit_that_is_not_theirs(at):
    plans = at.node.declaring.plans
    with pytest.raises(ActorRefused):
        await plans.file(2027, LINES, unit=at.codes["far"], actor=at.people["centre"])
    with pytest.raises(NotHere):
        await plans.file(2027, LINES, unit="Z0", actor=at.people["centre"])
    with pytest.raises(DeclarationRefused):
        await plans.file(2027, LINES, actor=ACTOR)
