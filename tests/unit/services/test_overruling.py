"""Shows that a recovery is ended by two people who name the absent, and never otherwise."""

from datetime import timedelta

import pytest

from federation.errors import ActorRefused, NotInRoster, Recovering
from node.high_water_mark import Mark
from node.services.integrity.overruling import OverrulingService
from tests.support.branches import octets
from tests.support.services import ACTOR


@pytest.fixture
def overruling(desk):
    store = desk.store
    return OverrulingService(own_log=store.own_log, audit=store.audit, rosters=desk.rosters, clock=desk.clock)


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


@pytest.mark.parametrize(("first", "second"), [("甲", "甲"), ("甲", ""), ("", "乙"), ("甲", " 甲 "), (" ", "\u3000")])
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
