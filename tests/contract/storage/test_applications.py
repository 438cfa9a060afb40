"""Shows that applications are decided once and units reminded once on both databases, whoever comes at once."""

import asyncio
from datetime import date

import pytest

from federation.errors import ApplicationRefused, StepRefused
from node.model.administrator import COLLECTED, GRANT, GRANTED, PARTS, REFUSE, SUSPEND
from node.services.organisation.applications import ApplicationService
from node.services.organisation.reminders import ApplicationReminders
from node.storage.cases import CaseRepository
from node.storage.reminders import ReminderRepository
from node.storage.units import OperatorRepository, UnitRepository
from tests.support.applications import PNG, application_of
from tests.support.services import ACTOR

COLLEGE = "甲区社区学院"


@pytest.fixture
async def units(store):
    rows = UnitRepository(store.database.run)
    await rows.ensure_root(code="32", name="省中心", level="provincial-centre", region="32")
    root = await rows.by_id(1)
    for number in range(3):
        await rows.add(
            code=f"X{number}",
            name=COLLEGE if not number else f"学院{number}",
            level="county-college",
            region=f"32010{number}",
            parent=root,
            may_hold_account=True,
        )
    return rows


@pytest.fixture
def cases(store):
    return CaseRepository(store.database.run, store.key)


@pytest.fixture
def applications(store, cases, units):
    return ApplicationService(own_log=store.own_log, cases=cases, units=units, clock=store.branches.clock)


async def collected(applications, name=COLLEGE):
    case = await applications.file(application_of(name), unit="", actor=ACTOR)
    for part in PARTS:
        await applications.attach(case.case_id, part, name="a.png", content=PNG + part.encode(), actor=ACTOR)
    await applications.submit(case.case_id, actor=ACTOR)
    return await applications.collect(case.case_id, actor=ACTOR)


async def test_of_many_deciders_at_once_one_decides(applications, store, units):
    case = await collected(applications)
    outcomes = await asyncio.gather(
        *(
            applications.decide(case.case_id, step, actor=ACTOR, reason="核对")
            for step in (GRANT, REFUSE, GRANT, REFUSE)
        ),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes].count(StepRefused) == 3
    state = (await applications.show(case.case_id, actor=ACTOR)).case.state
    operators = await OperatorRepository(store.database.run, store.key).all()
    assert (len(operators), len(await units.accounts_since())) == ((1, 1) if state == GRANTED else (0, 0))


async def test_an_account_is_opened_and_closed_with_its_decision(applications, store, units):
    case = await collected(applications)
    await applications.decide(case.case_id, GRANT, actor=ACTOR)
    assert list((await units.accounts_since()).values()) == [store.branches.clock.now().timestamp()]
    await applications.decide(case.case_id, SUSPEND, actor=ACTOR, reason="调离")
    assert await units.accounts_since() == {}
    assert await OperatorRepository(store.database.run, store.key).all() == []


async def test_a_unit_has_one_application_however_many_file_at_once(applications):
    await asyncio.gather(
        *(applications.file(application_of(COLLEGE, administrator=one), unit="", actor=ACTOR) for one in "甲乙丙丁"),
        return_exceptions=True,
    )
    assert len(await applications.seen_by(ACTOR)) == 1


async def test_a_dispatch_hands_all_up_or_nothing(applications):
    await collected(applications)
    with pytest.raises(ApplicationRefused):
        await applications.file(application_of("没有的学院"), unit="", actor=ACTOR)
    ready = []
    for name in ("学院1", "学院2"):
        case = await applications.file(application_of(name), unit="", actor=ACTOR)
        for part in PARTS:
            await applications.attach(case.case_id, part, name="a.png", content=PNG, actor=ACTOR)
        ready.append(await applications.submit(case.case_id, actor=ACTOR))
    sent = await applications.dispatch(unit="", actor=ACTOR)
    assert sent.handed == {one.case_id for one in ready}
    assert {one.case.state for one in sent.awaiting} == {COLLECTED}
    assert len(sent.awaiting) == 3


async def test_reminders_written_twice_at_once_are_one_per_unit(applications, store, cases, units):
    reminders = ApplicationReminders(
        own_log=store.own_log,
        reminders=ReminderRepository(store.database.run),
        cases=cases,
        units=units,
        clock=store.branches.clock,
    )
    today = store.branches.clock.now().date()
    await reminders.set_deadline(today, lead_days=3, actor=ACTOR)
    await asyncio.gather(reminders.write_due(ACTOR), reminders.write_due(ACTOR))
    assert len(await reminders.since(date(2000, 1, 1), actor=ACTOR)) == 3
