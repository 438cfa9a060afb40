"""What has become of a transfer: a pure function of the entries that have arrived.

Both sides and every bystander replay it from whatever their copies hold, in any order and as often as they like.
Of each of the two logs the entries are taken in the log's own order; a step that answers one of the other log
waits until that one has arrived, and whatever comes after it in the same log waits with it. So the outcome
depends on the set of entries, not on when which came.

A log that the roster closed and that is held to its end answers nothing more: what it still owed is taken as done.

An achievement is held or converted in one transfer at a time: `Around.occupied` says what other transfers
of the same sending log did before an index.

Source: DESIGN section 7, invariants 4 and 5.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from federation.model.entry import Citation, Kind
from federation.model.standing import Verdict
from federation.transfer.entries import TransferEntry
from federation.transfer.states import (
    FINAL,
    NEXT,
    OCCUPYING,
    SHOWN,
    ClosingVerdict,
    HoldVerdict,
    Receiving,
    Sending,
    Side,
    TransferStatus,
)
from federation.transfer.table import (
    AFTER_SENDER_CLOSED,
    RECEIVING_KINDS,
    SENDING_KINDS,
    step_receiving,
    step_sending,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a replay asks of everything else that is held.

    Attributes:
        size: origin → how many of its entries are held.
        identity: the achievement id (16 bytes) of a cited achievement; None if there is no such achievement.
        occupied: achievement id → whether another transfer holds or has converted that achievement of the
            sending log just before the entry that is being taken; None if it can't be told yet.
        is_closed: origin → whether the roster closed that log, and all of it is held.
    """

    size: Callable[[str], int]
    identity: Callable[[Citation], bytes | None]
    occupied: Callable[[bytes], bool | None]
    is_closed: Callable[[str], bool] = lambda _origin: False


@dataclass(slots=True, kw_only=True)
class Item:
    """One achievement of a transfer.

    Attributes:
        achievement: as the request cites it.
        identity: its achievement id, 16 bytes, once it was held; until then empty.
        receiving, sending: what each branch's log says.
        verdict: the code that it was declined with; 0 if it wasn't.
        held_at, released_at: leaf indexes in the sending log; None if it wasn't.
        by: where the entries stand that moved it (origin, leaf index), and to what.
        is_ended_by_roster: whether the sending state is what it came to because the roster closed that log.
    """

    achievement: Citation
    identity: bytes = b""
    receiving: Receiving = Receiving.REQUESTED
    sending: Sending = Sending.UNANSWERED
    verdict: int = 0
    held_at: int | None = None
    released_at: int | None = None
    by: dict[tuple[str, int], Receiving | Sending] = field(default_factory=dict)
    is_ended_by_roster: bool = False

    @property
    def status(self) -> TransferStatus:
        """What people are shown."""
        return SHOWN[self.receiving, self.sending]

    @property
    def next_side(self) -> Side | None:
        """Who owes the next step; None: nobody."""
        return NEXT.get(self.status)

    @property
    def is_final(self) -> bool:
        """Whether nothing more is to come, but for a reversal."""
        return self.status in FINAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One entry of a transfer and whether it counted: for anything at all, or not yet."""

    entry: TransferEntry
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A transfer as it stands.

    Attributes:
        request: the entry that it began with, which is its id.
        items: in the request's order.
        steps: its other entries, the receiving branch's before the sending branch's, each in its log's order.
    """

    request: TransferEntry
    items: tuple[Item, ...]
    steps: tuple[Step, ...]

    @property
    def sending(self) -> str:
        """The origin whose achievements are asked for."""
        return self.request.achievements[0].origin

    @property
    def is_final(self) -> bool:
        """Whether nobody owes a step."""
        return all(item.is_final for item in self.items)

    def reversal(self, number: int) -> TransferEntry | None:
        """The entry that took back the credit of the item of that number, from 0 on; None if none did."""
        moved = self.items[number].by
        return next((one for one in self.effective(Kind.TRANSFER_REVERSED) if (one.origin, one.index) in moved), None)

    def effective(self, kind: Kind) -> tuple[TransferEntry, ...]:
        """The entries of a kind that counted."""
        return tuple(one.entry for one in self.steps if one.entry.kind is kind and one.verdict is Verdict.EFFECTIVE)


