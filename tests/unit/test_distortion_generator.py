"""The honest year keeps its promises, and every planted distortion is where the truth says it is."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise

import pytest

from federation.model.document import DocumentType, parse_document
from tests.support.distortions.customs import AGES, OFFERS
from tests.support.distortions.facts import Evaluation, Kind, Planted, Project, Run, Session, Strength, Year
from tests.support.distortions.honest import LONGEST_DAY_MINUTES, honest_margin, honest_year
from tests.support.distortions.planted import planted_year
from tests.support.distortions.residents import age
from tests.support.distortions.timetable import minute

ROWS = 12_000
SEED = 7


@pytest.fixture(scope="module")
def honest() -> Year:
    return honest_year(SEED, ROWS, counties=12)


@pytest.fixture(scope="module")
def planted() -> tuple[Year, tuple[Planted, ...]]:
    return planted_year(SEED, ROWS, each=20, counties=12)


class Index:
    """A year by code."""

    def __init__(self, year: Year) -> None:
        self.people = {person.number: person for person in year.people}
        self.projects: Mapping[str, Project] = {project.code: project for project in year.projects}
        self.runs: Mapping[str, Run] = {run.code: run for run in year.runs}
        self.results = {result.code: result for result in year.results}
        self.sessions: Mapping[str, list[Session]] = defaultdict(list)
        self.marks: Mapping[str, list[Evaluation]] = defaultdict(list)
        for session in year.sessions:
            self.sessions[session.run].append(session)
        for evaluation in year.evaluations:
            self.marks[evaluation.run].append(evaluation)

    def learners(self, project: str) -> set[str]:
        return {number for run in self.runs.values() if run.project == project for number in run.learners}


@pytest.fixture(scope="module")
def index(planted: tuple[Year, tuple[Planted, ...]]) -> Index:
    return Index(planted[0])


def of_kind(planted: tuple[Year, tuple[Planted, ...]], kind: Kind) -> list[Planted]:
    found = [instance for instance in planted[1] if instance.kind is kind]
    assert len(found) == 20
    return found


def days_of(sessions: Iterable[Session]) -> Mapping[tuple[str, date], list[Session]]:
    """Per person and day the sessions that they signed in to, in order."""
    days: dict[tuple[str, date], list[Session]] = defaultdict(list)
    for session in sorted(sessions, key=lambda session: (session.day, session.starts)):
        for number in session.signed_in:
            days[number, session.day].append(session)
    return days


def minutes(sessions: Iterable[Session]) -> int:
    return sum(minute(session.ends) - minute(session.starts) for session in sessions)


def overlap(one: Session, other: Session) -> bool:
    return one.day == other.day and one.starts < other.ends and other.starts < one.ends


def fits(project: Project, birth: date, on: date) -> bool:
    bounds = [AGES[group] for group in project.target_groups]
    return min(low for low, _, _ in bounds) <= age(birth, on) <= max(high for _, _, high in bounds)


def test_the_same_seed_gives_the_same_year_and_the_same_truth() -> None:
    assert honest_year(3, 2_000) == honest_year(3, 2_000)
    assert planted_year(3, 2_000, each=5) == planted_year(3, 2_000, each=5)


def test_another_seed_gives_another_year() -> None:
    assert honest_year(3, 500).results != honest_year(4, 500).results


def test_a_year_has_the_size_that_was_asked_for(honest: Year) -> None:
    assert ROWS <= len(honest.results) < ROWS + 200
    assert len({school.county for school in honest.schools}) == 12
    assert len(honest.evaluations) == len(honest.results)


def test_twenty_thousand_rows_take_seconds() -> None:
    # Processor time, and plenty of it, as it swells on a busy machine: a free one needs well under a second.
    began = time.process_time()
    honest_year(1, 20_000)
    assert time.process_time() - began < 15


def test_every_number_is_valid_and_one_persons(planted: tuple[Year, tuple[Planted, ...]]) -> None:
    people = planted[0].people
    assert len({person.number for person in people}) == len(people)
    for person in people:
        document = parse_document(DocumentType.RESIDENT_ID, person.number)
        assert (document.number, document.birth_date, document.sex) == (person.number, person.birth, person.sex)


def test_everything_refers_to_something_that_is_there(planted: tuple[Year, tuple[Planted, ...]], index: Index) -> None:
    year = planted[0]
    schools = {school.code for school in year.schools}
    for result in year.results:
        run, project = index.runs[result.run], index.projects[result.project]
        assert (run.project, run.course, run.unit) == (project.code, result.course, result.unit)
        assert result.course in {course.code for course in project.courses}
        assert result.person in run.learners
        assert result.person in index.people
        assert project.unit in schools
    assert {session.run for session in year.sessions} == set(index.runs)
    assert all(set(session.signed_in) <= set(index.runs[session.run].learners) for session in year.sessions)
    assert len(index.results) == len(year.results)


def test_most_honest_learners_come_from_their_school_s_county(honest: Year) -> None:
    local = sum(person.number.startswith(person.county) for person in honest.people)
    assert 0.6 < local / len(honest.people) < 0.9


def test_honest_people_are_in_one_place_at_a_time_and_no_more_than_nine_hours_a_day(honest: Year) -> None:
    several = 0
    for sessions in days_of(honest.sessions).values():
        several += len({session.run for session in sessions}) > 1
        assert all(one.ends <= other.starts for one, other in pairwise(sessions))
        assert minutes(sessions) <= LONGEST_DAY_MINUTES
    assert several > 20


def test_honest_ages_fit_and_some_of_the_old_are_fifty(honest: Year) -> None:
    index = Index(honest)
    fifty = 0
    for run in honest.runs:
        project, on = index.projects[run.project], index.sessions[run.code][0].day
        assert all(fits(project, index.people[number].birth, on) for number in run.learners)
        if project.category == "老年教育培训":
            fifty += sum(age(index.people[number].birth, on) in range(50, 53) for number in run.learners)
    assert fifty > 5


def test_honest_projects_stay_within_the_honest_margin_of_their_scale(honest: Year) -> None:
    index = Index(honest)
    over = 0
    for project in honest.projects:
        count = len(index.learners(project.code))
        assert count <= project.scale + honest_margin(project.scale)
        over += count > project.scale
    assert 0 < over / len(honest.projects) < 0.15


def test_honest_rosters_share_people_but_are_never_the_same(honest: Year) -> None:
    classes = [run for run in honest.runs if len(run.learners) >= 10]
    shares = [
        len(set(one.learners) & set(other.learners)) / max(len(one.learners), len(other.learners))
        for n, one in enumerate(classes)
        for other in classes[n + 1 :]
        if one.project != other.project and one.unit == other.unit
    ]
    assert max(shares) < 0.75
    assert sum(share > 0.3 for share in shares) > 5


def test_honest_people_repeat_and_come_as_families(honest: Year) -> None:
    runs = Counter(result.person for result in honest.results)
    assert sum(count >= 3 for count in runs.values()) > 100
    households = Counter(person.household for person in honest.people)
    assert sum(count > 1 for count in households.values()) > 100


def test_honest_results_are_filed_after_they_are_achieved_and_before_the_quarter_closes(honest: Year) -> None:
    index = Index(honest)
    late = 0
    for result in honest.results:
        closes = index.projects[result.project].filing_closes
        assert result.achieved < result.filed.date() <= closes
        late += closes - result.filed.date() < timedelta(days=21)
    assert late / len(honest.results) > 0.4


def test_some_honest_schools_file_a_quarter_in_one_sitting(honest: Year) -> None:
    index = Index(honest)
    days: dict[tuple[str, int], set[date]] = defaultdict(set)
    projects: dict[tuple[str, int], set[str]] = defaultdict(set)
    for result in honest.results:
        key = result.unit, index.projects[result.project].quarter
        days[key].add(result.filed.date())
        projects[key].add(result.project)
    assert sum(len(days[key]) == 1 and len(projects[key]) >= 3 for key in days) > 3


def test_courses_last_as_long_as_their_sessions_and_nobody_is_credited_more(honest: Year) -> None:
    index = Index(honest)
    for project in honest.projects:
        assert project.training_hours == sum(course.training_hours for course in project.courses)
    hours = {course.code: course.training_hours for project in honest.projects for course in project.courses}
    for run in honest.runs:
        if run.code.endswith("R1"):
            assert hours[run.course] == minutes(index.sessions[run.code]) // 60
    assert all(0 < result.training_hours <= hours[result.course] for result in honest.results)


def test_honest_marks_vary_within_a_class_and_between_classes(honest: Year) -> None:
    index = Index(honest)
    classes = [marks for marks in index.marks.values() if len(marks) >= 15]
    for marks in classes:
        commonest = Counter((mark.score, mark.words) for mark in marks).most_common(1)[0][1]
        assert commonest / len(marks) < 0.7
    assert len({frozenset(mark.words for mark in marks) for marks in classes}) > len(classes) / 3


def test_the_honest_rows_of_a_planted_year_are_those_of_the_honest_year(
    honest: Year, planted: tuple[Year, tuple[Planted, ...]]
) -> None:
    wrong = {code for instance in planted[1] for code in instance.results}
    assert tuple(result for result in planted[0].results if result.code not in wrong) == honest.results


def test_the_truth_names_rows_runs_projects_and_units_that_are_there(
    planted: tuple[Year, tuple[Planted, ...]], index: Index
) -> None:
    assert len({instance.id for instance in planted[1]}) == len(planted[1])
    rows = [code for instance in planted[1] for code in instance.results]
    assert len(set(rows)) == len(rows)
    for instance in planted[1]:
        results = [index.results[code] for code in instance.results]
        assert {result.run for result in results} == set(instance.runs)
        assert {result.project for result in results} == set(instance.projects)
        assert {result.unit for result in results} == set(instance.units)
        assert set(instance.people) <= {result.person for result in results}
        assert instance.people
        assert {index.results[code].run for code in instance.involved_results} <= set(instance.involved_runs)
        assert not set(instance.involved_runs) & set(instance.runs)


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_has_twenty_instances_in_several_forms_and_strengths(
    kind: Kind, planted: tuple[Year, tuple[Planted, ...]]
) -> None:
    instances = of_kind(planted, kind)
    strengths: dict[str, set[Strength]] = defaultdict(set)
    for instance in instances:
        strengths[instance.form].add(instance.strength)
    assert len(strengths) >= 4
    assert all(found == set(Strength) for found in strengths.values())


def test_over_scale_projects_have_far_more_people_than_declared(
    planted: tuple[Year, tuple[Planted, ...]], index: Index
) -> None:
    for instance in of_kind(planted, Kind.OVER_SCALE):
        for code in instance.projects:
            scale = index.projects[code].scale
            assert len(index.learners(code)) > scale + 2 * honest_margin(scale)


def test_people_in_two_places_signed_in_there_at_the_same_time(
    planted: tuple[Year, tuple[Planted, ...]], index: Index
) -> None:
    for instance in of_kind(planted, Kind.TWO_PLACES):
        there = [session for run in instance.runs for session in index.sessions[run]]
        here = [session for run in instance.involved_runs for session in index.sessions[run]]
        twice = {
            number
            for one in there
            for other in here
            if overlap(one, other)
            for number in {*one.signed_in} & {*other.signed_in}
        }
        assert twice == set(instance.people)
        assert instance.involved_results


def test_impossible_hours_are_sat_or_credited(planted: tuple[Year, tuple[Planted, ...]], index: Index) -> None:
    for instance in of_kind(planted, Kind.IMPOSSIBLE_HOURS):
        sessions = [session for run in instance.runs for session in index.sessions[run]]
        teaching_days = {session.day for session in sessions}
        sat = Counter[str]()
        for (number, _), attended in days_of(sessions).items():
            sat[number] = max(sat[number], minutes(attended))
        credited = Counter[str]()
        for code in instance.results:
            credited[index.results[code].person] += index.results[code].training_hours
        for number in instance.people:
            assert max(sat[number], credited[number] * 60 / len(teaching_days)) > 11.5 * 60


def test_cloned_rosters_repeat_most_of_their_source(planted: tuple[Year, tuple[Planted, ...]], index: Index) -> None:
    for instance in of_kind(planted, Kind.CLONED_ROSTER):
        source = set(index.runs[instance.involved_runs[0]].learners)
        for run in instance.runs:
            assert len(source & set(index.runs[run].learners)) / len(source) > 0.75


def test_invented_numbers_follow_a_series(planted: tuple[Year, tuple[Planted, ...]]) -> None:
    for instance in of_kind(planted, Kind.INVENTED_NUMBERS):
        assert len(instance.people) >= 8
        assert len({number[:6] for number in instance.people}) == 1
        births = {number[6:14] for number in instance.people}
        digits = {number[14:17] for number in instance.people}
        ordered = sorted(instance.people)
        consecutive = all(
            date.fromisoformat(other[6:14]) - date.fromisoformat(one[6:14]) == timedelta(days=1)
            for one, other in pairwise(ordered)
        )
        new_year = {birth[4:] for birth in births} == {"0101"}
        assert len(births) == 1 or len(digits) == 1 or consecutive or new_year


def test_unfitting_people_fit_no_target_group(planted: tuple[Year, tuple[Planted, ...]], index: Index) -> None:
    for instance in of_kind(planted, Kind.UNFITTING_AGES):
        project = index.projects[instance.projects[0]]
        assert len(instance.people) >= 6
        assert not any(fits(project, index.people[number].birth, project.starts) for number in instance.people)


def test_bursts_come_in_the_last_two_days(planted: tuple[Year, tuple[Planted, ...]], index: Index) -> None:
    for instance in of_kind(planted, Kind.DEADLINE_BURST):
        rows = [index.results[code] for code in instance.results]
        assert len(rows) >= 60
        for row in rows:
            left = index.projects[row.project].filing_closes - row.filed.date()
            assert timedelta() <= left <= timedelta(days=1)
            assert row.achieved <= row.filed.date()


def test_identical_evaluations_are_so_within_a_class_or_between_two(
    planted: tuple[Year, tuple[Planted, ...]], index: Index
) -> None:
    for instance in of_kind(planted, Kind.IDENTICAL_EVALUATIONS):
        source = [(mark.score, mark.words) for run in instance.involved_runs for mark in index.marks[run]]
        for run in instance.runs:
            marks = [(mark.score, mark.words.replace(index.people[mark.person].name, "")) for mark in index.marks[run]]
            if source:
                same = sum(one == other for one, other in zip(source, marks, strict=True))
                assert same / len(marks) > 0.85
            else:
                commonest = [count for _, count in Counter(words for _, words in marks).most_common(2)]
                assert sum(commonest) / len(marks) > 0.85
                usual = Counter(score for score, _ in marks).most_common(1)[0][0]
                assert sum(abs(score - usual) <= 4 for score, _ in marks) / len(marks) > 0.85


def test_planted_projects_do_one_thing_wrong(planted: tuple[Year, tuple[Planted, ...]], index: Index) -> None:
    for instance in planted[1]:
        for code in instance.projects:
            project = index.projects[code]
            within = len(index.learners(code)) <= project.scale + honest_margin(project.scale)
            assert within == (instance.kind is not Kind.OVER_SCALE)
            if instance.kind not in (Kind.UNFITTING_AGES, Kind.INVENTED_NUMBERS):
                people = [index.people[number] for number in index.learners(code)]
                first = [session for run in instance.runs for session in index.sessions[run]]
                assert all(any(fits(project, person.birth, s.day) for s in first) for person in people)


def test_every_target_group_of_an_offer_has_ages() -> None:
    assert {group for offer in OFFERS for group in offer.target_groups} == set(AGES)
