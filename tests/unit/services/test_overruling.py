"""Shows that a recovery is ended by two people who name the absent, and never otherwise."""

from datetime import timedelta

import pytest

from federation.errors import ActorRefused, NotInRoster, Recovering
from node.high_water_mark import Mark
from node.model.access import Duty
from node.model.operator import Operator
from node.services.integrity.overruling import OverrulingService
from node.services.organisation.operators import OperatorService
from node.storage.units import OperatorRepository, UnitRepository
from tests.support.branches import octets
from tests.support.services import ACTOR


@pytest.fixture
def operators(desk):
    store = desk.store
    return OperatorService(
        own_log=store.own_log,
        operators=OperatorRepository(store.database.run, store.key),
        units=UnitRepository(store.database.run),
        branch="32",
        clock=desk.clock,
    )


@pytest.fixture
async def centre(desk):
    """The provincial centre and a city."""
    units = UnitRepository(desk.store.database.run)
    await units.ensure_root(code="32", name="省中心", level="province", region="32")
    root = await units.by_code("32")
    city = await units.add(
        code="S1", name="S1机构", level="city-university", region="3201", parent=root, may_hold_account=True
    )
    return root, city


@pytest.fixture
def overruling(desk, operators):
    store = desk.store
    return OverrulingService(
        own_log=store.own_log, audit=store.audit, rosters=desk.rosters, operators=operators, clock=desk.clock
    )


@pytest.fixture
async def recovering(desk):
    """The mark says three entries more than the database holds."""
    await desk.store.grow(2)
    mark = desk.store.mark.load()
    desk.store.mark.raise_to(Mark(incarnation=mark.incarnation, size=5, root=octets("lost")))
    assert await desk.store.own_log.behind() == 3
    return desk


async def overruled(desk):
    now = desk.clock.now()
    records = await desk.store.audit.between(now, now + timedelta(seconds=1), "overrule-recovery")
    return [(one.actor, one.detail) for one in records]


@pytest.mark.parametrize(
    ("first", "second"), [("甲", "甲"), ("甲", ""), ("", "乙"), ("甲", " 甲 "), ("Ann", "ａｎｎ"), (" ", "\u3000")]
)
async def test_one_person_is_not_two(recovering, overruling, first, second):
    with pytest.raises(ActorRefused) as refused:
        await overruling.overrule(first, second, ["33"], actor=ACTOR)
    assert refused.value.facts == {"reason": "two-people"}
    assert await overruled(recovering) == []
    with pytest.raises(Recovering):
        await recovering.store.grow(1)


async def test_an_absent_branch_is_one_that_there_is(recovering, overruling):
    with pytest.raises(NotInRoster):
        await overruling.overrule("甲", "乙", ["33", "99"], actor=ACTOR)
    assert await recovering.store.own_log.behind() == 3


async def test_two_people_let_the_branch_sign_again_and_are_recorded(recovering, overruling):
    await overruling.overrule("甲", "乙", ["33", "34"], actor=ACTOR)
    assert await overruled(recovering) == [("测试员", "甲 + 乙; absent: 33, 34")]
    assert await recovering.store.own_log.behind() is None
    await recovering.store.grow(1)
    assert (await recovering.store.own_log.head()).size == 3


async def test_that_nobody_was_absent_is_recorded_too(recovering, overruling):
    await overruling.overrule("甲", "乙", [], actor=ACTOR)
    assert await overruled(recovering) == [("测试员", "甲 + 乙; absent: -")]


async def test_a_branch_that_is_not_recovering_is_not_overruled(desk, overruling):
    await desk.store.grow(1)
    with pytest.raises(ActorRefused) as refused:
        await overruling.overrule("甲", "乙", [], actor=ACTOR)
    assert refused.value.facts == {"reason": "not-recovering"}


async def test_made_up_names_are_not_two_people_once_there_are_operators(recovering, overruling, operators, centre):
    root, city = centre
    rows = OperatorRepository(recovering.store.database.run, recovering.store.key)
    for name, unit, duty in (
        ("甲", root, Duty.MANAGEMENT),
        ("乙", root, Duty.MANAGEMENT),
        ("丙", root, Duty.FILING),
        ("丁", city, Duty.MANAGEMENT),
    ):
        await rows.add(Operator(name=name, unit_id=unit.unit_id, duties=frozenset((duty,))))
    for second, reason in (("无此人", "unknown-operator"), ("丙", "duty"), ("丁", "centre-only")):
        for pair in (("甲", second), (second, "甲")):
            with pytest.raises(ActorRefused) as refused:
                await overruling.overrule(*pair, [], actor=ACTOR)
            assert refused.value.facts == {"reason": reason}
        if second != "无此人":
            with pytest.raises(ActorRefused):
                await overruling.overrule("甲", "乙", [], actor=await operators.acting(second, "root"))
    assert await overruled(recovering) == []
    await overruling.overrule("甲", "乙", [], actor=await operators.acting("甲", "root"))
    assert await overruled(recovering) == [("甲", "甲 + 乙; absent: -")]
