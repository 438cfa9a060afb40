"""How many workbooks are taken in at once: of one client one, of all together a few.

Each is read by a process of its own with its own share of memory.

Source: RELIABILITY 34; docs/adr/0015.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from federation.errors import TooManyCalls
from node.rpc.client_gate import calling_client


class TakingIn:
    """The workbooks that are being taken in, by whatever service."""

    def __init__(self, in_all: int) -> None:
        """Prepares it; `in_all` is how many may be taken in at once."""
        self._in_all = in_all
        self._clients: set[str] = set()

    @contextmanager
    def one_of_a_client(self) -> Iterator[None]:
        """Counts one of the calling client's while the block runs.

        Raises:
            TooManyCalls: it has one, or there are as many as may be.
        """
        name = calling_client().name
        if name in self._clients:
            raise TooManyCalls(limit=1)
        if len(self._clients) >= self._in_all:
            raise TooManyCalls(limit=self._in_all)
        self._clients.add(name)
        try:
            yield
        finally:
            self._clients.discard(name)
