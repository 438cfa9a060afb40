"""Shows what a year's assessment counts for whom, and what of it may be published."""

from datetime import UTC, date, datetime

import pytest

from federation.errors import Malformed
from federation.model.achievement_class import AchievementClass
from federation.model.assessment import PublishedAssessment, RegionAssessment, encode_assessment, parse_assessment
from federation.model.catalogue_parts import CataloguePart, PublishedCourse, PublishedProject
from federation.model.quarters import quarter_number
from node.model.assessment import MEASURES, AssessmentCounts, Planned
from node.model.catalogue import CatalogueLine
from node.model.filed_result import FiledResult, ResultBatch
from node.model.unit import Unit
from node.services.assessment.counting import Assessing
from node.services.assessment.publishable import publishable

NOW = datetime(2027, 1, 10, tzinfo=UTC)
CENTRE = Unit(unit_id=1, code="33", name="浙江", level="provincial-centre", region="33", parent_id=None, path="1/")
OFFICE = Unit(unit_id=2, code="JX", name="嘉兴分部", level="branch-office", region="3304", parent_id=1, path="1/2/")
SUB = Unit(unit_id=3, code="NH", name="南湖分中心", level="sub-centre", region="330402", parent_id=2, path="1/2/3/")
SCHOOL = Unit(
    unit_id=4, code="S1", name="一校", level="acceptance-point", region="330402", parent_id=3, path="1/2/3/4/"
)
OTHER = Unit(unit_id=5, code="S2", name="二校", level="acceptance-point", region="330411", parent_id=2, path="1/2/5/")
UNITS = [CENTRE, OFFICE, SUB, SCHOOL, OTHER]
NAMES = {"3304": "嘉兴市", "330402": "南湖区", "330411": "秀洲区"}


def line(code: str, unit: Unit, *, year: int = 2026, scale: int = 40) -> CatalogueLine:
    quarter = quarter_number(year, 2)
    project = PublishedProject(
        code=code,
        name="茶艺入门",
        category="文化休闲生活技能培训",
        unit_code=unit.code,
        unit_name=unit.name,
        starts_on=date(year, 4, 1),
        ends_on=date(year, 6, 30),
        training_hours=1600,
        credit_hours=800,
        scale=scale,
        courses=(PublishedCourse(code=f"C{code}", name="茶艺入门", training_hours=1600, credit_hours=800),),
    )
    part = CataloguePart(
        area=unit.region[:6],
        area_name="某区",
        first_quarter=quarter,
        last_quarter=quarter,
        published_by="某分中心",
        projects=(project,),
    )
    return CatalogueLine(log_id=33, index=0, part=part, project=project)


def result(project: str, number: int, **changes: object) -> FiledResult:
    facts = {
        "achievement_class": AchievementClass.TRAINING,
        "institution": "一校",
        "project_code": project,
        "course_code": f"C{project}" if project else "",
        "run": 1,
        "document_type": 1,
        "document_number": f"N{number}",
        "name": "某某",
        "achieved_on": date(2026, 6, 1),
        "training_hours": 1600,
        **changes,
    }
    return FiledResult(**facts)


def batch(*results: FiledResult, first: int = 0, unit: Unit = SUB) -> ResultBatch:
    return ResultBatch(first_index=first, import_id="i", unit_id=unit.unit_id, filed_at=NOW, results=results)


def assessed(*batches: ResultBatch, taken_back=(), scope: Unit = CENTRE, lines=None, plans=None):
    shelf = lines if lines is not None else [line("P1", SCHOOL), line("P2", OTHER), line("P0", SCHOOL, year=2025)]
    assessing = Assessing(year=2026, units=UNITS, catalogue=shelf)
    for one in batches:
        assessing.count(one, set(taken_back))
    return assessing.figures(scope=scope, as_of=NOW, region_names=NAMES, plans=plans or {})


def of(figures, region: str) -> AssessmentCounts:
    return next(one.counts for one in figures.areas if one.region == region)


def test_a_result_counts_for_the_unit_whose_project_it_is_and_not_for_whoever_filed_it():
    figures = assessed(batch(*(result("P1", at) for at in range(12))))
    (school,) = [one for one in figures.units if one.counts.catalogue_results]
    assert (school.code, school.counts.catalogue_results, school.counts.training_hours) == ("S1", 12, 12 * 1600)
    assert [of(figures, one).catalogue_results for one in ("33", "3304", "330402", "330411")] == [12, 12, 12, 0]


def test_what_was_taken_back_does_not_count():
    figures = assessed(batch(*(result("P1", at) for at in range(5)), first=100), taken_back=(101, 104))
    assert of(figures, "33").catalogue_results == 3


def test_results_of_another_years_project_are_told_apart():
    figures = assessed(batch(result("P0", 1), result("P1", 2), result("P9", 3)))
    assert (of(figures, "33").catalogue_results, figures.unmatched) == (1, 2)


def test_dual_certificates_and_degree_results_stand_apart_from_the_catalogue():
    dual = [result("", at, achievement_class=AchievementClass.DUAL_CERTIFICATE) for at in range(3)]
    degree = [result("", at, achievement_class=AchievementClass.DEGREE_COURSE, institution="某大学") for at in range(2)]
    figures = assessed(batch(result("P1", 9), *dual, *degree))
    whole = of(figures, "33")
    assert (whole.catalogue_results, whole.dual_certificates, whole.degree_results) == (1, 3, 2)
    by_code = {one.code: one.counts for one in figures.units}
    assert by_code["S1"].dual_certificates == 3
    assert by_code["NH"].degree_results == 2, "a school that is no unit: counted where it was filed"


