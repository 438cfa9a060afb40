"""Shows that fsck finds each kind of damage, names it, and tells what was erased from what is withheld or lost."""

import asyncio

import pytest

from federation.model.entry import Citation, Entry, Header, Kind, encode_header
from federation.tlog.hashing import leaf_hash
from node.services.integrity.refolding import Refolding
from node.storage.positions import position_of
from tests.support.branches import octets
from tests.support.memory_source import MemoryLog
from tests.support.services import Desk, new_store

SIZE, COPIED = 600, 300


@pytest.fixture
async def desk(desk):
    """600 own entries, which fill two tiles, and 300 of branch 33."""
    await desk.store.grow(SIZE)
    log = MemoryLog(desk.branches, "33")
    log.grow(COPIED)
    await desk.store.take(log, COPIED, source="33")
    await desk.store.keep(log)
    return desk


async def fsck(desk):
    seen = []
    report = await desk.logs.fsck(lambda read, total: seen.append((read, total)))
    assert seen == sorted(seen)
    return report


async def damage(desk, statement, *values):
    """Writes to the tables as nobody may."""

    def work(connection):
        triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (trigger,) in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        assert connection.exec_driver_sql(statement, values).rowcount == 1

    await desk.store.database.write(work)


async def flip(desk, table, column, where, at):
    def read(connection):
        return connection.exec_driver_sql(f"SELECT {column} FROM {table} WHERE {where}").scalar_one()

    value = await desk.store.database.read(read)
    flipped = value[:at] + bytes((value[at] ^ 1,)) + value[at + 1 :]
    await damage(desk, f"UPDATE {table} SET {column} = ? WHERE {where}", flipped)


async def step(desk, kind, *indexes):
    origin = desk.store.origin
    leaves = [leaf_hash(await desk.store.copies.header(origin, index)) for index in indexes]
    cites = tuple(
        Citation(origin=origin, index=index, leaf_hash=leaf) for index, leaf in zip(indexes, leaves, strict=True)
    )
    await desk.store.append(Entry(encode_header(Header(kind=kind, entry_id=octets("step", 16), cites=cites))))


async def test_logs_in_order_give_no_findings(desk):
    report = await fsck(desk)
    assert (report.logs, report.entries, report.erased, report.withheld) == (4, SIZE + COPIED, 0, 0)
    assert report.findings == ()


