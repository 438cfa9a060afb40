"""Screening some made-up facts by the province's rules, or by rules of which a threshold was changed."""

from collections.abc import Sequence
from datetime import date

import msgspec

from adapters.screening.facts import EvaluationFact, Facts, ProjectFact, ResultFact, SessionFact
from adapters.screening.findings import Finding
from adapters.zhejiang.screening.rulebook import Rule, load_rules
from adapters.zhejiang.screening.screening import screen

ON = date(2026, 12, 31)


def findings_of(
    code: str,
    projects: Sequence[ProjectFact],
    results: Sequence[ResultFact],
    sessions: Sequence[SessionFact] = (),
    evaluations: Sequence[EvaluationFact] = (),
    **thresholds: object,
) -> list[Finding]:
    """Findings of one rule; `thresholds` replace those of the file."""
    facts = Facts(projects=projects, results=results, sessions=sessions, evaluations=evaluations)
    return screen(facts, ON, [rule_with(code, **thresholds)])


def rule_with(code: str, **thresholds: object) -> Rule:
    """The province's rule, some of its thresholds replaced."""
    (rule,) = (rule for rule in load_rules() if rule.code == code)
    return msgspec.structs.replace(rule, thresholds={**rule.thresholds, **thresholds})
