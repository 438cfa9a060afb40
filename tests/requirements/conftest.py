"""A branch of Jiangsu with its units, at the notice's own time of year."""

from datetime import UTC, datetime

import pytest

from federation.clock import SteeredClock
from tests.support.applications import add_units
from tests.support.services import opened


@pytest.fixture
def clock():
    """Noon in Beijing on 26 August 2022, as the notice went out."""
    return SteeredClock(datetime(2022, 8, 26, 4, tzinfo=UTC))


@pytest.fixture
async def node(tmp_path, clock):
    async with opened(tmp_path / "32", clock) as node:
        await add_units(node)
        yield node
