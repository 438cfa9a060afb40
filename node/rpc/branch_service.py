"""`node.v1.Branch`: lookups for the branch's own portals and counters.

Source: proto/node/v1/branch.proto; DESIGN section 9.
"""

from typing import Any

from node.model.access import Basis
from node.rpc.client_actors import ClientActors
from node.rpc.client_service import ClientService
from node.rpc.freshness_messages import branch_freshness
from node.rpc.requests import named, shown_document
from node.services.looking.lookup import AchievementView, LookupService
from node.v1 import branch_pb2, branch_pb2_grpc


class BranchService(ClientService, branch_pb2_grpc.BranchServicer):
    """Serves lookups; put it behind a `ClientGate`."""

    descriptor = branch_pb2.DESCRIPTOR.services_by_name["Branch"]
    add = staticmethod(branch_pb2_grpc.add_BranchServicer_to_server)

    def __init__(self, lookup: LookupService, actors: ClientActors) -> None:
        super().__init__(actors)
        self._lookup = lookup

    async def Lookup(  # noqa: N802 - the name is the protocol's
        self, request: branch_pb2.LookupRequest, context: Any
    ) -> branch_pb2.LookupResponse:
        """A learner's achievements in all provinces."""
        document = shown_document(request)
        actor = await self._actors.looking(request.actor)
        result = await self._lookup.look_up(
            document, purpose=request.purpose, basis=named(Basis, request.basis, "basis"), actor=actor
        )
        return branch_pb2.LookupResponse(
            branches=[branch_freshness(one) for one in result.branches],
            achievements=[_achievement(one) for one in result.achievements],
        )


def _achievement(one: AchievementView) -> branch_pb2.Achievement:
    return branch_pb2.Achievement(
        branch=one.branch,
        title=one.title,
        institution=one.institution,
        achieved_on=one.achieved_on,
        training_hours=one.training_hours,
        credit_hours=one.credit_hours,
        credits=one.credits,
        status=one.status.value,
        origin=one.origin,
        index=one.index,
        likely_duplicate=one.likely_duplicate,
        masked_name=one.masked_name,
        achievement_class=one.achievement_class,
        score=one.score,
        certificate_number=one.certificate_number,
        certificate_level=one.certificate_level,
        personal_deposit=one.personal_deposit,
        filed_by=one.filed_by,
        training_place=one.training_place,
    )
