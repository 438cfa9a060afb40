"""截止日前突击存入: a unit against itself and against all others."""

from datetime import UTC, date, datetime, timedelta

import msgspec

from adapters.screening.facts import ProjectFact, ResultFact
from tests.support.screened_year import neighbours, project, results_of
from tests.support.screening import findings_of

BURST = "burst-before-deadline"
PEOPLE = neighbours(20)


def school(number: int, filed: list[date]) -> tuple[list[ProjectFact], list[ResultFact]]:
    """A unit with a project of 20 results for each day given, filed at nine in the morning there."""
    unit = f"Z33018500{number:03d}0"
    projects = [project(f"P33018526{number:03d}{at:02d}", unit) for at in range(len(filed))]
    results = [
        one
        for at, (taught, day) in enumerate(zip(projects, filed, strict=True))
        for one in results_of(
            PEOPLE,
            taught,
            first_ref=number * 1000 + at * 20,
            filed_at=datetime(day.year, day.month, day.day, 1, tzinfo=UTC),
        )
    ]
    return projects, results


def found(*schools: list[date], **thresholds: object) -> list[tuple[str, int]]:
    made = [school(number, filed) for number, filed in enumerate(schools)]
    findings = findings_of(
        BURST,
        [one for projects, _ in made for one in projects],
        [one for _, results in made for one in results],
        **thresholds,
    )
    return [(finding.unit_code, finding.ref_count) for finding in findings]


ALL_YEAR = [date(2026, 1, 20) + timedelta(days=33 * at) for at in range(10)]
QUARTER_ENDS = [date(2026, 3, 30), date(2026, 6, 29), date(2026, 9, 28), date(2026, 12, 30)]
IN_THE_LAST_DAYS = [date(2026, 5, 4), *(date(2026, 12, 28) + timedelta(days=at % 4) for at in range(7))]


def test_a_unit_that_files_nearly_everything_in_the_last_days_of_the_year_is_found() -> None:
    assert found(IN_THE_LAST_DAYS, *[ALL_YEAR] * 5) == [("Z330185000000", 140)]


def test_the_evidence_says_how_the_unit_and_the_others_filed() -> None:
    projects, results = school(0, IN_THE_LAST_DAYS)
    others_projects, others = school(1, ALL_YEAR)
    (finding,) = findings_of(BURST, projects + others_projects, results + others)
    assert "本单位共存入160条，其中2026-12-31前5天存入140条，涉及7期" in finding.evidence
    assert "其他单位同期存入的占0.0%" in finding.evidence
    assert "2026-12-28存入40条" in finding.evidence


def test_a_unit_that_files_at_the_end_of_each_quarter_is_honest() -> None:
    assert found(QUARTER_ENDS * 3, *[ALL_YEAR] * 5) == []


def test_a_unit_that_files_a_quarters_results_at_its_end_is_honest_though_it_has_no_others() -> None:
    assert found([date(2026, 6, 28)] * 5, *[ALL_YEAR] * 5) == []


def test_classes_said_to_have_been_held_in_the_very_last_days_are_found() -> None:
    projects, results = school(0, [date(2026, 5, 20), *[date(2026, 6, 28)] * 5])
    rushed = [results[0], *(msgspec.structs.replace(one, achieved_on=date(2026, 6, 27)) for one in results[20:])]
    others_projects, others = school(1, ALL_YEAR)
    (finding,) = findings_of(BURST, projects + others_projects, rushed + others)
    assert finding.ref_count == 100


def test_where_everybody_files_in_the_last_days_nobody_stands_out() -> None:
    assert found(*[IN_THE_LAST_DAYS] * 6) == []


def test_a_small_unit_with_two_runs_at_the_end_of_the_year_is_honest() -> None:
    assert found([date(2026, 12, 29), date(2026, 12, 30)], *[ALL_YEAR] * 5) == []


def test_the_day_is_that_of_the_province_not_of_greenwich() -> None:
    projects, results = school(0, [date(2026, 12, 31)] * 5)
    others_projects, others = school(1, ALL_YEAR)
    moved = [
        *results_of(PEOPLE, projects[0], 9000, run=2, filed_at=datetime(2026, 12, 31, 15, 59, tzinfo=UTC)),
        *results_of(PEOPLE, projects[0], 9100, run=3, filed_at=datetime(2026, 12, 31, 16, 0, tzinfo=UTC)),
    ]
    (finding,) = findings_of(BURST, projects + others_projects, results + others + moved)
    assert finding.ref_count == 120


def test_days_and_share_are_data() -> None:
    half = [date(2026, 12, 20 + at) for at in range(5)] + ALL_YEAR[:4]
    assert found(half, *[ALL_YEAR] * 5) == []
    assert found(half, *[ALL_YEAR] * 5, last_days=14) == [("Z330185000000", 100)]


LAST = datetime(2026, 12, 31, tzinfo=UTC)


def filed_late(*starts: datetime, seconds: int = 0, people: int = 20) -> list[tuple[str, int]]:
    """One school with a class all year round and one filed at each moment, row after row so many seconds apart."""
    names = neighbours(people)
    projects, results = school(0, ALL_YEAR)
    others_projects, others = school(1, ALL_YEAR)
    for at, start in enumerate(starts):
        late = project(f"P330185269{at:04d}", "Z330185000000")
        projects.append(late)
        rows = results_of(names, late, first_ref=9000 + 1000 * at)
        results += [
            msgspec.structs.replace(one, filed_at=start + timedelta(seconds=seconds * row))
            for row, one in enumerate(rows)
        ]
    findings = findings_of(BURST, [*projects, *others_projects], [*results, *others])
    return [(finding.measured, finding.ref_count) for finding in findings]


def test_two_classes_filed_on_the_last_evening_are_found_though_the_unit_files_all_year() -> None:
    evening = LAST + timedelta(hours=10)
    assert filed_late(evening, evening + timedelta(hours=2)) == [("2026-12-31前下班后存入40条，涉及2期", 40)]


def test_the_same_classes_filed_in_office_hours_or_a_week_before_are_honest() -> None:
    morning = LAST + timedelta(hours=2)
    assert filed_late(morning, morning + timedelta(hours=2)) == []
    assert filed_late(LAST - timedelta(days=7), LAST - timedelta(days=7, hours=-10)) == []


def test_one_class_filed_as_a_file_on_the_last_evening_is_honest() -> None:
    assert filed_late(LAST + timedelta(hours=10), people=45) == []


def test_rows_that_follow_faster_than_anybody_types_are_found_on_the_last_evening() -> None:
    assert filed_late(LAST + timedelta(hours=10), seconds=6, people=45) == [("2026-12-31前下班后存入45条，涉及1期", 45)]
    assert filed_late(LAST + timedelta(hours=10), seconds=50, people=45) == []


def test_where_many_units_work_late_nobody_is_told() -> None:
    made = [school(number, ALL_YEAR[:1]) for number in range(30)]
    evening = LAST + timedelta(hours=10)
    results = [msgspec.structs.replace(one, filed_at=evening) for _, rows in made for one in rows]
    projects = [one for listed, _ in made for one in listed]
    assert findings_of(BURST, projects, results, evening_results=20, evening_runs=1) == []
