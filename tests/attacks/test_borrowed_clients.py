"""Attacks by one of the branch's own clients, or by whoever holds its certificate: all come to nothing.

A client acts for no operator but those that its certificate is bound to, calls nothing that isn't for its kind,
and hears nothing about anybody in a refusal.
"""

import grpc
import pytest

from federation.errors import ActorRefused, Malformed
from node.model.access import Duty
from node.model.client import ClientKind, clients_by_name
from node.own_clients import client_services
from node.rpc.client_rules import RULES, ClientLimits, rule_of
from node.v1 import branch_pb2, branch_pb2_grpc, deposits_pb2, deposits_pb2_grpc, filing_pb2, filing_pb2_grpc
from tests.support.deposits import PDF, PERSON, operator
from tests.support.own_services import CALL_S, CLERK, ELSEWHERE, REVIEWER, SYSTEM, own_services, refused, uploaded
from tests.support.services import account_row, accounts_file

DENIED = grpc.StatusCode.PERMISSION_DENIED
REFUSED = (DENIED, "actor-refused")


@pytest.fixture
async def served(tmp_path):
    async with own_services(tmp_path) as made:
        yield made


def opening(actor: str, number: str = PERSON.document_number, name: str = PERSON.name):
    statement = deposits_pb2.Statement(
        achievement_class="training", name=name, title="剪纸", institution="甲县社区学院", achieved_on="20220630"
    )
    return deposits_pb2.OpenDepositRequest(actor=actor, document_type=1, document_number=number, statement=statement)


async def opened(served, client: str, actor: str) -> tuple[grpc.StatusCode, str, str]:
    return await refused(deposits_pb2_grpc.DepositsStub(served.channel(client)).Open(opening(actor), timeout=CALL_S))


async def test_a_counter_names_an_operator_of_another_county_or_one_who_is_not_there(served):
    told = {await opened(served, "window-x1", name) for name in (ELSEWHERE, "查无此人", "", "local:root", "测试员")}
    # One answer for all: names can't be tried.
    assert {one[:2] for one in told} == {REFUSED}
    assert len({one[2] for one in told}) == 1
    assert not any(name in text for _, _, text in told for name in (ELSEWHERE, "查无此人"))


async def test_the_centres_counter_acts_for_operators_everywhere_and_a_suspended_one_acts_nowhere(served):
    stub = deposits_pb2_grpc.DepositsStub(served.channel("centre"))
    assert (await stub.Open(opening(ELSEWHERE), timeout=CALL_S)).state == "draft"
    manager = await operator(served.node, "省管理员", "32", Duty.MANAGEMENT, Duty.FILING, Duty.REVIEW)
    await served.node.operators.suspend(ELSEWHERE, actor=manager)
    assert (await opened(served, "centre", ELSEWHERE))[:2] == REFUSED


async def test_a_counter_of_a_unit_that_is_not_there_acts_for_nobody(served, monkeypatch):
    monkeypatch.setattr("tests.support.own_services.COUNTERS", ("window-x1:NIRGENDS",))
    async with own_services(served.node.folder.path / "other") as other:
        assert (await opened(other, "window-x1", CLERK))[:2] == REFUSED


async def test_a_system_acts_as_its_own_operator_whomever_it_names(served):
    stub = filing_pb2_grpc.FilingStub(served.channel("academic"))
    for actor in (CLERK, REVIEWER, "查无此人"):
        request = filing_pb2.FileResultsRequest(actor=actor, batch="1")
        assert (await refused(stub.FileResults(request, timeout=CALL_S)))[:2] == REFUSED
    for actor in ("", SYSTEM):
        request = filing_pb2.FileResultsRequest(actor=actor, batch="1")
        assert (await stub.FileResults(request, timeout=CALL_S)).accepted == 0


async def test_a_portal_files_nothing_and_an_unlisted_certificate_calls_nothing(served):
    for client in ("portal", "stranger"):
        for name in (CLERK, ""):
            assert (await opened(served, client, name))[:2] == REFUSED
        stub = filing_pb2_grpc.FilingStub(served.channel(client))
        assert (await refused(stub.FileResults(filing_pb2.FileResultsRequest(batch="1"))))[:2] == REFUSED
    looked = branch_pb2.LookupRequest(
        document_type=1, document_number=PERSON.document_number, purpose="查", basis="self"
    )
    stub = branch_pb2_grpc.BranchStub(served.channel("stranger"))
    assert (await refused(stub.Lookup(looked, timeout=CALL_S)))[:2] == REFUSED


async def test_a_system_looks_nobody_up_and_a_counter_only_as_an_operator_whom_it_may_act_for(served):
    asked = {"document_type": 1, "document_number": PERSON.document_number, "purpose": "查", "basis": "duty"}
    for client, actor in (("academic", ""), ("window-x1", ""), ("window-x1", ELSEWHERE)):
        stub = branch_pb2_grpc.BranchStub(served.channel(client))
        assert (await refused(stub.Lookup(branch_pb2.LookupRequest(actor=actor, **asked))))[:2] == REFUSED
    stub = branch_pb2_grpc.BranchStub(served.channel("window-x1"))
    assert list((await stub.Lookup(branch_pb2.LookupRequest(actor=CLERK, **asked))).achievements) == []


async def test_no_certificate_gets_as_far_as_a_call(served):
    assert (await opened(served, "", CLERK))[0] is grpc.StatusCode.UNAVAILABLE


