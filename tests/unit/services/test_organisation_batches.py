"""Shows that many units and operators added at once come to what one by one does, and that one refused refuses all."""

from datetime import timedelta

import msgspec
import pytest

from federation.clock import SteeredClock
from federation.errors import ActorRefused, UnitRefused
from node.model.access import Duty
from node.services.organisation.adding_units import NewUnit
from node.services.organisation.operators import NewOperator
from tests.support.branches import START
from tests.support.services import ACTOR, opened

OFFICE = NewUnit(name="某市分部", level="branch-office", region="3301")


def school(name, parent, **stated):
    return msgspec.structs.replace(
        NewUnit(name=name, level="acceptance-point", region="330102", parent=parent), **stated
    )


@pytest.fixture
async def node(tmp_path):
    async with opened(tmp_path / "33", SteeredClock(START), "33") as node:
        yield node


async def added_of(node, action):
    """Details of the audit's records of that action."""
    async with node.own_log.change() as change:
        return [one.detail for one in await change.audit.between(START, START + timedelta(days=1), action)]


def refused_by(error):
    return {what: one.facts.get("reason", one.facts.get("what")) for what, one in error.value.each}


async def test_units_added_together_are_what_they_are_one_by_one(tmp_path):
    async with (
        opened(tmp_path / "a", SteeredClock(START), "33") as together,
        opened(tmp_path / "b", SteeredClock(START), "33") as one_by_one,
    ):
        for node in (together, one_by_one):
            await node.units.add_all([OFFICE], actor=ACTOR)
        parent = (await together.units.all())[-1].code
        stated = [school("甲校", parent), school("乙校", parent, code="OWN-1"), school("丙校", parent, region="330105")]
        added = await together.units.add_all(stated, actor=ACTOR)
        alone = [await one_by_one.units.add(**msgspec.structs.asdict(one), actor=ACTOR) for one in stated]
        assert added == alone
        assert await together.units.all() == await one_by_one.units.all()
        assert await added_of(together, "add-unit") == await added_of(one_by_one, "add-unit")
        # Serial numbers go on from there.
        for node in (together, one_by_one):
            await node.units.add_all([school("丁校", parent)], actor=ACTOR)
        assert await together.units.all() == await one_by_one.units.all()


async def test_a_unit_may_stand_under_one_that_comes_before_it(node):
    city = msgspec.structs.replace(OFFICE, code="CITY")
    (office, centre) = await node.units.add_all([city, school("甲校", "CITY", level="sub-centre")], actor=ACTOR)
    assert office.is_above(centre)


async def test_of_many_units_each_that_is_refused_is_told_and_none_is_added(node):
    (office,) = await node.units.add_all([OFFICE], actor=ACTOR)
    before = await node.units.all()
    parent = office.code
    with pytest.raises(UnitRefused) as error:
        await node.units.add_all(
            [
                school("甲校", parent),
                school("甲 校", parent),
                school("乙校", parent, code=parent),
                school("丙校", parent, region="330"),
                school("丁校", "NOWHERE"),
                school("戊校", parent),
            ],
            actor=ACTOR,
        )
    assert refused_by(error) == {
        "甲 校": "name-taken",
        "乙校": "code-taken",
        "丙校": "region-form",
        "丁校": "unit NOWHERE",
    }
    assert await node.units.all() == before
    assert await added_of(node, "add-unit") == [parent]
    (next_one,) = await node.units.add_all([school("甲校", parent)], actor=ACTOR)
    assert next_one.code[:11] == "Z3301020001"


async def test_a_manager_adds_many_units_under_their_own_alone(node):
    (office, other) = await node.units.add_all(
        [OFFICE, msgspec.structs.replace(OFFICE, name="另市分部", region="3302")], actor=ACTOR
    )
    await node.operators.add("管理", unit=office, duties=[Duty.MANAGEMENT], actor=ACTOR)
    manager = await node.operators.acting("管理", "nobody")
    with pytest.raises(ActorRefused) as error:
        await node.units.add_all(
            [school("甲校", office.code), school("乙校", other.code, region="330203")], actor=manager
        )
    assert refused_by(error) == {"乙校": "place"}
    assert len(await node.units.all()) == 3
    await node.units.close(other.code, reason="撤并", actor=ACTOR)
    with pytest.raises(UnitRefused) as error:
        await node.units.add_all([school("乙校", other.code, region="330203")], actor=ACTOR)
    assert error.value.facts["reason"] == "closed"


async def test_operators_registered_together_are_what_they_are_one_by_one(tmp_path):
    told = []
    for at_once in (True, False):
        async with opened(tmp_path / str(at_once), SteeredClock(START), "33") as node:
            (office,) = await node.units.add_all([OFFICE], actor=ACTOR)
            stated = [
                NewOperator(name=" 甲 ", unit=office, duties=frozenset((Duty.REVIEW, Duty.FILING))),
                NewOperator(name="乙", unit=office, duties=frozenset()),
            ]
            if at_once:
                await node.operators.add_all(stated, actor=ACTOR)
            else:
                for one in stated:
                    await node.operators.add(one.name, unit=one.unit, duties=one.duties, actor=ACTOR)
            seen = sorted((one.name, one.duties, one.registered_by) for one, _ in await node.operators.seen_by(ACTOR))
            told.append((seen, await added_of(node, "add-operator")))
    assert told[0] == told[1]


async def test_of_many_operators_each_that_is_refused_is_told_by_its_place_and_nobody_is_registered(node):
    (office,) = await node.units.add_all([OFFICE], actor=ACTOR)
    await node.operators.add("管理", unit=office, duties=[Duty.MANAGEMENT, Duty.FILING], actor=ACTOR)
    manager = await node.operators.acting("管理", "nobody")

    def new(name, *duties, unit=office):
        return NewOperator(name=name, unit=unit, duties=frozenset(duties))

    root = await node.units.root()
    with pytest.raises(ActorRefused) as error:
        await node.operators.add_all(
            [new("甲", Duty.FILING), new("乙", Duty.REVIEW), new(""), new("甲"), new("丙", unit=root)], actor=manager
        )
    assert refused_by(error) == {"2": "duty", "3": "operator-name", "4": "operator-taken", "5": "place"}
    assert "乙" not in str(error.value)
    with pytest.raises(UnitRefused) as error:
        await node.operators.add_all([new("甲", Duty.FILING), new("管理")], actor=manager)
    assert refused_by(error) == {"2": "operator-taken"}
    assert [one.name for one, _ in await node.operators.seen_by(ACTOR)] == ["管理"]
    assert await added_of(node, "add-operator") == [f"管理 {office.code}"]
