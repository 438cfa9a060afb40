"""Who lives around a school: most have numbers of its county, some came from elsewhere.

Source: GB 11643 (the first six digits are where the number was given).
"""

from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from federation.model.document import check_character
from samples.people import BIRTH_DAYS, FIRST_BIRTH, Person, person_at

CAME_FROM_ELSEWHERE_EACH = 7
ZHEJIANG = "33"
FURTHER = 10_000_000
PAIRS = 19_999_999
"""A prime below the number of (birth date, sequence) pairs: no two of a county have the same."""
STRIDE = 7_368_787


@lru_cache(maxsize=64)
def people_around(county: str, place: int, first: int, count: int, seed: int) -> tuple[Person, ...]:
    """`count` people of a school.

    Args:
        county: its region, six digits.
        place: from where on they are counted within the county; two schools' don't overlap.
        first: their first index among all people.
        count: how many.
        seed: of the year.
    """
    return tuple(_at_home(person_at(first + at, seed), county, place + at, seed) for at in range(count))


def stranger(index: int, seed: int) -> Person:
    """Somebody whose number is of no county of this province, another for each index below ten million."""
    while (person := person_at(index, seed)).document_number.startswith(ZHEJIANG):
        index += FURTHER
    return person


def _at_home(person: Person, county: str, number: int, seed: int) -> Person:
    # Whoever is of this province is of this county: numbers of two kinds could meet in one otherwise.
    if number % CAME_FROM_ELSEWHERE_EACH == 0 and not person.document_number.startswith(ZHEJIANG):
        return person
    mixed = (number * STRIDE + seed * 104_729) % PAIRS
    birth_date = FIRST_BIRTH + timedelta(days=mixed % BIRTH_DAYS)
    sequence = mixed // BIRTH_DAYS
    body = f"{county}{birth_date:%Y%m%d}{sequence:03d}"
    return replace(
        person,
        sex="1" if sequence % 2 else "2",
        birth_date=birth_date,
        document_number=body + check_character(body),
    )
