"""Transfers that this branch takes part in and that nobody has ended for long: how many, and who owes the next step.

Of each branch's requests the unfinished ones are looked at, the oldest first, until none of a batch is old.

Source: DESIGN section 7; RELIABILITY 14.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from federation.clock import Clock
from federation.transfer.entries import parse_request
from federation.transfer.states import Side
from node.model.transfer import StoredTransfer
from node.ports.rosters import RosterHolder
from node.ports.transfers import Transfers

STUCK_AFTER = timedelta(days=30)
BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckCount:
    """What has been open for longer than `STUCK_AFTER`.

    Attributes:
        transfers: how many transfers.
        owed_by: branch → in how many of them it owes a step.
    """

    transfers: int
    owed_by: Mapping[str, int]


class StuckTransfers:
    """Counts them."""

    def __init__(self, *, branch: str, transfers: Transfers, rosters: RosterHolder, clock: Clock) -> None:
        self._branch = branch
        self._transfers = transfers
        self._rosters = rosters
        self._clock = clock

    async def count(self) -> StuckCount:
        """Counts them now."""
        before = self._clock.now() - STUCK_AFTER
        count, owed_by = 0, Counter[str]()
        for asking in self._rosters.current.branches:
            after = -1
            while page := await self._transfers.owed_by_receiving(asking.code, BATCH, after=after):
                after = page[-1].transfer.request.index
                old = [one for one in page if _requested_before(one, before)]
                mine = [one for one in old if self._branch in (one.receiving, one.sending)]
                count += len(mine)
                for stored in mine:
                    owed_by.update(_owing(stored))
                if not old:
                    break
        return StuckCount(transfers=count, owed_by=dict(sorted(owed_by.items())))


def _requested_before(stored: StoredTransfer, moment: datetime) -> bool:
    request = stored.transfer.request
    return parse_request(request.plain_body, len(request.achievements)).requested_at < moment


def _owing(stored: StoredTransfer) -> set[str]:
    by_side = {Side.RECEIVING: stored.receiving, Side.SENDING: stored.sending}
    return {by_side[side] for item in stored.transfer.items if (side := item.next_side) is not None}
