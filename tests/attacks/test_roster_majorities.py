"""Attacks on the order of rosters, each named: forged, rolled back, forked, foreign, and what no version may change.

Shows that what was refused changes nothing, and that the reason says which check refused it.
"""

import dataclasses
import itertools
import json

import pytest

from federation.errors import KeyNotValidAtSize, Malformed
from federation.trust.roster import LogEnd, RootKey, RootSignature, SignedRoster
from federation.trust.roster_proposing import KeyRotation, RosterChange, first_roster, propose_next
from federation.trust.roster_signing import is_majority, merge_signatures, sign_roster
from federation.trust.strict_json import canonical_bytes
from federation.trust.trusted_roster import TrustedRoster, load_roster_chain
from tests.support.tampered_rosters import (
    ALL,
    EVERYBODY,
    NEW_LOG_KEY,
    NEWCOMER,
    OTHER_ROOT,
    ROOT,
    altered,
    reason_of,
    refused,
    rotation,
    with_branch,
)
from tests.unit.trust.founding import (
    EPOCHS,
    FEDERATION,
    NOW,
    founded,
    member,
    members,
    proposed,
    signed_by,
    signing_key,
)


@pytest.fixture
def trusted() -> TrustedRoster:
    return founded(*EVERYBODY)


@pytest.mark.parametrize("voters", [1, 2, 3, 4, 5, 6])
def test_two_half_majorities_can_not_make_two_rosters(voters: int) -> None:
    crowd = list(members("31", "32", "33", "34", "35", "36").values())[:voters]
    trusted = founded(*crowd)
    one = proposed(trusted, addresses={"31": ("one:1",)})
    other = proposed(trusted, addresses={"31": ("other:1",)})
    for size in range(voters + 1):
        for camp in itertools.combinations(crowd, size):
            rest = [voter for voter in crowd if voter not in camp]
            accepted = is_majority(signed_by(one, *camp), one.roster) + is_majority(
                signed_by(other, *rest), other.roster
            )
            assert accepted <= 1


def test_exactly_half_of_the_root_keys_is_too_few(trusted: TrustedRoster) -> None:
    half = signed_by(proposed(trusted), ALL["31"], ALL["32"])
    assert refused(trusted, half) == "too-few-signatures-of-current"
    trusted.apply(signed_by(half, ALL["33"]).to_bytes())
    assert trusted.current.version == 2


def test_a_takeover_by_new_root_keys_needs_the_old_ones(trusted: TrustedRoster) -> None:
    crowd = [RootKey(name=f"ghost {n}", public_key=signing_key(f"ghost {n}").public_key, suite=1) for n in range(9)]
    signed = signed_by(proposed(trusted, add_root_keys=crowd), ALL["31"], ALL["32"])
    for number in range(9):
        signed = sign_roster(signed, signing_key(f"ghost {number}"))
    assert refused(trusted, signed) == "too-few-signatures-of-current"


def test_old_root_keys_alone_can_not_speak_for_new_ones() -> None:
    trusted = founded(ALL["32"])
    signed = signed_by(proposed(trusted, add=[ALL["31"].request, ALL["33"].request]), ALL["32"])
    assert refused(trusted, signed) == "too-few-signatures"
    trusted.apply(signed_by(signed, ALL["33"]).to_bytes())
    assert [branch.code for branch in trusted.current.branches] == ["31", "32", "33"]


def test_a_dropped_root_key_still_counts_for_the_version_that_drops_it(trusted: TrustedRoster) -> None:
    signed = proposed(trusted, drop_root_keys=[ALL["34"].root.public_key])
    assert reason_of(lambda: sign_roster(signed, ALL["34"].root)) == "not-a-root-key"
    signed = signed_by(signed, ALL["34"], ALL["31"], ALL["32"], current=trusted.current)
    trusted.apply(signed.to_bytes())
    following = proposed(trusted)
    assert reason_of(lambda: sign_roster(following, ALL["34"].root, trusted.current)) == "not-a-root-key"


