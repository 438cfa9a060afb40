"""Shows which steps a branch owes, and that having written them it owes nothing more."""

from datetime import date

from federation.model.reason import parse_reason
from federation.transfer.entries import decided_header, held_header, reversed_header
from federation.transfer.owed import (
    EXPIRED,
    Reversal,
    awaiting_decision,
    expired,
    owed_closings,
    owed_reversals,
    withdrawal,
)
from federation.transfer.states import TransferStatus
from tests.support.transfer_logs import EXPIRES_ON, HANGZHOU, NANJING, Logs, octets, request_of

T = TransferStatus
TODAY, TOO_LATE = EXPIRES_ON, date(2026, 6, 1)


def no(_item):
    return False


def yes(_item):
    return True


class Case:
    """Three achievements of Hangzhou that Nanjing asks for and Hangzhou holds, at once or in two steps."""

    def __init__(self, *held):
        self.logs = Logs()
        self.achievements = [self.logs.issue(HANGZHOU, octets(number)) for number in range(3)]
        self.request = self.logs.write(NANJING, request_of(self.achievements))
        self.held = [
            self.logs.write(HANGZHOU, held_header(self.request, self.achievements, verdicts)) for verdicts in held
        ]

    def decide(self, *verdicts, held=0):
        header = decided_header(
            self.request,
            self.held[held],
            verdicts,
            rules=None,
            key_epoch=1,
            private_digest=octets("private", verdicts, count=32),
        )
        return self.logs.write(NANJING, header)

    def close(self, is_revoked=no, *, closed=()):
        headers = owed_closings(self.transfer(closed), is_revoked, is_closed=NANJING in closed)
        for header in headers:
            self.logs.write(HANGZHOU, header)
        return headers

    def transfer(self, closed=()):
        return self.logs.view(closed=closed).of(self.request)

    def statuses(self, closed=()):
        return [item.status for item in self.transfer(closed).items]


def test_nothing_is_closed_before_the_receiving_branch_ended_the_hold():
    assert Case().close() == []
    assert Case([1, 1, 4]).close() == []


def test_one_closing_for_each_entry_that_ended_a_hold():
    case = Case([1, 1, 0], [0, 0, 1])
    first, second = case.decide(1, 2, 0), case.decide(0, 0, 1, held=1)
    headers = case.close()
    assert [(one.cites[1], one.verdicts) for one in headers] == [(first, (1, 2, 0)), (second, (0, 0, 1))]
    assert case.statuses() == [T.CONVERTED, T.REJECTED, T.CONVERTED]
    assert case.close() == []


def test_a_closing_is_the_same_however_often_it_is_worked_out():
    case = Case([1, 1, 1])
    case.decide(1, 2, 1)
    assert owed_closings(case.transfer(), no) == owed_closings(case.transfer(), no)


def test_what_was_revoked_meanwhile_is_closed_as_revoked_and_reversed():
    case = Case([1, 1, 1])
    decided = case.decide(1, 1, 2)
    case.close(yes)
    assert case.statuses() == [T.REVOKED, T.REVOKED, T.REJECTED]
    (owed,) = owed_reversals(case.transfer(), no)
    assert owed == Reversal(decided=decided, items=(0, 1))
    case.logs.write(NANJING, reversed_header(case.request, decided, [1, 1, 0], "revoked"))
    assert owed_reversals(case.transfer(), no) == []
    case.close()
    assert case.statuses() == [T.REVERSED, T.REVERSED, T.REJECTED]


def test_what_was_revoked_after_its_conversion_is_reversed():
    case = Case([1, 1, 0], [0, 0, 1])
    first, second = case.decide(1, 2, 0), case.decide(0, 0, 1, held=1)
    case.close()
    assert owed_reversals(case.transfer(), no) == []
    assert owed_reversals(case.transfer(), yes) == [
        Reversal(decided=first, items=(0,)),
        Reversal(decided=second, items=(2,)),
    ]


def test_credit_that_is_not_closed_yet_waits_for_the_sending_branchs_word():
    case = Case([1, 1, 1])
    case.decide(1, 1, 1)
    assert owed_reversals(case.transfer(), yes) == []


def test_a_request_expires_after_its_last_day_and_only_what_is_undecided():
    case = Case([1, 1, 0])
    case.decide(1, 0, 0)
    assert expired(case.transfer(), EXPIRES_ON, TODAY) is None
    header = expired(case.transfer(), EXPIRES_ON, TOO_LATE)
    assert header.verdicts == (0, 1, 1)
    assert parse_reason(header.plain_body) == EXPIRED
    case.logs.write(NANJING, header)
    assert case.statuses() == [T.ACCEPTED, T.WITHDRAWING, T.WITHDRAWN]
    assert expired(case.transfer(), EXPIRES_ON, TOO_LATE) is None


def test_what_is_declined_doesnt_expire():
    assert expired(Case([4, 4, 2]).transfer(), EXPIRES_ON, TOO_LATE) is None


def test_what_is_withdrawn_after_the_hold_is_released():
    case = Case([1, 1, 1])
    case.logs.write(NANJING, withdrawal(case.transfer(), {1}, "person-asked"))
    assert awaiting_decision(case.transfer()) == (0, 2)
    assert [one.verdicts for one in case.close()] == [(0, 2, 0)]
    assert case.statuses() == [T.HELD, T.WITHDRAWN, T.HELD]


def test_undecided_holds_of_a_closed_branch_are_released_and_decided_ones_answered():
    case = Case([1, 1, 1])
    decided = case.decide(1, 0, 2)
    headers = case.close(closed=(NANJING,))
    assert {(one.cites[1], one.verdicts) for one in headers} == {(decided, (1, 0, 2)), (case.request, (0, 2, 0))}
    assert case.statuses(closed=(NANJING,)) == [T.CONVERTED, T.WITHDRAWN, T.REJECTED]
    assert case.close(closed=(NANJING,)) == []
