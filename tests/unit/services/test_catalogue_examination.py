"""Shows that an examination finds what catalogues are found by, or counts of them, altered, lost or added."""

import pytest

from federation.clock import SteeredClock
from federation.model.quarters import quarter_number
from node.bootstrap import migrate
from node.folder.branch_folder import BranchFolder
from node.services.cataloguing.publishing import Amendment
from node.services.integrity.log_inspection import COUNTS_OTHERWISE, FOUND_BY_ELSE
from node.storage.database import Database
from tests.support.branches import START
from tests.support.training import Q1, project, training


@pytest.fixture
async def at(tmp_path):
    """Two editions of the first quarter, a first one of the second."""
    async with training(tmp_path, SteeredClock(START)) as corner:
        publishing, centre = corner.node.cataloguing.publishing, corner.people["centre"]
        await corner.published(project(), project("茶艺"))
        await corner.approved(project("剪纸"))
        await publishing.amend(Q1, Q1, Amendment(reason="增加一项"), actor=centre)
        second = quarter_number(2027, 2)
        await corner.approved(project("插花", quarter=2))
        await publishing.publish(second, second, actor=centre)
        yield corner


async def findings(at):
    report = await at.node.logs.fsck(lambda read, total: None)
    return {one.partition(": ")[2] for one in report.findings}


async def damage(path, statement):
    """Writes to the tables as nobody may."""

    def work(connection):
        assert connection.exec_driver_sql(statement).rowcount > 0

    database = Database(f"sqlite+aiosqlite:///{path / '33/data/node.db'}")
    try:
        await database.write(work)
    finally:
        await database.close()


async def test_editions_in_order_give_no_findings(at):
    assert await findings(at) == set()


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE catalogue_part SET state = 'current' WHERE state = 'superseded'", COUNTS_OTHERWISE),
        ("UPDATE catalogue_part SET state = 'superseded' WHERE edition = 2", COUNTS_OTHERWISE),
        ("UPDATE catalogue_part SET log_id = 34 WHERE edition = 2", COUNTS_OTHERWISE),
        ("UPDATE catalogue_part SET area = '330105' WHERE edition = 2", FOUND_BY_ELSE),
        ("UPDATE catalogue_part SET projects = 9 WHERE edition = 2", FOUND_BY_ELSE),
        ("UPDATE catalogue_project SET unit_code = 'Z1' WHERE ordinal = 1", FOUND_BY_ELSE),
        ("UPDATE catalogue_project SET project_code = 'P1' WHERE ordinal = 1", FOUND_BY_ELSE),
        ("UPDATE catalogue_project SET words = ''", FOUND_BY_ELSE),
        ("UPDATE catalogue_project SET log_id = 34", FOUND_BY_ELSE),
        ("DELETE FROM catalogue_project WHERE ordinal = 1", FOUND_BY_ELSE),
        ("DELETE FROM catalogue_project", FOUND_BY_ELSE),
    ],
)
async def test_each_alteration_is_found_and_mended_from_the_entries(at, tmp_path, statement, finding):
    await damage(tmp_path, statement)
    assert finding in await findings(at)
    await migrate(BranchFolder(tmp_path / "33"), rebuild_catalogues=True)
    assert await findings(at) == set()
