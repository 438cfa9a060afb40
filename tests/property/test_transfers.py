"""Shows that replays agree whatever branches write into transfers, and whatever of it has arrived in whatever order.

`ArbitraryLogs` draws sense and nonsense, answers in circles and to what is never written included.
"""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from federation.model.standing import Verdict
from federation.transfer.states import OCCUPYING, SHOWN
from tests.support.arbitrary_transfers import ORIGINS, ArbitraryLogs
from tests.support.transfer_logs import outcome

DRAWN = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
seeds = st.integers(0, 2**32 - 1)
sizes = st.fixed_dictionaries({origin: st.integers(0, 14) for origin in ORIGINS})


@DRAWN
@given(seeds, seeds)
def test_order_and_repetition_change_nothing(seed, order):
    logs = ArbitraryLogs(random.Random(seed))
    told = outcome(logs.view(logs.whole).all())
    assert outcome(logs.view(logs.whole, shuffled=random.Random(order)).all()) == told


@DRAWN
@given(seeds, sizes)
def test_what_was_said_of_a_step_holds_whatever_arrives_later(seed, some):
    logs = ArbitraryLogs(random.Random(seed))
    later = {step.entry.citation: step.verdict for one in logs.view(logs.whole).all() for step in one.steps}
    for one in logs.view(some).all():
        for step in one.steps:
            assert step.verdict in (Verdict.WAITING, later[step.entry.citation])


@DRAWN
@given(seeds, sizes)
def test_invariant_4_whatever_has_arrived_an_achievement_is_held_or_converted_once(seed, some):
    logs = ArbitraryLogs(random.Random(seed))
    for held in (some, logs.whole):
        view = logs.view(held)
        keepers: dict[tuple[str, bytes], int] = {}
        for one in view.all():
            for item in one.items:
                if item.sending in OCCUPYING:
                    key = (one.sending, item.identity)
                    keepers[key] = keepers.get(key, 0) + 1
        assert set(keepers.values()) <= {1}
        assert {key for key in logs.identities() if view.occupants(*key)} == set(keepers)


@DRAWN
@given(seeds, sizes)
def test_what_is_occupied_in_the_whole_is_never_free_in_a_part(seed, some):
    logs = ArbitraryLogs(random.Random(seed))
    whole = logs.view(logs.whole)
    for origin, identity in logs.identities():
        # Of the sending log everything is there; of the others some.
        part = logs.view(some | {origin: logs.whole[origin]})
        assert part.occupied(origin, identity) in (None, whole.occupied(origin, identity))


@DRAWN
@given(seeds, sizes)
def test_every_pair_of_states_can_be_shown(seed, some):
    logs = ArbitraryLogs(random.Random(seed))
    assert {(item.receiving, item.sending) for one in logs.view(some).all() for item in one.items} <= set(SHOWN)
