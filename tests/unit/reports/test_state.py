"""How a report stands: what can't be undone is said at once, that nothing happened only of fresh copies."""

from datetime import date, timedelta
from itertools import product

import pytest

from federation.model.entry import Citation
from federation.model.standing import Status
from federation.reports.body import ReportBody, ReportedAchievement, ReportKind
from federation.reports.state import CitedStanding, JudgedReport, ReportState, judge_report

TODAY = date(2026, 11, 30)
LINE = ReportedAchievement(
    entry=Citation(origin="creditbank.delta/00112233aabbccdd/33", index=1, leaf_hash=bytes(32)),
    title="茶艺",
    institution_name="某县社区学院",
    achieved_on=date(2025, 8, 1),
)


def body(valid_until: date = TODAY) -> ReportBody:
    return ReportBody(
        kind=ReportKind.CERTIFICATION,
        masked_name="张**",
        document_salt=bytes(16),
        document_hash=bytes(32),
        issued_on=TODAY - timedelta(days=30),
        valid_until=valid_until,
        issued_by="某中心",
        content_digest=bytes(32),
        achievements=(LINE,),
    )


def judged(
    own: Status, cited: Status, *, own_fresh: bool = True, cited_fresh: bool = True, valid_until: date = TODAY
) -> JudgedReport:
    rests_on = [CitedStanding(status=cited, is_fresh=cited_fresh)]
    return judge_report(body(valid_until), CitedStanding(status=own, is_fresh=own_fresh), rests_on, TODAY)


@pytest.mark.parametrize("cited", [Status.VALID, Status.HELD, Status.CONVERTED])
def test_a_report_counts_on_its_last_day_and_not_on_the_next(cited):
    assert judged(Status.VALID, cited).state is ReportState.VALID
    yesterday = TODAY - timedelta(days=1)
    assert judged(Status.VALID, cited, valid_until=yesterday).state is ReportState.EXPIRED


@pytest.mark.parametrize("cited", [Status.REVOKED, Status.CORRECTED])
def test_a_report_falls_with_what_it_certifies(cited):
    assert judged(Status.VALID, cited).state is ReportState.REVOKED


def test_what_was_withdrawn_says_so_before_anything_else():
    yesterday = TODAY - timedelta(days=1)
    assert judged(Status.REVOKED, Status.REVOKED, valid_until=yesterday).state is ReportState.WITHDRAWN


def test_stale_copies_leave_a_report_unknown_and_say_what_was_last_known():
    for own_fresh, cited_fresh in ((False, True), (True, False), (False, False)):
        found = judged(Status.VALID, Status.VALID, own_fresh=own_fresh, cited_fresh=cited_fresh)
        assert found == JudgedReport(state=ReportState.UNKNOWN, last_known=ReportState.VALID)


def test_what_cant_be_undone_is_said_of_stale_copies_too():
    stale = {"own_fresh": False, "cited_fresh": False}
    assert judged(Status.REVOKED, Status.VALID, **stale).state is ReportState.WITHDRAWN
    assert judged(Status.VALID, Status.REVOKED, **stale).state is ReportState.REVOKED
    yesterday = TODAY - timedelta(days=1)
    assert judged(Status.VALID, Status.VALID, valid_until=yesterday, **stale).state is ReportState.EXPIRED


@pytest.mark.parametrize("unclear", [Status.UNKNOWN, Status.ERASED])
def test_what_cant_be_judged_is_unknown(unclear):
    nothing = JudgedReport(state=ReportState.UNKNOWN, last_known=ReportState.UNKNOWN)
    assert judged(Status.VALID, unclear) == nothing
    assert judged(unclear, Status.VALID) == nothing


def test_nothing_but_a_standing_report_on_standing_records_is_valid():
    standing = {Status.VALID, Status.HELD, Status.CONVERTED}
    for own, cited in product(Status, Status):
        is_valid = judged(own, cited).state is ReportState.VALID
        assert is_valid == (own in standing and cited in standing)
