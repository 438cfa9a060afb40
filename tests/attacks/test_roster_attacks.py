"""Attacks on the roster, each named: forged, rolled back, forked, foreign, or altered rosters and requests.

Shows that what was refused changes nothing, and that the reason says which check refused it.
"""

import dataclasses
import hashlib
import itertools
import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from federation.errors import CreditBankError, InvitationRefused, KeyNotValidAtSize, Malformed, RosterRefused, TooLarge
from federation.suite import SMALL_ORDER_KEYS
from federation.trust.invitation import make_invitation, parse_invitation, verify_invitation
from federation.trust.join_request import make_join_request, parse_join_request, verify_join_request
from federation.trust.roster import Branch, LogEnd, RootKey, RootSignature, Roster, SignedRoster
from federation.trust.roster_parsing import parse_roster
from federation.trust.roster_proposing import KeyRotation, RosterChange, first_roster, propose_next
from federation.trust.roster_signing import is_majority, merge_signatures, sign_roster
from federation.trust.strict_json import canonical_bytes
from federation.trust.trusted_roster import TrustedRoster, load_roster_chain
from tests.unit.trust.founding import (
    EPOCHS,
    FEDERATION,
    NOW,
    Member,
    founded,
    member,
    members,
    proposed,
    signed_by,
    signing_key,
)

ALL = members("31", "32", "33", "34")
EVERYBODY = tuple(ALL.values())
NEWCOMER = member("35")
ROOT = hashlib.sha256(b"a root").digest()
OTHER_ROOT = hashlib.sha256(b"another root").digest()
NEW_LOG_KEY = signing_key("32 second log")


@pytest.fixture
def trusted() -> TrustedRoster:
    return founded(*EVERYBODY)


def reason_of(act: Callable[[], object], kind: type[CreditBankError] = RosterRefused) -> object:
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
    return tuple(
        dataclasses.replace(branch, **fields) if branch.code == code else branch  # type: ignore[arg-type]
        for branch in roster.branches
    )


def rotation(size: int = 100, root: bytes = ROOT) -> KeyRotation:
    return KeyRotation(public_key=NEW_LOG_KEY.public_key, suite=NEW_LOG_KEY.suite, end=LogEnd(size=size, root=root))


# --- majorities -----------------------------------------------------------------------


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


# --- order of versions ----------------------------------------------------------------


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


# --- what a later roster may not change ------------------------------------------------


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


# --- altered bytes --------------------------------------------------------------------


def test_a_flipped_bit_anywhere_in_a_roster_is_refused() -> None:
    trusted = founded(ALL["32"])
    data = signed_by(proposed(trusted, addresses={"32": ("b:1",)}), ALL["32"]).to_bytes()
    for place in range(len(data)):
        bent = bytearray(data)
        bent[place] ^= 1 << (place % 8)
        with pytest.raises((Malformed, RosterRefused)):
            trusted.apply(bytes(bent))
    assert trusted.current.version == 1


def test_a_roster_cut_short_anywhere_is_refused() -> None:
    trusted = founded(ALL["32"])
    data = signed_by(proposed(trusted), ALL["32"]).to_bytes()
    for length in range(0, len(data), 7):
        with pytest.raises(Malformed):
            trusted.apply(data[:length])


def test_a_doubled_member_that_two_readers_read_differently_is_refused(trusted: TrustedRoster) -> None:
    data = signed_by(proposed(trusted), *EVERYBODY).to_bytes()
    with pytest.raises(Malformed):
        parse_roster(data.replace(b'"version":2', b'"version":1,"version":2'))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"null",
        b"[]",
        b'{"roster":{},"signatures":[]}',
        b"[" * 100_000,
        b'{"roster":' * 50_000,
        b'{"roster":' + b"9" * 5000 + b',"signatures":[]}',
        b'{"roster":NaN,"signatures":[]}',
        b'\xef\xbb\xbf{"roster":{},"signatures":[]}',
        b'{"roster":{},"signatures":[],"more":1}',
        b"\xff\xfe",
    ],
)
def test_hostile_json_is_malformed(text: bytes) -> None:
    with pytest.raises(Malformed):
        parse_roster(text)


def test_an_endless_roster_is_refused_unread() -> None:
    with pytest.raises(TooLarge):
        parse_roster(b" " * (4 * 1024 * 1024 + 1))


@pytest.mark.parametrize("name", ["\u202e", "a\nb", " a", "\ud800", "", "a" * 201, "a\u200bb"])
def test_a_name_that_does_not_look_as_it_is_is_refused(trusted: TrustedRoster, name: str) -> None:
    document = json.loads(proposed(trusted).to_bytes())
    document["roster"]["branches"][0]["name"] = name
    with pytest.raises(Malformed):
        parse_roster(json.dumps(document).encode())


@pytest.mark.parametrize("value", [True, 1.0, "2", -1, 2**53, None, []])
def test_a_version_that_is_no_whole_number_is_refused(trusted: TrustedRoster, value: object) -> None:
    document = json.loads(proposed(trusted).to_bytes())
    document["roster"]["version"] = value
    with pytest.raises(Malformed):
        parse_roster(json.dumps(document).encode())


# --- enrolment ------------------------------------------------------------------------


def bent_request(one: Member, **fields: object) -> bytes:
    return dataclasses.replace(one.request, **fields).to_bytes()  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", sorted(SMALL_ORDER_KEYS))
def test_a_low_order_key_is_not_enrolled(trusted: TrustedRoster, encoding: bytes) -> None:
    for field in ("root_key", "log_key"):
        with pytest.raises(Malformed):
            parse_join_request(bent_request(NEWCOMER, **{field: encoding}))
    document = json.loads(proposed(trusted).to_bytes())
    document["roster"]["root_keys"][0]["public_key"] = encoding.hex()
    with pytest.raises(Malformed):
        parse_roster(canonical_bytes(document))


