"""Unfinished transfers and conflicts of a branch, on either side: who owes what since when, and what to do about it.

For operators; it says nothing about anybody: transfers by their reference, branches, statuses.

Source: DESIGN section 7; RELIABILITY 14, 16.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from federation.model.standing import Verdict
from federation.transfer.entries import parse_request
from federation.transfer.states import HoldVerdict, Side, TransferStatus
from node.model.access import Actor
from node.model.case import Case
from node.model.rights import may_see
from node.model.transfer import StoredTransfer
from node.ports.organisation import Cases, Units
from node.ports.transfers import Transfers
from node.services.looking.freshness import Freshness, FreshnessStatus
from node.services.transfers.applications import Filed, filed_of_request
from node.services.transfers.viewing import require_reader
from node.services.transfers.views import EntryView, entry_views

MAX_SHOWN = 500
UNDECIDED = {TransferStatus.REQUESTED, TransferStatus.HELD}


class NextStep(StrEnum):
    """What whoever reads it can do."""

    ATTEND = "attend"
    """This branch owes a step that needs nobody: the node takes it while it serves."""
    REVIEW = "review"
    """A reviewer of this branch is to decide."""
    AWAIT_OTHERS = "await-others"
    """Another branch that the same application asks hasn't answered."""
    AWAIT = "await"
    """The other branch owes a step and is heard of."""
    RECONNECT = "reconnect"
    """The other branch owes a step and isn't heard of."""
    QUARANTINED = "quarantined"
    """The other branch's log is quarantined: nothing of it is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingTransfer:
    """One unfinished transfer.

    Attributes:
        reference: the receiving branch and where the request stands in its log.
        statuses: of its achievements, in the request's order.
        owed_by: codes of the branches that owe a step.
        since: when the last step is known to have been taken: of the own applications by their history, of others
            when they were asked for.
        expires_on: the last day on which what is undecided may be decided, Asia/Shanghai; None if all is decided.
        next_step: what to do.
        case_id: of the own application, where it is the actor's to see; else "".
    """

    reference: str
    receiving: str
    sending: str
    statuses: tuple[TransferStatus, ...]
    owed_by: tuple[str, ...]
    since: datetime
    expires_on: date | None
    next_step: NextStep
    case_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictingTransfer:
    """A transfer in which something doesn't fit.

    Attributes:
        declined: how many of its achievements another transfer held or had converted already.
        void: entries that count nowhere.
        waiting: entries that answer something which hasn't arrived.
    """

    reference: str
    receiving: str
    sending: str
    declined: int
    void: tuple[EntryView, ...]
    waiting: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What is unfinished and what conflicts, the newest first; at most `MAX_SHOWN` transfers are looked at for each."""

    unfinished: tuple[PendingTransfer, ...]
    conflicts: tuple[ConflictingTransfer, ...]


class PendingTransfers:
    """Tells operators."""

    def __init__(self, *, branch: str, cases: Cases, transfers: Transfers, units: Units, freshness: Freshness) -> None:
        self._branch = branch
        self._cases = cases
        self._transfers = transfers
        self._units = units
        self._freshness = freshness

    async def stuck(self, *, actor: Actor) -> Pending:
        """What is unfinished, and what conflicts.

        Raises:
            ActorRefused: neither filing nor review is among their duties.
        """
        require_reader(actor)
        heard = {one.branch: one.status for one in await self._freshness.of_all()}
        unfinished = await self._transfers.between(self._branch, is_open=True, limit=MAX_SHOWN)
        every = await self._transfers.between(self._branch, is_open=False, limit=MAX_SHOWN)
        due = await self._transfers.to_be_decided(self._branch, MAX_SHOWN)
        unseen = frozenset(one.transfer.request.index for one in due)
        return Pending(
            unfinished=tuple([await self._pending(one, heard, unseen, actor) for one in unfinished]),
            conflicts=tuple(found for one in every if (found := _conflict(one)) is not None),
        )

    async def _pending(
        self, stored: StoredTransfer, heard: Mapping[str, FreshnessStatus], unseen: frozenset[int], actor: Actor
    ) -> PendingTransfer:
        request = stored.transfer.request
        filed = None
        if stored.receiving == self._branch:
            filed = await filed_of_request(self._cases, self._transfers, self._branch, request.index)
        asked = parse_request(request.plain_body, len(request.achievements))
        since = asked.requested_at
        if filed is not None:
            since = max((one.at for one in await self._cases.steps(filed.case.case_id)), default=since)
        sides = {item.next_side for item in stored.transfer.items} - {None}
        owed_by = [stored.receiving] * (Side.RECEIVING in sides) + [stored.sending] * (Side.SENDING in sides)
        return PendingTransfer(
            reference=stored.reference,
            receiving=stored.receiving,
            sending=stored.sending,
            statuses=tuple(item.status for item in stored.transfer.items),
            owed_by=tuple(owed_by),
            since=since,
            expires_on=asked.expires_on if UNDECIDED & {item.status for item in stored.transfer.items} else None,
            next_step=self._next_step(owed_by, filed, heard, unseen),
            case_id="" if filed is None or not await self._is_seen(filed.case, actor) else filed.case.case_id,
        )

    def _next_step(
        self,
        owed_by: list[str],
        filed: Filed | None,
        heard: Mapping[str, FreshnessStatus],
        unseen: frozenset[int],
    ) -> NextStep:
        if self._branch in owed_by:
            if filed is None:
                return NextStep.ATTEND
            statuses = {item.status for one in filed.transfers for item in one.transfer.items}
            if TransferStatus.HELD not in statuses or TransferStatus.REVOKED in statuses:
                return NextStep.ATTEND
            if TransferStatus.REQUESTED in statuses:
                return NextStep.AWAIT_OTHERS
            # What the node hasn't looked at yet it may decide by itself.
            is_unseen = any(one.transfer.request.index in unseen for one in filed.transfers)
            return NextStep.ATTEND if is_unseen else NextStep.REVIEW
        found = {heard.get(code, FreshnessStatus.NEVER_SYNCED) for code in owed_by}
        if FreshnessStatus.QUARANTINED in found:
            return NextStep.QUARANTINED
        return NextStep.AWAIT if found <= {FreshnessStatus.FRESH} else NextStep.RECONNECT

    async def _is_seen(self, case: Case, actor: Actor) -> bool:
        unit = await self._units.by_id(case.unit_id)
        return unit is not None and may_see(actor, unit)


def _conflict(stored: StoredTransfer) -> ConflictingTransfer | None:
    entries = entry_views(stored)
    void = tuple(one for one in entries if one.counted is Verdict.VOID)
    waiting = tuple(one for one in entries if one.counted is Verdict.WAITING)
    declined = sum(item.verdict == HoldVerdict.NOT_FREE for item in stored.transfer.items)
    if not (void or waiting or declined):
        return None
    return ConflictingTransfer(
        reference=stored.reference,
        receiving=stored.receiving,
        sending=stored.sending,
        declined=declined,
        void=void,
        waiting=waiting,
    )
