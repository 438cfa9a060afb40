"""Shows how projects are declared, reviewed by the unit directly above, returned, and seen along the hierarchy."""

from datetime import date

import msgspec
import pytest

from federation.errors import ActorRefused, CaseIncomplete, DeclarationRefused, NotHere, StepRefused
from node.model.access import Actor, Duty, Role
from node.model.project import APPROVED, DRAFT, DROPPED, RETURNED, SUBMITTED, Course, Project, missing_fields
from node.services.declaring.filing import CHANGED, FILED, LOCKED, UNCHANGED
from tests.support.services import ACTOR
from tests.support.training import DECLARED, project, training


@pytest.fixture
async def at(tmp_path):
    async with training(tmp_path) as made:
        yield made


async def file(at, *projects, school="school", **options):
    return await at.node.declaring.filing.file(projects, actor=at.people[school], declaration=DECLARED, **options)


async def test_a_declaration_of_several_projects_is_one_and_its_drafts_say_what_they_lack(at):
    filed = await file(at, project(), Project(project_name="茶艺", year=2027, quarter=2))
    assert [(one.outcome, one.case.state) for one in filed] == [(FILED, DRAFT)] * 2
    assert len({one.project.declaration.declaration_id for one in filed}) == 1
    assert filed[0].missing == ()
    assert set(filed[1].missing) >= {"assessment", "content", "result-form", "scale", "training-hours", "credit-hours"}
    with pytest.raises(CaseIncomplete) as refused:
        await at.node.declaring.filing.submit([one.case.case_id for one in filed], actor=at.people["school"])
    assert "assessment" in refused.value.facts["parts"]
    # All or none.
    assert {one.case.state for one in await at.node.declaring.views.seen_by(at.people["school"])} == {DRAFT}


async def test_the_same_declaration_again_changes_nothing_and_a_corrected_one_alters_its_drafts(at):
    ((first, *_), again) = await file(at, project()), await file(at, project())
    assert [one.outcome for one in again] == [UNCHANGED]
    (altered,) = await file(at, project(scale=60))
    assert (altered.outcome, altered.case.case_id, altered.project.scale) == (CHANGED, first.case.case_id, 60)
    await at.node.declaring.filing.submit([first.case.case_id], actor=at.people["school"])
    assert [one.outcome for one in await file(at, project(scale=60))] == [UNCHANGED]
    (locked,) = await file(at, project(scale=80))
    assert (locked.outcome, locked.project.scale) == (LOCKED, 60)


async def test_a_draft_is_altered_field_by_field_until_it_is_submitted(at):
    (one,) = await file(at, project())
    alter, school = at.node.declaring.filing.alter, at.people["school"]
    case = await alter(one.case.case_id, {"scale": 55, "starts_on": date(2027, 2, 1), "courses": ()}, actor=school)
    shown = await at.node.declaring.views.find(case.case_id, actor=school)
    assert (shown.project.scale, shown.project.starts_on, shown.project.courses) == (55, date(2027, 2, 1), ())
    assert shown.project.declaration.reporter == DECLARED.reporter
    for wrong, reason in (
        ({"project_code": "P1"}, "field-unknown"),
        ({"scale": "viele"}, "field-form"),
        ({"scale": 0}, "scale"),
        ({"ends_on": date(2027, 1, 1)}, "period"),
    ):
        with pytest.raises(DeclarationRefused) as refused:
            await alter(case.case_id, wrong, actor=school)
        assert refused.value.facts["reason"] == reason
    await at.node.declaring.filing.submit([case.case_id], actor=school)
    with pytest.raises(StepRefused):
        await alter(case.case_id, {"scale": 60}, actor=school)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"project_name": " "}, "name-missing"),
        ({"project_name": "名" * 201}, "name-form"),
        ({"project_name": "甲\u202e乙"}, "name-form"),
        ({"category": "类" * 101}, "text-form"),
        ({"content": "\x00"}, "text-form"),
        ({"courses": (Course(name=""),)}, "name-missing"),
        ({"courses": (Course(name="课"),) * 51}, "too-many"),
        ({"training_hours": 0}, "hours"),
        ({"quarter": 5}, "quarter"),
        ({"year": 2018}, "year"),
        ({"starts_on": date(2027, 3, 1), "ends_on": date(2027, 2, 1)}, "period"),
    ],
)
async def test_what_could_never_be_published_is_not_taken_and_nothing_of_its_declaration(at, changes, reason):
    with pytest.raises(DeclarationRefused) as refused:
        await file(at, project("书法"), project(**changes))
    assert refused.value.facts["reason"] == reason
    assert await at.node.declaring.views.seen_by(ACTOR) == []


async def test_two_projects_of_a_name_in_one_quarter_are_refused_and_none_is_declared_at_the_centre(at):
    with pytest.raises(DeclarationRefused) as refused:
        await file(at, project("剪纸"), project(" 剪 纸"))
    assert refused.value.facts["reason"] == "twice"
    (one, other) = await file(at, project("剪纸"), project("茶艺"))
    with pytest.raises(DeclarationRefused):
        await at.node.declaring.filing.alter(other.case.case_id, {"project_name": "剪纸"}, actor=at.people["school"])
    assert one.case.state == DRAFT
    with pytest.raises(DeclarationRefused) as refused:
        await at.node.declaring.filing.file([project()], actor=ACTOR)
    assert refused.value.facts["reason"] == "centre"


