"""Attack: another user of the machine reads what the node wrote about people."""

import os

import pytest

from federation.clock import SteeredClock
from node.storage.database import Database
from node.storage.migrating import upgrade
from tests.support.branches import START
from tests.support.services import ACTOR, account_row, accounts_file, opened


@pytest.fixture(autouse=True)
def lenient():
    """What is private is so whatever the process's mask lets through."""
    before = os.umask(0)
    yield
    os.umask(before)


async def test_an_error_workbook_is_its_owners_alone(tmp_path):
    path = accounts_file(tmp_path / "a.xlsx", [account_row(0), account_row(1, 姓名="")])
    async with opened(tmp_path / "32", SteeredClock(START)) as node:
        report = await node.importing.import_file(
            path, mode=None, institution="", actor=ACTOR, on_progress=lambda progress: None
        )
    assert report.error_workbook is not None
    assert report.error_workbook.stat().st_mode & 0o777 == 0o600


async def test_a_database_and_what_stands_beside_it_are_their_owners_alone(tmp_path):
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'node.db'}")
    await upgrade(database)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob("node.db*")}
    await database.close()
    assert "node.db" in modes
    assert set(modes.values()) == {0o600}
