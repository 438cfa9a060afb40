"""An honest year: what hundreds of adult schools do when nobody embellishes anything.

What it promises (and its tests hold it to): every number is valid and used by one person; nobody
is in two places at once, nor more than nine hours a day in class; everybody's age fits their project's
target groups; a project goes over its declared scale seldom, and then by one tenth or one
person at most; results are filed after they were achieved and before the quarter closes.

What it doesn't promise is tidiness: many schools file in the last weeks, some all at once; regulars
follow their teacher from term to term; a family comes together; marks are monotonous.
"""

from collections.abc import Sequence
from random import Random

from tests.support.distortions.books import Books, RunPlan
from tests.support.distortions.customs import COUNTIES, OFFERS, Offer
from tests.support.distortions.facts import Person, School, Year
from tests.support.distortions.timetable import Slot, draw_timetable, occupied

SCALES = (10, 15, 20, 20, 25, 30, 30, 30, 35, 40, 40, 50, 60)
OVER_SCALE = 0.08
TWO_COURSES = 0.18
SEVERAL_RUNS = 0.12
SAME_TEACHER = 0.4
"""How often a school holds again what it held before, with the same teacher and some of the same people."""
LONGEST_DAY_MINUTES = 9 * 60


def honest_year(seed: int = 1, results: int = 100_000, *, year: int = 2025, counties: int = 40) -> Year:
    """A year of at least `results` results (a school's last project may bring some more).

    Args:
        seed: the same seed and sizes give the same year.
        results: how many rows at least.
        year: which calendar year.
        counties: over how many counties (1 to 90) the schools spread.
    """
    return keep_books(seed, results, year=year, counties=counties).close()


def keep_books(seed: int, results: int, *, year: int, counties: int) -> Books:
    """The books of an honest year, still open."""
    books = Books(seed, year)
    where = books.rng.sample(COUNTIES, counties)
    while books.results < results:
        school = books.open_school(where[len(books.schools) % counties])
        _hold_a_year(books, school, results)
    books.honest = len(books.held)
    return books


def honest_margin(scale: int) -> int:
    """How many people over the declared scale a school honestly takes."""
    return max(1, scale // 10)


def honest_turnout(rng: Random, scale: int) -> int:
    """How many people come to a project of that scale."""
    if rng.random() < OVER_SCALE:
        return scale + rng.randint(1, honest_margin(scale))
    return max(4, min(scale, round(scale * rng.triangular(0.5, 1.05, 0.95))))


def pick_offer(rng: Random) -> Offer:
    """An offer, the usual ones more often."""
    return rng.choices(OFFERS, weights=[offer.weight for offer in OFFERS])[0]


def _hold_a_year(books: Books, school: School, results: int) -> None:
    rng = books.rng
    teachers = [f"{school.code}-T{n}" for n in range(rng.randint(3, 6))]
    classes: list[tuple[Offer, str, str, Sequence[Person]]] = []
    for quarter in (1, 2, 3, 4):
        # What was held in earlier quarters; a class is continued once at most.
        earlier = classes[:]
        for _ in range(rng.randint(1, 4)):
            if books.results >= results:
                return
            regulars: Sequence[Person] = ()
            former: Sequence[Person] = ()
            if earlier and rng.random() < SAME_TEACHER:
                offer, topic, teacher, former = earlier.pop(rng.randrange(len(earlier)))
                regulars = rng.sample(former, int(len(former) * rng.uniform(0.3, 0.6)))
            else:
                offer, teacher = pick_offer(rng), rng.choice(teachers)
                topic = rng.choice(offer.topics)
            roster = hold_honestly(
                books, school, offer, quarter, topic=topic, teacher=teacher, regulars=regulars, former=former
            )
            classes.append((offer, topic, teacher, roster))


def hold_honestly(
    books: Books,
    school: School,
    offer: Offer,
    quarter: int,
    *,
    topic: str,
    teacher: str,
    regulars: Sequence[Person] = (),
    former: Sequence[Person] = (),
) -> list[Person]:
    """Holds one project as it should be, and says who came.

    Args:
        books: what is written in.
        school: where.
        offer: what.
        quarter: 1 to 4.
        topic: what it is called after.
        teacher: who teaches.
        regulars: who is asked first, as they were in the teacher's class before.
        former: everybody of that class; the others of it don't come again.
    """
    rng = books.rng
    scale, runs = rng.choice(SCALES), 1
    if rng.random() < SEVERAL_RUNS:
        runs = rng.randint(2, 3)
        scale *= runs
    turnout = honest_turnout(rng, scale)
    coming_again = {person.number for person in regulars}
    had_enough = [person for person in former if person.number not in coming_again]
    everybody: list[Person] = []
    courses: list[list[RunPlan]] = [[]]
    for n in range(runs):
        slots = draw_timetable(rng, rng.choice(offer.patterns), books.year, quarter)
        # Whoever stands in one run's list isn't asked for the next.
        share = turnout // runs + (1 if n < turnout % runs else 0)
        roster = books.gather(school, offer, slots, share, known=regulars, without=[*everybody, *had_enough])
        everybody += roster
        courses[0].append(RunPlan(slots=slots, roster=roster, teacher=teacher))
    if runs == 1 and rng.random() < TWO_COURSES:
        first = courses[0][0]
        slots = second_timetable(books, offer, quarter, first.slots)
        stayed = [person for person in first.roster if books.can_come(person, school, offer, slots)]
        if stayed:
            courses.append([RunPlan(slots=slots, roster=stayed, teacher=teacher)])
    books.hold(school, offer, quarter, scale, courses, topic=topic)
    return everybody


def second_timetable(books: Books, offer: Offer, quarter: int, first: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """Another timetable in the same quarter that doesn't touch the first."""
    taken = occupied(first)
    while True:
        slots = draw_timetable(books.rng, books.rng.choice(offer.patterns), books.year, quarter)
        if not occupied(slots) & taken:
            return slots
