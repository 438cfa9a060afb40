"""Making rosters: the first one, and the next one with what is to change.

The proposer holds the federation key and seals every live epoch to every open branch that
lacks it. A proposal is held against the same rules that its receivers will apply before
anybody is asked to sign it.

Source: DESIGN sections 3 and 4.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from federation.errors import RosterRefused
from federation.trust.federation_key import wrap_federation_key
from federation.trust.join_request import JoinRequest, verify_join_request
from federation.trust.names import log_origin
from federation.trust.roster import Branch, LogEnd, LogKey, RootKey, Roster, SignedRoster, WrappedKey
from federation.trust.roster_rules import check_roster
from federation.trust.roster_succession import check_succession


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRotation:
    """A branch's next log key, and where the present one ends.

    Attributes:
        public_key: the next key, 32 bytes in the default suite.
        suite: its suite byte.
        end: the last size that the present key signed, with its root: the branch must have
            stopped signing with it, and signs larger trees with the next key.
    """

    public_key: bytes
    suite: int
    end: LogEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterChange:
    """What the next roster changes; whatever isn't named stays. Keys are branch codes.

    Attributes:
        add: join requests of new branches; their root keys get a vote.
        close: branches that end, with the last size and root of their log.
        rotate: branches whose log key changes.
        addresses: new addresses.
        tls_ca: new authorities for peer certificates.
        add_root_keys: further root keys.
        drop_root_keys: public keys that lose their vote (a closed branch's, a replaced one).
    """

    add: Sequence[JoinRequest] = ()
    close: Mapping[str, LogEnd] = field(default_factory=dict)
    rotate: Mapping[str, KeyRotation] = field(default_factory=dict)
    addresses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tls_ca: Mapping[str, str] = field(default_factory=dict)
    add_root_keys: Sequence[RootKey] = ()
    drop_root_keys: Sequence[bytes] = ()


def first_roster(
    federation_id: str, founders: Sequence[JoinRequest], federation_keys: Mapping[int, bytes], now: datetime
) -> SignedRoster:
    """Version 1, still unsigned: its `fingerprint` is what everybody will pin.

    Args:
        federation_id: 16 random hex digits.
        founders: one verified-here join request per founding branch.
        federation_keys: epoch to its 32 bytes; at least one.
        now: aware time of issue.

    Raises:
        InvitationRefused: a request that doesn't hold.
        Malformed: requests that don't fit together, no epoch.
    """
    for request in founders:
        verify_join_request(request, federation_id)
    roster = Roster(
        federation_id=federation_id,
        version=1,
        previous=None,
        issued_at=_to_the_second(now),
        root_keys=tuple(_root_key(request) for request in founders),
        branches=_with_epochs(map(_new_branch, founders), federation_id, federation_keys),
    )
    check_roster(roster)
    return SignedRoster(roster=roster, signatures=())


def propose_next(
    current: Roster, change: RosterChange, federation_keys: Mapping[int, bytes], now: datetime
) -> SignedRoster:
    """The version after `current`, still unsigned.

    Args:
        current: the version that holds now.
        change: what changes.
        federation_keys: epoch to its 32 bytes: all live ones; a further one becomes live.
        now: aware time of issue.

    Raises:
        InvitationRefused: a join request that doesn't hold.
        NotInRoster: a change for a branch that isn't there.
        RosterRefused: reason ``epoch-missing`` (a live epoch not in `federation_keys`),
            ``not-a-root-key`` (to be dropped, but not there), or one of `check_succession`.
        Malformed: a result that contradicts itself.
    """
    for request in change.add:
        verify_join_request(request, current.federation_id, current)
    for code in (*change.close, *change.rotate, *change.addresses, *change.tls_ca):
        current.branch(code)
    if not set(current.epochs()) <= set(federation_keys):
        raise RosterRefused(reason="epoch-missing")
    branches = [_changed(branch, change) for branch in current.branches]
    branches += [_new_branch(request) for request in change.add]
    roster = Roster(
        federation_id=current.federation_id,
        version=current.version + 1,
        previous=current.fingerprint,
        issued_at=_to_the_second(now),
        root_keys=_root_keys(current, change),
        branches=_with_epochs(branches, current.federation_id, federation_keys),
    )
    check_roster(roster)
    check_succession(current, roster)
    return SignedRoster(roster=roster, signatures=())


def _changed(branch: Branch, change: RosterChange) -> Branch:
    code = branch.code
    rotation = change.rotate.get(code)
    return replace(
        branch,
        log_keys=branch.log_keys if rotation is None else _rotated(branch.log_keys, rotation),
        addresses=change.addresses.get(code, branch.addresses),
        tls_ca=change.tls_ca.get(code, branch.tls_ca),
        closed=change.close.get(code, branch.closed),
    )


def _rotated(log_keys: tuple[LogKey, ...], rotation: KeyRotation) -> tuple[LogKey, ...]:
    *earlier, last = log_keys
    retired = replace(last, until_size=rotation.end.size, final_root=rotation.end.root)
    following = LogKey(
        public_key=rotation.public_key,
        suite=rotation.suite,
        from_size=rotation.end.size + 1,
        until_size=None,
        final_root=None,
    )
    return (*earlier, retired, following)


def _new_branch(request: JoinRequest) -> Branch:
    log_key = LogKey(public_key=request.log_key, suite=request.suite, from_size=0, until_size=None, final_root=None)
    return Branch(
        code=request.branch,
        name=request.name,
        origin=log_origin(request.federation_id, request.branch),
        log_keys=(log_key,),
        tls_ca=request.tls_ca,
        addresses=request.addresses,
        wrapping_key=request.wrapping_key,
        wrapped_keys=(),
        closed=None,
    )


def _with_epochs(
    branches: Iterable[Branch], federation_id: str, federation_keys: Mapping[int, bytes]
) -> tuple[Branch, ...]:
    """The branches by code, each open one with every epoch; what is sealed already stays."""
    return tuple(
        branch
        if branch.closed is not None
        else replace(branch, wrapped_keys=_wrapped_keys(branch, federation_id, federation_keys))
        for branch in sorted(branches, key=lambda branch: branch.code)
    )


def _wrapped_keys(branch: Branch, federation_id: str, federation_keys: Mapping[int, bytes]) -> tuple[WrappedKey, ...]:
    return tuple(
        WrappedKey(
            epoch=epoch,
            wrapped=branch.wrapped_key(epoch)
            or wrap_federation_key(federation_keys[epoch], branch.wrapping_key, federation_id, branch.code, epoch),
        )
        for epoch in sorted(federation_keys)
    )


def _root_keys(current: Roster, change: RosterChange) -> tuple[RootKey, ...]:
    dropped = set(change.drop_root_keys)
    if not dropped <= {key.public_key for key in current.root_keys}:
        raise RosterRefused(reason="not-a-root-key")
    kept = (key for key in current.root_keys if key.public_key not in dropped)
    return (*kept, *map(_root_key, change.add), *change.add_root_keys)


def _root_key(request: JoinRequest) -> RootKey:
    return RootKey(name=f"branch-{request.branch}", public_key=request.root_key, suite=request.suite)


def _to_the_second(now: datetime) -> datetime:
    if now.tzinfo is None:
        raise ValueError("an aware time of issue is needed")
    return now.astimezone(UTC).replace(microsecond=0)
