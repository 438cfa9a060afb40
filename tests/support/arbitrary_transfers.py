"""Whatever branches might write into transfers, sense or nonsense: also answers to what isn't written yet.

What an entry hashes to follows from where it stands, so that entries can cite one another forwards and in
circles, as those of branches in league could.
"""

import random
from collections.abc import Mapping

from federation.model.entry import Citation, Kind
from federation.transfer.all_transfers import AllTransfers
from federation.transfer.entries import ANSWERING, NAMING_ACHIEVEMENTS, TransferEntry
from tests.support.transfer_logs import octets

ORIGINS = ("log/a", "log/b", "log/c")
UNKNOWN = "log/nobody's"
STEPS = (
    Kind.TRANSFER_HELD,
    Kind.TRANSFER_DECIDED,
    Kind.TRANSFER_WITHDRAWN,
    Kind.TRANSFER_CLOSED,
    Kind.TRANSFER_REVERSED,
)
WRITERS_SIDE = {Kind.TRANSFER_HELD: True, Kind.TRANSFER_CLOSED: True}


def cite(origin: str, index: int) -> Citation:
    """The entry that stands there."""
    return Citation(origin=origin, index=index, leaf_hash=octets(origin, index, count=32))


class ArbitraryLogs:
    """Three logs, the last of which the roster may close."""

    def __init__(self, chance: random.Random, *, length: int = 14) -> None:
        self._chance = chance
        self._length = length
        self._identities: dict[Citation, bytes] = {}
        self.steps: list[TransferEntry] = []
        self.is_closed = chance.random() < 0.4
        requests = []
        for origin in ORIGINS:
            for index in range(2):
                self._identities[cite(origin, index)] = octets("identity", chance.randrange(2))
        for origin in ORIGINS:
            for index in range(2, 4):
                others = [other for other in ORIGINS if other != origin]
                requests.append(self._request(origin, index, chance.choice(others[: 1 + (chance.random() < 0.3)])))
        self._requests = requests
        places = [(origin, index) for origin in ORIGINS for index in range(4, length)]
        # Who is concerned by which transfer is known beforehand, for answers that point forwards.
        self._belongs = {place: self._any_request(place[0]) for place in places}
        for origin, index in places:
            self._step(origin, index)

    def view(self, sizes: Mapping[str, int], *, shuffled: random.Random | None = None) -> AllTransfers:
        """What can be said by who holds so much of each log."""
        held = [one for one in self.steps if one.index < sizes[one.origin]]
        if shuffled is not None:
            held = [one for one in held for _ in range(shuffled.randint(1, 3))]
            shuffled.shuffle(held)
        closed = ORIGINS[-1] if self.is_closed and sizes[ORIGINS[-1]] == self._length else None
        return AllTransfers(held, sizes=sizes, identity=self._identities.get, is_closed=lambda one: one == closed)

    @property
    def whole(self) -> dict[str, int]:
        """The sizes of all that was written."""
        return dict.fromkeys(ORIGINS, self._length)

    def identities(self) -> set[tuple[str, bytes]]:
        """Every achievement there is, by its log."""
        return {(at.origin, identity) for at, identity in self._identities.items()}

    def _request(self, origin: str, index: int, sending: str) -> TransferEntry:
        achievements = tuple(cite(sending, at) for at in range(self._chance.choice((1, 2, 2, 3))))
        entry = TransferEntry(
            origin=origin,
            index=index,
            leaf_hash=cite(origin, index).leaf_hash,
            kind=Kind.TRANSFER_REQUESTED,
            request=cite(origin, index),
            answers=None,
            achievements=achievements,
            verdicts=(),
        )
        self.steps.append(entry)
        return entry

    def _any_request(self, origin: str) -> TransferEntry:
        concerned = [
            one for one in self._requests if origin in (one.origin, one.achievements[0].origin)
        ] or self._requests
        return self._chance.choice(concerned if self._chance.random() < 0.95 else self._requests)

    def _step(self, origin: str, index: int) -> None:
        chance, request = self._chance, self._belongs[origin, index]
        is_sending = request.achievements[0].origin == origin
        kinds = [one for one in STEPS if WRITERS_SIDE.get(one, False) == is_sending]
        kind = chance.choice(kinds if chance.random() < 0.95 else STEPS)
        items = len(request.achievements) if chance.random() < 0.97 else 1
        named = tuple(cite(origin, at) for at in range(items)) if kind in NAMING_ACHIEVEMENTS else ()
        belongs_to = request.citation
        if chance.random() < 0.03:
            belongs_to = Citation(origin=request.origin, index=chance.choice((request.index, 99)), leaf_hash=bytes(32))
        self.steps.append(
            TransferEntry(
                origin=origin,
                index=index,
                leaf_hash=cite(origin, index).leaf_hash,
                kind=kind,
                request=belongs_to,
                answers=self._answered(request, kind) if kind in ANSWERING else None,
                achievements=named,
                verdicts=tuple(chance.choice((0, 1, 1, 1, 2, 2, 3, 7)) for _ in range(items)),
            )
        )

    def _answered(self, request: TransferEntry, kind: Kind) -> Citation:
        chance = self._chance
        drawn = chance.random()
        if drawn < 0.1:
            return request.citation
        if drawn < 0.15:
            return cite(chance.choice((*ORIGINS, UNKNOWN)), chance.randrange(2 * self._length))
        asked = request.achievements[0].origin if kind is Kind.TRANSFER_DECIDED else request.origin
        places = [place for place, belongs in self._belongs.items() if belongs is request]
        return cite(*chance.choice([place for place in places if place[0] == asked or drawn < 0.3] or places))
