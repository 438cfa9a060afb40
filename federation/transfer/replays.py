"""Transfers that bear on one another, from whatever keeps the entries: memory or a database.

An achievement is in one transfer at a time, so what a hold is worth depends on what other transfers did
before it in the same log. So transfers that are claimed to hold the same achievements are replayed together:
the sending log's entries are taken in its order across all of them, and at each it is known who holds what.

Source: DESIGN section 7, invariants 4 and 5.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Protocol

from federation.model.entry import Citation, Kind
from federation.model.standing import Verdict
from federation.transfer.entries import TransferEntry
from federation.transfer.replay import Around, Replaying, Transfer
from federation.transfer.states import OCCUPYING, HoldVerdict
from federation.transfer.table import SENDING_KINDS


class Source(Protocol):
    """The entries that have arrived."""

    def size(self, origin: str) -> int:
        """How many of a log's entries are held."""
        ...

    def identity(self, cite: Citation) -> bytes | None:
        """The achievement id of a cited achievement; None if there is no such achievement."""
        ...

    def request(self, cite: Citation) -> TransferEntry | None:
        """The request that is cited; None if it hasn't arrived, or is none."""
        ...

    def steps(self, request: Citation) -> Sequence[TransferEntry]:
        """The entries that cite a request as theirs."""
        ...

    def claims(self, origin: str, identity: bytes, before: int) -> Collection[Citation]:
        """The requests for which a log's entries before an index say that they hold an achievement."""
        ...

    def is_closed(self, origin: str) -> bool:
        """Whether the roster closed that log, and all of it is held."""
        ...


class Replays:
    """Replays of one source, each made once."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._made: dict[Citation, Transfer] = {}

    def of(self, request: Citation) -> Transfer | None:
        """What has become of a transfer; None: its request hasn't arrived."""
        if request not in self._made:
            first = self.source.request(request)
            if first is None:
                return None
            self._made |= _Together(self.source, first).run()
        return self._made[request]

    def occupied(self, origin: str, identity: bytes) -> bool | None:
        """Whether a transfer keeps an achievement of a sending log; None: it can't be told from what has arrived."""
        is_uncertain = False
        for cite in self.source.claims(origin, identity, self.source.size(origin)):
            transfer = self.of(cite)
            if transfer is None:
                is_uncertain |= _may_arrive(self.source, cite)
            elif transfer.sending != origin:
                continue
            elif any(step.verdict is Verdict.WAITING and step.entry.kind in SENDING_KINDS for step in transfer.steps):
                is_uncertain = True
            elif any(item.identity == identity and item.sending in OCCUPYING for item in transfer.items):
                return True
        return None if is_uncertain else False

    def forget(self) -> None:
        """To be called when the source has changed."""
        self._made.clear()


def claims_of(entry: TransferEntry, identity: Callable[[Citation], bytes | None]) -> list[bytes]:
    """The achievements that an entry says it holds; none unless it is such an entry."""
    if entry.kind is not Kind.TRANSFER_HELD:
        return []
    held = [
        cite
        for cite, verdict in zip(entry.achievements, entry.verdicts, strict=True)
        if verdict == HoldVerdict.HELD and cite.index < entry.index
    ]
    return [found for cite in held if (found := identity(cite)) is not None]


class _Together:
    """Transfers of one sending log that are claimed to hold the same achievements, directly or by way of others."""

    def __init__(self, source: Source, first: TransferEntry) -> None:
        self._source = source
        self._sending = first.achievements[0].origin
        self._replaying: dict[Citation, Replaying] = {}
        self._entries: dict[int, TransferEntry] = {}
        self._occupants: dict[bytes, Citation] = {}
        self._kept: dict[Citation, set[bytes]] = defaultdict(set)
        self._uncertain: dict[bytes, set[Citation]] = defaultdict(set)
        self._collect(first.citation)

    def run(self) -> dict[Citation, Transfer]:
        for _, entry in sorted(self._entries.items()):
            replaying = self._replaying.get(entry.request)
            if replaying is None:
                # Whether it held anything can't be told before the request has arrived.
                self._doubt(entry.request, claims_of(entry, self._source.identity))
            elif replaying.next_sending is not entry or not replaying.take_sending():
                claimed = claims_of(entry, self._source.identity)
                self._doubt(entry.request, replaying.occupied.union(claimed))
            else:
                self._note(entry.request, replaying.occupied)
        return {cite: replaying.transfer() for cite, replaying in self._replaying.items()}

    def _collect(self, first: Citation) -> None:
        waiting, identities, seen = [first], set[bytes](), {first}
        while waiting:
            cite = waiting.pop()
            entries = self._take_up(cite)
            claimed = {identity for entry in entries for identity in claims_of(entry, self._source.identity)}
            for identity in claimed - identities:
                found = self._source.claims(self._sending, identity, self._source.size(self._sending))
                waiting += [other for other in found if other not in seen]
                seen.update(found)
            identities |= claimed

    def _take_up(self, cite: Citation) -> list[TransferEntry]:
        """The sending log's entries of a transfer."""
        request, steps = self._source.request(cite), self._source.steps(cite)
        if request is None:
            entries = [one for one in steps if one.origin == self._sending] if _may_arrive(self._source, cite) else []
        elif request.achievements[0].origin != self._sending:
            entries = []
        else:
            around = Around(
                size=self._source.size,
                identity=self._source.identity,
                occupied=lambda identity: self._is_occupied(identity, cite),
                is_closed=self._source.is_closed,
            )
            self._replaying[cite] = Replaying(request, steps, around)
            entries = self._replaying[cite].sending_entries
        self._entries |= {one.index: one for one in entries}
        return entries

    def _is_occupied(self, identity: bytes, by: Citation) -> bool | None:
        """Whether another transfer keeps the achievement just before the entry that is being taken."""
        if self._occupants.get(identity, by) != by:
            return True
        return None if self._uncertain[identity] - {by} else False

    def _note(self, cite: Citation, occupied: set[bytes]) -> None:
        for identity in self._kept[cite] - occupied:
            del self._occupants[identity]
        self._occupants |= dict.fromkeys(occupied, cite)
        self._kept[cite] = occupied

    def _doubt(self, cite: Citation, identities: Iterable[bytes]) -> None:
        self._note(cite, set())
        for identity in identities:
            self._uncertain[identity].add(cite)


def _may_arrive(source: Source, cite: Citation) -> bool:
    return cite.index >= source.size(cite.origin) and not source.is_closed(cite.origin)
