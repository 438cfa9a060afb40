"""Shows that transfers run from request to credit between real nodes over gRPC: rules, reviewers, holds, reversals."""

from datetime import timedelta

import msgspec
import pytest

from federation.error_catalogue import describe
from federation.errors import NotFiledHere, TransferRefused
from federation.model.entry import Kind
from federation.model.standing import Status
from federation.transfer.entries import parse_request
from node.model.access import Basis
from node.model.credit import PostingKind
from node.model.transfer_application import ENDED, Ruling, parse_application
from node.services.transfers import ending
from tests.support.branches import octets
from tests.support.transfer_acts import ANN, BOB, correct, credits_of, revoke
from tests.support.transfer_offices import opened_offices, turn


async def test_what_the_rules_decide_goes_from_request_to_final_credit(federation, offices):
    jiangsu, zhejiang, shanghai = offices["32"], offices["33"], offices["31"]
    index = await zhejiang.issue(ANN, "短视频制作")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", index))
    assert await jiangsu.statuses(case) == ["requested"]
    await turn(federation, [zhejiang])
    await turn(federation, [jiangsu])
    assert await jiangsu.statuses(case) == ["accepted"]
    assert [kind for kind, _ in await credits_of(jiangsu, case)] == [PostingKind.GRANT]
    await turn(federation, [zhejiang])
    await turn(federation, [jiangsu])
    assert await jiangsu.statuses(case) == ["converted"]
    granted = await credits_of(jiangsu, case)
    assert [kind for kind, _ in granted] == [PostingKind.GRANT, PostingKind.FINALISE]
    assert granted[0][1] > 0
    await federation.rounds()
    for office in (zhejiang, shanghai, jiangsu):
        found = await office.lookup.look_up(ANN, purpose="核对", basis=Basis.SELF, actor=office.clerk)
        assert [one.status for one in found.achievements] == [Status.CONVERTED]
    ended = await jiangsu.cases.find(case.case_id)
    kept = parse_application(ended.body).transfers[0]
    assert (ended.state, kept.slot, [one.record_key for one in kept.achievements]) == (ENDED, None, [b""])


async def test_invariant_4_of_two_branches_that_ask_at_once_one_gets_it(federation, offices):
    jiangsu, zhejiang, shanghai = offices["32"], offices["33"], offices["31"]
    index = await zhejiang.issue(ANN, "短视频制作")
    await federation.rounds(2)
    first = await jiangsu.ask(ANN, ("33", index))
    second = await shanghai.ask(ANN, ("33", index))
    await turn(federation, [zhejiang, jiangsu, shanghai], 4)
    outcome = sorted([*(await jiangsu.statuses(first)), *(await shanghai.statuses(second))])
    assert outcome == ["converted", "declined"]
    with pytest.raises(TransferRefused, match="not-free"):
        await shanghai.ask(ANN, ("33", index))


