"""Shows `node.v1` for those who file: real TLS, real workbooks, each kind of client; happy paths and bounds."""

import asyncio

import grpc
import pytest

from adapters.workbook.writing import write_template
from federation.model.document import mask_number
from node.model.access import Basis, Duty
from node.rpc.client_rules import ClientLimits
from node.services.attachment_types import MAX_ATTACHMENT_BYTES
from node.v1 import (
    applications_pb2,
    applications_pb2_grpc,
    branch_pb2,
    branch_pb2_grpc,
    deposits_pb2,
    deposits_pb2_grpc,
    filing_pb2,
    filing_pb2_grpc,
)
from samples.people import person_at
from tests.support.deposits import CERTIFICATE, DOCUMENT, PDF, PERSON, operator
from tests.support.forms import filled_form
from tests.support.own_services import (
    CALL_S,
    CLERK,
    REVIEWER,
    SYSTEM,
    own_services,
    refused,
    uploaded,
)
from tests.support.services import account_row, accounts_file, achievement_row, achievements_file

WINDOW, CENTRE, ACADEMIC, PORTAL = "window-x1", "centre", "academic", "portal"
DENIED = grpc.StatusCode.PERMISSION_DENIED
STATEMENT = deposits_pb2.Statement(
    achievement_class="certificate",
    name=PERSON.name,
    title=CERTIFICATE.title,
    institution=CERTIFICATE.institution,
    achieved_on="20220630",
    certificate_number=CERTIFICATE.certificate_number,
    certificate_level="四级",
)
OPENING = {"document_type": 1, "document_number": PERSON.document_number, "statement": STATEMENT}
TRAINING = deposits_pb2.Statement(
    achievement_class="training", name=PERSON.name, title="剪纸", institution="甲县社区学院", achieved_on="20220630"
)


@pytest.fixture
async def served(tmp_path):
    async with own_services(tmp_path) as made:
        yield made


def deposits(served, client=WINDOW):
    return deposits_pb2_grpc.DepositsStub(served.channel(client))


def filing(served, client=WINDOW):
    return filing_pb2_grpc.FilingStub(served.channel(client))


async def opened_deposit(served, statement=TRAINING) -> str:
    request = deposits_pb2.OpenDepositRequest(actor=CLERK, **{**OPENING, "statement": statement})
    return (await deposits(served).Open(request, timeout=CALL_S)).case_id


def evidence(case_id: str, content: bytes = PDF, **order):
    named = {"actor": CLERK, "case_id": case_id, "file_name": "扫描件.pdf", **order}
    return uploaded(deposits_pb2.AttachEvidenceRequest, content, **named)


async def events_of(call) -> list[filing_pb2.FilingEvent]:
    return [event async for event in call]


def workbook(path, **order):
    named = {"actor": CLERK, "file_name": path.name, **order}
    return uploaded(filing_pb2.WorkbookUpload, path.read_bytes(), **named)


def report_of(events) -> filing_pb2.FilingReport:
    (report,) = [event.report for event in events if event.WhichOneof("event") == "report"]
    assert report.rows == report.accepted + report.duplicate + report.rejected
    return report


async def test_a_deposit_goes_from_the_counter_to_an_achievement_that_its_person_finds(served):
    stub, case_id = deposits(served), await opened_deposit(served)
    kept = await stub.Attach(evidence(case_id), timeout=CALL_S)
    assert (kept.part, kept.size, kept.media_type) == ("evidence", len(PDF), "application/pdf")
    mine = deposits_pb2.DepositRequest(actor=CLERK, case_id=case_id)
    theirs = deposits_pb2.DepositRequest(actor=REVIEWER, case_id=case_id)
    assert (await stub.Submit(mine, timeout=CALL_S)).state == "submitted"
    reasoned = deposits_pb2.DepositReasonRequest(actor=REVIEWER, case_id=case_id, reason="请改名称")
    assert (await stub.Return(reasoned, timeout=CALL_S)).state == "returned"
    altered = deposits_pb2.AlterDepositRequest(
        actor=CLERK, case_id=case_id, statement=deposits_pb2.Statement(title="剪纸（二）")
    )
    assert (await stub.Alter(altered, timeout=CALL_S)).state == "returned"
    await stub.Submit(mine, timeout=CALL_S)
    approved = await stub.Approve(theirs, timeout=CALL_S)
    assert approved.case.state == "approved"
    shown = await stub.Show(theirs, timeout=CALL_S)
    assert (shown.title, shown.entry_index, shown.filed_at) == ("剪纸（二）", approved.entry_index, "X1")
    assert shown.masked_number == mask_number(PERSON.document_number)
    assert [one.step for one in shown.steps][-1] == "approve"
    request = deposits_pb2.ReadEvidenceRequest(actor=REVIEWER, case_id=case_id, number=1)
    assert b"".join([one.content async for one in stub.ReadEvidence(request, timeout=CALL_S)]) == PDF
    listed = deposits_pb2.ListDepositsRequest(actor=REVIEWER, states=["approved"])
    assert [one.case.case_id async for one in stub.List(listed, timeout=CALL_S)] == [case_id]
    looked = branch_pb2.LookupRequest(
        document_type=1, document_number=PERSON.document_number, purpose="本人查询", basis="self", actor="会话"
    )
    found = await branch_pb2_grpc.BranchStub(served.channel(PORTAL)).Lookup(looked, timeout=CALL_S)
    assert [one.title for one in found.achievements] == ["剪纸（二）"]


