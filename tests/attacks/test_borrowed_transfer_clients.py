"""Attacks on transfers over gRPC: by clients that act for whom they may not, for strangers, or with nonsense."""

from datetime import timedelta

import grpc
import pytest

from node.v1 import reports_pb2, transfers_pb2, transfers_pb2_grpc
from tests.support.branches import START
from tests.support.deposits import DOCUMENT
from tests.support.own_services import CALL_S, CLERK, ELSEWHERE, REVIEWER, own_services, refused
from tests.support.served_transfers import append_sample_rules

REFUSED = (grpc.StatusCode.PERMISSION_DENIED, "actor-refused")
WINDOW, PORTAL, SYSTEM_CLIENT, STRANGER = "window-x1", "portal", "academic", "stranger"
NOBODYS = "0" * 32


@pytest.fixture
async def served(tmp_path):
    async with own_services(tmp_path) as made:
        await append_sample_rules(made.node, "jiangsu")
        yield made


def transfers(served, client: str) -> transfers_pb2_grpc.TransfersStub:
    return transfers_pb2_grpc.TransfersStub(served.channel(client))


def application(actor: str = CLERK, **changes) -> transfers_pb2.RequestTransferRequest:
    stated = {
        "achievements": [reports_pb2.ChosenAchievement(branch="33", index=0)],
        "purpose": "申请学分",
        "basis": "self",
        "until": (START + timedelta(days=30)).date().isoformat(),
        "document_type": DOCUMENT.type,
        "document_number": DOCUMENT.number,
        **changes,
    }
    return transfers_pb2.RequestTransferRequest(actor=actor, **stated)


async def test_portals_systems_and_unlisted_certificates_call_nothing_of_transfers(served):
    which = transfers_pb2.TransferCaseRequest(actor=CLERK, case_id=NOBODYS)
    for client in (PORTAL, SYSTEM_CLIENT, STRANGER):
        stub = transfers(served, client)
        for call in (
            stub.Request(application(), timeout=CALL_S),
            stub.Show(transfers_pb2.ShowTransferRequest(actor=CLERK, case_id=NOBODYS), timeout=CALL_S),
            stub.List(transfers_pb2.ListTransfersRequest(actor=CLERK), timeout=CALL_S),
            stub.Proposals(which, timeout=CALL_S),
            stub.EndConsent(which, timeout=CALL_S),
            stub.Decide(transfers_pb2.DecideTransferRequest(actor=REVIEWER, case_id=NOBODYS), timeout=CALL_S),
            stub.Reverse(transfers_pb2.ReverseTransferRequest(actor=REVIEWER, case_id=NOBODYS), timeout=CALL_S),
            stub.Stuck(transfers_pb2.StuckTransfersRequest(actor=CLERK), timeout=CALL_S),
        ):
            assert (await refused(call))[:2] == REFUSED


async def test_a_counter_asks_for_nobody_by_an_operator_elsewhere_or_without_the_duty(served):
    stub = transfers(served, WINDOW)
    for actor in (ELSEWHERE, REVIEWER, "查无此人", ""):
        assert (await refused(stub.Request(application(actor), timeout=CALL_S)))[:2] == REFUSED
    assert [one async for one in stub.List(transfers_pb2.ListTransfersRequest(actor=CLERK), timeout=CALL_S)] == []


async def test_what_isnt_the_persons_is_asked_for_in_vain_and_leaves_nothing(served):
    stub = transfers(served, WINDOW)
    status, code, _ = await refused(stub.Request(application(), timeout=CALL_S))
    assert (status, code) == (grpc.StatusCode.FAILED_PRECONDITION, "transfer-refused")
    assert await served.node.transfer_views.of_person(DOCUMENT, actor=await clerk(served)) == []


async def clerk(served):
    return await served.node.operators.acting(CLERK, "nobody")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"basis": "whim"}, "malformed"),
        ({"until": "morgen"}, "malformed"),
        ({"basis": "duty"}, "transfer-refused"),
        ({"until": "2000-01-01"}, "transfer-refused"),
        ({"purpose": " "}, "actor-refused"),
        ({"document_type": 98}, "malformed"),
    ],
)
async def test_nonsense_in_an_application_is_refused_by_name(served, changes, code):
    assert (await refused(transfers(served, WINDOW).Request(application(**changes), timeout=CALL_S)))[1] == code


async def test_nonsense_about_a_case_is_refused_by_name(served):
    stub = transfers(served, WINDOW)
    show = transfers_pb2.ShowTransferRequest(actor=CLERK, case_id=NOBODYS)
    assert (await refused(stub.Show(show, timeout=CALL_S)))[1] == "not-filed-here"
    reverse = transfers_pb2.ReverseTransferRequest(actor=REVIEWER, case_id=NOBODYS, reason="whim")
    assert (await refused(stub.Reverse(reverse, timeout=CALL_S)))[1] == "malformed"
    ruling = transfers_pb2.TransferRuling(words="长" * 501)
    decide = transfers_pb2.DecideTransferRequest(actor=REVIEWER, case_id=NOBODYS, rulings=[ruling])
    assert (await refused(stub.Decide(decide, timeout=CALL_S)))[1] == "malformed"
