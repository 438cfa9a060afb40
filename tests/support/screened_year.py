"""A made-up honest year of adult schools as screening sees it: villages, families, favourite teachers, quarter ends.

Everything follows from a seed. What honest schools do and a rule might mistake is in here on purpose:
twins, cousins of one police station's numbers, half of a class coming again, a grandchild among the
old, results filed in the last week of the quarter, a set phrase in the evaluations.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import msgspec

from adapters.screening.facts import EvaluationFact, Facts, ProjectFact, ResultFact, SessionFact
from federation.model.document import DocumentType, check_character

YEAR = 2026
GROUPS = (
    ("老年教育培训", ("老年群体",), (55, 85)),
    ("农村实用技术培训", ("农村劳动力",), (25, 65)),
    ("企业职工培训", ("企业职工",), (20, 58)),
    ("青少年课外教育培训", ("在校学生",), (9, 11)),
    ("文化休闲生活技能培训", ("全体居民",), (18, 80)),
    ("健康养生科普培训", ("老年群体", "企退人员"), (52, 84)),
)
PHRASES = ("学习认真，能完成课程要求的全部内容", "出勤良好，掌握了基本操作方法", "合格", "积极参与，课后能独立完成练习")


def resident(region: str, born: date, sequence: int) -> str:
    """A well-formed number."""
    body = f"{region}{born:%Y%m%d}{sequence:03d}"
    return body + check_character(body)


@dataclass(slots=True)
class HonestYear:
    """`units` schools, each with some projects a year of about `learners` people."""

    seed: int = 1
    units: int = 20
    projects_per_unit: int = 20
    learners: int = 25
    projects: list[ProjectFact] = field(default_factory=list)
    results: list[ResultFact] = field(default_factory=list)
    sessions: list[SessionFact] = field(default_factory=list)
    evaluations: list[EvaluationFact] = field(default_factory=list)

    def __post_init__(self) -> None:
        random = Random(self.seed)
        for unit in range(self.units):
            self._school(random, unit)

    @property
    def facts(self) -> Facts:
        return Facts(projects=self.projects, results=self.results, sessions=self.sessions, evaluations=self.evaluations)

    def _school(self, random: Random, unit: int) -> None:
        county = f"33{1 + unit % 11:02d}{1 + unit // 11 % 90:02d}"
        unit_code = f"Z{county}{unit:05d}"
        pools: dict[tuple[int, int], list[str]] = {}
        for ordinal in range(self.projects_per_unit):
            category, groups, ages = random.choice(GROUPS)
            if ages not in pools:
                pools[ages] = _village(random, county, ages, 150)
            quarter = 1 + ordinal % 4
            start = date(YEAR, 3 * quarter - 2, 1) + timedelta(days=random.randrange(60))
            end = min(start + timedelta(days=random.randrange(7, 40)), _quarter_end(quarter))
            code = f"P{county}26{unit:04d}{ordinal:03d}"
            hours = random.choice((800, 1600, 2400, 4000))
            scale = random.choice((self.learners, self.learners + 5))
            self.projects.append(
                ProjectFact(
                    project_code=code,
                    unit_code=unit_code,
                    county=county,
                    category=category,
                    target_groups=groups,
                    scale=scale,
                    training_hours=hours,
                    first_quarter=quarter,
                    starts_on=start,
                    ends_on=end,
                    year=YEAR,
                    quarter=quarter,
                )
            )
            self._run(random, self.projects[-1], self._class_of(random, pools[ages]), end, hours)

    def _class_of(self, random: Random, pool: list[str]) -> list[str]:
        """Some come again: the first dozen of a village are to be seen in every class."""
        size = random.randrange(max(6, self.learners - 8), self.learners + 3)
        faithful = random.sample(pool[:20], min(size // 2, 12))
        others = random.sample(pool[20:], size - len(faithful))
        return faithful + others

    def _run(self, random: Random, project: ProjectFact, people: list[str], end: date, hours: int) -> None:
        is_late = random.random() < 0.35
        filed = _quarter_end(project.quarter) - timedelta(days=random.randrange(5)) if is_late else end
        filed_at = datetime.combine(filed, time(2 + random.randrange(8), random.randrange(60)), UTC)
        for number in people:
            self.results.append(result(len(self.results), number, project, end, filed_at, hours))
        self._ledger(random, project, people, end)

    def _ledger(self, random: Random, project: ProjectFact, people: list[str], end: date) -> None:
        # A school gives each class of a quarter a weekday of its own, so that those who come again can.
        weekday = int(project.project_code[-3:]) // 4 % 5
        slot = time(9) if random.random() < 0.5 else time(14)
        last = end - timedelta(days=(end.weekday() - weekday) % 7)
        for week in range(4):
            self.sessions.append(
                SessionFact(
                    project_code=project.project_code,
                    run=1,
                    date=last - timedelta(days=7 * week),
                    start=slot,
                    end=time(slot.hour + 2),
                    place="成人学校多功能教室",
                    present=tuple(number.encode() for number in people if random.random() < 0.9),
                )
            )
        alike = random.random() < 0.3
        for number in people:
            self.evaluations.append(
                EvaluationFact(
                    project_code=project.project_code,
                    run=1,
                    person=number.encode(),
                    outcome="合格",
                    score="" if alike else str(random.randrange(60, 100)),
                    text="合格" if alike else random.choice(PHRASES),
                )
            )


def result(
    ref: int,
    number: str,
    project: ProjectFact,
    achieved_on: date,
    filed_at: datetime,
    hours: int | None,
    run: int = 1,
) -> ResultFact:
    """A result of the person with a number in a project."""
    return ResultFact(
        ref=ref,
        person=number.encode(),
        document_type=int(DocumentType.RESIDENT_ID),
        document_number=number,
        birth_date=date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}"),
        project_code=project.project_code,
        course_code=f"C{project.project_code[1:]}01",
        run=run,
        unit_code=project.unit_code,
        achieved_on=achieved_on,
        filed_at=filed_at,
        training_hours=hours,
    )


def neighbours(count: int, ages: tuple[int, int] = (25, 65), county: str = "330185", seed: int = 1) -> list[str]:
    """Numbers of a village's people of some ages, in no order."""
    return _village(Random(seed), county, ages, count)


