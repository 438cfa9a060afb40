"""Transfers that bear on one another, from whatever keeps the entries: memory or a database.

An achievement is in one transfer at a time, so what a hold is worth depends on what other transfers did
before it in the same log. Each such question is about a smaller index than the one before it, so that they
come to an end.

Source: DESIGN section 7, invariants 4 and 5.
"""

from collections.abc import Collection, Sequence
from typing import Protocol

from federation.model.entry import Citation
from federation.model.standing import Verdict
from federation.transfer.entries import TransferEntry
from federation.transfer.replay import Around, Transfer, replay
from federation.transfer.states import OCCUPYING
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
        self._made: dict[tuple[Citation, int | None], Transfer] = {}

    def of(self, request: Citation) -> Transfer | None:
        """What has become of a transfer; None: its request hasn't arrived."""
        return self._replayed(request, None)

    def forget(self) -> None:
        """To be called when the source has changed."""
        self._made.clear()

    def _replayed(self, request: Citation, before: int | None) -> Transfer | None:
        key = (request, before)
        if key not in self._made:
            first = self.source.request(request)
            if first is None:
                return None
            sending = first.achievements[0].origin
            around = Around(
                size=self.source.size,
                identity=self.source.identity,
                occupied=lambda identity, index: self._occupied(sending, identity, index, request),
                is_closed=self.source.is_closed,
            )
            self._made[key] = replay(first, self.source.steps(request), around, before=before)
        return self._made[key]

    def _occupied(self, origin: str, identity: bytes, index: int, by: Citation) -> bool | None:
        """Whether another transfer keeps the achievement just before `index`; None: it can't be told yet."""
        is_uncertain = False
        for other in self.source.claims(origin, identity, index):
            if other == by:
                continue
            transfer = self._replayed(other, index)
            if transfer is None:
                is_uncertain = True
                continue
            is_uncertain |= any(
                step.verdict is Verdict.WAITING and step.entry.kind in SENDING_KINDS for step in transfer.steps
            )
            if any(item.identity == identity and item.sending in OCCUPYING for item in transfer.items):
                return None if is_uncertain else True
        return None if is_uncertain else False
