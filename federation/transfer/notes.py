"""What a transfer's entries say to the person alone: the sealed bodies of requests and decisions.

Source: DESIGN section 7; proto/federation/v1/entry.proto.
"""

from datetime import date, datetime

import msgspec
from google.protobuf.message import DecodeError

from federation.errors import Malformed
from federation.rules.outcome import Credit, Outcome
from federation.rules.outcome_wire import encode_outcome, parse_outcome
from federation.transfer.entries import MAX_ITEMS, WHAT
from federation.v1 import entry_pb2


class RequestNote(msgspec.Struct, frozen=True, kw_only=True):
    """Beside a request: under what it was asked for.

    Attributes:
        application_id: 16 bytes, the same in all transfers of one application.
        filed_by: the actor's name.
        purpose: as stated.
        consent: in the words that were shown.
        consent_until: the last day, Asia/Shanghai.
    """

    application_id: bytes
    filed_by: str
    purpose: str
    consent: str
    consent_until: date


class ItemDecision(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided of one achievement.

    Attributes:
        item: place in the request's list, from 0 on.
        accepted: whether it was.
        credits: granted; none if it was rejected.
        words: a reviewer's.
        outcome: what the rules say, with their trace; None if there were none.
    """

    item: int
    accepted: bool
    credits: tuple[Credit, ...] = ()
    words: str = ""
    outcome: Outcome | None = None


class DecisionNote(msgspec.Struct, frozen=True, kw_only=True):
    """Beside a decision: credit, reasons, and who decided when (aware)."""

    items: tuple[ItemDecision, ...]
    decided_by: str
    decided_at: datetime


def encode_request_note(note: RequestNote) -> bytes:
    """The bytes that are sealed."""
    return entry_pb2.TransferRequestNote(
        application_id=note.application_id,
        filed_by=note.filed_by,
        purpose=note.purpose,
        consent=note.consent,
        consent_until=note.consent_until.isoformat(),
    ).SerializeToString(deterministic=True)


def parse_request_note(data: bytes) -> RequestNote:
    """What they say. Raises `Malformed`: no such body."""
    try:
        message = entry_pb2.TransferRequestNote.FromString(data)
        until = date.fromisoformat(message.consent_until)
    except (DecodeError, ValueError) as error:
        raise Malformed(what=WHAT, why="encoding") from error
    return RequestNote(
        application_id=message.application_id,
        filed_by=message.filed_by,
        purpose=message.purpose,
        consent=message.consent,
        consent_until=until,
    )


def encode_decision_note(note: DecisionNote) -> bytes:
    """The bytes that are sealed."""
    items = [
        entry_pb2.TransferItemDecision(
            item=one.item,
            accepted=one.accepted,
            grants=[
                entry_pb2.TransferGrant(scheme=grant.scheme, course=grant.course, credits=grant.credits)
                for grant in one.credits
            ],
            words=one.words,
            outcome=b"" if one.outcome is None else encode_outcome(one.outcome),
        )
        for one in note.items
    ]
    return entry_pb2.TransferDecisionNote(
        items=items, decided_by=note.decided_by, decided_at=note.decided_at.isoformat(timespec="seconds")
    ).SerializeToString(deterministic=True)


def parse_decision_note(data: bytes) -> DecisionNote:
    """What they say.

    Raises:
        Malformed: no such body.
        TooLarge: an outcome beyond its bounds.
    """
    try:
        message = entry_pb2.TransferDecisionNote.FromString(data)
        decided_at = datetime.fromisoformat(message.decided_at)
    except (DecodeError, ValueError) as error:
        raise Malformed(what=WHAT, why="encoding") from error
    if len(message.items) > MAX_ITEMS:
        raise Malformed(what=WHAT, why="bounds")
    items = tuple(
        ItemDecision(
            item=one.item,
            accepted=one.accepted,
            credits=tuple(
                Credit(scheme=grant.scheme, course=grant.course, credits=grant.credits) for grant in one.grants
            ),
            words=one.words,
            outcome=parse_outcome(one.outcome) if one.outcome else None,
        )
        for one in message.items
    )
    return DecisionNote(items=items, decided_by=message.decided_by, decided_at=decided_at)
