"""Every test of this folder runs twice: on SQLite in a file, and on a real PostgreSQL."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from node.storage.database import Database
from tests.support.branches import Branches
from tests.support.nodes import copy_migrated
from tests.support.stores import PostgresServer, Store


@pytest.fixture(scope="session")
def postgres() -> PostgresServer:
    return PostgresServer()


@pytest.fixture(scope="session")
def branches() -> Branches:
    return Branches()


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
async def url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of the newest schema."""
    if backend == "postgresql":
        return await request.getfixturevalue("postgres").new_database()
    await copy_migrated(tmp_path / "node.db")
    return f"sqlite+aiosqlite:///{tmp_path / 'node.db'}"


@pytest.fixture
async def store(url: str, branches: Branches, tmp_path: Path) -> AsyncIterator[Store]:
    async with Store(Database(url), branches, "32", tmp_path) as store:
        yield store
