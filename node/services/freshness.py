"""How fresh each branch's part of an answer is: said for every rostered branch.

Source: DESIGN section 6, invariant 8.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from federation.clock import Clock
from node.model.records import LogState
from node.ports import LogCopies, RosterHolder


class FreshnessStatus(StrEnum):
    """What may be concluded from a branch's part."""

    FRESH = "fresh"
    STALE = "stale"
    NEVER_SYNCED = "never synced"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchFreshness:
    """One branch's part: `as_of` is the branch's own time, `behind` counts entries known of and not held."""

    branch: str
    status: FreshnessStatus
    as_of: datetime | None
    behind: int


class Freshness:
    """Tells it from the logs held."""

    def __init__(
        self, *, own_branch: str, copies: LogCopies, rosters: RosterHolder, clock: Clock, stale_after: timedelta
    ) -> None:
        self._own_branch = own_branch
        self._copies = copies
        self._rosters = rosters
        self._clock = clock
        self._stale_after = stale_after

    async def of_all(self) -> tuple[BranchFreshness, ...]:
        """Every rostered branch, by code, whether anything is held of it or not."""
        return self.told_by(await self._copies.states())

    def told_by(self, states: Sequence[LogState]) -> tuple[BranchFreshness, ...]:
        """The same, from logs' states that were read already."""
        now = self._clock.now()
        by_branch = {state.branch: state for state in states}
        return tuple(self._of(one.code, by_branch.get(one.code), now) for one in self._rosters.current.branches)

    def _of(self, branch: str, state: LogState | None, now: datetime) -> BranchFreshness:
        if branch == self._own_branch:
            return BranchFreshness(branch=branch, status=FreshnessStatus.FRESH, as_of=now, behind=0)
        if state is None:
            return BranchFreshness(branch=branch, status=FreshnessStatus.NEVER_SYNCED, as_of=None, behind=0)
        behind = state.highest_size - state.size
        # An origin's clock may run ahead; nothing is known of the future.
        as_of = min(state.as_of, now) if state.as_of is not None else None
        if state.quarantined_at is not None:
            status = FreshnessStatus.QUARANTINED
        elif as_of is None:
            status = FreshnessStatus.NEVER_SYNCED
        elif behind or now - as_of > self._stale_after:
            status = FreshnessStatus.STALE
        else:
            status = FreshnessStatus.FRESH
        return BranchFreshness(branch=branch, status=status, as_of=as_of, behind=behind)
