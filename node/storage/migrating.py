"""Bringing a database to this version's schema, and telling by Alembic how they differ."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from node.storage.database import Database
from node.storage.schema import metadata
from node.storage.schema_revision import MIGRATIONS, found_revision


async def upgrade(database: Database) -> tuple[str, str]:
    """Brings the schema to the newest revision; returns (found, reached), "" for an empty database."""
    return await database.write(_upgrade)


async def downgrade(database: Database, revision: str) -> None:
    """Takes the schema back to `revision` ("base": nothing). For tests and for operators with a backup."""
    await database.write(_downgrade, revision)


async def differences(database: Database) -> list[str]:
    """What differs between the migrated schema and the tables in code; empty if nothing."""
    return await database.read(_differences)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> tuple[str, str]:
    found = found_revision(connection)
    command.upgrade(_config(connection), "head")
    return found, found_revision(connection)


def _downgrade(connection: Connection, revision: str) -> None:
    command.downgrade(_config(connection), revision)


def _differences(connection: Connection) -> list[str]:
    return [str(one) for one in compare_metadata(MigrationContext.configure(connection), metadata)]