def test_one_key_signing_many_times_is_one_vote(trusted: TrustedRoster) -> None:
    signed = signed_by(proposed(trusted), *[ALL["31"]] * 5)
    assert len(signed.signatures) == 1
    stuffed = json.loads(signed.to_bytes())
    stuffed["signatures"] *= 3
    with pytest.raises(Malformed):
        trusted.apply(canonical_bytes(stuffed))


def test_a_signature_by_a_stranger_is_refused(trusted: TrustedRoster) -> None:
    signed = proposed(trusted)
    assert reason_of(lambda: sign_roster(signed, NEWCOMER.root)) == "not-a-root-key"
    forged = RootSignature(
        public_key=NEWCOMER.root.public_key, signature=NEWCOMER.root.sign(signed.roster.signed_bytes())
    )
    everybody = signed_by(signed, *EVERYBODY).signatures
    stuffed = dataclasses.replace(
        signed, signatures=tuple(sorted((*everybody, forged), key=lambda found: found.public_key))
    )
    assert refused(trusted, stuffed) == "unknown-signer"


def test_a_log_key_has_no_vote(trusted: TrustedRoster) -> None:
    signed = proposed(trusted)
    assert reason_of(lambda: sign_roster(signed, ALL["32"].log)) == "not-a-root-key"


def test_signatures_of_another_version_are_not_carried_over(trusted: TrustedRoster) -> None:
    one = signed_by(proposed(trusted, addresses={"31": ("one:1",)}), *EVERYBODY)
    other = proposed(trusted, addresses={"31": ("other:1",)})
    moved = dataclasses.replace(other, signatures=one.signatures)
    assert refused(trusted, moved) == "signature-invalid"
    assert reason_of(lambda: merge_signatures(other, one)) == "different-roster"


def test_a_signature_without_the_rosters_label_is_refused(trusted: TrustedRoster) -> None:
    signed = proposed(trusted)
    bare = tuple(
        RootSignature(public_key=one.root.public_key, signature=one.root.sign(signed.roster.canonical_bytes()))
        for one in sorted(EVERYBODY, key=lambda one: one.root.public_key)
    )
    assert refused(trusted, dataclasses.replace(signed, signatures=bare)) == "signature-invalid"


def test_two_signatures_by_one_key_do_not_merge(trusted: TrustedRoster) -> None:
    signed = signed_by(proposed(trusted), ALL["31"])
    spoilt = dataclasses.replace(
        signed, signatures=(dataclasses.replace(signed.signatures[0], signature=bytes(63) + b"\1"),)
    )
    assert reason_of(lambda: merge_signatures(signed, spoilt)) == "signature-conflict"


def test_gathered_signatures_merge_in_any_order(trusted: TrustedRoster) -> None:
    copies = [signed_by(proposed_once, one) for proposed_once in [proposed(trusted)] for one in EVERYBODY]
    merged = {merge_signatures(*order) for order in itertools.permutations(copies)}
    assert len(merged) == 1
    trusted.apply(merged.pop().to_bytes())


def test_a_rollback_to_an_earlier_version_is_refused(trusted: TrustedRoster) -> None:
    first = trusted.chain[0]
    second = signed_by(proposed(trusted), *EVERYBODY)
    trusted.apply(second.to_bytes())
    assert refused(trusted, first) == "version-rollback"
    assert refused(trusted, second) == "version-rollback"


def test_a_skipped_version_is_refused(trusted: TrustedRoster) -> None:
    skipped = altered(proposed(trusted), version=3)
    assert refused(trusted, skipped) == "version-skipped"


def test_a_fast_forward_to_the_largest_version_is_refused(trusted: TrustedRoster) -> None:
    assert refused(trusted, altered(proposed(trusted), version=2**53 - 1)) == "version-skipped"


def test_a_version_on_another_branch_of_history_is_refused(trusted: TrustedRoster) -> None:
    fork = founded(*EVERYBODY)
    fork.apply(signed_by(proposed(fork, addresses={"31": ("fork:1",)}), *EVERYBODY).to_bytes())
    trusted.apply(signed_by(proposed(trusted), *EVERYBODY).to_bytes())
    third = signed_by(propose_next(fork.current, RosterChange(), EPOCHS, NOW), *EVERYBODY)
    assert refused(trusted, third) == "previous-mismatch"


