"""突击存入, the other way: much filed after office hours in the last days before a deadline.

An acceptance point's office is closed in the evening; an hour after closing time isn't late yet. One class
that is filed late is somebody who hurries; several classes, or rows that follow one another faster than anybody
types them, want explaining. Where many units work late, nobody is told.

Source: 浙学银〔2019〕2号 三·（一） (quarters), 三·（三）; office hours in Zhejiang end at 17:00 or 17:30.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from statistics import median

import msgspec

from adapters.screening.findings import Finding, run_words
from adapters.zhejiang.screening.custom import MIN_RUNS, is_customary
from adapters.zhejiang.screening.ground import DAY_S, EPOCH_DAY, LOCAL_OFFSET_S, Ground
from adapters.zhejiang.screening.quarter_ends import DAYS_OF_A_QUARTER, deadline_of
from adapters.zhejiang.screening.rulebook import Rule


class EveningLimits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds.

    Attributes:
        evening_days: days up to and including the deadline.
        evening_hour, morning_hour: the office is closed from the one to the other, local time.
        evening_results: of a unit in those hours; below, nothing is said.
        evening_runs: from so many runs on, or from one whose rows follow faster than `typed_seconds`.
        typed_seconds: what it takes at least to type a row.
        customary_percent: share of units and quarters from which it is custom.
    """

    evening_days: int
    evening_hour: int
    morning_hour: int
    evening_results: int
    evening_runs: int
    typed_seconds: int
    customary_percent: float


class _Evening:
    """What one unit filed after hours before one deadline."""

    def __init__(self, unit: str, deadline: date, rows: list[int]) -> None:
        self.unit = unit
        self.deadline = deadline
        self.rows = rows


def find_late_evenings(ground: Ground, rule: Rule, limits: EveningLimits) -> Iterator[Finding]:
    """Units that filed much after hours, by deadline."""
    found: list[_Evening] = []
    filing = 0
    for unit, runs in ground.runs_of_units().items():
        late: dict[date, list[int]] = defaultdict(list)
        quarters = set()
        for row in (row for run in runs for row in ground.rows_of_run[run]):
            day = ground.filed_day(row)
            quarters.add(deadline_of(day, DAYS_OF_A_QUARTER))
            deadline = deadline_of(day, limits.evening_days)
            if deadline is not None and _is_after_hours(ground.filed[row], limits):
                late[deadline].append(row)
        filing += len(quarters)
        found += (_Evening(unit, deadline, rows) for deadline, rows in late.items() if _is_much(ground, rows, limits))
    if not is_customary(len(found), filing, limits.customary_percent, MIN_RUNS):
        for one in found:
            yield _finding(ground, rule, limits, one)


def _is_after_hours(filed: int, limits: EveningLimits) -> bool:
    hour = (filed + LOCAL_OFFSET_S) % DAY_S // 3600
    return hour >= limits.evening_hour or hour < limits.morning_hour


def _is_much(ground: Ground, rows: list[int], limits: EveningLimits) -> bool:
    if len(rows) < limits.evening_results:
        return False
    if len({ground.runs[row] for row in rows}) >= limits.evening_runs:
        return True
    pace = _pace_s(ground, rows, limits)
    return pace is not None and pace < limits.typed_seconds


def _pace_s(ground: Ground, rows: list[int], limits: EveningLimits) -> float | None:
    """Seconds from row to row, in the middle; None where they came as files: then nobody typed them."""
    moments = sorted({ground.filed[row] for row in rows})
    if len(moments) < limits.evening_results:
        return None
    return median(later - earlier for earlier, later in pairwise(moments))


def _finding(ground: Ground, rule: Rule, limits: EveningLimits, one: _Evening) -> Finding:
    runs = sorted({ground.runs[row] for row in one.rows}, key=ground.keys.__getitem__)
    counted = Counter(ground.runs[row] for row in one.rows)
    moments = [ground.filed[row] for row in one.rows]
    pace = _pace_s(ground, one.rows, limits)
    return rule.found(
        threshold=f"截止日前{limits.evening_days}天内{limits.evening_hour}时以后、{limits.morning_hour}时以前存入"
        f"不少于{limits.evening_results}条，且涉及{limits.evening_runs}期以上或逐条间隔不足{limits.typed_seconds}秒",
        measured=f"{one.deadline}前下班后存入{len(one.rows)}条，涉及{len(runs)}期",
        unit_code=one.unit,
        related=[ground.keys[run] for run in runs],
        refs=[ground.refs[row] for row in one.rows],
        evidence=[
            f"最早{_clock(min(moments))}，最晚{_clock(max(moments))}",
            *([] if pace is None else [f"逐条存入，相邻两条的间隔多为{pace:g}秒"]),
            *(f"{run_words(ground.keys[run])}存入{counted[run]}条" for run in runs),
        ],
    )


def _clock(seconds: int) -> str:
    local = seconds + LOCAL_OFFSET_S
    day = date.fromordinal(local // DAY_S + EPOCH_DAY)
    at = datetime.combine(day, time()) + timedelta(seconds=local % DAY_S)
    return f"{at:%Y-%m-%d %H:%M}"
