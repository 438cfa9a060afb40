"""What of published catalogues is found by: filled wherever entries are appended, own and copied logs alike.

A body that can't be read is passed over, as is a part that is void: neither has any effect. Of an area
only its current and waiting parts are read again, so that a log full of catalogues costs no more than one;
how many may wait is bounded (`federation.model.catalogue_editions.MAX_WAITING`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from sqlalchemy import Connection, delete, insert, select, update

from federation.errors import CreditBankError
from federation.model.catalogue import parse_catalogue
from federation.model.catalogue_editions import AreaEditions, Edition, fold_part, is_of_branch, part_facts
from federation.model.catalogue_parts import CataloguePart
from federation.model.entry import Kind, parse_header
from node.model.catalogue import CURRENT, SUPERSEDED, WAITING, NotedPart, noted_part
from node.storage.positions import branch_of, log_and_index, position_of
from node.storage.schema import catalogue_part, catalogue_project, entry, plain_entry

PART_FIELDS = ("area", "first_quarter", "last_quarter", "edition", "part", "parts", "projects", "said")
LINE_FIELDS = ("project_code", "unit_code", "category", "words")
Published: TypeAlias = tuple[int, bytes]
"""Leaf index and header."""
REBUILD_BATCH = 500
"""Entries that are read at a time when all is made anew, each of at most `MAX_HEADER_BYTES`."""


def note_catalogues(connection: Connection, log_id: int, published: Iterable[Published]) -> None:
    """Takes up entries of one log that publish catalogues.

    Args:
        connection: an open write transaction.
        log_id: the log's number.
        published: (leaf index, header) in the order of the log.
    """
    by_area: dict[str, list[tuple[int, CataloguePart]]] = defaultdict(list)
    for index, header in published:
        try:
            part = parse_catalogue(parse_header(header).plain_body)
        except CreditBankError:
            continue
        if is_of_branch(part.area, branch_of(log_id)):
            by_area[part.area].append((index, part))
    for area, parts in by_area.items():
        _note_area(connection, log_id, area, parts)


def rebuild_catalogues(connection: Connection) -> None:
    """Makes all of it anew from the entries that are held."""
    connection.execute(delete(catalogue_project))
    connection.execute(delete(catalogue_part))
    query = (
        select(entry.c.position, entry.c.header)
        .join_from(plain_entry, entry, entry.c.position == plain_entry.c.position)
        .where(plain_entry.c.kind == Kind.CATALOGUE_PUBLISHED.value)
        .order_by(entry.c.position)
        .limit(REBUILD_BATCH)
    )
    after = -1
    while rows := connection.execute(query.where(entry.c.position > after)).all():
        by_log: dict[int, list[Published]] = defaultdict(list)
        for after, header in rows:
            log_id, index = log_and_index(after)
            by_log[log_id].append((index, header))
        for log_id, published in by_log.items():
            note_catalogues(connection, log_id, published)


def noted_parts(connection: Connection, log_id: int, start: int, count: int) -> dict[int, tuple[str, NotedPart]]:
    """Leaf index → state and what is noted, among `count` leaves from `start`: what an examination holds against them.

    A project under an entry that is noted nowhere has no state: ``""``.
    """
    first, last = position_of(log_id, start), position_of(log_id, start + count)
    of_projects = select(
        catalogue_project.c.position, catalogue_project.c.log_id, *(catalogue_project.c[one] for one in LINE_FIELDS)
    ).where(catalogue_project.c.position >= first, catalogue_project.c.position < last)
    lines: dict[int, list[tuple[str, str, str, str]]] = defaultdict(list)
    for position, of_log, *line in connection.execute(
        of_projects.order_by(catalogue_project.c.position, catalogue_project.c.ordinal)
    ):
        # One that is noted as another log's would never be found in its own.
        lines[log_and_index(position)[1]].append(tuple(line) if of_log == log_id else ("", "", "", ""))
    of_parts = select(
        catalogue_part.c.position,
        catalogue_part.c.log_id,
        catalogue_part.c.state,
        *(catalogue_part.c[one] for one in PART_FIELDS),
    ).where(catalogue_part.c.position >= first, catalogue_part.c.position < last)
    found = {}
    for position, of_log, state, *fields in connection.execute(of_parts):
        index = log_and_index(position)[1]
        noted = NotedPart(**dict(zip(PART_FIELDS, fields, strict=True)), lines=tuple(lines.pop(index, ())))
        found[index] = (state if of_log == log_id else "", noted)
    return found | {index: ("", _astray(tuple(left))) for index, left in lines.items()}


def _note_area(connection: Connection, log_id: int, area: str, parts: Sequence[tuple[int, CataloguePart]]) -> None:
    editions, before = _load(connection, log_id, area)
    ever = {index for index, state in before.items() if state == CURRENT}
    for index, part in parts:
        editions = fold_part(editions, part_facts(index, part, branch_of(log_id)))
        ever |= _indexes(editions.current.values())
    current, waiting = _indexes(editions.current.values()), _indexes(editions.waiting.values())

    def state_of(index: int) -> str:
        if index in current:
            return CURRENT
        return WAITING if index in waiting else SUPERSEDED if index in ever else ""

    for index, was in before.items():
        state = state_of(index)
        at = position_of(log_id, index)
        if not state:
            connection.execute(delete(catalogue_project).where(catalogue_project.c.position == at))
            connection.execute(delete(catalogue_part).where(catalogue_part.c.position == at))
        elif state != was:
            connection.execute(update(catalogue_part).where(catalogue_part.c.position == at).values(state=state))
    for index, part in parts:
        state = state_of(index)
        if state:
            _insert(connection, log_id, index, part, state)


def _astray(lines: tuple[tuple[str, str, str, str], ...]) -> NotedPart:
    return NotedPart(
        area="", first_quarter=0, last_quarter=0, edition=0, part=0, parts=0, projects=0, said=b"", lines=lines
    )


def _load(connection: Connection, log_id: int, area: str) -> tuple[AreaEditions, dict[int, str]]:
    """The area's editions, and the state of each of their parts by leaf index."""
    query = (
        select(
            catalogue_part.c.position,
            catalogue_part.c.first_quarter,
            catalogue_part.c.last_quarter,
            catalogue_part.c.edition,
            catalogue_part.c.parts,
            catalogue_part.c.said,
            catalogue_part.c.state,
        )
        .where(
            catalogue_part.c.log_id == log_id,
            catalogue_part.c.area == area,
            catalogue_part.c.state.in_((CURRENT, WAITING)),
        )
        .order_by(catalogue_part.c.position)
    )
    found: dict[str, dict[tuple[int, int], Edition]] = {CURRENT: {}, WAITING: {}}
    states: dict[int, str] = {}
    for position, first, last, number, parts, said, state in connection.execute(query).all():
        index = log_and_index(position)[1]
        states[index] = state
        held = found[state].get((first, last))
        codes = _codes(connection, position) if state == WAITING else frozenset[str]()
        found[state][first, last] = Edition(
            edition=number,
            parts=parts,
            said=said,
            indexes=(index,) if held is None else (*held.indexes, index),
            codes=codes if held is None else held.codes | codes,
        )
    return AreaEditions(current=found[CURRENT], waiting=found[WAITING]), states


def _codes(connection: Connection, position: int) -> frozenset[str]:
    query = select(catalogue_project.c.project_code).where(catalogue_project.c.position == position)
    return frozenset(connection.execute(query).scalars())


def _indexes(editions: Iterable[Edition]) -> set[int]:
    return {index for edition in editions for index in edition.indexes}


def _insert(connection: Connection, log_id: int, index: int, part: CataloguePart, state: str) -> None:
    position = position_of(log_id, index)
    noted = noted_part(part)
    row = {field: getattr(noted, field) for field in PART_FIELDS}
    connection.execute(insert(catalogue_part).values(**row, position=position, log_id=log_id, state=state))
    rows = [
        {"position": position, "ordinal": ordinal, "log_id": log_id, **dict(zip(LINE_FIELDS, line, strict=True))}
        for ordinal, line in enumerate(noted.lines)
    ]
    if rows:
        connection.execute(insert(catalogue_project), rows)
