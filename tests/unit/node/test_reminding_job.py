"""Shows that a serving node reminds on schedule, and that its log says how many and nobody's name."""

from datetime import UTC, date, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from federation.clock import SteeredClock
from node.server import _jobs
from tests.support.applications import add_units, filed
from tests.support.services import ACTOR, opened


@pytest.fixture
async def node(tmp_path):
    clock = SteeredClock(datetime(2027, 9, 10, 4, tzinfo=UTC))
    async with opened(tmp_path / "32", clock) as node:
        await add_units(node)
        yield node


async def test_the_node_reminds_by_itself_once_a_day_and_logs_a_number(node):
    (job,) = [one for one in _jobs(node) if one.name == "application-reminders"]
    assert job.every == timedelta(hours=1)
    with capture_logs() as logged:
        await job.work()
    assert logged == []
    await filed(node, "甲区社区学院")
    await node.application_reminders.set_deadline(date(2027, 9, 15), lead_days=7, actor=ACTOR)
    with capture_logs() as logged:
        await job.work()
        await job.work()
    assert logged == [{"event": "application-reminders", "units": 5, "log_level": "info"}]
    assert len(await node.application_reminders.since(date(2027, 9, 1), actor=ACTOR)) == 5
