"""Shows how catalogues are published and superseded: codes, quarters, reasons, and one unit of work for all of it."""

import pytest

from federation.clock import SteeredClock
from federation.errors import ActorRefused, CatalogueRefused, NotHere
from node.model.catalogue import CatalogueQuery
from node.model.project import PUBLISHED, WITHDRAWN, Course
from node.services.cataloguing.publishing import Amendment
from tests.support.branches import START
from tests.support.services import ACTOR, opened
from tests.support.training import COUNTY, OTHER_COUNTY, Q1, project, training
from tests.support.units import with_counties


@pytest.fixture
async def at(tmp_path):
    async with training(tmp_path) as made:
        yield made


async def refused(reason, work):
    with pytest.raises((CatalogueRefused, ActorRefused)) as error:
        await work
    assert error.value.facts["reason"] == reason


async def size(at):
    return (await at.node.own_log.head()).size


async def test_approved_projects_get_codes_and_stand_in_the_catalogue_as_declared(at):
    edition = await at.published(project("剪纸"), project("茶艺", courses=()))
    assert (edition.is_new, edition.whole.edition, edition.whole.reason, edition.indexes) == (True, 1, "", (0,))
    one, other = edition.whole.projects
    assert (one.code[:14], other.code[:14]) == (f"P{COUNTY}2700001", f"P{COUNTY}2700002")
    assert (one.category, one.category_is_new, one.unit_code) == ("老年教育培训", False, at.codes["school"])
    assert [(course.name, course.training_hours, course.credit_hours) for course in one.courses] == [
        ("护理基础", 800, 1600),
        ("急救常识", 800, 1600),
    ]
    assert [course.name for course in other.courses] == ["茶艺"]
    assert one.courses[0].code[1:14] == one.code[1:14]
    found = await at.node.cataloguing.search.of_project(one.code)
    assert found.project == one
    (listed,) = [seen for seen in await cases(at) if seen.project.project_name == one.name]
    shown = await at.node.declaring.views.find(listed.case.case_id, actor=at.people["centre"])
    assert (shown.case.state, shown.project.project_code, shown.steps[-1].step) == (PUBLISHED, one.code, "publish")


async def cases(at):
    return await at.node.declaring.views.seen_by(ACTOR)


async def test_publishing_twice_says_nothing_new_and_what_is_approved_later_needs_an_edition(at):
    first = await at.published(project("剪纸"))
    publish, centre = at.node.cataloguing.publishing.publish, at.people["centre"]
    again = await publish(Q1, Q1, actor=centre)
    assert (again.is_new, again.indexes, again.whole) == (False, first.indexes, first.whole)
    await at.approved(project("茶艺"))
    await refused("published-already", publish(Q1, Q1, actor=centre))
    assert await size(at) == 1
    amend = at.node.cataloguing.publishing.amend
    await refused("reason-missing", amend(Q1, Q1, Amendment(reason=" "), actor=centre))
    second = await amend(Q1, Q1, Amendment(reason="增加项目"), actor=centre)
    assert (second.whole.edition, second.whole.reason, len(second.whole.projects)) == (2, "增加项目", 2)
    assert second.whole.projects[0] == first.whole.projects[0]
    unchanged = await amend(Q1, Q1, Amendment(reason="再次"), actor=centre)
    assert (unchanged.is_new, unchanged.whole.edition) == (False, 2)
    assert await size(at) == 2


async def test_a_correction_keeps_the_codes_and_a_course_left_out_leaves_its_code_to_nobody(at):
    first = await at.published(project("剪纸"), project("茶艺"))
    one, other = first.whole.projects
    amend, centre = at.node.cataloguing.publishing.amend, at.people["centre"]
    courses = (Course(name="急救常识", training_hours=900), Course(name="心理疏导"))
    stated = {one.code: {"scale": 60, "courses": courses}}
    second = await amend(Q1, Q1, Amendment(reason="更正规模", corrected=stated), actor=centre)
    changed = second.whole.projects[0]
    assert (changed.code, changed.scale) == (one.code, 60)
    assert changed.courses[0].code == one.courses[1].code
    assert changed.courses[1].code not in {course.code for course in one.courses}
    assert second.whole.projects[1] == other
    back = {one.code: {"courses": (Course(name="护理基础"),)}}
    third = await amend(Q1, Q1, Amendment(reason="恢复课程", corrected=back), actor=centre)
    ever = {course.code for edition in (first, second) for course in edition.whole.projects[0].courses}
    assert {course.code for course in third.whole.projects[0].courses}.isdisjoint(ever)


async def test_a_withdrawn_project_is_in_no_later_edition_and_its_code_is_given_to_nobody_else(at):
    first = await at.published(project("剪纸"), project("茶艺"))
    one, other = first.whole.projects
    await at.approved(project("书法"))
    amend, centre = at.node.cataloguing.publishing.amend, at.people["centre"]
    gone = Amendment(reason="取消", withdrawn=frozenset((one.code,)))
    second = await amend(Q1, Q1, gone, actor=centre)
    assert [line.name for line in second.whole.projects] == ["茶艺", "书法"]
    assert one.code not in {line.code for line in second.whole.projects}
    states = {listed.project.project_name: listed.case.state for listed in await cases(at)}
    assert states == {"剪纸": WITHDRAWN, "茶艺": PUBLISHED, "书法": PUBLISHED}
    with pytest.raises(NotHere):
        await at.node.cataloguing.search.of_project(one.code)
    await refused("project-unknown", amend(Q1, Q1, gone, actor=centre))
    both = Amendment(reason="矛盾", withdrawn=frozenset((other.code,)), corrected={other.code: {"scale": 1}})
    await refused("withdrawn-and-corrected", amend(Q1, Q1, both, actor=centre))
    empty = Amendment(reason="内容不全", corrected={other.code: {"assessment": ""}})
    await refused("incomplete", amend(Q1, Q1, empty, actor=centre))
    earlier = await at.node.cataloguing.search.edition(COUNTY, Q1, Q1, number=1)
    assert earlier.whole == first.whole


