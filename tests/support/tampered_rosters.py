"""Rosters that somebody tampered with, and the reasons for which they are refused."""

import dataclasses
import hashlib
from collections.abc import Callable

import pytest

from federation.errors import CreditBankError, RosterRefused
from federation.trust.roster import Branch, LogEnd, Roster, SignedRoster
from federation.trust.roster_proposing import KeyRotation
from federation.trust.trusted_roster import TrustedRoster
from tests.unit.trust.founding import member, members, signed_by, signing_key

ALL = members("31", "32", "33", "34")
EVERYBODY = tuple(ALL.values())
NEWCOMER = member("35")
ROOT = hashlib.sha256(b"a root").digest()
OTHER_ROOT = hashlib.sha256(b"another root").digest()
NEW_LOG_KEY = signing_key("32 second log")


def reason_of(act: Callable[[], object], kind: type[CreditBankError] = RosterRefused) -> object:
    """The reason for which `act` is refused."""
    with pytest.raises(kind) as caught:
        act()
    return caught.value.facts["reason"]


def refused(trusted: TrustedRoster, signed: SignedRoster) -> object:
    """The reason for which `signed` was refused; nothing has changed."""
    before = trusted.current
    reason = reason_of(lambda: trusted.apply(signed.to_bytes()))
    assert trusted.current is before
    assert len(trusted.chain) == before.version
    return reason


def altered(signed: SignedRoster, **fields: object) -> SignedRoster:
    """The roster with other fields, signed anew by everybody."""
    roster = dataclasses.replace(signed.roster, **fields)  # type: ignore[arg-type]
    return signed_by(SignedRoster(roster=roster, signatures=()), *EVERYBODY)


def with_branch(roster: Roster, code: str, **fields: object) -> tuple[Branch, ...]:
    """Its branches, one of them with other fields."""
    return tuple(
        dataclasses.replace(branch, **fields) if branch.code == code else branch  # type: ignore[arg-type]
        for branch in roster.branches
    )


def rotation(size: int = 100, root: bytes = ROOT) -> KeyRotation:
    """The exchange of a log key at a size."""
    return KeyRotation(public_key=NEW_LOG_KEY.public_key, suite=NEW_LOG_KEY.suite, end=LogEnd(size=size, root=root))
