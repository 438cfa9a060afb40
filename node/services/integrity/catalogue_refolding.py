"""Folding a log's catalogues anew from its entries, to hold what they are found by against it.

A deposit is matched and a catalogue searched by what is noted, and nothing is signed over that.
Source: DESIGN section 2 (projections can be rebuilt); RELIABILITY 5.
"""

from collections.abc import Iterable, Sequence

from federation.errors import CreditBankError
from federation.model.catalogue import parse_catalogue
from federation.model.catalogue_editions import AreaEditions, Edition, fold_part, is_of_branch, part_facts
from federation.model.catalogue_parts import CataloguePart
from federation.model.entry import Entry, Kind, parse_header
from node.model.catalogue import CURRENT, SUPERSEDED, WAITING, noted_part
from node.ports.logs import LogCopies

BATCH = 2_000


class CatalogueRefolding:
    """What the entries of one log make of its catalogues, as far as they were given."""

    def __init__(self, copies: LogCopies, origin: str, branch: str) -> None:
        self._copies = copies
        self._origin = origin
        self._branch = branch
        self._size = 0
        self._areas: dict[str, AreaEditions] = {}
        self._ever: set[int] = set()
        self._stored: dict[int, str] = {}

    async def add(self, entries: Sequence[Entry]) -> list[int]:
        """Folds the entries that follow those given before; returns those whose noted content isn't theirs."""
        start, self._size = self._size, self._size + len(entries)
        published = {
            index: part
            for index, one in enumerate(entries, start)
            if (part := _published(one)) is not None and is_of_branch(part.area, self._branch)
        }
        for index, part in published.items():
            editions = fold_part(self._areas.get(part.area, AreaEditions()), part_facts(index, part, self._branch))
            self._areas[part.area] = editions
            # Only this part can have made its range's edition current.
            made = editions.current.get((part.first_quarter, part.last_quarter))
            self._ever |= set() if made is None else set(made.indexes)
        noted = await self._copies.noted_catalogues(self._origin, start, len(entries))
        self._stored |= {index: state for index, (state, _) in noted.items()}
        return [
            index
            for index, (_, held) in noted.items()
            if index not in published or held != noted_part(published[index])
        ]

    async def differing(self) -> list[int]:
        """Leaf indexes, among the entries given, that are noted to count otherwise than the entries say."""
        found = self._compare()
        # The log may have grown meanwhile: what came since may be what the stored state follows from.
        while found and await self._catch_up():
            await self._read_again(found)
            found = self._compare()
        return found

    def _compare(self) -> list[int]:
        states = dict.fromkeys(self._ever, SUPERSEDED)
        for editions in self._areas.values():
            states |= dict.fromkeys(_indexes(editions.waiting.values()), WAITING)
            states |= dict.fromkeys(_indexes(editions.current.values()), CURRENT)
        return sorted({index for index, _ in states.items() ^ self._stored.items()})

    async def _catch_up(self) -> bool:
        entries = await self._copies.entries(self._origin, self._size, BATCH)
        await self.add(entries)
        return bool(entries)

    async def _read_again(self, indexes: Sequence[int]) -> None:
        for index in indexes:
            noted = await self._copies.noted_catalogues(self._origin, index, 1)
            self._stored.pop(index, None)
            self._stored |= {at: state for at, (state, _) in noted.items()}


def _published(one: Entry) -> CataloguePart | None:
    try:
        header = parse_header(one.header)
        return parse_catalogue(header.plain_body) if header.kind == Kind.CATALOGUE_PUBLISHED else None
    except CreditBankError:
        return None


def _indexes(editions: Iterable[Edition]) -> list[int]:
    return [index for edition in editions for index in edition.indexes]
