"""`node.v1.Branch`: lookups for the branch's own portal, counters and tools.

Errors leave as a code and a public sentence; nothing of a person is in them.

Source: proto/node/v1/branch.proto; DESIGN section 9.
"""

from datetime import datetime, timedelta
from typing import Any

import grpc
import structlog

from federation.clock import Clock
from federation.error_catalogue import describe
from federation.errors import CreditBankError, Malformed
from federation.model.document import DocumentType, parse_document
from federation.rpc.status import status_of
from federation.trust.peer_certificate import verify_client_certificate
from node.model.access import Actor, Basis, Role
from node.ports.rosters import RosterHolder
from node.services.looking.freshness import BranchFreshness
from node.services.looking.lookup import AchievementView, LookupService
from node.v1 import branch_pb2, branch_pb2_grpc

log = structlog.get_logger()
# The same certificate comes with every call; it is held against the clock again so often.
VERIFIED_FOR = timedelta(seconds=1)
MAX_REMEMBERED = 64


class BranchService(branch_pb2_grpc.BranchServicer):
    """Serves the branch's own clients."""

    def __init__(
        self, *, lookup: LookupService, branch: str, client_ca: str, rosters: RosterHolder, clock: Clock
    ) -> None:
        self._lookup = lookup
        self._branch = branch
        self._client_ca = client_ca
        self._rosters = rosters
        self._clock = clock
        self._verified: dict[bytes, tuple[str, datetime]] = {}

    async def Lookup(  # noqa: N802 - the name is the protocol's
        self, request: branch_pb2.LookupRequest, context: Any
    ) -> branch_pb2.LookupResponse:
        """A learner's achievements in all provinces."""
        try:
            client = self._client_of(context)
            document = parse_document(_document_type(request.document_type), request.document_number)
            actor = Actor(name=f"{client}:{request.actor}", role=Role.CLIENT, branch=self._branch)
            result = await self._lookup.look_up(
                document, purpose=request.purpose, basis=_basis(request.basis), actor=actor
            )
        except CreditBankError as error:
            await context.abort(status_of(error), describe(error, "zh"))
            raise
        except Exception:
            log.exception("lookup-failed")
            await context.abort(grpc.StatusCode.INTERNAL, describe(CreditBankError(), "zh"))
            raise
        return branch_pb2.LookupResponse(
            branches=[_branch(one) for one in result.branches],
            achievements=[_achievement(one) for one in result.achievements],
        )

    def _client_of(self, context: Any) -> str:
        shown = context.auth_context().get("x509_pem_cert", [])
        leaf, now = shown[0] if shown else b"", self._clock.now()
        name, verified_at = self._verified.get(leaf, ("", None))
        if verified_at is None or not timedelta() <= now - verified_at < VERIFIED_FOR:
            name = verify_client_certificate(
                leaf, self._client_ca, self._rosters.current.federation_id, self._branch, now
            )
            if len(self._verified) >= MAX_REMEMBERED:
                self._verified.clear()
            self._verified[leaf] = (name, now)
        return name


def _document_type(code: int) -> DocumentType:
    try:
        return DocumentType(code)
    except ValueError as error:
        raise Malformed(what="document type", why="unknown") from error


def _basis(text: str) -> Basis:
    try:
        return Basis(text)
    except ValueError as error:
        raise Malformed(what="basis", why="unknown") from error


def _branch(one: BranchFreshness) -> branch_pb2.BranchFreshness:
    as_of = one.as_of.isoformat() if one.as_of is not None else ""
    return branch_pb2.BranchFreshness(branch=one.branch, status=one.status.value, as_of=as_of, behind=one.behind)


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
