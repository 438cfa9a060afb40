"""Shows how rules come about: drafted, consulted on, signed by two, published, and never changed again."""

from datetime import date, timedelta

import pytest

from federation.errors import ActorRefused, NotHere, RulesInvalid, RulesRefused, StepRefused, TooLarge
from federation.model.entry import Kind, parse_header
from federation.rules.wire import parse_rules_body
from node.model.access import Actor, Duty, Role
from node.model.rulemaking import RulesDraft
from node.model.unit import ROOT_ID
from samples.rules import cases_file, rules_file
from tests.support.services import ACTOR
from tests.support.units import county_operator, with_counties

TEXT = rules_file("jiangsu").read_text(encoding="utf-8")
CASES = cases_file("jiangsu").read_text(encoding="utf-8")
DRAFT = RulesDraft(file="jiangsu.toml", text=TEXT, cases_file="cases.toml", cases=CASES)
DAY = date(2025, 12, 20)


def second_version(text: str = TEXT) -> RulesDraft:
    changed = text.replace("version = 1", "version = 2", 1).replace("per = 16", "per = 20", 1)
    return RulesDraft(file="jiangsu.toml", text=changed.replace("valid_from = 2026-01-01", "valid_from = 2026-06-01"))


async def committee(node, *names: str) -> list[Actor]:
    """Operators of the provincial centre who make rules."""
    root = await node.units.by_code((await node.units.all())[0].code)
    assert root.unit_id == ROOT_ID
    for name in names:
        await node.operators.add(name, unit=root, duties=(Duty.RULEMAKING,), actor=ACTOR)
    return [await node.operators.acting(name, "nobody") for name in names]


async def published(node, draft: RulesDraft, one: Actor, other: Actor, on: date = DAY):
    case = (await node.rulemaking.draft(draft, actor=one)).case.case_id
    await node.rulemaking.consult(case, "各校无不同意见", actor=one)
    await node.rulemaking.adopt(case, on, actor=one)
    await node.rulemaking.adopt(case, on, actor=other)
    return await node.rulemaking.publish(case, actor=one)


async def reason_of(refused, call) -> str:
    with pytest.raises(refused) as caught:
        await call
    return str(caught.value.facts["reason"])


async def test_rules_go_from_draft_to_a_signed_entry_by_two_people_and_each_step_is_kept(node):
    one, other = await committee(node, "委员甲", "委员乙")
    made = await published(node, DRAFT, one, other)
    shown = await node.rulemaking.show(made.case.case_id, actor=one)
    assert [step.step for step in shown.steps] == ["file", "consult", "sign", "adopt", "issue"]
    assert [step.actor for step in shown.steps] == ["委员甲", "委员甲", "委员甲", "委员乙", "委员甲"]
    header = parse_header(await node.logs._copies.header(node.own_log.origin, made.case.entry_index))
    assert header.kind == Kind.RULES_PUBLISHED
    rules = parse_rules_body(header.plain_body)
    assert rules == made.rules
    assert rules.adopted_on == DAY
    held = await node.rules.in_force()
    assert held.published.rules == rules
    assert held.published.index == made.case.entry_index


async def test_a_new_version_stands_beside_the_old_one_which_stays_readable(node):
    one, other = await committee(node, "委员甲", "委员乙")
    first = await published(node, DRAFT, one, other)
    second = await published(node, second_version(), one, other)
    assert [found.rules.version for found in await node.rules.versions()] == [1, 2]
    assert (await node.rules.find("", 1)).published.rules == first.rules
    assert (await node.rules.in_force("", date(2026, 5, 31))).published.rules == first.rules
    assert (await node.rules.in_force("", date(2026, 6, 1))).published.rules == second.rules
    with pytest.raises(NotHere):
        await node.rules.find("", 3)


async def test_one_person_cannot_sign_twice(node):
    one, _ = await committee(node, "委员甲", "委员乙")
    case = (await node.rulemaking.draft(DRAFT, actor=one)).case.case_id
    await node.rulemaking.consult(case, "无", actor=one)
    await node.rulemaking.adopt(case, DAY, actor=one)
    assert await reason_of(ActorRefused, node.rulemaking.adopt(case, DAY, actor=one)) == "self-review"
    with pytest.raises(StepRefused):
        await node.rulemaking.publish(case, actor=one)


