"""Attacks on declarations and catalogues: deciding on one's own, changing what is published, another's codes."""

import re

import msgspec
import pytest

from federation.errors import ActorRefused, CatalogueRefused, DeclarationRefused, NotHere, StepRefused, UnitRefused
from node.model.access import Actor, Duty, Role
from node.model.catalogue import CatalogueQuery
from node.model.project import SUBMITTED, Course
from node.services.cataloguing.publishing import Amendment
from node.storage.catalogue import CatalogueRepository
from samples.people import person_at
from tests.support.branches import Branches
from tests.support.catalogues import catalogue_entry, part_of, project_at
from tests.support.memory_source import MemoryLog
from tests.support.services import ACTOR, new_store
from tests.support.training import DECLARED, Q1, project, training

GROUPED_NUMBER = re.sub(r"(.{6})(.{8})(.{4})", r"\1 \2 \3", person_at(1).document_number)


@pytest.fixture
async def at(tmp_path):
    async with training(tmp_path) as made:
        yield made


async def refused(reason, work):
    with pytest.raises((ActorRefused, CatalogueRefused, DeclarationRefused)) as error:
        await work
    assert error.value.facts["reason"] == reason


async def operator(at, name, place, *duties, by=ACTOR):
    await at.node.operators.add(name, unit=await at.node.units.by_code(at.codes[place]), duties=duties, actor=by)
    return await at.node.operators.acting(name, "nobody")


async def test_review_of_ones_own_unit(at):
    review = at.node.declaring.review
    own = await operator(at, "校内审核", "school", Duty.REVIEW, Duty.DECLARATION)
    beside = await operator(at, "邻校审核", "school2", Duty.REVIEW)
    (case_id,) = await at.submitted(project())
    await refused("own-unit", review.approve([case_id], actor=own))
    with pytest.raises(NotHere):
        await review.approve([case_id], actor=beside)
    with pytest.raises(NotHere):
        await review.approve([case_id], actor=at.people["other"])
    assert (await at.node.declaring.views.find(case_id, actor=own)).case.state == SUBMITTED


async def test_a_sub_centre_that_declares_for_a_school_reviews_it_not_itself(at):
    centre, filing = at.people["centre"], at.node.declaring.filing
    (filed,) = await filing.file([project()], unit=at.codes["school"], actor=centre)
    await filing.submit([filed.case.case_id], actor=at.people["school"])
    await refused("self-review", at.node.declaring.review.approve([filed.case.case_id], actor=centre))
    alias = await operator(at, "马甲", "centre", Duty.REVIEW)
    await at.node.declaring.review.approve([filed.case.case_id], actor=alias)


async def test_an_alias_that_the_declarant_registered_reviews_not_what_they_declared(at):
    manager = await operator(at, "管理", "centre", Duty.DECLARATION, Duty.MANAGEMENT, Duty.REVIEW)
    alias = await operator(at, "马甲", "centre", Duty.REVIEW, by=manager)
    (filed,) = await at.node.declaring.filing.file([project()], unit=at.codes["school"], actor=manager)
    await at.node.declaring.filing.submit([filed.case.case_id], actor=manager)
    await refused("self-review", at.node.declaring.review.approve([filed.case.case_id], actor=alias))


async def test_the_local_administrator_neither_reviews_nor_is_reviewed(at):
    filing, review = at.node.declaring.filing, at.node.declaring.review
    (filed,) = await filing.file([project()], unit=at.codes["school"], actor=ACTOR)
    await filing.submit([filed.case.case_id], actor=ACTOR)
    another = Actor(name="另一管理员", role=Role.LOCAL_ADMINISTRATOR, branch="33")
    await refused("two-operators", review.approve([filed.case.case_id], actor=another))
    await refused("self-review", review.approve([filed.case.case_id], actor=at.people["centre"]))
    (case_id,) = await at.submitted(project("书法"))
    await refused("two-operators", review.approve([case_id], actor=another))


