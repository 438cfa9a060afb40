"""Which transfers' credit for an achievement was taken back for what was wrong with the decision or the person's word.

Credit that a person gave up, or that went with a revoked achievement, says nothing against granting it again.

Source: DESIGN section 7 (Reversed).
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from federation.model.reason import ReversalReason
from node.model.transfer import TakenBackCredit

WRONG = (ReversalReason.DECIDED_IN_ERROR, ReversalReason.FRAUD)


class Reversals(Protocol):
    """Finds what was taken back."""

    async def reversals(
        self, achievements: Collection[tuple[str, bytes]]
    ) -> Mapping[tuple[str, bytes], Sequence[TakenBackCredit]]:
        """Credit for achievements that any branch took back, by (branch code, achievement id of 16 bytes)."""
        ...


async def taken_back(
    transfers: Reversals, branch: str, records: Mapping[int, Collection[bytes]]
) -> Mapping[int, tuple[str, ...]]:
    """References of those transfers, by leaf index of the achievement in a branch's log.

    Args:
        transfers: of the unit of work that decides, or of one that only asks.
        branch: code of the branch whose achievements they are.
        records: leaf index → the ids, 16 bytes each, of all records that tell of that achievement.
    """
    found = await transfers.reversals({(branch, identity) for ids in records.values() for identity in ids})
    return {
        index: tuple(
            sorted(
                {one.transfer for identity in ids for one in found.get((branch, identity), ()) if one.reason in WRONG}
            )
        )
        for index, ids in records.items()
    }
