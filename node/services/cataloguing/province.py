"""The province's catalogue: its counties' current editions for some quarters, put together by reference.

Source: 浙学银〔2019〕2号, section 3, item 1; seed 002 (目录按县和全省发布).
"""

from federation.clock import Clock
from federation.errors import ActorRefused, CatalogueRefused
from federation.model.catalogue import catalogue_header
from federation.model.catalogue_parts import CataloguePart, IncludedCatalogue
from federation.model.entry import Entry, encode_header
from federation.model.quarters import are_joined, quarter_text
from node.model.access import Actor, AuditRecord, Duty
from node.model.catalogue import EditionPlace
from node.model.rights import require_at_centre
from node.ports.logs import Change, OwnLog
from node.services.cataloguing.public_texts import verify_public
from node.services.cataloguing.publishing import RECORDED, PublishedEdition, whole_of
from node.services.organisation.units import UnitService


class ProvinceCatalogue:
    """What the provincial centre publishes over its counties' catalogues."""

    def __init__(self, *, own_log: OwnLog, units: UnitService, clock: Clock) -> None:
        self._own_log = own_log
        self._units = units
        self._clock = clock

    async def publish(self, first: int, last: int, *, actor: Actor, reason: str = "") -> PublishedEdition:
        """Publishes which counties' editions are the current ones; the same again says nothing new.

        Args:
            first: number of the first quarter, see `federation.model.quarters`.
            last: of the last one.
            actor: with the duty of cataloguing at the provincial centre.
            reason: why, from the second edition on.

        Raises:
            CatalogueRefused: ``quarters``, ``quarters-overlap`` or ``no-county-catalogues``.
            ActorRefused: not theirs to publish, or ``reason-missing``.
        """
        require_at_centre(actor, Duty.CATALOGUING)
        if not are_joined(first, last):
            raise CatalogueRefused(reason="quarters")
        root = await self._units.root()
        async with self._own_log.change() as change:
            editions = await change.catalogue.editions(self._own_log.log_id)
            own = [one for one in editions if one.area == root.region]
            before = next((one for one in own if (one.first_quarter, one.last_quarter) == (first, last)), None)
            if any(one is not before and one.first_quarter <= last and first <= one.last_quarter for one in own):
                raise CatalogueRefused(reason="quarters-overlap")
            includes = await self._included(
                change,
                [
                    one
                    for one in editions
                    if one.area != root.region and first <= one.first_quarter and one.last_quarter <= last
                ],
            )
            if not includes:
                raise CatalogueRefused(reason="no-county-catalogues")
            if before is not None:
                held = await change.catalogue.parts(self._own_log.log_id, before.indexes)
                published = whole_of([one.part for one in held])
                if published.includes == includes:
                    return PublishedEdition(whole=published, indexes=before.indexes, is_new=False)
                if not reason.strip():
                    raise ActorRefused(reason="reason-missing")
            whole = CataloguePart(
                area=root.region,
                area_name=root.name,
                first_quarter=first,
                last_quarter=last,
                published_by=root.name,
                edition=1 if before is None else before.edition + 1,
                reason="" if before is None else reason.strip(),
                includes=includes,
            )
            verify_public(whole)
            index = await change.append([Entry(encode_header(catalogue_header(whole)))])
            quarters = f"{quarter_text(first)}..{quarter_text(last)}"
            detail = f"{whole.area} {quarters} {whole.edition} {index}"
            record = AuditRecord(at=self._clock.now(), actor=actor.name, action=RECORDED, detail=detail)
            await change.audit.add([record])
        return PublishedEdition(whole=whole, indexes=(index,), is_new=True)

    async def _included(self, change: Change, editions: list[EditionPlace]) -> tuple[IncludedCatalogue, ...]:
        indexes = [index for one in editions for index in one.indexes]
        held = await change.catalogue.parts(self._own_log.log_id, indexes)
        return tuple(
            IncludedCatalogue(
                index=one.index,
                leaf_hash=one.leaf_hash,
                area=one.part.area,
                area_name=one.part.area_name,
                edition=one.part.edition,
                projects=len(one.part.projects),
            )
            for one in held
        )
