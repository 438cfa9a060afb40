"""`node.v1.Reports`: applied for and issued at counters, verified by number by every client that is listed.

Source: proto/node/v1/reports.proto; seed document 001 (用人单位可以根据报告编号进行在线验证).
"""

from collections.abc import AsyncIterator
from typing import Any

from federation.errors import Malformed
from federation.model.document import mask_name, mask_number
from federation.reports.body import ReportKind, report_kind_named
from federation.reports.content import parse_content
from federation.reports.entries import WithdrawalReason
from federation.reports.number import grouped
from node.rpc.case_messages import case_state, case_steps
from node.rpc.client_actors import ClientActors
from node.rpc.client_service import ClientService
from node.rpc.requests import named, shown_document
from node.rpc.uploads import sent_chunks
from node.rpc.verified_messages import verified_numbers
from node.services.reporting.applying import WantedReport
from node.services.reporting.service import Reports
from node.services.reporting.viewing import ReportView
from node.v1 import case_pb2, reports_pb2, reports_pb2_grpc


class ReportsService(ClientService, reports_pb2_grpc.ReportsServicer):
    """Serves reports; put it behind a `ClientGate`."""

    descriptor = reports_pb2.DESCRIPTOR.services_by_name["Reports"]
    add = staticmethod(reports_pb2_grpc.add_ReportsServicer_to_server)

    def __init__(self, reports: Reports, actors: ClientActors) -> None:
        super().__init__(actors)
        self._reports = reports

    async def Apply(  # noqa: N802 - the names are the protocol's
        self, request: reports_pb2.ApplyForReportRequest, context: Any
    ) -> case_pb2.CaseState:
        """A new application."""
        actor = await self._actors.acting(request.actor)
        document = shown_document(request)
        case = await self._reports.applying.apply(
            _wanted(request.wanted), document=document, actor=actor, unit=request.unit
        )
        return case_state(case)

    async def ApplyAgain(  # noqa: N802
        self, request: reports_pb2.ApplyAgainRequest, context: Any
    ) -> case_pb2.CaseState:
        """A returned one, stated anew."""
        actor = await self._actors.acting(request.actor)
        document = shown_document(request)
        case = await self._reports.applying.apply_again(
            request.case_id, _wanted(request.wanted), document=document, actor=actor
        )
        return case_state(case)

    async def Cancel(  # noqa: N802
        self, request: reports_pb2.ReportReasonRequest, context: Any
    ) -> case_pb2.CaseState:
        """Taken back."""
        actor = await self._actors.acting(request.actor)
        return case_state(await self._reports.applying.cancel(request.case_id, actor=actor, reason=request.reason))

    async def Issue(self, request: reports_pb2.ReportRequest, context: Any) -> reports_pb2.Report:  # noqa: N802
        """Issued, and entered."""
        actor = await self._actors.acting(request.actor)
        case = await self._reports.deciding.issue(request.case_id, actor=actor)
        return _report(await self._reports.views.find(case.case_id, actor=actor))

    async def Return(  # noqa: N802
        self, request: reports_pb2.ReportReasonRequest, context: Any
    ) -> case_pb2.CaseState:
        """Given back."""
        actor = await self._actors.acting(request.actor)
        case = await self._reports.deciding.give_back(request.case_id, reason=request.reason, actor=actor)
        return case_state(case)

    async def Refuse(  # noqa: N802
        self, request: reports_pb2.ReportReasonRequest, context: Any
    ) -> case_pb2.CaseState:
        """Refused for good."""
        actor = await self._actors.acting(request.actor)
        return case_state(await self._reports.deciding.refuse(request.case_id, reason=request.reason, actor=actor))

    async def Withdraw(  # noqa: N802
        self, request: reports_pb2.WithdrawReportRequest, context: Any
    ) -> case_pb2.CaseState:
        """Withdrawn, seen at every branch."""
        actor = await self._actors.acting(request.actor)
        case = await self._reports.deciding.withdraw(
            request.case_id,
            reason=named(WithdrawalReason, request.reason, "reason"),
            note=request.note,
            actor=actor,
        )
        return case_state(case)

    async def Show(self, request: reports_pb2.ReportRequest, context: Any) -> reports_pb2.Report:  # noqa: N802
        """One in full but for the document's digits."""
        actor = await self._actors.acting(request.actor)
        return _report(await self._reports.views.find(request.case_id, actor=actor))

    async def List(  # noqa: N802
        self, request: reports_pb2.ListReportsRequest, context: Any
    ) -> AsyncIterator[reports_pb2.ReportSummary]:
        """The unit's, or a person's."""
        actor, states = await self._actors.acting(request.actor), list(request.states)
        views = self._reports.views
        if request.document_type:
            document = shown_document(request)
            found = await views.of_person(document, actor=actor, states=states)
        else:
            found = await views.seen_by(actor, states=states)
        for one in found:
            yield _summary(one)

    async def Read(  # noqa: N802
        self, request: reports_pb2.ReportRequest, context: Any
    ) -> AsyncIterator[case_pb2.FileChunk]:
        """The file's bytes."""
        actor = await self._actors.acting(request.actor)
        for chunk in sent_chunks((await self._reports.views.file(request.case_id, actor=actor)).content):
            yield case_pb2.FileChunk(content=chunk)

    async def VerifyNumbers(  # noqa: N802
        self, request: reports_pb2.VerifyNumbersRequest, context: Any
    ) -> reports_pb2.VerifiedNumbers:
        """How reports stand."""
        actor = await self._actors.looking(request.actor)
        return verified_numbers(await self._reports.verification.verify(list(request.numbers), actor=actor))


def _wanted(wanted: reports_pb2.WantedReport) -> WantedReport:
    return WantedReport(
        kind=_kind(wanted.kind),
        achievements=tuple((one.branch, one.index) for one in wanted.achievements),
        name=wanted.name,
        purpose=wanted.purpose,
        with_credit=not wanted.without_credit,
    )


def _kind(code: str) -> ReportKind:
    try:
        return report_kind_named(code)
    except ValueError:
        raise Malformed(what="report kind", why="unknown") from None


def _summary(view: ReportView) -> reports_pb2.ReportSummary:
    return reports_pb2.ReportSummary(
        case=case_state(view.case),
        kind=view.application.kind,
        masked_name=mask_name(view.application.name),
        achievements=len(view.application.achievements),
        filed_at=view.place.code,
        updated_at=view.case.updated_at.isoformat(),
    )


def _report(view: ReportView) -> reports_pb2.Report:
    stated = view.application
    content = None if stated.issued is None else parse_content(stated.issued.content)
    return reports_pb2.Report(
        case=case_state(view.case),
        kind=stated.kind,
        name=stated.name,
        document_type=stated.document_type,
        masked_number=mask_number(stated.document_number),
        purpose=stated.purpose,
        achievements=[reports_pb2.ChosenAchievement(branch=one.branch, index=one.index) for one in stated.achievements],
        filed_at=view.place.code,
        steps=case_steps(view.steps),
        number="" if content is None else grouped(content.number),
        issued_on="" if content is None else content.issued_on.isoformat(),
        valid_until="" if content is None else content.valid_until.isoformat(),
        entry_index=view.case.entry_index,
    )
