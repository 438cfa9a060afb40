"""Reports over gRPC: a counter's day, and attacks by clients that act for whom they may not, or for nobody."""

import grpc
import pytest

from node.report_files.verifying import verify_report_file
from node.v1 import reports_pb2, reports_pb2_grpc
from tests.support.deposits import DOCUMENT, PERSON
from tests.support.own_services import CALL_S, CLERK, ELSEWHERE, REVIEWER, own_services_with_certificate, refused

REFUSED = (grpc.StatusCode.PERMISSION_DENIED, "actor-refused")
WINDOW, PORTAL, SYSTEM_CLIENT, STRANGER = "window-x1", "portal", "academic", "stranger"


@pytest.fixture
async def served(tmp_path):
    async with own_services_with_certificate(tmp_path) as made:
        yield made


def reports(served, client: str) -> reports_pb2_grpc.ReportsStub:
    return reports_pb2_grpc.ReportsStub(served.channel(client))


def application(actor: str = CLERK, **changes) -> reports_pb2.ApplyForReportRequest:
    wanted = reports_pb2.WantedReport(kind="certification", name=PERSON.name, purpose="求职")
    return reports_pb2.ApplyForReportRequest(
        actor=actor, document_type=DOCUMENT.type, document_number=DOCUMENT.number, wanted=wanted, **changes
    )


async def issued(served) -> reports_pb2.Report:
    stub = reports(served, WINDOW)
    case = await stub.Apply(application(), timeout=CALL_S)
    return await stub.Issue(reports_pb2.ReportRequest(actor=REVIEWER, case_id=case.case_id), timeout=CALL_S)


def asking(*numbers: str, actor: str = "") -> reports_pb2.VerifyNumbersRequest:
    return reports_pb2.VerifyNumbersRequest(actor=actor, numbers=numbers)


async def test_a_report_is_applied_for_issued_read_verified_and_withdrawn_over_the_wire(served):
    stub = reports(served, WINDOW)
    report = await issued(served)
    assert (report.case.state, report.name, report.purpose) == ("certified", PERSON.name, "求职")
    which = reports_pb2.ReportRequest(actor=CLERK, case_id=report.case.case_id)
    file = b"".join([one.content async for one in stub.Read(which, timeout=CALL_S)])
    assert verify_report_file(file, served.node.rosters.current).report.index == report.entry_index
    listed = [one async for one in stub.List(reports_pb2.ListReportsRequest(actor=CLERK), timeout=CALL_S)]
    assert [one.case.state for one in listed] == ["certified"]
    assert PERSON.name not in str(listed)
    verdict = (await reports(served, PORTAL).VerifyNumbers(asking(report.number), timeout=CALL_S)).verdicts[0]
    assert (verdict.state, verdict.reports[0].achievements[0].status) == ("valid", "valid")
    withdrawal = reports_pb2.WithdrawReportRequest(actor=REVIEWER, case_id=report.case.case_id, reason="replaced")
    assert (await stub.Withdraw(withdrawal, timeout=CALL_S)).state == "withdrawn"
    verdict = (await reports(served, PORTAL).VerifyNumbers(asking(report.number), timeout=CALL_S)).verdicts[0]
    assert verdict.state == "withdrawn"


async def test_an_application_goes_back_is_stated_anew_refused_or_cancelled(served):
    stub = reports(served, WINDOW)
    case = await stub.Apply(application(), timeout=CALL_S)

    def because(actor):
        return reports_pb2.ReportReasonRequest(actor=actor, case_id=case.case_id, reason="请写明用途")

    assert (await stub.Return(because(REVIEWER), timeout=CALL_S)).state == "returned"
    again = reports_pb2.ApplyAgainRequest(
        actor=CLERK,
        case_id=case.case_id,
        document_type=DOCUMENT.type,
        document_number=DOCUMENT.number,
        wanted=reports_pb2.WantedReport(
            kind="transcript",
            name=PERSON.name,
            achievements=[reports_pb2.ChosenAchievement(branch="32", index=0)],
        ),
    )
    assert (await stub.ApplyAgain(again, timeout=CALL_S)).state == "applied"
    shown = await stub.Show(reports_pb2.ReportRequest(actor=CLERK, case_id=case.case_id), timeout=CALL_S)
    assert (shown.kind, [one.step for one in shown.steps]) == ("transcript", ["file", "return", "alter", "submit"])
    assert (await stub.Refuse(because(REVIEWER), timeout=CALL_S)).state == "refused"
    case = await stub.Apply(application(), timeout=CALL_S)
    assert (await stub.Cancel(because(CLERK), timeout=CALL_S)).state == "cancelled"


