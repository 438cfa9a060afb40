"""证件号码疑似编造: numbers whose check characters fit and whose distribution no village has.

Each measure is of a kind that people who make numbers up fall into: a region that no province has; a
birth date after the course or before anybody alive; heaps on one birth date, one month, one day of the
year; one sequence number for all; birth dates at even intervals; as many regions as people.

Source: GB 11643 (parts of the number), GB/T 2260 (first two digits); 三·（三）.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from statistics import fmean, pstdev
from typing import NamedTuple

import msgspec

from adapters.zhejiang.screening.chance import largest_heap
from adapters.zhejiang.screening.custom import MIN_RUNS, is_customary
from adapters.zhejiang.screening.findings import Finding, share_words
from adapters.zhejiang.screening.ground import Ground
from adapters.zhejiang.screening.numbers import Number, masked_list, numbers_of
from adapters.zhejiang.screening.rulebook import Rule, thresholds_of

CODE = "invented-numbers"


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds.

    Attributes:
        provinces: first two digits that exist.
        oldest_years: nobody is older.
        cohort_days, pupil_days: days within which a class's people are taken to be born, at the least
            (`pupil_days` for the groups in `pupil_groups`); `chance` as in `chance.largest_heap`.
        min_heap: people on one birth date below which nothing is said.
        min_people: people with numbers below which shares mean nothing.
        one_sequence_percent, one_day_of_year_percent, one_month_percent: share of the commonest.
        even_gap_days, even_variation_percent: intervals of birth dates: mean at most, variation at most.
        regions_percent: different regions per people; groups in `travelling_groups` come from anywhere.
    """

    provinces: tuple[str, ...]
    oldest_years: int
    cohort_days: int
    pupil_days: int
    pupil_groups: tuple[str, ...]
    chance: float
    min_heap: int
    min_people: int
    one_sequence_percent: float
    one_day_of_year_percent: float
    one_month_percent: float
    even_gap_days: float
    even_variation_percent: float
    regions_percent: float
    travelling_groups: tuple[str, ...]
    customary_percent: float


class Sign(NamedTuple):
    """One thing that looks invented: its threshold, what was measured, and whose numbers."""

    threshold: str
    measured: str
    numbers: tuple[Number, ...]


def find(ground: Ground, rule: Rule) -> Iterator[Finding]:
    """Runs whose numbers look invented; units with heaps on a birth date that no run shows by itself."""
    limits = thresholds_of(rule, Limits)
    provinces = {int(province) for province in limits.provinces}
    scattered = _scattered_runs(ground, limits)
    for unit, runs in ground.runs_of_units().items():
        told: set[int] = set()
        for run in runs:
            numbers = numbers_of(ground, [run])
            signs = [*_impossible(ground, numbers, provinces, limits)]
            signs += _heaps(numbers, _cohort_days(ground, run, limits), limits)
            if len(numbers) >= limits.min_people:
                signs += [sign for measure in SHARES if (sign := measure(numbers, limits)) is not None]
            if run in scattered:
                signs.append(_scattered(numbers, limits))
            if signs:
                told.update(number.row for sign in signs for number in sign.numbers)
                yield _finding(ground, rule, unit, [run], signs)
        if len(runs) > 1:
            heaps = _heaps(numbers_of(ground, runs), limits.pupil_days, limits)
            if untold := [sign for sign in heaps if not told.issuperset(number.row for number in sign.numbers)]:
                yield _finding(ground, rule, unit, runs, untold)


