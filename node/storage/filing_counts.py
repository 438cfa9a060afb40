"""How much each unit filed, by local day and kind: added to in the transaction that files it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

from node.storage.runner import Runner
from node.storage.schema import filing_count, filing_month, unit


class FilingCounts:
    """Counts in one transaction or, by the database's own runner, each call in its own."""

    def __init__(self, run: Runner) -> None:
        self._run = run

    async def add(self, unit_id: int, day: date, counts: Mapping[str, int]) -> None:
        """Adds to a unit's counts of a day; a withdrawal counts up under a name of its own."""
        filed = {what: count for what, count in counts.items() if count}
        if filed:
            await self._run(_add, unit_id, day, filed)

    async def by_day(self, first: date, beyond: date) -> list[tuple[int, date, str, int]]:
        """(unit, day, what, count) from `first` up to and without `beyond`, in order."""
        return await self._run(_select_by_day, first.toordinal(), beyond.toordinal())

    async def totals(self, beyond: date) -> list[tuple[int, str, int]]:
        """(unit, what, count) of all days before `beyond`."""
        return await self._run(_select_totals, beyond.toordinal())

    async def by_month(self, first: date, beyond: date) -> list[tuple[int, date, str, int]]:
        """(unit, month, what, count) up to and without `beyond`, in no order; a month may come in parts.

        The month is told by its first day; all that was filed before `first` by `date.min`. Whole
        months are read as such, so that years of a thousand units' days aren't added up each time.
        """
        return await self._run(_select_by_month, first, beyond)


def _add(connection: Connection, unit_id: int, day: date, counts: Mapping[str, int]) -> None:
    in_month = day.replace(day=1).toordinal()
    for table, when in ((filing_count, {"day": day.toordinal()}), (filing_month, {"month": in_month})):
        rows = [{"unit_id": unit_id, **when, "what": what, "count": count} for what, count in counts.items()]
        _add_rows(connection, table, rows)


def _add_rows(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    keys = [column.name for column in table.primary_key]
    summed = {"count": table.c.count + statement.excluded["count"]}
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


def _select_by_month(connection: Connection, first: date, beyond: date) -> list[tuple[int, date, str, int]]:
    opening, closing = first.replace(day=1), beyond.replace(day=1)
    following = opening if opening == first else (opening + timedelta(days=32)).replace(day=1)
    found = _months(connection, date.min, opening, is_one=True)
    found += _days(connection, opening, first, date.min)
    found += _days(connection, first, min(following, beyond), opening)
    found += _months(connection, following, closing)
    if following <= closing:
        found += _days(connection, closing, beyond, closing)
    return found


def _months(connection: Connection, first: date, beyond: date, *, is_one: bool = False) -> list[Any]:
    table = filing_month.c
    inside = (table.month >= first.toordinal(), table.month < beyond.toordinal())
    if is_one:
        query = select(table.unit_id, table.what, func.sum(table.count)).where(*inside)
        sums = connection.execute(query.group_by(table.unit_id, table.what))
        return [(unit_id, date.min, what, int(count)) for unit_id, what, count in sums]
    rows = connection.execute(select(table.unit_id, table.month, table.what, table.count).where(*inside))
    return [(unit_id, date.fromordinal(month), what, count) for unit_id, month, what, count in rows]


def _days(connection: Connection, first: date, beyond: date, month: date) -> list[Any]:
    if first >= beyond:
        return []
    table = filing_count.c
    query = (
        select(table.unit_id, table.what, func.sum(table.count))
        # By unit, then day: the key's order, where a condition on the day alone would read every row.
        .where(table.unit_id.in_(select(unit.c.unit_id)))
        .where(table.day >= first.toordinal(), table.day < beyond.toordinal())
        .group_by(table.unit_id, table.what)
    )
    return [(unit_id, month, what, int(count)) for unit_id, what, count in connection.execute(query)]
