"""Bringing a database to this version's schema, and refusing to run on another."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from federation.errors import DatabaseOutdated
from node.storage.database import Database
from node.storage.schema import metadata

MIGRATIONS = Path(__file__).parent / "migrations"


async def upgrade(database: Database) -> tuple[str, str]:
    """Brings the schema to the newest revision; returns (found, reached), "" for an empty database."""
    return await database.write(_upgrade)


async def downgrade(database: Database, revision: str) -> None:
    """Takes the schema back to `revision` ("base": nothing). For tests and for operators with a backup."""
    await database.write(_downgrade, revision)


async def verify_current(database: Database) -> None:
    """Refuses to run on another schema.

    Raises:
        DatabaseOutdated: the database is at another revision: run `deltabank migrate`.
    """
    found = await database.read(_revision)
    if found != newest_revision():
        raise DatabaseOutdated(found=found or "empty", expected=newest_revision())


async def differences(database: Database) -> list[str]:
    """What differs between the migrated schema and the tables in code; empty if nothing."""
    return await database.read(_differences)


def newest_revision() -> str:
    """The revision that this version of the code needs."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


def _upgrade(connection: Connection) -> tuple[str, str]:
    found = _revision(connection)
    command.upgrade(_config(connection), "head")
    return found, _revision(connection)


def _downgrade(connection: Connection, revision: str) -> None:
    command.downgrade(_config(connection), revision)


def _differences(connection: Connection) -> list[str]:
    return [str(one) for one in compare_metadata(MigrationContext.configure(connection), metadata)]