async def test_whom_the_first_signatory_registered_cannot_be_the_second(node):
    (one,) = await committee(node, "委员甲")
    root = one.unit
    await node.operators.add("兼管", unit=root, duties=(Duty.RULEMAKING, Duty.MANAGEMENT), actor=ACTOR)
    manager = await node.operators.acting("兼管", "nobody")
    await node.operators.add("化名", unit=root, duties=(Duty.RULEMAKING,), actor=manager)
    puppet = await node.operators.acting("化名", "nobody")
    case = (await node.rulemaking.draft(DRAFT, actor=one)).case.case_id
    await node.rulemaking.consult(case, "无", actor=one)
    await node.rulemaking.adopt(case, DAY, actor=manager)
    assert await reason_of(ActorRefused, node.rulemaking.adopt(case, DAY, actor=puppet)) == "self-review"
    await node.rulemaking.adopt(case, DAY, actor=one)


async def test_whoever_sits_at_the_machine_signs_nothing(node):
    case = (await node.rulemaking.draft(DRAFT, actor=ACTOR)).case.case_id
    await node.rulemaking.consult(case, "无", actor=ACTOR)
    assert ACTOR.role is Role.LOCAL_ADMINISTRATOR
    assert await reason_of(ActorRefused, node.rulemaking.adopt(case, DAY, actor=ACTOR)) == "two-operators"


async def test_both_signatures_state_the_same_day_which_is_past_and_before_the_rules_begin(node, clock):
    one, other = await committee(node, "委员甲", "委员乙")
    case = (await node.rulemaking.draft(DRAFT, actor=one)).case.case_id
    await node.rulemaking.consult(case, "无", actor=one)
    tomorrow = clock.now().date() + timedelta(days=2)
    assert await reason_of(RulesRefused, node.rulemaking.adopt(case, tomorrow, actor=one)) == "day-ahead"
    assert await reason_of(RulesRefused, node.rulemaking.adopt(case, date(2026, 1, 2), actor=one)) == "retroactive"
    await node.rulemaking.adopt(case, DAY, actor=one)
    earlier = DAY - timedelta(days=1)
    assert await reason_of(RulesRefused, node.rulemaking.adopt(case, earlier, actor=other)) == "day-differs"
    await node.rulemaking.adopt(case, DAY, actor=other)


async def test_nothing_is_adopted_without_consultation_and_nothing_altered_after_it(node):
    one, _ = await committee(node, "委员甲", "委员乙")
    case = (await node.rulemaking.draft(DRAFT, actor=one)).case.case_id
    with pytest.raises(StepRefused):
        await node.rulemaking.adopt(case, DAY, actor=one)
    assert await reason_of(ActorRefused, node.rulemaking.consult(case, " ", actor=one)) == "reason-missing"
    await node.rulemaking.consult(case, "建议提高上限", actor=one)
    await node.rulemaking.consult(case, "同意", actor=one)
    with pytest.raises(StepRefused):
        await node.rulemaking.revise(case, DRAFT, actor=one)


async def test_sending_back_voids_a_signature(node):
    one, other = await committee(node, "委员甲", "委员乙")
    case = (await node.rulemaking.draft(DRAFT, actor=one)).case.case_id
    await node.rulemaking.consult(case, "无", actor=one)
    await node.rulemaking.adopt(case, DAY, actor=one)
    await node.rulemaking.send_back(case, "上限须再议", actor=other)
    changed = RulesDraft(file="x.toml", text=TEXT.replace("credits = 10", "credits = 12", 1))
    await node.rulemaking.revise(case, changed, actor=one)
    await node.rulemaking.consult(case, "无", actor=one)
    await node.rulemaking.adopt(case, DAY, actor=other)
    shown = await node.rulemaking.show(case, actor=one)
    assert shown.case.state == "signed"
    assert shown.rules.schemes[0].caps[0].credits == 1_200


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        (RulesDraft(file="x", text=TEXT.replace('branch = "32"', 'branch = "33"')), "other-branch"),
        (RulesDraft(file="x", text=TEXT.replace("version = 1", "version = 2")), "not-due:1"),
        (
            RulesDraft(file="x", text=TEXT.replace("per = 16", "per = 20"), cases_file="c", cases=CASES),
            "cases-differ",
        ),
    ],
    ids=["another branch", "a version too far", "a case not met"],
)
async def test_a_draft_is_of_this_branch_of_the_version_due_and_meets_its_cases(node, draft, reason):
    (one,) = await committee(node, "委员甲")
    assert await reason_of(RulesRefused, node.rulemaking.draft(draft, actor=one)) == reason


