"""How fresh each branch's part of an answer is: said for every rostered branch.

Source: DESIGN section 6, invariant 8.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from federation.clock import Clock
from federation.trust.roster import LogEnd
from node.model.records import LogState
from node.ports.logs import LogCopies, OwnLog
from node.ports.rosters import RosterHolder


class FreshnessStatus(StrEnum):
    """What may be concluded from a branch's part."""

    FRESH = "fresh"
    STALE = "stale"
    NEVER_SYNCED = "never synced"
    QUARANTINED = "quarantined"


class BranchFreshness(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One branch's part: `as_of` is the branch's own time, `behind` counts entries known of and not held."""

    branch: str
    status: FreshnessStatus
    as_of: datetime | None
    behind: int


class Freshness:
    """Tells it from the logs held."""

    def __init__(
        self,
        *,
        own_branch: str,
        own_log: OwnLog,
        copies: LogCopies,
        rosters: RosterHolder,
        clock: Clock,
        stale_after: timedelta,
    ) -> None:
        self._own_branch = own_branch
        self._own_log = own_log
        self._copies = copies
        self._rosters = rosters
        self._clock = clock
        self._stale_after = stale_after

    async def of_all(self) -> tuple[BranchFreshness, ...]:
        """Every rostered branch, by code, whether anything is held of it or not."""
        return await self.told_by(await self._copies.states())

    async def of_branch(self, code: str) -> BranchFreshness:
        """The same of one branch. Raises `NotInRoster`."""
        self._rosters.current.branch(code)
        return {one.branch: one for one in await self.of_all()}[code]

    async def told_by(self, states: Sequence[LogState]) -> tuple[BranchFreshness, ...]:
        """The same, from logs' states that were read already."""
        now = self._clock.now()
        by_branch = {state.branch: state for state in states}
        return tuple(
            [
                await self._of(one.code, by_branch.get(one.code), now, one.closed)
                for one in self._rosters.current.branches
            ]
        )

    async def _of(self, branch: str, state: LogState | None, now: datetime, closed: LogEnd | None) -> BranchFreshness:
        if state is None:
            return BranchFreshness(branch=branch, status=FreshnessStatus.NEVER_SYNCED, as_of=None, behind=0)
        if branch == self._own_branch:
            return await self._own(state, now)
        # A record whose private part was withheld is known of and can't be found: it is said like a missing one.
        behind = state.highest_size - state.size + state.withheld
        # An origin's clock may run ahead; nothing is known of the future.
        as_of = min(state.as_of, now) if state.as_of is not None else None
        if closed is not None and (state.size, state.root) == (closed.size, closed.root) and not state.withheld:
            # Nothing more comes: what is held is all that there will ever be to say.
            return BranchFreshness(branch=branch, status=FreshnessStatus.FRESH, as_of=now, behind=0)
        if state.quarantined_at is not None:
            status = FreshnessStatus.QUARANTINED
        elif as_of is None:
            status = FreshnessStatus.NEVER_SYNCED
        elif behind or now - as_of > self._stale_after:
            status = FreshnessStatus.STALE
        else:
            status = FreshnessStatus.FRESH
        return BranchFreshness(branch=branch, status=status, as_of=as_of, behind=behind)

    async def _own(self, state: LogState, now: datetime) -> BranchFreshness:
        lost = self._own_log.behind_at(state.size)
        if lost is not None:
            # Perhaps another process appended since the state was read: then the mark alone is ahead of it.
            lost = await self._own_log.behind()
        if lost is None and not state.withheld:
            return BranchFreshness(branch=state.branch, status=FreshnessStatus.FRESH, as_of=now, behind=0)
        # Recovering: part of the own log is still with the peers.
        behind = (lost or 0) + state.withheld
        return BranchFreshness(branch=state.branch, status=FreshnessStatus.STALE, as_of=state.as_of, behind=behind)