async def test_refusal_and_withdrawal_end_a_deposit(served):
    stub = deposits(served)
    for step, actor, state in (("Refuse", REVIEWER, "refused"), ("Withdraw", CLERK, "withdrawn")):
        case_id = await opened_deposit(served)
        await stub.Attach(evidence(case_id), timeout=CALL_S)
        await stub.Submit(deposits_pb2.DepositRequest(actor=CLERK, case_id=case_id), timeout=CALL_S)
        request = deposits_pb2.DepositReasonRequest(actor=actor, case_id=case_id, reason="不符")
        assert (await getattr(stub, step)(request, timeout=CALL_S)).state == state


async def test_an_upload_that_is_too_large_broken_off_or_without_an_order_leaves_nothing(served):
    stub, case_id = deposits(served), await opened_deposit(served)
    too_large = await refused(stub.Attach(evidence(case_id, size=MAX_ATTACHMENT_BYTES + 1)))
    assert too_large[:2] == (grpc.StatusCode.INVALID_ARGUMENT, "too-large")
    for wrong in (
        evidence(case_id, size=len(PDF) + 1),
        evidence(case_id, size=len(PDF) - 1),
        [deposits_pb2.AttachEvidenceRequest(chunk=PDF)],
        [],
        evidence(case_id, file_name="../扫描件.pdf"),
        evidence(case_id, file_name=""),
    ):
        assert (await refused(stub.Attach(wrong)))[:2] == (grpc.StatusCode.INVALID_ARGUMENT, "malformed")
    shown = await stub.Show(deposits_pb2.DepositRequest(actor=CLERK, case_id=case_id), timeout=CALL_S)
    assert list(shown.attachments) == []


async def test_a_workbook_is_checked_then_imported_with_progress_and_its_errors_come_back_as_a_workbook(
    served, tmp_path
):
    rows = [account_row(0), account_row(1), account_row(2, 姓名="王123")]
    path = accounts_file(tmp_path / "账户.xlsx", rows)
    checked = report_of(await events_of(filing(served).Check(workbook(path), timeout=CALL_S)))
    assert (checked.accepted, checked.rejected) == (2, 1)
    for accepted, duplicate in ((2, 0), (0, 2)):
        events = await events_of(filing(served).Import(workbook(path), timeout=CALL_S))
        report = report_of(events)
        assert (report.accepted, report.duplicate, report.rejected) == (accepted, duplicate, 1)
        assert events[0].progress.rows_read == 3
        returned = b"".join(event.error_workbook for event in events if event.WhichOneof("event") == "error_workbook")
        assert len(returned) == report.error_workbook_size > 0
        assert returned.startswith(b"PK")
        assert [one.column for one in report.issues if one.is_error] == ["姓名"]
    assert served.uploads == []
    assert list(served.node.folder.imports.glob("*")) == []
    clerk = await served.node.operators.registered(CLERK)
    assert {one.job.file_name for one, _ in await served.node.history.imports(actor=clerk, limit=5)} == {"账户.xlsx"}


