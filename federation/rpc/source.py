"""What the peer service serves from: a port that a node's storage stands behind.

Everything handed out was verified when it was stored, and lies under a released
checkpoint: a size beyond the newest released one is not held, whatever the tables say.

Source: DESIGN sections 2 and 5, invariant 6.
"""

from collections.abc import AsyncGenerator, Sequence
from typing import Protocol

from federation.model.entry import Entry
from federation.trust.roster import Roster


class LogSource(Protocol):
    """The logs that a branch holds, its own and its copies of others'."""

    def roster(self) -> Roster:
        """The current verified roster.

        Called for each call and each TLS handshake, also from a thread of gRPC's: it
        returns a value at hand, without input or output.
        """
        ...

    async def rosters_after(self, version: int) -> Sequence[bytes]:
        """The signed rosters of versions above `version`, ascending, without a gap; none if it is the newest."""
        ...

    async def checkpoints(self) -> Sequence[bytes]:
        """The newest released signed note of each log held, with its cosignatures."""
        ...

    async def entries(self, origin: str, start: int, count: int, max_bytes: int) -> Sequence[Entry]:
        """Entries from leaf index `start`, in order.

        Args:
            origin: the log.
            start: leaf index of the first.
            count: at most so many, at least 1.
            max_bytes: headers and private parts together hold at most so many bytes, unless the
                first entry alone has more. At least one entry is returned.

        Raises:
            NotHere: the log isn't held, or not up to `start`.
        """
        ...

    async def consistency(self, origin: str, first: int, second: int) -> tuple[bytes, Sequence[bytes]]:
        """The root at size `first` (32 bytes) and the RFC 9162 proof that it is a prefix of size `second`.

        Raises:
            NotHere: the log isn't held, or not up to `second`.
            Malformed: first > second.
        """
        ...

    async def private_parts(self, origin: str, indexes: Sequence[int]) -> Sequence[bytes]:
        """The private parts at those leaf indexes, in the order asked for; empty where none is held.

        Raises:
            NotHere: the log isn't held.
        """
        ...

    def watch(self) -> AsyncGenerator[bytes, None]:
        """New signed notes as they are released or verified, from the first step of the iteration until ``aclose``."""
        ...
