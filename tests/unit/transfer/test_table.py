"""Shows every cell of both tables: what isn't written down here is void."""

from itertools import product

import pytest

from federation.model.entry import TRANSFER_KINDS, Kind
from federation.transfer.states import (
    FINAL,
    NEXT,
    OCCUPYING,
    SHOWN,
    ClosingVerdict,
    Concerned,
    DecisionVerdict,
    HoldVerdict,
    Receiving,
    Sending,
    TransferStatus,
)
from federation.transfer.table import RECEIVING_KINDS, SENDING_KINDS, step_receiving, step_sending

R, S = Receiving, Sending
VERDICTS = range(12)
ANSWERED = (None, *Receiving, *Sending)
DECIDED, WITHDRAWN, REVERSED = Kind.TRANSFER_DECIDED, Kind.TRANSFER_WITHDRAWN, Kind.TRANSFER_REVERSED
HELD, CLOSED = Kind.TRANSFER_HELD, Kind.TRANSFER_CLOSED

# (state, kind, verdict) → by what the entry that it answers must have brought about (None: anything), the state after.
RECEIVING_CELLS = {
    (R.REQUESTED, DECIDED, DecisionVerdict.ACCEPTED): ({S.HELD}, R.ACCEPTED),
    (R.REQUESTED, DECIDED, DecisionVerdict.REJECTED): ({S.HELD}, R.REJECTED),
    (R.REQUESTED, WITHDRAWN, Concerned.CONCERNED): (None, R.WITHDRAWN),
    (R.ACCEPTED, REVERSED, Concerned.CONCERNED): ({R.ACCEPTED}, R.REVERSED),
}
SENDING_CELLS = {
    (S.UNANSWERED, HELD, HoldVerdict.HELD): (None, S.HELD),
    **{(S.UNANSWERED, HELD, verdict): (None, S.DECLINED) for verdict in VERDICTS if verdict > HoldVerdict.HELD},
    (S.HELD, CLOSED, ClosingVerdict.CONVERTED): ({R.ACCEPTED}, S.CONVERTED),
    (S.HELD, CLOSED, ClosingVerdict.REVOKED): ({R.ACCEPTED}, S.REVOKED),
    (S.HELD, CLOSED, ClosingVerdict.RELEASED): ({R.REJECTED, R.WITHDRAWN, R.REVERSED}, S.RELEASED),
    (S.CONVERTED, CLOSED, ClosingVerdict.RELEASED): ({R.REVERSED}, S.RELEASED),
    (S.REVOKED, CLOSED, ClosingVerdict.RELEASED): ({R.REVERSED}, S.RELEASED),
}


def expected(cells, state, kind, verdict, answered):
    wanted, after = cells.get((state, kind, verdict), (set(), None))
    return after if wanted is None or answered in wanted else None


@pytest.mark.parametrize("state", Receiving)
def test_every_cell_of_the_receiving_table(state):
    for kind, verdict, answered in product(TRANSFER_KINDS, VERDICTS, ANSWERED):
        cell = (state, kind, verdict, answered)
        assert step_receiving(*cell) == expected(RECEIVING_CELLS, *cell), cell


@pytest.mark.parametrize("state", Sending)
def test_every_cell_of_the_sending_table(state):
    for kind, verdict, answered in product(TRANSFER_KINDS, VERDICTS, ANSWERED):
        cell = (state, kind, verdict, answered)
        assert step_sending(*cell) == expected(SENDING_CELLS, *cell), cell


def test_a_verdict_of_a_later_version_declines():
    assert step_sending(S.UNANSWERED, HELD, 2**31, None) is S.DECLINED


def test_each_kind_but_the_request_moves_one_side_alone():
    assert {Kind.TRANSFER_REQUESTED} | RECEIVING_KINDS | SENDING_KINDS == TRANSFER_KINDS
    assert RECEIVING_KINDS.isdisjoint(SENDING_KINDS)
    for kind, verdict, answered in product(TRANSFER_KINDS, VERDICTS, ANSWERED):
        if kind not in RECEIVING_KINDS:
            assert all(step_receiving(state, kind, verdict, answered) is None for state in Receiving)
        if kind not in SENDING_KINDS:
            assert all(step_sending(state, kind, verdict, answered) is None for state in Sending)


def test_without_an_answer_the_sending_branch_ends_no_hold():
    for state, kind, verdict in product(OCCUPYING, SENDING_KINDS, VERDICTS):
        assert step_sending(state, kind, verdict, None) is None


def reachable() -> set[tuple[Receiving, Sending]]:
    """Every pair that any order of steps leads to, each answered by what was brought about before it."""
    # What each side's entries have brought about so far can be answered for ever, so it belongs to the state.
    start = (R.REQUESTED, S.UNANSWERED, frozenset[Receiving | Sending]())
    found, waiting = {start}, [start]
    while waiting:
        receiving, sending, brought_about = waiting.pop()
        answers = (None, *brought_about)
        for kind, verdict, answered in product(TRANSFER_KINDS, VERDICTS, answers):
            received = step_receiving(receiving, kind, verdict, answered)
            sent = step_sending(sending, kind, verdict, answered)
            for after in (
                (received or receiving, sending, brought_about | {received} - {None}),
                (receiving, sent or sending, brought_about | {sent} - {None}),
            ):
                if after not in found:
                    found.add(after)
                    waiting.append(after)
        # The roster closes the receiving branch: a hold that it didn't decide is answered as if it were withdrawn.
        if (receiving, sending) == (R.REQUESTED, S.HELD):
            assert step_sending(S.HELD, CLOSED, ClosingVerdict.RELEASED, R.WITHDRAWN) is S.RELEASED
    return {(receiving, sending) for receiving, sending, _ in found} | {(R.REQUESTED, S.RELEASED)}


def test_what_is_shown_covers_exactly_what_can_be_reached():
    assert set(SHOWN) == reachable()


def test_each_status_is_shown_and_is_final_or_somebodys_turn():
    assert set(SHOWN.values()) == set(TransferStatus)
    assert set(NEXT) | FINAL == set(TransferStatus)
    assert FINAL.isdisjoint(NEXT)


def test_credit_stands_only_while_the_achievement_is_nobody_elses():
    assert {sending for receiving, sending in SHOWN if receiving is R.ACCEPTED} == OCCUPYING


def test_what_is_final_and_not_converted_is_free():
    occupied = {SHOWN[pair] for pair in SHOWN if pair[1] in OCCUPYING}
    assert occupied & FINAL == {TransferStatus.CONVERTED}
