"""How much each unit filed, by local day and kind: added to in the transaction that files it."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, case, func, select
from sqlalchemy.dialects import postgresql, sqlite

from node.model.unit import ROOT_ID
from node.storage.runner import Runner
from node.storage.schema import filing_count, unit


class FilingCounts:
    """Counts in one transaction or, by the database's own runner, each call in its own."""

    def __init__(self, run: Runner) -> None:
        self._run = run

    async def add(self, unit_id: int, day: date, counts: Mapping[str, int]) -> None:
        """Adds to a unit's counts of a day; a withdrawal counts up under a name of its own."""
        rows = [
            {"unit_id": unit_id, "day": day.toordinal(), "what": what, "count": count}
            for what, count in counts.items()
            if count
        ]
        if rows:
            await self._run(_add, rows)

    async def by_day(self, first: date, beyond: date) -> list[tuple[int, date, str, int]]:
        """(unit, day, what, count) from `first` up to and without `beyond`, in order."""
        return await self._run(_select_by_day, first.toordinal(), beyond.toordinal())

    async def totals(self, beyond: date) -> list[tuple[int, str, int]]:
        """(unit, what, count) of all days before `beyond`."""
        return await self._run(_select_totals, beyond.toordinal())

    async def sums(self, first: date, beyond: date) -> list[tuple[int, str, int, int]]:
        """(unit, what, count before `first`, count from `first` up to and without `beyond`), in order."""
        return await self._run(_select_sums, first.toordinal(), beyond.toordinal())

    async def dated(self, first: date, beyond: date, under: str) -> list[tuple[date, str, int]]:
        """(day, what, count) of a period, over the unit of path `under` and those below it."""
        return await self._run(_select_dated, first.toordinal(), beyond.toordinal(), under)


def _add(connection: Connection, rows: list[dict[str, object]]) -> None:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(filing_count)
    keys = [column.name for column in filing_count.primary_key]
    summed = {"count": filing_count.c.count + statement.excluded["count"]}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=summed), rows)


def _select_by_day(connection: Connection, first: int, beyond: int) -> list[tuple[int, date, str, int]]:
    table = filing_count.c
    query = (
        select(table.unit_id, table.day, table.what, table.count)
        .where(table.day >= first, table.day < beyond)
        .order_by(table.unit_id, table.day, table.what)
    )
    return [(unit_id, date.fromordinal(day), what, count) for unit_id, day, what, count in connection.execute(query)]


def _select_totals(connection: Connection, beyond: int) -> list[tuple[int, str, int]]:
    table = filing_count.c
    query = (
        select(table.unit_id, table.what, func.sum(table.count))
        .where(table.day < beyond)
        .group_by(table.unit_id, table.what)
        .order_by(table.unit_id, table.what)
    )
    return [(unit_id, what, int(count)) for unit_id, what, count in connection.execute(query)]


def _select_sums(connection: Connection, first: int, beyond: int) -> list[tuple[int, str, int, int]]:
    table = filing_count.c
    within = func.sum(case((table.day >= first, table.count), else_=0))
    query = (
        select(table.unit_id, table.what, func.sum(table.count) - within, within)
        .where(table.day < beyond)
        .group_by(table.unit_id, table.what)
        .order_by(table.unit_id, table.what)
    )
    return [(unit_id, what, int(a), int(b)) for unit_id, what, a, b in connection.execute(query)]


def _select_dated(connection: Connection, first: int, beyond: int, under: str) -> list[tuple[date, str, int]]:
    table = filing_count.c
    query = (
        select(table.day, table.what, func.sum(table.count))
        .where(table.day >= first, table.day < beyond)
        .group_by(table.day, table.what)
        .order_by(table.day, table.what)
    )
    if under != f"{ROOT_ID}/":
        below = select(unit.c.unit_id).where(unit.c.path.startswith(under, autoescape=True))
        query = query.where(table.unit_id.in_(below))
    return [(date.fromordinal(day), what, int(count)) for day, what, count in connection.execute(query)]
