"""规模超报: more learners than were declared.

The notice has a scale declared (培训规模) and doesn't say whether it is meant per run or for all runs.
One run is always held against it. The sum of several runs is, unless most units evidently declare per
run: then it is custom.

Source: 浙学银〔2019〕2号 二·（一）, 附件2 培训规模; 三·（三）.
"""

from collections.abc import Iterator

import msgspec

from adapters.screening.facts import RunKey
from adapters.screening.findings import Finding, run_words
from adapters.zhejiang.screening.custom import MIN_RUNS, is_customary
from adapters.zhejiang.screening.ground import Ground
from adapters.zhejiang.screening.rulebook import Rule, thresholds_of

CODE = "scale-exceeded"


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds: more than `over_percent` and more than `over_people` above the declared scale."""

    over_percent: float
    over_people: int
    customary_percent: float


def find(ground: Ground, rule: Rule) -> Iterator[Finding]:
    """Runs, and projects over all their runs, with more people than declared."""
    limits = thresholds_of(rule, Limits)
    projects = [
        (fact.scale, runs)
        for code, runs in ground.runs_of_projects().items()
        if (fact := ground.projects.get(code)) is not None and fact.scale
    ]
    several = [(scale, runs) for scale, runs in projects if len(runs) > 1]
    over = sum(len(_people(ground, runs)) > _allowed(scale, limits) for scale, runs in several)
    declared_per_run = is_customary(over, len(several), limits.customary_percent, MIN_RUNS)
    for scale, runs in projects:
        crowded = [[run] for run in runs if len(ground.people_of(run)) > _allowed(scale, limits)]
        if not crowded and not declared_per_run and len(_people(ground, runs)) > _allowed(scale, limits):
            crowded = [runs]
        for group in crowded:
            yield _finding(ground, rule, limits, scale, group)


def _allowed(scale: int, limits: Limits) -> float:
    return scale + max(scale * limits.over_percent / 100, limits.over_people)


def _people(ground: Ground, runs: list[int]) -> set[int]:
    return {person for run in runs for person in ground.people_of(run)}


def _finding(ground: Ground, rule: Rule, limits: Limits, scale: int, runs: list[int]) -> Finding:
    rows = sorted((row for run in runs for row in ground.rows_of_run[run]), key=lambda row: (ground.filed[row], row))
    in_order = list(dict.fromkeys(ground.persons[row] for row in rows))
    surplus = in_order[scale:]
    at = ground.keys[runs[0]] if len(runs) == 1 else RunKey(ground.keys[runs[0]].project_code, 0)
    each = [f"{run_words(ground.keys[run])}：{len(ground.people_of(run))}人" for run in runs] if len(runs) > 1 else []
    return rule.found(
        threshold=f"超出申报规模{limits.over_percent:g}%以上且多于{limits.over_people}人",
        measured=f"申报{scale}人，存入{len(in_order)}人，超出{100 * len(surplus) / scale:.0f}%",
        unit_code=ground.units[runs[0]],
        at=at,
        related=[ground.keys[run] for run in runs if ground.keys[run] != at],
        refs=ground.refs_of(surplus, runs),
        evidence=[
            f"{run_words(at)}申报规模{scale}人",
            f"存入成果的学习者（同一人只计一次）{len(in_order)}人",
            f"按存入先后，第{scale + 1}人起共{len(surplus)}人超出申报规模，列为所涉记录",
            *each,
        ],
    )
