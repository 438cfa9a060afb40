"""Shows that many projects filed, altered, submitted and decided on at once come to what one by one does."""

from datetime import timedelta

import pytest

from federation.error_catalogue import describe
from federation.errors import (
    ActorRefused,
    CaseIncomplete,
    DeclarationRefused,
    NotHere,
    StepRefused,
)
from node.model.access import Duty
from node.model.project import APPROVED, DRAFT, SUBMITTED, Project
from node.services.declaring.filing import CHANGED, FILED, LOCKED, UNCHANGED
from tests.support.branches import START
from tests.support.services import ACTOR
from tests.support.training import DECLARED, project, training

NAMES = ("剪纸", "茶艺", "书法", "家政")
NO_CASE = "0" * 32


@pytest.fixture
async def at(tmp_path):
    async with training(tmp_path) as made:
        yield made


async def told_of(at, ids):
    """State, history and audit records of each case."""
    async with at.node.own_log.change() as change:
        audit = await change.audit.between(START, START + timedelta(days=1))
        histories = await change.cases.steps_of(ids)
        return [
            (
                (await change.cases.find(case_id)).state,
                [(one.actor, one.step, one.state, one.reason) for one in histories[case_id]],
                [(one.actor, one.action) for one in audit if one.detail == case_id],
            )
            for case_id in ids
        ]


def refused_by(error):
    """What each was refused for, by id."""
    return {what: (one.code, one.facts.get("reason", "")) for what, one in error.value.each}


async def test_many_at_once_come_to_what_one_by_one_comes_to(at):
    filing, review = at.node.declaring.filing, at.node.declaring.review
    school, centre = at.people["school"], at.people["centre"]
    together = [one.case.case_id for one in await filing.file([project(name) for name in NAMES], actor=school)]
    stated = {case_id: {"teachers": f"专职 {number} 名"} for number, case_id in enumerate(together, 2)}
    await filing.alter_all(stated, actor=school)
    await filing.submit(together, actor=school)
    await review.give_back(together, reason=" 请补充 ", actor=centre)
    await filing.submit(together, actor=school)
    await review.approve(together, actor=centre)
    one_by_one = []
    for number, name in enumerate(NAMES, 2):
        (filed,) = await filing.file([project(name, quarter=2)], actor=school)
        case_id = filed.case.case_id
        await filing.alter(case_id, {"teachers": f"专职 {number} 名"}, actor=school)
        await filing.submit([case_id], actor=school)
        await review.give_back([case_id], reason="请补充", actor=centre)
        await filing.submit([case_id], actor=school)
        await review.approve([case_id], actor=centre)
        one_by_one.append(case_id)
    told = await told_of(at, together)
    assert told == await told_of(at, one_by_one)
    assert {state for state, _, _ in told} == {APPROVED}
    shown = [await at.node.declaring.views.find(case_id, actor=centre) for case_id in together]
    assert [one.project.teachers for one in shown] == [f"专职 {number} 名" for number in (2, 3, 4, 5)]


async def test_of_many_decided_on_each_that_is_refused_is_told_and_nothing_was_done(at):
    ids = await at.submitted(*[project(name) for name in NAMES])
    (own,) = await at.submitted(project("社区护理"), school="centre")
    (far,) = await at.submitted(project("刺绣"), school="far")
    (draft,) = await at.node.declaring.filing.file([project("合唱")], actor=at.people["school"])
    asked = [*ids[:2], own, draft.case.case_id, far, NO_CASE, *ids[2:]]
    before = await told_of(at, [*ids, own, far, draft.case.case_id])
    with pytest.raises(NotHere) as error:
        await at.node.declaring.review.approve(asked, actor=at.people["centre"])
    assert refused_by(error) == {
        far: ("not-here", ""),
        NO_CASE: ("not-here", ""),
        own: ("actor-refused", "own-unit"),
        draft.case.case_id: ("step-refused", ""),
    }
    for language in ("zh", "en"):
        told = describe(error.value, language)
        assert all(one[:16] in told for one in (far, NO_CASE, own, draft.case.case_id))
        assert "\n" not in told
    assert await told_of(at, [*ids, own, far, draft.case.case_id]) == before


async def test_one_refused_alone_is_refused_as_ever(at):
    (draft,) = await at.node.declaring.filing.file([project()], actor=at.people["school"])
    with pytest.raises(StepRefused) as error:
        await at.node.declaring.review.approve([draft.case.case_id], actor=at.people["centre"])
    assert error.value.each == ()


async def test_who_took_part_in_filing_one_of_many_decides_on_none_of_them(at):
    ids = await at.submitted(*[project(name) for name in NAMES[:2]])
    (mine,) = await at.submitted(project("合唱"), school="school2")
    centre, filing = at.people["centre"], at.node.declaring.filing
    await filing.recall([mine], actor=at.people["school2"])
    await filing.alter(mine, {"scale": 41}, actor=centre)
    await filing.submit([mine], actor=at.people["school2"])
    with pytest.raises(ActorRefused) as error:
        await at.node.declaring.review.approve([*ids, mine], actor=centre)
    assert refused_by(error) == {mine: ("actor-refused", "self-review")}
    # Nor does whoever they registered.
    place = await at.node.units.by_code(at.codes["centre"])
    manager = await operator(at, "管理", Duty.MANAGEMENT, Duty.REVIEW, Duty.DECLARATION)
    await filing.recall(ids, actor=at.people["school"])
    await filing.alter_all({ids[0]: {"scale": 42}}, actor=manager)
    await filing.submit(ids, actor=at.people["school"])
    await at.node.operators.add("马甲", unit=place, duties=[Duty.REVIEW], actor=manager)
    alias = await at.node.operators.acting("马甲", "nobody")
    with pytest.raises(ActorRefused) as error:
        await at.node.declaring.review.approve(ids, actor=alias)
    assert refused_by(error) == {ids[0]: ("actor-refused", "self-review")}
    assert {state for state, _, _ in await told_of(at, [*ids, mine])} == {SUBMITTED}
    assert [one.state for one in await at.node.declaring.review.approve(ids, actor=centre)] == [APPROVED] * 2


