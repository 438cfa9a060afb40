"""证件号码连号: numbers made by counting on.

Three ways of counting: sequence numbers in a row under one birth date; a small constant step from line
to line (in the order filed, or sorted); birth dates of consecutive days, or sequence numbers one
after another whatever the birth dates. Twins and triplets of villages are not rows: a row is longer
than chance gives even in a school class born in one year.

Source: GB 11643 (sequence numbers of one region and birth date are given in order); 三·（三）.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, pairwise

import msgspec

from adapters.screening.findings import Finding
from adapters.zhejiang.screening.chance import longest_row_of_days
from adapters.zhejiang.screening.ground import Ground
from adapters.zhejiang.screening.numbers import Number, cohort_of, masked_list, numbers_of
from adapters.zhejiang.screening.rulebook import Rule, thresholds_of

CODE = "consecutive-numbers"


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds.

    Attributes:
        row_in_run, row_in_unit: people of one region and birth date with sequence numbers in a row.
        max_gap: sequence numbers at most so far apart are still in a row.
        steps: people in a row with the same small step of birth date and sequence.
        max_step_days, max_step_sequence: what a small step is.
        counted, counted_as_filed: people whose sequence numbers count on though their birth dates don't:
            when sorted, where neighbours of one police station come close, and in the order filed.
        cohort_days, chance: of `chance.longest_row_of_days`; `pupil_days` for the groups in `pupil_groups`.
    """

    row_in_run: int
    row_in_unit: int
    max_gap: int
    steps: int
    max_step_days: int
    max_step_sequence: int
    counted: int
    counted_as_filed: int
    cohort_days: int
    pupil_days: int
    pupil_groups: tuple[str, ...]
    chance: float


Row = list[Number]


def find(ground: Ground, rule: Rule) -> Iterator[Finding]:
    """Runs with rows of numbers, then units with rows that no run shows by itself."""
    limits = thresholds_of(rule, Limits)
    for unit, runs in ground.runs_of_units().items():
        told: set[int] = set()
        for run in runs:
            if found := _rows_in_run(numbers_of(ground, [run]), _cohort_days(ground, run, limits), limits):
                yield _finding(ground, rule, limits, unit, [run], found)
                told.update(number.row for _, row in found for number in row)
        if len(runs) > 1:
            in_unit = numbers_of(ground, runs)
            found = [
                ("出生日期相同、顺序码相连", row)
                for row in _sequence_rows(in_unit, limits.max_gap, limits.row_in_unit)
                if not told.issuperset(number.row for number in row)
            ]
            if found:
                yield _finding(ground, rule, limits, unit, runs, found)


def _cohort_days(ground: Ground, run: int, limits: Limits) -> int:
    return cohort_of(ground, run, limits.pupil_groups, limits.pupil_days, limits.cohort_days)


def _rows_in_run(numbers: list[Number], cohort_days: int, limits: Limits) -> list[tuple[str, Row]]:
    if len(numbers) < limits.row_in_run:
        return []
    by_value = sorted(numbers)
    days = max(limits.row_in_run, longest_row_of_days(len(numbers), cohort_days, limits.chance))
    found = [("出生日期相同、顺序码相连", row) for row in _sequence_rows(numbers, limits.max_gap, limits.row_in_run)]
    for ordered in (numbers, by_value):
        found += [("号码按固定间隔递增", row) for row in _stepped_rows(ordered, limits)]
    found += [("出生日期逐日相连", row) for row in _day_rows(by_value, days)]
    found += [("顺序码逐个递增", row) for row in _counted_rows(numbers, limits.counted)]
    found += [("顺序码按存入先后递增", row) for row in _counted_as_filed(numbers, limits)]
    return found


def _chains(ordered: Iterable[Number], follows: Callable[[Number, Number], bool], least: int) -> Iterator[Row]:
    """Maximal stretches in which each follows the one before, of at least so many."""
    chain: Row = []
    for number in ordered:
        if chain and not follows(chain[-1], number):
            if len(chain) >= least:
                yield chain
            chain = []
        chain.append(number)
    if len(chain) >= least:
        yield chain


