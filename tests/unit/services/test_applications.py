"""Shows how an administrator application goes: each step by those whose duty and place it is, and by nobody else."""

import asyncio

import pytest

from federation.errors import (
    ActorRefused,
    ApplicationRefused,
    AttachmentRefused,
    CaseIncomplete,
    CreditBankError,
    NotHere,
    StepRefused,
)
from node.model.access import Duty
from node.model.administrator import (
    CENTRE_STEPS,
    COLLECT,
    COLLECTED,
    DRAFT,
    GRANT,
    GRANTED,
    PAPER,
    REFUSE,
    REFUSED,
    RETURN,
    RETURNED,
    SUBMIT,
    SUBMITTED,
    SUSPEND,
    SUSPENDED,
    TABLE,
)
from node.services.attachment_types import MAX_ATTACHMENT_BYTES
from tests.support.applications import PNG, add_units, application_of, brought_to, filed, granted, operator_of
from tests.support.services import ACTOR

COLLEGE = "甲区社区学院"
WAYS = {
    DRAFT: (),
    SUBMITTED: (SUBMIT,),
    COLLECTED: (SUBMIT, COLLECT),
    GRANTED: (SUBMIT, COLLECT, GRANT),
    RETURNED: (SUBMIT, COLLECT, RETURN),
    REFUSED: (SUBMIT, COLLECT, REFUSE),
    SUSPENDED: (SUBMIT, COLLECT, GRANT, SUSPEND),
}
STEPS = (SUBMIT, COLLECT, *sorted(CENTRE_STEPS))


@pytest.fixture(autouse=True)
async def units(node):
    await add_units(node)


async def take(node, case_id, step, actor=ACTOR, reason="材料核对"):
    if step == SUBMIT:
        return await node.applications.submit(case_id, actor=actor)
    if step == COLLECT:
        return await node.applications.collect(case_id, actor=actor)
    return await node.applications.decide(case_id, step, actor=actor, reason=reason)


async def refusal(call):
    with pytest.raises(CreditBankError) as refused:
        await call
    return refused.value.facts.get("reason")


async def state_of(node, case_id):
    return (await node.applications.show(case_id, actor=ACTOR)).case.state


def test_the_table_has_every_state_and_no_dead_end_but_those_that_are_meant():
    assert {state for state, _ in TABLE.transitions} | {one.to for one in TABLE.transitions.values()} == set(WAYS)
    assert {state for state in WAYS if not TABLE.steps_from(state)} == {REFUSED, SUSPENDED}


@pytest.mark.parametrize("state", WAYS)
async def test_in_each_state_only_the_tables_steps_are_possible(node, state):
    case = await brought_to(node, COLLEGE, *WAYS[state])
    assert case.state == state
    for step in STEPS:
        if (state, step) in TABLE.transitions:
            continue
        with pytest.raises(StepRefused):
            await take(node, case.case_id, step)
        assert await state_of(node, case.case_id) == state


@pytest.mark.parametrize(("state", "step"), TABLE.transitions)
async def test_each_step_leads_where_the_table_says_and_is_in_the_history(node, state, step):
    case = await brought_to(node, COLLEGE, *WAYS[state])
    await take(node, case.case_id, step)
    shown = await node.applications.show(case.case_id, actor=ACTOR)
    assert shown.case.state == TABLE.transitions[state, step].to
    assert (shown.steps[-1].step, shown.steps[-1].actor) == (step, ACTOR.name)


@pytest.mark.parametrize(("state", "step"), TABLE.transitions)
async def test_a_step_without_its_duty_is_refused(node, state, step):
    case = await brought_to(node, COLLEGE, *WAYS[state])
    others = set(Duty) - {TABLE.transitions[state, step].duty}
    for code in ("32", "N1", "X1"):
        actor = await operator_of(node, code, *others)
        assert await refusal(take(node, case.case_id, step, actor)) in ("duty", "centre-only")
    assert await state_of(node, case.case_id) == state


