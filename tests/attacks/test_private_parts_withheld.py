"""Shows what becomes of private parts that a source leaves out: fetched elsewhere, erased, or held against it.

Branch 31 pulls branch 33's log through the relay 32 over real gRPC.
"""

import pytest

from federation.model.entry import Citation, Entry, Header, Kind, encode_header
from federation.model.subject import subject_token
from federation.tlog.hashing import leaf_hash
from node.sync import pulling
from tests.support.branches import octets
from tests.support.memory_source import DOCUMENT
from tests.support.nodes import FederationOf, Node

SIZE = 10
LEFT_OUT = 4


@pytest.fixture
async def federation(tmp_path):
    async with FederationOf(3, tmp_path) as federation:
        for label in range(SIZE):
            await federation["33"].issue(f"achievement {label}")
        await federation["32"].round()
        federation["31"].peers.cut = frozenset({"33"})
        yield federation


async def leave_out(node: Node, *indexes: int, altered: bool = False) -> None:
    """From now on the node hands out these private parts of 33's log empty, or altered."""
    liar = await node.lie()

    def bent(index: int, part: bytes) -> bytes:
        return (part[:-1] + bytes((part[-1] ^ 1,)) if altered else b"") if index in indexes else part

    async def entries(origin: str, start: int, count: int, max_bytes: int) -> list[Entry]:
        taken = await liar.inner.entries(origin, start, count, max_bytes)
        return [Entry(one.header, bent(start + at, one.private_part)) for at, one in enumerate(taken)]

    async def private_parts(origin: str, asked: list[int]) -> list[bytes]:
        parts = await liar.inner.private_parts(origin, asked)
        return [bent(index, part) for index, part in zip(asked, parts, strict=True)]

    liar.entries, liar.private_parts = entries, private_parts


async def erase(node: Node, index: int) -> None:
    header = await node.copies.header(node.origin, index)
    cite = Citation(origin=node.origin, index=index, leaf_hash=leaf_hash(header))
    await node.append(
        Entry(encode_header(Header(kind=Kind.ERASED, entry_id=octets(f"erase {index}", 16), cites=(cite,))))
    )


async def found(node: Node) -> list[int]:
    """Indexes of 33's achievements that a lookup finds."""
    records = await node.records.find([subject_token(node.branches.keys.current, DOCUMENT)])
    return [one.index for one in records if one.origin == node.branches["33"].origin]


async def test_a_withheld_part_is_held_against_the_relay_and_fetched_elsewhere(federation):
    node, origin = federation["31"], federation.branches["33"].origin
    await leave_out(federation["32"], LEFT_OUT)
    await node.round()
    assert await node.size_of("33") == SIZE
    assert await node.copies.withheld(origin) == [(LEFT_OUT, "32")]
    assert await found(node) == [index for index in range(SIZE) if index != LEFT_OUT]
    assert (await node.blamed())["32"].startswith("private-part-withheld")
    assert (await node.copies.state(origin)).quarantined_at is None
    node.peers.cut = frozenset()
    await node.round()
    assert await node.copies.withheld(origin) == []
    assert await node.log_of("33") == await federation["33"].log_of("33")
    assert await found(node) == list(range(SIZE))


async def test_an_altered_part_is_refused_and_nothing_of_it_is_kept(federation):
    node = federation["31"]
    await leave_out(federation["32"], LEFT_OUT, altered=True)
    await node.round()
    assert (await node.blamed())["32"].startswith("private-part-altered")
    assert LEFT_OUT not in await found(node)
    assert await node.copies.withheld(federation.branches["33"].origin) == []


async def test_an_erased_part_is_held_against_nobody(federation):
    node = federation["31"]
    await erase(federation["33"], LEFT_OUT)
    await federation["32"].round()
    await node.round()
    assert await node.size_of("33") == SIZE + 1
    assert await node.copies.withheld(federation.branches["33"].origin) == []
    assert await node.blamed() == {}
    assert LEFT_OUT not in await found(node)


async def test_a_part_erased_between_checkpoint_and_entries_is_held_against_nobody(federation):
    node, origin = federation["31"], federation.branches["33"].origin
    early = await federation["32"].served.checkpoints()
    await erase(federation["33"], LEFT_OUT)
    await federation["32"].round()
    liar = await federation["32"].lie()
    answers = [early]

    async def checkpoints() -> list[bytes]:
        return answers.pop() if answers else await liar.inner.checkpoints()

    liar.checkpoints = checkpoints
    await node.round()
    assert await node.size_of("33") == SIZE
    assert await node.blamed() == {}
    await node.round()
    assert await node.size_of("33") == SIZE + 1
    assert await node.blamed() == {}
    assert await node.copies.withheld(origin) == []


async def test_an_altered_part_is_not_taken_in_place_of_a_withheld_one(federation):
    node, origin = federation["31"], federation.branches["33"].origin
    await leave_out(federation["32"], LEFT_OUT)
    await node.round()
    await leave_out(federation["33"], LEFT_OUT, altered=True)
    node.peers.cut = frozenset({"32"})
    await node.round()
    assert await node.copies.withheld(origin) == [(LEFT_OUT, "32")]
    assert (await node.blamed())["33"].startswith("private-part-altered")
    assert LEFT_OUT not in await found(node)


async def test_parts_that_nobody_has_hold_up_none_of_the_others(federation, monkeypatch):
    monkeypatch.setattr(pulling, "WITHHELD_PAGE", 2)
    node, origin = federation["31"], federation.branches["33"].origin
    await leave_out(federation["32"], 0, 1, 2, 3, LEFT_OUT)
    await node.round()
    await leave_out(federation["33"], 0, 1, 2)
    node.peers.cut = frozenset()
    for _ in range(3):
        await node.round()
    assert await node.copies.withheld(origin) == [(0, "32"), (1, "32"), (2, "32")]


async def test_an_erasure_heard_later_settles_a_withheld_part(federation):
    node, origin = federation["31"], federation.branches["33"].origin
    await leave_out(federation["32"], LEFT_OUT)
    await node.round()
    await erase(federation["33"], LEFT_OUT)
    await federation["32"].round()
    await node.round()
    assert await node.copies.withheld(origin) == []
    assert LEFT_OUT not in await found(node)
