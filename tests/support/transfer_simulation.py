"""Branches that transfer achievements under drawn faults: pure logs, honest branches, a network that isn't.

A branch remembers nothing but what it committed: its log and its postings of credit. Whatever it does next it
reads from the logs, as after a crash. What it must never do is asserted where it happens, by the postings
alone: no two branches' credit rests on one achievement at the same time.

Source: DESIGN section 7; RELIABILITY 13 to 17.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from federation.model.entry import Citation, Header, Kind
from federation.model.standing import Status
from federation.transfer.all_transfers import AllTransfers
from federation.transfer.entries import decided_header, held_header, parse_request, reversed_header
from federation.transfer.owed import expired, owed_closings, owed_reversals
from federation.transfer.replay import Item, Transfer
from federation.transfer.states import OCCUPYING, DecisionVerdict, HoldVerdict, Receiving, TransferStatus
from tests.support.transfer_logs import ORIGINS, Logs, octets

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DECLINED_AS = {
    Status.REVOKED: HoldVerdict.REVOKED,
    Status.CORRECTED: HoldVerdict.SUPERSEDED,
    Status.ERASED: HoldVerdict.ERASED,
    Status.VOID: HoldVerdict.NOT_FOUND,
    Status.UNKNOWN: HoldVerdict.UNCERTAIN,
}
Granted = tuple[Citation, int]
"""A request and the number of its item."""


class Crashed(Exception):
    """The process ended; what was committed stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """Credit granted, or taken back if it is negative, in the same transaction as the entry at `index`."""

    index: int
    granted: Granted
    hundredths: int


@dataclass(slots=True)
class World:
    """What is the case, whoever knows of it.

    Attributes:
        logs: what was written.
        closed: by the roster: origin → the size at which it was closed.
        same: (origin, achievement id) → what a person would call the achievement: linked documents give two ids.
        accepts: (request, item) → whether the receiving branch finds that it counts.
        most_holds: how many undecided holds a branch grants another.
        rests_on: (sending origin, achievement) → whose credit rests on it.
    """

    logs: Logs = field(default_factory=Logs)
    closed: dict[str, int] = field(default_factory=dict)
    same: dict[tuple[str, bytes], object] = field(default_factory=dict)
    accepts: Callable[[Citation, int], bool] = lambda _request, _number: True
    most_holds: int = 20
    now: datetime = START
    rests_on: dict[tuple[str, object], set[Granted]] = field(default_factory=lambda: defaultdict(set))

    def issue(self, origin: str, identity: bytes, *labels: object, same: object = None) -> Citation:
        """A new achievement; `same` is what it has in common with one under another document."""
        self.same.setdefault((origin, identity), same or identity)
        return self.logs.issue(origin, identity, *labels)

    def aliases(self, origin: str, identity: bytes) -> list[bytes]:
        """The achievement ids under which a branch keeps one achievement."""
        what = self.same[origin, identity]
        return [other for (at, other), is_what in self.same.items() if at == origin and is_what == what]

    def close(self, origin: str, held: Sequence[int]) -> None:
        """The roster closes a branch that was stopped, at what the others hold of its log; the rest is lost."""
        self.closed[origin] = max(held)
        for granted in self.rests_on.values():
            granted -= {one for one in granted if one[0].origin == origin}


