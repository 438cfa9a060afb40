"""Issuing one achievement as an Open Badges 3.0 credential, from the record that the person's document opens.

Only what stands is issued, wherever in the federation it was deposited. The look is recorded like every lookup,
and beside it that a credential was handed out. Nothing is kept: who loses the file has another issued.

Source: DESIGN section 3 (selective disclosure); PIPL article 45 (portability); Open Badges 3.0.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from federation.badges.credential import Issuer, Statement
from federation.badges.did_key import did_of
from federation.badges.endorsement import endorse_issuer
from federation.badges.identity import SALT_BYTES, hashed_identity
from federation.badges.issuing import issue_credential
from federation.badges.verification import verify_credential
from federation.clock import Clock
from federation.errors import ActorRefused, CredentialRefused
from federation.keys import ed25519_signing_key
from federation.model.document import Document
from federation.model.sealing import derive_record_key
from federation.model.standing import Status
from federation.record.signed_record import encode_signed_record
from federation.reports.state import STANDING
from federation.suite import suite_of
from federation.trust.certificates import IssuedCertificate
from node.model.access import Actor, AuditRecord, Basis, Role
from node.node_key import NodeKey
from node.ports.rosters import RosterHolder
from node.services.blind_indexes import document_index
from node.services.looking.access_trail import AccessTrail
from node.services.looking.lookup import LookupService
from node.services.looking.presented import OpenedRecord
from node.services.looking.signed_records import SignedRecords
from node.services.looking.subject_keys import SubjectKeys

ISSUED = "credential-issue"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCredential:
    """A credential as it is handed to the person; `repr` shows nothing of it.

    Attributes:
        token: the compact JWS.
        branch, index: the record that it is about.
        issuer: the DID that signed it.
        status: how the achievement stands now; the token itself says nothing of that.
        valid_until: as it says (aware).
    """

    token: str
    branch: str
    index: int
    issuer: str
    status: Status
    valid_until: datetime

    def __repr__(self) -> str:
        return f"IssuedCredential({self.branch}, {self.index})"


class CredentialIssuing:
    """Makes credentials."""

    def __init__(
        self,
        *,
        branch: str,
        lookup: LookupService,
        records: SignedRecords,
        rosters: RosterHolder,
        subject_keys: SubjectKeys,
        trail: AccessTrail,
        certificate: Callable[[], IssuedCertificate],
        valid_for: timedelta,
        node_key: NodeKey,
        clock: Clock,
    ) -> None:
        """Prepares it.

        Args:
            branch: the own code.
            lookup: opens the person's records.
            records: entries with their proofs.
            rosters: the current one.
            subject_keys: for the one record's key.
            trail: of looks.
            certificate: reads the document certificate when a credential is made.
            valid_for: how long a credential counts.
            node_key: the credential key follows from it.
            clock: for the time of issue.
        """
        self._branch = branch
        self._lookup = lookup
        self._records = records
        self._rosters = rosters
        self._subject_keys = subject_keys
        self._trail = trail
        self._certificate = certificate
        self._valid_for = valid_for
        self._node_key = node_key
        self._key = ed25519_signing_key(Ed25519PrivateKey.from_private_bytes(node_key.credential_seed))
        self._clock = clock

    async def issue(
        self, origin: str, index: int, *, document: Document, purpose: str, basis: Basis, actor: Actor
    ) -> IssuedCredential:
        """The achievement at (`origin`, `index`) as a credential.

        Args:
            origin: a log's origin, or a branch's two-digit code.
            index: leaf index.
            document: the person's, shown.
            purpose: stated by whoever asks; recorded.
            basis: the legal basis; recorded.
            actor: who asks; recorded.

        Raises:
            NotInRoster: no such log.
            CredentialRefused: reason ``not-standing`` (not there, not theirs, or revoked or corrected) or
                ``standing-unknown``.
            ActorRefused: as `LookupService.look_up`; a system, which nobody stands before.
            KeyUnavailable: the branch has no document certificate.
            PeerRefused: its document certificate has expired.
        """
        if actor.role is Role.CLIENT:
            raise ActorRefused(reason="duty")
        roster = self._rosters.current
        branch = roster.branch(origin) if len(origin) == 2 else roster.by_origin(origin)
        presented = await self._lookup.present(document, purpose=purpose, basis=basis, actor=actor)
        places = {(one.branch, one.record.index): one for one in presented.records}
        chosen = places.get((branch.code, index))
        if chosen is None or chosen.record.status not in STANDING | {Status.UNKNOWN}:
            raise CredentialRefused(reason="not-standing")
        if chosen.record.status is Status.UNKNOWN:
            raise CredentialRefused(reason="standing-unknown")
        await self._trail.record(
            AuditRecord(
                at=self._clock.now(),
                actor=actor.name,
                action=ISSUED,
                purpose=purpose,
                basis=basis.value,
                subject_index=document_index(self._node_key, document),
                detail=f"{branch.code}/{index}",
            )
        )
        return await self._made(chosen)

    async def _made(self, chosen: OpenedRecord) -> IssuedCredential:
        roster, valid_from = self._rosters.current, self._clock.now().replace(microsecond=0)
        own, did = roster.branch(self._branch), did_of(self._key.public_key)
        endorsement = endorse_issuer(did, self._certificate(), own, roster.federation_id, valid_from)
        record = await self._records.make(
            chosen.record.origin, chosen.record.index, record_key=self._record_key(chosen)
        )
        statement = Statement(
            issuer=Issuer(did=did, name=own.name, origin=own.origin, endorsement=endorsement),
            record=encode_signed_record(record),
            body=chosen.body,
            record_origin=record.origin,
            record_index=record.index,
            identity=hashed_identity(chosen.document, secrets.token_bytes(SALT_BYTES)),
            valid_from=valid_from,
            valid_until=valid_from + self._valid_for,
        )
        token = issue_credential(statement, self._key)
        # Nothing is handed out that no verifier would take: an expired certificate is told here.
        verified = verify_credential(token.encode(), roster, document=chosen.document)
        return IssuedCredential(
            token=token,
            branch=chosen.branch,
            index=record.index,
            issuer=did,
            status=chosen.record.status,
            valid_until=verified.valid_until,
        )

    def _record_key(self, chosen: OpenedRecord) -> bytes:
        header = chosen.record.header
        keys, suite = self._subject_keys.at(header.key_epoch), suite_of(header.suite)
        return derive_record_key(keys, chosen.document, nonce=chosen.record.private_part.nonce, suite=suite)
