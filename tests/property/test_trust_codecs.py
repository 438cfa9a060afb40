"""Shows that writing and reading are inverses for rosters, invitations and join requests, and that
key ranges of any rotation history cover each size exactly once.
"""

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.errors import CreditBankError, KeyNotValidAtSize
from federation.trust.federation_key import unwrap_federation_key, wrap_federation_key, wrapping_public_key
from federation.trust.invitation import make_invitation, parse_invitation
from federation.trust.join_request import make_join_request, parse_join_request
from federation.trust.roster import LogEnd, Roster, SignedRoster
from federation.trust.roster_parsing import parse_roster
from federation.trust.roster_proposing import KeyRotation, RosterChange, propose_next
from federation.trust.roster_signing import merge_signatures, sign_roster
from tests.unit.trust.founding import EPOCHS, FEDERATION, NOW, Member, founded, member, members, signed_by, signing_key

ALL = members("31", "32", "33")
EVERYBODY = tuple(ALL.values())
TRUSTED = founded(*EVERYBODY)
NEWCOMER = member("34")
UNSIGNED = propose_next(TRUSTED.current, RosterChange(add=[NEWCOMER.request]), EPOCHS, NOW)
WRITTEN = (
    TRUSTED.chain[0].to_bytes(),
    NEWCOMER.request.to_bytes(),
    make_invitation(TRUSTED, "34", NOW).to_bytes(),
)

hashes = st.binary(min_size=32, max_size=32)
names = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40).filter(
    str.isprintable
)
addresses = st.lists(
    st.builds("branch-{}.example:{}".format, st.integers(0, 99), st.integers(1, 65535)), max_size=8, unique=True
).map(tuple)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda instant: instant.replace(microsecond=0)
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Roster, tuple[LogEnd, ...]]:
    """A roster after some rotations of branch 32's log key, and where each key ended."""
    sizes = draw(st.lists(st.integers(0, 2**40), max_size=4, unique=True).map(sorted))
    roster, ends = TRUSTED.current, []
    for number, size in enumerate(sizes):
        end = LogEnd(size=size, root=draw(hashes))
        key = signing_key(f"32 log {number}")
        rotation = KeyRotation(public_key=key.public_key, suite=key.suite, end=end)
        roster = propose_next(roster, RosterChange(rotate={"32": rotation}), EPOCHS, draw(instants)).roster
        ends.append(end)
    change = RosterChange(
        addresses={"31": draw(addresses)},
        close={"33": LogEnd(size=draw(st.integers(0, 2**53 - 1)), root=draw(hashes))} if draw(st.booleans()) else {},
    )
    return propose_next(roster, change, EPOCHS, draw(instants)).roster, tuple(ends)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(histories(), st.lists(st.sampled_from(EVERYBODY), unique_by=lambda one: one.code))
def test_reading_a_written_roster_gives_it_back(
    history: tuple[Roster, tuple[LogEnd, ...]], signers: list[Member]
) -> None:
    signed = signed_by(SignedRoster(roster=history[0], signatures=()), *signers)
    again = parse_roster(signed.to_bytes())
    assert again == signed
    assert again.to_bytes() == signed.to_bytes()
    assert again.roster.fingerprint == history[0].fingerprint


@settings(max_examples=40, deadline=None, derandomize=True)
@given(histories(), st.lists(st.integers(0, 2**41), max_size=20))
def test_each_size_has_exactly_one_key_and_each_end_one_root(
    history: tuple[Roster, tuple[LogEnd, ...]], sizes: list[int]
) -> None:
    branch = history[0].branch("32")
    edges = [end.size + step for end in history[1] for step in (0, 1)]
    for size in (*sizes, *edges):
        assert [key for key in branch.log_keys if key.is_valid_at(size)] == [branch.log_key_at(size)]
    for end in history[1]:
        branch.verify_retired(end.size, end.root)
        with pytest.raises(KeyNotValidAtSize):
            branch.verify_retired(end.size, hashlib.sha256(end.root).digest())


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.permutations(EVERYBODY), st.lists(st.sampled_from(EVERYBODY), max_size=6))
def test_signing_and_merging_in_any_order_give_one_result(order: list[Member], repeats: list[Member]) -> None:
    signed = signed_by(UNSIGNED, *order, *repeats)
    copies = [sign_roster(UNSIGNED, one.root) for one in order]
    assert merge_signatures(*copies) == merge_signatures(UNSIGNED, signed) == signed


@settings(max_examples=40, deadline=None, derandomize=True)
@given(names, addresses)
def test_reading_a_written_join_request_gives_it_back(name: str, where: tuple[str, ...]) -> None:
    request = make_join_request(
        federation_id=FEDERATION,
        branch="34",
        name=name,
        root_key=NEWCOMER.root,
        log_key=NEWCOMER.log,
        wrapping_key=NEWCOMER.request.wrapping_key,
        tls_ca=NEWCOMER.request.tls_ca,
        addresses=where,
    )
    assert parse_join_request(request.to_bytes()) == request


@settings(max_examples=20, deadline=None, derandomize=True)
@given(instants, st.sampled_from(["11", "34", "82"]))
def test_reading_a_written_invitation_gives_it_back(expires_at: datetime, branch: str) -> None:
    invitation = make_invitation(TRUSTED, branch, expires_at)
    assert parse_invitation(invitation.to_bytes()) == invitation


@settings(max_examples=40, deadline=None, derandomize=True)
@given(hashes, hashes, st.sampled_from(["11", "32", "82"]), st.integers(1, 2**32 - 1))
def test_unwrapping_a_wrapped_federation_key_gives_it_back(key: bytes, private: bytes, branch: str, epoch: int) -> None:
    wrapped = wrap_federation_key(key, wrapping_public_key(private), FEDERATION, branch, epoch)
    assert unwrap_federation_key(wrapped, private, FEDERATION, branch, epoch) == key


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.data())
def test_mutated_bytes_are_refused_with_a_named_error_or_not_applied(data: st.DataObject) -> None:
    original = data.draw(st.sampled_from(WRITTEN))
    mutated = bytearray(original)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(mutated)))
        end = min(len(mutated), start + data.draw(st.integers(0, 8)))
        mutated[start:end] = data.draw(st.binary(max_size=8))
    if bytes(mutated) == original:
        return
    for parse in (parse_roster, parse_join_request, parse_invitation):
        try:
            read = parse(bytes(mutated))
        except CreditBankError:
            continue
        # What can still be read was altered in its content, never in its spelling alone.
        assert read.to_bytes() != original