async def operator(at, name, *duties):
    await at.node.operators.add(name, unit=await at.node.units.by_code(at.codes["centre"]), duties=duties, actor=ACTOR)
    return await at.node.operators.acting(name, "nobody")


async def test_of_many_submitted_all_that_lack_something_are_told(at):
    filing, school = at.node.declaring.filing, at.people["school"]
    filed = await filing.file(
        [project(), project("茶艺", content=""), Project(project_name="书法", year=2027, quarter=2)], actor=school
    )
    with pytest.raises(CaseIncomplete) as error:
        await filing.submit([one.case.case_id for one in filed], actor=school)
    assert error.value.facts["parts"] == "content"
    parts = {what: one.facts["parts"] for what, one in error.value.each}
    assert parts == {one.case.case_id: " ".join(one.missing) for one in filed[1:]}
    assert {state for state, _, _ in await told_of(at, [one.case.case_id for one in filed])} == {DRAFT}


async def test_of_many_altered_one_that_is_wrong_leaves_all_as_they_were(at):
    filing, school = at.node.declaring.filing, at.people["school"]
    ids = [one.case.case_id for one in await filing.file([project(name) for name in NAMES], actor=school)]
    await filing.submit(ids[3:], actor=school)
    before = await told_of(at, ids)
    with pytest.raises(DeclarationRefused) as error:
        await filing.alter_all(
            {ids[0]: {"scale": 60}, ids[1]: {"scale": 0}, ids[2]: {"project_name": NAMES[0]}}, actor=school
        )
    assert refused_by(error) == {
        ids[1]: ("declaration-refused", "scale"),
        ids[0]: ("declaration-refused", "twice"),
        ids[2]: ("declaration-refused", "twice"),
    }
    with pytest.raises(StepRefused) as error:
        await filing.alter_all({ids[0]: {"scale": 60}, ids[3]: {"scale": 60}}, actor=school)
    assert refused_by(error) == {ids[3]: ("step-refused", "")}
    assert await told_of(at, ids) == before
    # Names may be exchanged in one go.
    await filing.alter_all({ids[0]: {"project_name": NAMES[1]}, ids[1]: {"project_name": NAMES[0]}}, actor=school)


async def test_a_declaration_of_new_altered_unchanged_and_locked_projects_tells_each_in_its_order(at):
    filing, school = at.node.declaring.filing, at.people["school"]

    async def file(*projects):
        return await filing.file(projects, actor=school, declaration=DECLARED)

    first = await file(project("剪纸"), project("茶艺"), project("书法"))
    await filing.submit([first[2].case.case_id], actor=school)
    again = await file(
        project("书法", scale=60), project("家政"), project("茶艺", scale=60), project("剪纸"), project("合唱")
    )
    assert [one.outcome for one in again] == [LOCKED, FILED, CHANGED, UNCHANGED, FILED]
    assert [one.project.project_name for one in again] == ["书法", "家政", "茶艺", "剪纸", "合唱"]
    assert [again[n].case.case_id for n in (0, 2, 3)] == [first[n].case.case_id for n in (2, 1, 0)]
    for one in again:
        shown = await at.node.declaring.views.find(one.case.case_id, actor=school)
        assert shown.project == one.project


async def test_a_case_named_twice_or_by_its_first_digits_is_decided_on_once(at):
    (case_id, other) = await at.submitted(*[project(name) for name in NAMES[:2]])
    decided = await at.node.declaring.review.approve([case_id, case_id[:8], other], actor=at.people["centre"])
    assert [one.case_id for one in decided] == [case_id, other]
    assert [steps[-1][1] for _, steps, _ in await told_of(at, [case_id])] == ["approve"]


async def test_a_batch_goes_by_what_is_there_under_the_lock(at):
    """Somebody else takes one of them back while they are being decided on."""
    ids = await at.submitted(*[project(name) for name in NAMES])
    casework = at.node.declaring.review._casework
    seen_all = casework.seen_all

    async def slow(*arguments):
        seen = await seen_all(*arguments)
        casework.seen_all = seen_all
        await at.node.declaring.filing.recall(ids[1:2], actor=at.people["school"])
        return seen

    casework.seen_all = slow
    with pytest.raises(StepRefused) as error:
        await at.node.declaring.review.approve(ids, actor=at.people["centre"])
    assert list(refused_by(error)) == ids[1:2]
    assert [state for state, _, _ in await told_of(at, ids)] == [SUBMITTED, DRAFT, SUBMITTED, SUBMITTED]
