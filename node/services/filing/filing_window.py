"""Rows of several batches, sealed as they come and filed in the order of the one index with random keys.

Entries are appended in short transactions. Were each of them a batch as it was read, its keys would lie all over
the index and change nearly as many pages as it has rows: with 10⁶ rows stored four fifths of all that is written.
Sorted over a window first, each transaction changes a narrow part of the index.

Source: DESIGN section 2 (Appending: transactions of at most 200 ms), section 11 (batches sorted by the index).
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence

from node.services.filing.resolved import Resolved
from node.services.issuing import SealedEntry

ROWS_A_TRANSACTION = 2_000
MOST_ROWS = 20_000
"""What a window may hold: two of them, some 2 KB a row, are in memory at a time."""
STORED_A_ROW = 50
"""Half of what a page of the index holds: in order, a transaction then changes half as many pages as it has rows."""
Sealed = list[tuple[int, SealedEntry]]


def window_rows(stored: int) -> int:
    """How many rows to put in order together: few while the index is small, so that filing begins early.

    Args:
        stored: entries that all logs hold here.
    """
    return min(MOST_ROWS, max(ROWS_A_TRANSACTION, stored // STORED_A_ROW))


class FilingWindow:
    """Rows of one sheet that are put in order together."""

    def __init__(self, sheet: str, rows: int) -> None:
        """Prepares an empty one, to hold about `rows`."""
        self.sheet = sheet
        self._rows = rows
        self._resolved: dict[int, Resolved] = {}
        self._sealing: list[asyncio.Task[Sealed]] = []

    @property
    def is_full(self) -> bool:
        """Whether it should be filed before more comes."""
        return len(self._resolved) >= self._rows

    def add(self, resolved: Sequence[Resolved], sealing: Coroutine[None, None, Sealed]) -> None:
        """Takes a batch; its sealing begins."""
        self._resolved.update({one.row: one for one in resolved})
        self._sealing.append(asyncio.create_task(sealing))

    async def transactions(self) -> Iterator[tuple[list[Resolved], Sealed]]:
        """What each transaction is to append, in order, once everything is sealed."""
        pairs = [pair for part in self._sealing for pair in await part]
        self._sealing.clear()
        pairs.sort(key=lambda pair: pair[1].tokens[-1])
        starts = range(0, len(pairs), ROWS_A_TRANSACTION)
        return (self._part(pairs[start : start + ROWS_A_TRANSACTION]) for start in starts)

    async def drop(self) -> None:
        """Ends what is still being sealed: it won't be filed."""
        for task in self._sealing:
            task.cancel()
        await asyncio.gather(*self._sealing, return_exceptions=True)

    def _part(self, pairs: Sealed) -> tuple[list[Resolved], Sealed]:
        return [self._resolved[row] for row, _ in pairs], pairs


class FilingUnderWay:
    """At most one filing at a time; meanwhile the next rows are gathered.

    Attributes:
        rows: about how many a window holds.
        gathering: the window that takes rows at present.
        is_stopped: whoever files ends after the transaction that it is in.
    """

    def __init__(self) -> None:
        self.rows = ROWS_A_TRANSACTION
        self.gathering: FilingWindow | None = None
        self.is_stopped = False
        self._task: asyncio.Task[None] | None = None

    def gather(self, sheet: str) -> FilingWindow:
        """The window that takes rows, a new one if there is none."""
        if self.gathering is None:
            self.gathering = FilingWindow(sheet, self.rows)
        return self.gathering

    async def begin(self, filing: Callable[[], Coroutine[None, None, None]]) -> None:
        """Starts `filing` once the one before it has ended well; raises what that one did."""
        await self.end()
        self._task = asyncio.create_task(filing())

    async def end(self) -> None:
        """Waits for it, and raises what it raises.

        Shielded: who is interrupted is told how much was filed, so a transaction that has begun ends first.
        """
        if self._task is not None:
            await asyncio.shield(self._task)

    async def stop(self) -> None:
        """Lets it end early, waits, and drops what was being gathered; of no effect on what has ended."""
        self.is_stopped = True
        waiting: list[Awaitable[None]] = [] if self._task is None else [self._task]
        await asyncio.gather(*waiting, return_exceptions=True)
        if self.gathering is not None:
            await self.gathering.drop()
