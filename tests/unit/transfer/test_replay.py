"""Shows what a replay makes of steps: waiting, void, one occupant, and holds that only the receiving branch ends."""

import random

import pytest

from federation.model.entry import Citation, Kind
from federation.model.standing import Verdict
from federation.transfer.entries import (
    closed_header,
    decided_header,
    held_header,
    reversed_header,
    withdrawn_header,
)
from federation.transfer.states import HoldVerdict, Side, TransferStatus
from tests.support.transfer_logs import HANGZHOU, HEFEI, NANJING, SHANGHAI, Logs, octets, outcome, request_of

T = TransferStatus
HOLD, DECLINE = 1, 4
ACCEPT, REJECT = 1, 2
CONVERT, RELEASE, REVOKE = 1, 2, 3
FIRST, SECOND = octets("the first achievement"), octets("the second")


class Case:
    """Hangzhou's achievements, and what is written about them."""

    def __init__(self, *identities):
        self.logs = Logs()
        self.achievements = [
            self.logs.issue(HANGZHOU, one, number) for number, one in enumerate(identities or (FIRST,))
        ]
        self.sizes = {}
        self.closed = ()

    def request(self, receiving=NANJING, *labels, achievements=None):
        return self.logs.write(receiving, request_of(achievements or self.achievements, *labels))

    def hold(self, request, *verdicts, achievements=None):
        return self.logs.write(HANGZHOU, held_header(request, achievements or self.achievements, verdicts or [HOLD]))

    def decide(self, request, held, *verdicts, by=None):
        header = decided_header(
            request, held, verdicts or [ACCEPT], rules=None, key_epoch=1, private_digest=octets("private", count=32)
        )
        return self.logs.write(by or request.origin, header)

    def withdraw(self, request, *verdicts, by=None):
        return self.logs.write(by or request.origin, withdrawn_header(request, verdicts or [1], "expired"))

    def close(self, request, answers, *verdicts):
        return self.logs.write(HANGZHOU, closed_header(request, answers, self.achievements, verdicts or [CONVERT]))

    def reverse(self, request, decided, *verdicts):
        return self.logs.write(request.origin, reversed_header(request, decided, verdicts or [1], "revoked"))

    def view(self, **kwargs):
        return self.logs.view(self.logs.sizes() | self.sizes, closed=self.closed, **kwargs)

    def transfer(self, request):
        return self.view().of(request)

    def statuses(self, request):
        return [item.status for item in self.transfer(request).items]

    def verdict(self, cite):
        steps = {step.entry.citation: step.verdict for one in self.view().all() for step in one.steps}
        return steps[cite]

    def occupants(self, identity=FIRST):
        return self.view().occupants(HANGZHOU, identity)


@pytest.fixture
def case():
    return Case()


def test_from_request_to_conversion(case):
    request = case.request()
    assert case.statuses(request) == [T.REQUESTED]
    held = case.hold(request)
    assert case.statuses(request) == [T.HELD]
    decided = case.decide(request, held)
    assert case.statuses(request) == [T.ACCEPTED]
    closed = case.close(request, decided)
    (item,) = case.transfer(request).items
    assert (item.status, item.identity, item.held_at, item.released_at) == (T.CONVERTED, FIRST, held.index, None)
    assert item.is_final
    assert case.occupants() == [request]
    assert [one.citation for one in case.transfer(request).effective(Kind.TRANSFER_CLOSED)] == [closed]


def test_from_rejection_to_release_and_free_again(case):
    request = case.request()
    decided = case.decide(request, case.hold(request), REJECT)
    assert case.statuses(request) == [T.REJECTING]
    assert case.view().occupied(HANGZHOU, FIRST) is True
    released = case.close(request, decided, RELEASE)
    (item,) = case.transfer(request).items
    assert (item.status, item.released_at) == (T.REJECTED, released.index)
    assert case.view().occupied(HANGZHOU, FIRST) is False
    again = case.request(HEFEI)
    case.hold(again)
    assert case.statuses(again) == [T.HELD]


def test_a_declined_item_says_why_and_is_nobodys_turn(case):
    request = case.request()
    case.hold(request, DECLINE)
    (item,) = case.transfer(request).items
    assert (item.status, item.verdict, item.next_side) == (T.DECLINED, DECLINE, None)


