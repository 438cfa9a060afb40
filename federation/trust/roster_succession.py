"""Which roster may come first, and which may follow which.

What a version states about the past, every later one states too: a branch stays (it is
closed, never dropped, for copies of its log must stay verifiable), its retired keys stay as
they are, a closed branch stays closed where it was closed, epochs of the federation key stay.

Source: TUF specification 1.0 section 5.3, DESIGN section 4, RELIABILITY 25.
"""

import hmac

from federation.errors import RosterRefused
from federation.trust.roster import Branch, Roster, SignedRoster
from federation.trust.roster_signing import verify_signatures


def verify_first_roster(signed: SignedRoster, fingerprint: str | None) -> Roster:
    """The roster, if it is a version 1 that its own root keys signed.

    Args:
        signed: what was read.
        fingerprint: the pinned fingerprint (hex), got by another way than the roster; None
            only where the roster was made in this very folder.

    Raises:
        RosterRefused: reasons ``not-first``, ``fingerprint-mismatch``, ``branch-not-new``,
            and those of `verify_signatures`.
    """
    roster = signed.roster
    if roster.version != 1:
        raise RosterRefused(reason="not-first")
    if fingerprint is not None and not hmac.compare_digest(roster.fingerprint, fingerprint.lower()):
        raise RosterRefused(reason="fingerprint-mismatch")
    for branch in roster.branches:
        _check_new_branch(branch)
    verify_signatures(signed)
    return roster


def verify_successor(current: Roster, signed: SignedRoster) -> Roster:
    """The roster, if it may follow `current` and enough keys of both signed it.

    Raises:
        RosterRefused: reasons of `check_succession` and `verify_signatures`.
    """
    check_succession(current, signed.roster)
    verify_signatures(signed, current)
    return signed.roster


def check_succession(current: Roster, following: Roster) -> None:
    """Refuses a roster whose content may not follow `current`, signatures apart.

    Raises:
        RosterRefused: reasons ``foreign-federation``, ``version-rollback`` (not above the
            current version), ``version-skipped``, ``previous-mismatch``, ``branch-removed``,
            ``branch-not-new`` (an added branch with a history), ``origin-changed``,
            ``closing-altered``, ``closed-branch-altered``, ``log-history-altered``,
            ``epoch-removed``.
    """
    if following.federation_id != current.federation_id:
        raise RosterRefused(reason="foreign-federation")
    if following.version <= current.version:
        raise RosterRefused(reason="version-rollback")
    if following.version != current.version + 1:
        raise RosterRefused(reason="version-skipped")
    if following.previous != current.fingerprint:
        raise RosterRefused(reason="previous-mismatch")
    if not set(current.epochs()) <= set(following.epochs()):
        raise RosterRefused(reason="epoch-removed")
    before = {branch.code: branch for branch in current.branches}
    after = {branch.code: branch for branch in following.branches}
    if not before.keys() <= after.keys():
        raise RosterRefused(reason="branch-removed")
    for code, branch in after.items():
        if code in before:
            _check_branch_succession(before[code], branch)
        else:
            _check_new_branch(branch)


def _check_branch_succession(before: Branch, after: Branch) -> None:
    if after.origin != before.origin:
        raise RosterRefused(reason="origin-changed")
    if before.closed is not None:
        if after.closed != before.closed:
            raise RosterRefused(reason="closing-altered")
        if after != before:
            raise RosterRefused(reason="closed-branch-altered")
    _check_log_history(before, after)


def _check_log_history(before: Branch, after: Branch) -> None:
    *retired, last = before.log_keys
    settled = len(retired)
    if len(after.log_keys) <= settled or list(after.log_keys[:settled]) != retired:
        raise RosterRefused(reason="log-history-altered")
    # The key in use may be retired, nothing else about it may change.
    kept = after.log_keys[settled]
    if (kept.public_key, kept.suite, kept.from_size) != (last.public_key, last.suite, last.from_size):
        raise RosterRefused(reason="log-history-altered")


def _check_new_branch(branch: Branch) -> None:
    # A branch starts its log in this federation, under one key.
    if len(branch.log_keys) != 1 or branch.closed is not None:
        raise RosterRefused(reason="branch-not-new")
