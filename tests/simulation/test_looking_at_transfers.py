"""Shows what persons and operators see of transfers between real nodes: states, reasons, traces, what is unfinished."""

from datetime import timedelta

import pytest

from federation.error_catalogue.transfer_words import (
    HOLD_VERDICTS,
    STEP_VERDICTS,
    TRANSFER_ENTRIES,
    TRANSFER_NEXT_STEPS,
    TRANSFER_STATUSES,
)
from federation.errors import ActorRefused, NotHere
from federation.model.entry import TRANSFER_KINDS, Kind
from federation.model.standing import Verdict
from federation.transfer.states import HoldVerdict, Side, TransferStatus
from node.model.access import Actor, Basis, Duty, Role
from node.model.transfer_application import Ruling, parse_application
from node.services.blind_indexes import document_index
from node.services.transfers.pending import NextStep
from tests.support.nodes import FederationOf
from tests.support.transfer_acts import ANN, BOB
from tests.support.transfer_offices import opened_offices, turn


@pytest.fixture
async def federation(tmp_path):
    async with FederationOf(3, tmp_path) as running:
        yield running


@pytest.fixture
async def offices(federation):
    return await opened_offices(federation)


async def looks_at(office, document):
    return [
        (one.action, one.actor, one.basis)
        for one in await office.audit.of_subject(
            document_index(office.key, document), ("transfer-list", "transfer-look")
        )
    ]


