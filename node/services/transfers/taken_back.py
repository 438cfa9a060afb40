"""Which transfers' credit for an achievement was taken back for what was wrong with the decision or the person's word.

Credit that a person gave up, or that went with a revoked achievement, says nothing against granting it again.

Source: DESIGN section 7 (Reversed).
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from federation.model.reason import ReversalReason
from node.model.transfer import Reversal

WRONG = (ReversalReason.DECIDED_IN_ERROR, ReversalReason.FRAUD)


class Reversals(Protocol):
    """Finds what was taken back."""

    async def reversals(self, branch: str, indexes: Collection[int]) -> Mapping[int, Sequence[Reversal]]:
        """Credit for an achievement that any branch took back, by leaf index of one of the achievement's entries."""
        ...


async def taken_back(transfers: Reversals, branch: str, indexes: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """References of those transfers, by leaf index in a branch's log."""
    found = await transfers.reversals(branch, indexes)
    return {index: tuple(one.transfer for one in told if one.reason in WRONG) for index, told in found.items()}
