"""Four branches, some achievements that several want, and whatever happens, drawn from one seed."""

import random
from datetime import timedelta

from federation.model.entry import Citation, Kind
from federation.model.standing import Status
from federation.transfer.disclosure import sealed_bytes
from federation.transfer.entries import withdrawn_header
from federation.transfer.replay import Transfer
from federation.transfer.states import Receiving
from tests.support.transfer_logs import ORIGINS, octets, request_of
from tests.support.transfer_simulation import PRESENT, Branch, World

SKEWS = (timedelta(hours=-48), timedelta(), timedelta(hours=13), timedelta(hours=48))
ALL = frozenset(ORIGINS)


class Schedule:
    """Work and faults."""

    def __init__(self, seed: int, *, achievements: int = 3, may_close: bool = True) -> None:
        self.chance = random.Random(seed)
        self.world = World(accepts=lambda request, number: octets(seed, request, number)[0] % 4 > 0, most_holds=2)
        skews = self.chance.sample(SKEWS, len(SKEWS))
        self.branches = {origin: Branch(self.world, origin, skew) for origin, skew in zip(ORIGINS, skews, strict=True)}
        self.groups = [ALL]
        self.requests = 0
        self.done: list[str] = []
        self._may_close = may_close
        for origin in ORIGINS:
            for number in range(achievements):
                self.world.issue(origin, octets(origin, number))
            # The last one once more, under the same person's other document.
            self.world.issue(origin, octets(origin, "other document"), same=octets(origin, achievements - 1))

    def step(self) -> None:
        """Something happens somewhere."""
        branch = self.branches[self.chance.choice(ORIGINS)]
        choices = (
            (12, self.ask),
            (3, self.appeal),
            (3, self.withdraw),
            (3, self.reverse),
            (4, self.amend),
            (40, self.pull),
            (30, self.run),
            (6, self.crash),
            (3, self.partition),
            (4, self.wait),
            (1, self.close),
        )
        weights, actions = zip(*choices, strict=True)
        action = self.chance.choices(actions, weights)[0]
        self.done.append(f"{action.__name__} {branch.origin}")
        if branch.origin not in self.world.closed or action in (self.pull, self.partition, self.wait):
            action(branch)

    def ask(self, branch: Branch) -> None:
        """The person is there, mostly; what the branch has seen of the other's log may be old."""
        sending = self.chance.choice([origin for origin in ORIGINS if origin != branch.origin])
        seen = self.world.logs.achievements(sending, branch.sizes[sending])
        if not seen:
            return
        wanted = self.chance.sample(seen, min(len(seen), self.chance.choice((1, 1, 2, 3))))
        if self.chance.random() < 0.05:
            wanted.append(Citation(origin=sending, index=self.chance.randrange(100, 200), leaf_hash=bytes(32)))
        self._request(branch, wanted)

    def appeal(self, branch: Branch) -> None:
        """A new transfer that cites the decision it contests."""
        for transfer in self._own(branch):
            rejected = [item.achievement for item in transfer.items if item.receiving is Receiving.REJECTED]
            if rejected:
                (decided, *_) = transfer.effective(Kind.TRANSFER_DECIDED)
                self._request(branch, rejected, contests=decided.citation)
                return

    def withdraw(self, branch: Branch) -> None:
        """The person withdraws some of it, whatever has become of it."""
        own = self._own(branch)
        if own:
            transfer = self.chance.choice(own)
            verdicts = [self.chance.randrange(2) for _ in transfer.items]
            branch.commit(withdrawn_header(transfer.request.citation, verdicts, "person-asked"))

    def reverse(self, branch: Branch) -> None:
        """Credit is taken back although the achievement stands, as on appeal."""
        for transfer in self._own(branch):
            for decided in transfer.effective(Kind.TRANSFER_DECIDED):
                place = (decided.origin, decided.index)
                accepted = [
                    number
                    for number, item in enumerate(transfer.items)
                    if item.receiving is Receiving.ACCEPTED and item.by.get(place) is Receiving.ACCEPTED
                ]
                if accepted and self.chance.random() < 0.5:
                    branch.commit(*branch.reversal(transfer, decided.citation, accepted))
                    return

    def amend(self, branch: Branch) -> None:
        """An achievement is corrected, revoked, erased or issued again under its id."""
        logs, origin = self.world.logs, branch.origin
        size = len(logs.headers[origin])
        newest = self.chance.choice(logs.achievements(origin, size))
        newest = logs.newest(origin, logs.header(newest).achievement_id, size)
        status = logs.status(newest, size)
        if status is not Status.VALID:
            self.world.issue(origin, logs.header(newest).achievement_id, size)
        elif self.chance.random() < 0.5:
            logs.correct(newest)
        else:
            logs.take_back(self.chance.choice((Kind.ACHIEVEMENT_REVOKED, Kind.ERASED)), newest)

    def pull(self, branch: Branch) -> None:
        """From any branch within reach, whole or a few entries, once or over and over."""
        group = next(one for one in self.groups if branch.origin in one)
        source = self.branches[self.chance.choice(sorted(group))]
        if self.chance.random() < 0.3:
            branch.hear_roster()
        for _ in range(self.chance.randint(1, 5)):
            branch.pull(source, self.chance.choice((1, 2, 5, 1_000)))

    def run(self, branch: Branch) -> None:
        """It does what it owes."""
        branch.run()

    def crash(self, branch: Branch) -> None:
        """As `run`, but the process ends before or after one of its commits."""
        branch.crash = (branch.commits + self.chance.randint(1, 3), self.chance.choice(("before", "after")))
        branch.run()
        branch.crash = None

    def partition(self, _branch: Branch) -> None:
        """The network falls apart, or together."""
        first, second, third, last = self.chance.sample(ORIGINS, 4)
        self.groups = self.chance.choice(
            (
                [ALL],
                [frozenset((first, second)), frozenset((third, last))],
                [frozenset((first,)), frozenset((second, third, last))],
            )
        )

    def wait(self, _branch: Branch) -> None:
        """Time passes; some requests expire."""
        self.world.now += timedelta(hours=self.chance.randrange(1, 40))

    def close(self, branch: Branch) -> None:
        """The roster closes the branch, once in a while and only one."""
        if self._may_close and not self.world.closed and self.chance.random() < 0.5:
            held = [one.sizes[branch.origin] for one in self.branches.values() if one is not branch]
            self.world.close(branch.origin, held)

    def _own(self, branch: Branch) -> list[Transfer]:
        return [one for one in branch.view().all() if one.request.origin == branch.origin]

    def _request(self, branch: Branch, wanted: list[Citation], contests: Citation | None = None) -> None:
        self.requests += 1
        is_present = [self.chance.random() > 0.05 for _ in wanted]
        disclosed = bytes(PRESENT if there else 0 for there in is_present).ljust(sealed_bytes(len(wanted)), b"\0")
        expires_on = (self.world.now + timedelta(days=self.chance.randrange(2, 9))).date()
        branch.commit(request_of(wanted, self.requests, disclosed=disclosed, contests=contests, expires_on=expires_on))
