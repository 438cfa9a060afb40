"""The resident numbers of a run or a unit, one for each person, as rules on numbers read them.

Source: GB 11643: 6 digits region, 8 birth date, 3 sequence, 1 check.
"""

from collections.abc import Iterable
from typing import NamedTuple

from adapters.zhejiang.screening.ground import UNKNOWN, Ground


class Number(NamedTuple):
    """A number's parts (birth as an ordinal day), the row it was first seen in, its bearer's age on finishing."""

    region: int
    birth: int
    sequence: int
    row: int
    age_days: int


def numbers_of(ground: Ground, runs: Iterable[int]) -> list[Number]:
    """Each person's number in some runs, in order of filing; documents without one are left out."""
    seen: dict[int, int] = {}
    for row in sorted(row for run in runs for row in ground.rows_of_run[run]):
        if ground.sequences[row] != UNKNOWN:
            seen.setdefault(ground.persons[row], row)
    return [
        Number(
            ground.regions[row],
            ground.births[row],
            ground.sequences[row],
            row,
            ground.achieved[row] - ground.births[row],
        )
        for row in seen.values()
    ]


def cohort_of(ground: Ground, run: int, pupil_groups: Iterable[str], pupil_days: int, cohort_days: int) -> int:
    """Days within which a run's people are born at the least: `pupil_days` for school classes and unknown projects."""
    project = ground.projects.get(ground.keys[run].project_code)
    is_class = project is None or not {*project.target_groups, project.category}.isdisjoint(pupil_groups)
    return pupil_days if is_class else cohort_days


def masked_list(ground: Ground, numbers: Iterable[Number]) -> str:
    """The first few numbers, masked."""
    shown = [ground.masked(number.row) for number in numbers]
    return "、".join(shown[:5]) + ("等" if len(shown) > 5 else "")
