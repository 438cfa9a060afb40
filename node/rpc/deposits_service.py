"""`node.v1.Deposits`: persons' own deposits from counters, by the operators who file and review them.

Source: proto/node/v1/deposits.proto; 江苏省终身教育学分银行 brochure, 个人存入.
"""

from collections.abc import AsyncIterator
from typing import Any

from federation.model.document import mask_name, mask_number
from node.rpc.case_messages import attachment, case_state, case_steps
from node.rpc.client_actors import ClientActors
from node.rpc.client_service import ClientService
from node.rpc.requests import achievement_class, shown_document
from node.rpc.uploads import check_file_name, first_order, received_bytes, sent_chunks
from node.services.attachment_types import MAX_ATTACHMENT_BYTES
from node.services.deposits.service import Deposits
from node.services.deposits.stating import Statement
from node.services.deposits.viewing import DepositView
from node.v1 import case_pb2, deposits_pb2, deposits_pb2_grpc

SHOWN_CLASS = "achievement_class"


class DepositsService(ClientService, deposits_pb2_grpc.DepositsServicer):
    """Serves deposits; put it behind a `ClientGate`."""

    descriptor = deposits_pb2.DESCRIPTOR.services_by_name["Deposits"]
    add = staticmethod(deposits_pb2_grpc.add_DepositsServicer_to_server)

    def __init__(self, deposits: Deposits, actors: ClientActors) -> None:
        super().__init__(actors)
        self._deposits = deposits

    async def Open(  # noqa: N802 - the names are the protocol's
        self, request: deposits_pb2.OpenDepositRequest, context: Any
    ) -> case_pb2.CaseState:
        """A new draft."""
        actor = await self._actors.acting(request.actor)
        document = shown_document(request)
        case = await self._deposits.filing.file(
            _statement(request.statement), document=document, actor=actor, unit=request.unit
        )
        return case_state(case)

    async def Alter(  # noqa: N802
        self, request: deposits_pb2.AlterDepositRequest, context: Any
    ) -> case_pb2.CaseState:
        """A draft stated anew."""
        actor = await self._actors.acting(request.actor)
        return case_state(
            await self._deposits.filing.alter(request.case_id, _statement(request.statement), actor=actor)
        )

    async def Attach(self, requests: AsyncIterator[Any], context: Any) -> case_pb2.Attachment:  # noqa: N802
        """A file of evidence, whole."""
        order = await first_order(requests)
        actor = await self._actors.acting(order.actor)
        check_file_name(order.file_name)
        content = await received_bytes(requests, size=order.size, max_bytes=MAX_ATTACHMENT_BYTES)
        return attachment(
            await self._deposits.filing.attach(order.case_id, name=order.file_name, content=content, actor=actor)
        )

    async def Submit(self, request: deposits_pb2.DepositRequest, context: Any) -> case_pb2.CaseState:  # noqa: N802
        """Handed to whoever decides."""
        actor = await self._actors.acting(request.actor)
        return case_state(await self._deposits.filing.submit(request.case_id, actor=actor))

    async def Withdraw(  # noqa: N802
        self, request: deposits_pb2.DepositReasonRequest, context: Any
    ) -> case_pb2.CaseState:
        """Taken back."""
        actor = await self._actors.acting(request.actor)
        case = await self._deposits.filing.withdraw(request.case_id, actor=actor, reason=request.reason)
        return case_state(case)

    async def Show(self, request: deposits_pb2.DepositRequest, context: Any) -> deposits_pb2.Deposit:  # noqa: N802
        """One in full but for the number's digits."""
        actor = await self._actors.acting(request.actor)
        return _deposit(await self._deposits.views.find(request.case_id, actor=actor))

    async def List(  # noqa: N802
        self, request: deposits_pb2.ListDepositsRequest, context: Any
    ) -> AsyncIterator[deposits_pb2.DepositSummary]:
        """The unit's, or a person's."""
        actor, states = await self._actors.acting(request.actor), list(request.states)
        views = self._deposits.views
        if request.document_type:
            document = shown_document(request)
            found = await views.of_person(document, actor=actor, states=states)
        else:
            found = await views.seen_by(actor, states=states)
        for one in found:
            yield _summary(one)

    async def ReadEvidence(  # noqa: N802
        self, request: deposits_pb2.ReadEvidenceRequest, context: Any
    ) -> AsyncIterator[case_pb2.FileChunk]:
        """A file's bytes."""
        actor = await self._actors.acting(request.actor)
        _, content = await self._deposits.views.evidence(request.case_id, request.number, actor=actor)
        for chunk in sent_chunks(content):
            yield case_pb2.FileChunk(content=chunk)

    async def Approve(  # noqa: N802
        self, request: deposits_pb2.DepositRequest, context: Any
    ) -> deposits_pb2.ApprovedDeposit:
        """Approved, and entered."""
        actor = await self._actors.acting(request.actor)
        case = await self._deposits.review.approve(request.case_id, actor=actor)
        return deposits_pb2.ApprovedDeposit(case=case_state(case), entry_index=case.entry_index)

    async def Return(  # noqa: N802
        self, request: deposits_pb2.DepositReasonRequest, context: Any
    ) -> case_pb2.CaseState:
        """Given back."""
        actor = await self._actors.acting(request.actor)
        case = await self._deposits.review.give_back(request.case_id, reason=request.reason, actor=actor)
        return case_state(case)

    async def Refuse(  # noqa: N802
        self, request: deposits_pb2.DepositReasonRequest, context: Any
    ) -> case_pb2.CaseState:
        """Refused for good."""
        actor = await self._actors.acting(request.actor)
        case = await self._deposits.review.refuse(request.case_id, reason=request.reason, actor=actor)
        return case_state(case)


def _statement(stated: deposits_pb2.Statement) -> Statement:
    given = {
        field.name: getattr(stated, field.name) for field in stated.DESCRIPTOR.fields if stated.HasField(field.name)
    }
    if SHOWN_CLASS in given:
        given[SHOWN_CLASS] = achievement_class(given[SHOWN_CLASS])
    return Statement(**given)


def _summary(view: DepositView) -> deposits_pb2.DepositSummary:
    return deposits_pb2.DepositSummary(
        case=case_state(view.case),
        masked_name=mask_name(view.deposit.name),
        achievement_class=view.deposit.achievement_class.code,
        title=view.deposit.title,
        filed_at=view.place.code,
        decided_by=view.competent.code,
        updated_at=view.case.updated_at.isoformat(),
    )


def _deposit(view: DepositView) -> deposits_pb2.Deposit:
    stated = view.deposit
    return deposits_pb2.Deposit(
        case=case_state(view.case),
        name=stated.name,
        document_type=stated.document_type,
        masked_number=mask_number(stated.document_number),
        achievement_class=stated.achievement_class.code,
        title=stated.title,
        institution=stated.institution,
        achieved_on=stated.achieved_on.isoformat(),
        score=stated.score,
        credits=stated.credits,
        certificate_number=stated.certificate_number,
        certificate_level=stated.certificate_level,
        note=stated.note,
        filed_at=view.place.code,
        decided_by=view.competent.code,
        steps=case_steps(view.steps),
        attachments=[attachment(one) for one in view.attachments],
        entry_index=view.case.entry_index,
    )
