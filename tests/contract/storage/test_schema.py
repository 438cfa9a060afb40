"""Shows that migrations make exactly the tables in code, both ways, and that the database rewrites no history."""

from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from federation.errors import DatabaseOutdated
from node.model.access import AuditRecord
from node.storage.database import Database
from node.storage.migrating import differences, downgrade, upgrade
from node.storage.schema_revision import MIGRATIONS, newest_revision, verify_current


@pytest.fixture
async def empty(backend, request, tmp_path):
    if backend == "postgresql":
        url = await request.getfixturevalue("postgres").new_empty_database()
    else:
        url = f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
    database = Database(url)
    yield database
    await database.close()


async def test_an_empty_database_is_migrated_back_and_forth_without_a_difference(empty):
    assert await upgrade(empty) == ("", newest_revision())
    assert await differences(empty) == []
    await downgrade(empty, "base")
    with pytest.raises(DatabaseOutdated):
        await verify_current(empty)
    assert await upgrade(empty) == ("", newest_revision())
    assert await differences(empty) == []
    await verify_current(empty)


def test_names_of_migrations_say_what_alembic_says_of_them():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [newest_revision()]
    for script in scripts.walk_revisions():
        assert Path(script.path).name.startswith(f"{script.revision}_")


async def test_migrating_twice_changes_nothing(empty):
    await upgrade(empty)
    assert await upgrade(empty) == (newest_revision(), newest_revision())


async def test_a_database_without_tables_is_refused(empty):
    with pytest.raises(DatabaseOutdated) as refused:
        await verify_current(empty)
    assert refused.value.facts["found"] == "empty"


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("entry", "UPDATE entry SET header = header"),
        ("entry", "DELETE FROM entry"),
        ("checkpoint", "UPDATE checkpoint SET note = note"),
        ("checkpoint", "DELETE FROM checkpoint"),
        ("private_part", "UPDATE private_part SET body = body"),
        ("audit", "UPDATE audit SET sealed = sealed"),
    ],
)
async def test_history_is_append_only_in_the_database_itself(store, table, statement):
    await store.grow(2)
    await store.audit.add([AuditRecord(at=store.branches.clock.now(), actor="张", action="import")])

    async def rows():
        return await store.database.read(lambda c: c.execute(text(f"SELECT * FROM {table}")).all())

    before = await rows()
    with pytest.raises(DBAPIError, match="append-only"):
        await store.database.write(lambda c: c.execute(text(statement)))
    assert before
    assert await rows() == before


async def test_a_private_part_alone_can_be_deleted(store):
    await store.grow(1)
    await store.database.write(lambda c: c.execute(text("DELETE FROM private_part")))
    assert [bool(one.private_part) for one in await store.copies.entries(store.origin, 0, 9)] == [False]
