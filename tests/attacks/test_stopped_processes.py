"""Shows that a process which was stopped while it had its turn stops no other one for good."""

import fcntl

import pytest

from federation.errors import FolderNotReady
from node import high_water_mark
from node.high_water_mark import Mark
from tests.support.branches import Branches, octets
from tests.support.services import new_store


@pytest.fixture
async def store(tmp_path, monkeypatch):
    monkeypatch.setattr(high_water_mark, "LONGEST_WAIT_S", 0.1)
    async with new_store(tmp_path, Branches()) as store:
        await store.grow(1)
        yield store


async def test_a_process_stopped_while_it_holds_the_marks_lock_is_waited_for_with_a_bound(store, tmp_path):
    mark = store.mark.load()
    with (tmp_path / "mark.lock").open("ab") as stopped:
        fcntl.flock(stopped, fcntl.LOCK_EX)
        with pytest.raises(FolderNotReady) as refused:
            store.mark.raise_to(Mark(incarnation=mark.incarnation, size=2, root=octets("two")))
        assert refused.value.facts["reason"] == "mark-locked"
        assert store.mark.load() == mark
    await store.grow(1)
    assert store.mark.load().size == 2


async def test_an_idle_branch_serves_its_head_while_another_process_keeps_the_marks_lock(store, tmp_path):
    with (tmp_path / "mark.lock").open("ab") as stopped:
        fcntl.flock(stopped, fcntl.LOCK_EX)
        assert await store.own_log.newest_note() is not None
