"""Which steps a branch owes, from the logs alone: whoever crashed, slept or was cut off reads here what to do next.

Source: DESIGN section 7; RELIABILITY 14.
"""

from collections.abc import Callable, Collection
from datetime import date

import msgspec

from federation.model.entry import Citation, Header
from federation.transfer.entries import closed_header, withdrawn_header
from federation.transfer.replay import Item, Transfer
from federation.transfer.states import ClosingVerdict, Concerned, Receiving, TransferStatus

EXPIRED = "expired"
RELEASING = frozenset((TransferStatus.REJECTING, TransferStatus.WITHDRAWING, TransferStatus.REVERSING))
UNDECIDED = frozenset((TransferStatus.REQUESTED, TransferStatus.HELD))


class Reversal(msgspec.Struct, frozen=True, kw_only=True):
    """Credit that is to be taken back: the decision that gave it, and for which items."""

    decided: Citation
    items: tuple[int, ...]


def owed_closings(transfer: Transfer, is_revoked: Callable[[Item], bool], *, is_closed: bool = False) -> list[Header]:
    """The sending branch's closings: one for each receiving entry that they answer.

    Args:
        transfer: as it stands.
        is_revoked: whether an accepted achievement was revoked meanwhile, by the sending branch's own log.
        is_closed: whether the roster closed the receiving branch, and all of its log is held.
    """
    answers: dict[tuple[str, int], dict[int, int]] = {}
    for number, item in enumerate(transfer.items):
        if item.status is TransferStatus.ACCEPTED:
            verdict = ClosingVerdict.REVOKED if is_revoked(item) else ClosingVerdict.CONVERTED
        elif item.status in RELEASING or (is_closed and item.status is TransferStatus.HELD):
            verdict = ClosingVerdict.RELEASED
        else:
            continue
        answers.setdefault(_ended_by(transfer, item), {})[number] = verdict
    by_place = {(one.entry.origin, one.entry.index): one.entry.citation for one in transfer.steps}
    request = transfer.request
    return [
        closed_header(
            request.citation,
            by_place.get(place, request.citation),
            request.achievements,
            [verdicts.get(number, ClosingVerdict.NOT_CONCERNED) for number in range(len(transfer.items))],
        )
        for place, verdicts in sorted(answers.items())
    ]


def awaiting_decision(transfer: Transfer) -> tuple[int, ...]:
    """Which items are held and wait for the receiving branch's decision."""
    return tuple(number for number, item in enumerate(transfer.items) if item.status is TransferStatus.HELD)


def expired(transfer: Transfer, expires_on: date, today: date) -> Header | None:
    """The withdrawal that the receiving branch owes once a request has expired; None: none."""
    undecided = [number for number, item in enumerate(transfer.items) if item.status in UNDECIDED]
    return withdrawal(transfer, undecided, EXPIRED) if today > expires_on and undecided else None


def withdrawal(transfer: Transfer, numbers: Collection[int], reason: str) -> Header:
    """The withdrawal of items, by a code of reason."""
    verdicts = [
        Concerned.CONCERNED if number in numbers else Concerned.NOT_CONCERNED for number in range(len(transfer.items))
    ]
    return withdrawn_header(transfer.request.citation, verdicts, reason)


def owed_reversals(transfer: Transfer, is_revoked: Callable[[Item], bool]) -> list[Reversal]:
    """Credit that the receiving branch has to take back: the achievement was revoked, before or after it was closed."""
    found: dict[tuple[str, int], list[int]] = {}
    for number, item in enumerate(transfer.items):
        is_due = item.status is TransferStatus.REVOKED or (item.status is TransferStatus.CONVERTED and is_revoked(item))
        if is_due:
            found.setdefault(_ended_by(transfer, item), []).append(number)
    by_place = {(one.entry.origin, one.entry.index): one.entry.citation for one in transfer.steps}
    return [Reversal(decided=by_place[place], items=tuple(items)) for place, items in sorted(found.items())]


def _ended_by(transfer: Transfer, item: Item) -> tuple[str, int]:
    """Where the receiving entry stands that moved the item last; the request if none did."""
    places = [place for place, state in item.by.items() if isinstance(state, Receiving)]
    return max(places) if places else (transfer.request.origin, transfer.request.index)
