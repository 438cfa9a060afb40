"""Attacks on the making of rules over gRPC: by clients or operators who may not, and by one person alone."""

import grpc
import pytest

from node.model.access import Duty
from node.v1 import rulemaking_pb2, rulemaking_pb2_grpc
from samples.rules import rules_file
from tests.support.deposits import operator
from tests.support.own_services import CALL_S, CLERK, own_services, refused

REFUSED = (grpc.StatusCode.PERMISSION_DENIED, "actor-refused")
WINDOW, CENTRE, PORTAL, SYSTEM_CLIENT, STRANGER = "window-x1", "centre", "portal", "academic", "stranger"
ONE, OTHER = "委员甲", "委员乙"
DRAFT = rulemaking_pb2.RulesDraft(file="jiangsu.toml", text=rules_file("jiangsu").read_text(encoding="utf-8"))
DAY = "2025-12-20"


@pytest.fixture
async def served(tmp_path):
    async with own_services(tmp_path) as made:
        await operator(made.node, ONE, "32", Duty.RULEMAKING)
        yield made


def making(served, client: str = CENTRE) -> rulemaking_pb2_grpc.RuleMakingStub:
    return rulemaking_pb2_grpc.RuleMakingStub(served.channel(client))


def filed(actor: str) -> rulemaking_pb2.DraftRulesRequest:
    return rulemaking_pb2.DraftRulesRequest(actor=actor, draft=DRAFT)


async def consulted(served) -> str:
    stub = making(served)
    case = (await stub.Draft(filed(ONE), timeout=CALL_S)).summary.case.case_id
    request = rulemaking_pb2.RemarkOnRulesRequest(actor=ONE, case_id=case, remark="无不同意见")
    await stub.Consult(request, timeout=CALL_S)
    return case


def signed(served, case: str, actor: str, client: str = CENTRE):
    request = rulemaking_pb2.AdoptRulesRequest(actor=actor, case_id=case, on=DAY)
    return making(served, client).Adopt(request, timeout=CALL_S)


async def test_portals_systems_and_unlisted_certificates_call_nothing_of_the_making_of_rules(served):
    case = await consulted(served)
    which = rulemaking_pb2.RulesCaseRequest(actor=ONE, case_id=case)
    remark = rulemaking_pb2.RemarkOnRulesRequest(actor=ONE, case_id=case, remark="意见")
    revision = rulemaking_pb2.ReviseRulesRequest(actor=ONE, case_id=case, draft=DRAFT)
    for client in (PORTAL, SYSTEM_CLIENT, STRANGER):
        stub = making(served, client)
        for call in (
            stub.Check(rulemaking_pb2.CheckRulesRequest(actor=ONE, draft=DRAFT), timeout=CALL_S),
            stub.Compare(rulemaking_pb2.CompareDraftRequest(actor=ONE, draft=DRAFT), timeout=CALL_S),
            stub.Draft(filed(ONE), timeout=CALL_S),
            stub.Revise(revision, timeout=CALL_S),
            stub.Consult(remark, timeout=CALL_S),
            stub.Return(remark, timeout=CALL_S),
            stub.Drop(remark, timeout=CALL_S),
            signed(served, case, ONE, client),
            stub.Publish(which, timeout=CALL_S),
            stub.Show(which, timeout=CALL_S),
            stub.List(rulemaking_pb2.ListRulesCasesRequest(actor=ONE), timeout=CALL_S),
        ):
            assert (await refused(call))[:2] == REFUSED


async def test_a_countys_counter_does_not_borrow_the_committees_operators(served):
    case = await consulted(served)
    assert (await refused(making(served, WINDOW).Draft(filed(ONE), timeout=CALL_S)))[:2] == REFUSED
    assert (await refused(signed(served, case, ONE, WINDOW)))[:2] == REFUSED
    check = rulemaking_pb2.CheckRulesRequest(actor=ONE, draft=DRAFT)
    assert (await refused(making(served, WINDOW).Check(check, timeout=CALL_S)))[:2] == REFUSED


async def test_without_the_duty_at_the_centre_nothing_is_drafted_signed_or_seen(served):
    case = await consulted(served)
    await operator(served.node, "县制定", "X1", Duty.RULEMAKING)
    for actor in (CLERK, "县制定", "查无此人", ""):
        assert (await refused(making(served).Draft(filed(actor), timeout=CALL_S)))[:2] == REFUSED
    for actor in (CLERK, "县制定"):
        unseen = await refused(signed(served, case, actor))
        assert unseen[:2] == (grpc.StatusCode.NOT_FOUND, "not-here")
        listed = making(served).List(rulemaking_pb2.ListRulesCasesRequest(actor=actor), timeout=CALL_S)
        assert [one async for one in listed] == []
    await operator(served.node, "省审核员", "32", Duty.REVIEW)
    assert (await refused(signed(served, case, "省审核员")))[:2] == REFUSED


async def test_one_person_does_not_sign_twice_by_whatever_counter_nor_publish_alone(served):
    case = await consulted(served)
    assert (await signed(served, case, ONE)).summary.case.state == "signed"
    status, code, told = await refused(signed(served, case, ONE))
    assert (status, code) == REFUSED
    assert told
    which = rulemaking_pb2.RulesCaseRequest(actor=ONE, case_id=case)
    assert (await refused(making(served).Publish(which, timeout=CALL_S)))[1] == "step-refused"
    assert await served.node.rules.versions() == ()


async def test_whom_the_first_signatory_registered_does_not_sign_second(served):
    case = await consulted(served)
    manager = await operator(served.node, "兼管", "32", Duty.RULEMAKING, Duty.MANAGEMENT)
    await served.node.operators.add("化名", unit=manager.unit, duties=(Duty.RULEMAKING,), actor=manager)
    assert (await signed(served, case, "兼管")).summary.case.state == "signed"
    assert (await refused(signed(served, case, "化名")))[:2] == REFUSED
    assert (await signed(served, case, ONE)).summary.case.state == "adopted"
