"""How replication stands: every log, every source, and whether this branch may sign."""

from dataclasses import dataclass

from node.model.records import LogState, SourceState
from node.ports.logs import LogCopies, OwnLog
from node.services.looking.freshness import BranchFreshness, Freshness


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """The state of replication.

    Attributes:
        branches: each branch's freshness.
        logs: how far each log is held.
        sources: how each peer does as a source.
        recovering: None if this branch may sign; else how many own entries it lacks (0: not known).
        withheld: private parts, by branch, that no source gave yet.
    """

    branches: tuple[BranchFreshness, ...]
    logs: tuple[LogState, ...]
    sources: tuple[SourceState, ...]
    recovering: int | None
    withheld: dict[str, int]


class SyncStatus:
    """Reports it."""

    def __init__(self, *, own_log: OwnLog, copies: LogCopies, freshness: Freshness) -> None:
        self._own_log = own_log
        self._copies = copies
        self._freshness = freshness

    async def report(self) -> SyncReport:
        """The state now, from this node's own database."""
        logs = tuple(await self._copies.states())
        return SyncReport(
            branches=await self._freshness.of_all(),
            logs=logs,
            sources=tuple(await self._copies.sources()),
            recovering=await self._own_log.behind(),
            withheld={one.branch: len(await self._copies.withheld(one.origin)) for one in logs},
        )
