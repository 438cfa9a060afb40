"""Following the roster: a log that it closed ends there for all transfers, once that very history is held to its end.

Done before anything that is owed: what such a log owed is over, and what it was given beyond its end counts nowhere.

Source: DESIGN section 7; docs/adr/0020.
"""

from collections.abc import Callable, Mapping

import structlog

from federation.trust.roster import LogEnd
from node.ports.logs import LogCopies, OwnLog
from node.ports.transfers import Transfers

log = structlog.get_logger()


class RosterFollowing:
    """Takes note of closed logs; where there is no news it reads and writes nothing."""

    def __init__(
        self,
        *,
        own_log: OwnLog,
        transfers: Transfers,
        copies: LogCopies,
        closed: Callable[[], Mapping[str, LogEnd]],
    ) -> None:
        """Prepares it.

        Args:
            own_log: for units of work.
            transfers: what is committed.
            copies: how far every log is held.
            closed: origin → where it ended, of the logs that the roster closed.
        """
        self._own_log = own_log
        self._transfers = transfers
        self._copies = copies
        self._closed = closed
        self._other_histories: set[str] = set()

    async def follow(self) -> None:
        """Takes note of what the roster closed and is held here to that end.

        Raises:
            Recovering, StorageFull, DatabaseUnavailable: it is to be tried again later.
        """
        ends = self._closed()
        if not ends:
            return
        noted = await self._transfers.closed_logs()
        sizes = {one.origin: one.size for one in await self._copies.states()}
        news = {
            origin
            for origin, end in ends.items()
            if origin not in noted and origin not in self._other_histories and sizes.get(origin, -1) >= end.size
        }
        if not news:
            return
        async with self._own_log.change() as change:
            noted = await change.transfers.close_logs(ends)
        for origin in sorted(news - noted):
            # Neither it nor its transfers can be ended here: nothing is final that rests on it.
            log.error("closed-log-held-otherwise", origin=origin)
            self._other_histories.add(origin)
