"""Record keys that a request discloses to the sending branch, sealed to it alone.

A record's key comes from the person's document (`federation.model.sealing`), so that whoever can disclose it
had the document before them: a branch can't ask for strangers' achievements. The sending branch holds the keys
against its own log, and needs no document of its own for it. They are bound to the one request: to both
branches, its entry id and what it cites, in this order.

Source: RFC 9180 (HPKE base mode); DESIGN section 7 (presence).
"""

from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from federation.errors import Malformed, SealBroken
from federation.model.entry import Citation
from federation.model.octets import length_prefixed
from federation.model.sealing import RECORD_KEY_BYTES
from federation.trust.federation_key import HPKE_SUITE, check_wrapping_key

INFO_LABEL = b"deltabank/v1/transfer-disclosure\n"
# Encapsulated key and tag.
OVERHEAD_BYTES = 32 + 16


def sealed_bytes(items: int) -> int:
    """How long a disclosure of so many keys is."""
    return OVERHEAD_BYTES + items * RECORD_KEY_BYTES


def seal_keys(
    keys: Sequence[bytes], recipient_public: bytes, *, receiving: str, entry_id: bytes, achievements: Sequence[Citation]
) -> bytes:
    """The keys of the cited records, sealed to the branch in whose log they stand.

    Args:
        keys: 32 bytes each, in the order of `achievements`.
        recipient_public: the sending branch's X25519 key, 32 bytes, as the roster has it.
        receiving: the origin that asks.
        entry_id: of the request, 16 bytes.
        achievements: what it cites.

    Raises:
        Malformed: a key of another length, or a recipient's key to which nothing can be sealed.
    """
    if len(keys) != len(achievements) or any(len(key) != RECORD_KEY_BYTES for key in keys):
        raise Malformed(what="disclosed keys", why="length")
    check_wrapping_key(recipient_public)
    recipient = X25519PublicKey.from_public_bytes(recipient_public)
    return HPKE_SUITE.encrypt(b"".join(keys), recipient, info=_info(receiving, entry_id, achievements))


def open_keys(
    sealed: bytes, recipient_private: bytes, *, receiving: str, entry_id: bytes, achievements: Sequence[Citation]
) -> list[bytes]:
    """The disclosed keys, 32 bytes each, in the order of `achievements`.

    Raises:
        SealBroken: not made for this branch and this request, or altered.
    """
    if len(sealed) != sealed_bytes(len(achievements)):
        raise SealBroken
    private = X25519PrivateKey.from_private_bytes(recipient_private)
    try:
        joined = HPKE_SUITE.decrypt(sealed, private, info=_info(receiving, entry_id, achievements))
    except (InvalidTag, ValueError):
        raise SealBroken from None
    return [joined[at : at + RECORD_KEY_BYTES] for at in range(0, len(joined), RECORD_KEY_BYTES)]


def _info(receiving: str, entry_id: bytes, achievements: Sequence[Citation]) -> bytes:
    cited = [
        part for one in achievements for part in (one.origin.encode(), one.index.to_bytes(8, "big"), one.leaf_hash)
    ]
    return INFO_LABEL + length_prefixed(receiving.encode(), entry_id, *cited)
