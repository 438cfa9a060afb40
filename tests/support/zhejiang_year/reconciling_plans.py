"""Yearly plans at the year's end: planned against done, by unit and quarter."""

from collections import Counter
from typing import TypeAlias

from node.model.assessment import AssessmentFigures
from node.model.training_plan import PlanLine
from tests.support.zhejiang_year.figures import Reconciled, pair
from tests.support.zhejiang_year.plan import HOURS
from tests.support.zhejiang_year.planning import GIVEN_UP_SCALE, is_given_up, planned_of
from tests.support.zhejiang_year.running import Year

Place: TypeAlias = tuple[str, int]
"""A unit's code and a quarter."""


async def reconcile_plans(year: Year, figures: AssessmentFigures) -> list[Reconciled]:
    """What the node says of plans, held against the plan of the year and what was declared of it."""
    plan, codes = year.plan, year.staff.codes
    standings = await year.node.declaring.plans.standings(plan.size.year, actor=year.staff.province)
    quarters = [(one.unit.code, quarter) for one in standings for quarter in one.quarters]
    planned = {(code, one.planned.quarter): one.planned for code, one in quarters if one.planned.projects}
    declared = {(code, one.planned.quarter): one.declared for code, one in quarters if one.declared}
    done = {(code, one.published.quarter): one.published for code, one in quarters if one.published.projects}
    meant = {(codes[one.number], line.quarter): line for one in plan.schools for line in planned_of(plan, one)}
    held = _held(year)
    given_up = sum(is_given_up(one) for one in plan.schools)
    province = next(one.counts for one in figures.areas if one.region == "33")
    scale = sum(one.scale for one in plan.trainings)
    undone = sum(one.planned.projects - one.published.projects for _, one in quarters)
    return [
        pair("plans = schools", sum(one.case_id != "" for one in standings), len(plan.schools)),
        pair("planned by unit and quarter", planned, {at: line for at, line in meant.items() if line.projects}),
        pair("declared by unit and quarter", declared, {at: line.projects for at, line in held.items()}),
        pair("done by unit and quarter", done, held),
        pair("projects planned and never held", undone, given_up),
        pair("projects planned, of the assessment", province.planned_projects, plan.size.projects + given_up),
        pair("people planned, of the assessment", province.planned_scale, scale + given_up * GIVEN_UP_SCALE),
    ]


def _held(year: Year) -> dict[Place, PlanLine]:
    """What took place, project by project: not by the way in which plans are made."""
    projects: Counter[Place] = Counter()
    scale: Counter[Place] = Counter()
    for one in year.plan.trainings:
        at = year.staff.codes[one.school.number], one.quarter
        projects[at] += 1
        scale[at] += one.scale
    return {
        at: PlanLine(quarter=at[1], projects=count, scale=scale[at], training_hours=count * HOURS[0] * 100)
        for at, count in projects.items()
    }
