"""When to ask a peer again: longer after each failure, never all at the same moment.

Pure: time and chance are handed in.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from node.model.records import SourceState

FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(seconds=10)
"""With chance at most a round's usual interval: a peer that is back is asked within two rounds."""
QUARANTINE = timedelta(minutes=10)


def fresh_source(branch: str) -> SourceState:
    """A peer of which nothing is known yet."""
    return SourceState(branch=branch, failures=0, retry_at=None, heard_at=None, quarantined_at=None, reason="")


def after_success(state: SourceState, now: datetime) -> SourceState:
    """The peer answered and what it said held."""
    return replace(state, failures=0, retry_at=None, heard_at=now, quarantined_at=None, reason="")


def after_failure(state: SourceState, now: datetime, *, reason: str, chance: float) -> SourceState:
    """The peer couldn't be reached: ask again after 1 s, 2 s, 4 s … at most 10 s, times 0.5 to 1.5.

    Args:
        state: as it was.
        now: the present.
        reason: an error code.
        chance: uniform in [0, 1).
    """
    return replace(state, failures=state.failures + 1, retry_at=now + wait_after(state.failures, chance), reason=reason)


def wait_after(failures: int, chance: float) -> timedelta:
    """How long to wait after so many failures in a row, `chance` uniform in [0, 1)."""
    wait: timedelta = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(failures, 10)) * (0.5 + chance)
    return wait


def after_fault(state: SourceState, now: datetime, *, reason: str) -> SourceState:
    """What the peer said can't be right: it isn't asked for ten minutes, and an alarm is due."""
    return replace(state, failures=state.failures + 1, retry_at=now + QUARANTINE, quarantined_at=now, reason=reason)


def may_ask(state: SourceState, now: datetime) -> bool:
    """Whether it is time to ask that peer."""
    return state.retry_at is None or state.retry_at <= now
