"""Whether an entry that is about to be shown is the one that its log signed.

Source: RELIABILITY 5 (a flipped bit is never served undetected); RFC 9162, section 2.1.1 (leaf hash).
"""

from federation.errors import IntegrityBroken
from federation.tlog.hashing import HASH_BYTES, leaf_hash
from federation.tlog.tiles import TILE_WIDTH, TileId
from node.ports.logs import LogCopies


async def verify_leaf(copies: LogCopies, origin: str, index: int) -> None:
    """Holds a stored header against its tile's leaf hash.

    Raises:
        IntegrityBroken: it is another one.
    """
    header = await copies.header(origin, index)
    tile = await copies.tile(origin, TileId(0, index // TILE_WIDTH))
    at = index % TILE_WIDTH * HASH_BYTES
    if tile[at : at + HASH_BYTES] != leaf_hash(header):
        raise IntegrityBroken(what=f"entry {origin}/{index}")
