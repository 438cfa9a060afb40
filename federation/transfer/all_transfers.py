"""All transfers of all logs at once, from nothing but the entries: what every projection must agree with.

It keeps no state of its own between questions but what it has worked out already, and serves examinations,
rebuilding and simulations; a node answers from its tables.

Source: DESIGN section 7, invariants 4 and 5.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from federation.model.entry import Citation, Kind
from federation.model.standing import Verdict
from federation.transfer.entries import TransferEntry
from federation.transfer.replay import Around, Transfer, replay
from federation.transfer.states import OCCUPYING, HoldVerdict
from federation.transfer.table import SENDING_KINDS


class AllTransfers:
    """Every transfer of which something has arrived."""

    def __init__(
        self,
        entries: Iterable[TransferEntry],
        *,
        sizes: Mapping[str, int],
        identity: Callable[[Citation], bytes | None],
        is_closed: Callable[[str], bool] = lambda _origin: False,
    ) -> None:
        """Sorts the entries by what they belong to.

        Args:
            entries: well-formed ones, in any order.
            sizes: origin → entries held.
            identity: as in `Around`.
            is_closed: as in `Around`.
        """
        self._requests: dict[Citation, TransferEntry] = {}
        self._entries: dict[Citation, list[TransferEntry]] = defaultdict(list)
        for entry in entries:
            if entry.kind is Kind.TRANSFER_REQUESTED:
                self._requests[entry.citation] = entry
            else:
                self._entries[entry.request].append(entry)
        self._sizes, self._identity, self._is_closed = sizes, identity, is_closed
        self._claims: dict[tuple[str, bytes], list[tuple[int, Citation]]] = defaultdict(list)
        for belongs_to, its_entries in self._entries.items():
            for entry in its_entries:
                self._claim(belongs_to, entry)
        self._before: dict[tuple[Citation, int | None], Transfer] = {}

    def all(self) -> list[Transfer]:
        """Every transfer whose request has arrived, by where the request stands."""
        return [self.of(cite) for cite in sorted(self._requests, key=lambda one: (one.origin, one.index))]

    def of(self, request: Citation) -> Transfer:
        """One of them. Raises `KeyError`: its request hasn't arrived."""
        return self._replayed(request, None)

    def occupants(self, origin: str, identity: bytes) -> list[Citation]:
        """The transfers that hold or have converted an achievement of a sending log: one at most."""
        claims = {cite for _, cite in self._claims[origin, identity]}
        return [
            cite
            for cite in sorted(claims, key=lambda one: (one.origin, one.index))
            if cite in self._requests
            and any(item.identity == identity and item.sending in OCCUPYING for item in self.of(cite).items)
        ]

    def _claim(self, belongs_to: Citation, entry: TransferEntry) -> None:
        if entry.kind is not Kind.TRANSFER_HELD:
            return
        for cite, verdict in zip(entry.achievements, entry.verdicts, strict=True):
            identity = self._identity(cite) if verdict == HoldVerdict.HELD and cite.index < entry.index else None
            if identity is not None:
                self._claims[entry.origin, identity].append((entry.index, belongs_to))

    def _replayed(self, request: Citation, before: int | None) -> Transfer:
        key = (request, before)
        if key not in self._before:
            first = self._requests[request]
            sending = first.achievements[0].origin
            around = Around(
                size=lambda origin: self._sizes.get(origin, 0),
                identity=self._identity,
                occupied=lambda identity, index: self._occupied(sending, identity, index, request),
                is_closed=self._is_closed,
            )
            self._before[key] = replay(first, self._entries[request], around, before=before)
        return self._before[key]

    def _occupied(self, origin: str, identity: bytes, index: int, by: Citation) -> bool | None:
        """Whether another transfer keeps the achievement just before `index`; None: it can't be told yet."""
        # Each question is about a smaller index than the one before, so that they come to an end.
        others = {cite for held_at, cite in self._claims[origin, identity] if held_at < index and cite != by}
        is_uncertain = False
        for other in others:
            if other not in self._requests:
                is_uncertain = True
                continue
            transfer = self._replayed(other, index)
            is_uncertain |= any(
                step.verdict is Verdict.WAITING and step.entry.kind in SENDING_KINDS for step in transfer.steps
            )
            if any(item.identity == identity and item.sending in OCCUPYING for item in transfer.items):
                return None if is_uncertain else True
        return None if is_uncertain else False
