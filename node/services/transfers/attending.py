"""Doing whatever the branch owes in transfers, on either side, until nothing is owed that can be done now.

Called whenever something has arrived, and by the clock: which of the two makes no difference but time.

Source: DESIGN section 7; RELIABILITY 14.
"""

import asyncio

import structlog

from node.services.transfers.answering import AnsweringService
from node.services.transfers.closing import RosterFollowing
from node.services.transfers.deciding import DecidingService
from node.services.transfers.ending import EndingService

log = structlog.get_logger()
MAX_ROUNDS = 50
"""Each does a batch; whatever is left is done at the next call."""


class TransferAttendant:
    """One at a time in a process; of several processes each finds what the others left."""

    def __init__(
        self,
        *,
        roster: RosterFollowing,
        answering: AnsweringService,
        deciding: DecidingService,
        ending: EndingService,
    ) -> None:
        self._roster = roster
        self._answering = answering
        self._deciding = deciding
        self._ending = ending
        self._turn = asyncio.Lock()

    async def attend(self) -> int:
        """Writes what is owed; how many steps that were.

        Raises:
            Recovering, StorageFull, DatabaseUnavailable: it is to be tried again later.
            KeyNotValidAtSize: the own branch was closed by the roster: nothing is written any more.
        """
        async with self._turn:
            await self._roster.follow()
            total = 0
            for _ in range(MAX_ROUNDS):
                # What is over first: it writes nothing to the log, and holds where nothing can be written.
                done = (
                    await self._ending.settle_due()
                    + await self._answering.answer_owed()
                    + await self._deciding.decide_due()
                    + await self._ending.reverse_due()
                )
                total += done
                if not done:
                    break
            if total:
                log.info("transfers-attended", steps=total)
            return total

    async def expire(self) -> int:
        """Withdraws what has expired; how many transfers those were."""
        async with self._turn:
            return await self._ending.expire_due()
