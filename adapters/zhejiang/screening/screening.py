"""All rules over all facts: the one call that an audit makes.

Source: 浙学银〔2019〕2号 三·（三） 数据技术排查.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import msgspec

from adapters.screening.facts import Facts
from adapters.screening.findings import Finding
from adapters.zhejiang.screening import (
    age_outside_target,
    burst_before_deadline,
    cloned_roster,
    consecutive_numbers,
    identical_evaluations,
    impossible_hours,
    invented_numbers,
    scale_exceeded,
    two_places,
)
from adapters.zhejiang.screening.ground import Ground
from adapters.zhejiang.screening.rulebook import Rule, in_force, load_rules, thresholds_of
from federation.errors import ConfigurationInvalid


class Check(NamedTuple):
    """A rule's code to run: the type of its thresholds, and what finds."""

    limits: type[msgspec.Struct]
    find: Callable[[Ground, Rule], Iterator[Finding]]


CHECKS: Mapping[str, Check] = {
    module.CODE: Check(module.Limits, module.find)
    for module in (
        age_outside_target,
        burst_before_deadline,
        cloned_roster,
        consecutive_numbers,
        identical_evaluations,
        impossible_hours,
        invented_numbers,
        scale_exceeded,
        two_places,
    )
}


@lru_cache(maxsize=1)
def province_rules() -> tuple[Rule, ...]:
    """The province's own rules, read and checked once."""
    rules = load_rules()
    check_rules(rules)
    return rules


def check_rules(rules: Sequence[Rule]) -> None:
    """Every rule is one that this version knows, with the thresholds that it needs.

    Raises:
        ConfigurationInvalid: a code is unknown, or a threshold is missing, unknown or of another type.
    """
    for rule in rules:
        if rule.code not in CHECKS:
            raise ConfigurationInvalid(path="rules.toml", key=rule.code, reason="unknown rule")
        thresholds_of(rule, CHECKS[rule.code].limits)


def screen(facts: Facts, on: date, rules: Sequence[Rule] | None = None) -> list[Finding]:
    """All findings, ordered by unit, rule, project and run; the order of the facts doesn't matter.

    Facts should be of one year (or quarter) and of as many units as there are: several rules hold a unit
    against all others. To screen one unit, screen all and keep that unit's findings. A hundred
    thousand results with their sessions and evaluations take some 60 MiB beside the facts themselves,
    which may be generators.

    Args:
        facts: each iterable is read once.
        on: the day whose editions of the rules apply.
        rules: all editions; None for the province's.

    Raises:
        ConfigurationInvalid: see `check_rules`.
    """
    chosen = province_rules() if rules is None else rules
    check_rules(chosen)
    ground = Ground(facts)
    found = [finding for code, rule in in_force(chosen, on).items() for finding in CHECKS[code].find(ground, rule)]
    return sorted(found, key=lambda finding: finding.order)
