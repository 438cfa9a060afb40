"""Attack: an operator who knows somebody's number lists what the person deposited elsewhere."""

import pytest

from federation.clock import SteeredClock
from federation.errors import ActorRefused
from node.model.access import Basis, Duty
from tests.support.branches import START
from tests.support.deposits import CERTIFICATE, DOCUMENT, add_units, operator, submitted
from tests.support.services import ACTOR, opened


@pytest.fixture
async def node(tmp_path):
    async with opened(tmp_path / "32", SteeredClock(START)) as node:
        await add_units(node)
        yield node


async def listed(node, actor, **options):
    return [one.case.case_id for one in await node.deposits.views.of_person(DOCUMENT, actor=actor, **options)]


async def test_another_units_operators_are_shown_nothing_and_those_who_decide_are(node):
    clerk = await operator(node, "填报员", "X1", Duty.FILING)
    case_id = await submitted(node, CERTIFICATE, clerk)
    for at, (unit, duty, sees) in enumerate(
        (("X1", Duty.REVIEW, True), ("S1", Duty.REVIEW, True), ("X2", Duty.FILING, False), ("S2", Duty.REVIEW, False))
    ):
        actor = await operator(node, f"经办{at}", unit, duty)
        assert await listed(node, actor) == ([case_id] if sees else [])


async def test_whoever_says_that_the_person_is_present_is_on_the_persons_list(node):
    case_id = await submitted(node, CERTIFICATE, await operator(node, "填报员", "X1", Duty.FILING))
    other = await operator(node, "邻县填报员", "X2", Duty.FILING)
    assert await listed(node, other) == []
    assert await listed(node, other, is_present=True) == [case_id]
    found = [one for one in await node.looks.of_person(DOCUMENT, actor=ACTOR) if one.action == "deposit-list"]
    assert [(one.actor, one.place.code, one.basis) for one in found] == [
        ("邻县填报员", "X2", Basis.DUTY.value),
        ("邻县填报员", "X2", Basis.SELF.value),
    ]


async def test_an_operator_without_duties_is_not_told_who_looked(node):
    with pytest.raises(ActorRefused):
        await node.looks.of_person(DOCUMENT, actor=await operator(node, "无职责", "X1"))
