"""Inclusion and consistency proofs: made from tiles, and verified.

Making a proof reads O(log n) tiles, each once. Verifying follows the two algorithms of the RFC to
the letter and is strict: a proof with one hash too many or too few, or an index or size out of
bounds, is refused even if the hashes could be made to fit.

Source: RFC 9162 sections 2.1.3.1 (inclusion proof), 2.1.3.2 (its verification), 2.1.4.1 (consistency
proof), 2.1.4.2 (its verification).
"""

from collections.abc import Sequence

from federation.errors import Malformed, ProofInvalid
from federation.tlog.hashing import EMPTY_ROOT, HASH_BYTES, full_root, node_hash
from federation.tlog.tiles import (
    MAX_TREE_SIZE,
    TILE_HEIGHT,
    TILE_WIDTH,
    ReadTile,
    TileId,
    load_tile,
    tile_width,
)

MAX_PROOF_HASHES = 64


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Returns if the leaf stands at `index` in the tree of `size` leaves with that root.

    Source: RFC 9162 section 2.1.3.2.

    Args:
        leaf_hash: 32 bytes.
        index: leaf index, from 0.
        size: tree size.
        proof: 32-byte hashes, from the leaf upwards.
        root: 32 bytes.

    Raises:
        ProofInvalid: with fact ``proof="inclusion"``.
    """
    refused = ProofInvalid(proof="inclusion")
    if not 0 <= index < size <= MAX_TREE_SIZE or not _are_hashes((leaf_hash, root, *proof)):
        raise refused
    node, last = index, size - 1
    result = leaf_hash
    for hash_ in proof:
        if last == 0:
            raise refused
        if node & 1 or node == last:
            result = node_hash(hash_, result)
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            result = node_hash(result, hash_)
        node >>= 1
        last >>= 1
    if last != 0 or result != root:
        raise refused


def verify_consistency(
    first: int,
    second: int,
    first_root: bytes,
    second_root: bytes,
    proof: Sequence[bytes],
) -> None:
    """Returns if the tree of `first` leaves is a prefix of the tree of `second` leaves.

    An empty first tree is a prefix of everything: its proof is empty and its root `EMPTY_ROOT`.
    Equal sizes need an empty proof and equal roots.

    Source: RFC 9162 section 2.1.4.2.

    Args:
        first: the smaller tree size.
        second: the larger tree size.
        first_root: 32 bytes.
        second_root: 32 bytes.
        proof: 32-byte hashes.

    Raises:
        ProofInvalid: with fact ``proof="consistency"``.
    """
    refused = ProofInvalid(proof="consistency")
    if not 0 <= first <= second <= MAX_TREE_SIZE or not _are_hashes((first_root, second_root, *proof)):
        raise refused
    if (first == 0 and first_root != EMPTY_ROOT) or (second == 0 and second_root != EMPTY_ROOT):
        raise refused
    if first in (0, second):
        if proof or (first == second and first_root != second_root):
            raise refused
        return
    # A complete first tree is itself a node of the second, so the proof leaves its root out.
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if _roots_of_path(first, second, path) != (first_root, second_root):
        raise refused


def inclusion_proof(index: int, size: int, read_tile: ReadTile) -> list[bytes]:
    """The proof that leaf `index` is in the tree of `size` leaves.

    Source: RFC 9162 section 2.1.3.1.

    Returns:
        32-byte hashes, from the leaf upwards.

    Raises:
        Malformed: index or size out of bounds.
        IntegrityBroken: storage holds less than the size says.
    """
    if not 0 <= index < size <= MAX_TREE_SIZE:
        raise Malformed(what="leaf-index", why="bounds")
    nodes = _Nodes(size, read_tile)
    proof = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _largest_power_below(end - begin)
        if index < middle:
            proof.append(nodes.range_root(middle, end))
            end = middle
        else:
            proof.append(nodes.range_root(begin, middle))
            begin = middle
    proof.reverse()
    return proof


def consistency_proof(first: int, second: int, read_tile: ReadTile) -> list[bytes]:
    """The proof that the tree of `first` leaves is a prefix of that of `second` leaves.

    Source: RFC 9162 section 2.1.4.1.

    Returns:
        32-byte hashes; none if `first` is 0 or the sizes are equal.

    Raises:
        Malformed: sizes out of bounds or in the wrong order.
        IntegrityBroken: storage holds less than the size says.
    """
    if not 0 <= first <= second <= MAX_TREE_SIZE:
        raise Malformed(what="tree-size", why="bounds")
    if first in (0, second):
        return []
    nodes = _Nodes(second, read_tile)
    proof = []
    begin, end = 0, second
    while end != first:
        middle = begin + _largest_power_below(end - begin)
        if first <= middle:
            proof.append(nodes.range_root(middle, end))
            end = middle
        else:
            proof.append(nodes.range_root(begin, middle))
            begin = middle
    if begin:
        proof.append(nodes.range_root(begin, end))
    proof.reverse()
    return proof


def root_at(size: int, read_tile: ReadTile) -> bytes:
    """The 32-byte root of the tree's first `size` leaves, from O(log n) tiles.

    Raises:
        Malformed: size out of bounds.
        IntegrityBroken: storage holds less than the size says.
    """
    if not 0 <= size <= MAX_TREE_SIZE:
        raise Malformed(what="tree-size", why="bounds")
    if size == 0:
        return EMPTY_ROOT
    return _Nodes(size, read_tile).range_root(0, size)


def _roots_of_path(first: int, second: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    """The two roots that a consistency path leads to, or None if its length isn't the right one.

    Source: RFC 9162 section 2.1.4.2, steps 3 to 6; 0 < first < second.
    """
    if not path:
        return None
    node, last = first - 1, second - 1
    while node & 1:
        node >>= 1
        last >>= 1
    first_result = second_result = path[0]
    for hash_ in path[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            first_result = node_hash(hash_, first_result)
            second_result = node_hash(hash_, second_result)
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            second_result = node_hash(second_result, hash_)
        node >>= 1
        last >>= 1
    return None if last else (first_result, second_result)


class _Nodes:
    """Node hashes of one tree size, each tile read once."""

    def __init__(self, size: int, read_tile: ReadTile) -> None:
        self._size = size
        self._read_tile = read_tile
        self._tiles: dict[TileId, bytes] = {}

    def range_root(self, begin: int, end: int) -> bytes:
        """The root over leaves [begin, end), where begin is aligned as the RFC's recursion leaves it."""
        parts = []
        while begin < end:
            width = 1 << ((end - begin).bit_length() - 1)
            parts.append(self._subtree_root(begin, width.bit_length() - 1))
            begin += width
        root = parts.pop()
        while parts:
            root = node_hash(parts.pop(), root)
        return root

    def _subtree_root(self, begin: int, height: int) -> bytes:
        """The root of the complete subtree of 2^height leaves that begins at leaf `begin`."""
        level, rest = divmod(height, TILE_HEIGHT)
        first = begin >> (TILE_HEIGHT * level)
        tile = TileId(level, first // TILE_WIDTH)
        hashes = self._tiles.get(tile)
        if hashes is None:
            hashes = load_tile(tile, tile_width(tile, self._size), self._read_tile)
            self._tiles[tile] = hashes
        at = first % TILE_WIDTH * HASH_BYTES
        return full_root(hashes[at : at + (HASH_BYTES << rest)])


def _largest_power_below(count: int) -> int:
    """The largest power of two smaller than `count` (count >= 2)."""
    return 1 << ((count - 1).bit_length() - 1)


def _are_hashes(values: Sequence[bytes]) -> bool:
    return len(values) <= MAX_PROOF_HASHES + 2 and all(len(value) == HASH_BYTES for value in values)
