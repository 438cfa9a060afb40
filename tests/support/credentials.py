"""Credentials made as a branch makes them, over logs in memory."""

import base64
import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from federation.badges.credential import Issuer, Statement, claims_of
from federation.badges.did_key import did_of
from federation.badges.endorsement import endorse_issuer
from federation.badges.identity import hashed_identity
from federation.badges.issuing import issue_credential
from federation.keys import Ed25519SigningKey
from federation.model.document import Document
from federation.record.signed_record import SignedRecord, encode_signed_record
from federation.trust.certificates import IssuedCertificate, issue_document_leaf
from tests.support.branches import FEDERATION_ID, START, Branches, key_of, octets
from tests.support.memory_source import DOCUMENT
from tests.support.records import log_with_achievements, make_record
from tests.support.reports import opened

ISSUED_AT = START + timedelta(hours=9)
VALID_FOR = timedelta(days=365)
CREDENTIAL_KEY = key_of("credential key")


def document_certificate(branches: Branches, code: str = "32") -> IssuedCertificate:
    """What that branch signs documents with."""
    return issue_document_leaf(branches[code].authority, FEDERATION_ID, code, f"测试分行{code}", START)


@dataclass(frozen=True, slots=True)
class CredentialMaking:
    """A credential of branch 32 on an achievement in that branch's own log, and all that went into it."""

    branches: Branches
    certificate: IssuedCertificate
    statement: Statement
    key: Ed25519SigningKey = CREDENTIAL_KEY

    @property
    def token(self) -> str:
        return issue_credential(self.statement, self.key)

    def signed(self, **changed: Any) -> str:
        """A token, rightly signed, in which these members of the payload say something else."""
        claims = claims_of(self.statement) | changed
        return signed_by(self.key, {"alg": "EdDSA", "kid": header_of(self.token)["kid"], "typ": "JWT"}, claims)


def make_credential(
    branches: Branches,
    *,
    issuer: str = "32",
    endorser: str = "32",
    record: SignedRecord | None = None,
    document: Document = DOCUMENT,
    key: Ed25519SigningKey = CREDENTIAL_KEY,
) -> CredentialMaking:
    """A credential, of which parts may be another's."""
    record = make_record(log_with_achievements(branches, "32")) if record is None else record
    certificate = document_certificate(branches, endorser)
    did, branch = did_of(key.public_key), branches.roster.branch(issuer)
    endorsement = endorse_issuer(did, certificate, branches.roster.branch(endorser), FEDERATION_ID, ISSUED_AT)
    return CredentialMaking(
        branches=branches,
        certificate=certificate,
        key=key,
        statement=Statement(
            issuer=Issuer(did=did, name=branch.name, origin=branch.origin, endorsement=endorsement),
            record=encode_signed_record(record),
            body=opened(branches, replace(record, record_key=b""), document),
            record_origin=record.origin,
            record_index=record.index,
            identity=hashed_identity(document, octets("credential salt", 16)),
            valid_from=ISSUED_AT,
            valid_until=ISSUED_AT + VALID_FOR,
        ),
    )


def signed_by(key: Ed25519SigningKey, header: object, payload: object) -> str:
    """A token as anybody with that key can make one: any header, any payload."""
    signing_input = ".".join(in_base64url(one) for one in (header, payload))
    return f"{signing_input}.{base64url(key.sign(signing_input.encode()))}"


def in_base64url(value: object) -> str:
    """JSON with its members in order, in base64url."""
    return base64url(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def header_of(token: str) -> dict[str, Any]:
    """What the JOSE header says, unverified."""
    return _part(token, 0)


def payload_of(token: str) -> dict[str, Any]:
    """What the payload says, unverified."""
    return _part(token, 1)


def _part(token: str, place: int) -> dict[str, Any]:
    part = token.split(".")[place]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def base64url(data: bytes) -> str:
    """Unpadded, as JOSE has it."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
