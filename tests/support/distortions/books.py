"""The books of a year while it is being written: who exists, who is taken when, what was held.

Honest schools and cheats write through the same pages, so a planted project looks like any other
in everything but what its plan says.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from tests.support.distortions.customs import Offer
from tests.support.distortions.facts import (
    Course,
    Evaluation,
    Person,
    Project,
    Result,
    Run,
    School,
    Session,
    Year,
)
from tests.support.distortions.filing import HABITS, Habit, filing_times, sitting
from tests.support.distortions.marking import Mark, honest_marks
from tests.support.distortions.residents import Residents, is_of_age
from tests.support.distortions.timetable import Slot, hours_of, occupied, quarter_bounds, with_the_way

ATTENDANCE = 0.93
ENOUGH = 0.75
"""Who was there for this part of the sessions gets the course's hours; others get what they sat."""
KEEN = 0.25
FAMILIAR = 0.65
"""At most this part of a class has been at the school before in the year."""
PLACES = ("101教室", "102教室", "203教室", "多功能厅", "文化礼堂", "村部二楼")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPlan:
    """A run as somebody means to write it; what is None is done the honest way.

    `always` and `never` name people (document numbers) who sign in each time or not at all.
    """

    slots: tuple[Slot, ...]
    roster: Sequence[Person]
    teacher: str
    marks: Sequence[Mark] | None = None
    filed: Sequence[datetime] | None = None
    achieved: date | None = None
    always: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A project as written, with its runs and results."""

    school: School
    offer: Offer
    project: Project
    runs: tuple[Run, ...]
    results: tuple[Result, ...]


class Books:
    """Everything written so far."""

    def __init__(self, seed: int, year: int) -> None:
        self.rng = Random(seed)
        self.year = year
        self.residents = Residents(self.rng)
        self.schools: list[School] = []
        self.held: list[Held] = []
        self.circles: dict[tuple[str, str], list[Person]] = {}
        self.busy: dict[str, int] = {}
        self.people_of: dict[str, Person] = {}
        self.sessions_of: dict[str, list[Session]] = {}
        self.marks_of: dict[str, list[Mark]] = {}
        self.honest = 0
        """How many of the projects held are honest: the first so many."""
        self._home: dict[str, str] = {}
        self._habits: dict[str, Habit] = {}
        self._sittings: dict[tuple[str, int], datetime] = {}
        self._projects_of: dict[str, int] = {}
        self.results = 0

    def open_school(self, county: str) -> School:
        """A new acceptance point in that county, with a habit of filing of its own."""
        school = School(
            code=f"ZJ{county}{len(self.schools) + 1:04d}", county=county, name=f"成校{len(self.schools) + 1}"
        )
        self.schools.append(school)
        self._habits[school.code] = self.rng.choice(HABITS)
        return school

    def is_free(self, person: Person, school: School, bits: int, wide: int) -> bool:
        """Whether somebody can be in that school at that time, with time to get there."""
        taken = self.busy.get(person.number, 0)
        return not taken & (bits if self._home.get(person.number) == school.code else wide)

    def can_come(self, person: Person, school: School, offer: Offer, slots: tuple[Slot, ...]) -> bool:
        """Whether somebody has the time and the age for these sessions."""
        youngest, _, oldest = offer.ages
        return is_of_age(person.birth, slots[0].day, youngest, oldest) and self.has_time(person, school, slots)

    def has_time(self, person: Person, school: School, slots: tuple[Slot, ...]) -> bool:
        """Whether somebody of whatever age has the time for these sessions."""
        bits = occupied(slots)
        return self.is_free(person, school, bits, with_the_way(bits))

    def newcomer(self, school: School, offer: Offer, on: date) -> Person:
        """Somebody near the school who hasn't learned anywhere this year."""
        person = self.residents.new(school, offer.ages, on, circle=offer.circle)
        self.settle(person, school, offer)
        return person

    def settle(self, person: Person, school: School, offer: Offer) -> None:
        """Puts a person among those who learn at that school; the keen ones come more often."""
        self._home[person.number] = school.code
        circle = self.circles.setdefault((school.code, offer.circle), [])
        circle.extend([person] * (2 if self.rng.random() < KEEN else 1))

    def gather(
        self,
        school: School,
        offer: Offer,
        slots: tuple[Slot, ...],
        count: int,
        *,
        known: Sequence[Person] = (),
        repeaters: float = 0.6,
        without: Sequence[Person] = (),
    ) -> list[Person]:
        """A roster of `count` people of fitting age who have the time.

        Args:
            school: where.
            offer: whose target groups' ages must fit.
            slots: when.
            count: how many.
            known: who is asked first.
            repeaters: how often one asks somebody who has been there before.
            without: who is not asked.
        """
        rng = self.rng
        bits, on = occupied(slots), slots[0].day
        wide = with_the_way(bits)
        youngest, _, oldest = offer.ages
        roster: dict[str, Person] = {}
        not_these = {person.number for person in without}
        circle = self.circles.get((school.code, offer.circle), ())

        def take(person: Person) -> None:
            if (
                person.number not in roster
                and person.number not in not_these
                and is_of_age(person.birth, on, youngest, oldest)
                and self.is_free(person, school, bits, wide)
            ):
                roster[person.number] = person

        familiar = int(FAMILIAR * count)
        for person in known:
            if len(roster) < familiar:
                take(person)
        strangers = 0
        while len(roster) < count:
            if circle and len(roster) - strangers < familiar and rng.random() < repeaters:
                take(circle[int(rng.random() * len(circle))])
            else:
                person = self.newcomer(school, offer, on)
                roster[person.number] = person
                strangers += 1
        people = list(roster.values())
        rng.shuffle(people)
        return people

    def hold(
        self,
        school: School,
        offer: Offer,
        quarter: int,
        scale: int,
        courses: Sequence[Sequence[RunPlan]],
        *,
        topic: str,
        hours: Sequence[int] | None = None,
    ) -> Held:
        """Writes a project down: its courses, each with its runs, and all that comes of them.

        Args:
            school: the declaring unit.
            offer: category and target groups.
            quarter: 1 to 4.
            scale: the declared number of people.
            courses: per course the plans of its runs.
            topic: what it is called after.
            hours: per course the training hours declared; otherwise as long as its first run's sessions.
        """
        number = self._projects_of[school.code] = self._projects_of.get(school.code, 0) + 1
        code = f"{school.code}-{self.year}-{number:03d}"
        hours = hours or [hours_of(runs[0].slots) for runs in courses]
        titles = ("", "（提高）", "（实践）")
        catalogue = tuple(
            Course(code=f"{code}-C{n + 1}", name=f"{topic}{titles[n % 3]}", training_hours=lasting)
            for n, lasting in enumerate(hours)
        )
        days = [slot.day for runs in courses for plan in runs for slot in plan.slots]
        project = Project(
            code=code,
            unit=school.code,
            county=school.county,
            name=f"{topic}培训",
            category=offer.category,
            target_groups=offer.target_groups,
            scale=scale,
            training_hours=sum(hours),
            year=self.year,
            quarter=quarter,
            starts=min(days),
            ends=max(days),
            filing_closes=quarter_bounds(self.year, quarter)[1],
            courses=catalogue,
        )
        runs_written: list[Run] = []
        results: list[Result] = []
        for course, plans in zip(catalogue, courses, strict=True):
            for n, plan in enumerate(plans):
                run = self._write_run(school, project, course, n + 1, plan)
                runs_written.append(run)
                results.extend(self._write_results(project, course, run, plan))
        held = Held(school=school, offer=offer, project=project, runs=tuple(runs_written), results=tuple(results))
        self.held.append(held)
        self.results += len(results)
        return held

    def close(self) -> Year:
        """The year as others see it."""
        return Year(
            schools=tuple(self.schools),
            people=tuple(self.residents.people),
            projects=tuple(held.project for held in self.held),
            runs=tuple(run for held in self.held for run in held.runs),
            sessions=tuple(session for sessions in self.sessions_of.values() for session in sessions),
            results=tuple(
                sorted((result for held in self.held for result in held.results), key=lambda row: (row.filed, row.code))
            ),
            evaluations=tuple(
                Evaluation(run=run.code, person=number, score=score, words=words)
                for held in self.held
                for run in held.runs
                for number, (score, words) in zip(run.learners, self.marks_of[run.code], strict=True)
            ),
        )

    def _write_run(self, school: School, project: Project, course: Course, number: int, plan: RunPlan) -> Run:
        for person in plan.roster:
            self.people_of[person.number] = person
        return Run(
            code=f"{course.code}-R{number}",
            project=project.code,
            course=course.code,
            unit=school.code,
            teacher=plan.teacher,
            place=f"{school.name}{self.rng.choice(PLACES)}",
            learners=tuple(person.number for person in plan.roster),
        )

    def _write_results(self, project: Project, course: Course, run: Run, plan: RunPlan) -> list[Result]:
        rng, random = self.rng, self.rng.random
        bits = occupied(plan.slots)
        wide = with_the_way(bits)
        came: Counter[str] = Counter()
        sessions = self.sessions_of[run.code] = []
        for number in run.learners:
            taken = bits if self._home.get(number) == run.unit else wide
            self.busy[number] = self.busy.get(number, 0) | taken
        for n, (day, starts, ends) in enumerate(plan.slots):
            signed_in = tuple([number for number in run.learners if random() < ATTENDANCE])
            if plan.always or plan.never:
                there = plan.always.union(signed_in).difference(plan.never)
                signed_in = tuple([number for number in run.learners if number in there])
            came.update(signed_in)
            code = f"{run.code}-S{n + 1:02d}"
            sessions.append(Session(code=code, run=run.code, day=day, starts=starts, ends=ends, signed_in=signed_in))
        achieved = plan.achieved or plan.slots[-1].day
        count = len(run.learners)
        filed = plan.filed or self._filing(run.unit, project, achieved, count)
        self.marks_of[run.code] = list(plan.marks or honest_marks(rng, count))
        results = []
        for n, (number, when) in enumerate(zip(run.learners, filed, strict=True)):
            attended = came[number] / len(plan.slots)
            if attended >= ENOUGH or number in plan.never:
                hours = course.training_hours
            else:
                hours = max(1, int(course.training_hours * attended))
            results.append(
                Result(
                    code=f"{run.code}-{n + 1:03d}",
                    person=number,
                    unit=run.unit,
                    project=project.code,
                    course=course.code,
                    run=run.code,
                    achieved=achieved,
                    filed=when,
                    training_hours=hours,
                )
            )
        return results

    def _filing(self, unit: str, project: Project, achieved: date, count: int) -> list[datetime]:
        key = (unit, project.quarter)
        if key not in self._sittings:
            self._sittings[key] = sitting(self.rng, project.filing_closes)
        return filing_times(self.rng, self._habits[unit], achieved, project.filing_closes, count, self._sittings[key])
