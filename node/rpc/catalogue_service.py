"""`node.v1.Catalogue`: catalogues of all branches searched by any client, the branch's own published from counters.

Source: proto/node/v1/catalogue.proto; 浙学银〔2019〕2号, section 3.
"""

from collections.abc import AsyncIterator
from typing import Any

from federation.errors import Malformed
from federation.model.catalogue_parts import MAX_LABEL_CHARS, MAX_NAME_CHARS
from federation.model.quarters import parse_quarter
from node.model.catalogue import CatalogueQuery
from node.rpc.catalogue_messages import catalogue_line, edition_events, listed_edition, whole_edition
from node.rpc.client_actors import ClientActors
from node.rpc.client_service import ClientService
from node.rpc.freshness_messages import branch_freshness
from node.rpc.project_messages import stated_fields
from node.services.cataloguing.publishing import Amendment, PublishedEdition
from node.services.cataloguing.service import Cataloguing
from node.v1 import catalogue_pb2, catalogue_pb2_grpc

USUAL_LIMIT = 50
MAX_OFFSET = 2**31 - 1


class CatalogueService(ClientService, catalogue_pb2_grpc.CatalogueServicer):
    """Serves catalogues; put it behind a `ClientGate`."""

    descriptor = catalogue_pb2.DESCRIPTOR.services_by_name["Catalogue"]
    add = staticmethod(catalogue_pb2_grpc.add_CatalogueServicer_to_server)

    def __init__(self, cataloguing: Cataloguing, actors: ClientActors, branch: str) -> None:
        """Prepares it; `branch` is the own one's code."""
        super().__init__(actors)
        self._cataloguing = cataloguing
        self._branch = branch

    async def Search(  # noqa: N802 - the names are the protocol's
        self, request: catalogue_pb2.SearchCatalogueRequest, context: Any
    ) -> AsyncIterator[catalogue_pb2.SearchEvent]:
        """Projects of current editions."""
        query = CatalogueQuery(
            area=_bounded(request.area, MAX_LABEL_CHARS),
            quarter=parse_quarter(request.quarter) if request.quarter else None,
            category=_bounded(request.category, MAX_LABEL_CHARS),
            text=_bounded(request.text, MAX_NAME_CHARS),
        )
        found = await self._cataloguing.search.search(
            query,
            branches=list(dict.fromkeys(request.branches)),
            limit=request.limit or USUAL_LIMIT,
            offset=min(request.offset, MAX_OFFSET),
        )
        yield catalogue_pb2.SearchEvent(
            summary=catalogue_pb2.SearchSummary(
                branches=[branch_freshness(one) for one in found.freshness], has_more=found.has_more
            )
        )
        for line in found.lines:
            yield catalogue_pb2.SearchEvent(line=catalogue_line(line))

    async def Show(  # noqa: N802
        self, request: catalogue_pb2.ShowCatalogueRequest, context: Any
    ) -> AsyncIterator[catalogue_pb2.CatalogueEvent]:
        """One edition with what it lists."""
        first, last = _quarters(request)
        freshness = await self._cataloguing.search.freshness(request.branch)
        found = await self._cataloguing.search.edition(
            request.area, first, last, branch=request.branch, number=request.edition or None
        )
        for event in edition_events(found, freshness):
            yield event

    async def ListEditions(  # noqa: N802
        self, request: catalogue_pb2.ListEditionsRequest, context: Any
    ) -> AsyncIterator[catalogue_pb2.CatalogueEdition]:
        """A branch's editions."""
        found = await self._cataloguing.search.editions(
            branch=request.branch, area=request.area, with_superseded=request.with_superseded
        )
        for one in found:
            yield listed_edition(one, request.branch or self._branch)

    async def Publish(  # noqa: N802
        self, request: catalogue_pb2.PublishCatalogueRequest, context: Any
    ) -> catalogue_pb2.PublishedCatalogue:
        """The first edition of an area and quarter."""
        first, last = _quarters(request)
        actor = await self._actors.acting(request.actor)
        return self._published(await self._cataloguing.publishing.publish(first, last, actor=actor, unit=request.unit))

    async def Amend(  # noqa: N802
        self, request: catalogue_pb2.AmendCatalogueRequest, context: Any
    ) -> catalogue_pb2.PublishedCatalogue:
        """The next edition."""
        first, last = _quarters(request)
        actor = await self._actors.acting(request.actor)
        amendment = Amendment(
            reason=request.reason,
            withdrawn=frozenset(request.withdrawn),
            corrected={one.project_code: stated_fields(one.stated) for one in request.corrected},
        )
        return self._published(
            await self._cataloguing.publishing.amend(first, last, amendment, actor=actor, unit=request.unit)
        )

    def _published(self, one: PublishedEdition) -> catalogue_pb2.PublishedCatalogue:
        return catalogue_pb2.PublishedCatalogue(edition=whole_edition(one, self._branch), is_new=one.is_new)


def _quarters(request: Any) -> tuple[int, int]:
    first = parse_quarter(request.quarter)
    return first, parse_quarter(request.to_quarter) if request.to_quarter else first


def _bounded(text: str, limit: int) -> str:
    if len(text) > limit:
        raise Malformed(what="catalogue", why="text")
    return text
