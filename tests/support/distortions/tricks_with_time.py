"""People in two places at one time, and days longer than days are."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from tests.support.distortions.books import Books, Held, RunPlan
from tests.support.distortions.customs import OFFERS, Offer
from tests.support.distortions.facts import Person, Run, School, Session, Strength
from tests.support.distortions.honest import pick_offer
from tests.support.distortions.timetable import TAIL_DAYS, Slot, clock, draw_timetable, minute, quarter_bounds
from tests.support.distortions.trick import (
    Scene,
    by_strength,
    honest_class,
    numbers,
    other_school,
    teacher_of,
)

# Offers whose target groups all take people of 25 to 44.
FOR_GROWN_UPS = tuple(offer for offer in OFFERS if offer.ages[0] <= 25 and offer.ages[2] >= 58)
FULL_DAY = ((time(8, 30), time(11, 30)), (time(13, 30), time(16, 30)))


def _second_class(
    books: Books,
    source: tuple[Held, Run],
    school: School,
    slots: Sequence[Slot],
    group: Sequence[str],
    form: str,
) -> Scene:
    """A class at those times in which the group sits among people who have the time."""
    rng, offer = books.rng, source[0].offer
    timetable = tuple(slots)
    people = [books.people_of[number] for number in group]
    others = books.gather(school, offer, timetable, rng.randint(8, 25), without=people)
    roster = [*others, *people]
    rng.shuffle(roster)
    plan = RunPlan(slots=timetable, roster=roster, teacher=teacher_of(school, rng), always=frozenset(group))
    scale = -(-len(roster) // 5) * 5
    held = books.hold(school, offer, source[0].project.quarter, scale, [[plan]], topic=rng.choice(offer.topics))
    return Scene(form, [held], group, [source])


def _who_came(books: Books, sessions: Sequence[Session], count: int) -> tuple[str, ...]:
    """Some of those who signed in to the first of these sessions."""
    there = sessions[0].signed_in
    return tuple(books.rng.sample(there, min(count, len(there))))


def _as_slots(sessions: Sequence[Session]) -> list[Slot]:
    return [Slot(session.day, session.starts, session.ends) for session in sessions]


def two_schools_all_term(books: Books, strength: Strength) -> Scene:
    """A group learns at two schools of the county, at the same hours, for weeks."""
    source = honest_class(books, books.honest, 12)
    sessions = books.sessions_of[source[1].code]
    group = _who_came(books, sessions, books.rng.randint(*by_strength(strength, (2, 4), (5, 8), (9, 15))))
    school = other_school(books, source[0].school, same_county=True)
    return _second_class(books, source, school, _as_slots(sessions), group, "two-schools-all-term")


def two_rooms_of_one_school(books: Books, strength: Strength) -> Scene:
    """A group sits in two rooms of one school at once."""
    source = honest_class(books, books.honest, 12)
    sessions = books.sessions_of[source[1].code]
    sessions = sessions[: by_strength(strength, 1, 2, len(sessions))]
    group = _who_came(books, sessions, books.rng.randint(*by_strength(strength, (2, 3), (4, 6), (7, 12))))
    return _second_class(books, source, source[0].school, _as_slots(sessions), group, "two-rooms-of-one-school")


def too_early_to_have_left(books: Books, strength: Strength) -> Scene:
    """The second class begins before the first has ended."""
    source = honest_class(books, books.honest, 12)
    sessions = books.sessions_of[source[1].code]
    group = _who_came(books, sessions, books.rng.randint(1, 6))
    shared = by_strength(strength, 40, 55, 75)
    slots = []
    for day, _, ends in _as_slots(sessions)[: books.rng.randint(1, 6)]:
        start = minute(ends) - shared
        slots.append(Slot(day, clock(start), clock(min(23 * 60 + 59, start + 120))))
    school = other_school(books, source[0].school, same_county=books.rng.random() < 0.7)
    return _second_class(books, source, school, _without_clashes(slots), group, "too-early-to-have-left")


def one_day_at_both_ends_of_the_province(books: Books, strength: Strength) -> Scene:
    """One person, or two, on one day in two counties; the rest of the term is in order."""
    source = honest_class(books, books.honest, 10)
    session = books.rng.choice(books.sessions_of[source[1].code])
    group = _who_came(books, [session], by_strength(strength, 1, 2, 4))
    offer, quarter = source[0].offer, source[0].project.quarter
    school = other_school(books, source[0].school, same_county=False)
    people = [books.people_of[number] for number in group]
    for _ in range(60):
        slots = draw_timetable(books.rng, books.rng.choice(offer.patterns), books.year, quarter)
        if all(books.has_time(person, school, slots) for person in people):
            break
    others = [slot for slot in slots if slot.day != session.day]
    both = sorted([*others, Slot(session.day, session.starts, session.ends)])
    return _second_class(books, source, school, both, group, "one-day-at-both-ends-of-the-province")


def _without_clashes(slots: Sequence[Slot]) -> list[Slot]:
    """The same sessions less those that overlap the one before."""
    kept: list[Slot] = []
    for slot in slots:
        if not kept or kept[-1].day != slot.day or kept[-1].ends <= slot.starts:
            kept.append(slot)
    return kept


def _some_day(books: Books, days: int) -> tuple[int, date]:
    """A quarter and a day in it, with so many days following before its classes end."""
    quarter = books.rng.randint(1, 4)
    first, last = quarter_bounds(books.year, quarter)
    return quarter, first + timedelta(days=books.rng.randint(5, (last - first).days - TAIL_DAYS - days))


def _hold(
    books: Books, school: School, offer: Offer, quarter: int, plan: RunPlan, hours: Sequence[int] | None = None
) -> Held:
    scale = -(-len(plan.roster) // 5) * 5
    return books.hold(school, offer, quarter, scale, [[plan]], topic=books.rng.choice(offer.topics), hours=hours)


def marathon(books: Books, strength: Strength) -> Scene:
    """A class from dawn to midnight, so that the hours fit into the days."""
    rng = books.rng
    school, offer = rng.choice(books.schools), pick_offer(rng)
    days = rng.randint(1, 3)
    quarter, day = _some_day(books, days)
    lasting = rng.randint(*by_strength(strength, (740, 800), (840, 930), (960, 1060)))
    dawn = rng.randint(320, min(420, 1390 - lasting))
    third = lasting // 3
    slots = tuple(
        Slot(day + timedelta(days=n), clock(dawn + part * (third + 20)), clock(dawn + part * (third + 20) + third))
        for n in range(days)
        for part in range(3)
    )
    roster = books.gather(school, offer, slots, rng.randint(10, 30))
    plan = RunPlan(slots=slots, roster=roster, teacher=teacher_of(school, rng), always=frozenset(numbers(roster)))
    return Scene("marathon", [_hold(books, school, offer, quarter, plan)], numbers(roster))


def from_class_to_class(books: Books, strength: Strength) -> Scene:
    """A few people go from one class to the next from early morning till night; no two overlap."""
    rng = books.rng
    school = rng.choice(books.schools)
    quarter, day = _some_day(books, 1)
    windows = [
        (time(8, 10), time(11, 40)),
        (time(11, 50), time(13, 20)),
        (time(13, 30), time(17)),
        (time(17, 10), time(18, 40)),
        (time(18, 50), time(20, 50)),
    ]
    windows += by_strength(strength, [], [(time(6), time(8))], [(time(6), time(8)), (time(21), time(23))])
    group = [books.residents.new(school, (25, 35, 44), day, circle="busy") for _ in range(rng.randint(2, 8))]
    held = []
    for starts, ends in windows:
        slots, offer = (Slot(day, starts, ends),), rng.choice(FOR_GROWN_UPS)
        others = books.gather(school, offer, slots, rng.randint(4, 12), repeaters=0.2, without=group)
        plan = RunPlan(
            slots=slots,
            roster=[*others, *group],
            teacher=teacher_of(school, rng),
            always=frozenset(numbers(group)),
        )
        held.append(_hold(books, school, offer, quarter, plan))
    return Scene("from-class-to-class", held, numbers(group))


def credited_more_than_taught(books: Books, strength: Strength) -> Scene:
    """A course of a day or two is filed with the hours of a week."""
    rng = books.rng
    school, offer = rng.choice(books.schools), pick_offer(rng)
    days = rng.randint(1, 2)
    quarter, day = _some_day(books, days)
    slots = tuple(Slot(day + timedelta(days=n), *hours) for n in range(days) for hours in FULL_DAY)
    a_day = rng.randint(*by_strength(strength, (16, 18), (20, 24), (30, 48)))
    roster = books.gather(school, offer, slots, rng.randint(12, 35))
    plan = RunPlan(slots=slots, roster=roster, teacher=teacher_of(school, rng), always=frozenset(numbers(roster)))
    held = _hold(books, school, offer, quarter, plan, [a_day * days])
    return Scene("credited-more-than-taught", [held], numbers(roster))


def many_certificates_of_one_day(books: Books, strength: Strength) -> Scene:
    """A group has whole-day courses, three to five of them, all on the same day; it signed in nowhere."""
    rng = books.rng
    school = rng.choice(books.schools)
    quarter, day = _some_day(books, 1)
    slots = tuple(Slot(day, *hours) for hours in FULL_DAY)
    group: list[Person] = [
        books.residents.new(school, (25, 35, 44), day, circle="busy") for _ in range(rng.randint(3, 12))
    ]
    held = []
    for _ in range(by_strength(strength, 3, 4, 5)):
        offer = rng.choice(FOR_GROWN_UPS)
        others = books.gather(school, offer, slots, rng.randint(6, 15), without=group)
        roster = [*others, *group]
        rng.shuffle(roster)
        plan = RunPlan(slots=slots, roster=roster, teacher=teacher_of(school, rng), never=frozenset(numbers(group)))
        held.append(_hold(books, school, offer, quarter, plan))
    return Scene("many-certificates-of-one-day", held, numbers(group))


TWO_PLACES = (
    two_schools_all_term,
    two_rooms_of_one_school,
    too_early_to_have_left,
    one_day_at_both_ends_of_the_province,
)
IMPOSSIBLE_HOURS = (marathon, from_class_to_class, credited_more_than_taught, many_certificates_of_one_day)
