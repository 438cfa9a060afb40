"""Results of one person, dated on one day, from different runs: the poor man's timetable.

A result's date is the day of finishing, so two on one day prove nothing by themselves. They count where
nobody's sign-in sheets say better, and only while they are rare.

Source: 浙学银〔2019〕2号 二·（二） (sign-in sheets are of the ledger; old results have none).
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from adapters.zhejiang.screening.ground import UNKNOWN, Ground


class OneDay(NamedTuple):
    """What one person finished on one day in two runs or more; `hours` in hundredths, all rows together."""

    person: int
    day: int
    rows: tuple[int, ...]
    runs: tuple[int, ...]
    hours: int


def finished_together(ground: Ground) -> Iterator[OneDay]:
    """Every case of a person with results of several runs on one day, unless all runs have sessions."""
    documented = {held.run for held in ground.sessions}
    for person, rows in ground.rows_of_repeaters().items():
        by_day: dict[int, list[int]] = defaultdict(list)
        for row in rows:
            by_day[ground.achieved[row]].append(row)
        for day, together in by_day.items():
            runs = sorted({ground.runs[row] for row in together}, key=ground.keys.__getitem__)
            if len(runs) > 1 and not documented.issuperset(runs):
                known = [ground.hours[row] for row in together if ground.hours[row] != UNKNOWN]
                yield OneDay(person, day, tuple(together), tuple(runs), sum(known))


def is_one_day_project(ground: Ground, run: int, day: int) -> bool:
    """True if the run's project states a period of just that day."""
    project = ground.projects.get(ground.keys[run].project_code)
    if project is None or project.starts_on is None:
        return False
    return project.starts_on == project.ends_on and project.starts_on.toordinal() == day
