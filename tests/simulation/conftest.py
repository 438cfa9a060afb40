"""Four branches with their offices for transfers, over real gRPC."""

import pytest

from tests.support.books import assert_in_order
from tests.support.nodes import FederationOf
from tests.support.transfer_offices import opened_offices


@pytest.fixture
async def federation(tmp_path):
    async with FederationOf(4, tmp_path) as running:
        yield running


@pytest.fixture
async def offices(federation):
    made = await opened_offices(federation)
    yield made
    # Whatever a test did: credit is what the logs say, and so is what every node notes.
    await assert_in_order(made.values())
