"""Invitations: what a branch that is to join starts from.

An invitation carries the federation's id, the fingerprint of its first roster and all
rosters since, so that the invited branch starts from the same pin as everybody. Nothing
signs the pin itself: the invitation must come by a way that people trust, or its
fingerprint be read out over another one.

Source: DESIGN sections 3 (one federation from the first entry) and 4.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from federation.errors import CreditBankError, InvitationRefused
from federation.trust.names import check_branch_code, check_federation_id
from federation.trust.roster import Roster, SignedRoster
from federation.trust.roster_parsing import HASH_BYTES, SIGNED_MEMBERS, read_signed_roster
from federation.trust.strict_json import JsonValue, canonical_bytes, format_instant, parse_object
from federation.trust.trusted_roster import TrustedRoster, load_roster_chain

MAX_INVITATION_BYTES = 64 * 1024 * 1024
MAX_CHAIN = 10_000
INVITATION_MEMBERS = ("federation_id", "fingerprint", "rosters", "branch", "expires_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What an invited branch starts from.

    Attributes:
        federation_id: 16 hex digits.
        fingerprint: of version 1 of the roster, 64 hex digits: the pin.
        rosters: all versions so far, first to last, as signed.
        branch: the code of the branch that is invited.
        expires_at: aware, to the second; later the invitation isn't taken.
    """

    federation_id: str
    fingerprint: str
    rosters: tuple[SignedRoster, ...]
    branch: str
    expires_at: datetime

    def to_bytes(self) -> bytes:
        """The file form; `parse_invitation` is its inverse."""
        rosters: Sequence[JsonValue] = [signed.as_json() for signed in self.rosters]
        return canonical_bytes(
            {
                "federation_id": self.federation_id,
                "fingerprint": self.fingerprint,
                "rosters": rosters,
                "branch": self.branch,
                "expires_at": format_instant(self.expires_at),
            }
        )


def make_invitation(trusted: TrustedRoster, branch: str, expires_at: datetime) -> Invitation:
    """An invitation to the federation for a branch that isn't in it yet.

    Raises:
        InvitationRefused: reason ``already-member``.
        Malformed: no branch code.
    """
    check_branch_code(branch)
    _refuse_member(trusted.current, branch)
    return Invitation(
        federation_id=trusted.current.federation_id,
        fingerprint=trusted.first_fingerprint,
        rosters=trusted.chain,
        branch=branch,
        expires_at=expires_at.replace(microsecond=0),
    )


def parse_invitation(data: bytes) -> Invitation:
    """An invitation file's bytes as a value, not yet believed.

    Raises:
        TooLarge: more than 64 MiB.
        Malformed: not strict JSON, or a part that isn't well-formed.
    """
    reader = parse_object(data, what="invitation", max_bytes=MAX_INVITATION_BYTES, members=INVITATION_MEMBERS)
    invitation = Invitation(
        federation_id=reader.text("federation_id"),
        fingerprint=reader.hex_bytes("fingerprint", length=HASH_BYTES).hex(),
        rosters=tuple(read_signed_roster(item) for item in reader.each("rosters", SIGNED_MEMBERS, most=MAX_CHAIN)),
        branch=reader.text("branch"),
        expires_at=reader.instant("expires_at"),
    )
    check_federation_id(invitation.federation_id)
    check_branch_code(invitation.branch)
    return invitation


def verify_invitation(
    invitation: Invitation, branch: str, now: datetime, fingerprint: str | None = None
) -> TrustedRoster:
    """The trusted roster that an invitation leads to.

    Args:
        invitation: what was read.
        branch: the code of the branch that was initialised with it.
        now: aware present time.
        fingerprint: the pin as people told it, if they did.

    Raises:
        InvitationRefused: reasons ``other-branch``, ``expired``, ``fingerprint-mismatch``,
            ``foreign-federation``, ``already-member``, or ``roster-`` with the reason for
            which a roster in it was refused.
    """
    if invitation.branch != branch:
        raise InvitationRefused(reason="other-branch")
    if now > invitation.expires_at:
        raise InvitationRefused(reason="expired")
    if fingerprint is not None and not hmac.compare_digest(invitation.fingerprint, fingerprint.lower()):
        raise InvitationRefused(reason="fingerprint-mismatch")
    try:
        trusted = load_roster_chain((signed.to_bytes() for signed in invitation.rosters), invitation.fingerprint)
    except CreditBankError as error:
        raise InvitationRefused(reason=f"roster-{error.facts.get('reason', error.code)}") from None
    if trusted.current.federation_id != invitation.federation_id:
        raise InvitationRefused(reason="foreign-federation")
    _refuse_member(trusted.current, branch)
    return trusted


def _refuse_member(current: Roster, branch: str) -> None:
    if any(entry.code == branch for entry in current.branches):
        raise InvitationRefused(reason="already-member")