def test_a_roster_of_a_foreign_federation_is_refused(trusted: TrustedRoster) -> None:
    foreign_id = "f" * 16
    strangers = [member(code, foreign_id) for code in ALL]
    first = signed_by(first_roster(foreign_id, [one.request for one in strangers], EPOCHS, NOW), *strangers)
    foreign = TrustedRoster(first.to_bytes(), first.roster.fingerprint)
    following = signed_by(proposed(foreign), *strangers)
    assert refused(trusted, following) == "foreign-federation"


def test_another_first_roster_than_the_pinned_one_is_refused(trusted: TrustedRoster) -> None:
    imposter = signed_by(first_roster(FEDERATION, [ALL["32"].request], EPOCHS, NOW), ALL["32"])
    pin = trusted.first_fingerprint
    assert reason_of(lambda: TrustedRoster(imposter.to_bytes(), pin)) == "fingerprint-mismatch"


def test_a_later_version_can_not_be_taken_for_the_first(trusted: TrustedRoster) -> None:
    second = signed_by(proposed(trusted), *EVERYBODY)
    assert reason_of(lambda: TrustedRoster(second.to_bytes(), second.roster.fingerprint)) == "not-first"
    assert reason_of(lambda: load_roster_chain([second.to_bytes()], None)) == "not-first"


def test_a_first_roster_that_half_its_founders_signed_is_refused() -> None:
    signed = signed_by(first_roster(FEDERATION, [one.request for one in EVERYBODY], EPOCHS, NOW), *EVERYBODY[:2])
    assert reason_of(lambda: TrustedRoster(signed.to_bytes(), signed.roster.fingerprint)) == "too-few-signatures"


def test_a_chain_with_a_missing_or_doubled_or_no_file_is_refused(trusted: TrustedRoster) -> None:
    for _ in range(2):
        trusted.apply(signed_by(proposed(trusted), *EVERYBODY).to_bytes())
    first, second, third = (signed.to_bytes() for signed in trusted.chain)
    pin = trusted.first_fingerprint
    assert load_roster_chain([first, second, third], pin).current == trusted.current
    assert reason_of(lambda: load_roster_chain([first, third], pin)) == "version-skipped"
    assert reason_of(lambda: load_roster_chain([first, second, second], pin)) == "version-rollback"
    assert reason_of(lambda: load_roster_chain([], pin)) == "empty-chain"


def test_a_branch_that_vanishes_is_refused(trusted: TrustedRoster) -> None:
    fields = {"branches": trusted.current.branches[1:]}
    assert refused(trusted, altered(proposed(trusted), **fields)) == "branch-removed"


def test_a_branch_that_appears_with_a_history_is_refused(trusted: TrustedRoster) -> None:
    signed = proposed(trusted, add=[NEWCOMER.request])
    branches = with_branch(signed.roster, "35", closed=LogEnd(size=5, root=ROOT), wrapped_keys=())
    branches = tuple(
        dataclasses.replace(branch, wrapped_keys=trusted.current.branch("31").wrapped_keys)
        if branch.code == "35"
        else branch
        for branch in branches
    )
    assert refused(trusted, altered(signed, branches=branches)) == "branch-not-new"


@pytest.mark.parametrize("size", [99, 101])
def test_a_retired_keys_end_that_moves_is_refused(trusted: TrustedRoster, size: int) -> None:
    trusted.apply(signed_by(proposed(trusted, rotate={"32": rotation()}), *EVERYBODY).to_bytes())
    retired, last = trusted.current.branch("32").log_keys
    keys = (dataclasses.replace(retired, until_size=size), dataclasses.replace(last, from_size=size + 1))
    signed = proposed(trusted)
    moved = altered(signed, branches=with_branch(signed.roster, "32", log_keys=keys))
    assert refused(trusted, moved) == "log-history-altered"


