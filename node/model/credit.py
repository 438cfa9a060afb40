"""Credit (学分) as it is booked: postings that are added and never changed, and what follows from them.

What was granted is provisional until the sending branch closed the transfer, then final; either may be
reversed. So of every line ``granted = provisional + final + reversed``, whatever happened in between.

Source: DESIGN section 7 (credit is provisional, final, reversed); RELIABILITY 17.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import IntEnum, StrEnum

import msgspec

from federation.rules.outcome import CapUsage, period_key
from federation.rules.rule_set import Period


class PostingKind(IntEnum):
    """What a posting does. Numbers are stored."""

    GRANT = 1
    FINALISE = 2
    """The sending branch closed as converted: the credit stays."""
    REVERSE = 3


class Posting(msgspec.Struct, frozen=True, kw_only=True):
    """One posting.

    Attributes:
        account: 16-byte blind index of the person's document.
        transfer: leaf index of the request in the own log.
        item: which of its achievements, from 0 on.
        part: which line of that achievement's credit, from 0 on.
        scheme, course: of the rule set; "" for no course.
        credits: hundredths, positive.
        rules_version: of this branch's rules, by which it was granted.
        on: the day that was decided for: its year counts towards yearly caps.
        log_id, entry_index: the entry that caused the posting.
        at: aware; when it was booked.
    """

    account: bytes
    transfer: int
    item: int
    part: int
    kind: PostingKind
    scheme: str
    course: str
    credits: int
    rules_version: int
    on: date
    log_id: int
    entry_index: int
    at: datetime

    def __repr__(self) -> str:
        """Shows no account."""
        return f"Posting({self.transfer}, {self.item}, {self.kind.name})"


class CreditState(StrEnum):
    """What has become of a line of credit."""

    PROVISIONAL = "provisional"
    FINAL = "final"
    REVERSED = "reversed"


class CreditLine(msgspec.Struct, frozen=True, kw_only=True):
    """A grant as it stands; `postings` are all that were made of it, in their order."""

    grant: Posting
    state: CreditState
    postings: tuple[Posting, ...]

    @property
    def reversed_at(self) -> datetime | None:
        """When it was taken back (aware); None if it wasn't."""
        return next((one.at for one in self.postings if one.kind is PostingKind.REVERSE), None)


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Hundredths in all: what was granted, and what became of it."""

    granted: int = 0
    provisional: int = 0
    final: int = 0
    reversed: int = 0

    @property
    def is_conserved(self) -> bool:
        """Whether nothing appeared or vanished."""
        return self.granted == self.provisional + self.final + self.reversed


class CreditFault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with the postings of one line; `reason` is a code."""

    transfer: int
    item: int
    part: int
    reason: str


def credit_lines(postings: Iterable[Posting]) -> tuple[CreditLine, ...]:
    """Grants as they stand, in the order of transfer, item and part; postings without a grant make none."""
    lines = []
    for of_line in _by_line(postings).values():
        grant = next((one for one in of_line if one.kind is PostingKind.GRANT), None)
        if grant is not None:
            kinds = {one.kind for one in of_line}
            state = CreditState.FINAL if PostingKind.FINALISE in kinds else CreditState.PROVISIONAL
            state = CreditState.REVERSED if PostingKind.REVERSE in kinds else state
            lines.append(CreditLine(grant=grant, state=state, postings=tuple(of_line)))
    return tuple(lines)


def credit_faults(postings: Iterable[Posting]) -> tuple[CreditFault, ...]:
    """Where postings contradict one another: what conservation can't hold with."""
    faults = []
    for (transfer, item, part), of_line in _by_line(postings).items():
        grants = [one for one in of_line if one.kind is PostingKind.GRANT]
        reasons = []
        if not grants:
            reasons.append("no-grant")
        if len({one.kind for one in of_line}) != len(of_line):
            reasons.append("twice")
        if len({(one.account, one.scheme, one.course, one.credits, one.on, one.rules_version) for one in of_line}) > 1:
            reasons.append("altered")
        if any(one.credits <= 0 for one in of_line):
            reasons.append("amount")
        faults += [CreditFault(transfer=transfer, item=item, part=part, reason=reason) for reason in reasons]
    return tuple(faults)


def tally(lines: Iterable[CreditLine]) -> Tally:
    """What was granted in all, from the grants; and what became of it, from what ended them."""
    granted = 0
    sums = dict.fromkeys(CreditState, 0)
    for line in lines:
        granted += line.grant.credits
        ended = next((one for one in line.postings if one.kind is PostingKind.REVERSE), None) or next(
            (one for one in line.postings if one.kind is PostingKind.FINALISE), line.grant
        )
        sums[line.state] += ended.credits
    return Tally(
        granted=granted,
        provisional=sums[CreditState.PROVISIONAL],
        final=sums[CreditState.FINAL],
        reversed=sums[CreditState.REVERSED],
    )


def by_scheme(lines: Sequence[CreditLine], period: Period, on: date | None = None) -> Mapping[tuple[str, str], Tally]:
    """Tallies by (scheme, period key); `on` keeps what counts in that day's period alone."""
    groups: dict[tuple[str, str], list[CreditLine]] = {}
    for line in lines:
        key = period_key(period, line.grant.on)
        if on is None or key == period_key(period, on):
            groups.setdefault((line.grant.scheme, key), []).append(line)
    return {key: tally(of_key) for key, of_key in sorted(groups.items())}


def usage_of(lines: Sequence[CreditLine], on: date) -> CapUsage:
    """What counts towards caps on a day: all credit that wasn't reversed, provisional too."""
    standing = [line for line in lines if line.state is not CreditState.REVERSED]
    return CapUsage(
        credits={key: one.granted for period in Period for key, one in by_scheme(standing, period, on).items()},
        courses=frozenset((line.grant.scheme, line.grant.course) for line in standing if line.grant.course),
    )


def _by_line(postings: Iterable[Posting]) -> dict[tuple[int, int, int], list[Posting]]:
    lines: dict[tuple[int, int, int], list[Posting]] = {}
    for one in sorted(postings, key=lambda one: (one.transfer, one.item, one.part)):
        lines.setdefault((one.transfer, one.item, one.part), []).append(one)
    return lines