def test_one_dual_certificate_filed_under_two_titles_counts_once_and_at_two_institutions_or_days_twice():
    def dual(**changes):
        return result("", 1, achievement_class=AchievementClass.DUAL_CERTIFICATE, **changes)

    # A kept result has no title: these two were filed as 双证制高中 and as 成人双证制高中教育培训.
    assert of(assessed(batch(dual(), dual())), "33").dual_certificates == 1
    assert of(assessed(batch(dual(), dual(institution="二校"))), "33").dual_certificates == 2
    assert of(assessed(batch(dual(), dual(achieved_on=date(2026, 6, 2)))), "33").dual_certificates == 2
    assert of(assessed(batch(dual(), dual(), first=7), taken_back=(7,)), "33").dual_certificates == 1


def test_what_was_achieved_in_another_year_outside_the_catalogue_does_not_count():
    late = result("", 1, achievement_class=AchievementClass.DUAL_CERTIFICATE, achieved_on=date(2025, 12, 31))
    assert of(assessed(batch(late)), "33").dual_certificates == 0


def test_plan_scale_and_projects_stand_beside_the_results():
    figures = assessed(batch(result("P1", 1)), plans={SCHOOL.unit_id: Planned(projects=3, scale=120)})
    school = next(one.counts for one in figures.units if one.code == "S1")
    assert (school.planned_projects, school.planned_scale, school.projects, school.scale) == (3, 120, 1, 40)


def test_a_unit_is_shown_its_own_and_nothing_of_its_neighbours_region():
    figures = assessed(batch(result("P1", 1), result("P2", 2)), scope=SCHOOL)
    assert [one.code for one in figures.units] == ["S1"]
    assert [(one.region, one.counts.catalogue_results) for one in figures.areas] == [("330402", 1)]


def test_figures_of_areas_add_up_to_those_of_units():
    figures = assessed(batch(*(result("P1", at) for at in range(20)), *(result("P2", at) for at in range(15))))
    total = sum(one.counts.catalogue_results for one in figures.units)
    assert total == of(figures, "33").catalogue_results == 35
    assert total == of(figures, "330402").catalogue_results + of(figures, "330411").catalogue_results


def test_a_small_group_and_what_would_give_it_away_are_left_out():
    published = publishable(
        assessed(batch(*(result("P1", at) for at in range(50)), *(result("P2", at) for at in range(4))))
    )
    shown = {row.region: row.catalogue_results for row in published.rows}
    assert shown["330411"] is None
    assert shown["330402"] is None, "the city less this one would give the other away"


def published_beside_progress(*results, left_out=()):
    """The publication, and what a reader gets who takes its counts from the achievements that progress publishes."""
    exact = assessed(batch(*results))
    published = publishable(exact, left_out=left_out)
    in_all = {one.region: sum(getattr(one.counts, measure) for measure in MEASURES) for one in exact.areas}
    rests = {
        row.region: in_all[row.region] - sum(getattr(row, measure) or 0 for measure in MEASURES)
        for row in published.rows
    }
    return {row.region: row.catalogue_results for row in published.rows}, rests


def test_attack_a_small_count_of_dual_certificates_is_not_progress_less_what_was_assessed():
    dual = [result("", at, achievement_class=AchievementClass.DUAL_CERTIFICATE) for at in range(5)]
    shown, rests = published_beside_progress(*(result("P1", at) for at in range(50)), *dual)
    assert rests == {"33": 55, "3304": 55, "330402": 55, "330411": 0}
    many = [result("", at, achievement_class=AchievementClass.DUAL_CERTIFICATE) for at in range(12)]
    shown, rests = published_beside_progress(*(result("P1", at) for at in range(50)), *many)
    assert (shown["330402"], set(rests.values())) == (50, {0})


def test_attack_what_progress_leaves_out_is_not_given_away_by_another_neighbour_left_out_here():
    results = [*(result("P1", at) for at in range(50)), *(result("P2", at) for at in range(40))]
    assert published_beside_progress(*results)[0]["330411"] == 40
    shown, _ = published_beside_progress(*results, left_out=("330411", "999999"))
    assert (shown["330411"], shown["330402"]) == (None, None)


def test_many_results_of_few_people_are_a_small_group():
    few = [result("P1", at % 3) for at in range(40)]
    published = publishable(assessed(batch(*few)))
    assert {row.catalogue_results for row in published.rows if row.region in ("33", "3304", "330402")} == {None}


def test_a_second_publication_of_the_year_gives_no_small_group_away_by_its_difference():
    first = publishable(assessed(batch(*(result("P1", at) for at in range(50)))))
    later = publishable(assessed(batch(*(result("P1", at) for at in range(53)))), [first])
    assert {row.region: row.catalogue_results for row in first.rows}["33"] == 50
    assert {row.region: row.catalogue_results for row in later.rows}["33"] is None


def test_what_is_published_reads_back_the_same():
    published = publishable(assessed(batch(*(result("P1", at) for at in range(50)))))
    assert parse_assessment(encode_assessment(published)) == published


@pytest.mark.parametrize(
    "row",
    [
        {"region": "33x", "name": "浙江", "units": 1, "projects": 1},
        {"region": "33", "name": "", "units": 1, "projects": 1},
        {"region": "33", "name": "浙\n江", "units": 1, "projects": 1},
        {"region": "33", "name": "浙江", "units": -1, "projects": 1},
        {"region": "33", "name": "浙江", "units": 1, "projects": 1, "catalogue_results": -1},
    ],
)
def test_a_publication_out_of_bounds_is_refused(row):
    with pytest.raises(Malformed):
        encode_assessment(PublishedAssessment(year=2026, as_of=NOW, rows=(RegionAssessment(**row),)))