@pytest.mark.parametrize(("state", "step"), TABLE.transitions)
async def test_a_step_from_another_area_finds_no_case(node, state, step):
    case = await brought_to(node, COLLEGE, *WAYS[state])
    for code in ("S1", "Y1", "X2", "T1"):
        actor = await operator_of(node, code, *Duty)
        expected = ActorRefused if step in CENTRE_STEPS else NotHere
        with pytest.raises(expected):
            await take(node, case.case_id, step, actor)
    assert await state_of(node, case.case_id) == state


@pytest.mark.parametrize("step", sorted(CENTRE_STEPS))
async def test_a_citys_operator_decides_nothing_whatever_duties_they_were_given(node, step):
    case = await brought_to(node, COLLEGE, *WAYS[GRANTED if step == SUSPEND else COLLECTED])
    for code in ("N1", "X1"):
        assert await refusal(take(node, case.case_id, step, await operator_of(node, code, *Duty))) == "centre-only"


@pytest.mark.parametrize(("state", "step"), [(COLLECTED, RETURN), (COLLECTED, REFUSE), (GRANTED, SUSPEND)])
async def test_whoever_says_no_says_why(node, state, step):
    case = await brought_to(node, COLLEGE, *WAYS[state])
    assert await refusal(take(node, case.case_id, step, reason=" ")) == "reason-missing"


async def test_college_bureau_and_centre_bring_it_to_an_account_each_by_their_own_duty(node):
    college = await operator_of(node, "X1", Duty.FILING)
    bureau = await operator_of(node, "N1", Duty.COLLECTION)
    centre = await operator_of(node, "32", Duty.GRANTING)
    case = await filed(node, COLLEGE, actor=college)
    await node.applications.submit(case.case_id, actor=college)
    await node.applications.collect(case.case_id, actor=bureau)
    await node.applications.decide(case.case_id, PAPER, actor=centre)
    await node.applications.decide(case.case_id, GRANT, actor=centre)
    shown = await node.applications.show(case.case_id, actor=centre)
    assert [one.step for one in shown.steps] == ["file", "attach", "attach", "attach", SUBMIT, COLLECT, PAPER, GRANT]
    assert shown.application.paper.by == centre.name
    administrator = await node.operators.acting("云晴川", "nobody")
    assert administrator.unit.code == "X1"
    assert administrator.duties == {Duty.FILING, Duty.REVIEW, Duty.MANAGEMENT}


async def test_the_bureau_collects_what_its_own_place_applied_for_but_nobody_there_grants_it(node):
    case = await brought_to(node, "南京开放大学", SUBMIT)
    bureau = await operator_of(node, "N1", *Duty)
    assert (await node.applications.collect(case.case_id, actor=bureau)).state == COLLECTED
    assert await refusal(node.applications.decide(case.case_id, GRANT, actor=bureau)) == "centre-only"


