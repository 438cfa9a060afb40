"""At most so many in any stretch of time, over all callers."""

from collections import deque
from datetime import datetime, timedelta

from federation.clock import Clock


class RateLimit:
    """Counts what was let pass in a sliding window."""

    def __init__(self, clock: Clock, *, at_most: int, window: timedelta) -> None:
        self._clock = clock
        self._at_most = at_most
        self._window = window
        self._recent: deque[datetime] = deque()

    def take(self) -> bool:
        """Whether one more may pass; it is counted if so."""
        now = self._clock.now()
        while self._recent and self._recent[0] <= now - self._window:
            self._recent.popleft()
        # Counted while the clock was ahead: they would hold callers up until that time comes.
        while self._recent and self._recent[-1] > now:
            self._recent.pop()
        if len(self._recent) >= self._at_most:
            return False
        self._recent.append(now)
        return True
