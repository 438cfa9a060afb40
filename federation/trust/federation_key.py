"""The federation key on its way to a branch: sealed to that branch, epoch by epoch.

Each epoch is 32 random bytes. A wrapping opens only with the branch's own X25519 key and
only as what it was made for: federation, branch and epoch are bound in as HPKE's info.

Source: RFC 9180 (HPKE base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM), RFC 7748.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from federation.errors import Malformed, SealBroken
from federation.trust.names import check_branch_code, check_federation_id

FEDERATION_KEY_BYTES = 32
WRAPPING_KEY_BYTES = 32
# Encapsulated key (32), sealed epoch key (32), tag (16).
WRAPPED_KEY_BYTES = 80
MAX_EPOCH = 2**32 - 1
INFO_LABEL = b"deltabank/v1/federation-key\n"
HPKE_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
# Any clamped scalar sends a low-order point to zero, so a fixed one tells them apart.
PROBE_KEY = X25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


def wrap_federation_key(key: bytes, recipient_public: bytes, federation_id: str, branch: str, epoch: int) -> bytes:
    """One epoch of the federation key, sealed to one branch: 80 bytes, different each time.

    Args:
        key: the epoch's 32 bytes.
        recipient_public: the branch's X25519 public key, 32 bytes.
        federation_id: 16 hex digits.
        branch: the receiving branch's code.
        epoch: 1 to 2**32 - 1.

    Raises:
        Malformed: a key of the wrong length, a low-order public key, an epoch out of range.
    """
    if len(key) != FEDERATION_KEY_BYTES:
        raise Malformed(what="federation-key", why=f"not {FEDERATION_KEY_BYTES} bytes")
    check_wrapping_key(recipient_public)
    recipient = X25519PublicKey.from_public_bytes(recipient_public)
    return HPKE_SUITE.encrypt(key, recipient, info=_info(federation_id, branch, epoch))


def unwrap_federation_key(
    wrapped: bytes, recipient_private: bytes, federation_id: str, branch: str, epoch: int
) -> bytes:
    """The epoch's 32 bytes, opened with the branch's own key.

    Args:
        wrapped: what `wrap_federation_key` returned, 80 bytes.
        recipient_private: the branch's X25519 private key, 32 bytes.
        federation_id: 16 hex digits.
        branch: the code of the branch that it was wrapped to.
        epoch: the epoch that it was wrapped as.

    Raises:
        SealBroken: altered, or made for another branch, federation or epoch.
        Malformed: a private key of the wrong length, an epoch out of range.
    """
    private_key = _private_key(recipient_private)
    info = _info(federation_id, branch, epoch)
    if len(wrapped) != WRAPPED_KEY_BYTES:
        raise SealBroken
    try:
        key = HPKE_SUITE.decrypt(wrapped, private_key, info=info)
    except (InvalidTag, ValueError):
        raise SealBroken from None
    return key


def wrapping_public_key(recipient_private: bytes) -> bytes:
    """The X25519 public key (32 bytes) of a private one (32 bytes). Raises `Malformed`."""
    return _private_key(recipient_private).public_key().public_bytes_raw()


def check_wrapping_key(public_key: bytes) -> None:
    """Refuses an X25519 public key to which nothing can be sealed. Raises `Malformed`.

    Source: RFC 7748 section 6.1 (an all-zero shared secret).
    """
    if len(public_key) != WRAPPING_KEY_BYTES:
        raise Malformed(what="wrapping-key", why=f"not {WRAPPING_KEY_BYTES} bytes")
    try:
        PROBE_KEY.exchange(X25519PublicKey.from_public_bytes(public_key))
    except ValueError:
        raise Malformed(what="wrapping-key", why="of low order") from None


def _private_key(recipient_private: bytes) -> X25519PrivateKey:
    if len(recipient_private) != WRAPPING_KEY_BYTES:
        raise Malformed(what="wrapping-key", why=f"not {WRAPPING_KEY_BYTES} bytes")
    return X25519PrivateKey.from_private_bytes(recipient_private)


def _info(federation_id: str, branch: str, epoch: int) -> bytes:
    check_federation_id(federation_id)
    check_branch_code(branch)
    if not 1 <= epoch <= MAX_EPOCH:
        raise Malformed(what="federation-key", why="epoch out of range")
    return INFO_LABEL + federation_id.encode("ascii") + branch.encode("ascii") + epoch.to_bytes(4, "big")
