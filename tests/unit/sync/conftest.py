"""A federation of four whose clock stands at its start again after each test, and the store of branch 32."""

import pytest

from tests.support.branches import Branches
from tests.support.services import new_store


@pytest.fixture(scope="session")
def federation():
    return Branches()


@pytest.fixture
def branches(federation):
    began = federation.clock.now()
    yield federation
    federation.clock.advance(began - federation.clock.now())


@pytest.fixture
async def store(tmp_path, branches):
    async with new_store(tmp_path, branches) as store:
        yield store