class Replaying:
    """A transfer in the middle of its replay: the sending log's entries are taken one at a time.

    Whoever replays many transfers of one sending log takes its entries in the log's order across all of them,
    and so knows at each what the others hold just then.
    """

    def __init__(self, request: TransferEntry, entries: Iterable[TransferEntry], around: Around) -> None:
        """Takes at once what of the receiving log waits for nothing.

        Args:
            request: its first entry.
            entries: all that cite it as theirs and have arrived, in any order; repeated ones count once.
            around: what else is held.
        """
        self._request = request
        self._around = around
        self._receiving, self._sending = request.origin, request.achievements[0].origin
        mine = {(one.origin, one.index): one for one in entries if one.request == request.citation}
        self._entries = mine
        ordered = [mine[key] for key in sorted(mine)]
        self._receiving_queue = deque(one for one in ordered if self._is_receiving(one))
        self._sending_queue = deque(one for one in ordered if self._is_sending(one))
        self._strays = [one for one in ordered if not self._is_receiving(one) and not self._is_sending(one)]
        self._items = [Item(achievement=one) for one in request.achievements]
        self._outcomes = {(one.origin, one.index): Verdict.VOID for one in self._strays}
        self._nothing: Sequence[Receiving | Sending | None] = [None] * len(self._items)
        self._take_receiving()

    @property
    def next_sending(self) -> TransferEntry | None:
        """The sending log's entry that is to be taken next, or that waits; None: all were taken."""
        return self._sending_queue[0] if self._sending_queue else None

    @property
    def sending_entries(self) -> list[TransferEntry]:
        """The sending log's entries that are still to be taken, in its order."""
        return list(self._sending_queue)

    @property
    def occupied(self) -> set[bytes]:
        """The achievement ids that it holds or has converted as far as it was replayed."""
        return {item.identity for item in self._items if item.sending in OCCUPYING}

    def take_sending(self) -> bool:
        """Takes the sending log's next entry and what of the receiving log waited for it; False: it waits, or none."""
        if not self._sending_queue:
            return False
        entry = self._sending_queue[0]
        verdict = self._take(entry)
        if verdict is None:
            return False
        self._sending_queue.popleft()
        self._outcomes[entry.origin, entry.index] = verdict
        self._take_receiving()
        return True

    def transfer(self) -> Transfer:
        """The transfer as far as it was replayed; what wasn't taken waits."""
        taken_or_waiting = [one for one in self._entries.values() if self._is_receiving(one) or self._is_sending(one)]
        taken_or_waiting.sort(key=lambda one: (one.origin != self._receiving, one.index))
        steps = [
            Step(entry=one, verdict=self._outcomes.get((one.origin, one.index), Verdict.WAITING))
            for one in (*taken_or_waiting, *self._strays)
        ]
        return Transfer(request=self._request, items=self._ended_items(), steps=tuple(steps))

    def _ended_items(self) -> tuple[Item, ...]:
        """The items; where the roster closed the sending log, and all of it was taken, as nobody answers any more."""
        if self._sending_queue or not self._around.is_closed(self._sending):
            return tuple(self._items)
        is_receiver_closed = not self._receiving_queue and self._around.is_closed(self._receiving)
        return tuple(_ended(item, is_receiver_closed=is_receiver_closed) for item in self._items)

    def _take_receiving(self) -> None:
        queue = self._receiving_queue
        while queue and (verdict := self._take(queue[0])) is not None:
            entry = queue.popleft()
            self._outcomes[entry.origin, entry.index] = verdict

    def _is_receiving(self, entry: TransferEntry) -> bool:
        return (
            entry.origin == self._receiving
            and entry.kind in RECEIVING_KINDS
            and entry.index > self._request.index
            and len(entry.verdicts) == len(self._request.achievements)
        )

    def _is_sending(self, entry: TransferEntry) -> bool:
        return (
            entry.origin == self._sending
            and entry.kind in SENDING_KINDS
            and entry.achievements == self._request.achievements
        )

    def _take(self, entry: TransferEntry) -> Verdict | None:
        """Whether the next entry of a log counts; None: it waits."""
        answered = self._answered(entry)
        if answered is None:
            return None
        if entry.kind is Kind.TRANSFER_HELD and not self._is_occupation_known(entry):
            return None
        changed = False
        for item, verdict, before in zip(self._items, entry.verdicts, answered, strict=True):
            changed |= bool(verdict) and self._apply(entry, item, verdict, before)
        return Verdict.EFFECTIVE if changed else Verdict.VOID

    def _answered(self, entry: TransferEntry) -> Sequence[Receiving | Sending | None] | None:
        """What the entry that this one answers had brought about, by item; None: it hasn't been taken yet."""
        cite = entry.answers
        if cite is None:
            return self._nothing
        if cite == self._request.citation:
            return self._ended_by_roster(entry)
        if cite.origin not in (self._receiving, self._sending):
            return self._nothing
        if cite.origin == entry.origin and cite.index >= entry.index:
            return self._nothing
        if cite.index >= self._around.size(cite.origin):
            # Of a closed log nothing more comes.
            return self._nothing if self._around.is_closed(cite.origin) else None
        known = self._entries.get((cite.origin, cite.index))
        if known is None or known.leaf_hash != cite.leaf_hash:
            return self._nothing
        if (cite.origin, cite.index) not in self._outcomes:
            return None
        if entry.kind is Kind.TRANSFER_DECIDED:
            # One decision answers all that was held up to the hold that it cites.
            is_hold = known.kind is Kind.TRANSFER_HELD
            return [Sending.HELD if is_hold and _is_held_by(item, cite.index) else None for item in self._items]
        return [item.by.get((cite.origin, cite.index)) for item in self._items]

    def _ended_by_roster(self, entry: TransferEntry) -> Sequence[Receiving | Sending | None] | None:
        if entry.kind is not Kind.TRANSFER_CLOSED:
            return self._nothing
        if not self._around.is_closed(self._receiving):
            # A roster that closes it may still come.
            return None
        while self._receiving_queue:
            # Whatever still waits pretends to answer what the sending branch writes only after this.
            pretender = self._receiving_queue.popleft()
            self._outcomes[pretender.origin, pretender.index] = Verdict.VOID
            self._take_receiving()
        return [Receiving.WITHDRAWN if item.receiving is Receiving.REQUESTED else None for item in self._items]

    def _is_occupation_known(self, entry: TransferEntry) -> bool:
        wanted = [
            identity
            for cite, verdict in zip(entry.achievements, entry.verdicts, strict=True)
            if verdict == HoldVerdict.HELD and (identity := self._identity(cite, entry)) is not None
        ]
        return all(self._around.occupied(identity) is not None for identity in wanted)

    def _identity(self, cite: Citation, entry: TransferEntry) -> bytes | None:
        return self._around.identity(cite) if cite.index < entry.index else None

    def _apply(
        self,
        entry: TransferEntry,
        item: Item,
        verdict: int,
        answered: Receiving | Sending | None,
    ) -> bool:
        place = (entry.origin, entry.index)
        if entry.kind in RECEIVING_KINDS:
            received = step_receiving(item.receiving, entry.kind, verdict, answered)
            if received is None:
                return False
            item.receiving = item.by[place] = received
            return True
        sent = step_sending(item.sending, entry.kind, verdict, answered)
        if sent is None or (sent is Sending.HELD and not self._occupy(entry, item)):
            return False
        if sent is Sending.DECLINED:
            item.verdict = verdict
        if entry.kind is Kind.TRANSFER_CLOSED and verdict == ClosingVerdict.RELEASED:
            item.released_at = entry.index
        item.sending = item.by[place] = sent
        return True

    def _occupy(self, entry: TransferEntry, item: Item) -> bool:
        """Holds the achievement, unless it is no achievement or isn't free."""
        identity = self._identity(item.achievement, entry)
        if identity is None or identity in self.occupied or self._around.occupied(identity):
            return False
        item.identity, item.held_at = identity, entry.index
        return True


def _ended(item: Item, *, is_receiver_closed: bool) -> Item:
    after = AFTER_SENDER_CLOSED.get((item.receiving, item.sending))
    if is_receiver_closed and (item.receiving, item.sending) == (Receiving.REQUESTED, Sending.HELD):
        # Nobody is left to decide either.
        after = Sending.RELEASED
    if after is None:
        return item
    verdict = HoldVerdict.SENDER_CLOSED if after is Sending.DECLINED else item.verdict
    return replace(item, sending=after, verdict=verdict, is_ended_by_roster=True)


def _is_held_by(item: Item, index: int) -> bool:
    return item.held_at is not None and item.held_at <= index