def test_a_retired_keys_final_root_that_changes_is_refused(trusted: TrustedRoster) -> None:
    trusted.apply(signed_by(proposed(trusted, rotate={"32": rotation()}), *EVERYBODY).to_bytes())
    retired, last = trusted.current.branch("32").log_keys
    keys = (dataclasses.replace(retired, final_root=OTHER_ROOT), last)
    signed = proposed(trusted)
    moved = altered(signed, branches=with_branch(signed.roster, "32", log_keys=keys))
    assert refused(trusted, moved) == "log-history-altered"


def test_a_retired_key_that_is_forgotten_is_refused(trusted: TrustedRoster) -> None:
    trusted.apply(signed_by(proposed(trusted, rotate={"32": rotation()}), *EVERYBODY).to_bytes())
    _, last = trusted.current.branch("32").log_keys
    signed = proposed(trusted)
    keys = (dataclasses.replace(last, from_size=0),)
    moved = altered(signed, branches=with_branch(signed.roster, "32", log_keys=keys))
    assert refused(trusted, moved) == "log-history-altered"


def test_a_log_key_that_is_exchanged_without_being_retired_is_refused(trusted: TrustedRoster) -> None:
    (key,) = trusted.current.branch("32").log_keys
    signed = proposed(trusted)
    keys = (dataclasses.replace(key, public_key=NEW_LOG_KEY.public_key),)
    moved = altered(signed, branches=with_branch(signed.roster, "32", log_keys=keys))
    assert refused(trusted, moved) == "log-history-altered"


def test_a_retired_key_can_not_be_taken_into_use_again(trusted: TrustedRoster) -> None:
    trusted.apply(signed_by(proposed(trusted, rotate={"32": rotation()}), *EVERYBODY).to_bytes())
    back = KeyRotation(public_key=ALL["32"].log.public_key, suite=1, end=LogEnd(size=200, root=ROOT))
    with pytest.raises(Malformed):
        proposed(trusted, rotate={"32": back})


def test_a_retired_key_signs_nothing_later_and_no_other_tree_at_its_end(trusted: TrustedRoster) -> None:
    trusted.apply(signed_by(proposed(trusted, rotate={"32": rotation()}), *EVERYBODY).to_bytes())
    branch = trusted.current.branch("32")
    old = ALL["32"].log.public_key
    assert [branch.key_at(size) == old for size in (1, 100, 101, 10_000)] == [True, True, False, False]
    branch.verify_retired(100, ROOT)
    with pytest.raises(KeyNotValidAtSize):
        branch.verify_retired(100, OTHER_ROOT)


@pytest.mark.parametrize("closing", [None, LogEnd(size=60, root=ROOT), LogEnd(size=50, root=OTHER_ROOT)])
def test_a_closed_branch_that_reopens_or_ends_elsewhere_is_refused(
    trusted: TrustedRoster, closing: LogEnd | None
) -> None:
    trusted.apply(signed_by(proposed(trusted, close={"34": LogEnd(size=50, root=ROOT)}), *EVERYBODY).to_bytes())
    signed = proposed(trusted)
    moved = altered(signed, branches=with_branch(signed.roster, "34", closed=closing))
    assert refused(trusted, moved) == "closing-altered"


def test_a_closed_branch_that_changes_is_refused(trusted: TrustedRoster) -> None:
    trusted.apply(signed_by(proposed(trusted, close={"34": LogEnd(size=50, root=ROOT)}), *EVERYBODY).to_bytes())
    assert reason_of(lambda: proposed(trusted, addresses={"34": ()})) == "closed-branch-altered"


def test_an_epoch_that_vanishes_is_refused(trusted: TrustedRoster) -> None:
    assert reason_of(lambda: propose_next(trusted.current, RosterChange(), {2: bytes(32)}, NOW)) == "epoch-missing"
    other = dataclasses.replace(
        founded(*EVERYBODY).current,
        version=2,
        previous=trusted.current.fingerprint,
        branches=tuple(
            dataclasses.replace(branch, wrapped_keys=(dataclasses.replace(branch.wrapped_keys[0], epoch=2),))
            for branch in trusted.current.branches
        ),
    )
    signed = signed_by(SignedRoster(roster=other, signatures=()), *EVERYBODY)
    assert refused(trusted, signed) == "epoch-removed"
