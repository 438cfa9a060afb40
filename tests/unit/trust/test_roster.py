"""Shows what a roster says: who a branch is, which key may sign which size, where logs end."""

import dataclasses
import hashlib
import json

import pytest

from federation.errors import KeyNotValidAtSize, Malformed, NotInRoster, TooLarge
from federation.trust.federation_key import unwrap_federation_key
from federation.trust.roster import Branch, LogEnd, Roster
from federation.trust.roster_parsing import MAX_ROSTER_BYTES, parse_roster
from federation.trust.roster_proposing import KeyRotation, RosterChange, first_roster, propose_next
from federation.trust.roster_rules import check_roster
from tests.unit.trust.founding import EPOCHS, FEDERATION, NOW, founded, members, proposed, signed_by, signing_key

ALL = members("31", "32", "33", "34")
TRUSTED = founded(*ALL.values())
ROOT_100 = hashlib.sha256(b"root at 100").digest()
ROOT_150 = hashlib.sha256(b"root at 150").digest()
NEW_KEY = signing_key("32 second log")


def rotated(end: LogEnd = LogEnd(size=100, root=ROOT_100)) -> Branch:  # noqa: B008 - a frozen value
    rotation = KeyRotation(public_key=NEW_KEY.public_key, suite=NEW_KEY.suite, end=end)
    return proposed(TRUSTED, rotate={"32": rotation}).roster.branch("32")


def with_branch(**fields: object) -> Roster:
    roster = TRUSTED.current
    changed = dataclasses.replace(roster.branch("32"), **fields)  # type: ignore[arg-type]
    return dataclasses.replace(
        roster, branches=tuple(changed if branch.code == "32" else branch for branch in roster.branches)
    )


def test_a_branch_is_found_by_code_and_by_origin() -> None:
    branch = TRUSTED.current.branch("33")
    assert branch.origin == f"creditbank.delta/{FEDERATION}/33"
    assert TRUSTED.current.by_origin(branch.origin) is branch
    with pytest.raises(NotInRoster):
        TRUSTED.current.branch("35")
    with pytest.raises(NotInRoster):
        TRUSTED.current.by_origin(f"creditbank.delta/{'f' * 16}/33")


def test_the_fingerprint_is_the_hash_of_the_canonical_bytes() -> None:
    roster = TRUSTED.current
    assert roster.fingerprint == hashlib.sha256(roster.canonical_bytes()).hexdigest()
    assert json.loads(roster.canonical_bytes())["federation_id"] == FEDERATION


def test_every_branch_opens_its_own_federation_key() -> None:
    for code, one in ALL.items():
        wrapped = TRUSTED.current.branch(code).wrapped_key(1)
        assert wrapped is not None
        assert unwrap_federation_key(wrapped, one.wrapping, FEDERATION, code, 1) == EPOCHS[1]


def test_a_further_epoch_is_wrapped_to_all_and_earlier_wrappings_stay() -> None:
    keys = {**EPOCHS, 2: bytes(32)}
    roster = propose_next(TRUSTED.current, RosterChange(), keys, NOW).roster
    assert roster.epochs() == (1, 2)
    for code, one in ALL.items():
        assert roster.branch(code).wrapped_key(1) == TRUSTED.current.branch(code).wrapped_key(1)
        wrapped = roster.branch(code).wrapped_key(2)
        assert wrapped is not None
        assert unwrap_federation_key(wrapped, one.wrapping, FEDERATION, code, 2) == keys[2]


def test_one_key_is_valid_at_every_size_before_rotation() -> None:
    branch = TRUSTED.current.branch("32")
    assert {branch.key_at(size) for size in (0, 1, 10**7, 2**53 - 1)} == {ALL["32"].log.public_key}


def test_the_old_key_stays_valid_up_to_its_final_size_and_the_new_one_starts_above() -> None:
    branch = rotated()
    assert branch.key_at(0) == branch.key_at(100) == ALL["32"].log.public_key
    assert branch.key_at(101) == branch.key_at(10**7) == NEW_KEY.public_key


def test_a_checkpoint_at_the_final_size_must_have_the_final_root() -> None:
    branch = rotated()
    branch.verify_retired(100, ROOT_100)
    branch.verify_retired(99, ROOT_150)
    branch.verify_retired(101, ROOT_150)
    with pytest.raises(KeyNotValidAtSize):
        branch.verify_retired(100, ROOT_150)


