"""同一时间在两处学习 and 一天内培训时数不可能: what a day has room for."""

from datetime import date

from adapters.screening.facts import ProjectFact
from tests.support.screened_year import neighbours, project, results_of, session
from tests.support.screening import findings_of

PLACES, HOURS = "two-places-at-once", "impossible-hours-a-day"
HERE = project("P3301852600001", "Z330185000010")
THERE = project("P3301852600002", "Z330185000020")
PEOPLE = neighbours(20)
BOTH = results_of(PEOPLE[:12], HERE) + results_of(PEOPLE[8:], THERE, first_ref=100)
MAY_1 = date(2026, 5, 1)


def day_project(code: str, unit: str = "Z330185000010", hours: int = 800, last: date = MAY_1) -> ProjectFact:
    """A project from 1 May on."""
    return project(code, unit, starts_on=MAY_1, ends_on=last, training_hours=hours)


def test_people_who_signed_at_two_schools_at_one_time_are_found_and_both_schools_asked() -> None:
    sessions = [session(HERE, PEOPLE[:12], "09:00", "11:00"), session(THERE, PEOPLE[8:], "10:00", "12:00")]
    found = findings_of(PLACES, [HERE, THERE], BOTH, sessions)
    assert [finding.unit_code for finding in found] == ["Z330185000010", "Z330185000020"]
    assert {finding.refs for finding in found} == {(8, 9, 10, 11, 100, 101, 102, 103)}
    assert found[0].related[0].project_code == THERE.project_code
    assert found[0].measured == "4人在两期培训中签到时间重叠"
    assert "2026-05-09" in found[0].evidence[0]
    assert "09:00—11:00" in found[0].evidence[0]


def test_one_class_after_the_other_is_no_clash_even_if_the_first_ran_over() -> None:
    for end in ("10:00", "10:10"):
        sessions = [session(HERE, PEOPLE, "08:00", end), session(THERE, PEOPLE, "10:00", "12:00")]
        assert findings_of(PLACES, [HERE, THERE], BOTH, sessions) == []


def test_a_lesson_held_jointly_for_two_runs_of_a_school_is_one_lesson() -> None:
    results = results_of(PEOPLE, HERE) + results_of(PEOPLE, HERE, first_ref=100, run=2)
    sessions = [session(HERE, PEOPLE, "08:00", "10:00", run) for run in (1, 2)]
    assert findings_of(PLACES, [HERE], results, sessions) == []
    elsewhere = [sessions[0], session(HERE, PEOPLE, "08:00", "10:00", 2, place="文化礼堂")]
    assert findings_of(PLACES, [HERE], results, elsewhere)[0].ref_count == 40


def test_a_shorter_overlap_counts_if_the_data_say_so() -> None:
    sessions = [session(HERE, PEOPLE, "08:00", "10:10"), session(THERE, PEOPLE, "10:00", "12:00")]
    assert len(findings_of(PLACES, [HERE, THERE], BOTH, sessions, overlap_minutes=5)) == 2


def test_without_sign_in_sheets_two_full_days_at_two_schools_on_one_date_are_a_hint() -> None:
    projects = [day_project("P3301852600003"), day_project("P3301852600004", "Z330185000020")]
    results = results_of(PEOPLE[:1], projects[0], achieved_on=MAY_1)
    results += results_of(PEOPLE[:1], projects[1], first_ref=100, achieved_on=MAY_1)
    found = findings_of(PLACES, projects, results)
    assert [(finding.unit_code, finding.refs, finding.severity) for finding in found] == [
        ("Z330185000010", (0, 100), "hint"),
        ("Z330185000020", (0, 100), "hint"),
    ]


def test_two_half_days_on_one_date_fit() -> None:
    projects = [day_project("P3301852600003", hours=400), day_project("P3301852600004", "Z330185000020", hours=400)]
    results = results_of(PEOPLE, projects[0], achieved_on=MAY_1)
    results += results_of(PEOPLE, projects[1], first_ref=100, achieved_on=MAY_1)
    assert findings_of(PLACES, projects, results) == []


def test_two_long_courses_of_one_school_that_end_on_the_same_day_fit() -> None:
    other = project("P3301852600005", HERE.unit_code, training_hours=4000)
    results = results_of(PEOPLE, HERE) + results_of(PEOPLE, other, first_ref=100)
    assert findings_of(PLACES, [HERE, other], results) == []


def test_where_everything_ends_on_one_day_a_common_date_says_nothing() -> None:
    projects = [project(f"P330185260001{at:02d}", f"Z3301850000{at:02d}", training_hours=4000) for at in range(24)]
    results = [one for at, taught in enumerate(projects) for one in results_of(PEOPLE[:1], taught, first_ref=at)]
    for code in (PLACES, HOURS):
        assert findings_of(code, projects, results) == []
        assert len(findings_of(code, projects, results, customary_percent=100)) == 24


def test_fourteen_hours_signed_on_one_day_are_found() -> None:
    sessions = [session(HERE, PEOPLE[:3], "07:00", "14:00"), session(HERE, PEOPLE[:3], "14:30", "21:30")]
    (finding,) = findings_of(HOURS, [HERE], BOTH[:12], sessions)
    assert (finding.refs, finding.measured) == ((0, 1, 2), "3人，最多14小时")
    assert finding.evidence[1] == "2026-05-09：签到合计14小时"


def test_a_full_day_and_an_evening_class_fit() -> None:
    sessions = [session(HERE, PEOPLE, "08:30", "16:30"), session(THERE, PEOPLE, "18:30", "20:30")]
    assert findings_of(HOURS, [HERE, THERE], BOTH, sessions) == []


def test_overlapping_sessions_are_not_counted_twice_as_hours() -> None:
    sessions = [session(HERE, PEOPLE, "08:00", "15:00"), session(THERE, PEOPLE, "09:00", "15:00")]
    assert findings_of(HOURS, [HERE, THERE], BOTH, sessions) == []


def test_a_hundred_hours_in_three_days_are_found() -> None:
    crammed = day_project("P3301852600003", hours=10_000, last=date(2026, 5, 3))
    (finding,) = findings_of(HOURS, [crammed], results_of(PEOPLE, crammed, achieved_on=date(2026, 5, 3)))
    assert finding.ref_count == 20
    assert "2026-05-01至2026-05-03（3天）：同一人的培训时数合计100小时" in finding.evidence[1]


def test_courses_that_each_fit_are_found_where_they_dont_fit_together() -> None:
    projects = [day_project(f"P330185260001{at}", hours=2400, last=date(2026, 5, 3)) for at in range(2)]
    results = [
        one
        for at, crammed in enumerate(projects)
        for one in results_of(PEOPLE[:1], crammed, first_ref=100 * at, achieved_on=date(2026, 5, 3))
    ]
    (finding,) = findings_of(HOURS, projects, results)
    assert finding.refs == (0, 100)
    assert findings_of(HOURS, projects, results, stated_hours_a_day=16, hours_dated_one_day=48) == []


def test_twelve_lessons_in_a_day_fit_since_a_lesson_may_be_45_minutes() -> None:
    lessons = day_project("P3301852600003", hours=1200)
    assert findings_of(HOURS, [lessons], results_of(PEOPLE, lessons, achieved_on=MAY_1)) == []
