"""The suite byte and what it stands for: hash, signature, AEAD and key derivation, chosen in one place.

Everything signed, sealed or hashed states a suite number; this module alone turns the number
into algorithms, so that SM2/SM3/SM4 (GB/T 39786) become another `Suite` beside the default
without a caller changing. Suite 1 is SHA-256, Ed25519, AES-256-GCM and HKDF-SHA256.

The Merkle tree itself is SHA-256 whatever the suite: RFC 9162 and the C2SP formats fix it.

Source: RFC 8032 (Ed25519), RFC 5869 (HKDF), NIST SP 800-38D (GCM), DESIGN section 4.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from federation.errors import Malformed, SealBroken, SignatureInvalid, UnknownSuite

SUITE_DEFAULT = 1

PUBLIC_KEY_BYTES = 32
SIGNATURE_BYTES = 64
AEAD_KEY_BYTES = 32
AEAD_IV_BYTES = 12
AEAD_TAG_BYTES = 16
DIGEST_BYTES = 32
REMEMBERED_SIGNATURES = 2_048
SHORT_MESSAGE_BYTES = 1_024
"""A checkpoint has some 200."""
# Source: RFC 5869 section 2.3, L <= 255 * HashLen.
MAX_EXPAND_BYTES = 255 * DIGEST_BYTES

# Source: RFC 8032 section 5.1: the field prime of edwards25519.
FIELD_PRIME = 2**255 - 19

# Every encoding, canonical or not, of the eight points whose order divides 8. With such a key a
# signature can be made that verifies for every message.
# Source: RFC 8032 section 5.1 (curve); the same list stands in the C2SP CCTV Ed25519 corpus.
# `tests/conformance/test_ed25519_vectors.py` recomputes it from the curve equation.
SMALL_ORDER_KEYS = frozenset(
    bytes.fromhex(encoding)
    for encoding in (
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """One choice of algorithms. Get one from `suite_of` only.

    Attributes:
        number: the suite byte.
        name: for people and logs.
        note_type: signature type identifier of signed notes (C2SP signed-note, "Signature types").
        cosignature_type: the same for timestamped cosignatures (C2SP tlog-cosignature).
        digest: message -> 32-byte hash.
        check_public_key: raises `Malformed` for a key that must never be trusted.
        verify_signature: (public_key, signature, message); raises `SignatureInvalid`.
        aead_seal: (key 32 B, iv 12 B, plaintext, aad) -> ciphertext with a 16-byte tag.
        aead_open: (key, iv, ciphertext, aad) -> plaintext; raises `SealBroken`.
        hkdf_extract: (salt, input key material) -> 32-byte pseudorandom key.
        hkdf_expand: (pseudorandom key, info, length in bytes) -> output key material.
    """

    number: int
    name: str
    note_type: bytes
    cosignature_type: bytes
    digest: Callable[[bytes], bytes]
    check_public_key: Callable[[bytes], None]
    verify_signature: Callable[[bytes, bytes, bytes], None]
    aead_seal: Callable[[bytes, bytes, bytes, bytes], bytes]
    aead_open: Callable[[bytes, bytes, bytes, bytes], bytes]
    hkdf_extract: Callable[[bytes, bytes], bytes]
    hkdf_expand: Callable[[bytes, bytes, int], bytes]


def suite_of(number: int) -> Suite:
    """The suite that a suite byte names.

    Raises:
        UnknownSuite: this version doesn't know the number.
    """
    suite = _SUITES.get(number)
    if suite is None:
        raise UnknownSuite(suite=number)
    return suite


def default_suite() -> Suite:
    """The suite that new logs, seals and keys use."""
    return suite_of(SUITE_DEFAULT)


def check_public_key(public_key: bytes) -> None:
    """Passes an Ed25519 public key that may be enrolled, and refuses every other.

    Refused: not 32 bytes; y not below the field prime (two encodings of one key);
    a point of small order; bytes that encode no point of the curve.

    Source: RFC 8032 section 5.1.3 (decoding).

    Raises:
        Malformed: facts ``what="public-key"`` and ``why``.
    """
    if len(public_key) != PUBLIC_KEY_BYTES:
        raise Malformed(what="public-key", why="length")
    if public_key in SMALL_ORDER_KEYS:
        raise Malformed(what="public-key", why="small-order")
    y = int.from_bytes(public_key, "little") & ((1 << 255) - 1)
    if y >= FIELD_PRIME:
        raise Malformed(what="public-key", why="not-canonical")
    x_squared = (y * y - 1) * pow(_CURVE_D * y * y + 1, -1, FIELD_PRIME) % FIELD_PRIME
    # Euler's criterion: a y whose x squared is no square belongs to no point.
    if pow(x_squared, (FIELD_PRIME - 1) // 2, FIELD_PRIME) != 1:
        raise Malformed(what="public-key", why="not-a-point")


def _verify_ed25519(public_key: bytes, signature: bytes, message: bytes) -> None:
    verify = _verify_short if len(message) <= SHORT_MESSAGE_BYTES else _verify
    verify(public_key, signature, message)


@lru_cache(maxsize=REMEMBERED_SIGNATURES)
def _verify_short(public_key: bytes, signature: bytes, message: bytes) -> None:
    # What held is remembered, and only that: peers show the same checkpoints and lines again and again.
    _verify(public_key, signature, message)


def _verify(public_key: bytes, signature: bytes, message: bytes) -> None:
    if len(signature) != SIGNATURE_BYTES:
        raise SignatureInvalid(signer="ed25519")
    if public_key in SMALL_ORDER_KEYS:
        raise SignatureInvalid(signer="ed25519")
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError) as failure:
        raise SignatureInvalid(signer="ed25519") from failure


def _seal_aes_gcm(key: bytes, iv: bytes, plaintext: bytes, aad: bytes) -> bytes:
    _check_aead_lengths(key, iv)
    return AESGCM(key).encrypt(iv, plaintext, aad)


def _open_aes_gcm(key: bytes, iv: bytes, ciphertext: bytes, aad: bytes) -> bytes:
    _check_aead_lengths(key, iv)
    if len(ciphertext) < AEAD_TAG_BYTES:
        raise SealBroken(what="ciphertext")
    try:
        return AESGCM(key).decrypt(iv, ciphertext, aad)
    except InvalidTag as failure:
        raise SealBroken(what="ciphertext") from failure


def _check_aead_lengths(key: bytes, iv: bytes) -> None:
    # AESGCM itself would take a 16-byte key and thereby another cipher than the suite names.
    if len(key) != AEAD_KEY_BYTES:
        raise Malformed(what="aead-key", why="length")
    if len(iv) != AEAD_IV_BYTES:
        raise Malformed(what="aead-iv", why="length")


def _sha256(message: bytes) -> bytes:
    return hashlib.sha256(message).digest()


def _extract_sha256(salt: bytes, input_key: bytes) -> bytes:
    return HKDF.extract(_SHA256, salt or bytes(DIGEST_BYTES), input_key)


def _expand_sha256(prk: bytes, info: bytes, length: int) -> bytes:
    if not 0 < length <= MAX_EXPAND_BYTES:
        raise Malformed(what="hkdf-length", why="bounds")
    return HKDFExpand(_SHA256, length, info).derive(prk)


_SHA256 = hashes.SHA256()

# Source: RFC 8032 section 5.1: d = -121665/121666.
_CURVE_D = -121665 * pow(121666, -1, FIELD_PRIME) % FIELD_PRIME

_SUITES = {
    SUITE_DEFAULT: Suite(
        number=SUITE_DEFAULT,
        name="SHA-256/Ed25519/AES-256-GCM",
        note_type=b"\x01",
        cosignature_type=b"\x04",
        digest=_sha256,
        check_public_key=check_public_key,
        verify_signature=_verify_ed25519,
        aead_seal=_seal_aes_gcm,
        aead_open=_open_aes_gcm,
        hkdf_extract=_extract_sha256,
        hkdf_expand=_expand_sha256,
    )
}
