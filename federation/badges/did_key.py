"""``did:key``: an issuer's name that is its public key, so that any wallet verifies without asking anybody.

Such a name says nothing of whose key it is: that is `federation.badges.endorsement`'s to say.

Source: W3C CCG, The did:key Method (Ed25519); multicodec table (ed25519-pub, 0xed);
draft-msporny-base58 (the alphabet); RFC 8032.
"""

from federation.errors import Malformed
from federation.suite import PUBLIC_KEY_BYTES, check_public_key

PREFIX = "did:key:"
ED25519_PUB = b"\xed\x01"
# Of multibase: base58 with Bitcoin's alphabet.
BASE58_MARK = "z"
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# 34 bytes of which the first isn't zero.
MAX_DIGITS = 47


def did_of(public_key: bytes) -> str:
    """The DID of an Ed25519 public key (32 bytes)."""
    return PREFIX + _fingerprint(public_key)


def key_id(public_key: bytes) -> str:
    """The DID URL of its one verification method: what a JOSE header's ``kid`` says."""
    return f"{did_of(public_key)}#{_fingerprint(public_key)}"


def public_key_of(did: str) -> bytes:
    """The Ed25519 public key (32 bytes) that a DID names.

    Raises:
        Malformed: no ``did:key``, another kind of key, or one that must never be trusted.
    """
    mark = PREFIX + BASE58_MARK
    digits = did.removeprefix(mark)
    if not did.startswith(mark) or not 0 < len(digits) <= MAX_DIGITS or not set(digits) <= set(ALPHABET):
        raise Malformed(what="did", why="form")
    value = 0
    for digit in digits:
        value = value * len(ALPHABET) + ALPHABET.index(digit)
    data = value.to_bytes((value.bit_length() + 7) // 8, "big")
    if not data.startswith(ED25519_PUB) or len(data) != len(ED25519_PUB) + PUBLIC_KEY_BYTES:
        raise Malformed(what="did", why="kind")
    public_key = data.removeprefix(ED25519_PUB)
    check_public_key(public_key)
    if did_of(public_key) != did:
        raise Malformed(what="did", why="not in its one encoding")
    return public_key


def _fingerprint(public_key: bytes) -> str:
    value, digits = int.from_bytes(ED25519_PUB + public_key, "big"), ""
    while value:
        value, digit = divmod(value, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return BASE58_MARK + digits
