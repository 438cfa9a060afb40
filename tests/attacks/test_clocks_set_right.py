"""Shows that a clock which was ahead for a while, and was then set right, holds nothing up afterwards.

What the wrong time left behind (a lease, counted lookups, a peer's "as of") binds nobody.
"""

from datetime import timedelta
from functools import partial

import pytest

from federation.errors import ActorRefused
from node.services.subject_keys import SubjectKeys
from node.storage.state_rows import take_lease
from tests.support.branches import Branches
from tests.support.memory_source import DOCUMENT
from tests.support.services import new_store

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
