"""Verifying a credential at a branch: what it proves by itself, and how its achievement stands, which no file can tell.

How fresh the branch's part is comes with the answer: a revocation that hasn't arrived can't be told. Who asked
is recorded; with the presenter's document, so that they can be told of it.

Source: Open Badges 3.0 (Verification); RELIABILITY 24 and 33.
"""

import asyncio
from dataclasses import dataclass

from federation.badges.verification import VerifiedCredential, verify_credential
from federation.clock import Clock
from federation.model.document import Document
from federation.model.standing import Status
from federation.record.verification import VerifiedRecord
from node.model.access import Actor, AuditRecord
from node.model.rights import require_some_duty
from node.node_key import NodeKey
from node.ports.logs import Entries
from node.ports.rosters import RosterHolder
from node.ports.transfers import Transfers
from node.services.blind_indexes import document_index
from node.services.looking.access_trail import AccessTrail
from node.services.looking.freshness import BranchFreshness, Freshness

VERIFIED = "credential-verify"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingCredential:
    """What holds of a credential at a branch.

    Attributes:
        verified: what it proves by itself.
        is_in_time: whether it counts now.
        status: of its entry, as far as this branch has heard; unknown if that hasn't arrived.
        freshness: how far the entry's branch is heard of here.
    """

    verified: VerifiedCredential
    is_in_time: bool
    status: Status
    freshness: BranchFreshness


class CredentialVerification:
    """Verifies credentials of all branches."""

    def __init__(
        self,
        *,
        entries: Entries,
        transfers: Transfers,
        freshness: Freshness,
        rosters: RosterHolder,
        trail: AccessTrail,
        node_key: NodeKey,
        clock: Clock,
    ) -> None:
        self._entries = entries
        self._transfers = transfers
        self._freshness = freshness
        self._rosters = rosters
        self._trail = trail
        self._node_key = node_key
        self._clock = clock

    async def verify(self, token: bytes, *, document: Document | None = None, actor: Actor) -> StandingCredential:
        """What holds.

        Args:
            token: a compact JWS; white space around it comes with copying.
            document: the presenter's, if it should be tied to them; recorded by its index.
            actor: who asks; recorded.

        Raises:
            ActorRefused: no duty at all.
            CreditBankError: it proves nothing, see `verify_credential`.
        """
        require_some_duty(actor)
        # On a thread: a large token must not hold up every other call.
        verified = await asyncio.to_thread(verify_credential, token.strip(), self._rosters.current, document=document)
        record = verified.record
        await self._trail.record(
            AuditRecord(
                at=self._clock.now(),
                actor=actor.name,
                action=VERIFIED,
                subject_index=b"" if document is None else document_index(self._node_key, document),
                detail=f"{record.branch}/{record.index}",
            )
        )
        # Asked first: what arrives in between is newer than is said of it, never older.
        freshness = await self._freshness.of_branch(record.branch)
        return StandingCredential(
            verified=verified,
            is_in_time=verified.is_in_time(self._clock.now()),
            status=await self._status(record),
            freshness=freshness,
        )

    async def _status(self, record: VerifiedRecord) -> Status:
        held = (await self._entries.held(int(record.branch), [record.index])).get(record.index)
        if held is None or held.header != record.header:
            return Status.UNKNOWN
        if held.status is not Status.VALID:
            return held.status
        achievement = record.branch, record.header.achievement_id
        return (await self._transfers.occupied({achievement})).get(achievement, held.status)
