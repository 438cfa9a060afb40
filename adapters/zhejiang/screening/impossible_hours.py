"""时数超限: more training hours than the days had room for.

By sign-in sheets: what one person attended on one day. By results: the hours of everything whose whole
period lies within some days, against those days. A period is the project's own, else from the
catalogue's quarter to the day of finishing. Rare and so suspicious as well: results of one day, from
different runs, with more hours together than a person is awake.

Source: 浙学银〔2019〕2号 二·（一） 培训时数, 二·（二） 签到表; 三·（三）.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import msgspec

from adapters.screening.findings import Finding, Severity, hours_words, run_words
from adapters.zhejiang.screening.custom import MIN_RUNS, is_customary
from adapters.zhejiang.screening.ground import UNKNOWN, Ground, Held
from adapters.zhejiang.screening.rulebook import Rule, thresholds_of
from adapters.zhejiang.screening.same_day import finished_together

CODE = "impossible-hours-a-day"


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds: clock hours a day by sign-in; stated hours a day by results; hours dated on one day; custom."""

    attended_hours_a_day: float
    stated_hours_a_day: float
    hours_dated_one_day: float
    customary_percent: float


class Claim(NamedTuple):
    """The hours (hundredths) of one person in one run, and the days (ordinals) they must lie in."""

    start: int
    end: int
    hours: int
    run: int


class Excess(NamedTuple):
    """Some people's hours in some runs, beyond what the days had room for; `lines` tell it in Chinese."""

    runs: tuple[int, ...]
    people: set[int]
    most: int
    lines: set[str]


def find(ground: Ground, rule: Rule) -> Iterator[Finding]:
    """Days and periods with more hours than they have room for, by the runs that claim them."""
    limits = thresholds_of(rule, Limits)
    claimed = _claimed(ground, limits)
    told = {(run, person) for excess in claimed for run in excess.runs for person in excess.people}
    measures = (
        (_attended(ground, limits), f"同一人一天签到合计超过{limits.attended_hours_a_day:g}小时", None),
        (claimed, f"培训期内平均每天超过{limits.stated_hours_a_day:g}个培训时数", None),
        (
            _dated_one_day(ground, limits, told),
            f"同一天在不同期次取得的成果培训时数合计超过{limits.hours_dated_one_day:g}小时",
            Severity.HINT,
        ),
    )
    for excesses, threshold, severity in measures:
        for excess in excesses:
            owners = {ground.units[run]: run for run in reversed(excess.runs)}
            for unit, first in owners.items():
                yield rule.found(
                    threshold=threshold,
                    measured=f"{len(excess.people)}人，最多{hours_words(excess.most)}小时",
                    unit_code=unit,
                    at=ground.keys[first],
                    related=[ground.keys[run] for run in excess.runs if run != first],
                    refs=ground.refs_of(excess.people, excess.runs),
                    evidence=[
                        "涉及" + "、".join(run_words(ground.keys[run]) for run in excess.runs),
                        *sorted(excess.lines),
                    ],
                    severity=severity,
                )


def _runs_words(ground: Ground, excess: Excess) -> str:
    return "涉及" + "、".join(run_words(ground.keys[run]) for run in excess.runs)


def _gathered(ground: Ground, cases: Iterable[tuple[tuple[int, ...], int, int, str]]) -> list[Excess]:
    """Cases (runs, person, hours, line) put together by their runs."""
    grouped: dict[tuple[int, ...], list[tuple[int, int, str]]] = defaultdict(list)
    for runs, person, hours, line in cases:
        grouped[tuple(sorted(runs, key=ground.keys.__getitem__))].append((person, hours, line))
    return [
        Excess(
            runs,
            {person for person, _, _ in theirs},
            max(hours for _, hours, _ in theirs),
            {line for *_, line in theirs},
        )
        for runs, theirs in grouped.items()
    ]


def _attended(ground: Ground, limits: Limits) -> list[Excess]:
    by_day: dict[int, list[Held]] = defaultdict(list)
    for held in ground.sessions:
        by_day[held.day].append(held)
    cases = []
    for day, sessions in by_day.items():
        spans: dict[int, list[Held]] = defaultdict(list)
        for held in sessions:
            for person in held.present:
                spans[person].append(held)
        for person, theirs in spans.items():
            minutes = _covered_minutes(theirs)
            if minutes > limits.attended_hours_a_day * 60:
                hours = minutes * 100 // 60
                runs = tuple({held.run for held in theirs})
                cases.append((runs, person, hours, f"{date.fromordinal(day)}：签到合计{hours_words(hours)}小时"))
    return _gathered(ground, cases)


