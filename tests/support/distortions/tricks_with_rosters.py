"""More people than declared, and rosters used again."""

from datetime import timedelta

from tests.support.distortions.books import Books, Held, RunPlan
from tests.support.distortions.facts import Person, Run, Strength
from tests.support.distortions.filing import moment
from tests.support.distortions.honest import pick_offer, second_timetable
from tests.support.distortions.trick import (
    Scene,
    by_strength,
    honest_class,
    numbers,
    other_school,
    people_of,
    teacher_of,
    term,
)

DECLARED = (20, 25, 30, 30, 40, 40, 50, 60)


def _swollen(books: Books, strength: Strength) -> tuple[int, int]:
    """A declared scale and how many are filed against it."""
    scale = books.rng.choice(DECLARED)
    low, high = by_strength(strength, (1.4, 1.6), (1.6, 2.1), (2.2, 3.2))
    return scale, round(scale * books.rng.uniform(low, high))


def one_big_run(books: Books, strength: Strength) -> Scene:
    """A project of 40 is filed with 95, in one list."""
    rng = books.rng
    school, offer = rng.choice(books.schools), pick_offer(rng)
    quarter, slots = term(books, offer)
    scale, count = _swollen(books, strength)
    plan = RunPlan(slots=slots, roster=books.gather(school, offer, slots, count), teacher=teacher_of(school, rng))
    held = books.hold(school, offer, quarter, scale, [[plan]], topic=rng.choice(offer.topics))
    return Scene("one-big-run", [held], numbers(plan.roster))


