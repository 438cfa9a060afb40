"""Whether all that was ever booked adds up, and whether it is what the log says of the transfers.

Source: RELIABILITY 17; `node.model.credit_by_log`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from node.model.access import Actor
from node.model.credit import CreditFault, Posting, Tally, credit_faults, credit_lines, tally
from node.model.credit_by_log import missing_postings, unfounded_postings
from node.model.rights import require_some_duty
from node.ports.credit import CreditPostings
from node.ports.transfers import Transfers

MAX_FAULTS = 100
TRANSFERS_A_LOOK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditCheck:
    """Whether everything that was booked adds up. At most `MAX_FAULTS` faults are told, `fault_count` is of all.

    Attributes:
        tally: what was granted in all, and what became of it.
        lines: how many grants there are.
        transfers: how many transfers into this branch the postings were held against.
        faults: in no particular order.
        fault_count: how many there are.
    """

    tally: Tally
    lines: int
    transfers: int
    faults: tuple[CreditFault, ...]
    fault_count: int

    @property
    def holds(self) -> bool:
        """Whether it does."""
        return self.tally.is_conserved and not self.fault_count


@dataclass(slots=True)
class _Found:
    faults: list[CreditFault] = field(default_factory=list)
    count: int = 0

    def add(self, faults: Sequence[CreditFault]) -> None:
        self.count += len(faults)
        self.faults += faults[: MAX_FAULTS - len(self.faults)]


class CreditChecking:
    """Checks; changes nothing, and shows nobody's credit."""

    def __init__(self, *, branch: str, postings: CreditPostings, transfers: Transfers) -> None:
        """Prepares it.

        Args:
            branch: code of the own branch.
            postings: those that are committed.
            transfers: as their entries say them.
        """
        self._branch = branch
        self._postings = postings
        self._transfers = transfers

    async def check(self, *, actor: Actor) -> CreditCheck:
        """Adds up everything that was ever booked, and holds it against the log, a bounded part at a time.

        Raises:
            ActorRefused: no duty at all.
        """
        require_some_duty(actor)
        whole, lines, found = Tally(), 0, _Found()
        async for postings in self._postings.batches():
            of_batch = credit_lines(postings)
            lines += len(of_batch)
            whole = _sum(whole, tally(of_batch))
            found.add(credit_faults(postings))
            found.add(await self._unfounded(postings))
        transfers = await self._look_for_missing(found)
        return CreditCheck(
            tally=whole, lines=lines, transfers=transfers, faults=tuple(found.faults), fault_count=found.count
        )

    async def _unfounded(self, postings: Sequence[Posting]) -> list[CreditFault]:
        booked = _by_transfer(postings)
        stored = await self._transfers.find_all([(self._branch, index) for index in booked])
        by_index = {one.transfer.request.index: one.transfer for one in stored}
        return [fault for index, some in booked.items() for fault in unfounded_postings(some, by_index.get(index))]

    async def _look_for_missing(self, found: _Found) -> int:
        count, after = 0, -1
        while page := await self._transfers.requested_by(self._branch, TRANSFERS_A_LOOK, after=after):
            count += len(page)
            indexes = [one.transfer.request.index for one in page]
            after = indexes[-1]
            settled = await self._transfers.settled(self._branch, indexes)
            booked = _by_transfer(await self._postings.of_transfers(indexes[0], after))
            for index, stored in zip(indexes, page, strict=True):
                found.add(missing_postings(booked.get(index, ()), stored.transfer, is_settled=index in settled))
        return count


def _by_transfer(postings: Iterable[Posting]) -> dict[int, list[Posting]]:
    found: dict[int, list[Posting]] = defaultdict(list)
    for one in postings:
        found[one.transfer].append(one)
    return found


def _sum(one: Tally, other: Tally) -> Tally:
    added = {name: getattr(one, name) + getattr(other, name) for name in one.__struct_fields__}
    return msgspec.structs.replace(one, **added)