async def test_a_broken_off_or_oversized_workbook_files_nothing_and_stays_nowhere(served, tmp_path):
    path = accounts_file(tmp_path / "账户.xlsx", [account_row(0)])
    size = len(path.read_bytes())
    for order, code in (({"size": size + 1}, "malformed"), ({"size": 1 << 40}, "too-large")):
        assert (await refused(filing(served).Import(workbook(path, **order))))[1] == code
    rubbish = tmp_path / "账户.csv.xlsx"
    rubbish.write_bytes(b"no workbook")
    assert (await refused(filing(served).Import(workbook(rubbish))))[1] == "template-unknown"
    assert served.uploads == []
    report = report_of(await events_of(filing(served).Check(workbook(path), timeout=CALL_S)))
    assert (report.accepted, report.duplicate) == (1, 0)


async def test_a_client_that_goes_away_or_falls_silent_in_an_upload_leaves_nothing_and_can_come_again(tmp_path):
    async with own_services(tmp_path, ClientLimits(silence_s=0.2, drain_s=0.1)) as served:
        path = accounts_file(tmp_path / "账户.xlsx", [account_row(0)])
        order, first, *_ = workbook(path)
        silent = filing(served).Import(timeout=CALL_S)
        await silent.write(order)
        await silent.write(first)
        assert (await refused(silent))[:2] == (grpc.StatusCode.DEADLINE_EXCEEDED, "call-timed-out")
        gone = filing(served).Import(timeout=CALL_S)
        await gone.write(order)
        gone.cancel()
        for _ in range(100):
            if not served.uploads:
                break
            await asyncio.sleep(0.02)
        assert served.uploads == []
        report = report_of(await events_of(filing(served).Import(workbook(path), timeout=CALL_S)))
        assert report.accepted == 1


async def test_one_client_has_one_import_at_a_time_and_another_client_has_its_own(served, tmp_path):
    path = accounts_file(tmp_path / "账户.xlsx", [account_row(0)])
    order, *chunks = workbook(path)
    begun = filing(served).Import(timeout=CALL_S)
    await begun.write(order)
    while not served.uploads:
        await asyncio.sleep(0.02)
    places = [served.node.folder.uploads, *served.uploads]
    assert {one.stat().st_mode & 0o077 for one in places} == {0}
    again = await refused(filing(served).Import(workbook(path)))
    assert again[:2] == (grpc.StatusCode.RESOURCE_EXHAUSTED, "too-many-calls")
    other = await events_of(filing(served, ACADEMIC).Check(workbook(path, actor=""), timeout=CALL_S))
    assert report_of(other).accepted == 1
    for chunk in chunks:
        await begun.write(chunk)
    await begun.done_writing()
    assert report_of(await events_of(begun)).accepted == 1


async def test_an_import_whose_client_goes_away_keeps_whole_transactions_and_goes_on_when_it_is_repeated(
    served, tmp_path
):
    await events_of(
        filing(served).Import(workbook(accounts_file(tmp_path / "账户.xlsx", [account_row(3)])), timeout=CALL_S)
    )
    rows = [achievement_row(number=PERSON.document_number, title=f"第{number}课") for number in range(6_500)]
    for row in rows:
        row[1] = "X1机构"
    path = achievements_file(tmp_path / "成果.xlsx", rows)
    upload = uploaded(
        filing_pb2.WorkbookUpload,
        path.read_bytes(),
        chunk=60_000,
        actor=CLERK,
        file_name=path.name,
        mode="document-number",
    )
    messages = list(upload)
    call = filing(served).Import(iter(messages), timeout=300)
    async for event in call:
        if event.progress.accepted:
            call.cancel()
            break
    while served.uploads:
        await asyncio.sleep(0.02)
    head = (await served.node.own_log.head()).size
    assert 0 < head < len(rows)
    report = report_of(await events_of(filing(served).Import(iter(messages), timeout=300)))
    assert (report.accepted, report.duplicate) == (len(rows) - head, head)
    assert (await served.node.own_log.head()).size == len(rows)


def results(*stated, **request):
    return filing_pb2.FileResultsRequest(batch="2022-秋", results=stated, **request)


def certificate(index_of_person=PERSON, **changes):
    fields = {
        "achievement_class": "certificate",
        "name": index_of_person.name,
        "document_type": 1,
        "document_number": index_of_person.document_number,
        "title": "养老护理员职业技能等级证书",
        "institution": "某某职业技能鉴定中心",
        "achieved_on": "2022-06-30",
        "certificate_number": "S000032000001220000001",
    }
    return filing_pb2.Result(**{**fields, **changes})


