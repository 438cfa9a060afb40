"""What all tricks are made of: a school to cheat at, a time, a credible class, and the record of the truth."""

from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import TypeVar

from tests.support.distortions.books import Books, Held
from tests.support.distortions.customs import Offer
from tests.support.distortions.facts import Kind, Person, Planted, Run, School, Strength
from tests.support.distortions.timetable import Slot, draw_timetable

T = TypeVar("T")
Trick = Callable[[Books, Strength], "Scene"]


class Scene:
    """What a trick did, before it gets its id."""

    def __init__(
        self,
        form: str,
        held: Sequence[Held],
        people: Iterable[str],
        involved: Sequence[tuple[Held, Run]] = (),
        *,
        whole: bool = False,
    ) -> None:
        self.form = form
        self.held = tuple(held)
        self.people = tuple(people)
        self.involved = tuple(involved)
        self.whole = whole

    def as_planted(self, kind: Kind, number: int, strength: Strength) -> Planted:
        """The scene as the truth about it; of involved runs, the rows of the people concerned (or whole)."""
        concerned = set(self.people)
        return Planted(
            id=f"{kind}-{number:02d}",
            kind=kind,
            form=self.form,
            strength=strength,
            units=tuple(dict.fromkeys(held.school.code for held in self.held)),
            projects=tuple(held.project.code for held in self.held),
            runs=tuple(run.code for held in self.held for run in held.runs),
            results=tuple(row.code for held in self.held for row in held.results),
            people=self.people,
            involved_runs=tuple(dict.fromkeys(run.code for _, run in self.involved)),
            involved_results=tuple(
                dict.fromkeys(
                    row.code
                    for held, run in self.involved
                    for row in held.results
                    if row.run == run.code and (self.whole or row.person in concerned)
                )
            ),
        )


def by_strength(strength: Strength, moderate: T, clear: T, blatant: T) -> T:
    """What goes with that strength."""
    return {Strength.MODERATE: moderate, Strength.CLEAR: clear, Strength.BLATANT: blatant}[strength]


def term(books: Books, offer: Offer, quarter: int | None = None) -> tuple[int, tuple[Slot, ...]]:
    """A quarter (any, unless told) and an ordinary timetable in it."""
    quarter = quarter or books.rng.randint(1, 4)
    return quarter, draw_timetable(books.rng, books.rng.choice(offer.patterns), books.year, quarter)


def teacher_of(school: School, rng: Random) -> str:
    """One of the school's teachers."""
    return f"{school.code}-T{rng.randrange(3)}"


def honest_class(books: Books, honest: int, smallest: int, largest: int = 70) -> tuple[Held, Run]:
    """One of the first `honest` projects' runs with so many learners, and its project."""
    while True:
        held = books.held[books.rng.randrange(honest)]
        run = books.rng.choice(held.runs)
        if smallest <= len(run.learners) <= largest:
            return held, run


def other_school(books: Books, school: School, *, same_county: bool) -> School:
    """Another school, in the same county if wanted and if there is one."""
    others = [other for other in books.schools if other != school]
    near = [other for other in others if other.county == school.county]
    far = [other for other in others if other.county != school.county]
    return books.rng.choice((near if same_county else far) or others)


def people_of(books: Books, run: Run) -> list[Person]:
    """The roster as people."""
    return [books.people_of[number] for number in run.learners]


def numbers(people: Iterable[Person]) -> tuple[str, ...]:
    """Their document numbers."""
    return tuple(person.number for person in people)
