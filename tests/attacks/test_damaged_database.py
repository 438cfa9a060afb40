"""Shows that a bit flipped in a stored database is never served undetected, never signed over, and blamed on nobody.

The damage is done to the file beneath, as a failing disk would (RELIABILITY 5).
"""

import os
import random
import sqlite3
from contextlib import closing

import pytest

from federation.errors import CreditBankError, IntegrityBroken
from federation.model.entry import Entry, parse_header, parse_private_part
from federation.model.subject import subject_token
from federation.tlog.hashing import leaf_hash
from federation.tlog.right_edge import RightEdge
from federation.tlog.tiles import TileSet
from node.storage.positions import position_of
from tests.support.memory_source import DOCUMENT, checkpoint_of, plain_entry
from tests.support.nodes import FederationOf, Node

SIZE = 12
FLIPS = 2_000 if os.environ.get("DELTABANK_SOAK") == "1" else 40


@pytest.fixture
async def federation(tmp_path):
    async with FederationOf(3, tmp_path) as federation:
        for label in range(SIZE):
            await federation["33"].issue(f"achievement {label}")
        await federation["32"].round()
        yield federation


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes((data[at] ^ 4,)) + data[at + 1 :]


async def damage(node: Node, table: str, column: str, where: str, at: int = 40) -> None:
    """Flips a bit of one stored value of a stopped node, which then goes on."""
    await node.stop()
    with closing(sqlite3.connect(node.database_path)) as database, database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        (value,) = database.execute(f"SELECT {column} FROM {table} WHERE {where}").fetchone()
        database.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (flipped(value, at),))
    await node.start()


def row(node: Node, code: str, index: int = 5) -> str:
    return f"position = {position_of(int(code), index)}"


async def look_up(node: Node) -> int:
    return len(await node.records.find([subject_token(node.branches.keys.current, DOCUMENT)]))


RECORDS = {
    "entry": ("entry", "header", "proof-invalid"),
    "private-part": ("private_part", "body", "private-part-altered"),
}


@pytest.mark.parametrize("what", RECORDS)
@pytest.mark.parametrize("holder", ["33", "32"], ids=["at-its-origin", "in-a-copy"])
async def test_a_damaged_record_is_found_by_lookups_and_refused_by_peers(federation, what, holder):
    table, column, code = RECORDS[what]
    node = federation[holder]
    assert await look_up(node) == SIZE
    await damage(node, table, column, row(node, "33"))
    with pytest.raises(IntegrityBroken):
        await look_up(node)
    reader = federation["31"]
    reader.peers.cut = frozenset({"32", "33"} - {holder})
    await reader.round()
    assert (await reader.blamed())[holder].startswith(code)
    assert (await reader.copies.state(federation.branches["33"].origin)).quarantined_at is None
    reader.peers.cut = frozenset({holder})
    await reader.round()
    assert await look_up(reader) == SIZE


OWN_DAMAGE = {
    "tile": ("tile", "hashes", "log_id = 33 AND level = 0", 200),
    "log-root": ("log", "root", "log_id = 33", 7),
}


@pytest.mark.parametrize("what", OWN_DAMAGE)
async def test_a_damaged_own_tree_is_not_signed_over(federation, what):
    node = federation["33"]
    before = await node.own_log.newest_note()
    await damage(node, *OWN_DAMAGE[what])
    for change in (node.grow(1), node.own_log.renew()):
        with pytest.raises(IntegrityBroken):
            await change
    assert (await node.own_log.head()).size == SIZE
    assert checkpoint_of(before) == checkpoint_of(await node.copies.note(node.origin))


@pytest.mark.parametrize("at", [2, 45, 90, 150], ids=["origin", "size-or-root", "root", "signature"])
async def test_a_damaged_own_checkpoint_is_not_handed_out(federation, at):
    node = federation["33"]
    await damage(node, "checkpoint", "note", f"log_id = 33 AND size = {SIZE}", at)
    with pytest.raises(IntegrityBroken):
        await node.own_log.newest_note()


async def test_a_damaged_copied_checkpoint_is_neither_served_nor_cosigned_and_blamed_on_nobody(federation):
    node, origin = federation["32"], federation.branches["33"].origin
    await damage(node, "checkpoint", "note", f"log_id = 33 AND size = {SIZE}", 60)
    assert not any(note.startswith(origin.encode()) for note in await node.served.checkpoints())
    await node.round()
    assert await node.blamed() == {}
    await federation["33"].grow(1)
    await node.round()
    assert await node.size_of("33") == SIZE + 1
    assert any(note.startswith(origin.encode()) for note in await node.served.checkpoints())


@pytest.mark.parametrize("what", OWN_DAMAGE)
async def test_a_damaged_copy_grows_no_further_and_is_blamed_on_nobody(federation, what):
    node = federation["32"]
    await damage(node, *OWN_DAMAGE[what])
    await federation["33"].grow(2)
    await node.round()
    assert await node.size_of("33") == SIZE
    assert await node.blamed() == {}
    assert (await node.copies.state(federation.branches["33"].origin)).quarantined_at is None


async def test_a_damaged_tile_beneath_the_checkpoint_held_is_blamed_on_nobody(federation):
    node = federation["32"]
    stale = await federation["33"].own_log.newest_note()
    await federation["33"].grow(3)
    await node.round()
    await damage(node, *OWN_DAMAGE["tile"])
    liar = await federation["33"].lie()

    async def checkpoints() -> list[bytes]:
        return [stale]

    liar.checkpoints = checkpoints
    await node.round()
    assert await node.blamed() == {}
    assert (await node.copies.state(federation.branches["33"].origin)).quarantined_at is None


async def test_no_bit_flipped_anywhere_in_the_file_is_served_or_signed_over(federation):
    """The file as a whole: what is answered is the truth, or nothing is; a new signature is over the truth."""
    node, chance = federation["33"], random.Random(5)
    truth, note = await node.log_of("33"), await node.own_log.newest_note()
    known = {
        (index, parse_header(one.header), parse_private_part(one.private_part))
        for index, one in enumerate(truth)
        if one.private_part
    }
    more = plain_entry(node.origin, SIZE)
    expected = root_of([*truth, more])
    await node.stop()
    image, mark = node.database_path.read_bytes(), (node.folder / "mark.json").read_bytes()
    refused = 0
    for _ in range(FLIPS):
        at = chance.randrange(len(image))
        for leftover in node.folder.glob("node.db-*"):
            leftover.unlink()
        node.database_path.write_bytes(flipped(image, at))
        (node.folder / "mark.json").write_bytes(mark)
        try:
            await node.start(listen=False)
            released = await node.own_log.newest_note()
            assert released is None or checkpoint_of(released) == checkpoint_of(note), at
            found = await node.records.find([subject_token(node.branches.keys.current, DOCUMENT)])
            assert {(one.index, one.header, one.private_part) for one in found} <= known, at
            await node.append(more)
            assert (await node.own_log.head()).root == expected, at
        except CreditBankError:
            refused += 1
        finally:
            await node.stop()
    assert refused < FLIPS
    node.database_path.write_bytes(image)
    (node.folder / "mark.json").write_bytes(mark)


def root_of(entries: list[Entry]) -> bytes:
    edge, tiles = RightEdge(), TileSet()
    tiles.put(edge.append([leaf_hash(one.header) for one in entries]))
    return edge.root()
