"""Shows that transfers neither count twice nor get lost, whatever the network, the processes and the clocks do.

One seed draws a schedule for four branches (`tests.support.transfer_schedule`); what can be enumerated is: each
commit of each course that a transfer can take. That no achievement gives credit twice is asserted at each
posting. `DELTABANK_SOAK=1` raises the counts; a failing test names its seed (RELIABILITY 13 to 18).
"""

import json
import os
import random
from datetime import timedelta

import pytest

from federation.model.entry import Kind
from federation.model.standing import Verdict
from federation.transfer.entries import closed_header, decided_header, withdrawn_header
from federation.transfer.states import OCCUPYING, Sending, TransferStatus
from tests.support.books import assert_conserved
from tests.support.lying_transfers import ScheduleWithLiar
from tests.support.transfer_histories import FOLDER, ended, states
from tests.support.transfer_lives import COURSES, ROUNDS, Life
from tests.support.transfer_logs import HANGZHOU, HEFEI, NANJING, ORIGINS, SHANGHAI, octets, outcome, request_of
from tests.support.transfer_schedule import Schedule
from tests.support.transfer_simulation import PRESENT, Branch, World, settle

IS_SOAK = os.environ.get("DELTABANK_SOAK") == "1"
SEEDS = range(700 if IS_SOAK else 8)
STEPS = 180
BLOCKS = range(100 if IS_SOAK else 3)
"""Of a hundred transfers or attempts each."""
SKEWS = [timedelta(hours=hours) for hours in (-48, 0, 48)]
T = TransferStatus
HISTORIES = sorted(FOLDER.glob("*.json"))


def assert_kept_once(view) -> None:
    keepers = [(one.sending, item.identity) for one in view.all() for item in one.items if item.sending in OCCUPYING]
    assert len(keepers) == len(set(keepers))


def assert_over(schedule: Schedule, view) -> None:
    """Nobody owes anything but a branch that was closed while it was asking."""
    closed = schedule.world.closed
    for one in view.all():
        for item in one.items:
            is_anothers = one.request.origin in closed and item.status in (T.REQUESTED, T.REVOKED)
            assert item.is_final or is_anothers, item


@pytest.mark.parametrize("seed", SEEDS)
def test_invariant_4_an_achievement_is_converted_at_most_once_whatever_happens(seed):
    schedule = Schedule(seed)
    for number in range(STEPS):
        schedule.step()
        if number % 20 == 19:
            for branch in schedule.branches.values():
                assert_kept_once(branch.view())
    settle(list(schedule.branches.values()))
    live = [branch for origin, branch in schedule.branches.items() if origin not in schedule.world.closed]
    view = live[0].view()
    assert_kept_once(view)
    assert_over(schedule, view)
    for branch in schedule.branches.values():
        assert_conserved(branch, view)


@pytest.mark.parametrize("seed", range(10_000, 10_000 + len(SEEDS)))
def test_invariant_5_two_rounds_after_healing_every_branch_computes_the_same_states(seed):
    schedule = Schedule(seed)
    for _ in range(STEPS):
        schedule.step()
    branches = list(schedule.branches.values())
    for _ in range(2):
        for branch in branches:
            branch.hear_roster()
            for other in branches:
                branch.pull(other)
    live = [branch for branch in branches if branch.origin not in schedule.world.closed]
    told = outcome(live[0].view().all())
    for branch in live:
        assert outcome(branch.view().all()) == told
        assert outcome(branch.view(shuffled=schedule.chance).all()) == told


@pytest.mark.parametrize("block", BLOCKS)
def test_of_two_branches_that_ask_at_once_one_at_most_gets_the_hold(block):
    for attempt in range(100):
        chance = random.Random(block * 100 + attempt)
        world = World(accepts=lambda _request, _number: True)
        branches = {origin: Branch(world, origin) for origin in (SHANGHAI, NANJING, HANGZHOU)}
        achievement = world.issue(HANGZHOU, octets(attempt))
        for origin in (SHANGHAI, NANJING):
            branches[origin].commit(request_of([achievement], origin, disclosed=bytes([PRESENT]) + bytes(79)))
        for _ in range(16):
            branch = chance.choice(list(branches.values()))
            if chance.random() < 0.3:
                branch.crash = (branch.commits + 1, chance.choice(("before", "after")))
            branch.pull(chance.choice(list(branches.values())), chance.choice((1, 2, 9)))
            branch.run()
            branch.crash = None
            assert len(branch.view().occupants(HANGZHOU, octets(attempt))) <= 1, (block, attempt)
        settle(list(branches.values()))
        ends = sorted(item.status for one in branches[NANJING].view().all() for item in one.items)
        assert ends == [T.CONVERTED, T.DECLINED], (block, attempt)


@pytest.mark.parametrize("course", COURSES)
def test_a_life_goes_as_its_course_says(course):
    life = Life(COURSES[course])
    assert len([*life.rounds()]) <= 5
    assert life.statuses() == COURSES[course].ends
    for branch in life.branches:
        assert_conserved(branch, life.bystander.view())


@pytest.mark.parametrize("course", COURSES)
def test_a_crash_before_or_after_each_commit_changes_nothing_two_rounds_later(course):
    undisturbed = Life(COURSES[course])
    rounds = len([*undisturbed.rounds()])
    tried = 0
    for side, commits in enumerate(branch.commits for branch in undisturbed.branches):
        for number in range(1, commits + 1):
            for when in ("before", "after"):
                life = Life(COURSES[course])
                life.branches[side].crash = (number, when)
                assert len([*life.rounds()]) <= rounds + 2, (side, number, when)
                assert life.branches[side].crash is None
                assert life.statuses() == COURSES[course].ends, (side, number, when)
                told = outcome(life.bystander.view().all())
                assert all(outcome(branch.view().all()) == told for branch in life.branches)
                assert_conserved(life.receiving, life.bystander.view())
                tried += 1
    assert tried == 2 * undisturbed.commits >= 4


