"""The trust file: all rosters of a federation in one file, for those who verify without a node.

A single signed roster is taken as well. What either is worth depends on whether its
fingerprint was compared with one got by another way, and that is said with the result.

Source: DESIGN section 4; TUF specification 1.0 section 5.3.
"""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from federation.errors import Malformed, RosterRefused
from federation.trust.roster import Roster
from federation.trust.roster_parsing import SIGNED_MEMBERS, parse_roster, read_signed_roster
from federation.trust.roster_signing import verify_signatures
from federation.trust.roster_succession import verify_first_roster
from federation.trust.strict_json import JsonValue, canonical_bytes, parse_object
from federation.trust.trusted_roster import TrustedRoster, load_roster_chain

MAX_TRUST_FILE_BYTES = 64 * 1024 * 1024
MAX_CHAIN = 10_000
TRUST_MEMBERS = ("rosters",)
FIRST_VERSION = 1


class TrustBasis(StrEnum):
    """What a roster from a file was believed by."""

    PINNED_CHAIN = "pinned-chain"
    """All versions from a first one whose fingerprint was given."""
    UNPINNED_CHAIN = "unpinned-chain"
    """All versions from a first one that nothing but the file vouches for."""
    PINNED_VERSION = "pinned-version"
    """One version whose fingerprint was given."""
    UNPINNED_VERSION = "unpinned-version"
    """One version that nothing but the file vouches for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedBy:
    """A roster with what it was believed by.

    Attributes:
        roster: the version that holds.
        basis: see `TrustBasis`.
        first_fingerprint: of version 1, if the file has it.
    """

    roster: Roster
    basis: TrustBasis
    first_fingerprint: str | None


def encode_trust_file(trusted: TrustedRoster) -> bytes:
    """The file's bytes; `load_trust_file` reads them."""
    rosters: Sequence[JsonValue] = [signed.as_json() for signed in trusted.chain]
    return canonical_bytes({"rosters": rosters})


def load_trust_file(data: bytes, fingerprint: str | None) -> TrustedBy:
    """The roster that a trust file, or a single signed roster, leads to.

    Args:
        data: the file's bytes.
        fingerprint: as told over another way: of a chain's first version, or of the single
            roster; None if it wasn't.

    Raises:
        Malformed, TooLarge: the file can't be read.
        RosterRefused: signatures, succession or the fingerprint don't hold.
    """
    if not _is_chain(data):
        return _single(data, fingerprint)
    trusted = load_roster_chain(read_rosters(data), fingerprint)
    return TrustedBy(
        roster=trusted.current,
        basis=TrustBasis.UNPINNED_CHAIN if fingerprint is None else TrustBasis.PINNED_CHAIN,
        first_fingerprint=trusted.first_fingerprint,
    )


def read_rosters(data: bytes) -> list[bytes]:
    """The signed rosters in a trust file, or the one that `data` is, as bytes; not yet believed.

    Raises:
        Malformed, TooLarge: the file can't be read.
    """
    if not _is_chain(data):
        return [parse_roster(data).to_bytes()]
    reader = parse_object(data, what="trust-file", max_bytes=MAX_TRUST_FILE_BYTES, members=TRUST_MEMBERS)
    return [read_signed_roster(item).to_bytes() for item in reader.each("rosters", SIGNED_MEMBERS, most=MAX_CHAIN)]


def _single(data: bytes, fingerprint: str | None) -> TrustedBy:
    signed = parse_roster(data)
    roster = signed.roster
    if roster.version == FIRST_VERSION:
        verify_first_roster(signed, fingerprint)
    else:
        # The version before isn't at hand, so only its own root keys can be counted.
        if fingerprint is not None and not hmac.compare_digest(roster.fingerprint, fingerprint.lower()):
            raise RosterRefused(reason="fingerprint-mismatch")
        verify_signatures(signed)
    return TrustedBy(
        roster=roster,
        basis=TrustBasis.UNPINNED_VERSION if fingerprint is None else TrustBasis.PINNED_VERSION,
        first_fingerprint=roster.fingerprint if roster.version == FIRST_VERSION else None,
    )


def _is_chain(data: bytes) -> bool:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise Malformed(what="roster", why="no JSON with one reading") from None
    return isinstance(value, dict) and "rosters" in value
