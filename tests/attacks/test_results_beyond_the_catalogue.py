"""Attacks on what counts against the catalogue: one result made two, made larger, moved, or kept after it is gone."""

from datetime import UTC, date, datetime

import pytest

from adapters.zhejiang.results import RESULTS
from federation.clock import SteeredClock
from federation.errors import CorrectionRefused
from federation.model.reason import CorrectionReason, ReinstatementReason, RevocationReason
from federation.model.standing import Status
from node.model.access import Basis
from node.model.project import Course
from node.services.amending.correcting import Corrections
from node.services.cataloguing.publishing import Amendment
from samples.people import person_at
from tests.support.services import ACTOR, document_of
from tests.support.training import Q1, project, training
from tests.support.workbooks import headers_of, save
from tests.support.zhejiang_results import add_clerks, file_results, result_row

ERROR = CorrectionReason.FILED_IN_ERROR
ANN = person_at(1)


@pytest.fixture
async def at(tmp_path):
    async with training(tmp_path, SteeredClock(datetime(2027, 3, 20, 4, tzinfo=UTC))) as made:
        await add_clerks(made, "school", "school2", "centre")
        yield made


@pytest.fixture
async def one(at):
    """A published project of the school, of two courses of 8 hours."""
    return (await at.published(project("剪纸"))).whole.projects[0]


async def index_of(at, status=Status.VALID, title="剪纸·护理基础"):
    (found,) = [one for one in await seen(at) if (one.status, one.title) == (status, title)]
    return found.index


async def seen(at):
    found = await at.node.lookup.look_up(document_of(ANN), purpose="核对", basis=Basis.SELF, actor=ACTOR)
    return found.achievements


async def counted(at):
    """Results of the year that count, their hours, and those that match no project."""
    figures = await at.node.assessment.live(2027, actor=ACTOR)
    province = figures.areas[0].counts
    return province.catalogue_results, province.training_hours, figures.unmatched


async def correct(at, index, *, clerk="school clerk", **changes):
    return await at.node.correcting.correct(
        index, Corrections(**changes), document=document_of(ANN), reason=ERROR, note="", actor=at.people[clerk]
    )


async def amend(at, **changes):
    publishing = at.node.cataloguing.publishing
    return await publishing.amend(Q1, Q1, Amendment(reason="更正", **changes), actor=at.people["centre"])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"training_hours": "8.01"}, "hours-exceed-catalogue"),
        ({"training_hours": "99"}, "hours-exceed-catalogue"),
        ({"credit_hours": "16.01"}, "hours-exceed-catalogue"),
        ({"achieved_on": "20261231"}, "outside-period"),
        ({"title": "茶艺"}, "of-the-catalogue"),
        ({"institution_name": "上城第二成人学校"}, "of-the-catalogue"),
        ({"credits": "2"}, "of-the-catalogue"),
    ],
)
async def test_a_correction_that_makes_more_of_a_result_than_the_catalogue_says(at, one, tmp_path, changes, reason):
    await file_results(at, tmp_path, [result_row(one, one.courses[0], ANN)])
    index, before = await index_of(at), await counted(at)
    for clerk in ("school clerk", "centre clerk"):
        with pytest.raises(CorrectionRefused) as refused:
            await correct(at, index, clerk=clerk, **changes)
        assert refused.value.facts["reason"] == reason
    assert await counted(at) == before == (1, 800, 0)


async def test_hours_cut_and_then_raised_again_above_what_a_new_edition_says(at, one, tmp_path):
    await file_results(at, tmp_path, [result_row(one, one.courses[0], ANN)])
    lower = (Course(name="护理基础", training_hours=400), Course(name="急救常识", training_hours=800))
    index = await correct(at, await index_of(at), training_hours="2")
    await amend(at, corrected={one.code: {"courses": lower}})
    with pytest.raises(CorrectionRefused):
        await correct(at, index, training_hours="8")
    await correct(at, index, training_hours="4")
    assert await counted(at) == (1, 400, 0)


