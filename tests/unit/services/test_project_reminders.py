"""Shows that before the deadline declaring and reviewing units are reminded once a day, of what is theirs."""

from datetime import UTC, date, datetime, timedelta

import pytest

from federation.clock import SteeredClock
from federation.errors import ActorRefused, DeclarationRefused
from node.server import _jobs
from tests.support.services import ACTOR
from tests.support.training import project, training

DUE = date(2027, 9, 15)


async def test_units_are_reminded_of_what_is_theirs_once_a_day_while_the_deadline_is_near(tmp_path):
    clock = SteeredClock(datetime(2027, 9, 1, 4, tzinfo=UTC))
    async with training(tmp_path, clock) as at:
        deadlines, province = at.node.declaring.deadlines, at.people["province"]
        (job,) = [one for one in _jobs(at.node) if one.name == "project-reminders"]
        await at.submitted(project())
        await at.node.declaring.filing.file([project("茶艺")], actor=at.people["school2"])
        with pytest.raises(ActorRefused):
            await deadlines.set_deadline(DUE, lead_days=7, actor=at.people["centre"])
        with pytest.raises(DeclarationRefused):
            await deadlines.set_deadline(DUE, lead_days=366, actor=province)
        await deadlines.set_deadline(DUE, lead_days=7, actor=province)
        await job.work()
        assert await deadlines.since(date(2027, 1, 1), actor=ACTOR) == []
        clock.advance(timedelta(days=9))
        await job.work()
        await job.work()
        found = await deadlines.since(date(2027, 1, 1), actor=ACTOR)
        told = {unit.code: one.lacking for one, unit in found}
        assert told == {at.codes["centre"]: ("review",), at.codes["school2"]: ("submission",)}
        assert len(found) == 2
        clock.advance(timedelta(days=1))
        assert await deadlines.write_due(ACTOR) == 2
        assert {unit.code for _, unit in await deadlines.since(DUE, actor=at.people["centre"])} == set()
