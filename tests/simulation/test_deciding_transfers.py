"""Shows when applications are decided, and by whom: rules, reviewers, branches that answer late or not at all."""

from datetime import date

import msgspec
import pytest
from structlog.testing import capture_logs

from federation.errors import ActorRefused, TransferRefused
from node.model.access import Actor, Role
from node.model.credit import PostingKind
from node.model.transfer_application import Ruling, parse_application
from node.services.transfers import deciding
from node.services.transfers.weighing import Weighed
from tests.support.transfer_acts import ANN, correct, credits_of, revoke
from tests.support.transfer_offices import turn


async def test_what_wants_a_reviewer_waits_for_another_person_than_who_filed_it(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    jiangsu.rules.leave_all_to_reviewers()
    index = await zhejiang.issue(ANN, "短视频制作", "剪纸")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", index), ("33", index + 1))
    await turn(federation, [zhejiang, jiangsu], 3)
    assert await jiangsu.statuses(case) == ["held", "held"]
    request = parse_application(case.body).transfers[0].request_index
    accepted = Ruling(request_index=request, item=0, accepted=True, words="内容相当", credits=(("community", "", 150),))
    rejected = Ruling(request_index=request, item=1, accepted=False, words="与课程无关")
    with pytest.raises(TransferRefused, match="unruled"):
        await jiangsu.deciding.review(case.case_id, [accepted], actor=jiangsu.reviewer)
    with pytest.raises(ActorRefused):
        await jiangsu.deciding.review(case.case_id, [accepted, rejected], actor=jiangsu.clerk)
    assert await jiangsu.deciding.review(case.case_id, [accepted, rejected], actor=jiangsu.reviewer) == 2
    await turn(federation, [zhejiang, jiangsu], 2)
    assert await jiangsu.statuses(case) == ["converted", "rejected"]
    assert await credits_of(jiangsu, case) == [(PostingKind.GRANT, 150), (PostingKind.FINALISE, 150)]
    # What was rejected is free again.
    assert (await offices["31"].ask(ANN, ("33", index + 1))).state == "open"


async def test_an_appeal_is_decided_by_a_person_who_grants_no_more_than_the_rules_and_answers_in_words(
    federation, offices
):
    jiangsu, zhejiang = offices["32"], offices["33"]
    granted = await zhejiang.issue(ANN, "短视频制作")
    refused = await zhejiang.issue(ANN, "剪纸", achieved_on=date(2001, 5, 1), course_code="C7")
    await federation.rounds(2)
    first = await jiangsu.ask(ANN, ("33", granted), ("33", refused))
    await turn(federation, [zhejiang, jiangsu], 4)
    assert await jiangsu.statuses(first) == ["converted", "rejected"]
    await jiangsu.ending.reverse(first.case_id, (first.entry_index, 0), reason="person-asked", actor=jiangsu.reviewer)
    await turn(federation, [zhejiang, jiangsu], 2)
    appeal = await jiangsu.ask(ANN, ("33", granted), ("33", refused), contests=first.entry_index)
    await turn(federation, [zhejiang, jiangsu], 3)
    # The rules would only say again what they said.
    assert await jiangsu.statuses(appeal) == ["held", "held"]
    accepted, rejected, more, against = (
        Ruling(request_index=appeal.entry_index, item=0, accepted=True),
        Ruling(request_index=appeal.entry_index, item=1, accepted=False, words="取得时间早于规则所定年限"),
        Ruling(request_index=appeal.entry_index, item=0, accepted=True, credits=(("community", "", 900),)),
        Ruling(request_index=appeal.entry_index, item=1, accepted=True, credits=(("community", "", 50),)),
    )
    for rulings, reason in (
        ([], "unruled"),
        ([accepted], "unruled"),
        ([more, rejected], "against-rules"),
        ([accepted, against], "against-rules"),
        ([accepted, msgspec.structs.replace(rejected, words="")], "words-missing"),
    ):
        with pytest.raises(TransferRefused, match=reason):
            await jiangsu.deciding.review(appeal.case_id, rulings, actor=jiangsu.reviewer)
    assert await jiangsu.deciding.review(appeal.case_id, [accepted, rejected], actor=jiangsu.reviewer) == 2
    await turn(federation, [zhejiang, jiangsu], 2)
    assert await jiangsu.statuses(appeal) == ["converted", "rejected"]
    kinds = [kind for kind, _ in await credits_of(jiangsu, appeal)]
    assert kinds.count(PostingKind.GRANT) - kinds.count(PostingKind.REVERSE) == 1


@pytest.mark.parametrize(
    ("reason", "record", "becomes"),
    [
        ("fraud", "the same", "held"),
        ("fraud", "filed again", "held"),
        ("decided-in-error", "corrected", "held"),
        ("person-asked", "filed again", "converted"),
    ],
)
async def test_what_was_taken_back_for_a_fault_is_not_granted_again_by_rules_alone(
    federation, offices, reason, record, becomes
):
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作")
    await federation.rounds(2)
    first = await jiangsu.ask(ANN, ("33", index))
    await turn(federation, [zhejiang, jiangsu], 4)
    await jiangsu.ending.reverse(first.case_id, (first.entry_index, 0), reason=reason, actor=jiangsu.reviewer)
    await turn(federation, [zhejiang, jiangsu], 2)
    if record == "corrected":
        index = await correct(zhejiang, index)
    elif record == "filed again":
        index = await zhejiang.issue(ANN, "短视频制作", course_code="C9")
    await federation.rounds(2)
    again = await jiangsu.ask(ANN, ("33", index))
    await turn(federation, [zhejiang, jiangsu], 4)
    assert await jiangsu.statuses(again) == [becomes]
    if becomes == "held":
        _, weighed = await jiangsu.deciding.proposals(again.case_id, actor=jiangsu.reviewer)
        (outcome,) = weighed.outcomes.values()
        assert [(one.code, one.values) for one in outcome.missing] == [("taken-back", (f"32-{first.entry_index}",))]
        assert outcome.grants
        ruling = Ruling(request_index=again.entry_index, item=0, accepted=True)
        assert await jiangsu.deciding.review(again.case_id, [ruling], actor=jiangsu.reviewer) == 1


def test_of_an_appeal_a_person_also_answers_for_what_can_only_be_rejected():
    places = ((15, 0), (15, 1))
    weighed = Weighed(
        rules=None, outcomes=dict.fromkeys(places), bodies={}, spent=frozenset(places[:1]), is_appeal=True
    )
    assert (weighed.wants_reviewer, weighed.left_open) == (places, places[1:])


async def test_settling_makes_final_what_was_converted_and_asks_nothing_of_the_rest(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    jiangsu.rules.leave_all_to_reviewers()
    index = await zhejiang.issue(ANN, "短视频制作", "剪纸")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", index), ("33", index + 1))
    await turn(federation, [zhejiang, jiangsu], 2)
    rulings = [
        Ruling(request_index=case.entry_index, item=item, accepted=item == 0, words="认定" if item else "")
        for item in (0, 1)
    ]
    unexplained = msgspec.structs.replace(rulings[1], words=" ")
    with pytest.raises(TransferRefused, match="words-missing"):
        await jiangsu.deciding.review(case.case_id, [rulings[0], unexplained], actor=jiangsu.reviewer)
    await jiangsu.deciding.review(case.case_id, rulings, actor=jiangsu.reviewer)
    with capture_logs() as told:
        await turn(federation, [zhejiang, jiangsu], 2)
    assert await jiangsu.statuses(case) == ["converted", "rejected"]
    assert [one for one in told if one["log_level"] == "error"] == []


async def test_a_branch_without_rules_takes_no_application_and_its_reviewers_grant_nothing(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作", "剪纸")
    await federation.rounds(2)
    jiangsu.rules.leave_all_to_reviewers()
    case = await jiangsu.ask(ANN, ("33", index))
    await turn(federation, [zhejiang, jiangsu], 2)
    # What was in force when it was asked for isn't any more.
    jiangsu.rules.published = None
    with pytest.raises(TransferRefused, match="no-rules"):
        await jiangsu.ask(ANN, ("33", index + 1))
    ruling = Ruling(request_index=case.entry_index, item=0, accepted=True, credits=(("community", "", 150),))
    with pytest.raises(TransferRefused, match="no-rules"):
        await jiangsu.deciding.review(case.case_id, [ruling], actor=jiangsu.reviewer)
    rejected = Ruling(request_index=case.entry_index, item=0, accepted=False, words="规则已停用")
    assert await jiangsu.deciding.review(case.case_id, [rejected], actor=jiangsu.reviewer) == 1
    assert await credits_of(jiangsu, case) == []


async def test_only_a_registered_operator_files_withdraws_and_takes_back(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作")
    await federation.rounds(2)
    anybody = Actor(name="不在册", role=Role.LOCAL_ADMINISTRATOR, branch="32")
    with pytest.raises(ActorRefused, match="two-operators"):
        await jiangsu.ask(ANN, ("33", index), actor=anybody)
    await turn(federation, [zhejiang, jiangsu], 2)
    assert await zhejiang.transfers.holds_by("33", "32") == 0
    case = await jiangsu.ask(ANN, ("33", index))
    with pytest.raises(ActorRefused, match="two-operators"):
        await jiangsu.ending.withdraw(case.case_id, actor=anybody)
    await turn(federation, [zhejiang, jiangsu], 4)
    with pytest.raises(ActorRefused, match="two-operators"):
        await jiangsu.ending.reverse(case.case_id, (case.entry_index, 0), reason="fraud", actor=anybody)
    assert await jiangsu.statuses(case) == ["converted"]


async def test_a_reviewer_grants_nothing_beyond_a_cap_nor_in_a_scheme_that_there_is_not(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作", project_code="", course_code="")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", index))
    await turn(federation, [zhejiang, jiangsu], 2)
    ((place, _),) = (await jiangsu.deciding.proposals(case.case_id, actor=jiangsu.reviewer))[1].outcomes.items()
    for credit, reason in ((("elective", "", 10_000), "cap-exceeded"), (("none", "", 100), "scheme-unknown")):
        ruling = Ruling(request_index=place[0], item=place[1], accepted=True, credits=(credit,))
        with pytest.raises(TransferRefused, match=reason):
            await jiangsu.deciding.review(case.case_id, [ruling], actor=jiangsu.reviewer)
    assert await credits_of(jiangsu, case) == []


async def test_an_application_for_two_provinces_is_decided_when_both_have_answered(federation, offices):
    jiangsu, zhejiang, anhui = offices["32"], offices["33"], offices["34"]
    first, second = await zhejiang.issue(ANN, "短视频制作"), await anhui.issue(ANN, "徽墨制作")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", first), ("34", second))
    await turn(federation, [zhejiang, jiangsu], 3)
    assert await jiangsu.statuses(case) == ["held", "requested"]
    await turn(federation, [anhui, jiangsu], 2)
    _, weighed = await jiangsu.deciding.proposals(case.case_id, actor=jiangsu.reviewer)
    rulings = [
        Ruling(request_index=request, item=item, accepted=True, credits=(("elective", "", 200),))
        for request, item in weighed.wants_reviewer
    ]
    assert await jiangsu.deciding.review(case.case_id, rulings, actor=jiangsu.reviewer) == 2
    await turn(federation, [anhui, zhejiang, jiangsu], 2)
    assert await jiangsu.statuses(case) == ["converted", "converted"]


async def test_an_application_that_waited_for_a_province_is_decided_by_the_rules_once_it_answers(federation, offices):
    jiangsu, zhejiang, anhui = offices["32"], offices["33"], offices["34"]
    jiangsu.rules.leave_none_to_reviewers()
    first, second = await zhejiang.issue(ANN, "短视频制作"), await anhui.issue(ANN, "徽墨制作")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", first), ("34", second))
    await turn(federation, [zhejiang, jiangsu], 3)
    assert await jiangsu.statuses(case) == ["held", "requested"]
    assert await jiangsu.attendant.attend() == 0
    await turn(federation, [anhui, jiangsu])
    await turn(federation, [jiangsu])
    assert await jiangsu.statuses(case) == ["accepted", "accepted"]
    await turn(federation, [anhui, zhejiang, jiangsu], 2)
    assert await jiangsu.statuses(case) == ["converted", "converted"]


async def test_what_waits_for_a_reviewer_beside_what_was_declined_is_put_aside_once(federation, offices):
    jiangsu, zhejiang, shanghai = offices["32"], offices["33"], offices["31"]
    jiangsu.rules.leave_all_to_reviewers()
    first, second = await zhejiang.issue(ANN, "短视频制作"), await shanghai.issue(ANN, "书法")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", first), ("31", second))
    await revoke(zhejiang.node, first)
    await turn(federation, [shanghai, zhejiang])
    await federation.rounds()
    assert 0 < await jiangsu.attendant.attend() < 6
    assert await jiangsu.attendant.attend() == 0
    assert sorted(await jiangsu.statuses(case)) == ["declined", "held"]
    (stuck,) = (await jiangsu.pending.stuck(actor=jiangsu.reviewer)).unfinished
    assert stuck.next_step == "review"


async def test_a_reviewer_cannot_accept_the_second_record_of_a_held_achievement(federation, offices):
    jiangsu, zhejiang, shanghai = offices["32"], offices["33"], offices["31"]
    jiangsu.rules.leave_all_to_reviewers()
    shanghai.rules.leave_all_to_reviewers()
    index = await zhejiang.issue(ANN, "短视频制作")
    again = await zhejiang.issue(ANN, "短视频制作", course_code="C9")
    await federation.rounds(2)
    cases = {
        jiangsu: await jiangsu.ask(ANN, ("33", index)),
        shanghai: await shanghai.ask(ANN, ("33", again)),
    }
    await turn(federation, [zhejiang, jiangsu, shanghai], 5)
    outcome = {office: await office.statuses(case) for office, case in cases.items()}
    (first,) = [office for office, statuses in outcome.items() if statuses == ["held"]]
    (second,) = [office for office, statuses in outcome.items() if statuses == ["rejected"]]
    case = cases[first]
    ruling = Ruling(request_index=case.entry_index, item=0, accepted=True)
    assert await first.deciding.review(case.case_id, [ruling], actor=first.reviewer) == 1
    assert await credits_of(second, cases[second]) == []


async def test_a_reviewer_accepts_nothing_that_the_rules_refuse(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作", project_code="", course_code="")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", index))
    await turn(federation, [zhejiang, jiangsu], 2)
    assert await jiangsu.statuses(case) == ["held"]
    await revoke(federation["33"], index)
    await federation.rounds(2)
    ruling = Ruling(request_index=case.entry_index, item=0, accepted=True, credits=(("elective", "", 100),))
    with pytest.raises(TransferRefused, match="against-rules"):
        await jiangsu.deciding.review(case.case_id, [ruling], actor=jiangsu.reviewer)
    rejected = Ruling(request_index=case.entry_index, item=0, accepted=False, words="成果已撤销")
    assert await jiangsu.deciding.review(case.case_id, [rejected], actor=jiangsu.reviewer) == 1
    assert await credits_of(jiangsu, case) == []


async def test_what_waits_for_an_absent_branch_holds_up_nobody_else(federation, offices, monkeypatch):
    jiangsu, zhejiang, anhui = offices["32"], offices["33"], offices["34"]
    monkeypatch.setattr(deciding, "BATCH", 1)
    first, second = await zhejiang.issue(ANN, "短视频制作", "剪纸"), await anhui.issue(ANN, "徽墨制作")
    await federation.rounds(2)
    waiting = await jiangsu.ask(ANN, ("33", first), ("34", second))
    later = await jiangsu.ask(ANN, ("33", first + 1))
    await turn(federation, [zhejiang, jiangsu], 5)
    assert await jiangsu.statuses(waiting) == ["held", "requested"]
    assert await jiangsu.statuses(later) == ["converted"]


async def test_a_declined_achievement_lets_the_rest_of_its_application_be_decided(federation, offices):
    jiangsu, zhejiang, anhui = offices["32"], offices["33"], offices["34"]
    first, second = await zhejiang.issue(ANN, "短视频制作"), await anhui.issue(ANN, "徽墨制作")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", first), ("34", second))
    await turn(federation, [zhejiang, jiangsu], 2)
    await revoke(federation["34"], second)
    await turn(federation, [anhui, jiangsu, zhejiang], 4)
    assert await jiangsu.statuses(case) == ["converted", "declined"]