async def test_publishing_over_a_published_item(at):
    edition = await at.published(project())
    (line,) = edition.whole.projects
    ((case_id, school),) = [
        (one.case.case_id, at.people["school"]) for one in await at.node.declaring.views.seen_by(at.people["school"])
    ]
    with pytest.raises(StepRefused):
        await at.node.declaring.filing.alter(case_id, {"scale": 4_000}, actor=school)
    for take in (at.node.declaring.filing.recall, at.node.declaring.filing.drop, at.node.declaring.filing.submit):
        with pytest.raises(StepRefused):
            await take([case_id], actor=school)
    with pytest.raises(StepRefused):
        await at.node.declaring.review.give_back([case_id], reason="改", actor=at.people["centre"])
    # The same name for the same quarter is that project: it can't be declared a second time, larger.
    (again,) = await at.node.declaring.filing.file([project(scale=4_000)], actor=school)
    assert (again.outcome, again.project.scale) == ("locked", 40)
    publish = at.node.cataloguing.publishing.publish
    assert not (await publish(Q1, Q1, actor=at.people["centre"])).is_new
    assert (await at.node.cataloguing.search.of_project(line.code)).project == line


async def test_codes_and_publication_are_not_the_declarants_to_state(at):
    (filed,) = await at.node.declaring.filing.file([project()], actor=at.people["school"])
    for field in ("project_code", "course_codes", "publication", "declaration"):
        await refused(
            "field-unknown",
            at.node.declaring.filing.alter(filed.case.case_id, {field: "P1"}, actor=at.people["school"]),
        )
    forged = msgspec.structs.replace(project("冒用编码"), project_code="P33010227000010", course_codes=("C1",))
    (filed,) = await at.node.declaring.filing.file([forged], actor=at.people["school"])
    assert (filed.project.project_code, filed.project.course_codes) == ("", ())


@pytest.mark.parametrize("who", ["school", "other", "office"])
async def test_publishing_another_areas_catalogue(at, who):
    await at.approved(project())
    actor = at.people[who]
    if who != "other":
        actor = await operator(at, f"{who}编目", who, Duty.CATALOGUING)
    publishing = at.node.cataloguing.publishing
    if who == "office":
        # Above the area: it may.
        assert (await publishing.publish(Q1, Q1, unit=at.codes["centre"], actor=actor)).is_new
        return
    await refused("place", publishing.publish(Q1, Q1, unit=at.codes["centre"], actor=actor))
    await refused("place", publishing.amend(Q1, Q1, Amendment(reason="改"), unit=at.codes["centre"], actor=actor))
    assert (await at.node.own_log.head()).size == 0


async def test_a_unit_beside_the_sub_centre_that_publishes_for_the_county_and_takes_its_quarter(at):
    adding = {"code": "", "region": "330102", "parent": at.codes["office"], "actor": ACTOR}
    with pytest.raises(UnitRefused):
        await at.node.units.add(name="第二分部", level="branch-office", **adding)
    for name, level in (("市属成人学校", "acceptance-point"), ("第二分中心", "sub-centre")):
        at.codes[name] = (await at.node.units.add(name=name, level=level, **adding)).code
    await at.approved(project())
    publishing = at.node.cataloguing.publishing
    for name in ("市属成人学校", "第二分中心"):
        beside = await operator(at, f"{name}编目", name, Duty.CATALOGUING)
        await refused("not-an-area", publishing.publish(Q1, Q1, actor=beside))
        await refused("not-an-area", publishing.amend(Q1, Q1, Amendment(reason="改"), actor=beside))
        await refused("place", publishing.publish(Q1, Q1, unit=at.codes["centre"], actor=beside))
    published = await publishing.publish(Q1, Q1, actor=at.people["centre"])
    assert (published.is_new, published.whole.published_by) == (True, "上城分中心")


async def test_amending_a_neighbours_project_by_its_code(at):
    await at.published(project())
    await at.approved(project("书法"), school="far", by="other")
    publishing, other = at.node.cataloguing.publishing, at.people["other"]
    theirs = (await publishing.publish(Q1, Q1, actor=other)).whole.projects[0].code
    centre = at.people["centre"]
    for amendment in (
        Amendment(reason="改", corrected={theirs: {"scale": 1}}),
        Amendment(reason="改", withdrawn=frozenset((theirs,))),
    ):
        await refused("project-unknown", publishing.amend(Q1, Q1, amendment, actor=centre))
    assert (await at.node.cataloguing.search.of_project(theirs)).project.scale == 40


async def test_phone_numbers_of_a_whole_city_read_from_a_list_without_a_trace(at):
    await at.submitted(project())
    (listed,) = await at.node.declaring.views.seen_by(at.people["office"])
    for secret in (DECLARED.reporter, DECLARED.phone, DECLARED.address):
        assert secret.encode() not in listed.case.body
    assert (listed.project.declaration.reporter, listed.project.declaration.phone) == ("", "")
    shown = await at.node.declaring.views.find(listed.case.case_id, actor=at.people["office"])
    assert shown.project.declaration.phone == DECLARED.phone


