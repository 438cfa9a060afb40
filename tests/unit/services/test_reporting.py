"""Shows how a report is applied for, issued by another person, handed out, withdrawn; and who may do what."""

from datetime import timedelta

import pytest
from msgspec import structs

from federation.errors import ActorRefused, KeyUnavailable, NotHere, PrintRefused, ReportRefused, StepRefused
from federation.keys import load_secret
from federation.model.reason import RevocationReason, parse_reason
from federation.reports.body import ReportKind
from federation.reports.entries import WithdrawalReason
from federation.reports.number import grouped, parse_number
from federation.reports.state import ReportState
from federation.rules.outcome import Credit
from node.folder.branch_folder import BranchFolder
from node.folder.tls_files import renew_document_certificate
from node.model.access import Duty
from node.model.report import APPLIED, CANCELLED, ISSUED, REFUSED, RETURNED, WITHDRAWN, parse_application
from node.node_key import NodeKey
from node.report_files.verifying import verify_report_file
from node.services.blind_indexes import document_index
from node.services.reporting.applying import WantedReport
from tests.support.branches import START
from tests.support.deposits import CERTIFICATE, COURSE, DOCUMENT, PERSON, TRAINING, add_units, operator, submitted
from tests.support.services import ACTOR, opened

WANTED = WantedReport(kind=ReportKind.CERTIFICATION, name=PERSON.name, purpose="求职")


@pytest.fixture
async def node(tmp_path, clock):
    """A branch in which the person has a certificate, a course and a training, by deposits."""
    async with opened(tmp_path / "32", clock) as node:
        await add_units(node)
        filer = await operator(node, "存入员", "X1", Duty.FILING)
        decider = await operator(node, "省审核员", "32", Duty.REVIEW)
        for statement in (CERTIFICATE, COURSE, TRAINING):
            await node.deposits.review.approve(await submitted(node, statement, filer), actor=decider)
        yield node


@pytest.fixture
async def clerk(node):
    return await operator(node, "窗口经办", "X1", Duty.FILING)


@pytest.fixture
async def issuer(node):
    return await operator(node, "报告审核", "X1", Duty.REVIEW)


async def applied(node, clerk, **changes):
    wanted = structs.replace(WANTED, **changes)
    return await node.reports.applying.apply(wanted, document=DOCUMENT, actor=clerk)


async def issued(node, clerk, issuer, **changes):
    case = await applied(node, clerk, **changes)
    return await node.reports.deciding.issue(case.case_id, actor=issuer)


def number_of(case):
    return parse_application(case.body).issued.number


async def verdict(node, number, actor=ACTOR):
    (found,) = (await node.reports.verification.verify([number], actor=actor)).verdicts
    return found


async def revoked(node, index):
    centre = await operator(node, "省更正员", "32", Duty.FILING, Duty.REVIEW)
    await node.withdrawing.withdraw(index, reason=RevocationReason.FRAUD, note="", actor=centre)


async def reason(awaited, error=ReportRefused):
    with pytest.raises(error) as refused:
        await awaited
    return refused.value.facts["reason"]


async def test_a_report_goes_from_application_to_a_file_that_proves_itself(node, clerk, issuer):
    case = await applied(node, clerk)
    assert case.state == APPLIED
    case = await node.reports.deciding.issue(case.case_id, actor=issuer)
    assert case.state == ISSUED
    file = (await node.reports.views.file(case.case_id, actor=clerk)).content
    verified = verify_report_file(file, node.rosters.current, document=DOCUMENT)
    assert verified.report.belongs_to_presenter is True
    assert verified.report.index == case.entry_index
    content = verified.report.content
    assert (content.name, content.purpose, content.issued_by) == (PERSON.name, "求职", "X1机构")
    assert {one.title for one in content.achievements} == {CERTIFICATE.title, COURSE.title, TRAINING.title}


async def test_the_same_file_is_handed_out_every_time(node, clerk, issuer):
    case = await issued(node, clerk, issuer)
    first = (await node.reports.views.file(case.case_id, actor=clerk)).content
    assert (await node.reports.views.file(case.case_id, actor=issuer)).content == first


async def test_a_file_that_a_crash_left_unmade_is_made_when_it_is_asked_for(node, clerk, issuer):
    case = await issued(node, clerk, issuer)
    first = (await node.reports.views.file(case.case_id, actor=clerk)).content
    async with node.own_log.change() as change:
        (kept,) = await change.cases.attachments(case.case_id)
        await change.cases.detach(case.case_id, part=kept.part, digest=kept.digest)
    again = (await node.reports.views.file(case.case_id, actor=clerk)).content
    assert again != first
    assert verify_report_file(again, node.rosters.current).report.content.number == number_of(case)


async def test_chosen_achievements_alone_are_stated_in_the_order_of_the_choice(node, clerk, issuer):
    case = await issued(node, clerk, issuer, achievements=(("32", 2), ("32", 0), ("32", 2)))
    file = (await node.reports.views.file(case.case_id, actor=clerk)).content
    content = verify_report_file(file, node.rosters.current).report.content
    assert [one.index for one in content.achievements] == [2, 0]


