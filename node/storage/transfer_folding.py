"""The rows that a transfer is found by, as its entries say them: what is written, and what an examination expects.

Source: DESIGN section 7; `federation.transfer.replay`.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

from federation.model.standing import Verdict
from federation.transfer.entries import TransferEntry
from federation.transfer.replay import Item, Transfer
from federation.transfer.replays import claims_of
from federation.transfer.states import OCCUPYING, Sending, Side, TransferStatus
from node.storage.positions import index_key, position_of
from node.storage.transfer_source import StoredTransfers

BOTH, NOBODY = "both", ""
Row: TypeAlias = dict[str, Any]


class FoldedRows(NamedTuple):
    """One transfer's rows: its own, its achievements', its holds', and which of its entries wait for what."""

    transfer: Row
    items: Sequence[Row]
    holds: Sequence[Row]
    waits: Sequence[Row]


def entry_row(source: StoredTransfers, one: TransferEntry) -> Row | None:
    """What an entry belongs to, before it is judged; None if nobody knows its log here, or it is beyond its end."""
    position = source.position(one.citation)
    if position is None or source.is_beyond(one.origin, one.index):
        return None
    return {"position": position, "request_position": source.position(one.request), "waits_for": None}


def claim_rows(source: StoredTransfers, one: TransferEntry) -> list[Row]:
    """The achievements that an entry says it holds, whether that counts or not."""
    return [
        {
            "log_id": source.log_id(one.origin),
            "identity": identity,
            "held_at": one.index,
            "request_position": source.position(one.request),
        }
        for identity in claims_of(one, source.identity)
        if not source.is_beyond(one.origin, one.index)
    ]


def folded_rows(source: StoredTransfers, position: int, replayed: Transfer) -> FoldedRows | None:
    """What became of a transfer; None if one of its two branches isn't known here.

    Args:
        source: what it was replayed from.
        position: the row key of its request.
        replayed: as it stands.
    """
    receiving_log, sending_log = source.log_id(replayed.request.origin), source.log_id(replayed.sending)
    if receiving_log is None or sending_log is None:
        return None
    # Of a branch that the roster closed nothing more comes: its undecided holds are the sending branch's to end.
    is_closed = source.is_closed(replayed.request.origin)
    sides = {_owed_by(item, is_closed=is_closed) for item in replayed.items} - {None}
    owed_by = BOTH if len(sides) > 1 else next((str(side) for side in sides), NOBODY)
    row = {
        "request_position": position,
        "receiving_log": receiving_log,
        "sending_log": sending_log,
        "owed_by": owed_by,
    }
    items = [
        {
            "request_position": position,
            "item": number,
            "achievement_position": position_of(sending_log, item.achievement.index),
            "status": item.status.value,
        }
        for number, item in enumerate(replayed.items)
    ]
    holds = [
        {
            "log_id": sending_log,
            "identity_key": index_key(item.identity),
            "request_position": position,
            "identity": item.identity,
            "status": "converted" if item.sending is Sending.CONVERTED else "held",
        }
        for item in replayed.items
        if item.sending in OCCUPYING
    ]
    waits = [
        {
            "position": at,
            "request_position": position,
            "waits_for": _awaited_by(source, step.entry) if step.verdict is Verdict.WAITING else None,
        }
        for step in replayed.steps
        if (at := source.position(step.entry.citation)) is not None
    ]
    return FoldedRows(row, items, holds, waits)


def _owed_by(item: Item, *, is_closed: bool) -> Side | None:
    return Side.SENDING if is_closed and item.status is TransferStatus.HELD else item.next_side


def _awaited_by(source: StoredTransfers, waiting: TransferEntry) -> int | None:
    return source.position(waiting.answers or waiting.request)