def test_a_low_order_wrapping_key_is_not_enrolled() -> None:
    with pytest.raises(Malformed):
        parse_join_request(bent_request(NEWCOMER, wrapping_key=bytes(32)))


@pytest.mark.parametrize("field", ["root_key", "log_key"])
def test_a_key_that_the_requester_does_not_hold_is_not_enrolled(trusted: TrustedRoster, field: str) -> None:
    stolen = signing_key("somebody else's").public_key
    request = parse_join_request(bent_request(NEWCOMER, **{field: stolen}))
    assert reason_of(lambda: proposed(trusted, add=[request]), InvitationRefused) == "signature-invalid"


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "别名"},
        {"branch": "36"},
        {"addresses": ("evil.example:1",)},
        {"tls_ca": ALL["31"].ca.certificate_pem.decode()},
        {"wrapping_key": ALL["31"].request.wrapping_key},
        {"root_signature": bytes(64)},
        {"log_signature": NEWCOMER.request.root_signature},
    ],
)
def test_an_altered_join_request_is_refused(trusted: TrustedRoster, fields: dict[str, object]) -> None:
    request = parse_join_request(bent_request(NEWCOMER, **fields))
    assert reason_of(lambda: proposed(trusted, add=[request]), InvitationRefused) == "signature-invalid"


def test_a_join_request_to_another_federation_is_refused(trusted: TrustedRoster) -> None:
    request = member("35", "f" * 16).request
    assert reason_of(lambda: proposed(trusted, add=[request]), InvitationRefused) == "foreign-federation"


def test_a_second_branch_of_one_code_is_refused(trusted: TrustedRoster) -> None:
    again = request_with(branch="32")
    assert reason_of(lambda: proposed(trusted, add=[again]), InvitationRefused) == "already-member"


@pytest.mark.parametrize("borrowed", ["wrapping_key", "tls_ca", "root_key", "log_key"])
def test_a_key_or_authority_of_another_branch_is_not_enrolled_twice(trusted: TrustedRoster, borrowed: str) -> None:
    value = {
        "wrapping_key": ALL["31"].request.wrapping_key,
        "tls_ca": ALL["31"].request.tls_ca,
        "root_key": ALL["31"].root,
        "log_key": ALL["31"].root,
    }[borrowed]
    request = request_with(**{borrowed: value})
    assert reason_of(lambda: proposed(trusted, add=[request]), InvitationRefused) == "key-in-use"


def test_one_key_for_root_and_log_is_refused() -> None:
    with pytest.raises(Malformed):
        request_with(log_key=NEWCOMER.root)


def request_with(**fields: object) -> object:
    given: dict[str, object] = {
        "federation_id": FEDERATION,
        "branch": "35",
        "name": "福建分行",
        "root_key": NEWCOMER.root,
        "log_key": NEWCOMER.log,
        "wrapping_key": NEWCOMER.request.wrapping_key,
        "tls_ca": NEWCOMER.request.tls_ca,
        "addresses": (),
    }
    return make_join_request(**{**given, **fields})  # type: ignore[arg-type]


# --- invitations ----------------------------------------------------------------------


def test_an_invitation_leads_to_the_inviters_roster(trusted: TrustedRoster) -> None:
    trusted.apply(signed_by(proposed(trusted), *EVERYBODY).to_bytes())
    invitation = parse_invitation(make_invitation(trusted, "35", NOW + timedelta(days=7)).to_bytes())
    invited = verify_invitation(invitation, "35", NOW, trusted.first_fingerprint)
    assert invited.current == trusted.current
    verify_join_request(NEWCOMER.request, invited.current.federation_id, invited.current)


@pytest.mark.parametrize(
    ("branch", "later", "pin", "reason"),
    [
        ("36", timedelta(), None, "other-branch"),
        ("35", timedelta(days=8), None, "expired"),
        ("35", timedelta(), "0" * 64, "fingerprint-mismatch"),
    ],
)
def test_an_invitation_for_another_or_out_of_time_or_of_another_pin_is_refused(
    trusted: TrustedRoster, branch: str, later: timedelta, pin: str | None, reason: str
) -> None:
    invitation = make_invitation(trusted, "35", NOW + timedelta(days=7))
    assert reason_of(lambda: verify_invitation(invitation, branch, NOW + later, pin), InvitationRefused) == reason


def test_an_invitation_with_an_exchanged_roster_is_refused(trusted: TrustedRoster) -> None:
    imposter = signed_by(first_roster(FEDERATION, [ALL["32"].request], EPOCHS, NOW), ALL["32"])
    invitation = dataclasses.replace(make_invitation(trusted, "35", NOW), rosters=(imposter,))
    reason = reason_of(lambda: verify_invitation(invitation, "35", NOW), InvitationRefused)
    assert reason == "roster-fingerprint-mismatch"


def test_an_invitation_without_rosters_is_refused(trusted: TrustedRoster) -> None:
    invitation = dataclasses.replace(make_invitation(trusted, "35", NOW), rosters=())
    assert reason_of(lambda: verify_invitation(invitation, "35", NOW), InvitationRefused) == "roster-empty-chain"


def test_an_invitation_that_states_another_federation_is_refused(trusted: TrustedRoster) -> None:
    invitation = dataclasses.replace(make_invitation(trusted, "35", NOW), federation_id="f" * 16)
    assert reason_of(lambda: verify_invitation(invitation, "35", NOW), InvitationRefused) == "foreign-federation"


def test_a_member_is_not_invited_again(trusted: TrustedRoster) -> None:
    assert reason_of(lambda: make_invitation(trusted, "32", NOW), InvitationRefused) == "already-member"
