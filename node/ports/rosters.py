"""The roster that holds now."""

from collections.abc import Sequence
from typing import Protocol

from federation.trust.roster import Roster


class RosterHolder(Protocol):
    """The roster that holds now, and its chain."""

    @property
    def current(self) -> Roster:
        """The current version, at hand without input or output."""
        ...

    def versions_after(self, version: int) -> Sequence[bytes]:
        """Later versions as signed."""
        ...

    def apply(self, data: bytes) -> Roster:
        """Goes on to the next version, kept durably."""
        ...

    def refresh(self) -> bool:
        """Takes in what another process applied; whether anything was new."""
        ...
