"""Shows that a branch whose database was lost or rolled back signs no second history (RELIABILITY 6).

Real branches over real gRPC. Ahead of its database's head there is the mark; without a mark, what
its peers hold.
"""

import random
import shutil

import pytest

from federation.errors import NotHere, Recovering
from federation.tlog.checkpoint import SignedCheckpoint, verify_checkpoint
from tests.support.memory_source import plain_entry
from tests.support.nodes import DATABASE, MARK, FederationOf, Node, copy_migrated

OWN = "32"


@pytest.fixture
async def federation(tmp_path):
    async with FederationOf(3, tmp_path) as federation:
        yield federation


async def back_up(node: Node) -> None:
    await node.stop()
    shutil.copy(node.database_path, node.folder / "backup")
    await node.start()


async def restore(node: Node, *, without_mark: bool = False) -> None:
    """Puts the backup in the database's place."""
    await node.stop()
    for stale in node.folder.glob(f"{DATABASE}*"):
        stale.unlink()
    shutil.copy(node.folder / "backup", node.database_path)
    if without_mark:
        (node.folder / MARK).unlink()
    await node.start()


async def signs(node: Node) -> bool:
    """Whether it appends; if not, it must also renew nothing and hand out nothing of its own."""
    try:
        await node.grow(1)
    except Recovering:
        with pytest.raises(Recovering):
            await node.own_log.renew()
        assert await node.own_log.newest_note() is None
        assert not any(node.origin.encode() in note.partition(b"\n")[0] for note in await node.served.checkpoints())
        with pytest.raises(NotHere):
            await node.served.entries(node.origin, 0, 1, 1_000)
        return False
    return True


async def assert_one_history(federation: FederationOf) -> None:
    """After rounds everywhere: one log of the branch, and nobody accused."""
    await federation.rounds(2)
    logs = [await node.log_of(OWN) for node in federation.nodes.values()]
    assert all(log == logs[0] for log in logs)
    for node in federation.nodes.values():
        assert await node.blamed() == {}
        assert all(state.quarantined_at is None for state in await node.copies.states())


async def test_rollback_of_the_own_database_signs_nothing_until_caught_up(federation):
    node = federation[OWN]
    await node.grow(5)
    await back_up(node)
    await node.grow(4)
    await federation.rounds()
    whole = await node.log_of(OWN)
    await restore(node)
    assert await node.own_log.behind() == 4
    assert not await signs(node)
    await node.round()
    assert await node.own_log.behind() is None
    assert await node.log_of(OWN) == whole
    assert await signs(node)
    await assert_one_history(federation)


@pytest.mark.parametrize("away", ["31", "33"])
async def test_rollback_with_one_peer_away_is_caught_up_from_the_other(federation, away):
    node = federation[OWN]
    await node.grow(3)
    await back_up(node)
    await node.grow(3)
    await federation.rounds()
    await federation[away].deafen()
    await restore(node)
    assert not await signs(node)
    await node.round()
    assert await node.size_of(OWN) == 6
    assert await signs(node)
    await federation[away].listen()
    await assert_one_history(federation)


async def test_a_rolled_back_branch_whose_peers_are_all_away_waits(federation):
    node = federation[OWN]
    await node.grow(3)
    await back_up(node)
    await node.grow(3)
    await federation.rounds()
    for peer in ("31", "33"):
        await federation[peer].deafen()
    await restore(node)
    await node.round()
    assert await node.own_log.behind() == 3
    assert not await signs(node)


async def test_an_emptied_database_is_not_this_marks_and_is_filled_from_the_peers(federation):
    node = federation[OWN]
    await node.grow(9)
    await federation.rounds()
    whole = await node.log_of(OWN)
    await node.stop()
    for stale in node.folder.glob(f"{DATABASE}*"):
        stale.unlink()
    await copy_migrated(node.database_path)
    await node.start()
    assert not await signs(node)
    await node.round()
    assert await node.log_of(OWN) == whole
    assert await signs(node)
    await assert_one_history(federation)


async def test_with_a_lost_mark_a_branch_waits_until_all_peers_were_heard(federation):
    node = federation[OWN]
    await node.grow(3)
    await federation.rounds()
    await back_up(node)
    await node.grow(3)
    await federation["33"].round()
    await federation["33"].deafen()
    await restore(node, without_mark=True)
    for _ in range(3):
        await node.round()
        assert await node.size_of(OWN) == 3
        assert not await signs(node)
    await federation["33"].listen()
    await node.round()
    assert await node.size_of(OWN) == 6
    assert await signs(node)
    await assert_one_history(federation)


