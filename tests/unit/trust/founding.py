"""Made-up branches with real keys, for tests of trust: the same keys in every run."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from federation.keys import Ed25519SigningKey, ed25519_signing_key
from federation.trust.certificates import IssuedCertificate, create_branch_ca
from federation.trust.federation_key import wrapping_public_key
from federation.trust.join_request import JoinRequest, make_join_request
from federation.trust.roster import Roster, SignedRoster
from federation.trust.roster_proposing import RosterChange, first_roster, propose_next
from federation.trust.roster_signing import sign_roster
from federation.trust.trusted_roster import TrustedRoster

FEDERATION = "0123456789abcdef"
NOW = datetime(2026, 11, 21, 3, 5, tzinfo=UTC)
NAMES = {"31": "上海分行", "32": "江苏分行", "33": "浙江分行", "34": "安徽分行", "35": "福建分行", "36": "江西分行"}
EPOCHS = {1: hashlib.sha256(b"epoch 1").digest()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A branch with all that it keeps to itself."""

    code: str
    root: Ed25519SigningKey
    log: Ed25519SigningKey
    wrapping: bytes
    ca: IssuedCertificate
    request: JoinRequest


def signing_key(label: str) -> Ed25519SigningKey:
    """A key made from a label."""
    return ed25519_signing_key(Ed25519PrivateKey.from_private_bytes(hashlib.sha256(label.encode()).digest()))


def member(code: str, federation_id: str = FEDERATION, now: datetime = NOW) -> Member:
    """A branch that is ready to join."""
    root, log = signing_key(f"{code} root"), signing_key(f"{code} log")
    wrapping = hashlib.sha256(f"{code} wrapping".encode()).digest()
    ca = create_branch_ca(federation_id, code, now)
    request = make_join_request(
        federation_id=federation_id,
        branch=code,
        name=NAMES[code],
        root_key=root,
        log_key=log,
        wrapping_key=wrapping_public_key(wrapping),
        tls_ca=ca.certificate_pem.decode(),
        addresses=(f"branch-{code}.example:7443",),
    )
    return Member(code=code, root=root, log=log, wrapping=wrapping, ca=ca, request=request)


def members(*codes: str) -> dict[str, Member]:
    """Several branches, by code."""
    return {code: member(code) for code in codes}


def signed_by(signed: SignedRoster, *signers: Member, current: Roster | None = None) -> SignedRoster:
    """A roster with the signatures of these branches' root keys."""
    for signer in signers:
        signed = sign_roster(signed, signer.root, current)
    return signed


def founded(*founders: Member) -> TrustedRoster:
    """A federation whose founders all signed."""
    first = signed_by(first_roster(FEDERATION, [one.request for one in founders], EPOCHS, NOW), *founders)
    return TrustedRoster(first.to_bytes(), first.roster.fingerprint)


def proposed(trusted: TrustedRoster, **change: object) -> SignedRoster:
    """The next roster, unsigned, with that change."""
    return propose_next(trusted.current, RosterChange(**change), EPOCHS, NOW)  # type: ignore[arg-type]
