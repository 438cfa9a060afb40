"""`node.v1.Credentials`: achievements as portable credentials, issued at counters, verified by every client.

Source: proto/node/v1/credentials.proto; docs/adr/0019.
"""

from typing import Any

from federation.model.achievement import AchievementBody
from federation.model.achievement_class import class_code
from node.model.access import Basis
from node.rpc.client_actors import ClientActors
from node.rpc.client_service import ClientService
from node.rpc.freshness_messages import branch_freshness
from node.rpc.requests import document_if_shown, named, shown_document
from node.services.badging.issuing import CredentialIssuing
from node.services.badging.verifying import CredentialVerification
from node.v1 import credentials_pb2, credentials_pb2_grpc


class CredentialsService(ClientService, credentials_pb2_grpc.CredentialsServicer):
    """Serves credentials; put it behind a `ClientGate`."""

    descriptor = credentials_pb2.DESCRIPTOR.services_by_name["Credentials"]
    add = staticmethod(credentials_pb2_grpc.add_CredentialsServicer_to_server)

    def __init__(self, issuing: CredentialIssuing, verification: CredentialVerification, actors: ClientActors) -> None:
        super().__init__(actors)
        self._issuing = issuing
        self._verification = verification

    async def Issue(  # noqa: N802 - the names are the protocol's
        self, request: credentials_pb2.IssueCredentialRequest, context: Any
    ) -> credentials_pb2.IssuedCredential:
        """For the person who shows the document."""
        actor = await self._actors.acting(request.actor)
        made = await self._issuing.issue(
            request.origin,
            request.index,
            document=shown_document(request),
            purpose=request.purpose,
            basis=named(Basis, request.basis, "basis"),
            actor=actor,
        )
        return credentials_pb2.IssuedCredential(
            token=made.token,
            branch=made.branch,
            index=made.index,
            issuer=made.issuer,
            status=made.status.value,
            valid_until=made.valid_until.isoformat(),
        )

    async def Verify(  # noqa: N802
        self, request: credentials_pb2.VerifyCredentialRequest, context: Any
    ) -> credentials_pb2.VerifiedCredential:
        """What it proves, and how it stands."""
        actor = await self._actors.looking(request.actor)
        found = await self._verification.verify(
            request.token.encode(), document=document_if_shown(request), actor=actor
        )
        verified, record = found.verified, found.verified.record
        return credentials_pb2.VerifiedCredential(
            id=verified.identity,
            is_in_time=found.is_in_time,
            valid_from=verified.valid_from.isoformat(),
            valid_until=verified.valid_until.isoformat(),
            issued_by=verified.issuer.code,
            issuer_name=verified.issuer.name,
            issuer=verified.issuer_did,
            branch=record.branch,
            index=record.index,
            authentic_as_of="" if record.authentic_as_of is None else record.authentic_as_of.isoformat(),
            status=found.status.value,
            freshness=branch_freshness(found.freshness),
            belongs_to_presenter=verified.belongs_to_presenter,
            content=_content(verified.body),
        )


def _content(body: AchievementBody) -> credentials_pb2.CredentialContent:
    return credentials_pb2.CredentialContent(
        title=body.title,
        institution=body.institution_name,
        achieved_on=body.achieved_on.isoformat(),
        training_hours=body.training_hours,
        credit_hours=body.credit_hours,
        credits=body.credits,
        masked_name=body.masked_name,
        achievement_class=class_code(body.achievement_class),
        score=body.score,
        certificate_number=body.certificate_number,
        certificate_level=body.certificate_level,
        personal_deposit=body.personal_deposit,
        filed_by=body.filed_by,
        training_place=body.training_place,
    )
