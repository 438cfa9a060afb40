"""分身: a person in two places at one time.

By sign-in sheets: sessions of different runs overlap. A lesson held jointly for two runs of one unit
(same place, same times) is one lesson. Without sheets: results of one day, at different units, whose
hours no day has room for.

Source: 浙学银〔2019〕2号 二·（二） 签到表; 三·（三）.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import msgspec

from adapters.screening.findings import Finding, Severity, hours_words, run_words
from adapters.zhejiang.screening.custom import MIN_RUNS, is_customary
from adapters.zhejiang.screening.ground import Ground, Held
from adapters.zhejiang.screening.rulebook import Rule, thresholds_of
from adapters.zhejiang.screening.same_day import OneDay, finished_together, is_one_day_project

CODE = "two-places-at-once"


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds: overlap in minutes; hours that a day has room for; per cent of runs from which it is custom."""

    overlap_minutes: int
    day_hours: float
    customary_percent: float


Clashes = dict[tuple[int, int], list[tuple[int, Held, Held]]]


def find(ground: Ground, rule: Rule) -> Iterator[Finding]:
    """Pairs of runs that share people at one time, one finding for each unit concerned."""
    limits = thresholds_of(rule, Limits)
    for pair, clashes in sorted(_overlaps(ground, limits).items(), key=lambda item: _keys(ground, item[0])):
        for first in _one_for_each_unit(ground, pair):
            yield _by_sessions(ground, rule, limits, first, pair, clashes)
    for runs, days in sorted(_crowded_days(ground, limits).items(), key=lambda item: _keys(ground, item[0])):
        for first in _one_for_each_unit(ground, runs):
            yield _by_days(ground, rule, limits, first, runs, days)


def _keys(ground: Ground, runs: tuple[int, ...]) -> list[tuple[str, int]]:
    return [(ground.keys[run].project_code, ground.keys[run].run) for run in runs]


def _one_for_each_unit(ground: Ground, runs: tuple[int, ...]) -> list[int]:
    return list({ground.units[run]: run for run in reversed(runs)}.values())


def _overlaps(ground: Ground, limits: Limits) -> Clashes:
    clashes: Clashes = defaultdict(list)
    by_day: dict[int, list[Held]] = defaultdict(list)
    for held in ground.sessions:
        by_day[held.day].append(held)
    for sessions in by_day.values():
        attended: dict[int, list[Held]] = defaultdict(list)
        for held in sessions:
            for person in held.present:
                attended[person].append(held)
        for person, theirs in attended.items():
            if len(theirs) > 1:
                for one, other in _pairs(theirs):
                    if _is_clash(ground, one, other, limits):
                        one, other = sorted((one, other), key=lambda held: ground.keys[held.run])
                        clashes[one.run, other.run].append((person, one, other))
    return clashes


def _pairs(sessions: list[Held]) -> Iterator[tuple[Held, Held]]:
    for position, one in enumerate(sessions):
        for other in sessions[position + 1 :]:
            if other.start >= one.end:
                break
            yield one, other


def _is_clash(ground: Ground, one: Held, other: Held, limits: Limits) -> bool:
    if one.run == other.run or min(one.end, other.end) - max(one.start, other.start) <= limits.overlap_minutes:
        return False
    is_joint = one.place and (one.place, one.start, one.end) == (other.place, other.start, other.end)
    return not (is_joint and ground.units[one.run] == ground.units[other.run])


def _crowded_days(ground: Ground, limits: Limits) -> dict[tuple[int, ...], list[OneDay]]:
    certain: list[OneDay] = []
    doubtful: list[OneDay] = []
    for one in finished_together(ground):
        if one.hours <= limits.day_hours * 100:
            continue
        if all(is_one_day_project(ground, run, one.day) for run in one.runs):
            certain.append(one)
        elif len({ground.units[run] for run in one.runs}) > 1:
            doubtful.append(one)
    doubtful_runs = {run for one in doubtful for run in one.runs}
    if is_customary(len(doubtful_runs), sum(map(bool, ground.rows_of_run)), limits.customary_percent, MIN_RUNS):
        doubtful = []
    grouped: dict[tuple[int, ...], list[OneDay]] = defaultdict(list)
    for one in (*certain, *doubtful):
        grouped[one.runs].append(one)
    return grouped


def _by_sessions(
    ground: Ground, rule: Rule, limits: Limits, first: int, pair: tuple[int, int], clashes: list[tuple[int, Held, Held]]
) -> Finding:
    people = {person for person, _, _ in clashes}
    lines = sorted({(one.day, _session_words(ground, one), _session_words(ground, other)) for _, one, other in clashes})
    return rule.found(
        threshold=f"不同期次的签到时间重叠超过{limits.overlap_minutes}分钟",
        measured=f"{len(people)}人在两期培训中签到时间重叠",
        unit_code=ground.units[first],
        at=ground.keys[first],
        related=[ground.keys[run] for run in pair if run != first],
        refs=ground.refs_of(people, pair),
        evidence=[f"{date.fromordinal(day)}：{one}；{other}；两处均签到" for day, one, other in lines],
    )


def _session_words(ground: Ground, held: Held) -> str:
    times = f"{held.start // 60:02d}:{held.start % 60:02d}—{held.end // 60:02d}:{held.end % 60:02d}"
    return f"{run_words(ground.keys[held.run])}{times}（{held.place or '地点未注明'}）"


def _by_days(
    ground: Ground, rule: Rule, limits: Limits, first: int, runs: tuple[int, ...], days: list[OneDay]
) -> Finding:
    lines = sorted({(one.day, one.hours) for one in days})
    people = {one.person for one in days}
    return rule.found(
        threshold=f"无签到表，同一天在不同期次取得的成果培训时数合计超过{limits.day_hours:g}小时",
        measured=f"{len(people)}人，同日合计最多{hours_words(max(one.hours for one in days))}小时",
        unit_code=ground.units[first],
        at=ground.keys[first],
        related=[ground.keys[run] for run in runs if run != first],
        refs=[ground.refs[row] for one in days for row in one.rows],
        evidence=[
            "涉及" + "、".join(run_words(ground.keys[run]) for run in runs),
            *(f"{date.fromordinal(day)}：同一人的成果培训时数合计{hours_words(hours)}小时" for day, hours in lines),
        ],
        severity=Severity.HINT,
    )
