"""How a report stands, judged from what a verifier's copies of the logs say.

What can't be undone is said however old the copies are: withdrawn, revoked, expired. That nothing
of the kind happened can only be said of copies that are fresh: else the state is unknown, with
what was last known and since when.

Source: DESIGN section 3 (Reports), RELIABILITY 24.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from federation.model.standing import Status
from federation.reports.body import ReportBody


class ReportState(StrEnum):
    """What whoever asks about a report is told."""

    VALID = "valid"
    WITHDRAWN = "withdrawn"
    """The branch that issued it took it back."""
    REVOKED = "revoked"
    """An achievement that it certifies was revoked or corrected since, or credit that it states was reversed."""
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    """No such report in the copies held, or they can't say how it stands."""


GONE = frozenset((Status.REVOKED, Status.CORRECTED, Status.VOID))
STANDING = frozenset((Status.VALID, Status.HELD, Status.CONVERTED))


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedStanding:
    """One entry that a report rests on; `is_fresh`: whether its log's copy can tell that nothing happened since."""

    status: Status
    is_fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedReport:
    """The state; `last_known` is what it was by the newest that is held, the same unless the state is unknown."""

    state: ReportState
    last_known: ReportState


def judge_report(body: ReportBody, own: CitedStanding, cited: Iterable[CitedStanding], today: date) -> JudgedReport:
    """How a report stands.

    Args:
        body: what it says.
        own: its own entry.
        cited: the entries of its achievements and credits.
        today: the day in Asia/Shanghai.
    """
    rests_on = tuple(cited)
    final = _final(body, own.status, rests_on, today)
    if final is not None:
        return JudgedReport(state=final, last_known=final)
    every = (own, *rests_on)
    if any(one.status not in STANDING for one in every):
        return JudgedReport(state=ReportState.UNKNOWN, last_known=ReportState.UNKNOWN)
    state = ReportState.VALID if all(one.is_fresh for one in every) else ReportState.UNKNOWN
    return JudgedReport(state=state, last_known=ReportState.VALID)


def _final(body: ReportBody, own: Status, cited: Iterable[CitedStanding], today: date) -> ReportState | None:
    if own is Status.REVOKED:
        return ReportState.WITHDRAWN
    if any(one.status in GONE for one in cited):
        return ReportState.REVOKED
    return ReportState.EXPIRED if today > body.valid_until else None
