"""Shows that a wrapped federation key opens for its branch, federation and epoch, and for no other."""

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from federation.errors import Malformed, SealBroken
from federation.trust.federation_key import (
    WRAPPED_KEY_BYTES,
    check_wrapping_key,
    unwrap_federation_key,
    wrap_federation_key,
    wrapping_public_key,
)

FEDERATION = "0123456789abcdef"
KEY = bytes(range(32))
PRIVATE = bytes(range(32, 64))
PUBLIC = wrapping_public_key(PRIVATE)
# u-coordinates of small order, canonical and not.
# Source: RFC 7748 section 6.1; Bernstein, "A state-of-the-art Diffie-Hellman function", on validating public keys.
LOW_ORDER = [
    "00" * 32,
    "01" + "00" * 31,
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ec" + "ff" * 30 + "7f",
    "ed" + "ff" * 30 + "7f",
    "ee" + "ff" * 30 + "7f",
]


def test_the_branch_opens_what_was_wrapped_to_it() -> None:
    wrapped = wrap_federation_key(KEY, PUBLIC, FEDERATION, "32", 1)
    assert len(wrapped) == WRAPPED_KEY_BYTES
    assert unwrap_federation_key(wrapped, PRIVATE, FEDERATION, "32", 1) == KEY


def test_wrapping_twice_gives_two_ciphertexts() -> None:
    assert wrap_federation_key(KEY, PUBLIC, FEDERATION, "32", 1) != wrap_federation_key(
        KEY, PUBLIC, FEDERATION, "32", 1
    )


@pytest.mark.parametrize(
    ("federation", "branch", "epoch"), [("f" * 16, "32", 1), (FEDERATION, "33", 1), (FEDERATION, "32", 2)]
)
def test_a_wrapping_replayed_as_another_is_refused(federation: str, branch: str, epoch: int) -> None:
    wrapped = wrap_federation_key(KEY, PUBLIC, FEDERATION, "32", 1)
    with pytest.raises(SealBroken):
        unwrap_federation_key(wrapped, PRIVATE, federation, branch, epoch)


def test_another_branchs_private_key_does_not_open_it() -> None:
    wrapped = wrap_federation_key(KEY, PUBLIC, FEDERATION, "32", 1)
    with pytest.raises(SealBroken):
        unwrap_federation_key(wrapped, X25519PrivateKey.generate().private_bytes_raw(), FEDERATION, "32", 1)


@pytest.mark.parametrize("place", [0, 31, 32, 63, 64, 79])
def test_a_flipped_bit_in_a_wrapping_is_refused(place: int) -> None:
    wrapped = bytearray(wrap_federation_key(KEY, PUBLIC, FEDERATION, "32", 1))
    wrapped[place] ^= 1
    with pytest.raises(SealBroken):
        unwrap_federation_key(bytes(wrapped), PRIVATE, FEDERATION, "32", 1)


@pytest.mark.parametrize("length", [0, 32, 79, 81])
def test_a_wrapping_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(SealBroken):
        unwrap_federation_key(bytes(length), PRIVATE, FEDERATION, "32", 1)


@pytest.mark.parametrize("encoding", LOW_ORDER)
def test_a_low_order_wrapping_key_is_refused(encoding: str) -> None:
    with pytest.raises(Malformed, match="of low order"):
        check_wrapping_key(bytes.fromhex(encoding))
    with pytest.raises(Malformed):
        wrap_federation_key(KEY, bytes.fromhex(encoding), FEDERATION, "32", 1)


@pytest.mark.parametrize("epoch", [0, -1, 2**32])
def test_an_epoch_out_of_range_is_refused(epoch: int) -> None:
    with pytest.raises(Malformed):
        wrap_federation_key(KEY, PUBLIC, FEDERATION, "32", epoch)


def test_keys_of_another_length_are_refused() -> None:
    with pytest.raises(Malformed):
        wrap_federation_key(KEY[:31], PUBLIC, FEDERATION, "32", 1)
    with pytest.raises(Malformed):
        wrap_federation_key(KEY, PUBLIC[:31], FEDERATION, "32", 1)
    with pytest.raises(Malformed):
        wrapping_public_key(PRIVATE[:31])
