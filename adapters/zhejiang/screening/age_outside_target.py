"""年龄与培训对象不符: ages that the declared target groups don't have.

A project's groups are taken together; a group of the unit's own wording, or one without ages in the
data, allows every age. The category speaks only where no group was declared. Grandchildren come along
and carers sit in: one person counts only far outside the range, a run where many are outside.

Source: 浙学银〔2019〕2号 四·（三）, 四·（四） (categories, target groups); 三·（三）.
"""

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from adapters.screening.facts import ProjectFact
from adapters.screening.findings import Finding, Severity, run_words, share_words
from adapters.zhejiang.screening.custom import MIN_ROWS, is_customary
from adapters.zhejiang.screening.ground import Ground
from adapters.zhejiang.screening.rulebook import Rule, thresholds_of

CODE = "age-outside-target-group"
YEAR_DAYS = 365.2425


class Ages(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whole years, both included, and how far outside one person alone counts."""

    least: int
    most: int
    margin: int


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds: share and number of a run's people outside; ages by target group and by category."""

    run_percent: float
    run_people: int
    customary_percent: float
    groups: dict[str, Ages]
    categories: dict[str, Ages]


def find(ground: Ground, rule: Rule) -> Iterator[Finding]:
    """Runs where many are outside the ages, and single people far outside them."""
    limits = thresholds_of(rule, Limits)
    alone: dict[int, list[int]] = defaultdict(list)
    rows_looked_at = 0
    for code, runs in ground.runs_of_projects().items():
        project = ground.projects.get(code)
        ranges = ages_of(project, limits) if project else ()
        if not ranges:
            continue
        for run in runs:
            aged = {row: _age(ground, row) for row in ground.rows_of_run[run] if ground.births[row]}
            outside = [row for row, age in aged.items() if not _fits(age, ranges)]
            people = {ground.persons[row] for row in outside}
            everybody = len({ground.persons[row] for row in aged})
            if len(people) >= limits.run_people and 100 * len(people) >= limits.run_percent * everybody:
                yield _finding(ground, rule, limits, ranges, run, outside, everybody)
                continue
            rows_looked_at += len(aged)
            if far := [row for row in outside if not _fits(aged[row], ranges, with_margin=True)]:
                alone[run] = far
    if not is_customary(sum(map(len, alone.values())), rows_looked_at, limits.customary_percent, MIN_ROWS):
        for run, far in alone.items():
            ranges = ages_of(ground.projects[ground.keys[run].project_code], limits)
            everybody = len(ground.people_of(run))
            yield _finding(ground, rule, limits, ranges, run, far, everybody, Severity.NOTABLE)


def ages_of(project: ProjectFact, limits: Limits) -> tuple[Ages, ...]:
    """The ages that a project's groups imply; none if any group allows every age."""
    if not project.target_groups:
        ages = limits.categories.get(project.category)
        return (ages,) if ages else ()
    if not all(group in limits.groups for group in project.target_groups):
        return ()
    return tuple(limits.groups[group] for group in project.target_groups)


def _age(ground: Ground, row: int) -> float:
    return (ground.achieved[row] - ground.births[row]) / YEAR_DAYS


def _fits(age: float, ranges: tuple[Ages, ...], *, with_margin: bool = False) -> bool:
    return any(
        ages.least - (ages.margin if with_margin else 0) <= age < ages.most + 1 + (ages.margin if with_margin else 0)
        for ages in ranges
    )


def _finding(
    ground: Ground,
    rule: Rule,
    limits: Limits,
    ranges: tuple[Ages, ...],
    run: int,
    rows: list[int],
    everybody: int,
    severity: Severity | None = None,
) -> Finding:
    key = ground.keys[run]
    project = ground.projects[key.project_code]
    people = {ground.persons[row] for row in rows}
    ages = sorted(int(_age(ground, row)) for row in {ground.persons[row]: row for row in rows}.values())
    stated = "、".join(f"{one.least}—{one.most}岁" for one in ranges)
    declared = "、".join(project.target_groups) or project.category
    shown = "、".join(f"{age}岁" for age in ages[:10]) + ("等" if len(ages) > 10 else "")
    margin = "、".join(str(one.margin) for one in ranges)
    return rule.found(
        threshold=f"年龄范围{stated}；一期中不符的达到{limits.run_percent:g}%且不少于{limits.run_people}人，"
        f"或个人超出范围{margin}岁以上",
        measured=f"{len(people)}人年龄不符，占{share_words(len(people), everybody)}",
        unit_code=ground.units[run],
        at=key,
        refs=[ground.refs[row] for row in rows],
        evidence=[
            f"{run_words(key)}申报的培训对象：{declared}",
            f"学习者{everybody}人，其中{len(people)}人取得成果时的年龄不在范围内：{shown}",
        ],
        severity=severity,
    )