def test_each_status_names_whose_turn_it_is(case):
    request = case.request()
    assert case.transfer(request).items[0].next_side is Side.SENDING
    held = case.hold(request)
    assert case.transfer(request).items[0].next_side is Side.RECEIVING
    case.decide(request, held)
    assert case.transfer(request).items[0].next_side is Side.SENDING
    assert not case.transfer(request).is_final


def test_items_go_their_own_ways():
    case = Case(FIRST, SECOND, octets("third"), octets("fourth"))
    request = case.request()
    held = case.hold(request, HOLD, HOLD, DECLINE, HOLD)
    decided = case.decide(request, held, ACCEPT, REJECT, ACCEPT, 0)
    withdrawn = case.withdraw(request, 1, 0, 0, 1)
    assert case.statuses(request) == [T.ACCEPTED, T.REJECTING, T.DECLINED, T.WITHDRAWING]
    case.close(request, decided, CONVERT, RELEASE, RELEASE, RELEASE)
    assert case.statuses(request) == [T.CONVERTED, T.REJECTED, T.DECLINED, T.WITHDRAWING]
    case.close(request, withdrawn, RELEASE, 0, 0, RELEASE)
    assert case.statuses(request) == [T.CONVERTED, T.REJECTED, T.DECLINED, T.WITHDRAWN]


def test_a_withdrawal_that_crosses_the_hold_ends_it(case):
    request = case.request()
    withdrawn = case.withdraw(request)
    assert case.statuses(request) == [T.WITHDRAWN]
    case.hold(request)
    assert case.statuses(request) == [T.WITHDRAWING]
    case.close(request, withdrawn, RELEASE)
    assert case.statuses(request) == [T.WITHDRAWN]


def test_a_reversal_that_crosses_the_closing_frees_what_was_converted(case):
    request = case.request()
    decided = case.decide(request, case.hold(request))
    reversal = case.reverse(request, decided)
    case.close(request, decided, CONVERT)
    assert case.statuses(request) == [T.REVERSING]
    assert case.occupants() == [request]
    case.close(request, reversal, RELEASE)
    assert case.statuses(request) == [T.REVERSED]
    assert case.occupants() == []


def test_what_was_revoked_meanwhile_stays_occupied_until_credit_is_taken_back(case):
    request = case.request()
    decided = case.decide(request, case.hold(request))
    case.close(request, decided, REVOKE)
    assert case.statuses(request) == [T.REVOKED]
    assert case.occupants() == [request]
    case.close(request, case.reverse(request, decided), RELEASE)
    assert case.statuses(request) == [T.REVERSED]


def test_a_second_hold_of_the_same_achievement_is_void(case):
    first, second = case.request(), case.request(HEFEI)
    case.hold(first)
    void = case.hold(second)
    assert case.verdict(void) is Verdict.VOID
    assert case.statuses(second) == [T.REQUESTED]
    assert case.occupants() == [first]


def test_a_hold_written_twice_holds_once(case):
    request = case.request()
    held = case.hold(request, HOLD)
    again = case.hold(request, DECLINE)
    assert case.verdict(again) is Verdict.VOID
    assert case.transfer(request).items[0].held_at == held.index


def test_an_entry_and_its_correction_in_one_request_hold_once(case):
    case.achievements.append(case.logs.correct(case.achievements[0]))
    request = case.request()
    held = case.hold(request, HOLD, HOLD)
    assert case.statuses(request) == [T.HELD, T.REQUESTED]
    case.close(request, case.decide(request, held, REJECT, 0), RELEASE, 0)
    case.hold(request, 0, HOLD)
    assert case.statuses(request) == [T.REJECTED, T.HELD]


@pytest.mark.parametrize("between", ["a correction", "a re-issue", "a re-import after erasure"])
def test_a_later_entry_of_a_converted_achievement_is_not_held(case, between):
    first = case.request()
    case.close(first, case.decide(first, case.hold(first)), CONVERT)
    old = case.achievements[0]
    if between == "a correction":
        new = case.logs.correct(old)
    else:
        case.logs.take_back(Kind.ERASED if "erasure" in between else Kind.ACHIEVEMENT_REVOKED, old)
        new = case.logs.issue(HANGZHOU, FIRST, "again")
    case.achievements = [new]
    second = case.request(HEFEI)
    assert case.verdict(case.hold(second)) is Verdict.VOID
    assert case.occupants() == [first]


