"""One figure told twice, by two sources that don't know each other."""

from collections.abc import Sized
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """One figure told twice."""

    what: str
    left: object
    right: object

    @property
    def agrees(self) -> bool:
        """Whether both are the same."""
        return self.left == self.right

    @property
    def told(self) -> str:
        """Both figures in words: numbers as they are, of collections how many they are."""
        left, right = _size(self.left), _size(self.right)
        return (
            f": {left:,} = {right:,}"
            if self.agrees
            else f": {left:,} ({self.left!r:.2000}), {right:,} ({self.right!r:.2000})"
        )


def pair(what: str, left: object, right: object) -> Reconciled:
    """`left` is what the node says, `right` what the plan comes to."""
    return Reconciled(what=what, left=left, right=right)


def _size(figure: object) -> int:
    if isinstance(figure, int):
        return int(figure)
    return len(figure) if isinstance(figure, Sized) else 0