async def test_a_project_is_reviewed_by_the_unit_directly_above_and_its_history_is_kept(at):
    (case_id,) = await at.submitted(project())
    review, centre, school = at.node.declaring.review, at.people["centre"], at.people["school"]
    await review.give_back([case_id], reason="请补充师资", actor=centre)
    await at.node.declaring.filing.alter(case_id, {"teachers": "专职 3 名"}, actor=school)
    await at.node.declaring.filing.submit([case_id], actor=school)
    (case,) = await review.approve([case_id], actor=centre)
    assert case.state == APPROVED
    shown = await at.node.declaring.views.find(case_id, actor=centre)
    assert [one.step for one in shown.steps] == ["file", "submit", "return", "alter", "submit", "approve"]
    assert shown.steps[2].reason == "请补充师资"
    assert shown.project.teachers == "专职 3 名"


async def test_a_sub_centres_own_project_goes_to_its_branch_office(at):
    (case_id,) = await at.submitted(project(), school="centre")
    with pytest.raises(ActorRefused) as refused:
        await at.node.declaring.review.approve([case_id], actor=at.people["centre"])
    assert refused.value.facts["reason"] == "own-unit"
    (case,) = await at.node.declaring.review.approve([case_id], actor=at.people["office"])
    assert case.state == APPROVED


async def test_a_branch_office_sees_and_remarks_on_every_step_but_decides_only_directly_below(at):
    (case_id,) = await at.submitted(project())
    office, review = at.people["office"], at.node.declaring.review
    with pytest.raises(ActorRefused) as refused:
        await review.approve([case_id], actor=office)
    assert refused.value.facts["reason"] == "not-directly-above"
    case = await review.remark(case_id, reason="规模偏大", actor=office)
    assert case.state == SUBMITTED
    with pytest.raises(ActorRefused) as refused:
        await review.remark(case_id, reason=" ", actor=office)
    assert refused.value.facts["reason"] == "reason-missing"
    shown = await at.node.declaring.views.find(case_id, actor=office)
    assert (shown.steps[-1].step, shown.steps[-1].reason) == ("remark", "规模偏大")
    # Remarking makes nobody a filer.
    await review.approve([case_id], actor=at.people["centre"])


async def test_recalled_and_dropped_projects_are_their_units_own(at):
    (case_id,) = await at.submitted(project())
    filing, school = at.node.declaring.filing, at.people["school"]
    with pytest.raises(NotHere):
        await filing.recall([case_id], actor=at.people["school2"])
    (case,) = await filing.recall([case_id], actor=school)
    assert case.state == DRAFT
    (case,) = await filing.drop([case_id], actor=school)
    assert case.state == DROPPED
    # Its name is free again.
    assert [one.outcome for one in await file(at, project())] == [FILED]


async def test_many_are_decided_at_once_all_or_none(at):
    ids = await at.submitted(project("剪纸"), project("茶艺"))
    (draft,) = await file(at, project("书法"))
    review, centre = at.node.declaring.review, at.people["centre"]
    with pytest.raises(StepRefused):
        await review.approve([*ids, draft.case.case_id], actor=centre)
    states = {one.case.state for one in await at.node.declaring.views.seen_by(centre)}
    assert states == {SUBMITTED, DRAFT}
    assert [one.state for one in await review.approve(ids, actor=centre)] == [APPROVED] * 2
    (back,) = await review.give_back(ids[:1], reason="发现有误", actor=centre)
    assert back.state == RETURNED


async def test_everybody_sees_their_own_units_and_those_under_them(at):
    await at.submitted(project("剪纸"))
    await at.submitted(project("茶艺", quarter=2), school="school2")
    await at.submitted(project("书法"), school="far")

    async def seen(name, **chosen):
        return sorted(one.project.project_name for one in await views.seen_by(at.people[name], **chosen))

    views = at.node.declaring.views
    assert await seen("school") == ["剪纸"]
    assert await seen("centre") == ["剪纸", "茶艺"]
    assert await seen("office") == ["书法", "剪纸", "茶艺"]
    assert await seen("office", unit=at.codes["other"]) == ["书法"]
    assert await seen("office", year=2027, quarter=2) == ["茶艺"]
    assert await seen("office", states=(DRAFT,)) == []
    with pytest.raises(NotHere):
        await seen("centre", unit=at.codes["other"])


async def test_reading_a_project_is_recorded_and_needs_a_duty_that_has_to_do_with_it(at):
    (case_id,) = await at.submitted(project())
    nobody = msgspec.structs.replace(at.people["centre"], duties=frozenset((Duty.COLLECTION,)))
    with pytest.raises(ActorRefused):
        await at.node.declaring.views.find(case_id, actor=nobody)
    await at.node.declaring.views.find(case_id, actor=at.people["centre"])
    client = Actor(name="系统", role=Role.CLIENT, branch="33")
    with pytest.raises(ActorRefused):
        await at.node.declaring.views.seen_by(client)


def test_a_whole_project_lacks_nothing_and_an_empty_one_everything():
    assert missing_fields(project()) == ()
    assert len(missing_fields(Project())) == 13
    assert project(starts_on=date(2027, 2, 1)).period() == (date(2027, 2, 1), date(2027, 3, 31))
    assert Project().period() is None


async def test_a_unit_added_without_a_code_gets_one_that_was_never_given_before(at):
    add = at.node.units.add
    codes = [
        (
            await add(
                code="",
                name=f"新校{number}",
                level="acceptance-point",
                region="330102",
                parent=at.codes["centre"],
                actor=ACTOR,
            )
        ).code
        for number in range(3)
    ]
    assert [code[:11] for code in codes] == ["Z3301020004", "Z3301020005", "Z3301020006"]
