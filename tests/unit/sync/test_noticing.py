"""Shows that what another process of the node did is noticed, and that a hindrance ends nothing."""

import asyncio
from contextlib import asynccontextmanager, suppress

import pytest

from node.storage.database import Database
from node.sync import noticing
from tests.support.branches import Branches
from tests.support.nodes import HeldRosters
from tests.support.stores import Store


class RostersOfAFolder(HeldRosters):
    """Another process may leave the next version, which a refresh takes in."""

    left: bytes = b""

    def refresh(self) -> bool:
        if not self.left:
            return False
        self.apply(self.left)
        self.left = b""
        return True


@asynccontextmanager
async def noticed(store, rosters, monkeypatch):
    monkeypatch.setattr(noticing, "POLL_S", 0.01)
    commits, applied = asyncio.Queue(), asyncio.Queue()
    task = asyncio.create_task(
        noticing.notice_changes(
            store.own_log,
            rosters,
            on_commit=lambda: commits.put_nowait("commit"),
            on_roster=lambda: applied.put_nowait(rosters.current.version),
        )
    )
    try:
        await commits.get()  # the present state is told once
        yield commits, applied
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def other_process(store, tmp_path):
    """Another process's hold of the same folder."""
    async with Store(Database(f"sqlite+aiosqlite:///{store.database.path}"), store.branches, "32", tmp_path) as other:
        yield other


async def test_another_processs_commit_is_noticed_once(store, other_process, monkeypatch):
    async with noticed(store, HeldRosters(store.branches), monkeypatch) as (commits, _):
        await other_process.grow(2)
        assert await commits.get() == "commit"
        await asyncio.sleep(0.1)
        assert commits.empty()


async def test_another_processs_roster_is_noticed(store, monkeypatch):
    branches = Branches(("32", "33"))
    rosters = RostersOfAFolder(branches)
    branches.with_addresses("33", "127.0.0.1:9")
    async with noticed(store, rosters, monkeypatch) as (_, applied):
        rosters.left = branches.rosters[-1].to_bytes()
        assert await applied.get() == 2


async def test_a_roster_that_came_by_gossip_is_noticed(store, monkeypatch):
    branches = Branches(("32", "33"))
    rosters = HeldRosters(branches)
    branches.with_addresses("33", "127.0.0.1:9")
    async with noticed(store, rosters, monkeypatch) as (_, applied):
        rosters.apply(branches.rosters[-1].to_bytes())
        assert await applied.get() == 2


async def test_a_database_that_fails_for_a_while_ends_nothing(store, other_process, monkeypatch):
    def rename(connection, one, other):
        connection.exec_driver_sql(f"ALTER TABLE {one} RENAME TO {other}")

    async with noticed(store, HeldRosters(store.branches), monkeypatch) as (commits, _):
        await store.database.write(rename, "log", "gone")
        await asyncio.sleep(0.1)
        await store.database.write(rename, "gone", "log")
        await other_process.grow(1)
        assert await commits.get() == "commit"
