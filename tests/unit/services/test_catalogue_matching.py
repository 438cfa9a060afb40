"""Shows that results are filed against the catalogue as it is published, and against nothing else."""

from datetime import date

import pytest

from adapters.base import AchievementDraft, RowRef
from federation.model.catalogue_parts import CataloguePart, PublishedCourse, PublishedProject
from node.model.catalogue import CatalogueLine
from node.model.unit import Unit
from node.services.filing.catalogue_matching import CatalogueMatching
from node.services.filing.filing_place import ANYWHERE, FilingPlace
from samples.people import person_at
from tests.support.services import document_of

LOG_ID = 33
SCHOOL = Unit(
    unit_id=9,
    code="Z33040200019",
    name="某镇成人学校",
    level="acceptance-point",
    region="330402",
    parent_id=4,
    path="1/4/9/",
)
NEIGHBOUR = Unit(
    unit_id=10,
    code="Z3304020002X",
    name="邻镇成人学校",
    level="acceptance-point",
    region="330402",
    parent_id=4,
    path="1/4/10/",
)
COURSES = (
    PublishedCourse(code="C330402260000101A", name="茶艺入门", training_hours=1600, credit_hours=800),
    PublishedCourse(code="C330402260000102B", name="茶艺进阶", training_hours=2400, credit_hours=1200),
)


def project(code: str = "P33040226000011", unit: Unit = SCHOOL, **changes: object) -> PublishedProject:
    facts = {
        "code": code,
        "name": "茶艺入门",
        "category": "文化休闲生活技能培训",
        "unit_code": unit.code,
        "unit_name": unit.name,
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2026, 6, 30),
        "training_hours": 4000,
        "credit_hours": 2000,
        "courses": COURSES,
        **changes,
    }
    return PublishedProject(**facts)


def line_of(one: PublishedProject) -> CatalogueLine:
    part = CataloguePart(
        area="330402",
        area_name="南湖区",
        first_quarter=2026 * 4 + 1,
        last_quarter=2026 * 4 + 1,
        published_by="某区分中心",
        projects=(one,),
    )
    return CatalogueLine(log_id=LOG_ID, index=0, part=part, project=one)


class Shelf:
    """A catalogue in memory that counts how often it is asked."""

    def __init__(self, *projects: PublishedProject) -> None:
        self.projects = {one.code: one for one in projects}
        self.asked = 0

    async def find(self, log_id, project_codes):
        assert log_id == LOG_ID
        self.asked += 1
        return {code: line_of(self.projects[code]) for code in project_codes if code in self.projects}

    async def of_units(self, log_id, unit_codes, limit):
        return [line_of(one) for one in self.projects.values() if one.unit_code in unit_codes][:limit]

    async def search(self, log_ids, query, *, limit, offset=0):
        return [line_of(one) for one in self.projects.values() if one.code[1:].startswith(query.area)][:limit]


def draft(
    project_code: str = "P33040226000011", course_code: str = COURSES[0].code, **changes: object
) -> AchievementDraft:
    person = person_at(3)
    document = document_of(person)
    facts = {
        "ref": RowRef(sheet="成果", row=5),
        "member_user_number": None,
        "document_number": document.number,
        "candidate_documents": (document,),
        "institution_name": "",
        "title": "",
        "achieved_on": date(2026, 5, 20),
        "learner_name": person.name,
        "document_type": document.type,
        "project_code": project_code,
        "course_code": course_code,
        **changes,
    }
    return AchievementDraft(**facts)


def of_school() -> FilingPlace:
    return FilingPlace.of_unit(SCHOOL, [SCHOOL, NEIGHBOUR], is_bound=True)


async def refusal(one: AchievementDraft, *projects: PublishedProject) -> tuple[str, str, str]:
    matched, issues = await CatalogueMatching(Shelf(*projects), LOG_ID, of_school()).match([one])
    assert matched == []
    (found,) = issues
    return found.column, found.code, found.message


async def test_what_the_catalogue_says_completes_a_row():
    (matched,), issues = await CatalogueMatching(Shelf(project()), LOG_ID, of_school()).match([draft()])
    assert issues == []
    assert (matched.institution_name, matched.title, matched.category) == (
        SCHOOL.name,
        "茶艺入门",
        "文化休闲生活技能培训",
    )
    assert (matched.training_hours, matched.credit_hours) == (1600, 800)


async def test_a_course_of_another_name_than_its_project_is_named_too():
    (matched,), _ = await CatalogueMatching(Shelf(project()), LOG_ID, of_school()).match(
        [draft(course_code=COURSES[1].code)]
    )
    assert matched.title == "茶艺入门·茶艺进阶"


