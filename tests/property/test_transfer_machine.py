"""Four branches under whatever calls Hypothesis can think of: no achievement is kept twice in anybody's view."""

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from federation.model.entry import Kind
from federation.model.standing import Status
from federation.transfer.disclosure import sealed_bytes
from federation.transfer.owed import withdrawal
from federation.transfer.states import OCCUPYING, Receiving
from tests.support.books import assert_conserved
from tests.support.transfer_logs import ORIGINS, octets, outcome, request_of
from tests.support.transfer_simulation import PRESENT, Branch, World, settle

NUMBERS = range(2)
branches = st.sampled_from(ORIGINS)
numbers = st.sampled_from(NUMBERS)


class Transfers(RuleBasedStateMachine):
    """What people, processes and the network do; the branches themselves are honest."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(accepts=lambda request, _number: request.index % 3 > 0)
        self.branches = {origin: Branch(self.world, origin) for origin in ORIGINS}
        self.asked = 0
        for origin in ORIGINS:
            for number in NUMBERS:
                self.world.issue(origin, octets(origin, number))

    @rule(by=branches, sending=branches, chosen=st.sets(numbers, min_size=1), is_present=st.booleans())
    def ask(self, by, sending, chosen, is_present):
        if by != sending:
            self.asked += 1
            size = len(self.world.logs.headers[sending])
            wanted = [self.world.logs.newest(sending, octets(sending, number), size) for number in sorted(chosen)]
            keys = bytes([PRESENT if is_present else 0] * len(wanted)).ljust(sealed_bytes(len(wanted)), b"\0")
            self.branches[by].commit(request_of(wanted, self.asked, disclosed=keys))

    @rule(by=branches, source=branches, most=st.integers(1, 6))
    def pull(self, by, source, most):
        self.branches[by].pull(self.branches[source], most)

    @rule(by=branches)
    def run(self, by):
        self.branches[by].run()

    @rule(by=branches, commits=st.integers(1, 3), when=st.sampled_from(("before", "after")))
    def crash(self, by, commits, when):
        branch = self.branches[by]
        branch.crash = (branch.commits + commits, when)
        branch.run()
        branch.crash = None

    @rule(by=branches, number=st.integers(0, 20))
    def withdraw(self, by, number):
        own = [one for one in self.branches[by].view().all() if one.request.origin == by]
        if own:
            transfer = own[number % len(own)]
            self.branches[by].commit(withdrawal(transfer, range(len(transfer.items)), "person-asked"))

    @rule(by=branches)
    def reverse(self, by):
        for transfer in self.branches[by].view().all():
            for decided in transfer.effective(Kind.TRANSFER_DECIDED):
                accepted = [
                    number
                    for number, item in enumerate(transfer.items)
                    if item.receiving is Receiving.ACCEPTED and (decided.origin, decided.index) in item.by
                ]
                if transfer.request.origin == by and accepted:
                    self.branches[by].commit(*self.branches[by].reversal(transfer, decided.citation, accepted))
                    return

    @rule(by=branches, number=numbers, what=st.sampled_from(("correct", "revoke", "erase", "issue again")))
    def amend(self, by, number, what):
        logs, size = self.world.logs, len(self.world.logs.headers[by])
        newest = logs.newest(by, octets(by, number), size)
        if what == "issue again":
            self.world.issue(by, octets(by, number), size)
        elif logs.status(newest, size) is not Status.VALID:
            return
        elif what == "correct":
            logs.correct(newest)
        else:
            logs.take_back(Kind.ACHIEVEMENT_REVOKED if what == "revoke" else Kind.ERASED, newest)

    @rule(hours=st.integers(1, 2_000))
    def wait(self, hours):
        self.world.now += timedelta(hours=hours)

    @invariant()
    def nobody_sees_an_achievement_kept_twice(self):
        for branch in self.branches.values():
            keepers = [
                (one.sending, item.identity)
                for one in branch.view().all()
                for item in one.items
                if item.sending in OCCUPYING
            ]
            assert len(keepers) == len(set(keepers))

    def teardown(self):
        settle(list(self.branches.values()))
        views = [branch.view() for branch in self.branches.values()]
        assert all(outcome(view.all()) == outcome(views[0].all()) for view in views)
        assert all(one.is_final for one in views[0].all())
        for branch in self.branches.values():
            assert_conserved(branch, views[0])


Transfers.TestCase.settings = settings(
    max_examples=25, stateful_step_count=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
TestTransfers = Transfers.TestCase
