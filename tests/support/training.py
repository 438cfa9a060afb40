"""A made-up corner of Zhejiang: a branch office, its sub-centres, their schools, their people, their projects."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from federation.clock import SteeredClock
from federation.model.quarters import quarter_number
from node.bootstrap import Node
from node.model.access import Actor, Duty
from node.model.project import Course, Declaration, Project
from node.services.cataloguing.publishing import PublishedEdition
from tests.support.branches import START
from tests.support.services import ACTOR, opened

CITY, COUNTY, OTHER_COUNTY = "3301", "330102", "330105"
Q1 = quarter_number(2027, 1)
DECLARED = Declaration(reporter="王某某", phone="0571-00000000", address="某路 1 号")
UNITS = (
    ("office", "杭州分部", "branch-office", CITY, ""),
    ("centre", "上城分中心", "sub-centre", COUNTY, "office"),
    ("school", "上城第一成人学校", "acceptance-point", COUNTY, "centre"),
    ("school2", "上城第二成人学校", "acceptance-point", COUNTY, "centre"),
    ("other", "拱墅分中心", "sub-centre", OTHER_COUNTY, "office"),
    ("far", "拱墅成人学校", "acceptance-point", OTHER_COUNTY, "other"),
)
PEOPLE = (
    ("school", Duty.DECLARATION),
    ("school2", Duty.DECLARATION),
    ("far", Duty.DECLARATION),
    ("centre", Duty.DECLARATION, Duty.REVIEW, Duty.CATALOGUING),
    ("other", Duty.DECLARATION, Duty.REVIEW, Duty.CATALOGUING),
    ("office", Duty.REVIEW, Duty.INSPECTION),
)


@dataclass(frozen=True)
class Training:
    """A node of branch 33; unit codes and operators by the names above; `province` is its centre's cataloguer."""

    node: Node
    codes: dict[str, str]
    people: dict[str, Actor]

    async def approved(self, *projects: Project, school: str = "school", by: str = "centre") -> list[str]:
        """Ids of projects that were declared, submitted and approved."""
        ids = await self.submitted(*projects, school=school)
        await self.node.declaring.review.approve(ids, actor=self.people[by])
        return ids

    async def submitted(self, *projects: Project, school: str = "school") -> list[str]:
        """Ids of projects that were declared and submitted."""
        actor = self.people[school]
        filed = await self.node.declaring.filing.file(projects, declaration=DECLARED, actor=actor)
        ids = [one.case.case_id for one in filed]
        await self.node.declaring.filing.submit(ids, actor=actor)
        return ids

    async def published(self, *projects: Project, first: int = Q1, last: int = Q1) -> PublishedEdition:
        """The county's catalogue of these projects."""
        await self.approved(*projects)
        return await self.node.cataloguing.publishing.publish(first, last, actor=self.people["centre"])


@asynccontextmanager
async def training(path: Path, clock: SteeredClock | None = None) -> AsyncIterator[Training]:
    """That corner, over a new folder."""
    async with opened(path / "33", clock or SteeredClock(START), "33") as node:
        yield await with_training(node)


async def with_training(node: Node) -> Training:
    """Units and operators added to a node of branch 33."""
    codes = {"": ""}
    for name, title, level, region, parent in UNITS:
        unit = await node.units.add(code="", name=title, level=level, region=region, parent=codes[parent], actor=ACTOR)
        codes[name] = unit.code
    people = {}
    for name, *duties in PEOPLE:
        place = await node.units.by_code(codes[name])
        await node.operators.add(f"{name}经办", unit=place, duties=duties, actor=ACTOR)
        people[name] = await node.operators.acting(f"{name}经办", "nobody")
    await node.operators.add("省中心经办", unit=await node.units.root(), duties=[Duty.CATALOGUING], actor=ACTOR)
    people["province"] = await node.operators.acting("省中心经办", "nobody")
    return Training(node=node, codes=codes, people=people)


def project(name: str = "社区养老护理", **changes: object) -> Project:
    """A project with all that the notice asks for."""
    whole = Project(
        project_name=name,
        category="11",
        scale=40,
        target_groups=("老年人",),
        form="面授",
        training_hours=1600,
        credit_hours=1600,
        result_form="结业证书",
        assessment="实操考核",
        teachers="专职教师 2 名",
        content="护理基础\n急救常识",
        year=2027,
        quarter=1,
        courses=(Course(name="护理基础", training_hours=800), Course(name="急救常识", training_hours=800)),
    )
    return msgspec.structs.replace(whole, **changes)
