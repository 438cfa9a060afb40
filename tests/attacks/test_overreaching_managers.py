"""Attack: whoever only manages a unit ends the rights of those with greater ones, or excepts without a reason."""

import pytest

from federation.clock import SteeredClock
from federation.errors import ActorRefused
from node.model.access import Duty
from tests.support.branches import START
from tests.support.deposits import add_units, operator
from tests.support.services import ACTOR, opened


@pytest.fixture
async def node(tmp_path):
    async with opened(tmp_path / "32", SteeredClock(START)) as node:
        await add_units(node)
        yield node


async def test_a_manager_suspends_not_their_own_units_granting_officer(node):
    manager = await operator(node, "省管理员", "32", Duty.MANAGEMENT)
    await operator(node, "省核准员", "32", Duty.GRANTING, Duty.REVIEW)
    with pytest.raises(ActorRefused) as refused:
        await node.operators.suspend("省核准员", actor=manager)
    assert refused.value.facts == {"reason": "duty"}
    assert Duty.GRANTING in (await node.operators.acting("省核准员", "nobody")).duties


async def test_a_manager_of_a_unit_above_suspends_whoever_is_under_it(node):
    manager = await operator(node, "市管理员", "S1", Duty.MANAGEMENT)
    await operator(node, "县填报员", "X1", Duty.FILING)
    await node.operators.suspend("县填报员", actor=manager)
    with pytest.raises(ActorRefused):
        await node.operators.acting("县填报员", "nobody")


@pytest.mark.parametrize("reason", ["", "  ", "\u3000"])
async def test_an_exception_without_a_reason_is_none(node, reason):
    await node.units.add(
        code="T1", name="T1机构", level="township-centre", region="320102001", parent="X1", actor=ACTOR
    )
    with pytest.raises(ActorRefused) as refused:
        await node.units.except_from_rule("T1", reason=reason, actor=ACTOR)
    assert refused.value.facts == {"reason": "reason-missing"}
    assert not (await node.units.by_code("T1")).may_hold_account