def test_what_is_no_achievement_is_not_held(case):
    case.achievements = [Citation(origin=HANGZHOU, index=0, leaf_hash=bytes(32))]
    request = case.request()
    assert case.verdict(case.hold(request)) is Verdict.VOID
    case.achievements = [case.hold(request, DECLINE)]
    of_a_step = case.request(HEFEI)
    assert case.verdict(case.hold(of_a_step)) is Verdict.VOID


def test_an_achievement_written_after_the_hold_is_not_held(case):
    elsewhere = Logs()
    for index in range(3):
        elsewhere.issue(HANGZHOU, octets(index))
    case.achievements = [elsewhere.citation(HANGZHOU, 2)]
    request = case.request()
    void = case.hold(request)
    assert case.logs.issue(HANGZHOU, octets(2)) == case.achievements[0]
    assert case.verdict(void) is Verdict.VOID
    assert case.statuses(request) == [T.REQUESTED]


# What only the receiving branch may do.


@pytest.mark.parametrize("verdict", [CONVERT, RELEASE, REVOKE])
def test_a_sending_branch_that_closes_without_an_answer_ends_nothing(case, verdict):
    request = case.request()
    held = case.hold(request)
    for answers in (held, case.achievements[0], case.logs.issue(NANJING, SECOND)):
        assert case.verdict(case.close(request, answers, verdict)) is Verdict.VOID
    assert case.statuses(request) == [T.HELD]
    assert case.occupants() == [request]


def test_a_sending_branch_that_pretends_the_other_was_closed_waits(case):
    request = case.request()
    case.hold(request)
    assert case.verdict(case.close(request, request, RELEASE)) is Verdict.WAITING
    assert case.statuses(request) == [T.HELD]


@pytest.mark.parametrize(("decision", "closing"), [(ACCEPT, RELEASE), (REJECT, CONVERT), (REJECT, REVOKE)])
def test_a_closing_that_contradicts_the_decision_is_void(case, decision, closing):
    request = case.request()
    decided = case.decide(request, case.hold(request), decision)
    before = case.statuses(request)
    assert case.verdict(case.close(request, decided, closing)) is Verdict.VOID
    assert case.statuses(request) == before


def test_a_rejection_doesnt_release_what_was_withdrawn_from_another_item():
    case = Case(FIRST, SECOND)
    request = case.request()
    decided = case.decide(request, case.hold(request, HOLD, HOLD), REJECT, 0)
    case.close(request, decided, RELEASE, RELEASE)
    assert case.statuses(request) == [T.REJECTED, T.HELD]


def test_an_old_decision_doesnt_release_what_was_converted(case):
    request = case.request()
    decided = case.decide(request, case.hold(request))
    case.close(request, decided, CONVERT)
    assert case.verdict(case.close(request, decided, RELEASE)) is Verdict.VOID
    assert case.statuses(request) == [T.CONVERTED]


def test_a_receiving_branch_that_decides_without_a_hold_gives_no_credit(case):
    request = case.request()
    for answers in (request, case.achievements[0], case.logs.issue(NANJING, SECOND)):
        assert case.verdict(case.decide(request, answers)) is Verdict.VOID
    case.hold(request, DECLINE)
    assert case.verdict(case.decide(request, case.logs.citation(HANGZHOU, 1), REJECT)) is Verdict.VOID
    assert case.statuses(request) == [T.DECLINED]


def test_a_receiving_branch_that_decides_twice_decided_the_first_time(case):
    request = case.request()
    held = case.hold(request)
    case.decide(request, held, REJECT)
    assert case.verdict(case.decide(request, held, ACCEPT)) is Verdict.VOID
    assert case.verdict(case.withdraw(request)) is Verdict.VOID


def test_a_hold_for_another_request_is_no_ground_for_a_decision(case):
    mine, others = case.request(), case.request(HEFEI)
    assert case.verdict(case.decide(mine, case.hold(others))) is Verdict.VOID
    assert case.statuses(mine) == [T.REQUESTED]


def test_a_bystander_moves_nobody_elses_transfer(case):
    request = case.request()
    held = case.hold(request)
    for by in (SHANGHAI, HANGZHOU):
        assert case.verdict(case.withdraw(request, by=by)) is Verdict.VOID
        assert case.verdict(case.decide(request, held, by=by)) is Verdict.VOID
    own = case.logs.issue(SHANGHAI, FIRST)
    foreign = case.logs.write(SHANGHAI, held_header(request, [own], [HOLD]))
    assert case.verdict(foreign) is Verdict.VOID
    assert case.statuses(request) == [T.HELD]
    assert case.view().occupants(SHANGHAI, FIRST) == []
    assert case.view().occupied(SHANGHAI, FIRST) is False