def _covered_minutes(sessions: list[Held]) -> int:
    """Minutes of the day covered by sessions in order of their start; what overlaps counts once."""
    minutes, until = 0, 0
    for held in sessions:
        minutes += max(0, held.end - max(held.start, until))
        until = max(until, held.end)
    return minutes


def _claimed(ground: Ground, limits: Limits) -> list[Excess]:
    a_day = round(limits.stated_hours_a_day * 100)
    impossible: set[tuple[int, int]] = set()
    cases: list[tuple[tuple[int, ...], int, int, str]] = []
    for run in ground.filled_runs():
        for person, claim in _claims_of(ground, ground.rows_of_run[run]).items():
            if claim.hours > (claim.end - claim.start + 1) * a_day:
                impossible.add((person, run))
                cases.append(((run,), person, claim.hours, _claim_words(claim.start, claim.end, claim.hours)))
    for person, rows in ground.rows_of_repeaters().items():
        by_run: dict[int, list[int]] = defaultdict(list)
        for row in rows:
            by_run[ground.runs[row]].append(row)
        claims = [
            claim
            for run, theirs in by_run.items()
            if (person, run) not in impossible
            for claim in _claims_of(ground, theirs).values()
        ]
        if (packed := _too_dense(claims, a_day)) is not None:
            start, end = min(claim.start for claim in packed), max(claim.end for claim in packed)
            total = sum(claim.hours for claim in packed)
            cases.append((tuple(claim.run for claim in packed), person, total, _claim_words(start, end, total)))
    return _gathered(ground, cases)


def _claim_words(start: int, end: int, hours: int) -> str:
    days = end - start + 1
    return (
        f"{date.fromordinal(start)}至{date.fromordinal(end)}（{days}天）："
        f"同一人的培训时数合计{hours_words(hours)}小时，平均每天{hours_words(hours // days)}小时"
    )


def _claims_of(ground: Ground, rows: Iterable[int]) -> dict[int, Claim]:
    """One run's claims by person: hours of all its courses, from the period's start to the last finish."""
    claims: dict[int, Claim] = {}
    for row in rows:
        if ground.hours[row] == UNKNOWN:
            continue
        person, run, finished = ground.persons[row], ground.runs[row], ground.achieved[row]
        held = claims.get(person)
        if held is None:
            claims[person] = Claim(min(_start_of(ground, run, finished), finished), finished, ground.hours[row], run)
        else:
            start, end = min(held.start, finished), max(held.end, finished)
            claims[person] = Claim(start, end, held.hours + ground.hours[row], run)
    return claims


def _start_of(ground: Ground, run: int, finished: int) -> int:
    project = ground.projects.get(ground.keys[run].project_code)
    if project is None:
        return finished - 365
    if project.starts_on is not None:
        return project.starts_on.toordinal()
    return date(project.year, 3 * project.first_quarter - 2, 1).toordinal()


def _too_dense(claims: list[Claim], a_day: int) -> list[Claim] | None:
    """The claims within some stretch of days that has no room for them; None if every stretch has."""
    if sum(claim.hours for claim in claims) <= a_day:
        return None
    by_end = sorted(claims, key=lambda claim: (claim.end, claim.start, claim.hours))
    for start in sorted({claim.start for claim in claims}):
        inside: list[Claim] = []
        total = 0
        for claim in by_end:
            if claim.start >= start:
                inside.append(claim)
                total += claim.hours
                if len(inside) > 1 and total > (claim.end - start + 1) * a_day:
                    return inside
    return None


def _dated_one_day(ground: Ground, limits: Limits, told: set[tuple[int, int]]) -> list[Excess]:
    heavy = [one for one in finished_together(ground) if one.hours > limits.hours_dated_one_day * 100]
    heavy_runs = {run for one in heavy for run in one.runs}
    if is_customary(len(heavy_runs), sum(map(bool, ground.rows_of_run)), limits.customary_percent, MIN_RUNS):
        return []
    return _gathered(
        ground,
        (
            (
                one.runs,
                one.person,
                one.hours,
                f"{date.fromordinal(one.day)}：同一人当天取得的成果培训时数合计{hours_words(one.hours)}小时",
            )
            for one in heavy
            if not told.issuperset((run, one.person) for run in one.runs)
        ),
    )
