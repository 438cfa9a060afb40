"""Shows that a clock which was ahead for a while, and was then set right, holds nothing up afterwards.

What the wrong time left behind (a lease, counted lookups, a peer's "as of") binds nobody.
"""

from datetime import timedelta
from functools import partial

import pytest

from federation.errors import ActorRefused
from node.services.looking.freshness import Freshness, FreshnessStatus
from node.services.looking.subject_keys import SubjectKeys
from node.storage.state_rows import take_lease
from tests.support.branches import Branches
from tests.support.memory_source import DOCUMENT
from tests.support.nodes import FederationOf, Node
from tests.support.services import STALE_AFTER, new_store

AHEAD = timedelta(days=2)
LASTING = timedelta(seconds=45)


async def test_a_lease_taken_while_the_clock_was_ahead_binds_no_other_process(tmp_path):
    branches = Branches()
    clock = branches.clock
    async with new_store(tmp_path, branches) as store:

        async def take(holder: str) -> bool:
            work = partial(take_lease, name="anti-entropy", holder=holder, now=clock.now(), lasting=LASTING)
            return await store.database.write(work)

        clock.advance(AHEAD)
        assert await take("before")
        clock.advance(-AHEAD)
        assert await take("after")
        assert not await take("third")


def test_lookups_counted_while_the_clock_was_ahead_refuse_no_later_one():
    branches = Branches()
    service = SubjectKeys(lambda: branches.keys, clock=branches.clock, lookups_per_minute=3)
    branches.clock.advance(AHEAD)
    for _ in range(3):
        service.tokens_for_lookup(DOCUMENT)
    branches.clock.advance(-AHEAD)
    for _ in range(3):
        service.tokens_for_lookup(DOCUMENT)
    with pytest.raises(ActorRefused):
        service.tokens_for_lookup(DOCUMENT)


async def status_of(node: Node, code: str) -> FreshnessStatus:
    freshness = Freshness(
        own_branch=node.code,
        own_log=node.own_log,
        copies=node.copies,
        rosters=node.rosters,
        clock=node.branches.clock,
        stale_after=STALE_AFTER,
    )
    return next(one.status for one in await freshness.of_all() if one.branch == code)


@pytest.fixture
async def federation(tmp_path):
    """Branch 33 grew and vouched for its head while its clock was ahead."""
    async with FederationOf(3, tmp_path) as federation:
        clock = federation.branches.clock
        clock.advance(AHEAD)
        await federation["33"].grow(1)
        clock.advance(-AHEAD)
        yield federation


async def test_a_branch_whose_clock_is_ahead_does_not_stay_fresh_once_it_is_cut_off(federation):
    node = federation["31"]
    await node.round()
    assert await status_of(node, "33") is FreshnessStatus.FRESH
    federation.branches.clock.advance(STALE_AFTER + timedelta(seconds=1))
    assert await status_of(node, "33") is FreshnessStatus.STALE


async def test_a_relay_that_shows_a_time_of_the_future_again_keeps_no_branch_fresh(federation):
    node = federation["31"]
    await federation["32"].round()
    node.peers.cut = frozenset({"33"})
    await node.round()
    assert await status_of(node, "33") is FreshnessStatus.FRESH
    federation.branches.clock.advance(STALE_AFTER + timedelta(seconds=1))
    await node.round()
    assert await status_of(node, "33") is FreshnessStatus.STALE