async def test_an_operator_reviews_nothing_without_the_duty_nor_what_they_filed_by_whatever_client(served):
    stub = deposits_pb2_grpc.DepositsStub(served.channel("window-x1"))
    case_id = (await stub.Open(opening(CLERK), timeout=CALL_S)).case_id
    order = {"actor": CLERK, "case_id": case_id, "file_name": "扫描件.pdf"}
    await stub.Attach(uploaded(deposits_pb2.AttachEvidenceRequest, PDF, **order), timeout=CALL_S)
    await stub.Submit(deposits_pb2.DepositRequest(actor=CLERK, case_id=case_id), timeout=CALL_S)
    for actor in (CLERK, SYSTEM):
        request = deposits_pb2.DepositRequest(actor=actor, case_id=case_id)
        assert (await refused(stub.Approve(request, timeout=CALL_S)))[:2] == REFUSED
    other = deposits_pb2_grpc.DepositsStub(served.channel("centre"))
    request = deposits_pb2.DepositRequest(actor=ELSEWHERE, case_id=case_id)
    assert (await refused(other.Approve(request, timeout=CALL_S)))[:2] == (grpc.StatusCode.NOT_FOUND, "not-here")


async def test_nothing_of_a_person_stands_in_a_refusal_or_in_the_nodes_log(served, tmp_path, capsys):
    stub = deposits_pb2_grpc.DepositsStub(served.channel("window-x1"))
    number, name = PERSON.document_number, PERSON.name
    told = [
        await refused(stub.Open(opening(CLERK, number=number[:-1]), timeout=CALL_S)),
        await refused(stub.Open(opening(CLERK, name=name + "7"), timeout=CALL_S)),
        await refused(stub.Open(opening(number), timeout=CALL_S)),
        await refused(stub.Show(deposits_pb2.DepositRequest(actor=CLERK, case_id=number), timeout=CALL_S)),
        await refused(stub.Refuse(deposits_pb2.DepositReasonRequest(actor=CLERK, case_id=number, reason=name))),
        await refused(served.channel("window-x1").unary_unary("/node.v1.Deposits/Open")(b"\xff" + number.encode())),
    ]
    files = filing_pb2_grpc.FilingStub(served.channel("window-x1"))
    path = accounts_file(tmp_path / "账户.xlsx", [account_row(3, 姓名=name + "7")])
    order = {"actor": CLERK, "file_name": "账户.xlsx", "mode": number}
    upload = uploaded(filing_pb2.WorkbookUpload, path.read_bytes(), **order)
    told.append(await refused(files.Import(upload, timeout=CALL_S)))
    order = {"actor": CLERK, "file_name": "账户.xlsx"}
    upload = uploaded(filing_pb2.WorkbookUpload, path.read_bytes(), **order)
    events = [event async for event in files.Import(upload, timeout=CALL_S)]
    shown = capsys.readouterr()
    everything = repr(told) + repr([one for event in events for one in event.report.issues]) + shown.out + shown.err
    for secret in (number, number[:-1], name, CLERK, REVIEWER):
        assert secret not in everything
    assert {code for _, code, _ in told} <= {
        "document-malformed",
        "deposit-refused",
        "actor-refused",
        "not-here",
        "malformed",
    }


async def test_one_client_opens_no_more_calls_than_its_share(tmp_path):
    async with own_services(tmp_path, ClientLimits(uploads_per_client=1, drain_s=0.1)) as served:
        stub = deposits_pb2_grpc.DepositsStub(served.channel("window-x1"))
        begun = stub.Attach(timeout=CALL_S)
        order = deposits_pb2.AttachEvidenceRequest.Order(actor=CLERK, case_id="0", file_name="a.pdf", size=10)
        await begun.write(deposits_pb2.AttachEvidenceRequest(order=order))
        second = await refused(stub.Attach(iter(()), timeout=CALL_S))
        assert second[:2] == (grpc.StatusCode.RESOURCE_EXHAUSTED, "too-many-calls")
        # Others go on, and so does the client itself once its call has ended.
        assert (await stub.Open(opening(CLERK), timeout=CALL_S)).state == "draft"
        begun.cancel()
        while (await refused(stub.Attach(iter(()), timeout=CALL_S)))[1] == "too-many-calls":
            pass


def test_every_method_that_is_served_has_a_rule_and_no_other_has():
    services = client_services(_Anything())
    served = {f"/{one.descriptor.full_name}/{method.name}" for one in services for method in one.descriptor.methods}
    assert served == set(RULES)


def test_a_method_without_a_rule_is_refused_to_every_kind():
    listed = clients_by_name(["a"], ["b:X1"], ["c:某系统"])
    assert [one.kind for one in listed.values()] == [ClientKind.PORTAL, ClientKind.COUNTER, ClientKind.SYSTEM]
    for client in listed.values():
        with pytest.raises(ActorRefused):
            rule_of("/node.v1.Branch/Import", client)


@pytest.mark.parametrize(
    ("portals", "counters", "systems", "why"),
    [
        (["a", "a"], [], [], "twice"),
        (["a"], ["a:X1"], [], "twice"),
        ([], ["a"], [], "form"),
        ([], ["a:"], [], "form"),
        ([], [], [":某系统"], "form"),
        (["A_B"], [], [], "form"),
    ],
)
def test_a_client_is_listed_once_and_bound_to_something(portals, counters, systems, why):
    with pytest.raises(Malformed) as caught:
        clients_by_name(portals, counters, systems)
    assert caught.value.facts["why"] == why


class _Anything:
    """Stands for a node of which only the services' names are asked."""

    def __getattr__(self, name: str) -> "_Anything":
        return self
