"""Shows when a peer is asked again: longer after each failure, spread, bounded, and never while it is blamed."""

from datetime import timedelta

import pytest

from node.config import SyncConfig
from node.sync.backoff import (
    LONGEST_WAIT,
    QUARANTINE,
    after_failure,
    after_fault,
    after_success,
    fresh_source,
    may_ask,
    wait_after,
)
from tests.support.branches import START


def failed(times, chance=0.5):
    state = fresh_source("33")
    for _ in range(times):
        state = after_failure(state, START, reason="peer-unavailable", chance=chance)
    return state


def test_a_peer_of_which_nothing_is_known_may_be_asked():
    assert may_ask(fresh_source("33"), START)


@pytest.mark.parametrize(("times", "seconds"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, 10), (6, 10), (5_000, 10)])
def test_the_wait_doubles_up_to_ten_seconds(times, seconds):
    state = failed(times)
    assert state.retry_at == START + timedelta(seconds=seconds)
    assert (state.failures, state.reason, state.quarantined_at) == (times, "peer-unavailable", None)


@pytest.mark.parametrize("failures", [0, 3, 20])
def test_chance_spreads_the_wait_between_half_and_one_and_a_half(failures):
    least, most = wait_after(failures, 0.0), wait_after(failures, 0.999999)
    assert least * 2 == wait_after(failures, 0.5)
    assert least < most < least * 3
    assert most <= LONGEST_WAIT * 1.5


def test_a_peer_that_is_back_is_asked_within_two_rounds_however_long_it_was_away():
    assert wait_after(5_000, 0.999999) <= timedelta(seconds=SyncConfig().interval_s)


def test_it_is_left_alone_until_its_time_and_not_longer():
    state = failed(3)
    assert not may_ask(state, state.retry_at - timedelta(microseconds=1))
    assert may_ask(state, state.retry_at)


def test_an_answer_that_holds_ends_all_waiting():
    blamed = after_fault(failed(4), START, reason="proof-invalid:consistency")
    state = after_success(blamed, START + timedelta(hours=1))
    assert (state.failures, state.retry_at, state.quarantined_at, state.reason) == (0, None, None, "")
    assert state.heard_at == START + timedelta(hours=1)
    assert may_ask(state, START)


def test_a_peer_whose_answer_cannot_be_right_is_left_alone_for_ten_minutes():
    state = after_fault(fresh_source("33"), START, reason="malformed")
    assert (state.quarantined_at, state.reason, state.failures) == (START, "malformed", 1)
    assert not may_ask(state, START + QUARANTINE - timedelta(seconds=1))
    assert may_ask(state, START + QUARANTINE)


def test_a_failure_does_not_forget_when_the_peer_was_last_heard():
    heard = after_success(fresh_source("33"), START)
    assert after_failure(heard, START, reason="x", chance=0.1).heard_at == START