def _sequence_rows(numbers: Iterable[Number], max_gap: int, least: int) -> Iterator[Row]:
    return _chains(
        sorted(numbers),
        lambda one, two: one[:2] == two[:2] and 0 < two.sequence - one.sequence <= max_gap,
        least,
    )


def _step(one: Number, two: Number) -> tuple[int, int, int]:
    return two.region - one.region, two.birth - one.birth, two.sequence - one.sequence


def _stepped_rows(ordered: list[Number], limits: Limits) -> Iterator[Row]:
    steps = [_step(one, two) for one, two in pairwise(ordered)]
    for (region, days, sequence), group in groupby(range(len(steps)), key=steps.__getitem__):
        if region or abs(days) > limits.max_step_days or abs(sequence) > limits.max_step_sequence:
            continue
        at = list(group)
        if (days or sequence) and len(at) + 1 >= limits.steps:
            yield ordered[at[0] : at[-1] + 2]


def _day_rows(by_value: list[Number], least: int) -> Iterator[Row]:
    one_a_day = {(number.region, number.birth): number for number in by_value}
    return _chains(one_a_day.values(), lambda one, two: one.region == two.region and two.birth - one.birth == 1, least)


def _counted_rows(numbers: list[Number], least: int) -> Iterator[Row]:
    """Sequence numbers of one region that count on, each borne by one person only, over differing birth dates."""
    by_sequence: dict[tuple[int, int], list[Number]] = defaultdict(list)
    for number in numbers:
        by_sequence[number.region, number.sequence].append(number)
    alone = [held[0] for _, held in sorted(by_sequence.items()) if len(held) == 1]
    rows = _chains(alone, lambda one, two: one.region == two.region and two.sequence - one.sequence == 1, least)
    return (row for row in rows if 2 * len({number.birth for number in row}) > len(row))


def _counted_as_filed(numbers: list[Number], limits: Limits) -> Iterator[Row]:
    """Sequence numbers that grow or fall by one small step from line to line, whatever the birth dates."""
    steps = [two.sequence - one.sequence for one, two in pairwise(numbers)]
    for step, group in groupby(range(len(steps)), key=steps.__getitem__):
        at = list(group)
        if 0 < abs(step) <= limits.max_step_sequence and len(at) + 1 >= limits.counted_as_filed:
            yield numbers[at[0] : at[-1] + 2]


def _finding(
    ground: Ground, rule: Rule, limits: Limits, unit: str, runs: list[int], found: list[tuple[str, Row]]
) -> Finding:
    people = {ground.persons[number.row] for _, row in found for number in row}
    at = ground.keys[runs[0]] if len(runs) == 1 else None
    seen_runs = {ground.runs[number.row] for _, row in found for number in row}
    longest = max(len(row) for _, row in found)
    least = limits.row_in_run if at else limits.row_in_unit
    return rule.found(
        threshold=f"同一地区、同一出生日期的顺序码{least}个及以上相连（间隔不超过{limits.max_gap}），"
        f"或{limits.steps}个及以上号码按固定间隔递增，"
        f"或顺序码逐个递增{limits.counted}个及以上（按存入先后{limits.counted_as_filed}个及以上），"
        f"或逐日相连的出生日期长度在同样人数中偶然出现的机会不足{limits.chance:g}",
        measured=f"{len(people)}人的证件号码相连，最长{longest}个",
        unit_code=unit,
        at=at,
        related=[] if at else [ground.keys[run] for run in seen_runs],
        refs=ground.refs_of(people, runs),
        evidence=[f"{how}（{len(row)}个）：{masked_list(ground, row)}" for how, row in _without_repeats(found)],
    )


def _without_repeats(found: list[tuple[str, Row]]) -> list[tuple[str, Row]]:
    """Rows in order of appearance; one whose people an earlier row names already is left out."""
    kept: list[tuple[str, Row]] = []
    for how, row in found:
        members = {number.row for number in row}
        if not any(members <= {number.row for number in earlier} for _, earlier in kept):
            kept.append((how, row))
    return kept
