"""The rules as dated data: edition, day of coming into force, source, thresholds, Chinese words.

A rule may stand in several editions; the one in force on the day asked about applies. A rule's module
says which thresholds it needs and of which type; a missing, unknown or ill-typed one is refused when
the file is read, not when the rule runs.

Source: DOMAIN, code lists are data with an edition; 浙学银〔2019〕2号 三·（三）.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from adapters.screening.facts import RunKey
from adapters.screening.findings import Finding, Severity, bounded_lines, bounded_refs
from federation.errors import ConfigurationInvalid

RULES_FILE = Path(__file__).parent / "rules.toml"
Limits = TypeVar("Limits")


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One edition of one rule.

    Attributes:
        code: e.g. ``scale-exceeded``.
        valid_from: first day on which this edition applies.
        source: document and article, and what else it rests on.
        title: its name in Chinese.
        explanation: one sentence in Chinese.
        severity: of its findings, where the rule itself doesn't lower it.
        thresholds: as the rule's module types them.
    """

    code: str
    edition: str
    valid_from: date
    source: str
    title: str
    explanation: str
    severity: Severity
    thresholds: dict[str, Any]

    def found(
        self,
        *,
        threshold: str,
        measured: str,
        unit_code: str,
        refs: Iterable[int],
        evidence: list[str],
        at: RunKey | None = None,
        related: Iterable[RunKey] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """A finding under this rule, its entries and lines kept within bounds.

        The arguments are those of `Finding`; `at` is the run it is about, None if it is about the unit
        as a whole, `severity` is given where it isn't the rule's own.
        """
        kept, count = bounded_refs(refs)
        return Finding(
            rule=self.code,
            edition=self.edition,
            title=self.title,
            severity=severity or self.severity,
            threshold=threshold,
            measured=measured,
            unit_code=unit_code,
            project_code=at.project_code if at else "",
            run=at.run if at else 0,
            related=tuple(sorted(related)),
            refs=kept,
            ref_count=count,
            evidence=bounded_lines(evidence),
        )


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: list[Rule]


def load_rules(path: Path = RULES_FILE) -> tuple[Rule, ...]:
    """All editions in a TOML file, by code and day of coming into force.

    Raises:
        ConfigurationInvalid: unreadable, not TOML, a key missing or unknown, or two editions of one day.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        rules = msgspec.convert(content, type=_File).rule
    except (OSError, ValueError) as error:
        raise ConfigurationInvalid(path=path.name, key="rule", reason=type(error).__name__) from None
    ordered = tuple(sorted(rules, key=lambda rule: (rule.code, rule.valid_from)))
    for earlier, later in pairwise(ordered):
        if (earlier.code, earlier.valid_from) == (later.code, later.valid_from):
            raise ConfigurationInvalid(path=path.name, key=later.code, reason="two editions of one day")
    return ordered


def in_force(rules: Sequence[Rule], day: date) -> Mapping[str, Rule]:
    """For each code the edition in force on a day; codes with none yet are left out."""
    return {rule.code: rule for rule in sorted(rules, key=lambda rule: rule.valid_from) if rule.valid_from <= day}


def thresholds_of(rule: Rule, kind: type[Limits]) -> Limits:
    """A rule's thresholds in its module's type.

    Raises:
        ConfigurationInvalid: one is missing, unknown, or of another type or range.
    """
    try:
        return msgspec.convert(rule.thresholds, type=kind)
    except msgspec.ValidationError as error:
        raise ConfigurationInvalid(path=RULES_FILE.name, key=rule.code, reason=str(error)) from None