@pytest.mark.parametrize(
    "stated",
    [
        {"content": "报名请打 13800000000 找王老师"},
        {"assessment": f"学员 {person_at(1).document_number} 已考"},
        {"project_name": "剪纸13912345678班"},
        {"courses": (Course(name="书法 13912345678"),)},
    ],
)
async def test_peoples_numbers_published_for_ever_in_a_catalogue(at, stated):
    await refused("personal-number", at.submitted(project(**stated)))
    edition = await at.published(project(content="报名电话 0571-85000000，2027 年共 120 人"))
    code = edition.whole.projects[0].code
    amendment = Amendment(reason="改", corrected={code: stated})
    publishing = at.node.cataloguing.publishing
    await refused("personal-number", publishing.amend(Q1, Q1, amendment, actor=at.people["centre"]))


@pytest.mark.parametrize(
    "reason",
    [
        "应学员 13800000000 要求更正",
        "电话 138 0000 0000 有误",
        "手机１３８００００００００",
        f"更正 {person_at(1).document_number} 一人所报",
        f"更正 {GROUPED_NUMBER}",
    ],
)
async def test_peoples_numbers_published_for_ever_in_an_editions_reason(at, reason):
    edition = await at.published(project())
    publishing, catalogues = at.node.cataloguing.publishing, at.node.cataloguing.province
    amendment = Amendment(reason=reason, corrected={edition.whole.projects[0].code: {"scale": 60}})
    await refused("personal-number", publishing.amend(Q1, Q1, amendment, actor=at.people["centre"]))
    await catalogues.publish(Q1, Q1, actor=at.people["province"])
    plain = msgspec.structs.replace(amendment, reason="规模有误，咨询 0571-85000000")
    assert (await publishing.amend(Q1, Q1, plain, actor=at.people["centre"])).is_new
    await refused("personal-number", catalogues.publish(Q1, Q1, reason=reason, actor=at.people["province"]))
    assert (await catalogues.publish(Q1, Q1, reason=plain.reason, actor=at.people["province"])).is_new


async def test_peoples_numbers_published_for_ever_in_names_and_categories(at):
    adding = {"code": "", "level": "acceptance-point", "region": "330102", "parent": at.codes["centre"]}
    with pytest.raises(UnitRefused) as error:
        await at.node.units.add(name="张老师13800000000成人学校", actor=ACTOR, **adding)
    assert error.value.facts["reason"] == "personal-number"
    merging = at.node.cataloguing.merging.merge
    await refused("personal-number", merging("书画", "书画 13800000000", actor=at.people["province"]))


async def test_a_peers_catalogue_that_names_our_project_codes(tmp_path):
    branches = Branches()
    async with new_store(tmp_path, branches, "33") as store:
        await store.append(catalogue_entry(part_of(project_at(1))))
        log = MemoryLog(branches, "31")
        log.append([catalogue_entry(part_of(project_at(1, name="冒用", scale=9_999), area="310101"))])
        await store.take(log, 1)
        catalogue = CatalogueRepository(store.database.read)
        code = project_at(1).code
        assert (await catalogue.find(33, [code]))[code].project == project_at(1)
        found = await catalogue.search((31, 33), CatalogueQuery(text="冒用"), limit=9)
        assert [line.log_id for line in found] == [31]


async def test_a_catalogue_search_poisoned_from_a_branch_that_comes_first(tmp_path):
    branches, ours = Branches(), part_of(project_at(1))
    poison = msgspec.structs.replace(ours, projects=(project_at(1, name="社区养老护理（冒名）", scale=9_999),))
    async with new_store(tmp_path, branches, "33") as store:
        await store.append(catalogue_entry(ours))
        log = MemoryLog(branches, "31")
        log.append([catalogue_entry(poison), catalogue_entry(msgspec.structs.replace(poison, area="33"))])
        await store.take(log, 2)
        catalogue = CatalogueRepository(store.database.read)
        for query in (CatalogueQuery(area=ours.area), CatalogueQuery(text="养老"), CatalogueQuery()):
            found = await catalogue.search((31, 33), query, limit=9)
            assert [(line.log_id, line.project) for line in found] == [(33, project_at(1))]
        assert await catalogue.editions(31) == []
