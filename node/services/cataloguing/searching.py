"""Looking into published catalogues, of any branch: they are public, so nobody is asked who they are.

Every answer says how fresh each branch's part of it is.

Source: 浙学银〔2019〕2号, section 3, item 2; DESIGN section 6, invariant 8.
"""

from collections.abc import Sequence

import msgspec

from federation.errors import IntegrityBroken, NotHere
from federation.model.catalogue_parts import CataloguePart
from node.model.catalogue import CatalogueLine, CatalogueQuery, EditionPlace
from node.ports.catalogue import Catalogue
from node.ports.rosters import RosterHolder
from node.services.cataloguing.publishing import PublishedEdition, whole_of
from node.services.looking.freshness import BranchFreshness, Freshness

MAX_RESULTS = 500


class CatalogueAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What was found.

    Attributes:
        lines: by branch, area, quarter and place.
        has_more: whether there are further ones after them.
        freshness: of each branch that was asked.
    """

    lines: tuple[CatalogueLine, ...]
    has_more: bool
    freshness: tuple[BranchFreshness, ...]


class CatalogueSearch:
    """Own and copied catalogues."""

    def __init__(self, *, branch: str, catalogue: Catalogue, rosters: RosterHolder, freshness: Freshness) -> None:
        self._branch = branch
        self._catalogue = catalogue
        self._rosters = rosters
        self._freshness = freshness

    async def search(
        self, query: CatalogueQuery, *, branches: Sequence[str] = (), limit: int = 50, offset: int = 0
    ) -> CatalogueAnswer:
        """Projects of current editions.

        Args:
            query: what fits.
            branches: codes; all if none.
            limit: 1 to `MAX_RESULTS`; more is cut to that.
            offset: how many to pass over.

        Raises:
            NotInRoster: there is no such branch.
            IntegrityBroken: what is stored isn't what a branch signed.
        """
        asked = [self._rosters.current.branch(code).code for code in branches]
        freshness = [one for one in await self._freshness.of_all() if not asked or one.branch in asked]
        limit = max(1, min(limit, MAX_RESULTS))
        found = await self._catalogue.search(
            [int(one.branch) for one in freshness], query, limit=limit + 1, offset=max(0, offset)
        )
        return CatalogueAnswer(lines=tuple(found[:limit]), has_more=len(found) > limit, freshness=tuple(freshness))

    async def editions(self, *, branch: str = "", area: str = "", with_superseded: bool = False) -> list[EditionPlace]:
        """A branch's editions (the own one's if ""), of an area or all. Raises as `search`."""
        return await self._catalogue.editions(self._log_id(branch), area=area, with_superseded=with_superseded)

    async def edition(
        self, area: str, first: int, last: int, *, branch: str = "", number: int | None = None
    ) -> PublishedEdition:
        """One edition whole, the current one unless its number is said.

        Raises:
            NotHere: there is none, or it didn't arrive yet.
            NotInRoster, IntegrityBroken: as `search`.
        """
        log_id = self._log_id(branch)
        for one in await self._catalogue.editions(log_id, area=area, with_superseded=True):
            is_asked = one.is_current if number is None else one.edition == number
            if is_asked and (one.first_quarter, one.last_quarter) == (first, last):
                parts = await self._catalogue.parts(log_id, one.indexes)
                whole = whole_of([held.part for held in parts])
                return PublishedEdition(whole=whole, indexes=one.indexes, is_new=False)
        raise NotHere(what="catalogue edition")

    async def freshness(self, branch: str = "") -> BranchFreshness:
        """Of one branch's part (the own one's if ""): asked for before it is looked into. Raises `NotInRoster`."""
        return await self._freshness.of_branch(self._rosters.current.branch(branch or self._branch).code)

    async def included(self, whole: CataloguePart, *, branch: str = "") -> list[CataloguePart]:
        """The counties' editions that a province's catalogue names, each in one piece.

        Raises:
            IntegrityBroken: an entry isn't the one that it names, or didn't stay.
            NotInRoster: as `search`.
        """
        held = await self._catalogue.parts(self._log_id(branch), [one.index for one in whole.includes])
        by_index = {one.index: one for one in held}
        found: dict[tuple[str, int], list[CataloguePart]] = {}
        for one in whole.includes:
            named = by_index.get(one.index)
            if named is None or named.leaf_hash != one.leaf_hash:
                raise IntegrityBroken(what=f"entry {one.index}")
            found.setdefault((one.area, named.part.first_quarter), []).append(named.part)
        return [whole_of(parts) for parts in found.values()]

    async def of_project(self, code: str, *, branch: str = "") -> CatalogueLine:
        """A project in its current edition. Raises `NotHere`, and as `search`."""
        found = await self._catalogue.find(self._log_id(branch), [code])
        if code not in found:
            raise NotHere(what="catalogue edition")
        return found[code]

    def _log_id(self, branch: str) -> int:
        return int(self._rosters.current.branch(branch or self._branch).code)
