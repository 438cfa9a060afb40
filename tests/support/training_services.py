"""That corner of Zhejiang served to its clients: a counter of each unit, a portal, a school's system."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from federation.model.quarters import quarter_of, quarter_text
from node.model.access import Duty
from node.model.client import clients_by_name
from node.rpc.client_rules import ClientLimits
from node.v1 import (
    catalogue_pb2,
    catalogue_pb2_grpc,
    filing_pb2_grpc,
    ledgers_pb2_grpc,
    projects_pb2,
    projects_pb2_grpc,
)
from tests.support.branches import START
from tests.support.own_services import CALL_S, OwnServices, served_to
from tests.support.services import ACTOR
from tests.support.training import COUNTY, Training, training

PORTAL, SYSTEM, OPERATOR, CLERK = "portal", "academic", "教务系统", "成校填报"
TODAY = START.date()
QUARTER = quarter_text(quarter_of(TODAY))
"""This one: so that results can be of it and certificates hold."""
SHEET = ("项目名称", "项目类别", "培训规模", "培训时数", "学时数", "申报单位", "机构代码", "联系人（电话）")
"""Columns of a summary sheet."""
STATED = {
    "project_name": "社区养老护理",
    "category": "11",
    "scale": 40,
    "target_groups": projects_pb2.TargetGroups(names=["老年人"]),
    "form": "面授",
    "training_hours": "16",
    "credit_hours": "16.5",
    "result_form": "结业证书",
    "assessment": "实操考核",
    "teachers": "专职教师 2 名",
    "content": "护理基础\n急救常识",
    "year": TODAY.year,
    "quarter": int(QUARTER[-1]),
    "courses": projects_pb2.StatedCourses(
        courses=[{"name": "护理基础", "training_hours": "8"}, {"name": "急救常识", "training_hours": "8"}]
    ),
}


@dataclass(frozen=True)
class TrainingServices:
    """Served services; counters are named as units are in `tests.support.training`."""

    served: OwnServices
    corner: Training

    def projects(self, client: str) -> Any:
        """`node.v1.Projects` as that client calls it."""
        return projects_pb2_grpc.ProjectsStub(self.served.channel(client))

    def catalogue(self, client: str) -> Any:
        """`node.v1.Catalogue`, likewise."""
        return catalogue_pb2_grpc.CatalogueStub(self.served.channel(client))

    def filing(self, client: str = SYSTEM) -> Any:
        """`node.v1.Filing`, likewise."""
        return filing_pb2_grpc.FilingStub(self.served.channel(client))

    def ledgers(self, client: str = SYSTEM) -> Any:
        """`node.v1.Ledgers`, likewise."""
        return ledgers_pb2_grpc.LedgersStub(self.served.channel(client))

    async def declared(self, *stated: projects_pb2.StatedProject, school: str = "school") -> list[str]:
        """Ids of projects that a school's counter filed."""
        request = projects_pb2.FileProjectsRequest(actor=f"{school}经办", projects=stated or [stated_project()])
        filed = await self.projects(school).File(request, timeout=CALL_S)
        return [one.case.case_id for one in filed.projects]

    async def published(self, *stated: projects_pb2.StatedProject) -> list[catalogue_pb2.PublishedProject]:
        """The county's catalogue of these projects: declared, approved and published over gRPC."""
        ids = await self.declared(*stated)
        await self.projects("school").Submit(projects_pb2.ProjectsRequest(actor="school经办", case_ids=ids))
        await self.projects("centre").Approve(projects_pb2.ProjectsRequest(actor="centre经办", case_ids=ids))
        await self.catalogue("centre").Publish(publishing(), timeout=CALL_S)
        shown = self.catalogue(PORTAL).Show(
            catalogue_pb2.ShowCatalogueRequest(area=COUNTY, quarter=QUARTER), timeout=CALL_S
        )
        return [event.project async for event in shown if event.WhichOneof("event") == "project"]


def stated_project(**changes: Any) -> projects_pb2.StatedProject:
    """A project with all that the notice asks for; None leaves a field out."""
    return projects_pb2.StatedProject(**{**STATED, **changes})


def publishing(actor: str = "centre经办", **changes: Any) -> catalogue_pb2.PublishCatalogueRequest:
    """To publish the county's catalogue of the quarter."""
    return catalogue_pb2.PublishCatalogueRequest(actor=actor, **{"quarter": QUARTER, **changes})


@asynccontextmanager
async def training_services(path: Path, limits: ClientLimits | None = None) -> AsyncIterator[TrainingServices]:
    """That corner, served."""
    async with training(path) as corner:
        school = await corner.node.units.by_code(corner.codes["school"])
        await corner.node.operators.add(CLERK, unit=school, duties=[Duty.FILING], actor=ACTOR)
        await corner.node.operators.add(OPERATOR, unit=school, duties=[Duty.FILING], actor=ACTOR)
        counters = [f"{name}:{code}" for name, code in corner.codes.items() if name]
        listed = clients_by_name([PORTAL], counters, [f"{SYSTEM}:{OPERATOR}"])
        async with served_to(corner.node, listed, limits) as served:
            yield TrainingServices(served, corner)