async def test_an_empty_node_gives_no_findings(branches, tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    async with new_store(folder, branches) as store:
        report = await fsck(Desk(store))
    assert (report.entries, report.findings) == (0, ())


@pytest.mark.parametrize(("code", "index"), [("32", 0), ("32", 255), ("32", 599), ("33", 299)])
async def test_a_flipped_bit_in_a_header_is_found(desk, code, index):
    await flip(desk, "entry", "header", f"position = {position_of(int(code), index)}", 12)
    findings = (await fsck(desk)).findings
    assert findings
    assert all(one.startswith(code) for one in findings)
    assert f"{code}: tile 0/{index // 256} is not of these entries" in findings


@pytest.mark.parametrize(("code", "index"), [("32", 3), ("33", 299)])
async def test_a_flipped_bit_in_a_private_part_is_found_and_named_alone(desk, code, index):
    await flip(desk, "private_part", "body", f"position = {position_of(int(code), index)}", 90)
    assert (await fsck(desk)).findings == (f"{code}/{index}: private part altered",)


@pytest.mark.parametrize(("level", "at"), [(0, 0), (0, 1), (0, 2), (1, 0)])
async def test_a_flipped_bit_in_a_tile_is_found(desk, level, at):
    await flip(desk, "tile", "hashes", f"log_id = 32 AND level = {level} AND tile_index = {at}", 40)
    assert f"32: tile {level}/{at} is not of these entries" in (await fsck(desk)).findings


async def test_a_lost_tile_is_found(desk):
    await damage(desk, "DELETE FROM tile WHERE log_id = ? AND level = 0 AND tile_index = 1", 32)
    (finding,) = (await fsck(desk)).findings
    assert "tile 0/1" in finding


@pytest.mark.parametrize("code", ["32", "33"])
async def test_a_flipped_bit_in_a_logs_root_is_found(desk, code):
    await flip(desk, "log", "root", f"log_id = {code}", 5)
    assert (await fsck(desk)).findings == (f"{code}: entries do not give the stored root",)


@pytest.mark.parametrize("at", [2, 45, 90, 150])
@pytest.mark.parametrize("code", ["32", "33"])
async def test_a_flipped_bit_in_a_checkpoint_is_found(desk, code, at):
    await flip(desk, "checkpoint", "note", f"log_id = {code}", at)
    (finding,) = (await fsck(desk)).findings
    assert finding.startswith(code)


async def test_entries_that_are_gone_are_found(desk):
    await damage(desk, "DELETE FROM entry WHERE position = ?", position_of(33, 7))
    findings = (await fsck(desk)).findings
    assert "33: 1 entries missing from 0 on" in findings


async def test_entries_behind_the_newest_checkpoint_are_found(desk):
    await damage(desk, "UPDATE log SET size = 599 WHERE log_id = ?", 32)
    assert "32: entries behind the newest checkpoint" in (await fsck(desk)).findings


async def test_a_lost_checkpoint_is_found(desk):
    await damage(desk, "DELETE FROM checkpoint WHERE log_id = ?", 33)
    assert (await fsck(desk)).findings == ("33: no checkpoint",)


async def test_erased_withheld_and_lost_private_parts_are_told_apart(desk):
    await step(desk, Kind.ERASED, 5, 6)
    await damage(desk, "DELETE FROM private_part WHERE position = ?", position_of(32, 9))
    log = MemoryLog(desk.branches, "34")
    log.grow(4)
    await desk.store.take(log, 4, source="31", without=[1])
    await desk.store.keep(log)
    report = await fsck(desk)
    assert (report.erased, report.withheld) == (2, 1)
    assert report.findings == ("32/9: private part missing, not erased",)


async def test_a_revoked_record_without_its_private_part_is_not_taken_for_an_erased_one(desk):
    await step(desk, Kind.ACHIEVEMENT_REVOKED, 5)
    await damage(desk, "DELETE FROM private_part WHERE position = ?", position_of(32, 5))
    report = await fsck(desk)
    assert report.erased == 0
    assert report.findings == ("32/5: private part missing, not erased",)


async def test_a_standing_that_says_nothing_is_found(desk):
    await step(desk, Kind.ERASED, 5)
    await damage(desk, "UPDATE standing SET status = 'esared' WHERE position = ?", position_of(32, 5))
    (finding,) = (await fsck(desk)).findings
    assert "standing" in finding


@pytest.mark.parametrize(
    "damaged",
    [
        "DELETE FROM standing WHERE position = ?",
        "UPDATE standing SET status = 'converted' WHERE position = ?",
        "UPDATE standing SET position = position + 1 WHERE position = ?",
    ],
)
async def test_a_standing_that_the_entries_do_not_say_is_found(desk, damaged):
    await step(desk, Kind.ACHIEVEMENT_REVOKED, 5)
    assert (await fsck(desk)).findings == ()
    await damage(desk, damaged, position_of(32, 5))
    assert "32/5: standing is not what the entries say" in (await fsck(desk)).findings


async def test_a_log_that_grows_while_it_is_examined_gives_no_findings(desk):
    pending = []

    def tell(read, total):
        if not pending:
            pending.append(asyncio.ensure_future(step(desk, Kind.ACHIEVEMENT_REVOKED, 5, 6)))

    report = await desk.logs.fsck(tell)
    await asyncio.gather(*pending)
    assert report.findings == ()
    assert (await fsck(desk)).findings == ()


async def test_what_came_after_the_entries_given_explains_a_stored_standing(desk):
    folded = Refolding(desk.store.copies, desk.store.origin)
    await folded.add(await desk.store.copies.entries(desk.store.origin, 0, SIZE))
    await step(desk, Kind.ACHIEVEMENT_REVOKED, 5)
    assert await folded.differing() == []


async def test_a_standing_that_says_erased_for_what_was_only_lost_is_found(desk):
    await damage(desk, "DELETE FROM private_part WHERE position = ?", position_of(33, 9))
    await damage(desk, "INSERT INTO standing VALUES (?, 'erased', 0)", position_of(33, 9))
    assert (await fsck(desk)).findings == ("33/9: standing is not what the entries say",)


async def test_damage_in_one_log_hides_nothing_in_another(desk):
    await flip(desk, "private_part", "body", f"position = {position_of(32, 3)}", 90)
    await flip(desk, "private_part", "body", f"position = {position_of(33, 4)}", 90)
    await damage(desk, "DELETE FROM tile WHERE log_id = ? AND level = 0 AND tile_index = 0", 32)
    findings = (await fsck(desk)).findings
    assert {one[:2] for one in findings} == {"32", "33"}


async def test_heads_say_size_root_and_the_origins_time(desk):
    heads = {one.branch: one for one in await desk.logs.heads()}
    assert [(code, one.size) for code, one in heads.items()] == [("31", 0), ("32", SIZE), ("33", COPIED), ("34", 0)]
    assert heads["32"].root_hex == (await desk.store.own_log.head()).root.hex()
    assert heads["33"].origin == desk.branches["33"].origin


@pytest.mark.parametrize("column", ["subject_key", "achievement_key"])
@pytest.mark.parametrize(("code", "index"), [("32", 257), ("33", 299)])
async def test_attack_a_record_hidden_by_altering_the_key_that_it_is_found_by(desk, code, index, column):
    where = f"position = {position_of(int(code), index)}"
    await damage(desk, f"UPDATE private_part SET {column} = COALESCE({column}, 0) + 1 WHERE {where}")
    report = await fsck(desk)
    assert report.findings == (f"{code}/{index}: private part filed under wrong keys",)


async def test_attack_a_revocation_moved_to_another_entry_is_found_at_both(desk):
    await step(desk, Kind.ACHIEVEMENT_REVOKED, 3)
    was, now = position_of(32, 3), position_of(32, 4)
    await damage(desk, f"UPDATE standing SET position = {now} WHERE position = {was}")
    assert (await fsck(desk)).findings == tuple(f"32/{index}: standing is not what the entries say" for index in (3, 4))
