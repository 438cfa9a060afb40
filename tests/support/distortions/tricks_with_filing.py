"""Bursts just before a deadline, and evaluations that nobody thought about."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from tests.support.distortions.books import Books, Held, RunPlan
from tests.support.distortions.facts import Person, School, Strength
from tests.support.distortions.filing import moment, one_by_one
from tests.support.distortions.honest import pick_offer
from tests.support.distortions.marking import Mark, grade, honest_marks
from tests.support.distortions.timetable import Slot, clock, quarter_bounds
from tests.support.distortions.trick import Scene, by_strength, honest_class, numbers, other_school, teacher_of, term

MIDNIGHT = 24 * 60
FLATTERIES = (
    "{name}同学学习态度端正，课堂上积极思考，按时完成各项作业，较好地掌握了所学内容，达到培训目标，同意结业。",
    "{name}在本次培训中遵守纪律，认真听讲，理论与实操考核均达到要求，综合表现良好，准予结业。",
    "该学员{name}能按时参加培训，学习认真刻苦，尊敬老师，团结同学，已掌握本课程的基本知识和技能。",
)


def _ordinary(
    books: Books,
    school: School,
    quarter: int,
    *,
    size: int,
    filed: Sequence[datetime] | None = None,
    marks: Sequence[Mark] | None = None,
    slots: tuple[Slot, ...] | None = None,
) -> Held:
    """A project like others, but filed at those moments or with those marks."""
    rng, offer = books.rng, pick_offer(books.rng)
    if slots is None:
        _, slots = term(books, offer, quarter)
    roster = books.gather(school, offer, slots, size)
    plan = RunPlan(slots=slots, roster=roster, teacher=teacher_of(school, rng), filed=filed, marks=marks)
    return books.hold(school, offer, quarter, -(-size // 5) * 5, [[plan]], topic=rng.choice(offer.topics))


def _closing(books: Books) -> tuple[int, date]:
    """A quarter and its last day."""
    quarter = books.rng.randint(1, 4)
    return quarter, quarter_bounds(books.year, quarter)[1]


def _burst(form: str, held: Sequence[Held]) -> Scene:
    return Scene(form, held, dict.fromkeys(row.person for project in held for row in project.results))


def the_whole_quarter_in_one_night(books: Books, strength: Strength) -> Scene:
    """Several projects of weeks ago are filed in the last evening, workbook after workbook."""
    rng = books.rng
    school, (quarter, closes) = rng.choice(books.schools), _closing(books)
    earliest, latest = by_strength(strength, (16 * 60, 23 * 60), (20 * 60, 23 * 60 + 30), (22 * 60 + 50, 23 * 60 + 55))
    held = []
    for _ in range(rng.randint(*by_strength(strength, (3, 4), (4, 5), (5, 7)))):
        size = rng.randint(25, 50)
        filed = [moment(closes, rng.randint(earliest, latest), rng.randrange(60))] * size
        held.append(_ordinary(books, school, quarter, size=size, filed=filed))
    return _burst("the-whole-quarter-in-one-night", held)


def one_by_one_before_midnight(books: Books, strength: Strength) -> Scene:
    """Rows come every few seconds, faster than anybody types, until the deadline."""
    rng = books.rng
    school, (quarter, closes) = rng.choice(books.schools), _closing(books)
    size = rng.randint(*by_strength(strength, (60, 80), (80, 110), (120, 180)))
    quickest, slowest = by_strength(strength, (10, 40), (5, 20), (1, 6))
    start = moment(closes, MIDNIGHT, -size * slowest - 60)
    filed = one_by_one(rng, start, size, quickest, slowest)
    return _burst("one-by-one-before-midnight", [_ordinary(books, school, quarter, size=size, filed=filed)])


def held_and_filed_at_the_last_moment(books: Books, strength: Strength) -> Scene:
    """Classes said to have been held in the quarter's last days, all filed on the last."""
    rng = books.rng
    school, (quarter, closes) = rng.choice(books.schools), _closing(books)
    held = []
    for _ in range(rng.randint(*by_strength(strength, (3, 3), (3, 4), (4, 6)))):
        size, starts = rng.randint(28, 50), rng.choice((9, 14)) * 60
        slots = (Slot(closes - timedelta(days=rng.randrange(3)), clock(starts), clock(starts + 120)),)
        filed = [moment(closes, rng.randint(17 * 60, 23 * 60 + 50), rng.randrange(60))] * size
        held.append(_ordinary(books, school, quarter, size=size, filed=filed, slots=slots))
    return _burst("held-and-filed-at-the-last-moment", held)