def project(code: str = "P3301852600001", unit: str = "Z330185000010", **changes: object) -> ProjectFact:
    """A project of the first half of the year for everybody, 40 people, 16 hours; `changes` are its fields."""
    fields: dict[str, object] = {
        "project_code": code,
        "unit_code": unit,
        "county": "330185",
        "category": "文化休闲生活技能培训",
        "target_groups": (),
        "scale": 40,
        "training_hours": 1600,
        "starts_on": date(YEAR, 3, 1),
        "ends_on": date(YEAR, 5, 20),
        "year": YEAR,
        "quarter": 2,
        "first_quarter": 1,
    }
    return ProjectFact(**{**fields, **changes})  # type: ignore[arg-type]


def results_of(
    numbers: Sequence[str], of: ProjectFact, first_ref: int = 0, run: int = 1, **changes: object
) -> list[ResultFact]:
    """A result for each number, filed in that order on 21 May; `changes` are fields of all of them."""
    filed_at = datetime(YEAR, 5, 21, 3, tzinfo=UTC)
    made = (
        result(first_ref + at, number, of, date(YEAR, 5, 20), filed_at, of.training_hours, run)
        for at, number in enumerate(numbers)
    )
    return [msgspec.structs.replace(one, **changes) for one in made]


def session(
    of: ProjectFact, numbers: Sequence[str], start: str, end: str, run: int = 1, **changes: object
) -> SessionFact:
    """A session on 9 May at the school, times as ``09:00``; `changes` are its fields."""
    held = SessionFact(
        project_code=of.project_code,
        run=run,
        date=date(YEAR, 5, 9),
        start=time.fromisoformat(start),
        end=time.fromisoformat(end),
        place=f"{of.unit_code}教室",
        present=tuple(number.encode() for number in numbers),
    )
    return msgspec.structs.replace(held, **changes)


def _village(random: Random, county: str, ages: tuple[int, int], count: int) -> list[str]:
    """Neighbours: one region, one police station's sequence numbers, now and then twins."""
    station = random.randrange(0, 95) * 10
    seen: dict[str, None] = {}
    while len(seen) < count:
        born = date(YEAR, 1, 1) - timedelta(days=random.randrange(ages[0] * 365 + 14, ages[1] * 365 + 14))
        sequence = station + random.randrange(30)
        seen[resident(county, born, sequence)] = None
        if random.random() < 0.01:
            seen[resident(county, born, sequence + 2)] = None
    made = list(seen)
    random.shuffle(made)
    return made


def _quarter_end(quarter: int) -> date:
    return date(YEAR, 12, 31) if quarter == 4 else date(YEAR, 3 * quarter + 1, 1) - timedelta(days=1)