def more_runs_than_meant(books: Books, strength: Strength) -> Scene:
    """Each run stays within the scale; together they are far beyond it."""
    rng = books.rng
    school, offer = rng.choice(books.schools), pick_offer(rng)
    scale, count = _swollen(books, strength)
    quarter = rng.randint(1, 4)
    runs = max(2, -(-count // scale)) + rng.randrange(2)
    everybody: list[Person] = []
    plans = []
    for n in range(runs):
        _, slots = term(books, offer, quarter)
        share = count // runs + (n < count % runs)
        roster = books.gather(school, offer, slots, share, without=everybody)
        everybody += roster
        plans.append(RunPlan(slots=slots, roster=roster, teacher=teacher_of(school, rng)))
    held = books.hold(school, offer, quarter, scale, [plans], topic=rng.choice(offer.topics))
    return Scene("more-runs-than-meant", [held], numbers(everybody))


def other_people_in_each_course(books: Books, strength: Strength) -> Scene:
    """Two courses of one project, each within the scale, but for different people."""
    rng = books.rng
    school, offer = rng.choice(books.schools), pick_offer(rng)
    scale, count = _swollen(books, strength)
    quarter, first = term(books, offer)
    second = second_timetable(books, offer, quarter, first)
    one = books.gather(school, offer, first, count // 2)
    two = books.gather(school, offer, second, count - count // 2, without=one)
    courses = [
        [RunPlan(slots=slots, roster=roster, teacher=teacher_of(school, rng))]
        for slots, roster in ((first, one), (second, two))
    ]
    held = books.hold(school, offer, quarter, scale, courses, topic=rng.choice(offer.topics))
    return Scene("other-people-in-each-course", [held], numbers(one + two))


def latecomers_who_never_came(books: Books, strength: Strength) -> Scene:
    """A real class, and a week later a second list of people who never signed in."""
    rng = books.rng
    school, offer = rng.choice(books.schools), pick_offer(rng)
    quarter, slots = term(books, offer)
    scale, count = _swollen(books, strength)
    roster = books.gather(school, offer, slots, count)
    last = slots[-1].day
    first_list = moment(last + timedelta(days=2), 9 * 60 + rng.randrange(60), rng.randrange(60))
    second_list = moment(last + timedelta(days=8), 15 * 60 + rng.randrange(60), rng.randrange(60))
    filed = [first_list if n < scale else second_list for n in range(count)]
    padding = numbers(roster[scale:])
    plan = RunPlan(slots=slots, roster=roster, teacher=teacher_of(school, rng), filed=filed, never=frozenset(padding))
    held = books.hold(school, offer, quarter, scale, [[plan]], topic=rng.choice(offer.topics))
    return Scene("latecomers-who-never-came", [held], padding)


def _copy(books: Books, source: tuple[Held, Run], exchanged: float, *, reshuffled: bool = True) -> list[Person]:
    """The people who are copied: the source's, less those exchanged."""
    people = people_of(books, source[1])
    stay = max(1, round(len(people) * (1 - exchanged)))
    kept = set(books.rng.sample(range(len(people)), stay))
    copied = [person for n, person in enumerate(people) if n in kept]
    if reshuffled:
        books.rng.shuffle(copied)
    return copied


def _hold_copy(books: Books, source: tuple[Held, Run], copied: list[Person], *, size: int, same_school: bool) -> Held:
    """A project elsewhere or at another time for the copied people and a few others, up to `size`."""
    rng = books.rng
    held = source[0]
    school = held.school if same_school else other_school(books, held.school, same_county=rng.random() < 0.7)
    _, slots = term(books, held.offer)
    free = [person for person in copied if books.can_come(person, school, held.offer, slots)]
    for _ in range(60):
        if len(free) == len(copied):
            break
        _, other = term(books, held.offer)
        can = [person for person in copied if books.can_come(person, school, held.offer, other)]
        if len(can) > len(free):
            free, slots = can, other
    quarter = (slots[0].day.month + 2) // 3
    others = books.gather(school, held.offer, slots, max(0, size - len(free)), without=copied)
    roster = [*free, *others] if rng.random() < 0.5 else [*others, *free]
    plan = RunPlan(slots=slots, roster=roster, teacher=teacher_of(school, rng))
    scale = -(-len(roster) // 5) * 5
    return books.hold(school, held.offer, quarter, scale, [[plan]], topic=rng.choice(held.offer.topics))


def _with(books: Books, strength: Strength) -> float:
    """The part of a roster that is exchanged."""
    return books.rng.uniform(*by_strength(strength, (0.12, 0.2), (0.04, 0.1), (0.0, 0.03)))


def copied_next_term(books: Books, strength: Strength) -> Scene:
    """The same list, in another order and with a few names exchanged, for another project of the school."""
    source = honest_class(books, books.honest, 15)
    copied = _copy(books, source, _with(books, strength))
    held = _hold_copy(books, source, copied, size=len(source[1].learners), same_school=True)
    return Scene("copied-next-term", [held], numbers(copied), [source], whole=True)


def lent_to_another_school(books: Books, strength: Strength) -> Scene:
    """A school files a list that it got from another, often in the same order."""
    source = honest_class(books, books.honest, 15)
    copied = _copy(books, source, _with(books, strength), reshuffled=books.rng.random() < 0.4)
    held = _hold_copy(books, source, copied, size=len(source[1].learners), same_school=False)
    return Scene("lent-to-another-school", [held], numbers(copied), [source], whole=True)


def the_same_list_again_and_again(books: Books, strength: Strength) -> Scene:
    """One class is filed for three or four projects in different quarters or the same one."""
    source = honest_class(books, books.honest, 12, 45)
    copied = _copy(books, source, _with(books, strength))
    copies = [
        _hold_copy(books, source, copied, size=len(source[1].learners), same_school=True)
        for _ in range(books.rng.randint(2, 3))
    ]
    return Scene("the-same-list-again-and-again", copies, numbers(copied), [source], whole=True)


def hidden_in_a_bigger_class(books: Books, strength: Strength) -> Scene:
    """A copied list disappears in a class half as big again."""
    source = honest_class(books, books.honest, 20, 40)
    copied = _copy(books, source, _with(books, strength))
    size = round(len(source[1].learners) * by_strength(strength, 1.4, 1.25, 1.1))
    held = _hold_copy(books, source, copied, size=size, same_school=True)
    return Scene("hidden-in-a-bigger-class", [held], numbers(copied), [source], whole=True)


OVER_SCALE = (one_big_run, more_runs_than_meant, other_people_in_each_course, latecomers_who_never_came)
CLONED_ROSTER = (copied_next_term, lent_to_another_school, the_same_list_again_and_again, hidden_in_a_bigger_class)
