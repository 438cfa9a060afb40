"""名单雷同: two runs of different projects with almost the same people.

Compared exactly: people in several runs lead from a run to those it shares them with, so runs that
share nobody cost nothing. A village where the same people attend everything is told from a copied
list by the unit's other runs: if most of them share most of their people, only identity counts.

Source: 浙学银〔2019〕2号 二·（二） 学习者信息; 三·（三）.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

import msgspec

from adapters.screening.findings import Finding, run_words, share_words
from adapters.zhejiang.screening.ground import Ground
from adapters.zhejiang.screening.rulebook import Rule, thresholds_of

CODE = "cloned-roster"
# A person in more runs than this says nothing of any two of them (and is found by other rules).
MAX_RUNS_OF_A_PERSON = 200
# Pairs of a unit's runs below which nothing can be said of what is usual there.
MIN_PAIRS = 6


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds: people in both runs, in per cent of the larger one.

    Attributes:
        same_unit_percent: within one unit, where teachers and villagers repeat.
        other_unit_percent: across units.
        close_unit_percent: within a unit where most pairs of runs share `close_pair_percent` or more.
        contained_percent: people of the smaller run, of at least `contained_people`, who are all in the larger,
            which has at most `contained_times` as many; not in such a unit.
    """

    min_people: int
    same_unit_percent: float
    other_unit_percent: float
    close_pair_percent: float
    close_unit_percent: float
    contained_people: int
    contained_percent: float
    contained_times: float


def find(ground: Ground, rule: Rule) -> Iterator[Finding]:
    """Each run with those earlier in the log that it repeats; asked is the unit of the later run."""
    limits = thresholds_of(rule, Limits)
    people = {run: found for run in ground.filled_runs() if len(found := ground.people_of(run)) >= limits.min_people}
    shared = _shared_people(ground, people)
    close = _close_units(ground, people, shared, limits)
    matches: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (one, other), count in shared.items():
        if _is_repeated(ground, one, other, count, people, close, limits):
            earlier, later = sorted((one, other), key=lambda run: (ground.rows_of_run[run][0], ground.keys[run]))
            matches[later].append((earlier, count))
    for later, candidates in matches.items():
        earlier, count = min(candidates, key=lambda match: (-match[1], ground.rows_of_run[match[0]][0]))
        needed = _needed(ground, later, earlier, close, limits)
        yield _finding(ground, rule, limits, later, earlier, count, needed, people)


def _shared_people(ground: Ground, people: dict[int, set[int]]) -> dict[tuple[int, int], int]:
    """How many people two runs of different projects share, for each pair that shares enough to matter."""
    runs_of: dict[int, list[int]] = {}
    for person, rows in ground.rows_of_repeaters().items():
        runs = [run for run in dict.fromkeys(ground.runs[row] for row in rows) if run in people]
        if 1 < len(runs) <= MAX_RUNS_OF_A_PERSON:
            runs_of[person] = runs
    pairs: dict[tuple[int, int], int] = {}
    for one, members in people.items():
        counted: Counter[int] = Counter()
        for person in members:
            counted.update(runs_of.get(person, ()))
        for other, count in counted.items():
            is_new = one < other and ground.keys[one].project_code != ground.keys[other].project_code
            # Half of the larger: what `contained_times` of the smaller can come to as well.
            if is_new and 2 * count >= max(len(members), len(people[other])):
                pairs[one, other] = count
    return pairs


def _close_units(
    ground: Ground, people: dict[int, set[int]], shared: dict[tuple[int, int], int], limits: Limits
) -> set[str]:
    sizes = Counter(ground.units[run] for run in people)
    close_pairs: Counter[str] = Counter()
    for (one, other), count in shared.items():
        larger = max(len(people[one]), len(people[other]))
        if ground.units[one] == ground.units[other] and 100 * count >= limits.close_pair_percent * larger:
            close_pairs[ground.units[one]] += 1
    return {
        unit
        for unit, pairs in close_pairs.items()
        if (possible := sizes[unit] * (sizes[unit] - 1) // 2) >= MIN_PAIRS and 2 * pairs > possible
    }


def _is_repeated(
    ground: Ground,
    one: int,
    other: int,
    count: int,
    people: dict[int, set[int]],
    close: set[str],
    limits: Limits,
) -> bool:
    smaller, larger = sorted((len(people[one]), len(people[other])))
    if 100 * count >= _needed(ground, one, other, close, limits) * larger:
        return True
    if ground.units[one] == ground.units[other] and ground.units[one] in close:
        return False
    # A whole class that stands among others is a list that was put there: of a real one some never come again.
    is_comparable = smaller >= limits.contained_people and larger <= limits.contained_times * smaller
    return is_comparable and 100 * count >= limits.contained_percent * smaller


def _needed(ground: Ground, one: int, other: int, close: set[str], limits: Limits) -> float:
    if ground.units[one] != ground.units[other]:
        return limits.other_unit_percent
    return limits.close_unit_percent if ground.units[one] in close else limits.same_unit_percent


def _finding(
    ground: Ground,
    rule: Rule,
    limits: Limits,
    later: int,
    earlier: int,
    count: int,
    needed: float,
    people: dict[int, set[int]],
) -> Finding:
    smaller, larger = sorted((len(people[later]), len(people[earlier])))
    here, there = ground.keys[later], ground.keys[earlier]
    return rule.found(
        threshold=f"两期不同项目的学习者相同比例达到{needed:g}%（按人数较多的一期计），"
        f"或人数较少的一期（不少于{limits.contained_people}人）有{limits.contained_percent:g}%在另一期"
        f"（人数不超过其{limits.contained_times:g}倍）",
        measured=f"{count}人相同，占{share_words(count, larger)}",
        unit_code=ground.units[later],
        at=here,
        related=[there],
        refs=ground.refs_of(people[later] & people[earlier], (later, earlier)),
        evidence=[
            f"{run_words(here)}（机构{ground.units[later]}）学习者{len(people[later])}人",
            f"{run_words(there)}（机构{ground.units[earlier]}）学习者{len(people[earlier])}人，存入在先",
            f"两期均有的学习者{count}人，占人数较多一期的{share_words(count, larger)}",
            f"占人数较少一期的{share_words(count, smaller)}",
        ],
    )