@pytest.mark.parametrize("skew", SKEWS, ids=str)
@pytest.mark.parametrize("course", COURSES)
def test_a_partition_at_each_step_costs_time_and_never_credit_twice(course, skew):
    for at in range(8):
        life = Life(COURSES[course], skew=skew)
        for number in life.rounds():
            if life.commits < at or life.cut or number >= ROUNDS - 10:
                continue
            life.cut = True
            # The request expires meanwhile; somebody else, who reaches the sending branch, asks for the same.
            life.world.now += timedelta(days=89)
            again = request_of(life.achievements, "again", disclosed=bytes([PRESENT] * 2) + bytes(110))
            life.bystander.commit(again)
            held = kept(life)
            for _ in range(3):
                for branch in (life.sending, life.bystander):
                    branch.pull(life.bystander if branch is life.sending else life.sending)
                    branch.run()
                life.receiving.run()
            # What was held when the line broke is held still, unless its end was known already.
            assert held <= kept(life)
            life.cut = False
        settle(list(life.branches))
        for branch in life.branches:
            assert_kept_once(branch.view())
            assert_conserved(branch, life.bystander.view())
        assert all(one.is_final for one in life.bystander.view().all())


def kept(life: Life) -> set[bytes]:
    """What the sending branch holds for Nanjing, nobody having told it to end that."""
    return {
        item.identity
        for one in life.sending.view().all()
        if one.request.origin == NANJING
        for item in one.items
        if item.status is T.HELD
    }


@pytest.mark.parametrize("course", COURSES)
def test_steps_that_nobody_may_take_change_nothing_wherever_they_are_put_in(course):
    for at in range(1, 9):
        life = Life(COURSES[course])
        written = []
        for _ in life.rounds():
            if life.commits >= at and not written:
                written = write_what_is_void(life)
        assert life.statuses() == COURSES[course].ends
        verdicts = {step.entry.citation: step.verdict for one in life.bystander.view().all() for step in one.steps}
        assert {verdicts[cite] for cite in written} <= {Verdict.VOID}


def write_what_is_void(life: Life) -> list:
    """A closing without an answer, a decision without a hold, and a bystander in other people's transfer."""
    logs = life.world.logs
    request = logs.citation(NANJING, 0)
    decided = {"rules": None, "key_epoch": 1, "private_digest": octets("void", count=32)}
    closings = [
        closed_header(request, life.achievements[0], life.achievements, [verdict, verdict]) for verdict in (1, 2, 3)
    ]
    decisions = [decided_header(request, life.achievements[0], [verdict, verdict], **decided) for verdict in (1, 2)]
    meddling = [withdrawn_header(request, [1, 1], "person-asked"), *decisions]
    return [
        logs.write(origin, header)
        for origin, headers in ((HANGZHOU, closings), (NANJING, decisions), (HEFEI, meddling))
        for header in headers
    ]


@pytest.mark.parametrize("block", BLOCKS)
def test_each_step_told_one_to_five_times_and_in_any_order_has_one_effect(block):
    for seed in range(5 * block, 5 * block + 5):
        chance = random.Random(seed)
        world = World(accepts=lambda request, _number: request.index % 3 > 0)
        branches = [Branch(world, origin) for origin in ORIGINS]
        for number in range(20):
            achievement = world.issue(HANGZHOU, octets(seed, number))
            header = request_of([achievement], number, disclosed=bytes([PRESENT]) + bytes(79))
            receiving = branches[ORIGINS.index(chance.choice((SHANGHAI, NANJING, HEFEI)))]
            for _ in range(chance.randint(1, 5)):
                receiving.commit(header)
        settle(branches)
        view = branches[0].view()
        assert len(view.all()) == 20
        told = outcome(view.all())
        for branch in branches:
            assert outcome(branch.view(shuffled=chance).all()) == told
            assert_conserved(branch, view)
        for one in view.all():
            assert one.items[0].sending in (Sending.CONVERTED, Sending.RELEASED), seed
            assert all(len(one.effective(kind)) == 1 for kind in (Kind.TRANSFER_HELD, Kind.TRANSFER_CLOSED)), seed


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_a_recorded_history_replays_to_the_same_states(path):
    history = json.loads(path.read_text(encoding="utf-8"))
    assert states(history) == ended(history)


def test_the_recorded_histories_have_every_status_and_verdict_in_them():
    histories = [json.loads(path.read_text(encoding="utf-8")) for path in HISTORIES]
    shown = {item[2] for history in histories for one in history["transfers"] for item in one["items"]}
    verdicts = {step[2] for history in histories for one in history["transfers"] for step in one["steps"]}
    assert set(TransferStatus) == shown
    assert {verdict.name.lower() for verdict in Verdict} == verdicts


@pytest.mark.parametrize("seed", range(20_000, 20_000 + len(SEEDS)))
def test_a_lying_branch_neither_doubles_credit_nor_keeps_honest_ones_from_their_end(seed):
    schedule = ScheduleWithLiar(seed)
    for _ in range(STEPS):
        schedule.step()
    for branch in schedule.honest:
        branch.pull(schedule.liar)
    settle(schedule.honest)
    told = outcome(schedule.honest[0].view().all())
    for branch in schedule.honest:
        view = branch.view()
        assert outcome(view.all()) == told
        assert_kept_once(view)
        assert_conserved(branch, view)
    for one in schedule.honest[0].view().all():
        is_between_honest = HANGZHOU not in (one.request.origin, one.sending)
        assert not is_between_honest or one.is_final
