"""`node.v1.Projects`: training projects from counters, by the operators who declare, review and inspect them.

Source: proto/node/v1/projects.proto; 浙学银〔2019〕2号, section 3, item 1.
"""

from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

from node.model.case import Case
from node.rpc.case_messages import case_state, cell_issues
from node.rpc.client_actors import ClientActors
from node.rpc.client_service import ClientService
from node.rpc.project_messages import (
    declared_project,
    filed_project,
    project_summary,
    stated_declaration,
    stated_fields,
    stated_project,
)
from node.rpc.taking_in import TakingIn
from node.rpc.uploads import first_order, received_file
from node.services.declaring.service import Declaring
from node.v1 import case_pb2, projects_pb2, projects_pb2_grpc

MAX_WORKBOOK_BYTES = 16 << 20
"""A summary sheet of a thousand projects is a few hundred KiB; forms may have pictures pasted in."""
MAX_ISSUES_TOLD = 1_000


class ProjectsService(ClientService, projects_pb2_grpc.ProjectsServicer):
    """Serves projects; put it behind a `ClientGate`."""

    descriptor = projects_pb2.DESCRIPTOR.services_by_name["Projects"]
    add = staticmethod(projects_pb2_grpc.add_ProjectsServicer_to_server)

    def __init__(self, declaring: Declaring, actors: ClientActors, *, uploads: Path, taking_in: TakingIn) -> None:
        """Prepares it.

        Args:
            declaring: what can be done with projects.
            actors: tells who acts.
            uploads: the folder for what is being sent.
            taking_in: counts the workbooks that are taken in.
        """
        super().__init__(actors)
        self._declaring = declaring
        self._uploads = uploads
        self._taking_in = taking_in

    async def File(  # noqa: N802 - the names are the protocol's
        self, request: projects_pb2.FileProjectsRequest, context: Any
    ) -> projects_pb2.FiledProjects:
        """A declaration's projects, as drafts."""
        actor = await self._actors.acting(request.actor)
        filed = await self._declaring.filing.file(
            [stated_project(one) for one in request.projects],
            actor=actor,
            unit=request.unit,
            declaration=stated_declaration(request.declared_by),
        )
        return projects_pb2.FiledProjects(projects=[filed_project(one) for one in filed])

    async def FileWorkbook(  # noqa: N802
        self, requests: AsyncIterator[Any], context: Any
    ) -> projects_pb2.FiledDeclaration:
        """What a summary sheet or a declaration form states, as drafts; or what is wrong with it."""
        with self._taking_in.one_of_a_client():
            order = await first_order(requests)
            actor = await self._actors.acting(order.actor)
            async with received_file(
                requests, folder=self._uploads, name=order.file_name, size=order.size, max_bytes=MAX_WORKBOOK_BYTES
            ) as path:
                filed = await self._declaring.workbooks.file(path, actor=actor, unit=order.unit)
        return projects_pb2.FiledDeclaration(
            template=filed.template,
            projects=[filed_project(one) for one in filed.projects],
            issues=cell_issues(filed.issues[:MAX_ISSUES_TOLD]),
            issues_in_all=len(filed.issues),
        )

    async def Alter(  # noqa: N802
        self, request: projects_pb2.AlterProjectRequest, context: Any
    ) -> case_pb2.CaseState:
        """Some of a draft's values, anew."""
        actor = await self._actors.acting(request.actor)
        stated = stated_fields(request.stated)
        return case_state(await self._declaring.filing.alter(request.case_id, stated, actor=actor))

    async def Submit(  # noqa: N802
        self, request: projects_pb2.ProjectsRequest, context: Any
    ) -> projects_pb2.ProjectStates:
        """Handed in for review."""
        actor = await self._actors.acting(request.actor)
        return _states(await self._declaring.filing.submit(request.case_ids, actor=actor))

    async def Recall(  # noqa: N802
        self, request: projects_pb2.ProjectsRequest, context: Any
    ) -> projects_pb2.ProjectStates:
        """Taken back."""
        actor = await self._actors.acting(request.actor)
        return _states(await self._declaring.filing.recall(request.case_ids, actor=actor))

    async def Drop(  # noqa: N802
        self, request: projects_pb2.ProjectsRequest, context: Any
    ) -> projects_pb2.ProjectStates:
        """Given up."""
        actor = await self._actors.acting(request.actor)
        return _states(await self._declaring.filing.drop(request.case_ids, actor=actor))

    async def Approve(  # noqa: N802
        self, request: projects_pb2.ProjectsRequest, context: Any
    ) -> projects_pb2.ProjectStates:
        """Approved."""
        actor = await self._actors.acting(request.actor)
        return _states(await self._declaring.review.approve(request.case_ids, actor=actor))

    async def Return(  # noqa: N802
        self, request: projects_pb2.ReasonedProjectsRequest, context: Any
    ) -> projects_pb2.ProjectStates:
        """Given back to be corrected."""
        actor = await self._actors.acting(request.actor)
        return _states(await self._declaring.review.give_back(request.case_ids, reason=request.reason, actor=actor))

    async def Remark(  # noqa: N802
        self, request: projects_pb2.RemarkRequest, context: Any
    ) -> case_pb2.CaseState:
        """An inspector's remark."""
        actor = await self._actors.acting(request.actor)
        return case_state(await self._declaring.review.remark(request.case_id, reason=request.reason, actor=actor))

    async def Show(  # noqa: N802
        self, request: projects_pb2.ProjectRequest, context: Any
    ) -> projects_pb2.DeclaredProject:
        """A whole one; the look is recorded."""
        actor = await self._actors.acting(request.actor)
        return declared_project(await self._declaring.views.find(request.case_id, actor=actor))

    async def List(  # noqa: N802
        self, request: projects_pb2.ListProjectsRequest, context: Any
    ) -> AsyncIterator[projects_pb2.ProjectSummary]:
        """The area's."""
        found = await self._declaring.views.seen_by(
            await self._actors.acting(request.actor),
            unit=request.unit,
            states=list(request.states),
            year=request.year or None,
            quarter=request.quarter or None,
        )
        for one in found:
            yield project_summary(one)


def _states(cases: Iterable[Case]) -> projects_pb2.ProjectStates:
    return projects_pb2.ProjectStates(cases=[case_state(one) for one in cases])