async def test_quarters_can_be_joined_and_then_belong_to_no_other_catalogue(at):
    edition = await at.published(project("剪纸"), project("茶艺", quarter=2), project("书法", quarter=3), last=Q1 + 1)
    assert [line.name for line in edition.whole.projects] == ["剪纸", "茶艺"]
    publish, centre = at.node.cataloguing.publishing.publish, at.people["centre"]
    for first, last in ((Q1, Q1), (Q1 + 1, Q1 + 1), (Q1 + 1, Q1 + 2)):
        await refused("quarters-overlap", publish(first, last, actor=centre))
    await refused("quarters", publish(Q1 + 2, Q1 + 1, actor=centre))
    await refused("quarters", publish(Q1 + 2, Q1 + 6, actor=centre))
    third = await publish(Q1 + 2, Q1 + 2, actor=centre)
    assert [line.name for line in third.whole.projects] == ["书法"]


async def test_without_approved_projects_there_is_nothing_to_publish_or_amend(at):
    publishing, centre = at.node.cataloguing.publishing, at.people["centre"]
    await at.submitted(project())
    await refused("nothing-approved", publishing.publish(Q1, Q1, actor=centre))
    await refused("not-published", publishing.amend(Q1, Q1, Amendment(reason="更正"), actor=centre))
    assert await size(at) == 0


async def test_a_large_edition_stands_in_several_entries_and_is_read_as_one(at):
    many = [project(f"项目{number}", content="讲" * 500) for number in range(60)]
    edition = await at.published(*many)
    assert len(edition.indexes) > 1
    read = await at.node.cataloguing.search.edition(COUNTY, Q1, Q1)
    assert read.whole == edition.whole
    assert len({line.code for line in read.whole.projects}) == 60


async def test_a_units_own_category_is_marked_and_merged_only_in_later_catalogues(at):
    own = {"category": "茶文化培训", "category_is_new": True}
    first = await at.published(project("茶艺", **own))
    assert [(line.category, line.category_is_new) for line in first.whole.projects] == [("茶文化培训", True)]
    merge = at.node.cataloguing.merging.merge
    await refused("centre-only", merge("茶文化培训", "18", actor=at.people["centre"]))
    await refused("category", merge("茶文化培训", " 茶文化培训", actor=at.people["province"]))
    await merge("茶文化培训", "18", actor=at.people["province"])
    await at.approved(project("茶道", **own, quarter=2), project("茶席", **own))
    publishing, centre = at.node.cataloguing.publishing, at.people["centre"]
    later = await publishing.publish(Q1 + 1, Q1 + 1, actor=centre)
    assert [(line.category, line.category_is_new) for line in later.whole.projects] == [
        ("传统文化（国学）教育培训", False)
    ]
    amended = await publishing.amend(Q1, Q1, Amendment(reason="增加项目"), actor=centre)
    assert [line.category for line in amended.whole.projects] == ["茶文化培训", "传统文化（国学）教育培训"]


async def test_the_provinces_catalogue_puts_its_counties_together_and_follows_their_editions(at):
    province, centre = at.node.cataloguing.province, at.people["province"]
    await refused("no-county-catalogues", province.publish(Q1, Q1, actor=centre))
    await at.published(project("剪纸"))
    await at.approved(project("书法"), school="far", by="other")
    await at.node.cataloguing.publishing.publish(Q1, Q1, actor=at.people["other"])
    whole = await province.publish(Q1, Q1, actor=centre)
    assert [(one.area, one.edition, one.projects) for one in whole.whole.includes] == [
        (COUNTY, 1, 1),
        (OTHER_COUNTY, 1, 1),
    ]
    assert not (await province.publish(Q1, Q1, actor=centre)).is_new
    await at.approved(project("茶艺"))
    await at.node.cataloguing.publishing.amend(Q1, Q1, Amendment(reason="增加"), actor=at.people["centre"])
    await refused("reason-missing", province.publish(Q1, Q1, actor=centre))
    second = await province.publish(Q1, Q1, reason="上城区更新", actor=centre)
    assert [(one.area, one.edition) for one in second.whole.includes] == [(COUNTY, 2), (OTHER_COUNTY, 1)]
    await refused("quarters-overlap", province.publish(Q1, Q1 + 1, actor=centre))
    await refused("centre-only", province.publish(Q1, Q1, actor=at.people["centre"]))


async def test_catalogues_are_searched_with_the_freshness_of_each_branch(at):
    await at.published(project("剪纸"), project("茶艺"))
    answer = await at.node.cataloguing.search.search(CatalogueQuery(text="茶"))
    assert [line.project.name for line in answer.lines] == ["茶艺"]
    assert [one.branch for one in answer.freshness] == ["33"]
    some = await at.node.cataloguing.search.search(CatalogueQuery(area="33"), limit=1)
    assert (len(some.lines), some.has_more) == (1, True)


async def test_a_branch_without_a_scheme_of_codes_publishes_no_catalogue(tmp_path):
    async with opened(tmp_path / "32", SteeredClock(START)) as node:
        await with_counties(node)
        await refused("no-scheme", node.cataloguing.publishing.publish(Q1, Q1, unit="X1", actor=ACTOR))