def test_a_request_with_another_body_under_the_same_place_is_another_transfer(case):
    request = case.request()
    forged = Citation(origin=request.origin, index=request.index, leaf_hash=octets("another body", count=32))
    case.hold(forged)
    assert case.statuses(request) == [T.REQUESTED]
    # The log is longer than where such a request would stand, so it never comes.
    assert case.view().occupied(HANGZHOU, FIRST) is False
    case.hold(request)
    assert case.statuses(request) == [T.HELD]


def test_one_decision_answers_all_that_was_held_up_to_the_hold_that_it_cites():
    case = Case(FIRST, SECOND, octets("third"))
    request = case.request()
    first = case.hold(request, HOLD, 0, 0)
    second = case.hold(request, 0, HOLD, 0)
    case.hold(request, 0, 0, HOLD)
    case.decide(request, second, ACCEPT, REJECT, ACCEPT)
    assert case.statuses(request) == [T.ACCEPTED, T.REJECTING, T.HELD]
    assert case.verdict(case.decide(request, first, 0, 0, ACCEPT)) is Verdict.VOID


def test_a_closing_is_no_hold_that_could_be_decided_on():
    case = Case(FIRST, SECOND)
    request = case.request()
    rejected = case.decide(request, case.hold(request, HOLD, HOLD), REJECT, 0)
    closed = case.close(request, rejected, RELEASE, 0)
    assert case.verdict(case.decide(request, closed, 0, ACCEPT)) is Verdict.VOID


# Arrival.


def test_a_step_waits_for_what_it_answers(case):
    request = case.request()
    held = case.hold(request)
    decided = case.decide(request, held)
    closed = case.close(request, decided)
    case.sizes = {NANJING: decided.index}
    assert case.verdict(closed) is Verdict.WAITING
    assert case.statuses(request) == [T.HELD]
    case.sizes = {HANGZHOU: held.index}
    assert case.verdict(decided) is Verdict.WAITING
    assert case.statuses(request) == [T.REQUESTED]


def test_a_hold_waits_while_another_transfers_end_has_not_arrived(case):
    first, second = case.request(HEFEI), case.request()
    rejected = case.decide(first, case.hold(first), REJECT)
    case.close(first, rejected, RELEASE)
    held = case.hold(second)
    case.sizes = {HEFEI: rejected.index}
    assert case.verdict(held) is Verdict.WAITING
    assert case.view().occupied(HANGZHOU, FIRST) is None
    case.sizes = {HEFEI: 0}
    assert case.verdict(held) is Verdict.WAITING
    assert case.view().occupied(HANGZHOU, FIRST) is None
    case.sizes = {}
    assert case.statuses(second) == [T.HELD]
    assert case.occupants() == [second]


def test_what_never_comes_is_not_waited_for(case):
    request = case.request()
    nobody = Citation(origin="log/nobody's", index=0, leaf_hash=bytes(32))
    future = Citation(origin=NANJING, index=999, leaf_hash=bytes(32))
    case.decide(request, nobody)
    case.decide(request, future)
    held = case.hold(request)
    case.decide(request, held)
    assert case.statuses(request) == [T.ACCEPTED]
    assert all(step.verdict is not Verdict.WAITING for step in case.transfer(request).steps)


def test_an_answer_to_a_step_that_fits_no_item_is_void_and_blocks_nothing(case):
    request = case.request()
    other = case.logs.issue(HANGZHOU, SECOND)
    stray = case.hold(request, achievements=[other])
    assert case.verdict(case.decide(request, stray)) is Verdict.VOID
    held = case.hold(request)
    case.decide(request, held)
    assert case.statuses(request) == [T.ACCEPTED]


def test_steps_that_fit_no_item_are_void(case):
    request = case.request()
    case.hold(request)
    assert case.verdict(case.withdraw(request, 1, 1)) is Verdict.VOID
    assert case.statuses(request) == [T.HELD]


def test_hundreds_of_holds_of_one_achievement_are_replayed_without_a_stack(case):
    last = None
    for number in range(400):
        last = case.request(HEFEI, number)
        case.close(last, case.withdraw(last), RELEASE) if number % 2 else case.hold(last)
    assert len(case.occupants()) == 1
    assert case.statuses(last) == [T.WITHDRAWN]