async def test_a_row_may_state_fewer_hours_but_not_more():
    fewer = draft(training_hours=800, credit_hours=0)
    (matched,), _ = await CatalogueMatching(Shelf(project()), LOG_ID, of_school()).match([fewer])
    assert (matched.training_hours, matched.credit_hours) == (800, 0)
    assert (await refusal(draft(training_hours=1601), project()))[:2] == ("培训时数", "hours-exceed-catalogue")
    assert (await refusal(draft(credit_hours=801), project()))[:2] == ("学时数", "hours-exceed-catalogue")


async def test_what_is_not_published_is_refused_with_the_nearest_entries():
    column, code, message = await refusal(draft(project_code="P33040226000012"), project())
    assert (column, code) == ("项目编码", "project-unknown")
    assert "P33040226000011" in message
    assert COURSES[0].code in message


async def test_suggestions_name_own_projects_alone():
    others = project(code="P33040226000013", unit=NEIGHBOUR)
    _, _, message = await refusal(draft(project_code="P33040226000012"), others)
    assert others.code not in message


async def test_a_course_of_another_project_is_refused_with_those_of_its_own():
    column, code, message = await refusal(draft(course_code="C330402260000901Z"), project())
    assert (column, code) == ("课程编码", "course-unknown")
    assert COURSES[1].code in message


async def test_the_project_of_another_unit_is_refused():
    assert (await refusal(draft(), project(unit=NEIGHBOUR)))[1] == "project-not-yours"


async def test_the_provincial_centre_files_for_every_unit():
    matched, issues = await CatalogueMatching(Shelf(project(unit=NEIGHBOUR)), LOG_ID, ANYWHERE).match([draft()])
    assert (len(matched), issues) == (1, [])


@pytest.mark.parametrize("day", [date(2026, 3, 31), date(2026, 7, 1)])
async def test_a_result_from_outside_the_projects_period_is_refused(day):
    assert (await refusal(draft(achieved_on=day), project()))[:2] == ("取得时间", "outside-period")


@pytest.mark.parametrize("day", [date(2026, 4, 1), date(2026, 6, 30)])
async def test_both_ends_of_the_period_belong_to_it(day):
    _, issues = await CatalogueMatching(Shelf(project()), LOG_ID, of_school()).match([draft(achieved_on=day)])
    assert issues == []


async def test_a_row_of_a_template_without_catalogue_passes_as_it_is():
    one = draft(project_code="", course_code="", institution_name="某学院", title="剪纸")
    shelf = Shelf()
    matched, issues = await CatalogueMatching(shelf, LOG_ID, of_school()).match([one])
    assert (matched, issues, shelf.asked) == ([one], [], 0)


async def test_a_file_of_thousands_of_rows_asks_once_for_each_project():
    shelf = Shelf(project())
    matching = CatalogueMatching(shelf, LOG_ID, of_school())
    for _ in range(3):
        await matching.match([draft() for _ in range(100)])
    assert shelf.asked == 1


async def test_a_file_of_nonsense_looks_for_near_entries_a_bounded_number_of_times():
    matching = CatalogueMatching(Shelf(project()), LOG_ID, of_school())
    rows = [draft(project_code=f"P3304022600001{number}") for number in range(1000, 1500)]
    _, issues = await matching.match(rows)
    assert len(issues) == 500
    assert sum("相近" in one.message for one in issues) == 200


class Runs:
    """Registered runs in memory; counts how often they are asked for."""

    def __init__(self, **numbers):
        self.numbers_of = {code: frozenset(runs) for code, runs in numbers.items()}
        self.asked = []

    async def numbers(self, project_codes):
        self.asked.append(list(project_codes))
        return {code: self.numbers_of[code] for code in project_codes if code in self.numbers_of}


async def test_a_row_that_names_a_run_names_one_that_is_registered():
    runs = Runs(P33040226000011={1, 2})
    matching = CatalogueMatching(Shelf(project()), LOG_ID, of_school(), runs)
    matched, issues = await matching.match([draft(run=number) for number in (0, 1, 2, 3)])
    assert [one.run for one in matched] == [0, 1, 2]
    assert [(one.column, one.code) for one in issues] == [("期次", "run-unknown")]
    await matching.match([draft(run=9), draft()])
    assert runs.asked == [["P33040226000011"]]


async def test_a_run_of_a_project_without_runs_is_unknown_and_rows_without_runs_ask_for_none():
    runs = Runs()
    matching = CatalogueMatching(Shelf(project()), LOG_ID, of_school(), runs)
    assert (await matching.match([draft()]))[1] == []
    assert runs.asked == []
    assert [one.code for one in (await matching.match([draft(run=1)]))[1]] == ["run-unknown"]
