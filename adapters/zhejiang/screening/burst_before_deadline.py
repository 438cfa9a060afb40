"""期末突击存入: most of a unit's results filed in the last days before a deadline.

Units do file what they taught in a quarter at its end, and small ones file once. So only that counts
which could have been filed long before (it was achieved in earlier quarters), or is said to have been
taught in those very days; and a unit is held against its own other filings (the share of all its results
that came so) and against all others (their share in the same days); what one or two runs bring in is no
burst. What comes after office hours in the very last days is `late_evenings`.

Source: 浙学银〔2019〕2号 三·（一） (quarters), 四·（五） (the year is assessed); 三·（三）.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from adapters.screening.findings import Finding, share_words
from adapters.zhejiang.screening.ground import Ground
from adapters.zhejiang.screening.late_evenings import EveningLimits, find_late_evenings
from adapters.zhejiang.screening.quarter_ends import DAYS_OF_A_QUARTER, deadline_of
from adapters.zhejiang.screening.rulebook import Rule, thresholds_of

CODE = "burst-before-deadline"


class Limits(EveningLimits, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds, those of late evenings among them.

    Attributes:
        last_days: days up to and including the deadline.
        min_results, min_runs: of the unit in these days; below, nothing is said.
        share_percent: of all the unit's results.
        times_odds: the unit's odds of filing in these days against everybody else's.
    """

    last_days: int
    min_results: int
    min_runs: int
    share_percent: float
    times_odds: float


def find(ground: Ground, rule: Rule) -> Iterator[Finding]:
    """Units with a burst, by deadline."""
    limits = thresholds_of(rule, Limits)
    burst_of_row = [_rushed_for(ground, row, limits.last_days) for row in range(len(ground))]
    totals = Counter(burst_of_row)
    for unit, runs in ground.runs_of_units().items():
        rows = sorted(row for run in runs for row in ground.rows_of_run[run])
        by_deadline: dict[date, list[int]] = defaultdict(list)
        for row in rows:
            if (deadline := burst_of_row[row]) is not None:
                by_deadline[deadline].append(row)
        for deadline, late in sorted(by_deadline.items()):
            others_late, others = totals[deadline] - len(late), len(ground) - len(rows)
            if _is_burst(ground, limits, late, len(rows), others_late, others):
                yield _finding(ground, rule, limits, unit, deadline, late, rows, others_late, others)
    yield from find_late_evenings(ground, rule, limits)


def _rushed_for(ground: Ground, row: int, last_days: int) -> date | None:
    """The deadline in whose last days a row was filed, though it is older than the quarter or no older than they."""
    deadline = deadline_of(ground.filed_day(row), last_days)
    achieved = ground.achieved[row]
    if deadline is None or deadline_of(achieved, last_days) == deadline:
        return deadline
    return None if deadline_of(achieved, DAYS_OF_A_QUARTER) == deadline else deadline


def _is_burst(ground: Ground, limits: Limits, late: list[int], own: int, others_late: int, others: int) -> bool:
    if len(late) < limits.min_results or 100 * len(late) < limits.share_percent * own:
        return False
    if len({ground.runs[row] for row in late}) < limits.min_runs:
        return False
    # Half a result more on each side keeps the odds finite, and says little where there is little to compare.
    odds = (len(late) + 0.5) / (own - len(late) + 0.5)
    others_odds = (others_late + 0.5) / (others - others_late + 0.5)
    return odds >= limits.times_odds * others_odds


def _finding(
    ground: Ground,
    rule: Rule,
    limits: Limits,
    unit: str,
    deadline: date,
    late: list[int],
    rows: list[int],
    others_late: int,
    others: int,
) -> Finding:
    days = Counter(date.fromordinal(ground.filed_day(row)) for row in late)
    runs = {ground.runs[row] for row in late}
    return rule.found(
        threshold=f"截止日前{limits.last_days}天内存入的占本单位全部成果{limits.share_percent:g}%以上、"
        f"不少于{limits.min_results}条且涉及{limits.min_runs}期以上，存入几率为其他单位的{limits.times_odds:g}倍以上",
        measured=f"{deadline}前{limits.last_days}天存入{len(late)}条，占本单位{share_words(len(late), len(rows))}",
        unit_code=unit,
        related=[ground.keys[run] for run in runs],
        refs=[ground.refs[row] for row in late],
        evidence=[
            f"本单位共存入{len(rows)}条，其中{deadline}前{limits.last_days}天存入{len(late)}条，涉及{len(runs)}期",
            f"其他单位同期存入的占{share_words(others_late, others)}",
            *(f"{day}存入{count}条" for day, count in sorted(days.items())),
        ],
    )
