"""Shows that everybody does only what duty and place allow (invariant 9), and units stand as the notice says."""

import pytest

from federation.errors import ActorRefused, CreditBankError, NotHere, UnitRefused
from node.model.access import Actor, Duty, Role
from node.model.rights import may_see, require, require_above
from tests.support.services import ACTOR, opened


@pytest.fixture
async def node(tmp_path, clock):
    async with opened(tmp_path / "32", clock) as node:
        for code, level, region, parent in (
            ("S1", "city-university", "3201", ""),
            ("X1", "county-college", "320102", "S1"),
            ("X2", "county-college", "320104", "S1"),
            ("T1", "township-centre", "320102001", "X1"),
        ):
            await node.units.add(code=code, name=f"{code}机构", level=level, region=region, parent=parent, actor=ACTOR)
        yield node


async def operator(node, name, unit, *duties):
    await node.operators.add(name, unit=await node.units.by_code(unit), duties=duties, actor=ACTOR)
    return await node.operators.acting(name, "nobody")


def refusal(call, *arguments):
    with pytest.raises(ActorRefused) as refused:
        call(*arguments)
    return refused.value.facts["reason"]


async def test_an_operator_acts_in_their_unit_and_under_it_with_their_duties(node):
    college = await operator(node, "甲", "X1", Duty.FILING)
    units = {one.code: one for one in await node.units.all()}
    for code in ("X1", "T1"):
        require(college, Duty.FILING, units[code])
    for code in ("S1", "X2", "32"):
        assert refusal(require, college, Duty.FILING, units[code]) == "place"
    assert refusal(require, college, Duty.REVIEW, units["X1"]) == "duty"
    assert [one.code for one in await node.units.seen_by(college)] == ["X1", "T1"]


async def test_nobody_decides_on_their_own_units_case(node):
    college = await operator(node, "甲", "X1", Duty.REVIEW)
    units = {one.code: one for one in await node.units.all()}
    require_above(college, Duty.REVIEW, units["T1"])
    assert refusal(require_above, college, Duty.REVIEW, units["X1"]) == "own-unit"


async def test_a_client_system_files_nothing_and_sees_no_unit(node):
    client = Actor(name="门户", role=Role.CLIENT, branch="32")
    root = await node.units.root()
    assert refusal(require, client, Duty.FILING, root) == "duty"
    assert not may_see(client, root)


async def test_an_unknown_name_gets_no_rights_once_there_are_operators(node):
    assert (await node.operators.acting("谁", "root")).role is Role.LOCAL_ADMINISTRATOR
    await operator(node, "甲", "X1", Duty.FILING)
    with pytest.raises(ActorRefused):
        await node.operators.acting("谁", "root")
    assert (await node.operators.acting("", "root")).role is Role.LOCAL_ADMINISTRATOR


async def test_a_suspended_operator_acts_no_more(node):
    await operator(node, "甲", "X1", Duty.FILING)
    await node.operators.suspend("甲", actor=ACTOR)
    with pytest.raises(ActorRefused):
        await node.operators.acting("甲", "root")
    with pytest.raises(NotHere):
        await node.operators.suspend("甲", actor=ACTOR)


async def test_nobody_hands_on_a_duty_that_they_have_not(node):
    manager = await operator(node, "管", "X1", Duty.MANAGEMENT)
    place = await node.units.by_code("X1")
    with pytest.raises(ActorRefused):
        await node.operators.add("乙", unit=place, duties=(Duty.GRANTING,), actor=manager)


async def test_townships_and_villages_hold_no_account_unless_excepted(node):
    place = await node.units.by_code("T1")
    with pytest.raises(UnitRefused) as refused:
        await node.operators.add("丙", unit=place, duties=(Duty.FILING,), actor=ACTOR)
    assert refused.value.facts["reason"] == "no-account"
    college = await operator(node, "甲", "X1", Duty.GRANTING)
    await node.units.except_from_rule("T1", reason="偏远", actor=college)
    await node.operators.add("丙", unit=await node.units.by_code("T1"), duties=(Duty.FILING,), actor=ACTOR)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"code": "X1"}, "code-taken"),
        ({"code": "甲"}, "code-form"),
        ({"name": " "}, "name-missing"),
        ({"level": "office"}, "level-unknown"),
        ({"level": "city-university", "region": "3201"}, "level-order"),
        ({"region": "3201"}, "region-form"),
        ({"region": "32010２"}, "region-form"),
        ({"region": "320402"}, "region-outside"),
    ],
)
async def test_a_unit_that_does_not_fit_is_refused_with_its_reason(node, changes, reason):
    wanted = {"code": "X9", "name": "新学院", "level": "county-college", "region": "320105", "parent": "S1"}
    with pytest.raises(CreditBankError) as refused:
        await node.units.add(**{**wanted, **changes}, actor=ACTOR)
    assert refused.value.facts["reason"] == reason