async def test_with_a_lost_mark_a_head_that_was_heard_and_not_yet_fetched_is_waited_for(federation):
    node = federation[OWN]
    await node.grow(3)
    await federation.rounds()
    await back_up(node)
    await node.grow(3)
    await federation["33"].round()

    async def no_entries(*_args):
        raise NotHere(what="entries")

    liar = await federation["33"].lie()
    liar.entries = no_entries
    await restore(node, without_mark=True)
    for _ in range(2):
        await node.round()
        assert not await signs(node)
    del liar.entries
    await node.round()
    assert await signs(node)
    await assert_one_history(federation)


async def test_with_a_lost_mark_peers_that_hold_nothing_of_the_log_are_heard_as_well(federation):
    node = federation[OWN]
    await node.grow(2)
    await back_up(node)
    await restore(node, without_mark=True)
    assert not await signs(node)
    await node.round()
    assert await signs(node)
    assert await node.size_of(OWN) == 3
    await assert_one_history(federation)


async def test_a_node_that_lost_nothing_starts_alone(federation):
    node = federation[OWN]
    await node.grow(3)
    for peer in ("31", "33"):
        await federation[peer].stop()
    await node.restart()
    assert await node.own_log.behind() is None
    assert await signs(node)


async def test_a_recovering_branch_cosigns_nothing(federation):
    node = federation[OWN]
    await back_up(node)
    await node.grow(2)
    await federation.rounds()
    await restore(node)
    node.peers.cut = frozenset({"31"})
    await federation["33"].grow(2)
    # Branch 33 alone is reached, and doesn't hold what is missing.
    liar = await federation["33"].lie()
    liar.checkpoints = lambda: checkpoints_of(federation["33"], "33")
    await node.round()
    assert await node.size_of("33") == 2
    assert node.origin.encode() not in await node.copies.note(federation["33"].origin)


async def checkpoints_of(node: Node, code: str) -> list[bytes]:
    origin = node.branches[code].origin
    return [note for note in await node.served.checkpoints() if note.startswith(origin.encode())]


async def test_five_restores_at_random_with_one_peer_away_each_time_make_no_fork(federation):
    chance, node = random.Random(66), federation[OWN]
    await node.grow(1)
    for _ in range(5):
        await back_up(node)
        await node.append(*(plain_entry(node.origin, chance.getrandbits(40)) for _ in range(chance.randrange(1, 6))))
        away = chance.choice(["31", "33"])
        stays = "33" if away == "31" else "31"
        await federation[stays].round()
        await federation[away].deafen()
        await restore(node)
        assert not await signs(node)
        await node.round()
        assert await signs(node)
        await federation[away].listen()
    await assert_one_history(federation)
    note = await node.own_log.newest_note()
    key_at = federation.branches.roster.branch(OWN).key_at
    assert verify_checkpoint(note, node.origin, key_at).size == await federation["31"].size_of(OWN)


async def test_a_head_that_a_peer_heard_and_never_pulled_is_told_to_its_origin(federation):
    node, peer = federation[OWN], federation["31"]
    await node.grow(3)
    await federation.rounds()
    await back_up(node)
    await node.grow(3)
    note = await node.own_log.newest_note()
    signed = SignedCheckpoint.verified(note, node.origin, peer.rosters.current.branch(OWN).key_at)
    await peer.copies.remember_highest(node.origin, signed)
    await restore(node, without_mark=True)
    await node.round()
    assert await peer.size_of(OWN) == 3
    # All peers were heard, nothing more can be had, and still it must not sign: size 6 was let out.
    assert not await signs(node)


async def test_a_branch_that_lost_database_and_mark_together_signs_no_second_history(federation):
    node = federation[OWN]
    await node.grow(5)
    await federation.rounds()
    whole = await node.log_of(OWN)
    await node.stop()
    for lost in (*node.folder.glob(f"{DATABASE}*"), node.folder / MARK):
        lost.unlink()
    await copy_migrated(node.database_path)
    await node.start()
    assert await node.own_log.behind() is not None
    assert not await signs(node)
    await node.round()
    assert await node.log_of(OWN) == whole
    assert await signs(node)
    await assert_one_history(federation)