async def test_a_request_names_the_consent_that_was_recorded_by_its_digest(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", index), purpose="申请学分转换")
    consent = parse_application(case.body).consent
    stored = await jiangsu.transfers.find("32", case.entry_index)
    said = parse_request(stored.transfer.request.plain_body, 1).consent_digest
    assert said == consent.digest()
    names = tuple(jiangsu.node.rosters.current.branch(code).name for code in ("32", "33"))
    assert (consent.what, consent.to_whom, consent.purpose) == (("短视频制作",), names, "申请学分转换")
    for altered in ({"what": ()}, {"to_whom": names[:1]}, {"purpose": "其他"}, {"until": consent.given_at.date()}):
        assert msgspec.structs.replace(consent, **altered).digest() != said


async def test_a_branch_cannot_hold_a_strangers_achievement(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作")
    await federation.rounds(2)
    with pytest.raises(TransferRefused, match="not-found"):
        await jiangsu.ask(BOB, ("33", index))


async def test_revocation_reaches_the_receiving_branch_and_credit_is_reversed(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", index))
    await turn(federation, [zhejiang, jiangsu], 4)
    assert await jiangsu.statuses(case) == ["converted"]
    await revoke(federation["33"], index)
    await turn(federation, [jiangsu, zhejiang], 3)
    assert await jiangsu.statuses(case) == ["reversed"]
    kinds = [kind for kind, _ in await credits_of(jiangsu, case)]
    assert kinds == [PostingKind.GRANT, PostingKind.FINALISE, PostingKind.REVERSE]
    steps = [one.step for one in await jiangsu.cases.steps(case.case_id)]
    assert steps[-4:] == ["decide", "end", "reverse", "end"]


async def test_withdrawn_and_expired_requests_set_the_achievement_free(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    jiangsu.rules.leave_all_to_reviewers()
    index = await zhejiang.issue(ANN, "短视频制作", "剪纸")
    await federation.rounds(2)
    withdrawn, expired = await jiangsu.ask(ANN, ("33", index)), await jiangsu.ask(ANN, ("33", index + 1))
    await turn(federation, [zhejiang, jiangsu], 2)
    assert await jiangsu.ending.withdraw(withdrawn.case_id, actor=jiangsu.clerk, ends_consent=True) == 1
    assert await jiangsu.statuses(withdrawn) == ["withdrawing"]
    federation.branches.clock.advance(timedelta(days=40))
    assert await jiangsu.attendant.expire() == 1
    await turn(federation, [zhejiang, jiangsu], 2)
    assert [*(await jiangsu.statuses(withdrawn)), *(await jiangsu.statuses(expired))] == ["withdrawn", "withdrawn"]
    assert await zhejiang.transfers.holds_by("33", "32") == 0


async def test_the_same_application_twice_is_one_and_another_under_its_id_is_refused(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作", "剪纸")
    await federation.rounds(2)
    mark = octets("application", 16)
    first = await jiangsu.ask(ANN, ("33", index), application_id=mark)
    again = await jiangsu.ask(ANN, ("33", index), application_id=mark)
    assert (again.case_id, len(await jiangsu.cases.list_of("transfer"))) == (first.case_id, 1)
    with pytest.raises(TransferRefused, match="same-id"):
        await jiangsu.ask(ANN, ("33", index + 1), application_id=mark)


async def test_a_branch_holds_no_more_at_once_than_another_lets_it(federation):
    offices = await opened_offices(federation, max_holds=1)
    offices["32"].rules.leave_all_to_reviewers()
    index = await offices["33"].issue(ANN, "短视频制作", "剪纸")
    await federation.rounds(2)
    case = await offices["32"].ask(ANN, ("33", index), ("33", index + 1))
    await turn(federation, [offices["33"]], 1)
    await federation.rounds()
    assert await offices["32"].statuses(case) == ["held", "declined"]


async def test_an_appeal_is_a_new_transfer_that_cites_the_decision_it_contests(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    jiangsu.rules.leave_all_to_reviewers()
    index = await zhejiang.issue(ANN, "短视频制作", "剪纸")
    await federation.rounds(2)
    first = await jiangsu.ask(ANN, ("33", index))
    request = parse_application(first.body).transfers[0].request_index
    with pytest.raises(TransferRefused, match="not-decided"):
        await jiangsu.ask(ANN, ("33", index), contests=request)
    await turn(federation, [zhejiang, jiangsu], 2)
    ruling = Ruling(request_index=request, item=0, accepted=False, words="与课程无关")
    await jiangsu.deciding.review(first.case_id, [ruling], actor=jiangsu.reviewer)
    await turn(federation, [zhejiang, jiangsu], 2)
    for chosen in ([("33", index + 1)], [("33", index), ("33", index + 1)]):
        with pytest.raises(TransferRefused, match="contests-other"):
            await jiangsu.ask(ANN, *chosen, contests=request)
    appeal = await jiangsu.ask(ANN, ("33", index), contests=request)
    stored = await jiangsu.transfers.find("32", appeal.entry_index)
    before = await jiangsu.transfers.find("32", request)
    body = parse_request(stored.transfer.request.plain_body, 1)
    assert body.contests == before.transfer.effective(Kind.TRANSFER_DECIDED)[0].citation
    assert (await jiangsu.statuses(first), await jiangsu.statuses(appeal)) == (["rejected"], ["requested"])


async def test_the_same_training_under_another_document_of_the_person_is_not_converted_again(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作")
    again = await zhejiang.issue(ANN, "短视频制作", course_code="C9")
    await federation.rounds(2)
    await jiangsu.ask(ANN, ("33", index))
    await turn(federation, [zhejiang, jiangsu], 2)
    with pytest.raises(TransferRefused, match="not-free"):
        await offices["31"].ask(ANN, ("33", again))


async def test_the_same_training_asked_for_by_two_branches_at_once_under_two_ids_converts_once(federation, offices):
    jiangsu, zhejiang, shanghai = offices["32"], offices["33"], offices["31"]
    index = await zhejiang.issue(ANN, "短视频制作")
    again = await zhejiang.issue(ANN, "短视频制作", course_code="C9")
    await federation.rounds(2)
    first, second = await jiangsu.ask(ANN, ("33", index)), await shanghai.ask(ANN, ("33", again))
    await turn(federation, [zhejiang, jiangsu, shanghai], 5)
    ended = [await jiangsu.statuses(first), await shanghai.statuses(second)]
    assert sorted(ended) == [["converted"], ["rejected"]]
    granted = [await credits_of(jiangsu, first), await credits_of(shanghai, second)]
    assert sum(bool(postings) for postings in granted) == 1


async def test_two_records_of_one_achievement_are_not_asked_for_together(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作")
    again = await zhejiang.issue(ANN, "短视频制作", course_code="C9")
    await federation.rounds(2)
    with pytest.raises(TransferRefused, match="same-achievement"):
        await jiangsu.ask(ANN, ("33", index), ("33", again))


async def test_what_was_corrected_and_stands_hides_no_revocation_behind_it(federation, offices, monkeypatch):
    jiangsu, zhejiang = offices["32"], offices["33"]
    monkeypatch.setattr(ending, "BATCH", 1)
    index = await zhejiang.issue(ANN, "短视频制作", "剪纸")
    await federation.rounds(2)
    corrected, revoked = await jiangsu.ask(ANN, ("33", index)), await jiangsu.ask(ANN, ("33", index + 1))
    await turn(federation, [zhejiang, jiangsu], 5)
    assert [*(await jiangsu.statuses(corrected)), *(await jiangsu.statuses(revoked))] == ["converted", "converted"]
    await correct(zhejiang, index)
    await revoke(federation["33"], index + 1)
    await turn(federation, [jiangsu, zhejiang], 3)
    assert [*(await jiangsu.statuses(corrected)), *(await jiangsu.statuses(revoked))] == ["converted", "reversed"]


async def test_a_long_consent_hides_no_expired_one_behind_it(federation, offices, monkeypatch):
    jiangsu, zhejiang = offices["32"], offices["33"]
    monkeypatch.setattr(ending, "BATCH", 1)
    jiangsu.rules.leave_all_to_reviewers()
    index = await zhejiang.issue(ANN, "短视频制作", "剪纸")
    await federation.rounds(2)
    today = federation.branches.clock.now().date()
    long = await jiangsu.ask(ANN, ("33", index), until=today + timedelta(days=300))
    short = await jiangsu.ask(ANN, ("33", index + 1), until=today + timedelta(days=3))
    federation.branches.clock.advance(timedelta(days=5))
    assert await jiangsu.attendant.expire() == 1
    assert [*(await jiangsu.statuses(long)), *(await jiangsu.statuses(short))] == ["requested", "withdrawn"]


async def test_a_refusal_names_which_of_several_achievements_or_which_branch_is_meant(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作", "剪纸")
    await federation.rounds(2)
    for chosen, reason, place in (
        (("35", 1), "no-branch", "35"),
        (("32", 4), "own-branch", "32:4"),
        (("34", 9999), "not-found", "34:9999"),
        (("33", 9999), "not-found", "33:9999"),
    ):
        with pytest.raises(TransferRefused) as refused:
            await jiangsu.ask(ANN, ("33", index), chosen)
        assert refused.value.facts == {"reason": reason, "place": place}
        assert place in describe(refused.value, "zh")
        assert place in describe(refused.value, "en")
    assert "没有 35 分行" in describe(TransferRefused(reason="no-branch", place="35"), "zh")
    await jiangsu.ask(ANN, ("33", index))
    await turn(federation, [zhejiang, jiangsu], 2)
    with pytest.raises(TransferRefused) as refused:
        await jiangsu.ask(ANN, ("33", index + 1), ("33", index))
    assert refused.value.facts == {"reason": "not-free", "place": f"33:{index}"}
    await revoke(federation["33"], index + 1)
    await federation.rounds(2)
    with pytest.raises(TransferRefused) as refused:
        await jiangsu.ask(ANN, ("33", index + 1))
    assert refused.value.facts == {"reason": "not-valid", "place": f"33:{index + 1}"}


async def test_a_place_that_is_not_in_the_application_is_told_as_such(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    jiangsu.rules.leave_all_to_reviewers()
    index = await zhejiang.issue(ANN, "短视频制作", "剪纸")
    await federation.rounds(2)
    case, other = await jiangsu.ask(ANN, ("33", index)), await jiangsu.ask(ANN, ("33", index + 1))
    await turn(federation, [zhejiang, jiangsu], 2)
    mine, theirs = case.entry_index, other.entry_index
    foreign = Ruling(request_index=theirs, item=0, accepted=True, credits=(("basic", "", 150),))
    for place, asked in (
        (f"{mine}:9", jiangsu.ending.reverse(case.case_id, (mine, 8), reason="fraud", actor=jiangsu.reviewer)),
        ("999:1", jiangsu.ending.withdraw(case.case_id, places=[(999, 0)], actor=jiangsu.clerk)),
        (f"{theirs}:1", jiangsu.deciding.review(case.case_id, [foreign], actor=jiangsu.reviewer)),
    ):
        with pytest.raises(TransferRefused) as refused:
            await asked
        assert refused.value.facts == {"reason": "no-such-item", "place": place}
        assert f"本件没有 {place} 这一项" in describe(refused.value, "zh")
    assert [*(await jiangsu.statuses(case)), *(await jiangsu.statuses(other))] == ["held", "held"]


async def test_credit_that_was_taken_back_already_is_told_as_such_and_shown_until_it_is_closed(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", index))
    await turn(federation, [zhejiang, jiangsu], 4)
    view = await jiangsu.views.find(case.case_id, actor=jiangsu.reviewer)
    assert (view.case.state, view.is_being_reversed) == (ENDED, False)
    place = (case.entry_index, 0)
    with pytest.raises(TransferRefused, match="not-revoked"):
        await jiangsu.ending.reverse(case.case_id, place, reason="revoked", actor=jiangsu.reviewer)
    await jiangsu.ending.reverse(case.case_id, place, reason="fraud", actor=jiangsu.reviewer)
    assert (await jiangsu.views.find(case.case_id, actor=jiangsu.reviewer)).is_being_reversed
    for _ in range(2):
        with pytest.raises(TransferRefused, match="already-reversed"):
            await jiangsu.ending.reverse(case.case_id, place, reason="fraud", actor=jiangsu.reviewer)
        await turn(federation, [zhejiang, jiangsu], 3)
    view = await jiangsu.views.find(case.case_id, actor=jiangsu.reviewer)
    assert not view.is_being_reversed
    assert [one.step for one in view.steps].count("reverse") == 1


async def test_a_consent_ends_once_and_not_after_its_application(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    jiangsu.rules.leave_all_to_reviewers()
    index = await zhejiang.issue(ANN, "短视频制作", "剪纸")
    await federation.rounds(2)
    case, other = await jiangsu.ask(ANN, ("33", index)), await jiangsu.ask(ANN, ("33", index + 1))
    await jiangsu.ending.withdraw(case.case_id, actor=jiangsu.clerk, ends_consent=True)
    await jiangsu.ending.withdraw(other.case_id, actor=jiangsu.clerk)
    steps = await jiangsu.cases.steps(case.case_id)
    with pytest.raises(TransferRefused, match="consent-ended"):
        await jiangsu.ending.withdraw(case.case_id, actor=jiangsu.clerk, ends_consent=True)
    assert await jiangsu.cases.steps(case.case_id) == steps
    await turn(federation, [zhejiang, jiangsu], 3)
    with pytest.raises(TransferRefused, match="ended"):
        await jiangsu.ending.withdraw(other.case_id, actor=jiangsu.clerk, ends_consent=True)
    assert parse_application((await jiangsu.cases.find(other.case_id)).body).consent_ended_at is None


async def test_an_application_is_found_by_a_reference_of_the_branch_alone_and_the_newest_is_listed_first(
    federation, offices
):
    jiangsu, zhejiang, anhui = offices["32"], offices["33"], offices["34"]
    first, second = await zhejiang.issue(ANN, "短视频制作"), await anhui.issue(ANN, "徽墨制作")
    other = await zhejiang.issue(ANN, "剪纸")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", first), ("34", second))
    later = await jiangsu.ask(ANN, ("33", other))
    for at in (0, 1):
        found = await jiangsu.views.find(f"32-{case.entry_index + at}", actor=jiangsu.clerk, document=ANN)
        assert found.case.case_id == case.case_id
    for name in (f"31-{case.entry_index}", f"32-{later.entry_index + 1}", "32-999999999999"):
        with pytest.raises(NotFiledHere) as refused:
            await jiangsu.views.find(name, actor=jiangsu.clerk)
        assert describe(refused.value, "zh") == "没有查到：转换申请。请核对编号。"
    with pytest.raises(NotFiledHere) as refused:
        await jiangsu.views.find(f"32-{case.entry_index}", actor=jiangsu.clerk, document=BOB)
    assert describe(refused.value, "zh") == "没有查到：转换申请。请核对编号和证件。"
    for listed in (
        await jiangsu.views.seen_by(jiangsu.clerk),
        await jiangsu.views.of_person(ANN, actor=jiangsu.clerk),
    ):
        assert [one.case.case_id for one in listed] == [later.case_id, case.case_id]
    assert await jiangsu.ending.withdraw(f"32-{later.entry_index}", actor=jiangsu.clerk) == 1
