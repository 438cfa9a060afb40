"""What a credential proves offline, to whoever trusts a roster.

Held in this order: the signature by the key that the issuer's DID is; the endorsement, by which that key is a
rostered branch's; the embedded record, by which a branch's log says so; then all claims, computed anew from the
record, against those in the token, to the byte. So whoever steals a credential key and a document certificate
can still say nothing of an achievement that no log says.

What a file can't tell: whether the achievement was corrected or revoked since, whether the certificate was
given up before its end, what the time is. The first is asked of any branch; the last is the caller's to judge
by `VerifiedCredential.valid_until`.

Source: Open Badges 3.0 (Verification); DESIGN section 2; RELIABILITY 33.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from federation.badges.compact_jws import CompactJws, canonical_json, parse_compact_jws
from federation.badges.credential import EVIDENCE_PREFIX, Issuer, Statement, claims_of
from federation.badges.did_key import public_key_of
from federation.badges.endorsement import verify_endorsement
from federation.badges.identity import HashedIdentity, is_identity_of
from federation.badges.issuing import header_of
from federation.errors import CredentialNotGenuine, Malformed, SignatureInvalid
from federation.model.achievement import AchievementBody
from federation.model.document import Document
from federation.model.standing import is_well_formed
from federation.record.signed_record import parse_signed_record
from federation.record.verification import VerifiedRecord, verify_signed_record
from federation.suite import default_suite
from federation.trust.roster import Branch, Roster
from federation.trust.strict_json import INSTANT, INSTANT_FORM

MAX_LIFETIME = timedelta(days=3660)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedCredential:
    """What holds.

    Attributes:
        identity: the credential's URN.
        issuer: the branch that signed it, as the roster has it.
        issuer_did: its credential key.
        record: what the embedded record proves; its log may be another branch's.
        body: what the record says.
        valid_from, valid_until: as stated; aware, UTC.
        belongs_to_presenter: whether it is about whoever presents the document; None if none was given.
        later_revocation_checked: always False: ask a branch whether the achievement still stands.
    """

    identity: str
    issuer: Branch
    issuer_did: str
    record: VerifiedRecord
    body: AchievementBody
    valid_from: datetime
    valid_until: datetime
    belongs_to_presenter: bool | None
    later_revocation_checked: Literal[False] = False

    def is_in_time(self, now: datetime) -> bool:
        """Whether it counts at `now` (aware)."""
        return self.valid_from <= now <= self.valid_until


def verify_credential(token: bytes, roster: Roster, *, document: Document | None = None) -> VerifiedCredential:
    """What the credential proves under that roster.

    Args:
        token: a compact JWS, ASCII without white space around it.
        roster: a verified one, preferably the newest.
        document: the document that the presenter shows, if the credential should be tied to it.

    Raises:
        TooLarge, Malformed: it can't be read.
        CredentialNotGenuine: reasons ``form`` (not in the form that branches use), ``algorithm``, ``signature``,
            ``endorsement``, ``record`` (it discloses no achievement), ``content-differs`` (a claim isn't what
            the record says).
        PeerRefused: the endorsing certificate isn't a branch's for documents.
        CreditBankError: the embedded record doesn't hold, see `verify_signed_record`.
    """
    jws = parse_compact_jws(token)
    did = _signed_by(jws)
    issuer, valid_from, valid_until = _issuer(jws.payload, did), *_times(jws.payload)
    branch = verify_endorsement(issuer.endorsement, did, roster, valid_from)
    if issuer.origin != branch.origin:
        raise CredentialNotGenuine(reason="endorsement")
    evidence = _evidence(jws.payload)
    record = verify_signed_record(parse_signed_record(evidence), roster, document=document)
    if record.body is None or not is_well_formed(record.header):
        raise CredentialNotGenuine(reason="record")
    identity = _identity(jws.payload)
    expected = claims_of(
        Statement(
            issuer=issuer,
            record=evidence,
            body=record.body,
            record_origin=record.origin,
            record_index=record.index,
            identity=identity,
            valid_from=valid_from,
            valid_until=valid_until,
        )
    )
    if canonical_json(expected) != canonical_json(jws.payload):
        raise CredentialNotGenuine(reason="content-differs")
    return VerifiedCredential(
        identity=str(expected["id"]),
        issuer=branch,
        issuer_did=did,
        record=record,
        body=record.body,
        valid_from=valid_from,
        valid_until=valid_until,
        # Both ties: the issuer's, and that of the log.
        belongs_to_presenter=None
        if document is None
        else bool(record.belongs_to_presenter) and is_identity_of(document, identity),
    )


def _signed_by(jws: CompactJws) -> str:
    """The DID whose key the signature is by."""
    if jws.header.get("alg") != "EdDSA":
        raise CredentialNotGenuine(reason="algorithm")
    did = str(jws.header.get("kid", "")).partition("#")[0]
    try:
        public_key = public_key_of(did)
    except Malformed:
        raise CredentialNotGenuine(reason="form") from None
    # Exactly the header that branches write: no parameter that another reader might obey.
    if jws.header != header_of(public_key):
        raise CredentialNotGenuine(reason="form")
    try:
        default_suite().verify_signature(public_key, jws.signature, jws.signing_input)
    except SignatureInvalid:
        raise CredentialNotGenuine(reason="signature") from None
    return did


def _issuer(payload: dict[str, Any], did: str) -> Issuer:
    try:
        profile = payload["issuer"]
        (endorsement,) = profile["endorsementJwt"]
        (entry,) = profile["otherIdentifier"]
        return Issuer(
            did=did, name=_text(profile["name"]), origin=_text(entry["identifier"]), endorsement=_text(endorsement)
        )
    except (KeyError, TypeError, ValueError):
        raise CredentialNotGenuine(reason="form") from None


def _times(payload: dict[str, Any]) -> tuple[datetime, datetime]:
    try:
        valid_from, valid_until = (_instant(payload[name]) for name in ("validFrom", "validUntil"))
    except (KeyError, TypeError, ValueError):
        raise CredentialNotGenuine(reason="form") from None
    if not timedelta(0) < valid_until - valid_from <= MAX_LIFETIME:
        raise CredentialNotGenuine(reason="form")
    return valid_from, valid_until


def _evidence(payload: dict[str, Any]) -> bytes:
    try:
        (one,) = payload["evidence"]
        where = _text(one["id"])
        if not where.startswith(EVIDENCE_PREFIX):
            raise CredentialNotGenuine(reason="form")
        return base64.b64decode(where.removeprefix(EVIDENCE_PREFIX), validate=True)
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise CredentialNotGenuine(reason="form") from None


def _identity(payload: dict[str, Any]) -> HashedIdentity:
    try:
        (one,) = payload["credentialSubject"]["identifier"]
        return HashedIdentity(
            kind=_text(one["identityType"]), salt=_text(one["salt"]), identity_hash=_text(one["identityHash"])
        )
    except (KeyError, TypeError, ValueError):
        raise CredentialNotGenuine(reason="form") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _instant(value: object) -> datetime:
    text = _text(value)
    if not INSTANT.fullmatch(text):
        raise ValueError(text)
    return datetime.strptime(text, INSTANT_FORM).replace(tzinfo=UTC)
