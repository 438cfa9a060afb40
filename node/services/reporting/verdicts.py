"""Answers about reports by number: plain values.

Source: DESIGN section 3 (Reports); RELIABILITY 24.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from federation.model.standing import Status
from federation.reports.body import ReportBody
from federation.reports.state import ReportState
from node.services.looking.freshness import BranchFreshness


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedLine:
    """An achievement that a report states, and how it stands now."""

    branch: str
    title: str
    institution: str
    achieved_on: str
    status: Status


class CreditStanding(StrEnum):
    """What has become of credit that a report states."""

    VALID = "valid"
    REVERSED = "reversed"
    UNKNOWN = "unknown"
    """The copies held can't say: its transfer or its decision hasn't arrived, or isn't closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedCredit:
    """A line of converted credit that a report states, and how it stands now.

    Attributes:
        branch: who granted it.
        scheme: the key of its scheme.
        scheme_name: what the rules that were decided by call it; the key where they aren't known.
        credits: hundredths.
        granted_on: ISO 8601 date.
        transfer: leaf index of the request in that branch's log.
        item: which of the transfer's achievements, from 0 on.
        source: the achievement that it was converted from, ``33-20``; "" where the transfer isn't held.
    """

    branch: str
    scheme: str
    scheme_name: str
    course: str
    credits: int
    granted_on: str
    transfer: int
    item: int
    source: str
    status: CreditStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundReport:
    """A report that the number opened.

    Attributes:
        branch: who issued it.
        body: its masked summary.
        state: how it stands; `last_known` differs only if that is unknown.
        unknown_since: for a state that is unknown for want of freshness, the oldest "as of" that it rests on.
        lines: one for each achievement.
        credits: one for each line of converted credit.
    """

    branch: str
    body: ReportBody
    state: ReportState
    last_known: ReportState
    unknown_since: datetime | None
    lines: tuple[CertifiedLine, ...]
    credits: tuple[CertifiedCredit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberVerdict:
    """The answer for one number.

    Attributes:
        number: grouped; as it was typed if it can't be one.
        problem: reason of `ReportNumberMalformed`, or "".
        state: of the report; unknown if there is none, or if several branches claim the number.
        reports: what it opened: one as a rule.
    """

    number: str
    problem: str
    state: ReportState
    reports: tuple[FoundReport, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedNumbers:
    """All answers, in the order of the questions, and how fresh each branch's part is."""

    verdicts: tuple[NumberVerdict, ...]
    branches: tuple[BranchFreshness, ...]
