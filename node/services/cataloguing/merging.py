"""Merging units' own categories into others: what is published stays, later catalogues say the other one.

Source: 浙学银〔2019〕2号, section 4, item 3.
"""

from collections.abc import Mapping

import msgspec

from adapters.codelist import fold_label
from federation.errors import CatalogueRefused
from federation.model.catalogue_parts import MAX_LABEL_CHARS
from node.model.access import Actor, Duty
from node.model.case import Case
from node.model.category_merge import CURRENT, KIND, CategoryMerge
from node.model.rights import require_at_centre
from node.ports.organisation import Cases
from node.services.casework import Casework
from node.services.organisation.units import UnitService
from node.services.personal_numbers import has_personal_number


class CategoryMerging:
    """The provincial centre's decisions on units' own categories."""

    def __init__(self, *, casework: Casework, cases: Cases, units: UnitService) -> None:
        self._casework = casework
        self._cases = cases
        self._units = units

    async def merge(self, wording: str, into: str, *, actor: Actor) -> Case:
        """Merges a wording into a category; of several decisions on one wording the newest counts.

        Raises:
            CatalogueRefused: ``category``.
            ActorRefused: not the duty of cataloguing at the provincial centre.
        """
        require_at_centre(actor, Duty.CATALOGUING)
        for text in (wording, into):
            if not text.strip() or len(text) > MAX_LABEL_CHARS or not text.isprintable():
                raise CatalogueRefused(reason="category")
        if has_personal_number(into):
            raise CatalogueRefused(reason="personal-number")
        if fold_label(wording) == fold_label(into):
            raise CatalogueRefused(reason="category")
        body = msgspec.json.encode(CategoryMerge(wording=wording.strip(), into=into.strip()))
        return await self._casework.open(body, unit=await self._units.root(), actor=actor, duty=Duty.CATALOGUING)

    async def merged(self) -> list[CategoryMerge]:
        """All decisions, oldest first."""
        return await _decisions(self._cases)


async def merged_categories(cases: Cases) -> Mapping[str, str]:
    """Folded wording → category instead of it."""
    return {fold_label(one.wording): one.into for one in await _decisions(cases)}


async def _decisions(cases: Cases) -> list[CategoryMerge]:
    found = await cases.list_of(KIND, states=(CURRENT,))
    return [msgspec.json.decode(one.body, type=CategoryMerge) for one in found]
