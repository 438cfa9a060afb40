"""The one integer that says log and leaf index, and the 8-byte keys of the index."""

from struct import Struct

from node.storage.schema import POSITION_BITS

KEY = Struct(">q")


def position_of(log_id: int, index: int) -> int:
    """The row key of leaf `index` of log `log_id`."""
    return (log_id << POSITION_BITS) | index


def log_and_index(position: int) -> tuple[int, int]:
    """What `position_of` joined."""
    return position >> POSITION_BITS, position & ((1 << POSITION_BITS) - 1)


def branch_of(log_id: int) -> str:
    """The code of the branch whose log has this number: 2 digits."""
    return f"{log_id:02d}"


def index_key(identifier: bytes) -> int:
    """The first 8 bytes of a token or achievement id as a signed 64-bit integer."""
    key: int = KEY.unpack_from(identifier)[0]
    return key