async def test_of_two_deciders_at_once_one_is_told_that_it_is_too_late(node):
    case = await brought_to(node, COLLEGE, SUBMIT, COLLECT)
    outcomes = await asyncio.gather(
        node.applications.decide(case.case_id, GRANT, actor=ACTOR),
        node.applications.decide(case.case_id, REFUSE, actor=ACTOR, reason="材料不符"),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Case", "StepRefused"]
    assert len([one for one in await node.operators.seen_by(ACTOR) if one[0].name == "云晴川"]) == (
        (await state_of(node, case.case_id)) == GRANTED
    )


async def test_a_copy_that_comes_while_the_application_is_handed_in_is_there_before_or_not_at_all(node):
    for number in range(4):
        case = await filed(node, COLLEGE if number % 2 else "乙区社区学院", administrator=f"甲{number}")
        _, attached = await asyncio.gather(
            node.applications.submit(case.case_id, actor=ACTOR),
            node.applications.attach(case.case_id, "id-card-front", name="a.png", content=PNG + b"2", actor=ACTOR),
            return_exceptions=True,
        )
        shown = await node.applications.show(case.case_id, actor=ACTOR)
        steps = [one.step for one in shown.steps]
        assert steps[-1] == SUBMIT
        assert isinstance(attached, StepRefused) == (len(shown.attachments) == 3)
        await node.applications.collect(case.case_id, actor=ACTOR)
        await node.applications.decide(case.case_id, REFUSE, actor=ACTOR, reason="重来")


async def test_what_is_corrected_while_it_is_handed_in_is_what_is_handed_in_or_is_refused(node):
    case = await filed(node, COLLEGE)
    submitted, altered = await asyncio.gather(
        node.applications.submit(case.case_id, actor=ACTOR),
        node.applications.file(application_of(COLLEGE, administrator="柳霜石"), unit="", actor=ACTOR),
        return_exceptions=True,
    )
    assert submitted.state == SUBMITTED
    shown = await node.applications.show(case.case_id, actor=ACTOR)
    kept = "云晴川" if isinstance(altered, StepRefused) else "柳霜石"
    assert shown.application.administrator.name == kept


async def test_paper_and_collection_at_once_lose_neither(node):
    case = await brought_to(node, COLLEGE, SUBMIT)
    outcomes = await asyncio.gather(
        node.applications.dispatch(unit="", actor=ACTOR),
        node.applications.decide(case.case_id, PAPER, actor=ACTOR),
        return_exceptions=True,
    )
    shown = await node.applications.show(case.case_id, actor=ACTOR)
    assert shown.case.state == COLLECTED
    assert (shown.application.paper is None) == isinstance(outcomes[1], StepRefused)


async def test_of_two_dispatches_at_once_each_application_is_handed_up_once(node):
    cases = [await brought_to(node, name, SUBMIT) for name in (COLLEGE, "乙区社区学院")]
    outcomes = await asyncio.gather(
        *(node.applications.dispatch(unit="", actor=ACTOR) for _ in range(2)), return_exceptions=True
    )
    assert not [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, StepRefused)]
    for case in cases:
        steps = (await node.applications.show(case.case_id, actor=ACTOR)).steps
        assert [one.step for one in steps].count(COLLECT) == 1


async def test_of_two_who_file_for_a_unit_at_once_one_application_is_kept(node):
    outcomes = await asyncio.gather(
        *(node.applications.file(application_of(COLLEGE, administrator=one), unit="", actor=ACTOR) for one in "甲乙"),
        return_exceptions=True,
    )
    kept = await node.applications.seen_by(ACTOR)
    assert len(kept) == 1
    assert not [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, ApplicationRefused)]


async def test_a_returned_application_is_corrected_and_submitted_again(node):
    case = await brought_to(node, COLLEGE, SUBMIT, COLLECT, RETURN)
    again = await node.applications.file(application_of(COLLEGE, administrator="柳霜石"), unit="", actor=ACTOR)
    assert again.case_id == case.case_id
    assert (await node.applications.submit(case.case_id, actor=ACTOR)).state == SUBMITTED
    steps = (await node.applications.show(case.case_id, actor=ACTOR)).steps
    assert [one.reason for one in steps if one.step == RETURN] == ["材料核对"]


async def test_the_same_form_twice_changes_nothing(node):
    first = await node.applications.file(application_of(COLLEGE), unit="", actor=ACTOR)
    assert await node.applications.file(application_of(COLLEGE), unit="", actor=ACTOR) == first
    assert len((await node.applications.show(first.case_id, actor=ACTOR)).steps) == 1


@pytest.mark.parametrize("state", [SUBMITTED, COLLECTED, GRANTED])
async def test_what_was_handed_in_is_altered_no_more(node, state):
    case = await brought_to(node, COLLEGE, *WAYS[state])
    with pytest.raises(StepRefused):
        await node.applications.file(application_of(COLLEGE, administrator="柳霜石"), unit="", actor=ACTOR)
    with pytest.raises(StepRefused):
        await node.applications.attach(case.case_id, "id-card-front", name="a.png", content=PNG + b"1", actor=ACTOR)


