"""Ways that one transfer of two achievements can go, from its request to its end, with faults put in anywhere."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from federation.model.entry import Citation, Header, Kind
from federation.transfer.disclosure import sealed_bytes
from federation.transfer.owed import withdrawal
from federation.transfer.replay import Transfer
from federation.transfer.states import TransferStatus
from tests.support.transfer_logs import HANGZHOU, HEFEI, NANJING, octets, request_of, taken_back
from tests.support.transfer_simulation import PRESENT, Branch, Crashed, World

T = TransferStatus
FIRST, SECOND = octets("the first achievement"), octets("the second")
ROUNDS = 14
Act = Callable[["Life", Transfer], None]


def withdraw(life: "Life", transfer: Transfer) -> None:
    """The person withdraws all of it."""
    life.receiving.commit(withdrawal(transfer, {0, 1}, "person-asked"))


def reverse(life: "Life", transfer: Transfer) -> None:
    """Credit for the first achievement is taken back although it stands."""
    (decided, *_) = transfer.effective(Kind.TRANSFER_DECIDED)
    life.receiving.commit(*life.receiving.reversal(transfer, decided.citation, [0]))


def revoke(life: "Life", _transfer: Transfer) -> None:
    """The sending branch revokes the first achievement."""
    life.sending.commit(taken_back(Kind.ACHIEVEMENT_REVOKED, life.achievements[0]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a life goes.

    Attributes:
        accepts: which of the two the receiving branch accepts.
        event: what somebody does once the first achievement has such a status in the view of that branch; more
            than one where a crash may make them late.
        is_present: whether the person was there when it was asked for.
        ends: what both are shown as in the end.
    """

    ends: tuple[TransferStatus, TransferStatus]
    accepts: tuple[bool, bool] = (True, True)
    event: tuple[str, tuple[TransferStatus, ...], Act] | None = None
    is_present: bool = True


COURSES = {
    "converted": Course(ends=(T.CONVERTED, T.CONVERTED)),
    "rejected": Course(ends=(T.REJECTED, T.REJECTED), accepts=(False, False)),
    "partly accepted": Course(ends=(T.CONVERTED, T.REJECTED), accepts=(True, False)),
    "declined": Course(ends=(T.DECLINED, T.DECLINED), is_present=False),
    "withdrawn before it was held": Course(
        ends=(T.WITHDRAWN, T.WITHDRAWN), event=(NANJING, (T.REQUESTED, T.HELD), withdraw)
    ),
    "withdrawn while held": Course(ends=(T.WITHDRAWN, T.WITHDRAWN), event=(NANJING, (T.HELD,), withdraw)),
    "withdrawn too late": Course(ends=(T.CONVERTED, T.CONVERTED), event=(NANJING, (T.ACCEPTED, T.CONVERTED), withdraw)),
    "reversed before it was closed": Course(
        ends=(T.REVERSED, T.CONVERTED), event=(NANJING, (T.ACCEPTED, T.CONVERTED), reverse)
    ),
    "reversed after its conversion": Course(ends=(T.REVERSED, T.CONVERTED), event=(NANJING, (T.CONVERTED,), reverse)),
    "revoked before it was held": Course(ends=(T.DECLINED, T.CONVERTED), event=(HANGZHOU, (T.REQUESTED,), revoke)),
    "revoked while held": Course(ends=(T.REVERSED, T.CONVERTED), event=(HANGZHOU, (T.HELD, T.ACCEPTED), revoke)),
    "revoked after its conversion": Course(ends=(T.REVERSED, T.CONVERTED), event=(HANGZHOU, (T.CONVERTED,), revoke)),
}


@dataclass
class Life:
    """One transfer from Hangzhou to Nanjing, and Hefei looking on.

    Attributes:
        course: how it goes.
        skew: of the receiving branch's clock; the sending branch's goes wrong the other way.
        cut: whether the two can't reach each other.
    """

    course: Course
    skew: timedelta = timedelta()
    cut: bool = False
    is_crashed: bool = False
    world: World = field(default_factory=World)
    achievements: list[Citation] = field(default_factory=list)
    _has_happened: bool = False

    def __post_init__(self) -> None:
        self.world.accepts = lambda _request, number: self.course.accepts[number]
        self.receiving = Branch(self.world, NANJING, self.skew)
        self.sending = Branch(self.world, HANGZHOU, -self.skew)
        self.bystander = Branch(self.world, HEFEI)
        self.achievements = [self.world.issue(HANGZHOU, one) for one in (FIRST, SECOND)]

    @property
    def branches(self) -> tuple[Branch, Branch, Branch]:
        """Nanjing, Hangzhou, Hefei."""
        return self.receiving, self.sending, self.bystander

    @property
    def commits(self) -> int:
        """How many transactions the two sides tried."""
        return self.receiving.commits + self.sending.commits

    def request(self) -> Header:
        """What Nanjing writes first."""
        key = PRESENT if self.course.is_present else 0
        return request_of(self.achievements, disclosed=bytes([key, key]).ljust(sealed_bytes(2), b"\0"))

    def rounds(self) -> Iterator[int]:
        """Round after round, until nobody has anything to do."""
        for number in range(ROUNDS):
            before = self.world.logs.sizes()
            sizes = [dict(branch.sizes) for branch in self.branches]
            for branch in self.branches:
                self._turn(branch)
            yield number
            is_quiet = before == self.world.logs.sizes() and sizes == [dict(branch.sizes) for branch in self.branches]
            if is_quiet and not self.is_crashed:
                return
            self.is_crashed = False
        raise AssertionError("it doesn't end")

    def statuses(self) -> tuple[TransferStatus, ...]:
        """What a bystander shows."""
        return tuple(item.status for one in self.bystander.view().all() for item in one.items)

    def _turn(self, branch: Branch) -> None:
        for other in self.branches:
            if not (self.cut and {branch.origin, other.origin} == {NANJING, HANGZHOU}):
                branch.pull(other)
        with suppress(Crashed):
            for _ in range(3):
                self._happen(branch)
                branch.act()
            return
        self.is_crashed, branch.crash = True, None

    def _happen(self, branch: Branch) -> None:
        if branch is self.receiving and not branch.view().all():
            branch.commit(self.request())
        transfers = branch.view().all()
        event = self.course.event
        if not transfers or event is None or self._has_happened:
            return
        where, statuses, act = event
        if branch.origin == where and transfers[0].items[0].status in statuses:
            act(self, transfers[0])
            self._has_happened = True
