"""Folding a log anew from its entries, to hold the stored standing against it.

The projection is what a lookup shows, and nothing is signed over it: only the entries say
what it ought to be. Source: DESIGN section 2 (projections can be rebuilt); RELIABILITY 5.
"""

from collections.abc import Sequence

from federation.errors import CreditBankError
from federation.model.entry import Citation, Entry, Header, parse_header
from federation.model.standing import CitedEntry, Status, fold, is_well_formed
from federation.tlog.hashing import leaf_hash
from node.ports.logs import LogCopies

BATCH = 2_000


class Refolding:
    """What the entries of one log make of each other, as far as they were given."""

    def __init__(self, copies: LogCopies, origin: str) -> None:
        self._copies = copies
        self._origin = origin
        self._size = 0
        self._statuses: dict[int, Status] = {}

    async def add(self, entries: Sequence[Entry]) -> None:
        """Folds the entries that follow those given before."""
        start, self._size = self._size, self._size + len(entries)
        for index, one in enumerate(entries, start):
            header = _header(one.header)
            if header is None or not header.cites:
                continue
            cited = {cite: await self._cited(cite, index) for cite in header.cites}
            self._statuses |= fold(self._origin, index, header, cited.get)

    async def differing(self) -> list[int]:
        """Leaf indexes, among the entries given, whose stored standing is another than the entries say."""
        found = await self._compare(range(self._size))
        # The log may have grown meanwhile: what came since may be what the stored standing follows from.
        while found and await self._catch_up():
            found = await self._compare(found)
        return found

    async def _compare(self, indexes: Sequence[int]) -> list[int]:
        found: list[int] = []
        for start in range(0, len(indexes), BATCH):
            some = indexes[start : start + BATCH]
            stored = await self._copies.statuses(self._origin, some)
            found += [index for index in some if stored.get(index) is not self._statuses.get(index)]
        return found

    async def _catch_up(self) -> bool:
        entries = await self._copies.entries(self._origin, self._size, BATCH)
        await self.add(entries)
        return bool(entries)

    async def _cited(self, cite: Citation, index: int) -> CitedEntry | None:
        if cite.origin != self._origin or cite.index >= index:
            return None
        data = await self._copies.header(self._origin, cite.index)
        header = _header(data)
        return CitedEntry(
            kind=header.kind if header is not None and is_well_formed(header) else -1,
            status=self._statuses.get(cite.index, Status.VALID),
            achievement_id=header.achievement_id if header is not None else b"",
            leaf_hash=leaf_hash(data),
            has_private_part=bool(header is not None and header.private_digest),
        )


def _header(data: bytes) -> Header | None:
    try:
        return parse_header(data)
    except CreditBankError:
        return None
