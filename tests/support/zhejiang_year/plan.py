"""What happens in the year, before anything of it is filed: units, projects, rosters. Pure, and the same for a seed.

Every learner belongs to one school and fits the age of what they learn; nobody takes a project twice. Some
projects are distorted, and it is known which (`distorted`). The number of results is exact: that is what
everything later is reconciled with.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TypeAlias

from adapters.zhejiang.codes import REGIONS
from federation.model.quarters import quarter_days, quarter_number
from samples.people import Person
from tests.support.zhejiang_year.distorted import Distortion, choose
from tests.support.zhejiang_year.people import people_around, stranger

COUNTIES = tuple(sorted(code for code in REGIONS.names if len(code) == 6))
Rounds: TypeAlias = tuple[tuple[int, int], ...]
"""First and last quarter of each catalogue."""
ROUNDS: Rounds = ((1, 2), (3, 3), (4, 4))
"""The first two are joined, as the notice did."""
LAST_BIRTH_OF_ELDERS = date(1966, 12, 31)
FIRST_BIRTH_OF_THE_YOUNG = date(1980, 1, 1)
ELDERS, WORKERS = "老年群体", "农村劳动力"
OFFERS = (
    ("老年教育培训", ELDERS, ("智能手机入门", "合唱", "太极拳", "书法", "越剧欣赏")),
    ("农村实用技术培训", WORKERS, ("茶叶修剪", "杨梅栽培", "蜜蜂养殖", "葡萄避雨栽培", "油茶管护")),
    ("健康养生科普培训", ELDERS, ("中医养生", "慢性病管理", "急救常识", "营养配餐", "八段锦")),
    ("家政服务类培训", WORKERS, ("家政礼仪", "收纳整理", "母婴护理", "家庭烹饪", "衣物养护")),
)
HOURS = (16, 20)
"""Training hours and credit hours of every project; of each of two courses half of both."""
TWO_COURSES_EACH = 7
"""Every seventh project has two courses."""
OWN_CATEGORY_EACH = 23
"""Every so manieth project is of the school's own category, marked as new."""
OWN_CATEGORY = "海洋科普培训"
POOL_PER_PLACE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large the year is.

    Attributes:
        results: exactly.
        distorted: projects of each kind of distortion.
        rounds: quarters of the catalogues, in order.
    """

    cities: int = 2
    counties: int = 4
    points: int = 10
    projects: int = 40
    results: int = 800
    distorted: int = 2
    rounds: Rounds = ROUNDS
    year: int = 2025
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuses what makes no year."""
        if not 1 <= self.cities <= min(11, self.counties) or not self.counties <= min(90, self.points):
            raise ValueError("1 to 11 cities, no more than counties; at most 90 counties, no more than points")
        if self.projects < self.points or self.results < 4 * self.projects:
            raise ValueError("at least a project for each point, and four results for each project")


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """An acceptance point; `county` is six digits."""

    number: int
    county: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """One project of a school, held once.

    Attributes:
        counts: how many results each of its courses has; the learners of the second are among those of the first.
        distortion: what is wrong with it, if anything.
        copied_from: number of the project whose people are put down as its own; -1 for none.
    """

    number: int
    school: School
    ordinal: int
    quarter: int
    name: str
    category: str
    is_own_category: bool
    group: str
    counts: tuple[int, ...]
    year: int
    distortion: Distortion | None = None
    copied_from: int = -1

    @property
    def scale(self) -> int:
        """People, as declared: never fewer than come, unless that is its distortion."""
        if self.distortion is Distortion.SCALE:
            return max(self.counts) // 2
        return -(-max(self.counts) // 5) * 5

    @property
    def courses(self) -> tuple[str, ...]:
        """Names; one course is named as the project."""
        return (self.name,) if len(self.counts) == 1 else (f"{self.name}基础", f"{self.name}提高")

    @property
    def results(self) -> int:
        """How many rows it comes to."""
        return sum(self.counts)

    @property
    def days(self) -> tuple[date, date]:
        """Its quarter."""
        return quarter_days(quarter_number(self.year, self.quarter))

    @property
    def held_on(self) -> date:
        """The day of its last session, within the quarter; four days apart from the school's others."""
        return self.days[0] + timedelta(days=40 + (self.school.number + self.ordinal * 7) % 40)


class Plan:
    """Everything of a year of some size."""

    def __init__(self, size: Size) -> None:
        self.size = size
        # The counties of the chosen cities alone, spread evenly over them.
        by_city: dict[str, list[str]] = {}
        for one in COUNTIES:
            by_city.setdefault(one[:4], []).append(one)
        cities = sorted(by_city, key=lambda city: (-len(by_city[city]), city))[: size.cities]
        turns = [
            county for turn in range(len(COUNTIES)) for city in cities for county in by_city[city][turn : turn + 1]
        ]
        if len(turns) < size.counties:
            raise ValueError(f"{size.cities} cities have {len(turns)} counties")
        self.counties = tuple(sorted(turns[: size.counties]))
        self.cities = tuple(sorted({one[:4] for one in self.counties}))
        self.schools = tuple(
            School(
                number=number,
                county=self.counties[number % size.counties],
                name=f"{self.counties[number % size.counties]}第{number // size.counties + 1}成人学校",
            )
            for number in range(size.points)
        )
        honest = [self._training(number) for number in range(size.projects)]
        self.distorted = choose(honest, size.distorted)
        self.trainings = tuple(
            replace(one, distortion=found.kind, copied_from=found.copied_from)
            if (found := self.distorted.get(one.number))
            else one
            for one in honest
        )
        self._pool = POOL_PER_PLACE * (size.results // size.projects + 10) + 40

    def _training(self, number: int) -> Training:
        size = self.size
        ordinal = number // size.points
        category, group, topics = OFFERS[ordinal % len(OFFERS)]
        is_own = number % OWN_CATEGORY_EACH == OWN_CATEGORY_EACH - 1
        results = _share(size, number)
        counts = (results - results // 2, results // 2) if number % TWO_COURSES_EACH == 0 else (results,)
        return Training(
            number=number,
            school=self.schools[number % size.points],
            ordinal=ordinal,
            quarter=1 + ordinal % 4,
            name=f"{topics[number % len(topics)]}第{ordinal + 1}班",
            category=OWN_CATEGORY if is_own else category,
            is_own_category=is_own,
            group=group,
            counts=counts,
            year=size.year,
        )

    def of_round(self, first: int, last: int, *, county: str = "", school: School | None = None) -> list[Training]:
        """The projects of a catalogue's quarters, of a county or a school."""
        # A school's projects stand as far apart as there are schools.
        among = self.trainings if school is None else self.trainings[school.number :: self.size.points]
        return [one for one in among if first <= one.quarter <= last and county in ("", one.school.county)]

    def of_school(self, school: School, quarter: int) -> list[Training]:
        """A school's projects of a quarter."""
        own = self.trainings[school.number :: self.size.points]
        return [one for one in own if one.quarter == quarter]

    def roster(self, training: Training) -> list[Person]:
        """Who comes: as many as its first course has results."""
        if training.copied_from >= 0:
            return self.roster(self.trainings[training.copied_from])[: max(training.counts)]
        fits = _is_young if training.distortion is Distortion.AGE else _fits
        people = [one for one in self._people_of(training.school.number) if fits(one, training.group)]
        rng = Random(f"{self.size.seed}/{training.number}")
        return rng.sample(people, max(training.counts))

    def results(self, training: Training) -> Iterator[tuple[int, Person]]:
        """(Number of the course from 0, person) for each result, in the order of the sheet."""
        roster = self.roster(training)
        for course, count in enumerate(training.counts):
            for person in roster[:count]:
                yield course, person

    def stranger(self, number: int) -> Person:
        """Somebody of no school, from elsewhere: people of rows that are wrong, and of dual certificates."""
        return stranger(self.size.points * self._pool + number, self.size.seed)

    def _people_of(self, school: int) -> tuple[Person, ...]:
        place = school // self.size.counties * self._pool
        return people_around(self.schools[school].county, place, school * self._pool, self._pool, self.size.seed)


def _fits(person: Person, group: str) -> bool:
    return (person.birth_date <= LAST_BIRTH_OF_ELDERS) == (group == ELDERS)


def _is_young(person: Person, _group: str) -> bool:
    return person.birth_date >= FIRST_BIRTH_OF_THE_YOUNG


def _share(size: Size, number: int) -> int:
    """How many results that project has; two neighbours differ, and together they have twice the average."""
    average, rest = divmod(size.results, size.projects)
    pair = number - number % 2
    swing = pair * 7 % (average // 2 + 1) if pair + 1 < size.projects else 0
    return average + (swing if number % 2 else -swing) + (1 if number < rest else 0)
