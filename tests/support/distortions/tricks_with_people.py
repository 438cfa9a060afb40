"""Numbers that somebody made up at a desk, and people whom the project isn't for."""

from collections.abc import Callable
from datetime import date, timedelta

from tests.support.distortions.books import Books, RunPlan
from tests.support.distortions.customs import ELSEWHERE, Offer, offer_for
from tests.support.distortions.facts import Person, School, Strength
from tests.support.distortions.honest import pick_offer
from tests.support.distortions.trick import Scene, by_strength, numbers, teacher_of, term

Next = Callable[[int], tuple[date, int]]
REPEATED = (111, 222, 333, 444, 555, 666, 777, 888, 999, 123, 321, 100, 200, 500)


def _middle_birth(books: Books, offer: Offer, on: date) -> date:
    youngest, _, oldest = offer.ages
    span = oldest - youngest
    return date(on.year - youngest - span // 4 - books.rng.randrange(span // 2), books.rng.randint(1, 12), 5)


def _invent(books: Books, school: School, region: str, following: Next, count: int) -> list[Person]:
    """The first `count` numbers of a series that nobody has yet."""
    people: list[Person] = []
    n = 0
    while len(people) < count:
        birth, sequence = following(n)
        n += 1
        if sequence and books.residents.is_free(region, birth, sequence):
            people.append(books.residents.enter(region, birth, sequence, county=school.county))
    return people


def _class_with(
    books: Books, form: str, strength: Strength, series: Callable[[Books, date], Next], *, far: bool = False
) -> Scene:
    """A class of which a part (all of it, if blatant) was invented along a series."""
    rng = books.rng
    school, offer = rng.choice(books.schools), pick_offer(rng)
    while offer.circle == "young":
        offer = pick_offer(rng)
    quarter, slots = term(books, offer)
    size = rng.randint(24, 45)
    share = rng.uniform(*by_strength(strength, (0.35, 0.5), (0.55, 0.8), (1.0, 1.0)))
    following = series(books, _middle_birth(books, offer, slots[0].day))
    region = rng.choice(ELSEWHERE) if far else school.county
    invented = _invent(books, school, region, following, round(size * share))
    roster = invented + books.gather(school, offer, slots, size - len(invented))
    if strength is not Strength.BLATANT or rng.random() < 0.5:
        rng.shuffle(roster)
    plan = RunPlan(slots=slots, roster=roster, teacher=teacher_of(school, rng))
    held = books.hold(school, offer, quarter, -(-size // 5) * 5, [[plan]], topic=rng.choice(offer.topics))
    return Scene(form, [held], numbers(invented))


def sequence_counted_up(books: Books, strength: Strength) -> Scene:
    """One birth date, the sequence digits counted up (by one, two or three), each with its right check character."""

    def series(books: Books, birth: date) -> Next:
        first, step = books.rng.randint(1, 700), by_strength(strength, 3, books.rng.choice((1, 2)), 1)
        return lambda n: (birth, (first + step * n) % 1000)

    return _class_with(books, "sequence-counted-up", strength, series)


def birth_date_counted_up(books: Books, strength: Strength) -> Scene:
    """The same sequence digits, the birth date counted up day by day (or by a few days)."""

    def series(books: Books, birth: date) -> Next:
        sequence, step = books.rng.randint(1, 999), by_strength(strength, books.rng.choice((2, 3)), 1, 1)
        return lambda n: (birth + timedelta(days=step * n), sequence)

    return _class_with(books, "birth-date-counted-up", strength, series)


def both_counted_up(books: Books, strength: Strength) -> Scene:
    """Birth date and sequence digits both go up by one from number to number."""

    def series(books: Books, birth: date) -> Next:
        first = books.rng.randint(1, 700)
        return lambda n: (birth + timedelta(days=n), (first + n) % 1000)

    return _class_with(books, "both-counted-up", strength, series)


def all_on_one_birthday(books: Books, strength: Strength) -> Scene:
    """Everybody was born on the same day, with drawn sequence digits."""

    def series(books: Books, birth: date) -> Next:
        return lambda n: (birth, books.rng.randint(1, 999))

    return _class_with(books, "all-on-one-birthday", strength, series, far=books.rng.random() < 0.5)


def neat_dates_and_digits(books: Books, strength: Strength) -> Scene:
    """Born on the first of January of years in a row, with digits like 111, 888, 123."""

    def series(books: Books, birth: date) -> Next:
        return lambda n: (date(birth.year + n % 9, 1, 1), REPEATED[n // 9 % len(REPEATED)])

    return _class_with(books, "neat-dates-and-digits", strength, series, far=books.rng.random() < 0.3)


def _wrong_people(
    books: Books,
    form: str,
    strength: Strength,
    target_group: str,
    ages: tuple[int, int, int],
    *,
    from_the_village: str = "",
) -> Scene:
    """A class of which many are of another age than its target group.

    `from_the_village` names a circle whose real people of those ages are asked first.
    """
    rng = books.rng
    school, offer = rng.choice(books.schools), offer_for(target_group)
    quarter, slots = term(books, offer)
    size = rng.randint(18, 40)
    share = rng.uniform(*by_strength(strength, (0.35, 0.5), (0.55, 0.75), (0.85, 1.0)))
    wrong: dict[str, Person] = {}
    for person in books.circles.get((school.code, from_the_village), ()):
        old = slots[0].day.year - person.birth.year
        if len(wrong) < round(size * share) and ages[0] < old < ages[2] and books.has_time(person, school, slots):
            wrong[person.number] = person
    while len(wrong) < round(size * share):
        person = books.residents.new(school, ages, slots[0].day, circle=f"not-{offer.circle}")
        wrong[person.number] = person
    roster = [*wrong.values(), *books.gather(school, offer, slots, size - len(wrong))]
    rng.shuffle(roster)
    plan = RunPlan(slots=slots, roster=roster, teacher=teacher_of(school, rng))
    held = books.hold(school, offer, quarter, -(-size // 5) * 5, [[plan]], topic=rng.choice(offer.topics))
    return Scene(form, [held], tuple(wrong))


def young_people_in_old_peoples_classes(books: Books, strength: Strength) -> Scene:
    """Education for old people, at twenty (or at forty)."""
    ages = by_strength(strength, (25, 35, 42), (20, 27, 38), (18, 20, 25))
    circle = "work" if books.rng.random() < 0.5 else ""
    return _wrong_people(
        books, "young-people-in-old-peoples-classes", strength, "老年群体", ages, from_the_village=circle
    )


def grown_ups_as_pupils(books: Books, strength: Strength) -> Scene:
    """After-school classes attended by the parents' and grandparents' generation."""
    ages = by_strength(strength, (22, 30, 40), (25, 40, 55), (50, 65, 80))
    circle = "parents" if strength is not Strength.BLATANT else "old"
    return _wrong_people(books, "grown-ups-as-pupils", strength, "在校学生", ages, from_the_village=circle)


def children_at_work(books: Books, strength: Strength) -> Scene:
    """Employees, drivers of tractors and seafarers of ten."""
    target = books.rng.choice(("企业职工", "农村劳动力", "船员（渔民）", "外来务工人员"))
    ages = by_strength(strength, (11, 13, 15), (9, 11, 14), (6, 8, 12))
    return _wrong_people(books, "children-at-work", strength, target, ages, from_the_village="young")


def pensioners_at_work(books: Books, strength: Strength) -> Scene:
    """Staff of a factory, and soldiers just discharged, at seventy and over."""
    target = books.rng.choice(("企业职工", "退役士兵", "外来务工人员"))
    ages = by_strength(strength, (68, 71, 76), (70, 76, 84), (78, 84, 95))
    return _wrong_people(books, "pensioners-at-work", strength, target, ages, from_the_village="old")


INVENTED_NUMBERS = (
    sequence_counted_up,
    birth_date_counted_up,
    both_counted_up,
    all_on_one_birthday,
    neat_dates_and_digits,
)
UNFITTING_AGES = (
    young_people_in_old_peoples_classes,
    grown_ups_as_pupils,
    children_at_work,
    pensioners_at_work,
)
