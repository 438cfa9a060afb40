"""Shows who is missing, until when they should have applied, and that each is reminded once a day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from federation.clock import SteeredClock
from federation.errors import ActorRefused, ApplicationRefused
from node.model.access import Actor, Duty, Role
from node.model.administrator import COLLECT, REFUSE, RETURN, SUBMIT
from node.model.city_contacts import CityContacts, Contact
from tests.support.applications import add_units, application_of, brought_to, filed, granted, operator_of
from tests.support.services import ACTOR

DEADLINE = date(2027, 9, 15)
SYSTEM = Actor(name="system", role=Role.SYSTEM, branch="32")


@pytest.fixture
def clock():
    """Noon in Beijing, twenty days before the deadline."""
    return SteeredClock(datetime(2027, 8, 26, 4, tzinfo=UTC))


@pytest.fixture
async def desk(node):
    await add_units(node)
    return node.application_reminders


def contacts_of(city):
    one = Contact(department="社会教育处", name_and_post="云晴川 处长", office_phone="", mobile="", email="")
    return CityContacts(bureau="某市教育局", city=city, contacts=(one,))


async def reminded(desk, actor=ACTOR):
    return [(str(one.day), unit.code) for one, unit in await desk.since(date(2027, 1, 1), actor=actor)]


async def test_requirement_units_that_may_hold_an_account_and_did_not_apply_are_missing(node, desk):
    await granted(node, "甲区社区学院")
    await brought_to(node, "丙市社区学院", SUBMIT, administrator="柳霜石")
    await filed(node, "乙区社区学院")
    standings = {one.unit.code: one for one in await desk.standings(ACTOR)}
    assert {code: one.state for code, one in standings.items()} == {
        "N1": "not-filed",
        "X1": "granted",
        "X2": "draft",
        "S1": "not-filed",
        "Y1": "submitted",
    }
    assert sorted(code for code, one in standings.items() if one.is_missing) == ["N1", "S1", "X2"]
    assert standings["X2"].lacking == ("submission",)
    copies = ("id-card-front", "id-card-back", "uscc-certificate")
    assert standings["N1"].lacking == ("application", *copies, "city-contacts")
    assert standings["X1"].lacking == standings["Y1"].lacking == ()


async def test_requirement_a_city_lacks_its_contacts_until_its_bureau_filed_them(node, desk):
    await granted(node, "南京开放大学")
    await node.city_contacts.file(contacts_of("320500"), unit="", actor=ACTOR)
    standings = {one.unit.code: one for one in await desk.standings(ACTOR)}
    assert (standings["N1"].is_missing, standings["N1"].lacking) == (False, ("city-contacts",))
    assert "city-contacts" not in standings["S1"].lacking
    await desk.set_deadline(DEADLINE, lead_days=30, actor=ACTOR)
    await desk.write_due(SYSTEM)
    assert ("2027-08-26", "N1") in await reminded(desk)


async def test_a_bureau_sees_its_own_area_alone(node, desk):
    bureau = await operator_of(node, "N1", Duty.COLLECTION)
    assert [one.unit.code for one in await desk.standings(bureau)] == ["N1", "X1", "X2"]


async def test_a_township_is_missing_only_once_it_was_excepted(node, desk):
    assert "T1" not in {one.unit.code for one in await desk.standings(ACTOR)}
    await node.units.except_from_rule("T1", reason="偏远", actor=ACTOR)
    assert "T1" in {one.unit.code for one in await desk.standings(ACTOR)}


async def test_requirement_units_are_reminded_before_the_deadline_once_a_day_and_no_longer_after_it(node, desk, clock):
    for name in ("南京开放大学", "苏州开放大学", "甲区社区学院", "乙区社区学院"):
        await brought_to(node, name, SUBMIT)
    for city in ("320100", "320500"):
        await node.city_contacts.file(contacts_of(city), unit="", actor=ACTOR)
    await desk.set_deadline(DEADLINE, lead_days=7, actor=ACTOR)
    assert await desk.write_due(SYSTEM) == 0
    clock.advance(timedelta(days=13))
    assert await desk.write_due(SYSTEM) == 1
    clock.advance(timedelta(hours=1))
    assert await desk.write_due(SYSTEM) == 0
    assert await reminded(desk) == [("2027-09-08", "Y1")]
    clock.advance(timedelta(days=7))
    await desk.write_due(SYSTEM)
    clock.advance(timedelta(days=1))
    assert await desk.write_due(SYSTEM) == 0
    assert await reminded(desk) == [("2027-09-08", "Y1"), ("2027-09-15", "Y1")]


async def test_who_hands_in_is_reminded_no_more(node, desk, clock):
    await desk.set_deadline(DEADLINE, lead_days=30, actor=ACTOR)
    bureau = await operator_of(node, "S1", Duty.COLLECTION)
    await desk.write_due(SYSTEM)
    await brought_to(node, "丙市社区学院", SUBMIT)
    clock.advance(timedelta(days=1))
    await desk.write_due(SYSTEM)
    assert await reminded(desk, bureau) == [("2027-08-26", "S1"), ("2027-08-26", "Y1"), ("2027-08-27", "S1")]


async def test_a_returned_application_is_reminded_of_and_a_refused_one_is_not(node, desk):
    await desk.set_deadline(DEADLINE, lead_days=30, actor=ACTOR)
    await brought_to(node, "甲区社区学院", SUBMIT, COLLECT, RETURN)
    await brought_to(node, "乙区社区学院", SUBMIT, COLLECT, REFUSE)
    await desk.write_due(SYSTEM)
    assert [code for _, code in await reminded(desk)] == ["N1", "X1", "S1", "Y1"]


async def test_the_day_is_that_of_beijing(desk, clock):
    await desk.set_deadline(date(2027, 8, 27), lead_days=0, actor=ACTOR)
    clock.advance(timedelta(hours=11))
    assert await desk.write_due(SYSTEM) == 0
    clock.advance(timedelta(hours=2))
    assert clock.now().date() == date(2027, 8, 26)
    assert await desk.write_due(SYSTEM) > 0


async def test_without_a_deadline_nobody_is_reminded(desk):
    assert (await desk.deadline(), await desk.write_due(SYSTEM)) == (None, 0)


async def test_the_deadline_is_the_centres_to_set(node, desk):
    for code, duties in (("N1", list(Duty)), ("32", [Duty.FILING, Duty.MANAGEMENT])):
        with pytest.raises(ActorRefused):
            await desk.set_deadline(DEADLINE, lead_days=7, actor=await operator_of(node, code, *duties))
    with pytest.raises(ApplicationRefused):
        await desk.set_deadline(DEADLINE, lead_days=-1, actor=ACTOR)
    centre = await operator_of(node, "32", Duty.GRANTING)
    assert (await desk.set_deadline(DEADLINE, lead_days=7, actor=centre)) == await desk.deadline()


async def test_a_new_application_after_an_end_is_what_counts(node, desk):
    await brought_to(node, "甲区社区学院", SUBMIT, COLLECT, REFUSE)
    await node.applications.file(application_of("甲区社区学院"), unit="", actor=ACTOR)
    assert {one.unit.code: one.state for one in await desk.standings(ACTOR)}["X1"] == "draft"
