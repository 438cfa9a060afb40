"""A branch that writes into transfers whatever it likes, among three honest ones."""

from federation.model.entry import Citation, Header
from federation.transfer.entries import (
    closed_header,
    decided_header,
    held_header,
    reversed_header,
    withdrawn_header,
)
from tests.support.transfer_logs import HANGZHOU, octets
from tests.support.transfer_schedule import Schedule
from tests.support.transfer_simulation import Branch


class ScheduleWithLiar(Schedule):
    """As drawn, but Hangzhou lies in both roles. It writes one log, as all can see: two would be found out."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed, may_close=False)
        self.liar = self.branches[HANGZHOU]
        # Only the branch itself could know that two ids are one achievement, and it wouldn't tell.
        self.world.same |= {key: key[1] for key in self.world.same if key[0] == HANGZHOU}
        self.honest = [branch for branch in self.branches.values() if branch is not self.liar]

    def run(self, branch: Branch) -> None:
        """Honest branches do what they owe; the liar lies."""
        if branch is self.liar:
            self._lie()
        else:
            super().run(branch)

    crash = run

    def withdraw(self, branch: Branch) -> None:
        """By whoever it is."""
        if branch is not self.liar:
            super().withdraw(branch)

    def reverse(self, branch: Branch) -> None:
        """By whoever it is."""
        if branch is not self.liar:
            super().reverse(branch)

    def _lie(self) -> None:
        transfers = self.liar.view().all()
        if not transfers:
            return
        for _ in range(3):
            request = self.chance.choice(transfers).request
            self.world.logs.append(HANGZHOU, self._step(request.citation, request.achievements))

    def _step(self, request: Citation, achievements: tuple[Citation, ...]) -> Header:
        chance = self.chance
        verdicts = [chance.choice((0, 1, 1, 2, 3)) for _ in achievements]
        if achievements[0].origin == HANGZHOU and chance.random() < 0.8:
            if chance.random() < 0.5:
                return held_header(request, achievements, [min(one, 1) for one in verdicts])
            return closed_header(request, self._answered(request), achievements, verdicts)
        kind = chance.randrange(3)
        if kind == 0:
            digest = octets("lie", chance.random(), count=32)
            answered = self._answered(request)
            return decided_header(request, answered, verdicts, rules=None, key_epoch=1, private_digest=digest)
        if kind == 1:
            return withdrawn_header(request, verdicts, "person-asked")
        return reversed_header(request, self._answered(request), verdicts, "revoked")

    def _answered(self, request: Citation) -> Citation:
        """What is there, what may come, what never comes, or the request itself."""
        chance, logs = self.chance, self.world.logs
        known = [step.citation for step in logs.steps(self.liar.sizes) if step.request == request]
        origin = chance.choice(list(logs.headers))
        drawn = chance.random()
        if drawn < 0.7:
            return chance.choice(known)
        if drawn < 0.8:
            return request
        index = chance.choice((len(logs.headers[origin]), len(logs.headers[origin]) + 3, 2**39))
        return Citation(origin=chance.choice((origin, "log/nobody's")), index=index, leaf_hash=octets(index, count=32))
