"""What teachers write about a class: a score and a few words for everybody, in the manner of that class.

Honest marking is monotonous too: grades that follow from scores, marks in fives, the same handful
of phrases. But people differ, and so do their scores.
"""

from random import Random

from tests.support.distortions.customs import PHRASES

Mark = tuple[int, str]


def grade(score: int) -> str:
    """The grade that a score amounts to."""
    if score >= 90:
        return "优秀"
    return "良好" if score >= 75 else "合格"


def honest_marks(rng: Random, count: int) -> list[Mark]:
    """Marks for a class of `count`, in the roster's order."""
    mean, spread = rng.uniform(74, 87), rng.uniform(5, 9)
    step = rng.choice((1, 1, 1, 5))
    phrases = rng.sample(PHRASES, rng.randint(4, 7))
    manner = rng.randrange(3)
    marks = []
    for _ in range(count):
        score = min(100, max(60, step * round(rng.gauss(mean, spread) / step)))
        if manner == 0:
            words = grade(score)
        elif manner == 1:
            words = phrases[int(rng.random() * len(phrases))]
        else:
            words = f"{grade(score)}，{phrases[int(rng.random() * len(phrases))]}"
        marks.append((score, words))
    return marks
