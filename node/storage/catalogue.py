"""Finding published projects and editions; each is read from its entry, held against its leaf hash."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from federation.errors import CreditBankError, IntegrityBroken
from federation.model.catalogue import parse_catalogue
from federation.model.catalogue_parts import CataloguePart
from node.model.catalogue import (
    CURRENT,
    SUPERSEDED,
    CatalogueLine,
    CatalogueQuery,
    EditionPlace,
    HeldPart,
    searched,
)
from node.storage.bulk import select_among
from node.storage.catalogue_rows import rebuild_catalogues
from node.storage.entries import load_held
from node.storage.positions import log_and_index, position_of
from node.storage.runner import Runner
from node.storage.schema import catalogue_part, catalogue_project

LOG_ID = bindparam("log_id", type_=catalogue_project.c.log_id.type)
STATE = bindparam("state", type_=catalogue_part.c.state.type)
PLACES = select(catalogue_project.c.position, catalogue_project.c.ordinal).join_from(
    catalogue_project, catalogue_part, catalogue_part.c.position == catalogue_project.c.position
)
BY_CODE = PLACES.where(catalogue_project.c.log_id == LOG_ID, catalogue_part.c.state == STATE)
ESCAPE = "\\"


class CatalogueRepository:
    """Catalogues in one transaction or, by the database's own runner, each call in its own."""

    def __init__(self, run: Runner) -> None:
        self._run = run

    async def find(self, log_id: int, project_codes: Sequence[str]) -> dict[str, CatalogueLine]:
        """Projects in editions that count, by code; one indexed read for any number of codes.

        A code that several areas' catalogues list is the first one's.

        Raises:
            IntegrityBroken: a stored entry isn't what its log signed.
        """
        found: dict[str, CatalogueLine] = {}
        for line in await self._run(_find, log_id, list(dict.fromkeys(project_codes))):
            found.setdefault(line.project.code, line)
        return found

    async def of_units(self, log_id: int, unit_codes: Sequence[str], limit: int) -> list[CatalogueLine]:
        """Projects of these units in editions that count, the newest first. Raises as `find`."""
        query = (
            PLACES.where(
                catalogue_project.c.log_id == log_id,
                catalogue_part.c.state == CURRENT,
                catalogue_project.c.unit_code.in_(unit_codes),
            )
            .order_by(catalogue_project.c.position.desc(), catalogue_project.c.ordinal)
            .limit(limit)
        )
        return await self._run(_select_lines, query)

    async def search(
        self, log_ids: Sequence[int], query: CatalogueQuery, *, limit: int, offset: int = 0
    ) -> list[CatalogueLine]:
        """Projects that fit, in editions that count, by log, area, quarter and place. Raises as `find`."""
        return await self._run(_select_lines, _searching(log_ids, query).limit(limit).offset(offset))

    async def editions(self, log_id: int, *, area: str = "", with_superseded: bool = False) -> list[EditionPlace]:
        """Whole editions of an area (all if ""), by area, quarters and number."""
        return await self._run(_select_editions, log_id, area, with_superseded)

    async def parts(self, log_id: int, indexes: Sequence[int]) -> list[HeldPart]:
        """Entries that publish catalogues, in the order asked for; what isn't one is left out. Raises as `find`."""
        return await self._run(_select_parts, log_id, indexes)

    async def rebuild(self) -> None:
        """Makes what is found by anew, from the entries that are held."""
        await self._run(rebuild_catalogues)


def _find(connection: Connection, log_id: int, codes: Sequence[str]) -> list[CatalogueLine]:
    places = select_among(connection, BY_CODE, catalogue_project.c.project_code, codes, log_id=log_id, state=CURRENT)
    return _lines(connection, sorted((position, ordinal) for position, ordinal in places))


def _searching(log_ids: Sequence[int], query: CatalogueQuery) -> Select[Any]:
    where = [catalogue_part.c.state == CURRENT, catalogue_part.c.log_id.in_(log_ids)]
    if query.area:
        where.append(catalogue_part.c.area.startswith(query.area, autoescape=True, escape=ESCAPE))
    if query.quarter is not None:
        where += [catalogue_part.c.first_quarter <= query.quarter, catalogue_part.c.last_quarter >= query.quarter]
    if query.category:
        where.append(catalogue_project.c.category == query.category)
    if query.text:
        where.append(catalogue_project.c.words.contains(searched(query.text), autoescape=True, escape=ESCAPE))
    return PLACES.where(*where).order_by(
        catalogue_part.c.log_id,
        catalogue_part.c.area,
        catalogue_part.c.first_quarter,
        catalogue_project.c.position,
        catalogue_project.c.ordinal,
    )


def _select_lines(connection: Connection, query: Select[Any]) -> list[CatalogueLine]:
    return _lines(connection, [tuple(row) for row in connection.execute(query)])


def _lines(connection: Connection, places: Sequence[tuple[int, int]]) -> list[CatalogueLine]:
    parts = _parts(connection, {position for position, _ in places})
    lines = []
    for position, ordinal in places:
        log_id, index = log_and_index(position)
        held = parts.get(position)
        if held is None or ordinal >= len(held.part.projects):
            raise IntegrityBroken(what=f"entry {log_id}/{index}")
        lines.append(CatalogueLine(log_id=log_id, index=index, part=held.part, project=held.part.projects[ordinal]))
    return lines


def _parts(connection: Connection, positions: Iterable[int]) -> dict[int, HeldPart]:
    """Verified parts by position; an entry that is no catalogue is left out."""
    found = {}
    for position, held in load_held(connection, sorted(positions)).items():
        part = _read(held.header.plain_body)
        if part is not None:
            found[position] = HeldPart(index=held.index, leaf_hash=held.leaf_hash, part=part)
    return found


def _select_parts(connection: Connection, log_id: int, indexes: Sequence[int]) -> list[HeldPart]:
    parts = _parts(connection, {position_of(log_id, index) for index in indexes})
    by_index = {one.index: one for one in parts.values()}
    return [by_index[index] for index in indexes if index in by_index]


def _select_editions(connection: Connection, log_id: int, area: str, with_superseded: bool) -> list[EditionPlace]:
    states = (CURRENT, SUPERSEDED) if with_superseded else (CURRENT,)
    order = (
        catalogue_part.c.area,
        catalogue_part.c.first_quarter,
        catalogue_part.c.last_quarter,
        catalogue_part.c.edition,
    )
    query = (
        select(*order, catalogue_part.c.position, catalogue_part.c.projects, catalogue_part.c.state)
        .where(catalogue_part.c.log_id == log_id, catalogue_part.c.state.in_(states))
        .order_by(*order, catalogue_part.c.position)
    )
    if area:
        query = query.where(catalogue_part.c.area == area)
    found = []
    for _, rows in groupby(connection.execute(query).all(), key=lambda row: tuple(row)[:4]):
        parts = list(rows)
        found.append(
            EditionPlace(
                log_id=log_id,
                area=parts[0].area,
                first_quarter=parts[0].first_quarter,
                last_quarter=parts[0].last_quarter,
                edition=parts[0].edition,
                indexes=tuple(log_and_index(row.position)[1] for row in parts),
                projects=sum(row.projects for row in parts),
                is_current=parts[0].state == CURRENT,
            )
        )
    return found


def _read(body: bytes) -> CataloguePart | None:
    try:
        return parse_catalogue(body)
    except CreditBankError:
        return None
