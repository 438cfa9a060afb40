"""Many rows in one statement, compiled once.

SQLAlchemy's insert of a list of mappings spends most of its time on the mappings, and its
IN lists are put together anew for each execution; here statements are compiled for the
dialect once, and values go to the driver as they are.

On SQLite many rows are one statement of many VALUES: the driver gives up the interpreter's
lock for each statement that it steps, and gets it back late from a thread that computes.
Row by row an import would wait thousands of times for its own sealing.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect

ROWS_A_STATEMENT = 1_000
VALUES_A_STATEMENT = 1_024
AMONG = tuple(f"among_{i}" for i in range(VALUES_A_STATEMENT))


def insert_rows(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Inserts `rows`, tuples in the order of `columns`."""
    if connection.dialect.name != "sqlite":
        if rows:
            connection.exec_driver_sql(_insert_one("postgresql", table, columns), list(rows))
        return
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        some = rows[start : start + ROWS_A_STATEMENT]
        connection.exec_driver_sql(_insert_many(table, columns, len(some)), tuple(chain.from_iterable(some)))


def select_among(
    connection: Connection, query: Select[Any], column: Column[Any], values: Sequence[Any], **fixed: Any
) -> list[Sequence[Any]]:
    """The rows of `query` whose `column` has one of `values`, in no order.

    Args:
        connection: an open transaction.
        query: made once, at import: it is what the compiled statement is kept by.
        column: what is looked for.
        values: any number, without repetitions.
        fixed: values of the query's other bound parameters, by name.
    """
    found: list[Sequence[Any]] = []
    for start in range(0, len(values), VALUES_A_STATEMENT):
        some = values[start : start + VALUES_A_STATEMENT]
        # Few sizes, so few statements; the last value again and again finds nothing more.
        size = 1 << (len(some) - 1).bit_length()
        sql, order, constants = _select_among(connection.dialect.name, query, column, size)
        padded = chain(some, repeat(some[-1], size - len(some)))
        given = {**constants, **fixed, **dict(zip(AMONG, padded, strict=False))}
        found.extend(connection.exec_driver_sql(sql, tuple(map(given.__getitem__, order))))
    return found


@lru_cache(maxsize=64)
def _insert_one(dialect_name: str, table: Table, columns: tuple[str, ...]) -> str:
    compiled = table.insert().compile(dialect=_dialect(dialect_name), column_keys=list(columns))
    order = tuple(compiled.positiontup or ())
    if order != columns:
        raise ValueError(f"columns of {table.name} must be given in the table's order: {order}")
    return str(compiled)


@lru_cache(maxsize=256)
def _insert_many(table: Table, columns: tuple[str, ...], rows: int) -> str:
    head, values, row = _insert_one("sqlite", table, columns).partition("VALUES ")
    return head + values + ", ".join([row] * rows)


@lru_cache(maxsize=128)
def _select_among(
    dialect_name: str, query: Select[Any], column: Column[Any], size: int
) -> tuple[str, tuple[str, ...], Mapping[str, Any]]:
    among = column.in_([bindparam(name, type_=column.type) for name in AMONG[:size]])
    compiled = query.where(among).compile(dialect=_dialect(dialect_name))
    return str(compiled), tuple(compiled.positiontup or ()), compiled.params


def _dialect(name: str) -> Dialect:
    if name == "postgresql":
        return postgresql.asyncpg.dialect()  # type: ignore[no-untyped-call]
    return sqlite.dialect()


def upsert(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], *, newer_by: str | None = None
) -> None:
    """Inserts rows or replaces those with the same primary key.

    Args:
        connection: an open write transaction.
        table: where to.
        rows: all with the same columns.
        newer_by: a column; a row is replaced only by one that has more in it. None: by any.
    """
    if not rows:
        return
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement: Any = insert(table)
    keys = [column.name for column in table.primary_key]
    replaced = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    where = None if newer_by is None else statement.excluded[newer_by] > table.c[newer_by]
    update = statement.on_conflict_do_update(index_elements=keys, set_=replaced, where=where)
    connection.execute(update, list(rows))


def insert_if_absent(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Inserts rows, leaving alone those whose key is there already."""
    if not rows:
        return
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement: Any = insert(table)
    connection.execute(statement.on_conflict_do_nothing(), list(rows))
