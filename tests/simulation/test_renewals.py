"""Shows that an idle branch's renewals reach its peers, although nothing but a time is new in what they hear."""

from datetime import timedelta

import pytest

from node.sync.vetting import vet_checkpoint
from tests.support.nodes import FederationOf

# Less than after which a witness vouches anew by itself.
SOON = timedelta(seconds=5)


@pytest.fixture
async def federation(tmp_path):
    async with FederationOf(3, tmp_path) as running:
        yield running


async def known_time(node, of):
    """Until when a node knows that branch to stand by its log: as it is answered, and as it hands it on."""
    (state,) = [one for one in await node.copies.states() if one.branch == of.code]
    return state.as_of, vet_checkpoint(await node.copies.note(of.origin), node.rosters.current).as_of


@pytest.mark.parametrize("is_cut", [False, True])
async def test_a_renewed_vouching_of_the_same_log_is_taken_and_handed_on(federation, is_cut):
    origin, relay, node = federation["33"], federation["32"], federation["31"]
    await origin.grow(1)
    await federation.rounds(2)
    before = await known_time(node, origin)
    if is_cut:
        node.peers.cut = frozenset({"33"})
    federation.branches.clock.advance(SOON)
    await origin.own_log.renew()
    await relay.round()
    await node.round()
    now = federation.branches.clock.now().replace(microsecond=0)
    assert before < (now, now)
    assert await known_time(node, origin) == (now, now)
    # Once more it is no news.
    await node.round()
    assert await known_time(node, origin) == (now, now)
