"""Shows that a serving node reminds on schedule, and that its log says how many and nobody's name."""

import io
import json
from contextlib import redirect_stderr
from datetime import UTC, date, datetime, timedelta

import pytest

from federation.clock import SteeredClock
from node.cli.console.log_output import configure_logging
from node.config import LoggingConfig
from node.server import _jobs
from tests.support.applications import add_units, filed
from tests.support.services import ACTOR, opened


@pytest.fixture
async def node(tmp_path):
    clock = SteeredClock(datetime(2027, 9, 10, 4, tzinfo=UTC))
    async with opened(tmp_path / "32", clock) as node:
        await add_units(node)
        yield node


@pytest.fixture
def log():
    """What the node writes into its log."""
    written = io.StringIO()
    with redirect_stderr(written):
        configure_logging(LoggingConfig(level="info"))
    yield written
    configure_logging(LoggingConfig(level="warning", json=False))


async def test_the_node_reminds_by_itself_once_a_day_and_logs_a_number(node, log):
    (job,) = [one for one in _jobs(node) if one.name == "application-reminders"]
    assert job.every == timedelta(hours=1)
    await job.work()
    assert log.getvalue() == ""
    await filed(node, "甲区社区学院")
    await node.application_reminders.set_deadline(date(2027, 9, 15), lead_days=7, actor=ACTOR)
    await job.work()
    await job.work()
    (line,) = map(json.loads, log.getvalue().splitlines())
    assert line.keys() == {"event", "units", "level", "timestamp"}
    assert (line["event"], line["units"]) == ("application-reminders", 5)
    assert len(await node.application_reminders.since(date(2027, 9, 1), actor=ACTOR)) == 5
