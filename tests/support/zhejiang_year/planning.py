"""Yearly plans: what each school means to do in each quarter; some mean to do more than comes of it."""

from node.bootstrap import Node
from node.model.training_plan import PlanLine
from tests.support.zhejiang_year.branch import Staff
from tests.support.zhejiang_year.plan import HOURS, Plan, School, Training

QUARTERS = (1, 2, 3, 4)
GIVEN_UP_EACH = 5
"""Of every so manieth school one project of the last quarter stays a plan."""
GIVEN_UP_SCALE = 30


def planned_of(plan: Plan, school: School) -> list[PlanLine]:
    """What a school plans, by quarter."""
    lines = [_line(quarter, plan.of_school(school, quarter)) for quarter in QUARTERS]
    if is_given_up(school):
        last = lines[-1]
        lines[-1] = PlanLine(
            quarter=last.quarter,
            projects=last.projects + 1,
            scale=last.scale + GIVEN_UP_SCALE,
            training_hours=last.training_hours + HOURS[0] * 100,
        )
    return lines


def is_given_up(school: School) -> bool:
    """Whether a project of theirs stays a plan."""
    return school.number % GIVEN_UP_EACH == 0


async def file_plans(node: Node, plan: Plan, staff: Staff) -> int:
    """Every school's plan, filed by its sub-centre; how many they are."""
    for school in plan.schools:
        await node.declaring.plans.file(
            plan.size.year,
            planned_of(plan, school),
            actor=staff.clerks[school.county],
            unit=staff.codes[school.number],
        )
    return len(plan.schools)


def _line(quarter: int, trainings: list[Training]) -> PlanLine:
    return PlanLine(
        quarter=quarter,
        projects=len(trainings),
        scale=sum(one.scale for one in trainings),
        training_hours=len(trainings) * HOURS[0] * 100,
    )
