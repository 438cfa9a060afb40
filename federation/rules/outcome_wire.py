"""An outcome as what a decision seals: verdict, credit and the whole trace.

Source: proto/federation/v1/entry.proto (RuleOutcome); DESIGN section 7 (the trace is sealed).
"""

from google.protobuf.message import DecodeError

from federation.errors import Malformed, TooLarge
from federation.rules.bounds import MAX_GRANTS
from federation.rules.outcome import Credit, Outcome, Shortfall, TraceLine, Verdict
from federation.v1 import entry_pb2

WHAT = "rule outcome"
MAX_OUTCOME_BYTES = 32 * 1024
"""A private part holds at most 64 KiB: a decision on several achievements is bounded by its writer."""
MAX_TOLD_LINES = 40
MAX_TOLD_VALUES = 8
MAX_TOLD_CHARS = 100


def encode_outcome(outcome: Outcome) -> bytes:
    """The bytes of an outcome. Of a very long trace the last lines are kept, and long values end in ``…``."""
    lines = MAX_TOLD_LINES
    data = _message(outcome, lines).SerializeToString(deterministic=True)
    while len(data) > MAX_OUTCOME_BYTES and lines > 1:
        lines //= 2
        data = _message(outcome, lines).SerializeToString(deterministic=True)
    return data


def parse_outcome(data: bytes) -> Outcome:
    """The outcome that `data` says.

    Raises:
        TooLarge: more than `MAX_OUTCOME_BYTES`.
        Malformed: no outcome, or one out of bounds.
    """
    if len(data) > MAX_OUTCOME_BYTES:
        raise TooLarge(what=WHAT, limit=MAX_OUTCOME_BYTES)
    try:
        message = entry_pb2.RuleOutcome.FromString(data)
        verdict = Verdict(message.verdict)
    except (DecodeError, ValueError) as error:
        raise Malformed(what=WHAT, why="encoding") from error
    if len(message.grants) > MAX_GRANTS or max(len(message.trace), len(message.missing)) > MAX_TOLD_LINES:
        raise Malformed(what=WHAT, why="bounds")
    return Outcome(
        verdict=verdict,
        reason=message.reason,
        branch=message.branch,
        version=message.version,
        rule=message.rule,
        grants=tuple(Credit(scheme=one.scheme, course=one.course, credits=one.credits) for one in message.grants),
        trace=tuple(TraceLine(code=one.code, values=tuple(one.values)) for one in message.trace),
        missing=tuple(Shortfall(rule=one.rule, code=one.code, values=tuple(one.values)) for one in message.missing),
    )


def _message(outcome: Outcome, lines: int) -> entry_pb2.RuleOutcome:
    return entry_pb2.RuleOutcome(
        verdict=outcome.verdict,
        reason=outcome.reason,
        branch=outcome.branch,
        version=outcome.version,
        rule=outcome.rule,
        grants=[
            entry_pb2.RuleCredit(scheme=one.scheme, course=one.course, credits=one.credits) for one in outcome.grants
        ],
        trace=[entry_pb2.RuleTraceLine(code=one.code, values=_told(one.values)) for one in outcome.trace[-lines:]],
        missing=[
            entry_pb2.RuleShortfall(rule=one.rule, code=one.code, values=_told(one.values))
            for one in outcome.missing[:lines]
        ],
    )


def _told(values: tuple[str, ...]) -> list[str]:
    return [_shortened(value) for value in values[:MAX_TOLD_VALUES]]


def _shortened(value: str) -> str:
    return value if len(value) <= MAX_TOLD_CHARS else value[: MAX_TOLD_CHARS - 1] + "…"
