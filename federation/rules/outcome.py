"""What rules are asked about, and what they answer: achievements in, verdicts with their trace out.

Source: DESIGN section 7 (`Decided`: accepted with credit, or rejected; the trace is sealed).
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import msgspec

from federation.model.achievement import AchievementBody
from federation.model.standing import Status
from federation.rules.rule_set import Period


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """An achievement that somebody asks credit for.

    Attributes:
        branch: GB/T 2260 code of the sending branch.
        origin, index: where its entry stands.
        achievement_id: 16 bytes.
        standing: what is known of its entry. One that is held counts as valid: it is held for this.
        evidence: codes of what is there beside the record, e.g. ``certificate-scan``.
        taken_back: transfers, as ``32-15``, whose credit for it was taken back: decided in error, or got by fraud.
    """

    branch: str
    origin: str
    index: int
    achievement_id: bytes
    body: AchievementBody
    standing: Status = Status.VALID
    evidence: frozenset[str] = frozenset()
    taken_back: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Shows where it stands, nothing of what it says."""
        return f"Candidate({self.origin}, {self.index})"


class CapUsage(msgspec.Struct, frozen=True, kw_only=True):
    """What a person was granted before.

    Attributes:
        credits: (scheme, period key) → hundredths; keys as `period_key` makes them.
        courses: (scheme, course) that count as passed already.
    """

    credits: Mapping[tuple[str, str], int] = msgspec.field(default_factory=dict)
    courses: frozenset[tuple[str, str]] = frozenset()


class Verdict(StrEnum):
    """What becomes of an achievement by the rules."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    TO_REVIEWER = "to-reviewer"
    """The credit is what the rules propose; a person decides."""


class Credit(msgspec.Struct, frozen=True, kw_only=True):
    """Hundredths of a credit in a scheme, for a course of it or ""."""

    scheme: str
    course: str
    credits: int


class TraceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was found or computed: a code, and values that its sentence names (`trace_words`)."""

    code: str
    values: tuple[str, ...] = ()


class Shortfall(msgspec.Struct, frozen=True, kw_only=True):
    """What an achievement lacks: for a rule, or "" if for all. Code and values as in a `TraceLine`."""

    rule: str
    code: str
    values: tuple[str, ...] = ()


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule set says of one achievement.

    Attributes:
        reason: code; told by `trace_words.reason_words`.
        grants: credit given or, to a reviewer, proposed; none if rejected.
        branch, version: of the rule set.
        rule: id of the rule that applied; "" if none did.
        trace: what was found and computed, in order.
        missing: what stood in the way, or what a reviewer should ask for.
    """

    verdict: Verdict
    reason: str
    branch: str
    version: int
    grants: tuple[Credit, ...] = ()
    rule: str = ""
    trace: tuple[TraceLine, ...] = ()
    missing: tuple[Shortfall, ...] = ()


def period_key(period: Period, on: date) -> str:
    """Under which key credit of that day counts towards a cap: ``2027`` or ``total``."""
    return f"{on.year:04d}" if period is Period.YEAR else period.value
