"""Many rows in one statement: the driver's own executemany, compiled once.

SQLAlchemy's insert of a list of mappings spends most of its time on the mappings;
here the statement is compiled for the dialect and rows go to the driver as tuples,
in the order of the named columns.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_rows(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Inserts `rows`, tuples in the order of `columns`."""
    if rows:
        connection.exec_driver_sql(_compiled(connection.dialect.name, table, columns), list(rows))


@lru_cache(maxsize=64)
def _compiled(dialect_name: str, table: Table, columns: tuple[str, ...]) -> str:
    dialect = postgresql.asyncpg.dialect() if dialect_name == "postgresql" else sqlite.dialect()  # type: ignore[no-untyped-call]
    compiled = table.insert().compile(dialect=dialect, column_keys=list(columns))
    order = tuple(compiled.positiontup or ())
    if order != columns:
        raise ValueError(f"columns of {table.name} must be given in the table's order: {order}")
    return str(compiled)


def upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Inserts rows or replaces those with the same primary key."""
    if not rows:
        return
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement: Any = insert(table)
    keys = [column.name for column in table.primary_key]
    replaced = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=replaced), list(rows))


def insert_if_absent(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Inserts rows, leaving alone those whose key is there already."""
    if not rows:
        return
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement: Any = insert(table)
    connection.execute(statement.on_conflict_do_nothing(), list(rows))
