"""证件号码疑似编造: numbers whose check characters fit and whose distribution no village has.

Each measure is of a kind that people who make numbers up fall into: a region that no province has; a
birth date after the course or before anybody alive; heaps on one birth date, one month, one day of the
year; one sequence number for all; birth dates at even intervals; as many regions as people.

Source: GB 11643 (parts of the number), GB/T 2260 (first two digits); 三·（三）.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import pairwise
from statistics import fmean, pstdev
from typing import Any, NamedTuple, TypeVar

import msgspec

from adapters.screening.findings import Finding, share_words
from adapters.zhejiang.screening.chance import largest_heap
from adapters.zhejiang.screening.custom import MIN_RUNS, is_customary
from adapters.zhejiang.screening.ground import Ground
from adapters.zhejiang.screening.numbers import Number, cohort_of, masked_list, numbers_of
from adapters.zhejiang.screening.rulebook import Rule, thresholds_of

CODE = "invented-numbers"
Value = TypeVar("Value", bound=Any)


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds.

    Attributes:
        provinces: first two digits that exist.
        oldest_years: nobody is older.
        cohort_days, pupil_days: days within which a class's people are taken to be born, at the least
            (`pupil_days` for the groups in `pupil_groups`); `chance` as in `chance.largest_heap`.
        min_heap: people on one birth date below which nothing is said.
        min_people: people with numbers below which shares mean nothing.
        one_sequence_percent, new_years_day_percent, one_month_percent: share of the commonest;
            `one_year_percent` of people older than `grown_up_years`.
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
    new_years_day_percent: float
    one_month_percent: float
    one_year_percent: float
    grown_up_years: int
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
            signs = [*_impossible(numbers, provinces, limits)]
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


def _impossible(numbers: Iterable[Number], provinces: set[int], limits: Limits) -> Iterator[Sign]:
    nowhere = [number for number in numbers if number.region // 10_000 not in provinces or number.region % 10_000 == 0]
    if nowhere:
        yield Sign("号码前六位不是任何县级行政区划", f"{len(nowhere)}人", tuple(nowhere))
    never = [number for number in numbers if not 0 < number.age_days < limits.oldest_years * 365.25]
    if never:
        yield Sign(f"出生日期晚于取得时间或年龄超过{limits.oldest_years}岁", f"{len(never)}人", tuple(never))


def _cohort_days(ground: Ground, run: int, limits: Limits) -> int:
    return cohort_of(ground, run, limits.pupil_groups, limits.pupil_days, limits.cohort_days)


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
    sequence, chosen = _commonest(numbers, lambda number: number.sequence)
    return _share_sign(numbers, chosen, limits.one_sequence_percent, "顺序码相同", f"顺序码同为{sequence:03d}")


def _new_years_day(numbers: list[Number], limits: Limits) -> Sign | None:
    """1 January is what was written where nobody knew the day: only a large share is odd."""
    chosen = [number for number in numbers if (born := date.fromordinal(number.birth)).month == born.day == 1]
    return _share_sign(numbers, chosen, limits.new_years_day_percent, "1月1日出生", "生日同为1月1日")


def _one_day_of_year(numbers: list[Number], limits: Limits) -> Sign | None:
    (month, day), chosen = _commonest(numbers, lambda number: date.fromordinal(number.birth).timetuple()[1:3])
    if (month, day) == (1, 1):
        return None
    return _chance_sign(numbers, chosen, 365, limits, "生日为同月同日", f"生日同为{month}月{day}日")


def _one_day_of_month(numbers: list[Number], limits: Limits) -> Sign | None:
    day, chosen = _commonest(numbers, lambda number: date.fromordinal(number.birth).day)
    if day == 1:
        return None
    return _chance_sign(numbers, chosen, 30, limits, "生日在每月同一日", f"生日同在{day}日")


def _one_month(numbers: list[Number], limits: Limits) -> Sign | None:
    (year, month), chosen = _commonest(numbers, lambda number: date.fromordinal(number.birth).timetuple()[:2])
    return _share_sign(numbers, chosen, limits.one_month_percent, "同年同月出生", f"同为{year}年{month}月出生")


def _one_year(numbers: list[Number], limits: Limits) -> Sign | None:
    """Grown-ups only: pupils of a class are of one year."""
    year, chosen = _commonest(numbers, lambda number: date.fromordinal(number.birth).year)
    if not all(number.age_days > limits.grown_up_years * 366 for number in chosen):
        return None
    return _share_sign(numbers, chosen, limits.one_year_percent, "同年出生", f"同为{year}年出生")


def _share_sign(numbers: list[Number], chosen: list[Number], percent: float, what: str, measured: str) -> Sign | None:
    if 100 * len(chosen) < percent * len(numbers):
        return None
    share = share_words(len(chosen), len(numbers))
    return Sign(f"{what}的达到{percent:g}%", f"{len(chosen)}人{measured}，占{share}", tuple(chosen))


def _chance_sign(
    numbers: list[Number], chosen: list[Number], choices: int, limits: Limits, what: str, measured: str
) -> Sign | None:
    least = max(limits.min_heap, largest_heap(len(numbers), choices, limits.chance))
    if len(chosen) < least:
        return None
    return Sign(f"{len(numbers)}人中{what}的达到{least}人", f"{len(chosen)}人{measured}", tuple(chosen))


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


SHARES = (_one_sequence, _new_years_day, _one_day_of_year, _one_day_of_month, _one_month, _one_year, _even_intervals)


def _commonest(numbers: list[Number], key: Callable[[Number], Value]) -> tuple[Value, list[Number]]:
    """The commonest value (the least of several) and whose it is."""
    held: dict[Value, list[Number]] = defaultdict(list)
    for number in numbers:
        held[key(number)].append(number)
    return min(held.items(), key=lambda item: (-len(item[1]), item[0]))


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
