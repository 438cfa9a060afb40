"""超出申报规模 and 年龄与培训对象不符: what a project declared against who came."""

from datetime import date

import msgspec

from tests.support.screened_year import neighbours, project, results_of
from tests.support.screening import findings_of

SCALE, AGES = "scale-exceeded", "age-outside-target-group"


def test_twice_as_many_learners_as_declared_are_found_and_those_beyond_the_scale_are_pointed_at() -> None:
    declared = project(scale=30)
    (finding,) = findings_of(SCALE, [declared], results_of(neighbours(60), declared))
    assert (finding.unit_code, finding.project_code, finding.run) == (declared.unit_code, declared.project_code, 1)
    assert finding.measured == "申报30人，存入60人，超出100%"
    assert finding.refs == tuple(range(30, 60))
    assert "第31人起共30人超出申报规模" in finding.evidence[2]


def test_a_few_who_came_along_are_no_excess() -> None:
    declared = project(scale=30)
    assert findings_of(SCALE, [declared], results_of(neighbours(36), declared)) == []


def test_three_courses_of_one_person_count_as_one_person() -> None:
    declared = project(scale=30)
    people = neighbours(30)
    results = [
        one
        for course in range(3)
        for one in results_of(people, declared, first_ref=100 * course, course_code=f"C330185260000{course}")
    ]
    assert findings_of(SCALE, [declared], results) == []


def test_the_runs_of_a_project_count_together() -> None:
    declared = project(scale=30)
    people = neighbours(60)
    results = results_of(people[:30], declared) + results_of(people[30:], declared, first_ref=30, run=2)
    (finding,) = findings_of(SCALE, [declared], results)
    assert (finding.run, finding.ref_count) == (0, 30)
    assert [key.run for key in finding.related] == [1, 2]


def test_where_most_declare_a_scale_for_each_run_only_runs_are_held_against_it() -> None:
    projects = [project(f"P330185260{number:04d}", scale=10) for number in range(25)]
    results = [
        one
        for number, declared in enumerate(projects)
        for run in (1, 2)
        for one in results_of(
            neighbours(10, seed=2 * number + run), declared, first_ref=100 * number + 10 * run, run=run
        )
    ]
    assert findings_of(SCALE, projects, results) == []
    assert len(findings_of(SCALE, projects, results, customary_percent=100)) == 25


def test_another_tolerance_in_the_data_finds_what_the_old_one_let_pass() -> None:
    declared = project(scale=30)
    (finding,) = findings_of(SCALE, [declared], results_of(neighbours(36), declared), over_percent=10)
    assert "10%" in finding.threshold


def test_an_old_peoples_class_of_twenty_year_olds_is_found() -> None:
    old = project(target_groups=("老年群体",), category="老年教育培训")
    (finding,) = findings_of(AGES, [old], results_of(neighbours(20, (19, 24)), old))
    assert finding.ref_count == 20
    assert finding.measured == "20人年龄不符，占100.0%"
    assert "老年群体" in finding.evidence[0]
    assert "20岁" in finding.evidence[1]


def test_one_twenty_year_old_among_the_old_is_pointed_at_alone() -> None:
    old = project(target_groups=("老年群体",))
    results = results_of(neighbours(19, (60, 80)) + neighbours(1, (20, 21)), old)
    (finding,) = findings_of(AGES, [old], results)
    assert (finding.refs, finding.severity) == ((19,), "notable")


def test_carers_in_their_forties_sit_in_among_the_old_unremarked() -> None:
    old = project(target_groups=("老年群体",))
    assert findings_of(AGES, [old], results_of(neighbours(17, (60, 80)) + neighbours(3, (43, 48)), old)) == []


def test_groups_are_taken_together_and_a_group_of_the_units_own_wording_is_for_everybody() -> None:
    young = neighbours(20, (20, 30))
    for groups in (("老年群体", "企业职工"), ("老年群体", "全体居民"), ("残障人员",)):
        mixed = project(target_groups=groups)
        assert findings_of(AGES, [mixed], results_of(young, mixed)) == []


def test_without_a_group_the_category_speaks() -> None:
    for category, count in (("老年教育培训", 1), ("文化休闲生活技能培训", 0)):
        silent = project(category=category)
        assert len(findings_of(AGES, [silent], results_of(neighbours(20, (20, 30)), silent))) == count


def test_pensioners_in_a_pupils_class_and_children_among_workers_are_found() -> None:
    for groups, ages in ((("在校学生",), (60, 70)), (("企业职工",), (8, 12)), (("退役士兵",), (70, 80))):
        declared = project(target_groups=groups)
        assert findings_of(AGES, [declared], results_of(neighbours(20, ages), declared))[0].ref_count == 20


def test_the_age_is_that_of_the_day_of_finishing() -> None:
    retired = project(target_groups=("企退人员",))
    results = results_of(neighbours(20, (46, 47)), retired)
    assert findings_of(AGES, [retired], results) == []
    early = [msgspec.structs.replace(one, achieved_on=date(2016, 5, 1)) for one in results]
    assert findings_of(AGES, [retired], early)[0].ref_count == 20


def test_where_single_outliers_are_usual_only_whole_classes_are_found() -> None:
    projects = [project(f"P330185260{number:04d}", target_groups=("老年群体",)) for number in range(25)]
    results = [
        one
        for number, old in enumerate(projects)
        for one in results_of(
            neighbours(18, (60, 80), seed=number) + neighbours(2, (20, 21), seed=number), old, first_ref=100 * number
        )
    ]
    assert findings_of(AGES, projects, results) == []
    assert len(findings_of(AGES, projects, results, customary_percent=50)) == 25