def _impossible(ground: Ground, numbers: Iterable[Number], provinces: set[int], limits: Limits) -> Iterator[Sign]:
    nowhere = [number for number in numbers if number.region // 10_000 not in provinces or number.region % 10_000 == 0]
    if nowhere:
        yield Sign("号码前六位不是任何县级行政区划", f"{len(nowhere)}人", tuple(nowhere))
    never = [
        number
        for number in numbers
        if not 0 < ground.achieved[number.row] - number.birth < limits.oldest_years * 365.25
    ]
    if never:
        yield Sign(f"出生日期晚于取得时间或年龄超过{limits.oldest_years}岁", f"{len(never)}人", tuple(never))


def _cohort_days(ground: Ground, run: int, limits: Limits) -> int:
    project = ground.projects.get(ground.keys[run].project_code)
    if project is None or set(limits.pupil_groups) & {*project.target_groups, project.category}:
        return limits.pupil_days
    return limits.cohort_days


def _heaps(numbers: list[Number], cohort_days: int, limits: Limits) -> list[Sign]:
    counted = Counter((number.region, number.birth) for number in numbers)
    if not counted or max(counted.values()) < limits.min_heap:
        return []
    least = max(limits.min_heap, largest_heap(len(numbers), cohort_days, limits.chance))
    return [
        Sign(
            f"{len(numbers)}人中同一地区、同一出生日期达到{least}人",
            f"{count}人同为{date.fromordinal(birth)}出生",
            tuple(number for number in numbers if (number.region, number.birth) == (region, birth)),
        )
        for (region, birth), count in sorted(counted.items())
        if count >= least
    ]


def _one_sequence(numbers: list[Number], limits: Limits) -> Sign | None:
    sequence, count = min(Counter(number.sequence for number in numbers).items(), key=lambda item: (-item[1], item[0]))
    if 100 * count < limits.one_sequence_percent * len(numbers):
        return None
    chosen = tuple(number for number in numbers if number.sequence == sequence)
    return Sign(
        f"顺序码相同的达到{limits.one_sequence_percent:g}%",
        f"{count}人顺序码相同，占{share_words(count, len(numbers))}",
        chosen,
    )


def _one_day_of_year(numbers: list[Number], limits: Limits) -> Sign | None:
    days = {number: date.fromordinal(number.birth) for number in numbers}
    commonest = _commonest([(day.month, day.day) for day in days.values()])
    chosen = tuple(number for number, day in days.items() if (day.month, day.day) == commonest)
    if 100 * len(chosen) < limits.one_day_of_year_percent * len(numbers):
        return None
    return Sign(
        f"生日为同月同日的达到{limits.one_day_of_year_percent:g}%",
        f"{len(chosen)}人生日同为{commonest[0]}月{commonest[1]}日，占{share_words(len(chosen), len(numbers))}",
        chosen,
    )


def _one_month(numbers: list[Number], limits: Limits) -> Sign | None:
    days = {number: date.fromordinal(number.birth) for number in numbers}
    commonest = _commonest([(day.year, day.month) for day in days.values()])
    chosen = tuple(number for number, day in days.items() if (day.year, day.month) == commonest)
    if 100 * len(chosen) < limits.one_month_percent * len(numbers):
        return None
    return Sign(
        f"同年同月出生的达到{limits.one_month_percent:g}%",
        f"{len(chosen)}人同为{commonest[0]}年{commonest[1]}月出生，占{share_words(len(chosen), len(numbers))}",
        chosen,
    )


def _even_intervals(numbers: list[Number], limits: Limits) -> Sign | None:
    births = sorted({number.birth for number in numbers})
    if len(births) < limits.min_people:
        return None
    gaps = [two - one for one, two in pairwise(births)]
    mean = fmean(gaps)
    variation = 100 * pstdev(gaps) / mean
    if mean > limits.even_gap_days or variation > limits.even_variation_percent:
        return None
    return Sign(
        f"出生日期平均间隔不超过{limits.even_gap_days:g}天且间隔的离散程度不超过{limits.even_variation_percent:g}%",
        f"{len(births)}个出生日期平均间隔{mean:.1f}天，离散程度{variation:.0f}%",
        tuple(numbers),
    )


SHARES = (_one_sequence, _one_day_of_year, _one_month, _even_intervals)


def _commonest(values: list[tuple[int, int]]) -> tuple[int, int]:
    return min(Counter(values).items(), key=lambda item: (-item[1], item[0]))[0]


def _scattered_runs(ground: Ground, limits: Limits) -> set[int]:
    """Runs with about as many regions as people, where that isn't usual."""
    cases, hits = 0, set()
    for run in ground.filled_runs():
        project = ground.projects.get(ground.keys[run].project_code)
        if project is None or set(limits.travelling_groups) & {*project.target_groups, project.category}:
            continue
        numbers = numbers_of(ground, [run])
        if len(numbers) >= limits.min_people:
            cases += 1
            if 100 * len({number.region for number in numbers}) >= limits.regions_percent * len(numbers):
                hits.add(run)
    return set() if is_customary(len(hits), cases, limits.customary_percent, MIN_RUNS) else hits


def _scattered(numbers: list[Number], limits: Limits) -> Sign:
    regions = len({number.region for number in numbers})
    return Sign(
        f"号码所属地区数达到人数的{limits.regions_percent:g}%",
        f"{len(numbers)}人的号码分属{regions}个县级地区",
        tuple(numbers),
    )


def _finding(ground: Ground, rule: Rule, unit: str, runs: list[int], signs: list[Sign]) -> Finding:
    people = {ground.persons[number.row] for sign in signs for number in sign.numbers}
    seen_runs = {ground.runs[number.row] for sign in signs for number in sign.numbers}
    at = ground.keys[runs[0]] if len(runs) == 1 else None
    return rule.found(
        threshold="；".join(dict.fromkeys(sign.threshold for sign in signs)),
        measured="；".join(sign.measured for sign in signs[:5]),
        unit_code=unit,
        at=at,
        related=[] if at else [ground.keys[run] for run in seen_runs],
        refs=ground.refs_of(people, runs),
        evidence=[f"{sign.measured}：{masked_list(ground, sign.numbers)}" for sign in signs],
    )
