"""Shows that a deposit is decided once on both databases, however many reviewers decide at the same moment."""

import asyncio
from datetime import date

import pytest

from adapters.registry import adapter_named
from federation.errors import DatabaseUnavailable, StepRefused
from node.model.access import Actor, Duty, Role
from node.model.filed import ACHIEVEMENTS, PERSONAL_DEPOSITS
from node.model.operator import Operator
from node.model.unit import ROOT_ID, Unit
from node.services.deposits.service import deposits_of
from node.services.filing.account_rights import AccountRights
from node.services.filing.achievement_filing import AchievementFiling
from node.services.issuing import Issuer
from node.services.looking.access_trail import AccessTrail
from node.services.looking.subject_keys import SubjectKeys
from node.services.organisation.units import UnitService
from node.storage.cases import CaseRepository
from node.storage.filing_counts import FilingCounts
from node.storage.imports import ImportRepository
from node.storage.units import OperatorRepository, UnitRepository
from tests.support.deposits import CERTIFICATE, DOCUMENT, PDF
from tests.support.nodes import HeldRosters
from tests.support.services import ACTOR

CENTRE = Unit(
    unit_id=ROOT_ID,
    code="32",
    name="省中心",
    level=adapter_named("jiangsu").levels[0].code,
    region="32",
    parent_id=None,
    path=f"{ROOT_ID}/",
)


def of_centre(name, duty):
    return Actor(name=name, role=Role.OPERATOR, branch="32", unit=CENTRE, duties=frozenset((duty,)))


CLERK = of_centre("填报员", Duty.FILING)
REVIEWERS = [of_centre(f"审核员{number}", Duty.REVIEW) for number in range(4)]


@pytest.fixture
async def deposits(store):
    adapter, clock, rows = adapter_named("jiangsu"), store.branches.clock, UnitRepository(store.database.run)
    units = UnitService(
        own_log=store.own_log, units=rows, levels=adapter.levels, branch="32", branch_name="省中心", clock=clock
    )
    await units.prepare()
    operators = OperatorRepository(store.database.run, store.key)
    for one in (CLERK, *REVIEWERS):
        await operators.add(Operator(name=one.name, unit_id=ROOT_ID, duties=one.duties))
    subject_keys = SubjectKeys(lambda: store.branches.keys, clock=clock, lookups_per_minute=10)
    return deposits_of(
        adapter=adapter,
        own_log=store.own_log,
        cases=CaseRepository(store.database.run, store.key),
        accounts=store.accounts,
        unit_rows=rows,
        units=units,
        achievement_filing=AchievementFiling(
            key=store.key,
            issuer=Issuer(origin=store.origin, node_key=store.key, subject_keys=subject_keys),
            subject_keys=subject_keys,
            rosters=HeldRosters(store.branches),
            log_id=store.own_log.log_id,
            catalogue=store.catalogue,
        ),
        trail=AccessTrail(store.audit, store.own_log),
        rights=AccountRights(audit=store.audit, imports=ImportRepository(store.database.read, store.key), units=rows),
        key=store.key,
        clock=clock,
    )


async def handed_in(deposits):
    case = await deposits.filing.file(CERTIFICATE, document=DOCUMENT, actor=CLERK)
    await deposits.filing.attach(case.case_id, name="证书.pdf", content=PDF, actor=CLERK)
    return await deposits.filing.submit(case.case_id, actor=CLERK)


async def test_reviewers_at_the_same_moment_make_one_entry_and_one_count(deposits, store):
    case = await handed_in(deposits)
    before = (await store.own_log.head()).size
    outcomes = await asyncio.gather(
        *(deposits.review.approve(case.case_id, actor=one) for one in REVIEWERS), return_exceptions=True
    )
    assert [type(one) for one in outcomes].count(StepRefused) == len(REVIEWERS) - 1
    assert (await store.own_log.head()).size == before + 1
    counted = await FilingCounts(store.database.run).by_day(date(2000, 1, 1), date(2100, 1, 1))
    assert sorted((what, count) for _, _, what, count in counted) == [(ACHIEVEMENTS, 1), (PERSONAL_DEPOSITS, 1)]


async def test_approval_and_refusal_at_the_same_moment_agree_on_one(deposits, store):
    case = await handed_in(deposits)
    before = (await store.own_log.head()).size
    approved, refused = await asyncio.gather(
        deposits.review.approve(case.case_id, actor=REVIEWERS[0]),
        deposits.review.refuse(case.case_id, reason="查无此证", actor=REVIEWERS[1]),
        return_exceptions=True,
    )
    assert isinstance(approved, StepRefused) != isinstance(refused, StepRefused)
    view = await deposits.views.find(case.case_id, actor=ACTOR)
    grown = (await store.own_log.head()).size - before
    assert (view.case.state, grown) in (("approved", 1), ("refused", 0))
    assert (view.case.entry_index is None) == (grown == 0)


async def test_a_failed_approval_leaves_the_deposit_the_log_and_the_counts_as_they_were(deposits, store, monkeypatch):
    case = await handed_in(deposits)
    before = (await store.own_log.head()).size

    async def full(*_arguments):
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(CaseRepository, "add_steps", full)
        with pytest.raises(DatabaseUnavailable):
            await deposits.review.approve(case.case_id, actor=REVIEWERS[0])
    view = await deposits.views.find(case.case_id, actor=ACTOR)
    assert (view.case.state, (await store.own_log.head()).size) == ("submitted", before)
    assert await FilingCounts(store.database.run).by_day(date(2000, 1, 1), date(2100, 1, 1)) == []
    assert (await deposits.review.approve(case.case_id, actor=REVIEWERS[0])).entry_index == before
