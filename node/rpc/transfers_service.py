"""`node.v1.Transfers`: credit transfer from counters, by the operators who file and review.

Source: proto/node/v1/transfers.proto; DESIGN section 7.
"""

from collections.abc import AsyncIterator
from typing import Any, Protocol

from federation.errors import Malformed
from federation.model.document import Document
from federation.model.reason import ReversalReason
from node.model.access import Actor, Basis
from node.model.transfer_application import Ruling
from node.rpc.client_actors import ClientActors
from node.rpc.client_service import ClientService
from node.rpc.requests import day, document_if_shown, named, shown_document
from node.rpc.transfer_messages import stuck_transfers, transfer_application, transfer_proposals, transfer_summary
from node.services.organisation.units import UnitService
from node.services.transfers.deciding import DecidingService
from node.services.transfers.ending import EndingService
from node.services.transfers.pending import PendingTransfers
from node.services.transfers.requesting import Chosen, RequestingService
from node.services.transfers.viewing import TransferViews
from node.v1 import transfers_pb2, transfers_pb2_grpc

MAX_WORDS_CHARS = 500


class HasTransfers(Protocol):
    """What of a node's services transfers need."""

    @property
    def transfer_requests(self) -> RequestingService:
        """Asking."""
        ...

    @property
    def transfer_decisions(self) -> DecidingService:
        """Deciding."""
        ...

    @property
    def transfer_endings(self) -> EndingService:
        """Ending."""
        ...

    @property
    def transfer_views(self) -> TransferViews:
        """Looking."""
        ...

    @property
    def pending_transfers(self) -> PendingTransfers:
        """What is unfinished."""
        ...

    @property
    def units(self) -> UnitService:
        """Where it is filed."""
        ...


class TransfersService(ClientService, transfers_pb2_grpc.TransfersServicer):
    """Serves transfers; put it behind a `ClientGate`."""

    descriptor = transfers_pb2.DESCRIPTOR.services_by_name["Transfers"]
    add = staticmethod(transfers_pb2_grpc.add_TransfersServicer_to_server)

    def __init__(self, node: HasTransfers, actors: ClientActors) -> None:
        super().__init__(actors)
        self._node = node

    async def Request(  # noqa: N802 - the names are the protocol's
        self, request: transfers_pb2.RequestTransferRequest, context: Any
    ) -> transfers_pb2.TransferApplication:
        """Asked for."""
        actor = await self._actors.acting(request.actor)
        document = shown_document(request)
        case = await self._node.transfer_requests.request(
            document,
            [Chosen(branch=one.branch, index=one.index) for one in request.achievements],
            purpose=request.purpose,
            until=day(request.until),
            basis=named(Basis, request.basis, "basis"),
            unit=await self._node.units.place_of(actor, request.unit),
            actor=actor,
            application_id=request.application_id,
            contests=request.contests if request.HasField("contests") else None,
        )
        return await self._shown(case.case_id, actor, document)

    async def List(  # noqa: N802
        self, request: transfers_pb2.ListTransfersRequest, context: Any
    ) -> AsyncIterator[transfers_pb2.TransferSummary]:
        """The unit's, or a person's."""
        actor, states = await self._actors.acting(request.actor), list(request.states)
        document = document_if_shown(request)
        views = self._node.transfer_views
        if document is None:
            found = await views.seen_by(actor, states=states)
        else:
            found = await views.of_person(document, actor=actor, states=states)
        for one in found:
            yield transfer_summary(one)

    async def Show(  # noqa: N802
        self, request: transfers_pb2.ShowTransferRequest, context: Any
    ) -> transfers_pb2.TransferApplication:
        """One in full."""
        actor = await self._actors.acting(request.actor)
        return await self._shown(request.case_id, actor, document_if_shown(request))

    async def Withdraw(  # noqa: N802
        self, request: transfers_pb2.WithdrawTransferRequest, context: Any
    ) -> transfers_pb2.TransferApplication:
        """Withdrawn."""
        actor = await self._actors.acting(request.actor)
        places = [(one.request_index, one.item) for one in request.places]
        await self._node.transfer_endings.withdraw(request.case_id, actor=actor, places=places)
        return await self._shown(request.case_id, actor)

    async def EndConsent(  # noqa: N802
        self, request: transfers_pb2.TransferCaseRequest, context: Any
    ) -> transfers_pb2.TransferApplication:
        """The consent taken back."""
        actor = await self._actors.acting(request.actor)
        await self._node.transfer_endings.withdraw(request.case_id, actor=actor, ends_consent=True)
        return await self._shown(request.case_id, actor)

    async def Proposals(  # noqa: N802
        self, request: transfers_pb2.TransferCaseRequest, context: Any
    ) -> transfers_pb2.TransferProposals:
        """What the rules propose."""
        actor = await self._actors.acting(request.actor)
        return transfer_proposals(*await self._node.transfer_decisions.proposals(request.case_id, actor=actor))

    async def Decide(  # noqa: N802
        self, request: transfers_pb2.DecideTransferRequest, context: Any
    ) -> transfers_pb2.TransferApplication:
        """Decided by a reviewer."""
        actor = await self._actors.acting(request.actor)
        rulings = [_ruling(one) for one in request.rulings]
        await self._node.transfer_decisions.review(request.case_id, rulings, actor=actor)
        return await self._shown(request.case_id, actor)

    async def Reverse(  # noqa: N802
        self, request: transfers_pb2.ReverseTransferRequest, context: Any
    ) -> transfers_pb2.TransferApplication:
        """Credit taken back."""
        actor = await self._actors.acting(request.actor)
        reason = named(ReversalReason, request.reason, "reason")
        place = request.place.request_index, request.place.item
        await self._node.transfer_endings.reverse(request.case_id, place, reason=reason.value, actor=actor)
        return await self._shown(request.case_id, actor)

    async def Stuck(  # noqa: N802
        self, request: transfers_pb2.StuckTransfersRequest, context: Any
    ) -> transfers_pb2.StuckTransfers:
        """What is unfinished."""
        actor = await self._actors.acting(request.actor)
        return stuck_transfers(await self._node.pending_transfers.stuck(actor=actor))

    async def _shown(
        self, case_id: str, actor: Actor, document: Document | None = None
    ) -> transfers_pb2.TransferApplication:
        return transfer_application(await self._node.transfer_views.find(case_id, actor=actor, document=document))


def _ruling(one: transfers_pb2.TransferRuling) -> Ruling:
    if len(one.words) > MAX_WORDS_CHARS:
        raise Malformed(what="reason", why="length")
    return Ruling(
        request_index=one.place.request_index,
        item=one.place.item,
        accepted=one.accepted,
        words=one.words,
        credits=tuple((credit.scheme, credit.course, credit.credits) for credit in one.credits),
    )