async def test_a_draft_that_says_something_wrong_is_refused_by_line(node):
    (one,) = await committee(node, "委员甲")
    wrong = RulesDraft(file="jiangsu.toml", text=TEXT.replace("step = 0.5", "step = 0.125", 1))
    with pytest.raises(RulesInvalid) as refused:
        await node.rulemaking.draft(wrong, actor=one)
    assert refused.value.facts["key"] == "rule[1].grant[1].step"


async def test_a_draft_that_no_entry_holds_is_refused_before_anybody_is_consulted(node):
    (one,) = await committee(node, "委员甲")
    listed = ", ".join(f'"{"长" * 200}{number}"' for number in range(150))
    large = RulesDraft(file="x", text=TEXT.replace('branches = ["33"]', f'branches = ["33"]\ntitles = [{listed}]', 1))
    with pytest.raises(TooLarge):
        await node.rulemaking.draft(large, actor=one)


async def test_of_two_drafts_of_one_version_one_is_published(node):
    one, other = await committee(node, "委员甲", "委员乙")
    second = (await node.rulemaking.draft(DRAFT, actor=one)).case.case_id
    await published(node, DRAFT, one, other)
    await node.rulemaking.consult(second, "无", actor=one)
    await node.rulemaking.adopt(second, DAY, actor=one)
    await node.rulemaking.adopt(second, DAY, actor=other)
    assert await reason_of(RulesRefused, node.rulemaking.publish(second, actor=one)) == "not-due:2"
    assert len(await node.rules.versions()) == 1


async def test_counties_and_other_duties_make_no_rules_and_see_no_drafts(node):
    await with_counties(node)
    county = await county_operator(node, "县里", "X1", Duty.RULEMAKING)
    filing = await county_operator(node, "填报", "X1", Duty.FILING)
    assert await reason_of(ActorRefused, node.rulemaking.draft(DRAFT, actor=county)) == "place"
    assert await reason_of(ActorRefused, node.rulemaking.draft(DRAFT, actor=filing)) == "duty"
    # Nothing that they hand in is read.
    unreadable = RulesDraft(file="rules.toml", text="[[")
    assert await reason_of(ActorRefused, node.rulemaking.draft(unreadable, actor=filing)) == "duty"
    (one,) = await committee(node, "委员甲")
    case = (await node.rulemaking.draft(DRAFT, actor=one)).case.case_id
    assert await node.rulemaking.all(actor=county) == []
    with pytest.raises(NotHere):
        await node.rulemaking.show(case, actor=county)
    assert [found.case.case_id for found in await node.rulemaking.all(actor=one)] == [case]


async def test_a_case_is_taken_by_the_beginning_of_its_number(node):
    one, other = await committee(node, "委员甲", "委员乙")
    case = (await node.rulemaking.draft(DRAFT, actor=one)).case.case_id[:8]
    await node.rulemaking.consult(case, "无", actor=one)
    await node.rulemaking.adopt(case, DAY, actor=one)
    await node.rulemaking.adopt(case, DAY, actor=other)
    assert (await node.rulemaking.publish(case, actor=one)).case.state == "issued"


async def test_a_draft_can_be_given_up(node):
    (one,) = await committee(node, "委员甲")
    case = (await node.rulemaking.draft(DRAFT, actor=one)).case.case_id
    assert (await node.rulemaking.drop(case, "不再需要", actor=one)).state == "dropped"


async def test_where_nothing_is_published_nothing_is_in_force(node):
    with pytest.raises(NotHere):
        await node.rules.in_force()