@dataclass(slots=True)
class Branch:
    """An honest branch: what it holds of each log, its postings, its clock."""

    world: World
    origin: str
    skew: timedelta = timedelta()
    sizes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ORIGINS, 0))
    postings: list[Posting] = field(default_factory=list)
    roster: set[str] = field(default_factory=set)
    commits: int = 0
    crash: tuple[int, str] | None = None
    _view: tuple[object, AllTransfers] | None = None

    def view(self, shuffled: random.Random | None = None) -> AllTransfers:
        """What it can say of all transfers."""
        self.sizes[self.origin] = len(self.world.logs.headers[self.origin])
        sizes = {
            origin: min(size, self.world.closed[origin]) if origin in self.roster else size
            for origin, size in self.sizes.items()
        }
        closed = {origin for origin in self.roster if sizes[origin] == self.world.closed[origin]}
        key = (tuple(sizes.values()), frozenset(closed))
        if shuffled is not None:
            return self.world.logs.view(sizes, closed=closed, shuffled=shuffled)
        if self._view is None or self._view[0] != key:
            self._view = (key, self.world.logs.view(sizes, closed=closed))
        return self._view[1]

    def pull(self, source: "Branch", most: int = 1_000_000) -> None:
        """Takes over what another's copies have more, of each log at most so many entries."""
        source.view()
        for origin, there in source.sizes.items():
            end = self.world.closed.get(origin, there)
            if origin != self.origin:
                self.sizes[origin] = max(self.sizes[origin], min(there, end, self.sizes[origin] + most))

    def hear_roster(self) -> None:
        """Gets to know the newest roster."""
        self.roster = set(self.world.closed)

    def commit(self, header: Header, granted: Sequence[tuple[Granted, int]] = ()) -> Citation | None:
        """One transaction: the entry and the postings; nothing if the entry stands already."""
        self.commits += 1
        if self.crash == (self.commits, "before"):
            raise Crashed
        cite = self.world.logs.append(self.origin, header)
        if cite is not None:
            for one, hundredths in granted:
                self._post(Posting(index=cite.index, granted=one, hundredths=hundredths))
        if self.crash == (self.commits, "after"):
            raise Crashed
        return cite

    def act(self) -> bool:
        """Writes everything that it owes; whether there was anything."""
        has_acted = False
        while self.origin not in self.world.closed and (step := next(self._owed(), None)) is not None:
            # A step that stood already would be owed for ever.
            assert self.commit(*step) is not None
            has_acted = True
        return has_acted

    def run(self) -> bool:
        """As `act`, in a process that may crash and starts again with the next call."""
        with suppress(Crashed):
            return self.act()
        self.crash, self._view = None, None
        return True

    def is_revoked(self, transfer: Transfer, item: Item) -> bool:
        """Whether the achievement was taken back, as far as it knows."""
        size = self.sizes[transfer.sending]
        newest = self.world.logs.newest(transfer.sending, item.identity, size)
        return self.world.logs.status(newest, size) is Status.REVOKED

    def decision(self, transfer: Transfer) -> tuple[Header, list[tuple[Granted, int]]] | None:
        """What it decides of all that is held; None: nothing waits for it."""
        waiting = [number for number, item in enumerate(transfer.items) if item.status is TransferStatus.HELD]
        if not waiting:
            return None
        held = transfer.effective(Kind.TRANSFER_HELD)[-1]
        request = transfer.request.citation
        verdicts = [DecisionVerdict.NOT_CONCERNED] * len(transfer.items)
        for number in waiting:
            accepts = self.world.accepts(request, number)
            verdicts[number] = DecisionVerdict.ACCEPTED if accepts else DecisionVerdict.REJECTED
        header = decided_header(
            request,
            held.citation,
            verdicts,
            rules=None,
            key_epoch=1,
            private_digest=octets("decided", request, verdicts, count=32),
        )
        accepted = [number for number, verdict in enumerate(verdicts) if verdict is DecisionVerdict.ACCEPTED]
        return header, [((request, number), credit_of(request, number)) for number in accepted]

    def reversal(
        self, transfer: Transfer, decided: Citation, items: Sequence[int]
    ) -> tuple[Header, list[tuple[Granted, int]]]:
        """Credit taken back."""
        request = transfer.request.citation
        verdicts = [int(number in items) for number in range(len(transfer.items))]
        header = reversed_header(request, decided, verdicts, "revoked")
        return header, [((request, number), -credit_of(request, number)) for number in items]

    def _owed(self) -> Iterator[tuple[Header, Sequence[tuple[Granted, int]]]]:
        view = self.view()
        for transfer in view.all():
            if transfer.request.origin == self.origin:
                yield from self._owed_by_receiving(transfer)
            elif transfer.sending == self.origin:
                yield from self._owed_by_sending(view, transfer)

    def _owed_by_receiving(self, transfer: Transfer) -> Iterator[tuple[Header, Sequence[tuple[Granted, int]]]]:
        body = parse_request(self.world.logs.header(transfer.request.citation).plain_body, len(transfer.items))
        header = expired(transfer, body.expires_on, (self.world.now + self.skew).date())
        if header is not None:
            yield header, ()
        decision = self.decision(transfer)
        if decision is not None:
            yield decision
        for due in owed_reversals(transfer, lambda item: self.is_revoked(transfer, item)):
            yield self.reversal(transfer, due.decided, due.items)

    def _owed_by_sending(
        self, view: AllTransfers, transfer: Transfer
    ) -> Iterator[tuple[Header, Sequence[tuple[Granted, int]]]]:
        receiving = transfer.request.origin
        is_closed = receiving in self.roster
        for header in owed_closings(
            transfer,
            lambda item: self.is_revoked(transfer, item),
            is_closed=is_closed and self.sizes[receiving] >= self.world.closed[receiving],
        ):
            yield header, ()
        if not is_closed and any(item.status is TransferStatus.REQUESTED for item in transfer.items):
            yield (
                held_header(transfer.request.citation, transfer.request.achievements, self._answer(view, transfer)),
                (),
            )

    def _answer(self, view: AllTransfers, transfer: Transfer) -> list[int]:
        logs, request = self.world.logs, transfer.request
        keys = parse_request(logs.header(request.citation).plain_body, len(transfer.items)).disclosed_keys
        room = self.world.most_holds - sum(
            item.sending in OCCUPYING and item.receiving is not Receiving.ACCEPTED
            for one in view.all()
            if one.request.origin == request.origin and one.sending == self.origin
            for item in one.items
        )
        verdicts: list[int] = []
        taken: set[bytes] = set()
        for number, item in enumerate(transfer.items):
            if item.status is not TransferStatus.REQUESTED:
                verdicts.append(HoldVerdict.NOT_CONCERNED)
                continue
            verdict = self._verdict(view, item, taken, is_present=keys[number] == PRESENT)
            if verdict is HoldVerdict.HELD and room <= 0:
                verdict = HoldVerdict.OVER_QUOTA
            if verdict is HoldVerdict.HELD:
                room -= 1
                taken.update(self.world.aliases(self.origin, logs.identity(item.achievement) or b""))
            verdicts.append(verdict)
        return verdicts

    def _verdict(self, view: AllTransfers, item: Item, taken: set[bytes], *, is_present: bool) -> HoldVerdict:
        identity = self.world.logs.identity(item.achievement)
        if identity is None:
            return HoldVerdict.NOT_FOUND
        if not is_present:
            return HoldVerdict.NOT_THIS_PERSON
        status = self.world.logs.status(item.achievement, self.sizes[self.origin])
        if status is not Status.VALID:
            return DECLINED_AS[status]
        aliases = self.world.aliases(self.origin, identity)
        answers = {view.occupied(self.origin, one) for one in aliases} | {one in taken for one in aliases}
        # A branch that has all of its own log and what it answered there can always tell.
        assert None not in answers
        return HoldVerdict.NOT_FREE if True in answers else HoldVerdict.HELD

    def _post(self, posting: Posting) -> None:
        self.postings.append(posting)
        request, number = posting.granted
        achievement = self.world.logs.header(request).cites[number]
        identity = self.world.logs.identity(achievement)
        assert identity is not None
        resting = self.world.rests_on[achievement.origin, self.world.same[achievement.origin, identity]]
        if posting.hundredths > 0:
            assert not resting, "credit rests on an achievement twice"
            resting.add(posting.granted)
        else:
            resting.remove(posting.granted)


PRESENT = 1
"""Stands for the disclosed key of a person who was there."""


def credit_of(request: Citation, number: int) -> int:
    """What an item would be worth, in hundredths."""
    return 50 + octets("credit", request, number)[0]


def settle(branches: Sequence[Branch], most_rounds: int = 12) -> int:
    """Rounds in which everybody pulls from everybody and does what it owes, until nobody owes anything: how many."""
    for number in range(most_rounds):
        has_acted = False
        for branch in branches:
            branch.hear_roster()
            for other in branches:
                branch.pull(other)
            has_acted |= branch.run()
        if not has_acted:
            return number
    raise AssertionError(f"something is still owed after {most_rounds} rounds")
