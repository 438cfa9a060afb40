"""Shows that rollback, freeze, fast-forward and mix-and-match move nothing, and that a stale log is seen to be stale.

Real branches over real gRPC (RELIABILITY 11).
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from federation.tlog.checkpoint import Checkpoint, sign_checkpoint
from federation.trust.roster import LogEnd
from node.sync.vetting import vet_checkpoint
from tests.support.memory_source import checkpoint_of
from tests.support.nodes import FederationOf, Node


@pytest.fixture
async def federation(tmp_path):
    async with FederationOf(3, tmp_path) as federation:
        await federation["33"].grow(6)
        yield federation


async def answering(node: Node, *notes: bytes) -> None:
    """Lets the node answer with these checkpoints for ever."""
    liar = await node.lie()

    async def checkpoints() -> list[bytes]:
        return list(notes)

    liar.checkpoints = checkpoints


async def test_rollback_moves_neither_the_copy_nor_its_time(federation):
    node, origin = federation["31"], federation.branches["33"].origin
    old = await federation["33"].own_log.newest_note()
    federation.branches.clock.advance(timedelta(minutes=3))
    await federation["33"].grow(4)
    await node.round()
    before = await node.copies.state(origin)
    await answering(federation["33"], old)
    await node.round()
    assert await node.copies.state(origin) == before
    assert before.size == 10
    assert await node.blamed() == {}


async def test_freeze_is_seen_by_the_logs_time_standing_still(federation):
    node = federation["31"]
    await answering(federation["33"], await federation["33"].own_log.newest_note())
    start = federation.branches.clock.now()
    for _ in range(3):
        federation.branches.clock.advance(timedelta(hours=1))
        await federation["32"].own_log.renew()
        await node.round()
    as_of = {state.branch: state.as_of for state in await node.copies.states()}
    assert as_of["32"] - start == timedelta(hours=3)
    assert as_of["33"] - start <= timedelta(0)


async def test_a_stale_relay_does_not_hide_the_newer_head_that_another_has(federation):
    node = federation["31"]
    await federation["32"].round()
    await answering(federation["32"], *await federation["32"].served.checkpoints())
    await federation["33"].grow(2)
    await node.round()
    assert await node.size_of("33") == 8


async def test_fast_forward_without_the_key_is_refused(federation):
    node = federation["31"]
    origin, stranger = federation.branches["33"].origin, federation.branches["32"].log_key
    leap = sign_checkpoint(Checkpoint(origin=origin, size=2**62, root=bytes(32)), stranger.sign, stranger.public_key)
    await answering(federation["32"], leap)
    await node.round()
    assert await node.blamed() == {"32": "peer-faulty:signature-invalid"}
    assert (await node.copies.state(origin)).highest_size == 6


async def test_fast_forward_with_the_key_stops_nothing_else(federation):
    node, key = federation["31"], federation.branches["33"].log_key
    origin = federation.branches["33"].origin
    await federation["32"].grow(3)
    await node.round()
    leap = sign_checkpoint(Checkpoint(origin=origin, size=2**62, root=bytes(32)), key.sign, key.public_key)
    await answering(federation["33"], leap)
    await federation["32"].grow(3)
    await node.round()
    state = await node.copies.state(origin)
    assert (state.size, state.highest_size) == (6, 2**62)
    assert await node.size_of("32") == 6
    assert vet_checkpoint(await node.copies.note(origin), federation.branches.roster).size == 6


async def test_mix_and_match_of_one_logs_entries_under_anothers_checkpoint_is_refused(federation):
    await federation["32"].grow(6)
    liar = await federation["32"].lie()

    async def entries(_origin: str, start: int, count: int, max_bytes: int):
        return await liar.inner.entries(federation.branches["32"].origin, start, count, max_bytes)

    liar.entries = entries
    await federation["32"].round()
    federation["31"].peers.cut = frozenset({"33"})
    await federation["31"].round()
    assert await federation["31"].size_of("32") == 6
    assert await federation["31"].size_of("33") == 0
    assert (await federation["31"].blamed())["32"].startswith("proof-invalid")


async def test_a_checkpoint_under_another_logs_name_is_refused(federation):
    key = federation.branches["32"].log_key
    await federation["32"].grow(7)
    truth = checkpoint_of(await federation["32"].own_log.newest_note())
    borrowed = replace(truth, origin=federation.branches["33"].origin, size=7)
    await answering(federation["32"], sign_checkpoint(borrowed, key.sign, key.public_key))
    await federation["31"].round()
    assert await federation["31"].blamed() == {"32": "peer-faulty:signature-invalid"}


async def test_a_relay_of_a_log_beyond_the_size_at_which_it_was_closed_is_not_accused(federation):
    await federation["32"].round()
    root, _ = await federation["33"].copies.consistency(federation.branches["33"].origin, 4, 6)
    federation.branches.close("33", LogEnd(size=4, root=root))
    node = federation["31"]
    node.rosters.apply(federation.branches.rosters[-1].to_bytes())
    await federation["32"].grow(2)
    await node.round()
    assert await node.blamed() == {}
    assert await node.size_of("33") == 0
    assert await node.size_of("32") == 2
