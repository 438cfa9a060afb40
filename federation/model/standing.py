"""What has become of an entry: a pure fold over the entries that cite it.

About an entry only its own origin may write. What its origin may not write, or an
illegal step, is void, on every replica alike; a citation of something that hasn't
arrived waits. An unknown kind that its origin marked critical makes what it cites
`unknown`: never silently valid. A correction is a step and an achievement in one: if
the step is void, so is the achievement, or what was revoked would come back by it.
What was revoked comes back by one step alone, which says that it does; a link that was
taken back doesn't: the two documents are linked anew.

Source: DESIGN section 2.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

import msgspec

from federation.model.entry import ACHIEVEMENT_KINDS, KNOWN_KINDS, PLAIN_KINDS, Citation, Header, Kind


class Status(StrEnum):
    """What an achievement is shown as."""

    VALID = "valid"
    CORRECTED = "corrected"
    REVOKED = "revoked"
    HELD = "held"
    CONVERTED = "converted"
    ERASED = "erased"
    UNKNOWN = "unknown"
    VOID = "void"
    """A correction whose step doesn't count: shown to nobody."""


class Verdict(IntEnum):
    """Whether a step counts."""

    EFFECTIVE = 1
    VOID = 2
    WAITING = 3


class CitedEntry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is known of a cited entry when a step about it is judged."""

    kind: int
    status: Status
    achievement_id: bytes
    leaf_hash: bytes
    has_private_part: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One citation's outcome: the cited entry's new status if `verdict` is EFFECTIVE."""

    cite: Citation
    verdict: Verdict
    status: Status | None = None


LIVE = (Status.VALID, Status.UNKNOWN)
# state × kind → state; what isn't here is void.
STEPS: dict[tuple[Status, Kind], Status] = {
    **{(status, Kind.ACHIEVEMENT_CORRECTED): Status.CORRECTED for status in LIVE},
    **{(status, Kind.ACHIEVEMENT_REVOKED): Status.REVOKED for status in LIVE},
    **{(status, Kind.SUBJECT_UNLINKED): Status.REVOKED for status in LIVE},
    **{(status, Kind.REPORT_WITHDRAWN): Status.REVOKED for status in LIVE},
    (Status.REVOKED, Kind.ACHIEVEMENT_REINSTATED): Status.VALID,
    **{(status, Kind.ERASED): Status.ERASED for status in Status if status is not Status.ERASED},
}
CITING_KINDS = frozenset(
    (
        Kind.ACHIEVEMENT_CORRECTED,
        Kind.ACHIEVEMENT_REVOKED,
        Kind.ERASED,
        Kind.ACHIEVEMENT_REINSTATED,
        Kind.SUBJECT_UNLINKED,
        Kind.REPORT_WITHDRAWN,
    )
)
CRITICAL_KINDS = frozenset((Kind.ACHIEVEMENT_REINSTATED, Kind.SUBJECT_UNLINKED, Kind.REPORT_WITHDRAWN))
"""Kinds that came later: an entry of them says that it is critical, so that older readers don't pass over it."""
SEALED_ALONE = frozenset((Kind.SUBJECT_LINKED, Kind.REPORT_ISSUED))
"""Kinds that are sealed, and neither cite anything nor are an achievement."""


def judge(origin: str, index: int, header: Header, look_up: Callable[[Citation], CitedEntry | None]) -> list[Step]:
    """The outcome of each citation of the entry at (`origin`, `index`).

    Args:
        origin: the log that the entry stands in.
        index: its leaf index: an entry can cite only what came before it.
        header: its header.
        look_up: what is known of a cited entry, None if it hasn't arrived.
    """
    return [_judge_one(origin, index, header, cite, look_up) for cite in header.cites]


def fold(
    origin: str, index: int, header: Header, look_up: Callable[[Citation], CitedEntry | None]
) -> dict[int, Status]:
    """New statuses, by leaf index of the same log, that follow from the entry at (`origin`, `index`).

    They are those of the entries that it cites and, for a correction that isn't effective, its own.
    The arguments are those of `judge`; each cited entry is as it was before this one.
    """
    steps = judge(origin, index, header, look_up)
    changed = {
        step.cite.index: step.status for step in steps if step.verdict is Verdict.EFFECTIVE and step.status is not None
    }
    if header.kind == Kind.ACHIEVEMENT_CORRECTED and not changed:
        changed[index] = Status.VOID
    return changed


def is_well_formed(header: Header) -> bool:
    """Whether a known kind carries what its kind needs; an unknown kind always does."""
    if header.kind in ACHIEVEMENT_KINDS:
        cites = 1 if header.kind == Kind.ACHIEVEMENT_CORRECTED else 0
        return bool(header.private_digest and header.achievement_id and header.key_epoch) and len(header.cites) == cites
    if header.kind in SEALED_ALONE:
        return bool(header.private_digest and header.key_epoch) and not header.cites
    if header.kind in (Kind.ACHIEVEMENT_REVOKED, Kind.ERASED):
        return bool(header.cites) and not header.private_digest
    if header.kind in CRITICAL_KINDS:
        return bool(header.cites) and not header.private_digest and header.critical
    if header.kind in PLAIN_KINDS:
        return bool(header.plain_body) and not header.private_digest and not header.cites
    return True


def is_plain(header: Header) -> bool:
    """Whether it is about nobody, and as such an entry should be."""
    return header.kind in PLAIN_KINDS and is_well_formed(header)


def _judge_one(
    origin: str, index: int, header: Header, cite: Citation, look_up: Callable[[Citation], CitedEntry | None]
) -> Step:
    void = Step(cite=cite, verdict=Verdict.VOID)
    is_known = header.kind in KNOWN_KINDS
    if is_known and (header.kind not in CITING_KINDS or not is_well_formed(header)):
        return void
    if not is_known and not header.critical:
        return void
    if cite.origin != origin or cite.index >= index:
        return void
    cited = look_up(cite)
    if cited is None:
        return Step(cite=cite, verdict=Verdict.WAITING)
    if cited.leaf_hash != cite.leaf_hash:
        return void
    if not is_known:
        # Every cited kind: what the unknown step did to it can't be told.
        status = None if cited.status in (Status.ERASED, Status.VOID) else Status.UNKNOWN
    elif not _may_cite(Kind(header.kind), header, cited):
        status = None
    else:
        status = STEPS.get((cited.status, Kind(header.kind)))
    return void if status is None else Step(cite=cite, verdict=Verdict.EFFECTIVE, status=status)


def _may_cite(kind: Kind, header: Header, cited: CitedEntry) -> bool:
    if kind is Kind.ERASED:
        return cited.has_private_part
    if kind is Kind.SUBJECT_UNLINKED:
        return cited.kind == Kind.SUBJECT_LINKED
    if kind is Kind.REPORT_WITHDRAWN:
        return cited.kind == Kind.REPORT_ISSUED
    if cited.kind not in ACHIEVEMENT_KINDS:
        return False
    return kind is not Kind.ACHIEVEMENT_CORRECTED or header.achievement_id == cited.achievement_id
