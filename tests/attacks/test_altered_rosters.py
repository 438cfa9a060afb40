"""Attacks on a roster's bytes, each named: bits, members and names that aren't what was signed."""

import json

import pytest

from federation.errors import Malformed, RosterRefused, TooLarge
from federation.trust.roster_parsing import parse_roster
from federation.trust.trusted_roster import TrustedRoster
from tests.support.tampered_rosters import ALL, EVERYBODY
from tests.unit.trust.founding import (
    founded,
    proposed,
    signed_by,
)


@pytest.fixture
def trusted() -> TrustedRoster:
    return founded(*EVERYBODY)


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