def schools_in_concert(books: Books, strength: Strength) -> Scene:
    """Two or three schools make up their numbers in the same last two days."""
    rng = books.rng
    first, (quarter, closes) = rng.choice(books.schools), _closing(books)
    schools = list(dict.fromkeys([first, other_school(books, first, same_county=True)]))
    held = []
    for school in schools:
        for n in range(by_strength(strength, 2, 3, 4)):
            size = rng.randint(32, 55)
            day = closes - timedelta(days=1 if strength is Strength.MODERATE and n else 0)
            start = moment(day, rng.randint(18 * 60, 22 * 60), rng.randrange(60))
            filed = one_by_one(rng, start, size, 4, 30) if rng.random() < 0.5 else [start] * size
            held.append(_ordinary(books, school, quarter, size=size, filed=filed))
    return _burst("schools-in-concert", held)


def _with_marks(books: Books, form: str, marks: Sequence[Mark], *, projects: int = 1) -> Scene:
    school = books.rng.choice(books.schools)
    held = [_ordinary(books, school, books.rng.randint(1, 4), size=len(marks), marks=marks) for _ in range(projects)]
    return _burst(form, held)


def _one_mark(books: Books) -> Mark:
    score = books.rng.choice((80, 85, 88, 90, 92, 95, 98, 100))
    words = books.rng.choice(("学习认真，表现优秀", "合格", "优秀", "该学员表现良好，准予结业", "掌握较好"))
    return score, words


def everybody_the_same(books: Books, strength: Strength) -> Scene:
    """One mark for the whole class; if moderate, one in ten gets another for the look of it."""
    rng = books.rng
    size = rng.randint(22, 50)
    marks = [_one_mark(books)] * size
    for n in rng.sample(range(size), by_strength(strength, size // 9, size // 20, 0)):
        marks[n] = honest_marks(rng, 1)[0]
    return _with_marks(books, "everybody-the-same", marks)


def one_paragraph_with_names(books: Books, strength: Strength) -> Scene:
    """The same paragraph for everybody, with each learner's name put in."""
    rng = books.rng
    school, offer = rng.choice(books.schools), pick_offer(rng)
    quarter, slots = term(books, offer)
    roster: list[Person] = books.gather(school, offer, slots, rng.randint(20, 45))
    text, score = rng.choice(FLATTERIES), rng.randint(80, 95)
    spread = by_strength(strength, 2, 1, 0)
    marks = [(score + rng.randint(-spread, spread), text.format(name=person.name)) for person in roster]
    plan = RunPlan(slots=slots, roster=roster, teacher=teacher_of(school, rng), marks=marks)
    scale = -(-len(roster) // 5) * 5
    held = books.hold(school, offer, quarter, scale, [[plan]], topic=rng.choice(offer.topics))
    return Scene("one-paragraph-with-names", [held], numbers(roster))


def two_marks_in_turn(books: Books, strength: Strength) -> Scene:
    """Two marks, by turns (or, if moderate, in no order), so that it looks less like one."""
    rng = books.rng
    high = rng.randint(88, 96)
    low = high - rng.randint(1, 4)
    words = rng.choice(("{}", "学习认真，{}", "{}，能学以致用"))
    pair = [(score, words.format(grade(score))) for score in (high, low)]
    size = rng.randint(24, 48)
    marks = [rng.choice(pair) if strength is Strength.MODERATE else pair[n % 2] for n in range(size)]
    return _with_marks(books, "two-marks-in-turn", marks, projects=by_strength(strength, 1, 1, 2))


def a_whole_school_of_one_mind(books: Books, strength: Strength) -> Scene:
    """The same mark in two to four projects of a school, whoever teaches."""
    size = books.rng.randint(15, 35)
    return _with_marks(
        books, "a-whole-school-of-one-mind", [_one_mark(books)] * size, projects=by_strength(strength, 2, 3, 4)
    )


def sheet_of_another_class(books: Books, strength: Strength) -> Scene:
    """Another class's evaluation sheet with other names: every score and word in the same order."""
    rng = books.rng
    source = honest_class(books, books.honest, 20, 45)
    marks = list(books.marks_of[source[1].code])
    for n in rng.sample(range(len(marks)), by_strength(strength, len(marks) // 12, 1, 0)):
        marks[n] = honest_marks(rng, 1)[0]
    held = _ordinary(books, source[0].school, rng.randint(1, 4), size=len(marks), marks=marks)
    people = [row.person for row in held.results]
    return Scene("sheet-of-another-class", [held], people, [source], whole=True)


DEADLINE_BURST = (
    the_whole_quarter_in_one_night,
    one_by_one_before_midnight,
    held_and_filed_at_the_last_moment,
    schools_in_concert,
)
IDENTICAL_EVALUATIONS = (
    everybody_the_same,
    one_paragraph_with_names,
    two_marks_in_turn,
    a_whole_school_of_one_mind,
    sheet_of_another_class,
)
