"""A small federation with real keys, certificates and a signed roster, the signature keys the same in every run."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from federation.clock import SteeredClock
from federation.keys import Ed25519SigningKey, ed25519_signing_key
from federation.model.federation_key import FederationKeys
from federation.tlog.cosignature import cosign
from federation.tlog.note import parse_note, with_signature
from federation.trust.certificates import IssuedCertificate, create_branch_ca, issue_leaf
from federation.trust.federation_key import wrapping_public_key
from federation.trust.join_request import JoinRequest, make_join_request
from federation.trust.names import log_origin
from federation.trust.roster import Branch, LogEnd, Roster, SignedRoster
from federation.trust.roster_proposing import RosterChange, first_roster, propose_next
from federation.trust.roster_signing import sign_roster

# TLS asks the machine's clock, so the certificates of a test must be valid on the day it runs.
START = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
FEDERATION_ID = "00112233aabbccdd"
CODES = ("31", "32", "33", "34")


def key_of(label: str) -> Ed25519SigningKey:
    """The signing key that a label stands for."""
    return ed25519_signing_key(Ed25519PrivateKey.from_private_bytes(octets(label)))


def octets(label: str, count: int = 32) -> bytes:
    """Bytes that look random and are the same in every run."""
    return hashlib.shake_256(label.encode()).digest(count)


@dataclass(slots=True)
class BranchKeys:
    """What one branch keeps to itself."""

    code: str
    origin: str
    root_key: Ed25519SigningKey
    log_key: Ed25519SigningKey
    authority: IssuedCertificate
    leaf: IssuedCertificate


class Branches:
    """A federation: branches by code, its rosters, one clock."""

    def __init__(self, codes: tuple[str, ...] = CODES, federation_id: str = FEDERATION_ID) -> None:
        self.federation_id = federation_id
        self.clock = SteeredClock(START)
        self.secrets = {1: octets(f"{federation_id}/epoch/1")}
        self.by_code = {code: self._make(code) for code in codes}
        requests = [self._request(code) for code in codes]
        self.rosters: list[SignedRoster] = [
            self._signed(first_roster(federation_id, requests, self.secrets, START), None)
        ]

    def __getitem__(self, code: str) -> BranchKeys:
        return self.by_code[code]

    @property
    def roster(self) -> Roster:
        """The current one."""
        return self.rosters[-1].roster

    @property
    def keys(self) -> FederationKeys:
        """The federation's keys."""
        return FederationKeys(self.secrets)

    def admit(self, code: str) -> Roster:
        """The next roster, with one branch more."""
        self.by_code[code] = self._make(code)
        return self._next(RosterChange(add=[self._request(code)]))

    def close(self, code: str, end: LogEnd) -> Roster:
        """The next roster, in which that branch is closed."""
        return self._next(RosterChange(close={code: end}))

    def with_addresses(self, code: str, *addresses: str) -> Roster:
        """The next roster, in which that branch listens elsewhere."""
        return self._next(RosterChange(addresses={code: addresses}))

    def cosigned(self, note: bytes, code: str, time: datetime) -> bytes:
        """The note with that branch's cosignature."""
        branch = self[code]
        line = cosign(parse_note(note).text, branch.origin, branch.log_key.sign, branch.log_key.public_key, time)
        return with_signature(note, line)

    def follow(self, change: RosterChange) -> Roster:
        """The next roster, with that change."""
        return self._next(change)

    def _next(self, change: RosterChange) -> Roster:
        current = self.roster
        self.rosters.append(self._signed(propose_next(current, change, self.secrets, START), current))
        return self.roster

    def _make(self, code: str) -> BranchKeys:
        authority = create_branch_ca(self.federation_id, code, START)
        return BranchKeys(
            code=code,
            origin=log_origin(self.federation_id, code),
            root_key=key_of(f"{self.federation_id}/{code}/root"),
            log_key=key_of(f"{self.federation_id}/{code}/log"),
            authority=authority,
            leaf=issue_leaf(authority, self.federation_id, code, START),
        )

    def _request(self, code: str) -> JoinRequest:
        branch = self[code]
        return make_join_request(
            federation_id=self.federation_id,
            branch=code,
            name=f"测试分行{code}",
            root_key=branch.root_key,
            log_key=branch.log_key,
            wrapping_key=wrapping_public_key(octets(f"{self.federation_id}/{code}/wrapping")),
            tls_ca=branch.authority.certificate_pem.decode(),
            addresses=(),
        )

    def _signed(self, roster: SignedRoster, current: Roster | None) -> SignedRoster:
        for branch in self.by_code.values():
            if current is None or any(key.public_key == branch.root_key.public_key for key in current.root_keys):
                roster = sign_roster(roster, branch.root_key, current)
        return roster


def at_addresses(roster: Roster, code: str, *addresses: str) -> Branch:
    """A branch as in the roster, but listening there: for clients in tests."""
    return replace(roster.branch(code), addresses=addresses)
