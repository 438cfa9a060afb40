"""Where the hashes of a tree are kept: tiles of 256 hashes, eight levels of the tree to a tile level.

Tile (level L, index N) holds, in order, the roots of the complete subtrees of 256^L leaves that
begin at leaf (N * 256 + i) * 256^L. A tile with fewer than 256 hashes is partial and grows; a full
one never changes again. A tile handed out may hold more than an older tree size needs: readers of
that size take the prefix.

Source: C2SP tlog-tiles, sections "Merkle Tree" and "Tiles".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from federation.errors import IntegrityBroken
from federation.tlog.hashing import HASH_BYTES

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
FULL_TILE_BYTES = TILE_WIDTH * HASH_BYTES
MAX_TREE_SIZE = 2**63 - 1


@dataclass(frozen=True, slots=True)
class TileId:
    """The place of a tile: level 0 holds leaf hashes, level L + 1 the roots of full tiles of level L."""

    level: int
    index: int


ReadTile: TypeAlias = Callable[[TileId], bytes]
"""Gives the concatenated 32-byte hashes that a tile holds at present (1 to 256 of them)."""


def tile_width(tile: TileId, size: int) -> int:
    """How many hashes the tile holds in a tree of `size` leaves: 0 to 256."""
    held = (size >> (TILE_HEIGHT * tile.level)) - tile.index * TILE_WIDTH
    return max(0, min(TILE_WIDTH, held))


def load_tile(tile: TileId, width: int, read_tile: ReadTile) -> bytes:
    """The first `width` hashes of a tile (32 * width bytes).

    Raises:
        IntegrityBroken: storage holds fewer hashes than the tree size says, or torn ones.
    """
    held = read_tile(tile)
    if len(held) % HASH_BYTES or not width * HASH_BYTES <= len(held) <= FULL_TILE_BYTES:
        raise IntegrityBroken(what=f"tile {tile.level}/{tile.index}")
    return held if len(held) == width * HASH_BYTES else held[: width * HASH_BYTES]


class TileSet:
    """Tiles kept in memory."""

    def __init__(self, tiles: Mapping[TileId, bytes] | None = None) -> None:
        self._tiles = dict(tiles or {})

    def __len__(self) -> int:
        """The number of tiles, partial ones included."""
        return len(self._tiles)

    def put(self, changed: Mapping[TileId, bytes]) -> None:
        """Keeps the tiles that an append changed."""
        self._tiles.update(changed)

    def read(self, tile: TileId) -> bytes:
        """The tile's hashes; a `ReadTile`.

        Raises:
            IntegrityBroken: the tile isn't held.
        """
        held = self._tiles.get(tile)
        if held is None:
            raise IntegrityBroken(what=f"tile {tile.level}/{tile.index}")
        return held