async def test_results_are_filed_by_a_system_once_and_each_is_told_what_became_of_it(served):
    stub = filing(served, ACADEMIC)
    course = filing_pb2.Result(
        achievement_class="degree-course",
        name=PERSON.name,
        document_type=1,
        document_number=PERSON.document_number,
        title="大学英语（一）",
        institution="某某开放大学",
        achieved_on="20220630",
        score="86",
        credits="3.5",
    )
    wrong = certificate(achieved_on="下周", certificate_number="")
    extra = certificate(score="86")
    batch = (certificate(), course, wrong, extra, certificate())
    would = await stub.FileResults(results(*batch, only_check=True), timeout=CALL_S)
    told = ["accepted", "accepted", "rejected", "rejected", "duplicate"]
    assert [one.outcome for one in would.outcomes] == told
    done = await stub.FileResults(results(*batch), timeout=CALL_S)
    assert [one.outcome for one in done.outcomes] == told
    assert (done.accepted, done.duplicate, done.rejected) == (2, 1, 2)
    assert {one.code for one in done.outcomes[2].issues} == {"date-form", "required"}
    assert [one.code for one in done.outcomes[3].issues] == ["field-not-in-template"]
    again = await stub.FileResults(results(*batch), timeout=CALL_S)
    assert (again.accepted, again.duplicate, again.import_id) == (0, 3, "")
    head = await served.node.own_log.head()
    system = await served.node.operators.registered(SYSTEM)
    ((one, _),) = await served.node.history.imports(actor=system, limit=5)
    assert (one.job.import_id, one.job.file_name, one.entries) == (done.import_id, "2022-秋", 2)
    assert head.size == 2
    found = await served.node.lookup.look_up(
        DOCUMENT, purpose="核对", basis=Basis.DUTY, actor=await served.node.operators.registered(CLERK)
    )
    assert sorted(view.title for view in found.achievements) == ["养老护理员职业技能等级证书", "大学英语（一）"]
    assert {view.filed_by for view in found.achievements} == {"X1机构"}


async def test_trainings_as_messages_need_the_learners_account_as_their_workbook_does(served, tmp_path):
    stub = filing(served, ACADEMIC)
    training = filing_pb2.Result(
        achievement_class="training",
        document_number=PERSON.document_number,
        title="剪纸",
        institution="X1机构",
        achieved_on="20220801",
    )
    told = (await stub.FileResults(results(training), timeout=CALL_S)).outcomes[0]
    assert (told.outcome, {one.code for one in told.issues if one.is_error}) == ("rejected", {"account-missing"})
    path = accounts_file(tmp_path / "账户.xlsx", [account_row(3)])
    await events_of(filing(served).Import(workbook(path), timeout=CALL_S))
    assert (await stub.FileResults(results(training), timeout=CALL_S)).accepted == 1
    by_user_number = filing_pb2.Result()
    by_user_number.CopyFrom(training)
    by_user_number.ClearField("document_number")
    by_user_number.user_number = PERSON.user_number
    assert (await stub.FileResults(results(by_user_number), timeout=CALL_S)).duplicate == 1
    elsewhere = filing_pb2.Result()
    elsewhere.CopyFrom(training)
    elsewhere.institution = "X2机构"
    told = (await stub.FileResults(results(elsewhere), timeout=CALL_S)).outcomes[0]
    assert {one.code for one in told.issues if one.is_error} == {"institution-not-yours"}


async def test_numbers_dragged_down_are_found_in_messages_as_in_workbooks(served):
    number = int(person_at(0).document_number[:17] + "0")
    batch = [certificate(document_number=str(number + step)) for step in range(3)]
    done = await filing(served, ACADEMIC).FileResults(results(*batch, only_check=True), timeout=CALL_S)
    assert all("consecutive-numbers" in {one.code for one in told.issues} for told in done.outcomes[1:])


async def test_a_batch_of_results_is_bounded_and_its_kind_known(served):
    stub = filing(served, ACADEMIC)
    assert (await refused(stub.FileResults(results(*[certificate()] * 501))))[1] == "too-large"
    assert (await refused(stub.FileResults(results(certificate(achievement_class="medal")))))[1] == "malformed"
    assert (await refused(stub.FileResults(filing_pb2.FileResultsRequest())))[1] == "malformed"
    vast = results(certificate(title="剪" * 400_000))
    assert (await refused(stub.FileResults(vast)))[0] is grpc.StatusCode.RESOURCE_EXHAUSTED


