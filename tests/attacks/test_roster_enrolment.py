"""Attacks on whoever joins, each named: keys, join requests, invitations that are others', or another federation's."""

import dataclasses
import json
from datetime import timedelta

import pytest

from federation.errors import InvitationRefused, Malformed
from federation.suite import SMALL_ORDER_KEYS
from federation.trust.invitation import make_invitation, parse_invitation, verify_invitation
from federation.trust.join_request import make_join_request, parse_join_request, verify_join_request
from federation.trust.roster_parsing import parse_roster
from federation.trust.roster_proposing import first_roster
from federation.trust.strict_json import canonical_bytes
from federation.trust.trusted_roster import TrustedRoster
from tests.support.tampered_rosters import ALL, EVERYBODY, NEWCOMER, reason_of
from tests.unit.trust.founding import (
    EPOCHS,
    FEDERATION,
    NOW,
    Member,
    founded,
    member,
    proposed,
    signed_by,
    signing_key,
)


@pytest.fixture
def trusted() -> TrustedRoster:
    return founded(*EVERYBODY)


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
