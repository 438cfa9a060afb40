"""What rules say and how rule sets differ, as messages: the same for what is published and for drafts."""

from collections.abc import Iterable, Sequence

from federation.error_catalogue import describe
from federation.errors import RulesInvalid
from federation.rules.case_files import Difference as CaseDifference
from federation.rules.case_files import RuleCase
from federation.rules.differences import differences
from federation.rules.outcome import Credit, Outcome
from federation.rules.reading import FoundFault
from federation.rules.rule_set import RuleSet
from federation.rules.trace_words import missing_words, trace_words
from node.v1 import conversion_pb2, rulemaking_pb2


def credit_messages(grants: Iterable[Credit], rules: RuleSet | None = None) -> list[conversion_pb2.Credits]:
    """What is granted, scheme by scheme; with the names that `rules` give the schemes."""
    return [
        conversion_pb2.Credits(
            scheme=one.scheme,
            course=one.course,
            credits=one.credits,
            scheme_name="" if rules is None else rules.scheme(one.scheme).name,
        )
        for one in grants
    ]


def reasoning(outcome: Outcome) -> tuple[list[str], list[str]]:
    """How an outcome was come to, and what is lacking; in Chinese, a line each."""
    return [trace_words(line, "zh") for line in outcome.trace], [missing_words(lack, "zh") for lack in outcome.missing]


def rules_differences(before: RuleSet, after: RuleSet) -> conversion_pb2.RulesDifferences:
    """What two rule sets say differently."""
    return conversion_pb2.RulesDifferences(
        differences=[
            conversion_pb2.RulesDifference(of=one.of, id=one.id, field=one.field, before=one.before, after=one.after)
            for one in differences(before, after)
        ]
    )


def rules_fault(fault: FoundFault, file: str) -> rulemaking_pb2.RulesFault:
    """What is wrong with a file, by line and in words."""
    error = RulesInvalid(file=file, line=fault.line, key=fault.key, reason=fault.reason)
    return rulemaking_pb2.RulesFault(line=fault.line, key=fault.key, reason=fault.reason, message=describe(error, "zh"))


def checked_case(
    case: RuleCase, outcomes: Sequence[Outcome], found: Sequence[CaseDifference]
) -> rulemaking_pb2.CheckedCase:
    """What rules say in a case, and where that isn't what it expects."""
    return rulemaking_pb2.CheckedCase(
        name=case.name,
        outcomes=[_outcome(one) for one in outcomes],
        differences=[
            rulemaking_pb2.CaseDifference(
                achievement=one.achievement, of=one.of, expected=one.expected, found=one.found
            )
            for one in found
        ],
    )


def _outcome(one: Outcome) -> rulemaking_pb2.CaseOutcome:
    trace, missing = reasoning(one)
    return rulemaking_pb2.CaseOutcome(
        verdict=one.verdict.value,
        reason=one.reason,
        rule=one.rule,
        credits=credit_messages(one.grants),
        trace=trace,
        missing=missing,
    )