async def test_a_township_is_refused_at_submission_until_the_province_excepts_it(node):
    case = await filed(node, "甲一街道社区教育中心")
    assert await refusal(node.applications.submit(case.case_id, actor=ACTOR)) == "no-account"
    await node.units.except_from_rule("T1", reason="偏远", actor=ACTOR)
    assert (await node.applications.submit(case.case_id, actor=ACTOR)).state == SUBMITTED


async def test_without_its_sealed_copies_an_application_is_not_taken_and_all_that_lacks_is_named(node):
    case = await node.applications.file(application_of(COLLEGE), unit="", actor=ACTOR)
    await node.applications.attach(case.case_id, "id-card-back", name="b.png", content=PNG, actor=ACTOR)
    with pytest.raises(CaseIncomplete) as refused:
        await node.applications.submit(case.case_id, actor=ACTOR)
    assert refused.value.facts["parts"] == "id-card-front uscc-certificate"
    assert await state_of(node, case.case_id) == DRAFT


@pytest.mark.parametrize(
    ("part", "content", "reason"),
    [
        ("id-card-front", b"", "empty"),
        ("id-card-front", b"PK\x03\x04", "media-type"),
        ("id-card-front", b"GIF89a", "media-type"),
        ("portrait", PNG, "part-unknown"),
        ("id-card-front", PNG + bytes(MAX_ATTACHMENT_BYTES), "too-large"),
    ],
    ids=["empty", "zip", "gif", "part", "size"],
)
async def test_a_copy_of_a_wrong_type_part_or_size_is_refused(node, part, content, reason):
    case = await node.applications.file(application_of(COLLEGE), unit="", actor=ACTOR)
    with pytest.raises(AttachmentRefused) as refused:
        await node.applications.attach(case.case_id, part, name="a.png", content=content, actor=ACTOR)
    assert refused.value.facts["reason"] == reason


async def test_the_applicant_is_found_by_the_forms_code_or_name_or_must_be_said(node):
    strange = application_of("某大学")
    assert await refusal(node.applications.file(strange, unit="", actor=ACTOR)) == "applicant-unknown"
    assert (await node.applications.file(strange, unit="X2", actor=ACTOR)).state == DRAFT
    other = application_of(COLLEGE)
    assert await refusal(node.applications.file(other, unit="S1", actor=ACTOR)) == "applicant-differs"
    await node.units.add(
        code="12320100MB0000001J",
        name="丁区社区学院",
        level="county-college",
        region="320105",
        parent="N1",
        actor=ACTOR,
    )
    by_code = await node.applications.file(strange, unit="", actor=ACTOR)
    assert (await node.units.by_id(by_code.unit_id)).name == "丁区社区学院"


async def test_the_centre_itself_needs_no_account(node):
    assert await refusal(node.applications.file(application_of("某"), unit="32", actor=ACTOR)) == "centre"


async def test_nobody_files_for_a_unit_that_is_not_theirs(node):
    college = await operator_of(node, "X2", Duty.FILING)
    assert await refusal(node.applications.file(application_of(COLLEGE), unit="", actor=college)) == "place"


async def test_people_and_copies_are_shown_to_those_with_a_duty_for_it_alone_and_the_look_is_recorded(node, clock):
    case = await brought_to(node, COLLEGE, SUBMIT)
    publisher = await operator_of(node, "32", Duty.PUBLICATION, Duty.REVIEW, Duty.MANAGEMENT)
    assert await refusal(node.applications.show(case.case_id, actor=publisher)) == "duty"
    shown = await node.applications.show(case.case_id, actor=ACTOR)
    digest = shown.attachments[0].digest
    assert await refusal(node.applications.content(case.case_id, digest, actor=publisher)) == "duty"
    content = await node.applications.content(case.case_id, digest, actor=ACTOR)
    assert content.startswith(PNG)
    looks = await node.trail._audit.between(clock.now(), clock.now().replace(year=2100), "read-application")
    assert [one.detail for one in looks] == [case.case_id]


