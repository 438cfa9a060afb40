"""Shows what becomes of checkpoints when a branch's log key is rotated: nothing breaks, and no honest relay is blamed.

Branch 33 rotates its key at five entries. What it signed up to there stays valid; what it signed
beyond, before the roster reached it, isn't, and is left out without a fault.
"""

from dataclasses import replace

import pytest

from federation.errors import Recovering
from federation.trust.roster import LogEnd
from federation.trust.roster_proposing import KeyRotation, RosterChange
from node.sync.vetting import vet_checkpoint
from tests.support.branches import key_of
from tests.support.nodes import FederationOf

SIZE = 5


@pytest.fixture
async def federation(tmp_path):
    async with FederationOf(3, tmp_path) as federation:
        await federation["33"].grow(SIZE)
        await federation.rounds(2)
        yield federation


async def rotate(federation: FederationOf, end: LogEnd) -> None:
    """The next roster, which the nodes have after their next start; 33's is made now, with its new key."""
    node, fresh = federation["33"], key_of("the new key of 33")
    rotation = KeyRotation(public_key=fresh.public_key, suite=1, end=end)
    federation.branches.follow(RosterChange(rotate={"33": rotation}))
    node.keys = federation.branches.by_code["33"] = replace(node.keys, log_key=fresh)


async def end_of(federation: FederationOf) -> LogEnd:
    head = await federation["33"].own_log.head()
    return LogEnd(size=head.size, root=head.root)


async def test_an_idle_branch_rotated_at_its_very_size_goes_on_serving_and_hinders_nothing(federation):
    node = federation["33"]
    await rotate(federation, await end_of(federation))
    await node.restart()
    before = await node.own_log.newest_note()
    await node.own_log.renew()
    assert await node.own_log.newest_note() == before
    assert vet_checkpoint(before, node.rosters.current).size == SIZE
    await node.grow(1)
    assert vet_checkpoint(await node.own_log.newest_note(), node.rosters.current).size == SIZE + 1


async def test_an_own_checkpoint_beyond_the_retired_keys_end_withholds_no_other_log(federation):
    node, end = federation["33"], await end_of(federation)
    await federation["31"].grow(1)
    await node.round()
    await node.grow(2)
    await rotate(federation, end)
    await node.restart()
    assert await node.own_log.newest_note() is None
    served = [vet_checkpoint(note, node.rosters.current).branch for note in await node.served.checkpoints()]
    assert "31" in served
    assert "33" not in served
    await node.grow(1)
    assert vet_checkpoint(await node.own_log.newest_note(), node.rosters.current).size == SIZE + 3


async def test_an_honest_relay_on_the_old_roster_is_not_blamed_for_a_retired_keys_signature(federation):
    node, end = federation["31"], await end_of(federation)
    await federation["33"].grow(2)
    await federation["32"].round()
    await rotate(federation, end)
    await node.restart()
    node.peers.cut = frozenset({"33"})
    await node.round()
    assert await node.blamed() == {}
    assert await node.size_of("33") == SIZE


async def test_a_branch_that_still_has_the_retired_key_signs_nothing_with_it(federation):
    node, retired = federation["33"], federation["33"].keys
    await rotate(federation, await end_of(federation))
    node.keys = retired
    await node.restart()
    with pytest.raises(Recovering):
        await node.grow(1)
