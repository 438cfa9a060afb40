"""Shows that the suite byte is interpreted in one place, and that each algorithm refuses what it should."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from federation.errors import Malformed, SealBroken, SignatureInvalid, UnknownSuite
from federation.suite import (
    FIELD_PRIME,
    MAX_EXPAND_BYTES,
    SUITE_DEFAULT,
    check_public_key,
    default_suite,
    suite_of,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC_KEY = KEY.public_key().public_bytes_raw()
AEAD_KEY, IV, AAD = bytes(range(32)), bytes(range(12)), b"suite origin kind epoch entry"


def test_the_default_suite_is_number_one() -> None:
    assert suite_of(SUITE_DEFAULT) is default_suite()
    assert default_suite().number == SUITE_DEFAULT == 1


@pytest.mark.parametrize("number", [-1, 0, 2, 255])
def test_unknown_suite_is_refused(number: int) -> None:
    with pytest.raises(UnknownSuite) as refused:
        suite_of(number)
    assert refused.value.facts == {"suite": number}


def test_the_digest_is_sha_256() -> None:
    assert default_suite().digest(b"abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_signature_verifies_for_its_message_only() -> None:
    signature = KEY.sign(b"message")
    default_suite().verify_signature(PUBLIC_KEY, signature, b"message")
    with pytest.raises(SignatureInvalid):
        default_suite().verify_signature(PUBLIC_KEY, signature, b"another")


@pytest.mark.parametrize("length", [0, 63, 65])
def test_signature_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(SignatureInvalid):
        default_suite().verify_signature(PUBLIC_KEY, (KEY.sign(b"m") + b"\0")[:length], b"m")


def test_signature_by_a_key_that_is_no_key_is_refused() -> None:
    for public_key in (b"", bytes(31), bytes(32), b"\x02" + bytes(31)):
        with pytest.raises(SignatureInvalid):
            default_suite().verify_signature(public_key, KEY.sign(b"m"), b"m")


def test_signature_that_verifies_for_any_message_under_the_identity_key_is_refused() -> None:
    """R and S zero-like under the identity point: a library without the check accepts it for every message."""
    identity = b"\x01" + bytes(31)
    forged = identity + bytes(32)
    for public_key in (identity, (FIELD_PRIME + 1).to_bytes(32, "little")):
        for message in (b"one", b"two"):
            with pytest.raises(SignatureInvalid):
                default_suite().verify_signature(public_key, forged, message)


@pytest.mark.parametrize(
    ("public_key", "why"),
    [
        (b"", "length"),
        (PUBLIC_KEY + b"\0", "length"),
        (bytes(32), "small-order"),
        ((FIELD_PRIME + 2).to_bytes(32, "little"), "not-canonical"),
        ((FIELD_PRIME + 1).to_bytes(32, "little"), "small-order"),
        (b"\xff" * 32, "not-canonical"),
        (b"\x02" + bytes(31), "not-a-point"),
    ],
)
def test_public_key_that_must_never_be_trusted_is_refused_with_its_reason(public_key: bytes, why: str) -> None:
    with pytest.raises(Malformed) as refused:
        check_public_key(public_key)
    assert refused.value.facts == {"what": "public-key", "why": why}


def test_generated_keys_may_be_enrolled() -> None:
    for number in range(50):
        key = Ed25519PrivateKey.from_private_bytes(number.to_bytes(32, "big"))
        check_public_key(key.public_key().public_bytes_raw())


def test_what_was_sealed_opens_under_the_same_key_and_binding() -> None:
    suite = default_suite()
    sealed = suite.aead_seal(AEAD_KEY, IV, b"achievement", AAD)
    assert suite.aead_open(AEAD_KEY, IV, sealed, AAD) == b"achievement"
    assert len(sealed) == len(b"achievement") + 16


def test_flipped_bit_anywhere_in_a_sealed_part_is_refused() -> None:
    suite = default_suite()
    sealed = suite.aead_seal(AEAD_KEY, IV, b"achievement", AAD)
    for at in range(8 * len(sealed)):
        altered = bytearray(sealed)
        altered[at // 8] ^= 1 << at % 8
        with pytest.raises(SealBroken):
            suite.aead_open(AEAD_KEY, IV, bytes(altered), AAD)


def test_sealed_part_under_another_key_iv_or_binding_or_cut_short_is_refused() -> None:
    suite = default_suite()
    sealed = suite.aead_seal(AEAD_KEY, IV, b"achievement", AAD)
    for key, iv, data, aad in (
        (bytes(32), IV, sealed, AAD),
        (AEAD_KEY, bytes(12), sealed, AAD),
        (AEAD_KEY, IV, sealed, AAD + b"x"),
        (AEAD_KEY, IV, sealed[:-1], AAD),
        (AEAD_KEY, IV, sealed[:15], AAD),
        (AEAD_KEY, IV, b"", AAD),
    ):
        with pytest.raises(SealBroken):
            suite.aead_open(key, iv, data, aad)


def test_a_shorter_key_or_iv_never_seals_with_another_cipher() -> None:
    suite = default_suite()
    for key, iv in ((bytes(16), IV), (bytes(24), IV), (AEAD_KEY, bytes(16)), (AEAD_KEY, b"")):
        with pytest.raises(Malformed):
            suite.aead_seal(key, iv, b"", b"")
        with pytest.raises(Malformed):
            suite.aead_open(key, iv, bytes(16), b"")


@pytest.mark.parametrize("length", [-1, 0, MAX_EXPAND_BYTES + 1])
def test_a_key_length_out_of_bounds_is_refused(length: int) -> None:
    with pytest.raises(Malformed):
        default_suite().hkdf_expand(bytes(32), b"", length)


def test_the_longest_output_begins_with_every_shorter_one() -> None:
    suite = default_suite()
    longest = suite.hkdf_expand(bytes(32), b"label", MAX_EXPAND_BYTES)
    assert longest.startswith(suite.hkdf_expand(bytes(32), b"label", 76))