async def test_results_by_workbook_and_by_message_are_one_achievement(served, tmp_path):
    await events_of(
        filing(served).Import(workbook(accounts_file(tmp_path / "账户.xlsx", [account_row(3)])), timeout=CALL_S)
    )
    row = achievement_row(number=PERSON.document_number)
    row[1] = "X1机构"
    path = achievements_file(tmp_path / "成果.xlsx", [row])
    imported = await events_of(filing(served).Import(workbook(path, mode="document-number"), timeout=CALL_S))
    assert report_of(imported).accepted == 1
    same = filing_pb2.Result(
        achievement_class="training",
        document_number=PERSON.document_number,
        title="剪纸",
        institution="X1机构",
        achieved_on="2022年8月1日",
    )
    assert (await filing(served, ACADEMIC).FileResults(results(same), timeout=CALL_S)).duplicate == 1


async def test_an_application_goes_from_the_filled_form_to_the_decision(served, tmp_path):
    node = served.node
    await operator(node, "市局汇总", "S1", Duty.COLLECTION)
    await operator(node, "省中心", "32", Duty.GRANTING)
    form = filled_form("jiangsu-administrator", tmp_path / "申请表.xlsx", {"B2": "X1机构"})
    window = applications_pb2_grpc.ApplicationsStub(served.channel(WINDOW))
    centre = applications_pb2_grpc.ApplicationsStub(served.channel(CENTRE))
    upload = uploaded(
        applications_pb2.FileApplicationRequest, form.read_bytes(), actor=CLERK, unit="X1", file_name=form.name
    )
    filed = await window.File(upload, timeout=CALL_S)
    assert (filed.case.state, list(filed.issues)) == ("draft", [])
    assert served.uploads == []
    case_id = filed.case.case_id
    for part in ("id-card-front", "id-card-back", "uscc-certificate"):
        copy = uploaded(
            applications_pb2.AttachCopyRequest, PDF, actor=CLERK, case_id=case_id, part=part, file_name="复印件.pdf"
        )
        kept = await window.Attach(copy, timeout=CALL_S)
        assert kept.part == part
    mine = applications_pb2.ApplicationRequest(actor=CLERK, case_id=case_id)
    assert (await window.Submit(mine, timeout=CALL_S)).state == "submitted"
    dispatched = await centre.Dispatch(applications_pb2.DispatchRequest(actor="市局汇总"), timeout=CALL_S)
    assert (dispatched.place, list(dispatched.handed)) == ("S1", [case_id])
    assert [one.case.state for one in dispatched.awaiting] == ["collected"]
    decision = applications_pb2.DecideRequest(actor="省中心", case_id=case_id, step="grant")
    assert (await centre.Decide(decision, timeout=CALL_S)).state == "granted"
    shown = await window.Show(mine, timeout=CALL_S)
    assert shown.account == shown.administrator.name
    assert [one.step for one in shown.steps][-1] == "grant"
    read = applications_pb2.ReadCopyRequest(actor=CLERK, case_id=case_id, digest=shown.attachments[0].digest)
    assert b"".join([one.content async for one in window.ReadCopy(read, timeout=CALL_S)]) == PDF
    request = applications_pb2.ListApplicationsRequest(actor=CLERK)
    assert [one.unit async for one in window.List(request, timeout=CALL_S)] == ["X1"]


async def test_a_form_that_is_wrong_comes_back_with_its_cells_and_files_nothing(served, tmp_path):
    empty = tmp_path / "空表.xlsx"
    write_template("jiangsu-administrator", empty)
    window = applications_pb2_grpc.ApplicationsStub(served.channel(WINDOW))
    upload = uploaded(
        applications_pb2.FileApplicationRequest, empty.read_bytes(), actor=CLERK, unit="X1", file_name=empty.name
    )
    filed = await window.File(upload, timeout=CALL_S)
    assert not filed.case.case_id
    assert "required" in {one.code for one in filed.issues}
    request = applications_pb2.ListApplicationsRequest(actor=CLERK)
    assert [one async for one in window.List(request, timeout=CALL_S)] == []
