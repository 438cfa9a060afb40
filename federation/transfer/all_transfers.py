"""All transfers of all logs at once, from nothing but the entries: what every projection must agree with.

For examinations, rebuilding and simulations; a node answers from its tables.

Source: DESIGN section 7, invariants 4 and 5.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from federation.model.entry import Citation, Kind
from federation.transfer.entries import TransferEntry
from federation.transfer.replay import Transfer
from federation.transfer.replays import Replays, claims_of
from federation.transfer.states import OCCUPYING


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
        self._arrived = _Arrived(entries, sizes, identity, is_closed)
        self._replays = Replays(self._arrived)

    def all(self) -> list[Transfer]:
        """Every transfer whose request has arrived, by where the request stands."""
        return [self.of(cite) for cite in sorted(self._arrived.requests, key=_place)]

    def of(self, request: Citation) -> Transfer:
        """One of them. Raises `KeyError`: its request hasn't arrived."""
        found = self._replays.of(request)
        if found is None:
            raise KeyError(request)
        return found

    def occupants(self, origin: str, identity: bytes) -> list[Citation]:
        """The transfers that hold or have converted an achievement of a sending log: one at most."""
        claimed = sorted(self._arrived.claims(origin, identity, self._arrived.size(origin)), key=_place)
        replayed = [(cite, transfer) for cite in claimed if (transfer := self._replays.of(cite)) is not None]
        return [
            cite
            for cite, transfer in replayed
            if transfer.sending == origin
            and any(item.identity == identity and item.sending in OCCUPYING for item in transfer.items)
        ]

    def occupied(self, origin: str, identity: bytes) -> bool | None:
        """Whether a transfer keeps an achievement of a sending log; None: it can't be told from what has arrived."""
        return self._replays.occupied(origin, identity)


class _Arrived:
    """A `Source` in memory."""

    def __init__(
        self,
        entries: Iterable[TransferEntry],
        sizes: Mapping[str, int],
        identity: Callable[[Citation], bytes | None],
        is_closed: Callable[[str], bool],
    ) -> None:
        self.requests: dict[Citation, TransferEntry] = {}
        self.identity, self.is_closed, self._sizes = identity, is_closed, sizes
        self._steps: dict[Citation, list[TransferEntry]] = defaultdict(list)
        self._claims: dict[tuple[str, bytes], list[tuple[int, Citation]]] = defaultdict(list)
        for entry in entries:
            if entry.kind is Kind.TRANSFER_REQUESTED:
                self.requests[entry.citation] = entry
            else:
                self._steps[entry.request].append(entry)
                for claimed in claims_of(entry, identity):
                    self._claims[entry.origin, claimed].append((entry.index, entry.request))

    def size(self, origin: str) -> int:
        return self._sizes.get(origin, 0)

    def request(self, cite: Citation) -> TransferEntry | None:
        return self.requests.get(cite)

    def steps(self, request: Citation) -> Sequence[TransferEntry]:
        return self._steps[request]

    def claims(self, origin: str, identity: bytes, before: int) -> Collection[Citation]:
        return {cite for index, cite in self._claims[origin, identity] if index < before}


def _place(cite: Citation) -> tuple[str, int]:
    return cite.origin, cite.index
