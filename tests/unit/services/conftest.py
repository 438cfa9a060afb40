"""A node over a founded folder, and a desk over a store that other branches' logs can be put into."""

import pytest

from federation.clock import SteeredClock
from tests.support.branches import START, Branches
from tests.support.services import Desk, new_store, opened


@pytest.fixture
def clock():
    return SteeredClock(START)


@pytest.fixture
async def node(tmp_path, clock):
    """Branch 32, alone in its federation."""
    async with opened(tmp_path / "32", clock) as node:
        yield node


@pytest.fixture(scope="session")
def federation():
    return Branches()


@pytest.fixture
def branches(federation):
    """A federation of four whose clock stands at its start again after each test."""
    began = federation.clock.now()
    yield federation
    federation.clock.advance(began - federation.clock.now())


@pytest.fixture
async def desk(tmp_path, branches):
    async with new_store(tmp_path, branches) as store:
        yield Desk(store)
