"""The people of a county: numbers with right check characters, birth dates by age, families.

Sequence digits are given out by place, so the people of one village share a narrow range of
them; some old people's birthdays were put down as New Year's Day; twins have neighbouring
numbers. All of this is honest, however odd it looks.

Source: GB 11643 (structure and check character of the number).
"""

from datetime import date, timedelta
from random import Random

from federation.model.document import check_character
from samples.people import FIRST_SYLLABLES, SECOND_SYLLABLES, SURNAMES
from tests.support.distortions.customs import COUNTIES, ELSEWHERE
from tests.support.distortions.facts import Person, School

VILLAGE_SEQUENCES = 30
IN_A_FAMILY = 0.15
TWIN = 0.02
NEW_YEARS_DAY = 0.015
SHORT_NAME = 0.12


def is_of_age(birth: date, on: date, youngest: int, oldest: int) -> bool:
    """Whether the age in whole years on that day lies within both bounds."""
    return youngest <= age(birth, on) <= oldest


def age(birth: date, on: date) -> int:
    """Whole years lived on that day."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


class Residents:
    """Makes people, each number once."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._numbers: set[str] = set()
        self._villages: dict[str, int] = {}
        self._last_of: dict[str, Person] = {}
        self._households = 0
        self._neighbours: dict[str, tuple[str, ...]] = {}
        self.people: list[Person] = []

    def new(self, school: School, ages: tuple[int, int, int], on: date, *, circle: str) -> Person:
        """Somebody who lives near the school and whose age on that day lies within `ages`.

        Args:
            school: the nearest school.
            ages: youngest, commonest and oldest age in whole years.
            on: the day on which the age counts.
            circle: which part of the village they belong to; families form within one.
        """
        rng = self._rng
        birth = self._birth(ages, on)
        key = school.code + circle
        relative = self._last_of.get(key) if rng.random() < IN_A_FAMILY else None
        region = self._region(school, circle) if relative is None else relative.number[:6]
        sex = int(rng.random() * 2)
        sequence = self._sequence(school, region, sex)
        surname = household = None
        if relative is not None:
            surname, household = relative.name[0], relative.household
            if rng.random() < TWIN and is_of_age(relative.birth, on, ages[0], ages[2]):
                birth, sequence = relative.birth, (int(relative.number[14:17]) + rng.choice((1, 2))) % 1000
        person = self.enter(region, birth, sequence, county=school.county, surname=surname, household=household)
        self._last_of[key] = person
        return person

    def enter(
        self,
        region: str,
        birth: date,
        sequence: int,
        *,
        county: str,
        surname: str | None = None,
        household: str | None = None,
    ) -> Person:
        """A person with this number, or with the next free sequence of the same parity."""
        prefix = f"{region}{birth.year}{birth.month:02d}{birth.day:02d}"
        while (body := f"{prefix}{sequence:03d}") in self._numbers or not sequence:
            sequence = (sequence + 2) % 1000
        self._numbers.add(body)
        if household is None:
            self._households += 1
            household = f"H{self._households:06d}"
        person = Person(
            number=body + check_character(body),
            name=self._name(surname),
            sex="1" if sequence % 2 else "2",
            birth=birth,
            county=county,
            household=household,
        )
        self.people.append(person)
        return person

    def is_free(self, region: str, birth: date, sequence: int) -> bool:
        """Whether nobody has this number yet."""
        return f"{region}{birth:%Y%m%d}{sequence:03d}" not in self._numbers

    def _birth(self, ages: tuple[int, int, int], on: date) -> date:
        youngest, commonest, oldest = ages
        years = self._rng.triangular(youngest, oldest + 1, commonest)
        birth = on - timedelta(days=int(years * 365.25))
        if birth.year < 1965 and self._rng.random() < NEW_YEARS_DAY:
            birth = date(birth.year, 1, 1)
        while age(birth, on) < youngest:
            birth -= timedelta(days=20)
        while age(birth, on) > oldest:
            birth += timedelta(days=20)
        return birth

    def _region(self, school: School, circle: str) -> str:
        at = self._rng.random()
        if circle == "newcomer" and at < 0.8:
            return self._rng.choice(ELSEWHERE)
        if at < 0.82 or circle == "newcomer":
            return school.county
        if at < 0.94:
            return self._rng.choice(self._neighbours_of(school.county))
        return self._rng.choice(ELSEWHERE)

    def _neighbours_of(self, county: str) -> tuple[str, ...]:
        if county not in self._neighbours:
            self._neighbours[county] = tuple(other for other in COUNTIES if other[:4] == county[:4])
        return self._neighbours[county]

    def _sequence(self, school: School, region: str, sex: int) -> int:
        if region != school.county:
            return 2 * self._rng.randrange(1, 499) + sex
        base = self._villages.get(school.code)
        if base is None:
            base = self._villages[school.code] = VILLAGE_SEQUENCES * self._rng.randrange(32)
        return base + 2 + 2 * int(self._rng.random() * (VILLAGE_SEQUENCES // 2)) + sex

    def _name(self, surname: str | None) -> str:
        random = self._rng.random
        surname = surname or SURNAMES[int(random() * len(SURNAMES))]
        last = SECOND_SYLLABLES[int(random() * len(SECOND_SYLLABLES))]
        if random() < SHORT_NAME:
            return surname + last
        return surname + FIRST_SYLLABLES[int(random() * len(FIRST_SYLLABLES))] + last