async def test_nobody_applies_on_whose_word_nobody_could_issue(node):
    refused = node.reports.applying.apply(WANTED, document=DOCUMENT, actor=ACTOR)
    assert await reason(refused, ActorRefused) == "two-operators"


async def test_whoever_applied_issues_nothing_and_an_unregistered_administrator_neither(node, clerk):
    both = await operator(node, "一人两岗", "X1", Duty.FILING, Duty.REVIEW)
    case = await applied(node, both)
    issue = node.reports.deciding.issue
    assert await reason(issue(case.case_id, actor=both), ActorRefused) == "self-review"
    assert await reason(issue(case.case_id, actor=clerk), ActorRefused) == "duty"
    assert await reason(issue(case.case_id, actor=ACTOR), ActorRefused) == "two-operators"
    assert (await node.reports.views.find(case.case_id, actor=both)).case.state == APPLIED


async def test_a_report_of_another_unit_isnt_there_for_an_operator(node, clerk, issuer):
    case = await issued(node, clerk, issuer)
    stranger = await operator(node, "乙县审核", "X2", Duty.REVIEW, Duty.FILING)
    for look in (
        node.reports.views.find(case.case_id, actor=stranger),
        node.reports.views.file(case.case_id, actor=stranger),
        node.reports.deciding.withdraw(case.case_id, reason=WithdrawalReason.FRAUD, note="", actor=stranger),
    ):
        with pytest.raises(NotHere):
            await look
    assert await node.reports.views.seen_by(stranger) == []


async def test_a_returned_application_is_stated_anew_and_issued(node, clerk, issuer):
    case = await applied(node, clerk)
    returned = await node.reports.deciding.give_back(case.case_id, reason="请说明用途", actor=issuer)
    assert returned.state == RETURNED
    anew = structs.replace(WANTED, purpose="升学", achievements=(("32", 1),))
    again = await node.reports.applying.apply_again(case.case_id, anew, document=DOCUMENT, actor=clerk)
    assert again.state == APPLIED
    done = await node.reports.deciding.issue(case.case_id, actor=issuer)
    content = verify_report_file(
        (await node.reports.views.file(done.case_id, actor=clerk)).content, node.rosters.current
    ).report.content
    assert (content.purpose, len(content.achievements)) == ("升学", 1)
    steps = (await node.reports.views.find(case.case_id, actor=clerk)).steps
    assert [one.step for one in steps] == ["file", "return", "alter", "submit", "certify"]


async def test_an_application_is_refused_or_cancelled_for_good(node, clerk, issuer):
    refused = await node.reports.deciding.refuse((await applied(node, clerk)).case_id, reason="材料不符", actor=issuer)
    assert refused.state == REFUSED
    cancelled = await node.reports.applying.cancel((await applied(node, clerk)).case_id, actor=clerk)
    assert cancelled.state == CANCELLED
    for ended in (refused, cancelled):
        with pytest.raises(StepRefused):
            await node.reports.deciding.issue(ended.case_id, actor=issuer)
        with pytest.raises(ReportRefused, match="not-issued"):
            await node.reports.views.file(ended.case_id, actor=clerk)


async def test_a_report_is_valid_by_its_number_until_it_is_withdrawn(node, clerk, issuer):
    case = await issued(node, clerk, issuer)
    number = number_of(case)
    found = await verdict(node, grouped(number).lower())
    assert found.state is ReportState.VALID
    (report,) = found.reports
    assert report.body.masked_name == f"{PERSON.name[0]}{'*' * (len(PERSON.name) - 1)}"
    withdrawn = await node.reports.deciding.withdraw(
        case.case_id, reason=WithdrawalReason.ISSUED_IN_ERROR, note="漏列一项", actor=issuer
    )
    assert withdrawn.state == WITHDRAWN
    assert (await node.reports.views.file(case.case_id, actor=issuer)).is_withdrawn
    assert (await verdict(node, number)).state is ReportState.WITHDRAWN
    with pytest.raises(StepRefused):
        await node.reports.deciding.withdraw(case.case_id, reason=WithdrawalReason.FRAUD, note="", actor=issuer)


async def test_the_log_says_why_by_code_and_never_in_words(node, clerk, issuer):
    case = await issued(node, clerk, issuer)
    await node.reports.deciding.withdraw(
        case.case_id, reason=WithdrawalReason.HOLDER_ASKED, note="张某要求", actor=issuer
    )
    head = await node.own_log.head()
    async with node.own_log.change() as change:
        entry = (await change.entries.held(node.own_log.log_id, [head.size - 1]))[head.size - 1]
    assert parse_reason(entry.header.plain_body) == "holder-asked"
    assert entry.header.critical


async def test_a_report_falls_when_what_it_certifies_is_revoked(node, clerk, issuer):
    case = await issued(node, clerk, issuer, achievements=(("32", 0), ("32", 1)))
    await revoked(node, 1)
    found = await verdict(node, number_of(case))
    assert found.state is ReportState.REVOKED
    assert [str(one.status) for one in found.reports[0].lines] == ["valid", "revoked"]


