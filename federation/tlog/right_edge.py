"""The growing side of a tree: what must be held to append leaves and to say the root.

Invariants: after any sequence of appends the tiles handed out, put one over the other, are those of
the whole tree; the root is that of RFC 9162 whatever the batches were.

Source: RFC 9162 section 2.1.1 (root), C2SP tlog-tiles (tiles).
"""

from collections.abc import Sequence
from hashlib import sha256

from federation.errors import Malformed
from federation.tlog.hashing import EMPTY_ROOT, HASH_BYTES, NODE_PREFIX, full_root
from federation.tlog.tiles import (
    FULL_TILE_BYTES,
    MAX_TREE_SIZE,
    TILE_HEIGHT,
    ReadTile,
    TileId,
    load_tile,
    tile_width,
)


class RightEdge:
    """A tree of `size` leaves, of which only the partial tile of each level is in memory.

    Not for use from two threads at once. `append` either succeeds or changes nothing.
    """

    __slots__ = ("_partial", "_size")

    def __init__(self) -> None:
        self._size = 0
        # One entry a level: the hashes of its partial tile, 0 to 255 of them.
        self._partial: list[bytes] = [b""]

    @classmethod
    def load(cls, size: int, read_tile: ReadTile) -> "RightEdge":
        """The right edge of a stored tree, from at most one tile a level; nothing is verified.

        Args:
            size: leaves in the tree. Tiles may have grown beyond it.
            read_tile: gives stored tiles.

        Raises:
            Malformed: a negative size, or one above 2^63 - 1.
            IntegrityBroken: a tile holds fewer hashes than the size says.
        """
        if not 0 <= size <= MAX_TREE_SIZE:
            raise Malformed(what="tree-size", why="bounds")
        edge = cls()
        edge._size = size
        edge._partial = []
        level = 0
        while size >> (TILE_HEIGHT * level) or level == 0:
            tile = TileId(level, size >> (TILE_HEIGHT * (level + 1)))
            width = tile_width(tile, size)
            edge._partial.append(load_tile(tile, width, read_tile) if width else b"")
            level += 1
        return edge

    @property
    def size(self) -> int:
        """The number of leaves."""
        return self._size

    def copy(self) -> "RightEdge":
        """An independent right edge in the same state."""
        other = RightEdge()
        other._size = self._size
        other._partial = list(self._partial)
        return other

    def append(self, leaf_hashes: Sequence[bytes]) -> dict[TileId, bytes]:
        """Adds leaves at the end.

        Args:
            leaf_hashes: 32 bytes each.

        Returns:
            Every tile that changed or was completed, with all that it holds now: what storage upserts.

        Raises:
            Malformed: a hash that isn't 32 bytes, or a tree beyond 2^63 - 1 leaves.
        """
        if any(len(leaf) != HASH_BYTES for leaf in leaf_hashes):
            raise Malformed(what="leaf-hash", why="length")
        if self._size + len(leaf_hashes) > MAX_TREE_SIZE:
            raise Malformed(what="tree-size", why="bounds")
        changed: dict[TileId, bytes] = {}
        partial = self._partial
        added = b"".join(leaf_hashes)
        level = 0
        while added:
            if level == len(partial):
                partial.append(b"")
            index = self._size >> (TILE_HEIGHT * (level + 1))
            hashes = partial[level] + added
            roots = []
            at = 0
            while len(hashes) - at >= FULL_TILE_BYTES:
                tile = hashes[at : at + FULL_TILE_BYTES]
                changed[TileId(level, index)] = tile
                roots.append(full_root(tile))
                index += 1
                at += FULL_TILE_BYTES
            partial[level] = hashes[at:]
            if partial[level]:
                changed[TileId(level, index)] = partial[level]
            added = b"".join(roots)
            level += 1
        self._size += len(leaf_hashes)
        return changed

    def root(self) -> bytes:
        """The 32-byte root of the tree as it stands."""
        root = None
        for hashes in self._partial:
            # From the smallest complete subtree to the largest: each takes what stands to its right.
            width = len(hashes) // HASH_BYTES
            while width:
                part = width & -width
                subtree = full_root(hashes[(width - part) * HASH_BYTES : width * HASH_BYTES])
                root = subtree if root is None else sha256(NODE_PREFIX + subtree + root).digest()
                width -= part
        return EMPTY_ROOT if root is None else root
