"""Postings held against transfers as the log says them: nothing booked that nobody decided, nothing decided unbooked.

Amounts are sealed in the decisions, so what is compared is which kinds of postings there are. Postings and transfers
are read one after the other while both grow: what is unfounded is to be judged by postings that were read before
the transfer, what is missing by postings that were read after it.

Source: DESIGN section 7 (credit is provisional, final, reversed); RELIABILITY 5, 17.
"""

from collections.abc import Collection, Iterable, Sequence

from federation.transfer.replay import Item, Transfer
from federation.transfer.states import Receiving, Sending, TransferStatus
from node.model.credit import CreditFault, Posting, PostingKind

GRANT_MISSING, GRANT_UNDECIDED = "grant-missing", "grant-undecided"
FINAL_MISSING, FINAL_UNCONVERTED = "final-missing", "final-unconverted"
REVERSAL_MISSING, REVERSAL_UNDECIDED = "reversal-missing", "reversal-undecided"
UNFOUNDED = {
    PostingKind.GRANT: GRANT_UNDECIDED,
    PostingKind.FINALISE: FINAL_UNCONVERTED,
    PostingKind.REVERSE: REVERSAL_UNDECIDED,
}
"""By what was booked."""
MISSING = {
    PostingKind.GRANT: GRANT_MISSING,
    PostingKind.FINALISE: FINAL_MISSING,
    PostingKind.REVERSE: REVERSAL_MISSING,
}
"""By what wasn't."""


def unfounded_postings(postings: Iterable[Posting], transfer: Transfer | None) -> list[CreditFault]:
    """What is booked of a transfer though its log doesn't say so.

    Args:
        postings: of that transfer alone, read before it.
        transfer: as it stands; None if the own log has no such request.
    """
    allowed = [] if transfer is None else [_allowed(item) for item in transfer.items]
    return [
        _fault(one, UNFOUNDED[one.kind])
        for one in postings
        if one.item >= len(allowed) or one.kind not in allowed[one.item]
    ]


def missing_postings(postings: Sequence[Posting], transfer: Transfer, *, is_settled: bool) -> list[CreditFault]:
    """What isn't booked of a transfer into this branch though its log says so.

    Args:
        postings: of that transfer alone, read after it.
        transfer: as it stands.
        is_settled: whether this branch has made final what was converted.
    """
    faults = []
    for number, item in enumerate(transfer.items):
        booked = {(one.part, one.kind) for one in postings if one.item == number}
        grants = [one for one in postings if one.item == number and one.kind is PostingKind.GRANT]
        wanted = _wanted(item, is_settled=is_settled)
        if PostingKind.GRANT in wanted and not grants:
            faults.append(CreditFault(transfer=transfer.request.index, item=number, part=0, reason=GRANT_MISSING))
        faults += [
            _fault(one, MISSING[kind]) for one in grants for kind in sorted(wanted) if (one.part, kind) not in booked
        ]
    return faults


def _allowed(item: Item) -> Collection[PostingKind]:
    """What may be booked. Credit of what is owed a reversal stands until it is taken back."""
    kinds = set()
    if item.receiving in (Receiving.ACCEPTED, Receiving.REVERSED):
        kinds.add(PostingKind.GRANT)
    # Of a closed log it can't be told whether credit was final before it was taken back.
    was_converted = item.is_ended_by_roster and item.receiving in (Receiving.ACCEPTED, Receiving.REVERSED)
    if Sending.CONVERTED in item.by.values() or was_converted:
        kinds.add(PostingKind.FINALISE)
    if item.receiving is Receiving.REVERSED:
        kinds.add(PostingKind.REVERSE)
    return kinds


def _wanted(item: Item, *, is_settled: bool) -> Collection[PostingKind]:
    """What must be booked. What was converted may be settled later, or not at all if it was reversed before."""
    kinds = set(_allowed(item)) - {PostingKind.FINALISE}
    if is_settled and item.status is TransferStatus.CONVERTED:
        kinds.add(PostingKind.FINALISE)
    return kinds


def _fault(one: Posting, reason: str) -> CreditFault:
    return CreditFault(transfer=one.transfer, item=one.item, part=one.part, reason=reason)
