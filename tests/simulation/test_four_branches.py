"""Shows that four branches end alike whatever the network and the processes did meanwhile (invariants 1, 5 and 6).

One seed draws a schedule: appends, rounds, servers away, restarts, partitions, pulls cut off in the
middle, databases rolled back. Everything is real but the clock. `DELTABANK_SOAK=1` raises the counts; a
failing test names its seed (RELIABILITY 9).
"""

import asyncio
import os
import random
import shutil
from contextlib import suppress

import pytest

from federation.errors import Recovering
from federation.tlog.checkpoint import parse_checkpoint
from federation.tlog.note import parse_note
from node.sync.vetting import vet_checkpoint
from tests.support.branches import CODES
from tests.support.nodes import DATABASE, FederationOf, Node

IS_SOAK = os.environ.get("DELTABANK_SOAK") == "1"
SEEDS = range(1_000) if IS_SOAK else range(3)
STEPS = 32


class Schedule:
    """Faults and work, drawn from one seed."""

    def __init__(self, federation: FederationOf, seed: int) -> None:
        self.federation = federation
        self.chance = random.Random(seed)
        self.done: list[str] = []

    async def step(self) -> None:
        node = self.federation[self.chance.choice(CODES)]
        choices = (
            (30, self.append),
            (30, self.round),
            (8, self.cut_off_in_the_middle),
            (8, self.server_away),
            (8, self.server_back),
            (6, self.restart),
            (6, self.partition),
            (3, self.roll_back),
        )
        weights, actions = zip(*choices, strict=True)
        action = self.chance.choices(actions, weights)[0]
        self.done.append(f"{action.__name__} {node.code}")
        await action(node)

    async def append(self, node: Node) -> None:
        with suppress(Recovering):
            await node.grow(self.chance.randrange(1, 20))

    async def round(self, node: Node) -> None:
        await node.round()

    async def cut_off_in_the_middle(self, node: Node) -> None:
        task = asyncio.create_task(node.round())
        await asyncio.sleep(self.chance.random() * 0.05)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def server_away(self, node: Node) -> None:
        await node.deafen()

    async def server_back(self, node: Node) -> None:
        await node.deafen()
        await node.listen()

    async def restart(self, node: Node) -> None:
        cut = node.peers.cut
        await node.restart()
        node.peers.cut = cut

    async def partition(self, node: Node) -> None:
        groups = [" ".join(CODES)], ["31 32", "33 34"], ["31", "32 33 34"], ["31 34", "32", "33"]
        self.federation.cut(*self.chance.choice(groups))

    async def roll_back(self, node: Node) -> None:
        """The database of some time ago; the mark stays, as it lies elsewhere."""
        backup, cut = node.folder / "backup", node.peers.cut
        await node.stop()
        if backup.exists() and self.chance.random() < 0.7:
            for stale in node.folder.glob(f"{DATABASE}*"):
                stale.unlink()
            shutil.copy(backup, node.database_path)
        else:
            shutil.copy(node.database_path, backup)
        await node.start()
        node.peers.cut = cut


async def heal(federation: FederationOf) -> None:
    federation.cut()
    for node in federation.nodes.values():
        await node.deafen()
        await node.listen()
    # One round brings everything that peers hold; the second one what they got meanwhile.
    await federation.rounds(2)


async def assert_copies_are_prefixes(federation: FederationOf) -> None:
    """Invariant 1, and 6: what is held lies under what its origin signed, and what is served is signed."""
    for origin_node in federation.nodes.values():
        longest: list = []
        for node in federation.nodes.values():
            headers = [one.header for one in await node.log_of(origin_node.code)]
            shorter, longer = sorted((headers, longest), key=len)
            assert longer[: len(shorter)] == shorter
            longest = longer
            note = await node.copies.note(origin_node.origin)
            if note is not None:
                held = vet_checkpoint(note, federation.branches.roster)
                assert held.size <= len(headers)
                assert (await node.copies.consistency(origin_node.origin, held.size, held.size))[0] == held.root


async def assert_recovered_as_far_as_anybody_remembers(federation: FederationOf, code: str) -> None:
    """A branch is recovering only if it lost a tail that no peer had fetched: it must not sign that size anew."""
    node = federation[code]
    mark, held = node.mark.load(), await node.size_of(code)
    assert await node.own_log.behind() == (mark.size - held or None)
    assert max([await peer.size_of(code) for peer in federation.nodes.values()]) == held


async def assert_nobody_was_accused(federation: FederationOf) -> None:
    for node in federation.nodes.values():
        assert await node.blamed() == {}
        assert all(state.quarantined_at is None for state in await node.copies.states())
        assert node.faults == []


@pytest.mark.parametrize("seed", SEEDS)
async def test_invariant_5_after_healing_all_nodes_hold_the_same_logs(tmp_path, seed):
    async with FederationOf(4, tmp_path) as federation:
        schedule = Schedule(federation, seed)
        for step in range(STEPS):
            await schedule.step()
            if step % 8 == 7:
                await assert_copies_are_prefixes(federation)
        await heal(federation)
        for code in CODES:
            await assert_recovered_as_far_as_anybody_remembers(federation, code)
            own = await federation[code].log_of(code)
            for node in federation.nodes.values():
                assert await node.log_of(code) == own, (seed, schedule.done)
        await assert_copies_are_prefixes(federation)
        await assert_nobody_was_accused(federation)


async def test_a_log_travels_by_relays_alone(tmp_path):
    async with FederationOf(4, tmp_path) as federation:
        federation.cut("31 32")
        await federation["31"].grow(20)
        await federation["32"].round()
        federation.cut("32 33")
        await federation["33"].round()
        federation.cut("33 34")
        await federation["34"].round()
        assert await federation["34"].log_of("31") == await federation["31"].log_of("31")
        cosigners = {line.name for line in (await heard_note(federation["34"], "31")).cosignatures}
        assert cosigners == {node.origin for node in federation.nodes.values()}
        await assert_nobody_was_accused(federation)


async def heard_note(node: Node, code: str):
    return vet_checkpoint(await node.copies.note(node.branches[code].origin), node.branches.roster)


async def test_a_pull_cut_off_goes_on_where_it_ended(tmp_path):
    async with FederationOf(2, tmp_path) as federation:
        await federation["31"].grow(100)
        node, sizes = federation["32"], [0]
        while sizes[-1] < 100:
            task = asyncio.create_task(node.round())
            while not task.done() and await node.size_of("31") <= sizes[-1]:
                await asyncio.sleep(0)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await node.restart()
            sizes.append(await node.size_of("31"))
            assert sizes[-1] > sizes[-2]
        assert len(sizes) > 2
        assert await node.log_of("31") == await federation["31"].log_of("31")


async def test_invariant_6_nothing_is_visible_that_is_not_under_a_signed_checkpoint(tmp_path):
    async with FederationOf(2, tmp_path) as federation:
        node = federation["31"]
        await node.grow(3)
        seen = parse_checkpoint(parse_note((await node.served.checkpoints())[0]).text).size
        assert seen == 3

        async def appended_and_not_committed() -> None:
            async with node.own_log.change() as change:
                await change.append([(await node.log_of("31"))[0]])
                assert len(await node.served.entries(node.origin, 0, 99, 1 << 20)) == 3
                assert (await node.own_log.head()).size == 3
                await federation["32"].round()
                assert await federation["32"].size_of("31") == 3
                raise ZeroDivisionError

        with suppress(ZeroDivisionError):
            await appended_and_not_committed()
        assert (await node.own_log.head()).size == 3