async def test_suspending_ends_the_account_the_administrator_and_whom_they_registered_but_not_the_bureau(node):
    case = await granted(node, "南京开放大学")
    administrator = await node.operators.acting("云晴川", "nobody")
    city = await node.units.by_code("N1")
    await node.operators.add("同事", unit=city, duties=(Duty.FILING,), actor=administrator)
    await node.operators.add("局里", unit=city, duties=(Duty.COLLECTION, Duty.FILING), actor=ACTOR)
    await node.applications.decide(case.case_id, SUSPEND, actor=ACTOR, reason="人员调离")
    assert [one.name for one, _ in await node.operators.seen_by(ACTOR)] == ["局里"]
    with pytest.raises(ActorRefused):
        await node.operators.acting("云晴川", "nobody")


async def test_two_administrators_of_one_name_act_under_two(node):
    await granted(node, COLLEGE)
    second = await granted(node, "丙市社区学院")
    shown = await node.applications.show(second.case_id, actor=ACTOR)
    assert shown.application.account == "云晴川@Y1"
    assert (await node.operators.acting("云晴川@Y1", "nobody")).unit.code == "Y1"
    assert (await node.operators.acting("云晴川", "nobody")).unit.code == "X1"


async def test_after_a_suspension_the_unit_applies_anew_and_the_old_name_gets_no_rights(node):
    first = await granted(node, COLLEGE)
    await node.applications.decide(first.case_id, SUSPEND, actor=ACTOR, reason="人员调离")
    second = await granted(node, COLLEGE)
    assert second.case_id != first.case_id
    with pytest.raises(ActorRefused):
        await node.operators.acting("云晴川", "nobody")
    assert (await node.operators.acting("云晴川@X1", "nobody")).unit.code == "X1"


async def test_one_dispatch_hands_the_whole_area_up_and_nothing_else(node):
    for name in (COLLEGE, "乙区社区学院", "丙市社区学院", "南京开放大学"):
        await brought_to(node, name, SUBMIT)
    bureau = await operator_of(node, "N1", Duty.COLLECTION)
    sent = await node.applications.dispatch(unit="", actor=bureau)
    assert sorted(one.unit.code for one in sent.awaiting) == ["N1", "X1", "X2"]
    assert {one.case.case_id for one in sent.awaiting} == sent.handed
    assert [one.unit.code for one in await node.applications.seen_by(ACTOR, states=(SUBMITTED,))] == ["Y1"]
    again = await node.applications.dispatch(unit="", actor=bureau)
    assert (again.handed, len(again.awaiting)) == (frozenset(), 3)
    assert await refusal(node.applications.dispatch(unit="S1", actor=bureau)) == "place"


async def test_a_dispatch_takes_the_duty_of_collection(node):
    college = await operator_of(node, "X1", Duty.FILING, Duty.REVIEW, Duty.MANAGEMENT)
    assert await refusal(node.applications.dispatch(unit="", actor=college)) == "duty"


async def test_nothing_of_its_people_stands_in_the_database_in_clear_or_in_errors(node, tmp_path):
    case = await brought_to(node, COLLEGE, SUBMIT)
    with pytest.raises(StepRefused) as refused:
        await node.applications.submit(case.case_id, actor=ACTOR)
    shown = await node.applications.show(case.case_id, actor=ACTOR)
    told = repr((shown, refused.value, await node.applications.seen_by(ACTOR)))
    held = b"".join(path.read_bytes() for path in (tmp_path / "32" / "data").iterdir())
    assert f"{COLLEGE}id-card-front".encode() not in held
    for secret in ("云晴川", "13900000001", "江雪舟", "林雨屿"):
        assert secret not in told
        assert secret.encode() not in held
