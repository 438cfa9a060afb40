"""Shows how the federation key's epochs stand: the newest seals, all are tried, none is guessed."""

import pytest

from federation.errors import KeyUnavailable, Malformed
from federation.model.federation_key import FederationKeys
from tests.support.branches import octets

SECRETS = {2: octets("two"), 1: octets("one"), 5: octets("five")}


def test_the_highest_epoch_seals_and_all_are_live_in_order():
    keys = FederationKeys(SECRETS)
    assert keys.current.epoch == 5
    assert [one.epoch for one in keys.live()] == [1, 2, 5]
    assert keys.at(2).epoch == 2


def test_every_subkey_of_every_epoch_is_another():
    live = list(FederationKeys(SECRETS).live())
    assert len({key for one in live for key in (one.token, one.seal, one.report)}) == 9
    assert all(len(key) == 32 for one in live for key in (one.token, one.seal, one.report))


def test_a_later_epoch_changes_nothing_of_an_earlier_one():
    assert FederationKeys({1: SECRETS[1]}).at(1) == FederationKeys(SECRETS).at(1)


def test_an_epoch_that_was_never_given_is_unavailable():
    for epoch in (0, 3, 6):
        with pytest.raises(KeyUnavailable) as refused:
            FederationKeys(SECRETS).at(epoch)
        assert refused.value.facts == {"uri": f"federation-key/{epoch}", "reason": "missing"}


def test_without_any_epoch_there_is_no_key():
    with pytest.raises(KeyUnavailable):
        FederationKeys({})


@pytest.mark.parametrize("secrets", [{0: bytes(32)}, {-1: bytes(32)}, {1: bytes(31)}, {1: bytes(33)}, {1: b""}])
def test_an_epoch_below_one_or_a_key_of_another_length_is_refused(secrets):
    with pytest.raises(Malformed):
        FederationKeys(secrets)