def test_a_closed_log_has_no_key_beyond_its_end_and_one_root_at_it() -> None:
    end = LogEnd(size=150, root=ROOT_150)
    branch = proposed(TRUSTED, close={"32": end}).roster.branch("32")
    assert branch.key_at(150) == ALL["32"].log.public_key
    branch.verify_retired(150, ROOT_150)
    for size, root in ((150, ROOT_100), (151, ROOT_150)):
        with pytest.raises(KeyNotValidAtSize):
            branch.verify_retired(size, root)
    with pytest.raises(KeyNotValidAtSize):
        branch.key_at(151)
    with pytest.raises(KeyNotValidAtSize):
        branch.key_at(-1)


def test_a_closed_branch_is_kept_but_no_longer_open() -> None:
    roster = proposed(TRUSTED, close={"32": LogEnd(size=150, root=ROOT_150)}).roster
    assert [branch.code for branch in roster.open_branches()] == ["31", "33", "34"]
    assert roster.branch("32").closed is not None


def test_addresses_and_authorities_can_change() -> None:
    other = members("35")["35"].ca.certificate_pem.decode()
    roster = proposed(TRUSTED, addresses={"32": ("[::1]:9000", "10.0.0.1:9000")}, tls_ca={"32": other}).roster
    assert roster.branch("32").addresses == ("[::1]:9000", "10.0.0.1:9000")
    assert roster.branch("32").tls_ca == other


def test_a_change_for_an_absent_branch_is_refused() -> None:
    with pytest.raises(NotInRoster):
        proposed(TRUSTED, addresses={"35": ()})


@pytest.mark.parametrize(
    "fields",
    [
        {"origin": f"creditbank.delta/{FEDERATION}/33"},
        {"code": "99"},
        {"code": "31"},
        {"log_keys": ()},
        {"wrapping_key": bytes(32)},
        {"wrapping_key": TRUSTED.current.branch("33").wrapping_key},
        {"wrapped_keys": ()},
        {"tls_ca": TRUSTED.current.branch("33").tls_ca},
        {"tls_ca": "no certificate"},
        {"tls_ca": TRUSTED.current.branch("32").tls_ca + "\n"},
        {"addresses": ("nowhere",)},
        {"addresses": ("host:0",)},
        {"addresses": ("host:65536",)},
        {"addresses": ("a b:1",)},
        {"addresses": ("host:1", "host:1")},
        {"addresses": tuple(f"host:{port}" for port in range(1, 10))},
        {"closed": LogEnd(size=1, root=b"short")},
        {"log_keys": TRUSTED.current.branch("33").log_keys},
    ],
)
def test_a_branch_that_contradicts_itself_or_another_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        check_roster(with_branch(**fields))


@pytest.mark.parametrize(
    "change",
    [
        {"from_size": 102},
        {"from_size": 100},
        {"until_size": 200, "final_root": ROOT_150},
        {"public_key": bytes(32)},
        {"public_key": ALL["32"].log.public_key},
        {"public_key": ALL["31"].root.public_key},
        {"suite": 200},
    ],
)
def test_log_keys_with_a_gap_an_overlap_no_end_or_a_bad_key_are_refused(change: dict[str, object]) -> None:
    retired, last = rotated().log_keys
    with pytest.raises(Malformed):
        check_roster(with_branch(log_keys=(retired, dataclasses.replace(last, **change))))  # type: ignore[arg-type]


def test_a_roster_over_four_mebibytes_is_refused_unread() -> None:
    with pytest.raises(TooLarge):
        parse_roster(b" " * (MAX_ROSTER_BYTES + 1))


def test_a_founding_without_an_epoch_is_refused() -> None:
    with pytest.raises(Malformed):
        first_roster(FEDERATION, [ALL["32"].request], {}, NOW)


def test_the_chain_is_kept_as_signed() -> None:
    trusted = founded(*ALL.values())
    following = signed_by(proposed(trusted), *ALL.values())
    trusted.apply(following.to_bytes())
    assert trusted.chain[1] == following
    assert trusted.current.version == 2
    assert trusted.first_fingerprint == trusted.chain[0].roster.fingerprint
