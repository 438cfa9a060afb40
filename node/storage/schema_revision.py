"""Which revision of the schema a database has, and refusing to run on another; every command asks.

Without Alembic, whose loading takes longer than most commands: the name of a migration begins with its
revision, and the database holds the one that it is at.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

from federation.errors import DatabaseOutdated
from node.storage.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
ALEMBICS = Table("alembic_version", MetaData(), Column("version_num", String(32)))
"""Where Alembic keeps the revision, in its own words."""


async def verify_current(database: Database) -> None:
    """Refuses to run on another schema.

    Raises:
        DatabaseOutdated: the database is at another revision: run `deltabank migrate`.
    """
    found = await database.read(found_revision)
    if found != newest_revision():
        raise DatabaseOutdated(found=found or "empty", expected=newest_revision())


@cache
def newest_revision() -> str:
    """The revision that this version of the code needs."""
    return max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def found_revision(connection: Connection) -> str:
    """The revision that a database is at, "" for an empty one."""
    if not inspect(connection).has_table(ALEMBICS.name):
        return ""
    return connection.execute(select(ALEMBICS.c.version_num)).scalar() or ""
