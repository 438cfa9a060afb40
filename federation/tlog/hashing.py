"""Leaf, node and empty hashes of the Merkle tree.

Source: RFC 9162 section 2.1.1 (the same hashes as RFC 6962 section 2.1).
"""

from hashlib import sha256

HASH_BYTES = 32
LEAF_PREFIX = b"\x00"
NODE_PREFIX = b"\x01"
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The 32-byte hash of one leaf: SHA-256(0x00 ‖ data)."""
    return sha256(LEAF_PREFIX + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The 32-byte hash of an inner node: SHA-256(0x01 ‖ left ‖ right), both 32 bytes."""
    return sha256(NODE_PREFIX + left + right).digest()


def full_root(hashes: bytes) -> bytes:
    """The root of a complete subtree, computed level by level.

    Args:
        hashes: 2^k concatenated 32-byte hashes, k >= 0.
    """
    while len(hashes) > HASH_BYTES:
        hashes = b"".join(
            [
                sha256(NODE_PREFIX + hashes[at : at + 2 * HASH_BYTES]).digest()
                for at in range(0, len(hashes), 2 * HASH_BYTES)
            ]
        )
    return hashes
