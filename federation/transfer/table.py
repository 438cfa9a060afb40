"""The transfer protocol as two tables: `state × entry → state`; what isn't in them is void.

The receiving branch's entries move the receiving state, the sending branch's the sending state. A step
that answers another one names it, and counts only if that one had the effect that `ANSWERS` asks for.
So only an entry of the receiving branch ends a hold, whoever else writes what.

Source: DESIGN section 7.
"""

from federation.model.entry import Kind
from federation.transfer.states import (
    ClosingVerdict,
    Concerned,
    DecisionVerdict,
    HoldVerdict,
    Receiving,
    Sending,
)

RECEIVING_STEPS: dict[tuple[Receiving, Kind, int], Receiving] = {
    (Receiving.REQUESTED, Kind.TRANSFER_DECIDED, DecisionVerdict.ACCEPTED): Receiving.ACCEPTED,
    (Receiving.REQUESTED, Kind.TRANSFER_DECIDED, DecisionVerdict.REJECTED): Receiving.REJECTED,
    (Receiving.REQUESTED, Kind.TRANSFER_WITHDRAWN, Concerned.CONCERNED): Receiving.WITHDRAWN,
    (Receiving.ACCEPTED, Kind.TRANSFER_REVERSED, Concerned.CONCERNED): Receiving.REVERSED,
}
SENDING_STEPS: dict[tuple[Sending, Kind, int], Sending] = {
    (Sending.UNANSWERED, Kind.TRANSFER_HELD, HoldVerdict.HELD): Sending.HELD,
    (Sending.HELD, Kind.TRANSFER_CLOSED, ClosingVerdict.CONVERTED): Sending.CONVERTED,
    (Sending.HELD, Kind.TRANSFER_CLOSED, ClosingVerdict.REVOKED): Sending.REVOKED,
    **{
        (state, Kind.TRANSFER_CLOSED, ClosingVerdict.RELEASED): Sending.RELEASED
        for state in (Sending.HELD, Sending.CONVERTED, Sending.REVOKED)
    },
}
ENDED = frozenset((Receiving.REJECTED, Receiving.WITHDRAWN, Receiving.REVERSED))
ANSWERS: dict[tuple[Kind, int], frozenset[Receiving] | frozenset[Sending]] = {
    (Kind.TRANSFER_DECIDED, DecisionVerdict.ACCEPTED): frozenset((Sending.HELD,)),
    (Kind.TRANSFER_DECIDED, DecisionVerdict.REJECTED): frozenset((Sending.HELD,)),
    (Kind.TRANSFER_REVERSED, Concerned.CONCERNED): frozenset((Receiving.ACCEPTED,)),
    (Kind.TRANSFER_CLOSED, ClosingVerdict.CONVERTED): frozenset((Receiving.ACCEPTED,)),
    (Kind.TRANSFER_CLOSED, ClosingVerdict.REVOKED): frozenset((Receiving.ACCEPTED,)),
    (Kind.TRANSFER_CLOSED, ClosingVerdict.RELEASED): ENDED,
}
"""What the entry that a step answers must have brought about; steps that aren't here answer the request alone."""
RELEASED_FROM: dict[Sending, frozenset[Receiving]] = {
    Sending.HELD: ENDED,
    Sending.CONVERTED: frozenset((Receiving.REVERSED,)),
    Sending.REVOKED: frozenset((Receiving.REVERSED,)),
}
"""By what the receiving branch must have ended it, for a release from each state."""
AFTER_SENDER_CLOSED: dict[tuple[Receiving, Sending], Sending] = {
    (Receiving.REQUESTED, Sending.UNANSWERED): Sending.DECLINED,
    (Receiving.ACCEPTED, Sending.HELD): Sending.CONVERTED,
    (Receiving.REJECTED, Sending.HELD): Sending.RELEASED,
    (Receiving.WITHDRAWN, Sending.HELD): Sending.RELEASED,
    **{(Receiving.REVERSED, state): Sending.RELEASED for state in (Sending.HELD, Sending.CONVERTED, Sending.REVOKED)},
}
"""What the sending state comes to once the roster closed that log and all of it is taken: nobody answers any more.

Its holds and conversions stand for ever, so that no other branch can have the achievement: credit is safe to be final.
"""
RECEIVING_KINDS = frozenset((Kind.TRANSFER_DECIDED, Kind.TRANSFER_WITHDRAWN, Kind.TRANSFER_REVERSED))
SENDING_KINDS = frozenset((Kind.TRANSFER_HELD, Kind.TRANSFER_CLOSED))


def step_receiving(
    state: Receiving, kind: Kind, verdict: int, answered: Receiving | Sending | None
) -> Receiving | None:
    """The receiving state after an entry of the receiving branch; None: the step is void.

    Args:
        state: before it.
        kind: the entry's.
        verdict: what it says of this achievement.
        answered: what the entry that it answers had brought about for this achievement; None for nothing.
    """
    after = RECEIVING_STEPS.get((state, kind, verdict))
    return after if _is_answer(kind, verdict, answered) else None


def step_sending(state: Sending, kind: Kind, verdict: int, answered: Receiving | Sending | None) -> Sending | None:
    """The sending state after an entry of the sending branch; None: the step is void. See `step_receiving`."""
    if state is Sending.UNANSWERED and kind is Kind.TRANSFER_HELD and verdict > HoldVerdict.HELD:
        return Sending.DECLINED
    after = SENDING_STEPS.get((state, kind, verdict))
    if after is Sending.RELEASED and answered not in RELEASED_FROM[state]:
        return None
    return after if _is_answer(kind, verdict, answered) else None


def _is_answer(kind: Kind, verdict: int, answered: Receiving | Sending | None) -> bool:
    wanted = ANSWERS.get((kind, verdict))
    return wanted is None or answered in wanted