async def test_hours_raised_once_the_project_is_in_no_catalogue_any_more(at, one, tmp_path):
    await file_results(at, tmp_path, [result_row(one, one.courses[0], ANN, training_hours="2")])
    await amend(at, withdrawn=frozenset((one.code,)))
    index = await index_of(at)
    for changes in ({"training_hours": "8"}, {"achieved_on": "20270301"}, {"training_hours": ""}):
        with pytest.raises(CorrectionRefused):
            await correct(at, index, **changes)
    await correct(at, index, training_hours="1")
    assert await counted(at) == (0, 0, 1)


async def test_a_result_corrected_and_then_withdrawn_still_counts(at, one, tmp_path):
    rows = [result_row(one, one.courses[0], ANN)]
    await file_results(at, tmp_path, rows)
    index = await correct(at, await index_of(at), score="优秀")
    assert await counted(at) == (1, 800, 0)
    index = await correct(at, index, training_hours="6")
    assert await counted(at) == (1, 600, 0)
    clerk = at.people["school clerk"]
    await at.node.withdrawing.withdraw(index, reason=RevocationReason.FILED_IN_ERROR, note="", actor=clerk)
    assert await counted(at) == (0, 0, 0)
    assert (await file_results(at, tmp_path, rows)).duplicate == 1
    reason = ReinstatementReason.WITHDRAWN_IN_ERROR
    await at.node.reinstating.reinstate(index, reason=reason, note="", actor=clerk)
    assert await counted(at) == (1, 600, 0)


async def test_one_result_filed_on_every_day_by_everybody_and_under_new_names(at, one, tmp_path):
    """Days, runs, the unit's name and the project's are no other result."""
    await file_results(at, tmp_path, [result_row(one, one.courses[0], ANN)])
    await amend(at, corrected={one.code: {"project_name": "剪纸（改名）", "scale": 41}})
    await at.node.units.rename(at.codes["school"], name="上城改名成人学校", reason="更名", actor=ACTOR)
    rows = [result_row(one, one.courses[0], ANN, on=f"202703{day:02d}") for day in range(1, 20)]
    for clerk in ("school clerk", "centre clerk"):
        report = await file_results(at, tmp_path, rows, clerk)
        assert (report.accepted, report.duplicate) == (0, 19)
    assert await counted(at) == (1, 800, 0)


async def test_one_result_filed_again_under_the_code_of_its_renamed_course(at, one, tmp_path):
    await file_results(at, tmp_path, [result_row(one, one.courses[0], ANN)])
    renamed = (Course(name="护理基础（一）", training_hours=800), Course(name="急救常识", training_hours=800))
    again = (await amend(at, corrected={one.code: {"courses": renamed}})).whole.projects[0]
    assert again.courses[0].code != one.courses[0].code
    assert await counted(at) == (0, 0, 1)
    await file_results(at, tmp_path, [result_row(again, again.courses[0], ANN)])
    assert await counted(at) == (1, 800, 1)


async def withdrawn_rows(at, tmp_path, rows, clerk="school clerk"):
    save(tmp_path / "gone.xlsx", [headers_of(RESULTS), *rows])
    return await at.node.workbook_withdrawing.withdraw_rows(
        tmp_path / "gone.xlsx",
        mode=None,
        reason=RevocationReason.FILED_IN_ERROR,
        note="",
        actor=at.people[clerk],
        on_progress=lambda _: None,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"withdrawn": True},
        {"courses": (Course(name="护理基础", training_hours=100), Course(name="急救常识"))},
        {"courses": (Course(name="急救常识"),)},
        {"project_name": "剪纸（改名）"},
        {"ends_on": date(2027, 1, 31)},
    ],
)
async def test_results_that_no_workbook_takes_back_once_an_edition_changed_their_project(at, one, tmp_path, changes):
    rows = [result_row(one, one.courses[0], ANN, training_hours="6")]
    await file_results(at, tmp_path, rows)
    if "withdrawn" in changes:
        await amend(at, withdrawn=frozenset((one.code,)))
    else:
        await amend(at, corrected={one.code: changes})
    assert (await withdrawn_rows(at, tmp_path, rows, "school2 clerk")).withdrawn == 0
    assert (await withdrawn_rows(at, tmp_path, rows)).withdrawn == 1
    assert await counted(at) == (0, 0, 0)
