"""Published catalogues of all logs, and the serial numbers that codes are made of."""

from collections.abc import Sequence
from typing import Protocol

from node.model.catalogue import CatalogueLine, CatalogueQuery, EditionPlace, HeldPart


class Catalogue(Protocol):
    """Projects and editions, own and copied; of projects only those in editions that count."""

    async def find(self, log_id: int, project_codes: Sequence[str]) -> dict[str, CatalogueLine]:
        """By project code."""
        ...

    async def of_units(self, log_id: int, unit_codes: Sequence[str], limit: int) -> list[CatalogueLine]:
        """Of these units, the newest first."""
        ...

    async def search(
        self, log_ids: Sequence[int], query: CatalogueQuery, *, limit: int, offset: int = 0
    ) -> list[CatalogueLine]:
        """Whatever fits, by log, area, quarter and place."""
        ...

    async def editions(self, log_id: int, *, area: str = "", with_superseded: bool = False) -> list[EditionPlace]:
        """Whole editions of an area, or of all, by area, quarters and number."""
        ...

    async def parts(self, log_id: int, indexes: Sequence[int]) -> list[HeldPart]:
        """Entries that publish catalogues, in the order asked for."""
        ...


class CodeSerials(Protocol):
    """Serial numbers that are given out once."""

    async def take(self, scheme: str, area: str, count: int = 1) -> int:
        """The first of `count` numbers that nobody had yet, from 1 on."""
        ...
