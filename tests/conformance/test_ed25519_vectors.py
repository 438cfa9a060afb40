"""Shows that signatures verify as RFC 8032 says, and that no key of small order can be enrolled."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from federation.errors import Malformed, SignatureInvalid
from federation.suite import FIELD_PRIME, SMALL_ORDER_KEYS, check_public_key, default_suite

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors" / "ed25519.json").read_text("utf-8"))
CURVE_D = -121665 * pow(121666, -1, FIELD_PRIME) % FIELD_PRIME
GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493


@pytest.mark.parametrize("vector", VECTORS["signatures"], ids=lambda vector: vector["name"])
def test_published_signatures_verify(vector: dict[str, str]) -> None:
    public, message, signature = (bytes.fromhex(vector[name]) for name in ("public", "message", "signature"))
    check_public_key(public)
    default_suite().verify_signature(public, signature, message)
    secret = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(vector["secret"]))
    assert secret.public_key().public_bytes_raw() == public
    assert secret.sign(message) == signature


@pytest.mark.parametrize("vector", VECTORS["signatures"], ids=lambda vector: vector["name"])
def test_a_second_form_of_a_published_signature_is_refused(vector: dict[str, str]) -> None:
    public, message, signature = (bytes.fromhex(vector[name]) for name in ("public", "message", "signature"))
    scalar = int.from_bytes(signature[32:], "little") + GROUP_ORDER
    malleated = signature[:32] + scalar.to_bytes(32, "little")
    with pytest.raises(SignatureInvalid):
        default_suite().verify_signature(public, malleated, message)


@pytest.mark.parametrize("encoding", VECTORS["low_order"]["keys"])
def test_low_order_public_keys_are_refused(encoding: str) -> None:
    with pytest.raises(Malformed):
        check_public_key(bytes.fromhex(encoding))


def test_the_list_of_small_order_keys_is_what_the_curve_equation_gives() -> None:
    """Doubling three times leads each of them to the identity."""
    listed = {bytes.fromhex(encoding) for encoding in VECTORS["low_order"]["keys"]}
    assert listed == SMALL_ORDER_KEYS
    for key in listed:
        point = _point_of(key)
        for _ in range(3):
            point = _doubled(point)
        assert point == (0, 1)


def _point_of(key: bytes) -> tuple[int, int]:
    y = (int.from_bytes(key, "little") & ((1 << 255) - 1)) % FIELD_PRIME
    squared = (y * y - 1) * pow(CURVE_D * y * y + 1, -1, FIELD_PRIME) % FIELD_PRIME
    x = pow(squared, (FIELD_PRIME + 3) // 8, FIELD_PRIME)
    if (x * x - squared) % FIELD_PRIME:
        x = x * pow(2, (FIELD_PRIME - 1) // 4, FIELD_PRIME) % FIELD_PRIME
    assert (x * x - squared) % FIELD_PRIME == 0
    return (x, y)


def _doubled(point: tuple[int, int]) -> tuple[int, int]:
    x, y = point
    product = CURVE_D * x * x * y * y
    return (
        2 * x * y * pow(1 + product, -1, FIELD_PRIME) % FIELD_PRIME,
        (y * y + x * x) * pow(1 - product, -1, FIELD_PRIME) % FIELD_PRIME,
    )
