"""Attacks on review through the catalogue: a project approved small and published large, by those who declared it."""

from datetime import date

import pytest

from federation.errors import ActorRefused, CatalogueRefused, DeclarationRefused
from federation.model.quarters import quarter_number
from node.model.access import Duty
from node.services.cataloguing.publishing import Amendment
from tests.support.services import ACTOR
from tests.support.training import Q1, project, training

LARGER = {"scale": 4_000, "training_hours": 100_000}


@pytest.fixture
async def at(tmp_path):
    async with training(tmp_path) as made:
        yield made


async def refused(reason, work):
    with pytest.raises((ActorRefused, CatalogueRefused)) as error:
        await work
    assert error.value.facts["reason"] == reason


async def operator(at, name, place, *duties, by=ACTOR):
    await at.node.operators.add(name, unit=await at.node.units.by_code(at.codes[place]), duties=duties, actor=by)
    return await at.node.operators.acting(name, "nobody")


async def amend(at, code, stated, actor):
    amendment = Amendment(reason="更正", corrected={code: stated})
    return await at.node.cataloguing.publishing.amend(Q1, Q1, amendment, unit=at.codes["centre"], actor=actor)


async def own_project(at):
    """The code of the sub-centre's own project, approved by its branch office and published by itself."""
    await at.approved(project("社区护理"), school="centre", by="office")
    return (await at.node.cataloguing.publishing.publish(Q1, Q1, actor=at.people["centre"])).whole.projects[0].code


async def test_a_sub_centre_that_makes_its_own_approved_project_another_after_the_review(at):
    code = await own_project(at)
    colleague = await operator(at, "同事", "centre", Duty.CATALOGUING)
    for actor in (at.people["centre"], colleague):
        await refused("own-unit", amend(at, code, LARGER, actor))
    above = await operator(at, "分部编目", "office", Duty.CATALOGUING)
    edition = await amend(at, code, {"scale": 60}, above)
    assert edition.whole.projects[0].scale == 60


async def test_whoever_declared_for_a_school_corrects_it_in_no_name_once_it_is_published(at):
    manager = await operator(at, "管理", "centre", Duty.DECLARATION, Duty.MANAGEMENT, Duty.CATALOGUING)
    (filed,) = await at.node.declaring.filing.file([project()], unit=at.codes["school"], actor=manager)
    await at.node.declaring.filing.submit([filed.case.case_id], actor=manager)
    await at.node.declaring.review.approve([filed.case.case_id], actor=at.people["centre"])
    edition = await at.node.cataloguing.publishing.publish(Q1, Q1, actor=manager)
    code = edition.whole.projects[0].code
    alias = await operator(at, "马甲", "centre", Duty.CATALOGUING, by=manager)
    for actor in (manager, alias):
        await refused("self-review", amend(at, code, LARGER, actor))
    await refused("two-operators", amend(at, code, LARGER, ACTOR))
    assert (await amend(at, code, {"scale": 60}, at.people["centre"])).whole.projects[0].scale == 60


@pytest.mark.parametrize("stated", [{"quarter": 2}, {"year": 2028}, {"year": 2026, "quarter": 4}])
async def test_a_published_project_is_not_moved_to_another_quarter(at, stated):
    one = (await at.published(project())).whole.projects[0]
    await refused("quarters", amend(at, one.code, stated, at.people["centre"]))
    assert (await at.node.cataloguing.search.of_project(one.code)).project == one


async def test_quarters_of_two_years_joined_so_that_results_count_in_both(at):
    await at.approved(project("剪纸"), project("茶艺", year=2028))
    publishing, centre = at.node.cataloguing.publishing, at.people["centre"]
    for first, last in ((Q1, Q1 + 4), (Q1 + 3, Q1 + 4), (quarter_number(2026, 4), Q1)):
        await refused("quarters", publishing.publish(first, last, actor=centre))
        await refused("quarters", at.node.cataloguing.province.publish(first, last, actor=at.people["province"]))
    assert (await publishing.publish(Q1, Q1 + 3, actor=centre)).is_new


@pytest.mark.parametrize(
    "period",
    [
        {"starts_on": date(2020, 1, 1), "ends_on": date(2099, 12, 31)},
        {"starts_on": date(2026, 12, 31)},
        {"ends_on": date(2028, 1, 1)},
        {"starts_on": date(2027, 4, 1), "ends_on": date(2027, 5, 1)},
    ],
)
async def test_a_project_of_one_quarter_that_takes_results_of_every_year(at, period):
    with pytest.raises(DeclarationRefused) as error:
        await at.node.declaring.filing.file([project(**period)], actor=at.people["school"])
    assert error.value.facts["reason"] == "period-of-quarter"
    (filed,) = await at.node.declaring.filing.file([project()], actor=at.people["school"])
    with pytest.raises(DeclarationRefused):
        await at.node.declaring.filing.alter(filed.case.case_id, period, actor=at.people["school"])
