"""`node.v1.Applications`: institutions' applications for an administrator account, from form to decision.

Source: proto/node/v1/applications.proto; 江苏省教育厅办公室 2022 notice, sections 2 and 3, annex 1.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec

from node.model.administrator import Application, OfficePerson
from node.model.case import Case
from node.model.unit import Unit
from node.rpc.case_messages import attachment, case_state, case_steps, cell_issues
from node.rpc.client_actors import ClientActors
from node.rpc.client_service import ClientService
from node.rpc.uploads import check_file_name, first_order, received_bytes, received_file, sent_chunks
from node.services.attachment_types import MAX_ATTACHMENT_BYTES
from node.services.organisation.application_forms import ApplicationForms
from node.services.organisation.applications import ApplicationFile, ApplicationService
from node.v1 import applications_pb2, applications_pb2_grpc, case_pb2

MAX_FORM_BYTES = 4 << 20
"""A filled form is a few KiB; with pictures pasted in, some hundred."""


class ApplicationsService(ClientService, applications_pb2_grpc.ApplicationsServicer):
    """Serves applications; put it behind a `ClientGate`."""

    descriptor = applications_pb2.DESCRIPTOR.services_by_name["Applications"]
    add = staticmethod(applications_pb2_grpc.add_ApplicationsServicer_to_server)

    def __init__(
        self, applications: ApplicationService, forms: ApplicationForms, actors: ClientActors, uploads: Path
    ) -> None:
        """Prepares it.

        Args:
            applications: what can be done with them.
            forms: reads filled forms.
            actors: tells who acts.
            uploads: the folder for what is being sent.
        """
        super().__init__(actors)
        self._applications = applications
        self._forms = forms
        self._uploads = uploads

    async def File(  # noqa: N802 - the names are the protocol's
        self, requests: AsyncIterator[Any], context: Any
    ) -> applications_pb2.FiledApplication:
        """What a form states, filed; or what is wrong with it."""
        order = await first_order(requests)
        actor = await self._actors.acting(order.actor)
        async with received_file(
            requests, folder=self._uploads, name=order.file_name, size=order.size, max_bytes=MAX_FORM_BYTES
        ) as path:
            read = await self._forms.read_application(path)
        if isinstance(read, list):
            return applications_pb2.FiledApplication(issues=cell_issues(read))
        case = await self._applications.file(read, unit=order.unit, actor=actor)
        return applications_pb2.FiledApplication(case=case_state(case))

    async def Attach(self, requests: AsyncIterator[Any], context: Any) -> case_pb2.Attachment:  # noqa: N802
        """A sealed copy, whole."""
        order = await first_order(requests)
        actor = await self._actors.acting(order.actor)
        check_file_name(order.file_name)
        content = await received_bytes(requests, size=order.size, max_bytes=MAX_ATTACHMENT_BYTES)
        kept = await self._applications.attach(
            order.case_id, order.part, name=order.file_name, content=content, actor=actor
        )
        return attachment(kept)

    async def Submit(  # noqa: N802
        self, request: applications_pb2.ApplicationRequest, context: Any
    ) -> case_pb2.CaseState:
        """Handed in."""
        actor = await self._actors.acting(request.actor)
        return case_state(await self._applications.submit(request.case_id, actor=actor))

    async def Collect(  # noqa: N802
        self, request: applications_pb2.ApplicationRequest, context: Any
    ) -> case_pb2.CaseState:
        """Taken in by the bureau."""
        actor = await self._actors.acting(request.actor)
        return case_state(await self._applications.collect(request.case_id, actor=actor))

    async def Dispatch(  # noqa: N802
        self, request: applications_pb2.DispatchRequest, context: Any
    ) -> applications_pb2.Dispatched:
        """An area's, handed up together."""
        actor = await self._actors.acting(request.actor)
        dispatched = await self._applications.dispatch(unit=request.unit, actor=actor)
        return applications_pb2.Dispatched(
            place=dispatched.place.code,
            at=dispatched.at.isoformat(),
            handed=sorted(dispatched.handed),
            awaiting=[_summary(one.case, one.unit, one.application) for one in dispatched.awaiting],
        )

    async def Decide(  # noqa: N802
        self, request: applications_pb2.DecideRequest, context: Any
    ) -> case_pb2.CaseState:
        """A step of the provincial centre's."""
        actor = await self._actors.acting(request.actor)
        case = await self._applications.decide(request.case_id, request.step, actor=actor, reason=request.reason)
        return case_state(case)

    async def Show(  # noqa: N802
        self, request: applications_pb2.ApplicationRequest, context: Any
    ) -> applications_pb2.Application:
        """A whole case."""
        actor = await self._actors.acting(request.actor)
        return _application(await self._applications.show(request.case_id, actor=actor))

    async def List(  # noqa: N802
        self, request: applications_pb2.ListApplicationsRequest, context: Any
    ) -> AsyncIterator[applications_pb2.ApplicationSummary]:
        """The area's."""
        actor = await self._actors.acting(request.actor)
        for one in await self._applications.seen_by(actor, states=list(request.states)):
            yield _summary(one.case, one.unit, one.application)

    async def ReadCopy(  # noqa: N802
        self, request: applications_pb2.ReadCopyRequest, context: Any
    ) -> AsyncIterator[case_pb2.FileChunk]:
        """A copy's bytes."""
        actor = await self._actors.acting(request.actor)
        for chunk in sent_chunks(await self._applications.content(request.case_id, request.digest, actor=actor)):
            yield case_pb2.FileChunk(content=chunk)


def _summary(case: Case, unit: Unit, form: Application) -> applications_pb2.ApplicationSummary:
    return applications_pb2.ApplicationSummary(
        case=case_state(case),
        unit=unit.code,
        institution=form.institution.name,
        uscc=form.institution.uscc,
        paper_received=form.paper is not None,
        updated_at=case.updated_at.isoformat(),
    )


def _person(one: OfficePerson) -> applications_pb2.OfficePerson:
    return applications_pb2.OfficePerson(**msgspec.structs.asdict(one))


def _application(shown: ApplicationFile) -> applications_pb2.Application:
    form = shown.application
    return applications_pb2.Application(
        summary=_summary(shown.case, shown.unit, form),
        nature=form.institution.nature,
        legal_representative=form.institution.legal_representative,
        website=form.institution.website,
        address=form.institution.address,
        contact=_person(form.contact),
        administrator=_person(form.administrator),
        opinion=form.opinion,
        head=form.head,
        dated_on="" if form.dated_on is None else form.dated_on.isoformat(),
        paper_received_at="" if form.paper is None else form.paper.at.isoformat(),
        account=form.account,
        steps=case_steps(shown.steps),
        attachments=[attachment(one) for one in shown.attachments],
    )