async def test_a_person_sees_every_state_with_who_did_what_when_and_why(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", index))
    (asked,) = await jiangsu.views.of_person(ANN, actor=jiangsu.clerk)
    assert (asked.case.case_id, asked.statuses, asked.steps) == (case.case_id, (TransferStatus.REQUESTED,), ())
    await turn(federation, [zhejiang, jiangsu], 4)
    view = await jiangsu.views.find(case.case_id, actor=jiangsu.clerk, document=ANN)
    (transfer,) = view.transfers
    (item,) = transfer.items
    assert (item.title, item.index, item.status, item.owed_by) == ("短视频制作", index, TransferStatus.CONVERTED, None)
    assert view.was_opened
    assert item.decision.accepted
    assert item.decision.outcome.trace
    assert [one.credits for one in item.decision.credits] == [line.grant.credits for line in item.credit]
    assert [line.state.value for line in item.credit] == ["final"]
    assert transfer.rules_version == jiangsu.rules.published.rules.version
    told = [(one.branch, one.kind, one.counted) for one in transfer.entries]
    assert told == [
        ("32", Kind.TRANSFER_REQUESTED, Verdict.EFFECTIVE),
        ("32", Kind.TRANSFER_DECIDED, Verdict.EFFECTIVE),
        ("33", Kind.TRANSFER_HELD, Verdict.EFFECTIVE),
        ("33", Kind.TRANSFER_CLOSED, Verdict.EFFECTIVE),
    ]
    assert [(one.actor, one.step) for one in view.steps] == [
        (jiangsu.clerk.name, "request"),
        ("system", "decide"),
        ("system", "end"),
    ]
    assert await looks_at(jiangsu, ANN) == [
        ("transfer-list", jiangsu.clerk.name, Basis.SELF.value),
        ("transfer-look", jiangsu.clerk.name, Basis.SELF.value),
    ]


async def test_without_the_document_a_reviewer_sees_the_ruling_and_no_trace(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    jiangsu.rules.leave_all_to_reviewers()
    index = await zhejiang.issue(ANN, "短视频制作", "剪纸")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", index), ("33", index + 1))
    await turn(federation, [zhejiang, jiangsu], 2)
    request = parse_application(case.body).transfers[0].request_index
    rulings = [
        Ruling(request_index=request, item=0, accepted=True, words="内容相当", credits=(("community", "", 150),)),
        Ruling(request_index=request, item=1, accepted=False, words="与课程无关"),
    ]
    await jiangsu.deciding.review(case.case_id, rulings, actor=jiangsu.reviewer)
    await turn(federation, [zhejiang, jiangsu], 2)
    view = await jiangsu.views.find(case.case_id[:8], actor=jiangsu.reviewer)
    accepted, rejected = view.transfers[0].items
    assert (accepted.decision.accepted, accepted.decision.words, accepted.decision.outcome) == (True, "内容相当", None)
    assert [one.credits for one in accepted.decision.credits] == [150]
    assert (rejected.decision.accepted, rejected.decision.words) == (False, "与课程无关")
    assert (view.was_opened, view.application.reviewed_by) == (False, jiangsu.reviewer.name)
    sealed = await jiangsu.views.find(case.case_id, actor=jiangsu.clerk, document=ANN)
    assert [one.decision.words for one in sealed.transfers[0].items] == ["内容相当", "与课程无关"]
    assert sealed.was_opened
    bases = [basis for action, _, basis in await looks_at(jiangsu, ANN) if action == "transfer-look"]
    assert bases == [Basis.DUTY.value, Basis.SELF.value]


async def test_another_persons_document_or_another_units_operator_finds_no_application(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", index))
    with pytest.raises(NotHere):
        await jiangsu.views.find(case.case_id, actor=jiangsu.clerk, document=BOB)
    assert await jiangsu.views.of_person(BOB, actor=jiangsu.clerk) == []
    await jiangsu.units.add(
        code="3205", name="某市", level="city", region="3205", parent=jiangsu.root, may_hold_account=True
    )
    city = await jiangsu.units.by_code("3205")
    stranger = Actor(name="市级", role=Role.OPERATOR, branch="32", unit=city, duties=frozenset((Duty.REVIEW,)))
    with pytest.raises(NotHere):
        await jiangsu.views.find(case.case_id, actor=stranger)
    assert await jiangsu.views.seen_by(stranger) == []
    assert [one.case.case_id for one in await jiangsu.views.seen_by(jiangsu.reviewer)] == [case.case_id]
    idle = Actor(name="管理员", role=Role.OPERATOR, branch="32", unit=city, duties=frozenset((Duty.MANAGEMENT,)))
    for refused in (jiangsu.views.seen_by(idle), jiangsu.pending.stuck(actor=idle)):
        with pytest.raises(ActorRefused):
            await refused


async def test_both_branches_see_what_is_unfinished_who_owes_it_and_what_to_do(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    jiangsu.rules.leave_all_to_reviewers()
    index = await zhejiang.issue(ANN, "短视频制作")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", index))
    (asked,) = (await jiangsu.pending.stuck(actor=jiangsu.reviewer)).unfinished
    assert asked.expires_on == jiangsu.node.branches.clock.now().date() + timedelta(days=30)
    assert (asked.owed_by, asked.next_step, asked.case_id) == (("33",), NextStep.AWAIT, case.case_id)
    assert asked.since == case.created_at
    await federation.rounds()
    (owed,) = (await zhejiang.pending.stuck(actor=zhejiang.reviewer)).unfinished
    assert (owed.owed_by, owed.next_step, owed.case_id) == (("33",), NextStep.ATTEND, "")
    federation.branches.clock.advance(timedelta(minutes=10))
    (lost,) = (await jiangsu.pending.stuck(actor=jiangsu.reviewer)).unfinished
    assert lost.next_step is NextStep.RECONNECT
    await turn(federation, [zhejiang], 1)
    await federation.rounds()
    (unseen,) = (await jiangsu.pending.stuck(actor=jiangsu.reviewer)).unfinished
    assert (unseen.owed_by, unseen.next_step) == (("32",), NextStep.ATTEND)
    await jiangsu.attendant.attend()
    (waiting,) = (await jiangsu.pending.stuck(actor=jiangsu.reviewer)).unfinished
    assert (waiting.statuses, waiting.next_step) == ((TransferStatus.HELD,), NextStep.REVIEW)


async def test_a_double_spend_is_told_to_operators_as_a_conflict(federation, offices):
    jiangsu, zhejiang, shanghai = offices["32"], offices["33"], offices["31"]
    index = await zhejiang.issue(ANN, "短视频制作")
    await federation.rounds(2)
    await jiangsu.ask(ANN, ("33", index))
    second = await shanghai.ask(ANN, ("33", index))
    await turn(federation, [zhejiang, jiangsu, shanghai], 4)
    found = {
        code: [(one.reference, one.declined) for one in (await office.pending.stuck(actor=office.reviewer)).conflicts]
        for code, office in offices.items()
    }
    loser = next(iter([*found["31"], *found["32"]]))
    assert loser[1] == 1
    assert found["33"] == [loser]
    if found["31"]:
        view = await shanghai.views.find(second.case_id, actor=shanghai.reviewer)
        assert [item.declined for item in view.transfers[0].items] == [HoldVerdict.NOT_FREE]


def test_every_status_verdict_entry_and_advice_has_words():
    assert set(TRANSFER_STATUSES) == {one.value for one in TransferStatus}
    assert set(HOLD_VERDICTS) == {int(one) for one in HoldVerdict} - {0}
    assert set(TRANSFER_ENTRIES) == {int(one) for one in TRANSFER_KINDS}
    assert set(STEP_VERDICTS) == {int(one) for one in Verdict}
    assert set(TRANSFER_NEXT_STEPS) == {one.value for one in NextStep}
    assert {side.value for side in Side} == {"receiving", "sending"}
