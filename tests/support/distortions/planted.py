"""Distortions planted among an honest year, and the truth about each.

A cheat writes into the same books as everybody else and uses the same people, schools, times and
habits, so that nothing but the distortion itself gives a planted project away. The forms and the
strengths take turns; sizes, places and people are drawn.

This knows nothing of any screening: a form is here because somebody might do it.
"""

from collections.abc import Mapping, Sequence

from tests.support.distortions.facts import Kind, Planted, Strength, Year
from tests.support.distortions.honest import keep_books
from tests.support.distortions.trick import Trick
from tests.support.distortions.tricks_with_filing import DEADLINE_BURST, IDENTICAL_EVALUATIONS
from tests.support.distortions.tricks_with_people import INVENTED_NUMBERS, UNFITTING_AGES
from tests.support.distortions.tricks_with_rosters import CLONED_ROSTER, OVER_SCALE
from tests.support.distortions.tricks_with_time import IMPOSSIBLE_HOURS, TWO_PLACES

TRICKS: Mapping[Kind, Sequence[Trick]] = {
    Kind.OVER_SCALE: OVER_SCALE,
    Kind.TWO_PLACES: TWO_PLACES,
    Kind.IMPOSSIBLE_HOURS: IMPOSSIBLE_HOURS,
    Kind.CLONED_ROSTER: CLONED_ROSTER,
    Kind.INVENTED_NUMBERS: INVENTED_NUMBERS,
    Kind.UNFITTING_AGES: UNFITTING_AGES,
    Kind.DEADLINE_BURST: DEADLINE_BURST,
    Kind.IDENTICAL_EVALUATIONS: IDENTICAL_EVALUATIONS,
}
STRENGTHS = tuple(Strength)


def planted_year(
    seed: int = 1, results: int = 100_000, *, each: int = 20, year: int = 2025, counties: int = 40
) -> tuple[Year, tuple[Planted, ...]]:
    """An honest year of `results` rows, with `each` distortions of every kind among them, and the truth.

    The honest rows are those of `honest_year` with the same arguments; the planted ones come on top.

    Args:
        seed: the same seed and sizes give the same year and the same truth.
        results: how many honest rows at least (a few thousand, so that there are classes to copy).
        each: how many instances of each kind.
        year: which calendar year.
        counties: over how many counties (1 to 90) the schools spread.
    """
    books = keep_books(seed, results, year=year, counties=counties)
    planted = []
    for kind, tricks in TRICKS.items():
        for n in range(each):
            strength = STRENGTHS[(n % len(tricks) + n // len(tricks)) % len(STRENGTHS)]
            scene = tricks[n % len(tricks)](books, strength)
            planted.append(scene.as_planted(kind, n + 1, strength))
    return books.close(), tuple(planted)
