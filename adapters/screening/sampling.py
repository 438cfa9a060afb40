"""Which runs an official looks at by hand: drawn by a seed that is stated, so that anybody can draw again.

Each run's lot is a digest of seed and run; the lowest are drawn. Neither the order of the runs nor
the machine matters, a larger sample contains the smaller one, and nobody who files can tell before
the seed is known.

Source: 浙学银〔2019〕2号 三·（三） 核查; the drawing is ours.
"""

from collections.abc import Iterable
from fractions import Fraction
from hashlib import sha256
from math import ceil

from adapters.screening.facts import RunKey


def sample(
    runs: Iterable[RunKey], seed: str, *, count: int | None = None, share: Fraction | None = None
) -> list[RunKey]:
    """Some of the runs, in order of their lots.

    Args:
        runs: duplicates count once.
        seed: as stated in the audit.
        count: how many (all, if there are fewer).
        share: or which part of them, rounded up; between 0 and 1.

    Raises:
        ValueError: not exactly one of `count` and `share`, or out of range.
    """
    if (count is None) == (share is None):
        raise ValueError("a sample has a count or a share")
    drawn = sorted(set(runs), key=lambda run: (lot_of(run, seed), run))
    if share is not None:
        if not 0 <= share <= 1:
            raise ValueError("a share lies between 0 and 1")
        count = ceil(share * len(drawn))
    if count is None or count < 0:
        raise ValueError("a count is not negative")
    return drawn[:count]


def lot_of(run: RunKey, seed: str) -> bytes:
    """A run's lot under a seed: SHA-256 over seed, project code and run, each on a line of its own."""
    return sha256(f"{seed}\n{run.project_code}\n{run.run}".encode()).digest()
