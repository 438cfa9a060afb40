"""Shows that kill -9 loses nothing acknowledged, and that two processes with one key never fork their log.

Real processes on a real database file. `DELTABANK_SOAK=1` raises the counts (RELIABILITY 1 and 8).
"""

import os
import random
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from federation.tlog.checkpoint import parse_checkpoint, verify_checkpoint
from federation.tlog.note import parse_note
from node.storage import schema
from node.storage.copies import Copies
from tests.support.appending_child import PER_CHANGE, entries_of, open_own_log
from tests.support.children import Child, children
from tests.support.nodes import copy_migrated

CODE = "32"
IS_SOAK = os.environ.get("DELTABANK_SOAK") == "1"
KILLS = 200 if IS_SOAK else 6
RACES = 1_000 if IS_SOAK else 20
SEED = 20_261


@pytest.fixture
async def folder(tmp_path) -> Path:
    await copy_migrated(tmp_path / "node.db")
    return tmp_path


async def verify_whole(folder: Path, acknowledged: dict[tuple[str, int], int]) -> int:
    """Holds the log in `folder` against what was acknowledged; returns its size."""
    database, own_log = open_own_log(folder, CODE)
    await own_log.prepare()
    copies = Copies(database)
    check = await database.read(lambda c: c.execute(text("PRAGMA integrity_check")).scalar_one())
    head = await own_log.head()
    entries = await copies.entries(own_log.origin, 0, head.size + 1)
    batches = await database.read(lambda c: c.execute(schema.import_batch.select()).all())
    notes = await database.read(lambda c: c.execute(schema.checkpoint.select()).all())
    assert check == "ok"
    assert len(entries) == head.size == len(batches) * PER_CHANGE
    assert sorted(row.first_index for row in batches) == list(range(0, head.size, PER_CHANGE))
    for (name, number), index in acknowledged.items():
        assert entries[index : index + PER_CHANGE] == entries_of(name, number)
    assert len(set(acknowledged.values())) == len(acknowledged)
    for row in notes:
        signed = parse_checkpoint(parse_note(row.note).text)
        assert (await copies.consistency(own_log.origin, row.size, row.size))[0] == signed.root
    assert await own_log.behind() is None
    if notes:
        note = await own_log.newest_note()
        assert verify_checkpoint(note, own_log.origin, own_log._key_at).size == head.size
    await database.close()
    return head.size


async def test_invariant_2_what_was_acknowledged_survives_kill_9_and_nothing_half_done_is_visible(folder):
    chance, acknowledged = random.Random(SEED), {}
    size = 0
    for kill in range(KILLS):
        with Child(folder, CODE, f"kill{kill}") as child:
            child.await_ready().ask(1_000_000)
            time.sleep(chance.uniform(0.02, 0.25))
            child.kill()
            told = {(name, number): index for name, number, index in child.acknowledged()}
        acknowledged.update(told)
        before, size = size, await verify_whole(folder, acknowledged)
        # One change may have been committed whose acknowledgement didn't get out; not two.
        assert 0 <= size - before - len(told) * PER_CHANGE <= PER_CHANGE
    assert acknowledged


async def test_two_processes_with_one_key_racing_to_append_make_no_fork(folder):
    acknowledged: dict[tuple[str, int], int] = {}
    with children(folder, CODE, "left", "right") as racers:
        for _ in range(RACES):
            for racer in racers:
                racer.ask(2)
            for racer in racers:
                acknowledged.update({(name, number): index for name, number, index in racer.acknowledged()})
    assert len(acknowledged) == RACES * 4
    assert await verify_whole(folder, acknowledged) == RACES * 4 * PER_CHANGE


async def test_a_killed_racer_does_not_hold_up_the_other(folder):
    with children(folder, CODE, "left", "right") as (left, right):
        left.ask(1_000_000)
        right.ask(5)
        told = list(right.acknowledged())
        left.kill()
        right.ask(5)
        told += list(right.acknowledged())
        told += list(left.acknowledged())
    await verify_whole(folder, {(name, number): index for name, number, index in told})
    assert sum(name == "right" for name, _, _ in told) == 10