# The roster.


def test_the_roster_ends_undecided_holds_of_a_branch_that_it_closes():
    case = Case(FIRST, SECOND)
    request = case.request()
    decided = case.decide(request, case.hold(request, HOLD, HOLD), ACCEPT, 0)
    released = case.close(request, request, RELEASE, RELEASE)
    converted = case.close(request, decided, CONVERT, 0)
    case.closed = (NANJING,)
    assert case.statuses(request) == [T.CONVERTED, T.WITHDRAWN]
    assert case.verdict(released) is Verdict.EFFECTIVE
    assert case.verdict(converted) is Verdict.EFFECTIVE


def test_a_closed_branchs_answer_to_what_was_never_written_keeps_no_hold(case):
    request = case.request()
    held = case.hold(request)
    pretended = case.decide(request, Citation(origin=HANGZHOU, index=10_000, leaf_hash=bytes(32)))
    behind = case.decide(request, held, REJECT)
    case.closed = (NANJING,)
    case.close(request, request, RELEASE)
    assert case.verdict(pretended) is Verdict.VOID
    assert case.statuses(request) == [T.REJECTING]
    case.close(request, behind, RELEASE)
    assert case.statuses(request) == [T.REJECTED]
    assert case.occupants() == []


def test_what_a_closed_branch_wrote_beyond_its_end_is_waited_for_no_longer(case):
    request = case.request()
    held = case.hold(request)
    beyond = case.decide(request, held)
    closing = case.close(request, beyond)
    case.sizes = {NANJING: beyond.index}
    assert case.verdict(closing) is Verdict.WAITING
    case.closed = (NANJING,)
    assert case.verdict(closing) is Verdict.VOID
    case.close(request, request, RELEASE)
    assert case.statuses(request) == [T.WITHDRAWN]


def test_what_a_closed_sending_branch_owed_is_over_and_what_it_holds_is_still_decided():
    case = Case(*(octets(number) for number in range(5)))
    request = case.request()
    # The fifth is left unanswered.
    held = case.hold(request, HOLD, HOLD, HOLD, HOLD, 0)
    case.decide(request, held, ACCEPT, REJECT, 0, 0, 0)
    case.withdraw(request, 0, 0, 1, 0, 0)
    before = [T.ACCEPTED, T.REJECTING, T.WITHDRAWING, T.HELD, T.REQUESTED]
    assert case.statuses(request) == before
    case.closed = (HANGZHOU,)
    assert case.statuses(request) == [T.CONVERTED, T.REJECTED, T.WITHDRAWN, T.HELD, T.DECLINED]
    assert case.transfer(request).items[4].verdict == HoldVerdict.SENDER_CLOSED
    case.decide(request, held, 0, 0, 0, ACCEPT, 0)
    assert case.statuses(request)[3] is T.CONVERTED
    assert case.transfer(request).is_final


def test_credit_from_a_closed_branch_can_still_be_taken_back(case):
    request = case.request()
    decided = case.decide(request, case.hold(request))
    case.closed = (HANGZHOU,)
    assert case.statuses(request) == [T.CONVERTED]
    case.reverse(request, decided)
    assert case.statuses(request) == [T.REVERSED]


def test_what_a_closed_sending_branch_wrote_last_counts_once_what_it_answers_has_arrived(case):
    request = case.request()
    rejected = case.decide(request, case.hold(request), REJECT)
    case.close(request, rejected, RELEASE)
    case.closed, case.sizes = (HANGZHOU,), {NANJING: rejected.index}
    # Somebody who hasn't heard of the rejection yet: nothing is made up in its place.
    assert case.statuses(request) == [T.HELD]
    case.sizes = {}
    assert case.statuses(request) == [T.REJECTED]
    assert not case.transfer(request).items[0].is_ended_by_roster


def test_of_two_closed_branches_nothing_stays_open(case):
    request = case.request()
    case.hold(request)
    case.closed = (HANGZHOU, NANJING)
    assert case.statuses(request) == [T.WITHDRAWN]
    assert case.occupants() == []


def test_order_and_repetition_change_nothing(case):
    first, second = case.request(), case.request(HEFEI)
    rejected = case.decide(first, case.hold(first), REJECT)
    case.close(first, rejected, RELEASE)
    case.decide(second, case.hold(second))
    told = outcome(case.view().all())
    for seed in range(20):
        assert outcome(case.view(shuffled=random.Random(seed)).all()) == told