async def test_a_report_expires_after_its_last_day(node, clerk, issuer, clock):
    case = await issued(node, clerk, issuer)
    clock.advance(timedelta(days=364))
    assert (await verdict(node, number_of(case))).state is ReportState.VALID
    clock.advance(timedelta(days=1))
    assert (await verdict(node, number_of(case))).state is ReportState.EXPIRED


async def test_what_was_revoked_after_the_application_isnt_certified(node, clerk, issuer):
    case = await applied(node, clerk)
    await revoked(node, 0)
    assert await reason(node.reports.deciding.issue(case.case_id, actor=issuer)) == "not-standing"
    assert await reason(applied(node, clerk, achievements=(("32", 0),))) == "not-standing"


async def test_what_isnt_the_persons_or_isnt_there_cant_be_chosen(node, clerk):
    assert await reason(applied(node, clerk, achievements=(("32", 999),))) == "not-standing"
    assert await reason(applied(node, clerk, achievements=(("33", 0),))) == "not-standing"


async def test_another_name_than_the_records_is_refused(node, clerk):
    assert await reason(applied(node, clerk, name="李大明")) == "name-differs"
    assert await reason(applied(node, clerk, name="")) == "name-missing"
    assert await reason(applied(node, clerk, purpose="长" * 101)) == "purpose"


async def test_somebody_without_achievements_gets_no_report(node, clerk):
    other = structs.replace(DOCUMENT, number="110101199003074514")
    apply = node.reports.applying.apply(WANTED, document=other, actor=clerk)
    assert await reason(apply) == "nothing-standing"


async def test_what_cant_be_printed_isnt_issued(node, clerk, issuer):
    case = await applied(node, clerk, purpose="\U0001f600")
    before = (await node.own_log.head()).size
    with pytest.raises(PrintRefused):
        await node.reports.deciding.issue(case.case_id, actor=issuer)
    assert (await node.own_log.head()).size == before


async def test_a_branch_without_a_document_certificate_issues_nothing_until_it_has_one(node, clerk, issuer):
    case = await applied(node, clerk)
    for suffix in ("crt", "key"):
        (node.folder.keys / f"documents.{suffix}").unlink()
    with pytest.raises(KeyUnavailable):
        await node.reports.deciding.issue(case.case_id, actor=issuer)
    folder = BranchFolder(node.folder.path)
    renew_document_certificate(folder, node.config, node.rosters.current.federation_id, START)
    assert (await node.reports.deciding.issue(case.case_id, actor=issuer)).state == ISSUED


async def test_a_person_sees_their_reports_and_who_looked_at_and_verified_them(node, clerk, issuer):
    case = await issued(node, clerk, issuer)
    await applied(node, clerk, kind=ReportKind.STANDING)
    await verdict(node, number_of(case))
    own = await node.reports.views.of_person(DOCUMENT, actor=clerk)
    assert sorted((one.application.kind, one.case.state) for one in own) == [
        ("certification", ISSUED),
        ("standing", APPLIED),
    ]
    looks = {one.action for one in await node.looks.of_person(DOCUMENT, actor=clerk)}
    assert {"report-list", "verify-report", "report-compare-name", "lookup"} <= looks


async def test_numbers_are_drawn_anew_for_each_report(node, clerk, issuer):
    numbers = {number_of(await issued(node, clerk, issuer)) for _ in range(3)}
    assert len(numbers) == 3
    assert {parse_number(one) for one in numbers} == numbers


async def test_nothing_readable_of_a_report_lies_in_the_database(node, clerk, issuer):
    case = await issued(node, clerk, issuer)
    data = b"".join(one.read_bytes() for one in node.folder.data.iterdir())
    for told in (PERSON.name, DOCUMENT.number, number_of(case), grouped(number_of(case))):
        assert told.encode() not in data
    assert b"%PDF-" not in data


async def granted(node, transfer, *, is_final):
    booked = {"account": document_index(node_key(node), DOCUMENT), "transfer": transfer, "item": 0}
    credit = [Credit(scheme="开放教育", course=f"课程{transfer}", credits=250)]
    async with node.own_log.change() as change:
        await node.credit_booking.grant(
            change, **booked, credits=credit, rules_version=1, on=START.date(), entry_index=0
        )
        if is_final:
            await node.credit_booking.finalise(change, transfer=transfer, item=0, log_id=33, entry_index=9)


def node_key(node):
    return NodeKey(load_secret(node.config.keys.node, node.folder.path))


async def test_converted_credit_is_stated_once_it_is_final(node, clerk, issuer):
    await granted(node, 7, is_final=True)
    await granted(node, 8, is_final=False)
    case = await issued(node, clerk, issuer)
    file = (await node.reports.views.file(case.case_id, actor=clerk)).content
    content = verify_report_file(file, node.rosters.current).report.content
    assert [(one.branch, one.scheme, one.course, one.credits) for one in content.credits] == [
        ("32", "开放教育", "课程7", 250)
    ]
    without = await issued(node, clerk, issuer, with_credit=False)
    file = (await node.reports.views.file(without.case_id, actor=clerk)).content
    assert verify_report_file(file, node.rosters.current).report.content.credits == ()