async def test_whoever_filed_it_and_whoever_is_elsewhere_issue_nothing_by_whatever_counter(served):
    stub = reports(served, WINDOW)
    case = await stub.Apply(application(), timeout=CALL_S)
    for actor in (CLERK, ELSEWHERE, "查无此人", ""):
        request = reports_pb2.ReportRequest(actor=actor, case_id=case.case_id)
        assert (await refused(stub.Issue(request, timeout=CALL_S)))[:2] == REFUSED
    request = reports_pb2.ReportRequest(actor=ELSEWHERE, case_id=case.case_id)
    status, code, _ = await refused(reports(served, "centre").Issue(request, timeout=CALL_S))
    assert (status, code) == (grpc.StatusCode.NOT_FOUND, "not-here")


async def test_portals_systems_and_unlisted_certificates_neither_apply_nor_issue_nor_read(served):
    report = await issued(served)
    which = reports_pb2.ReportRequest(actor=CLERK, case_id=report.case.case_id)
    for client in (PORTAL, SYSTEM_CLIENT, STRANGER):
        stub = reports(served, client)
        for call in (
            stub.Apply(application(), timeout=CALL_S),
            stub.Issue(which, timeout=CALL_S),
            stub.Show(which, timeout=CALL_S),
            stub.Read(which, timeout=CALL_S),
            stub.List(reports_pb2.ListReportsRequest(actor=CLERK), timeout=CALL_S),
        ):
            assert (await refused(call))[:2] == REFUSED


async def test_every_listed_client_verifies_numbers_and_an_unlisted_one_doesnt(served):
    number = (await issued(served)).number
    for client, actor in ((PORTAL, "会话一"), (WINDOW, CLERK), (SYSTEM_CLIENT, "")):
        found = await reports(served, client).VerifyNumbers(asking(number, actor=actor), timeout=CALL_S)
        assert [one.state for one in found.verdicts] == ["valid"]
        assert PERSON.name not in str(found)
    assert (await refused(reports(served, STRANGER).VerifyNumbers(asking(number), timeout=CALL_S)))[:2] == REFUSED
    assert (await refused(reports(served, WINDOW).VerifyNumbers(asking(number, actor=ELSEWHERE), timeout=CALL_S)))[
        :2
    ] == REFUSED


async def test_probing_over_the_wire_is_limited(served):
    stub, number = reports(served, PORTAL), (await issued(served)).number
    for _ in range(4):
        await stub.VerifyNumbers(asking(*[number] * 30), timeout=CALL_S)
    status, code, _ = await refused(stub.VerifyNumbers(asking(number), timeout=CALL_S))
    assert (status, code) == REFUSED
    too_many = await refused(stub.VerifyNumbers(asking(*[number] * 101), timeout=CALL_S))
    assert too_many[1] == "too-large"


async def test_nonsense_in_a_request_is_refused_by_name(served):
    stub = reports(served, WINDOW)
    request = application()
    request.wanted.kind = "diploma"
    assert (await refused(stub.Apply(request, timeout=CALL_S)))[1] == "malformed"
    report = await issued(served)
    odd = reports_pb2.WithdrawReportRequest(actor=REVIEWER, case_id=report.case.case_id, reason="whatever")
    assert (await refused(stub.Withdraw(odd, timeout=CALL_S)))[1] == "malformed"
