"""Transfers, as their entries say them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from federation.model.standing import Status
from federation.transfer.entries import TransferEntry
from federation.trust.roster import LogEnd
from node.model.transfer import StoredTransfer, TakenBackCredit


class Transfers(Protocol):
    """Finds transfers, and what they make of achievements."""

    async def find(self, branch: str, index: int) -> StoredTransfer | None:
        """The transfer that a branch requested at a leaf index of its log."""
        ...

    async def find_all(self, positions: Sequence[tuple[str, int]]) -> list[StoredTransfer]:
        """Those of (branch code, leaf index of the request) that there are."""
        ...

    async def owed_by_receiving(self, branch: str, limit: int, *, after: int = -1) -> list[StoredTransfer]:
        """Unfinished transfers that a branch asked for beyond a leaf index of its log, the oldest first."""
        ...

    async def requested_by(self, branch: str, limit: int, *, after: int = -1) -> list[StoredTransfer]:
        """All transfers that a branch asked for beyond a leaf index of its log, the oldest first."""
        ...

    async def settled(self, branch: str, indexes: Collection[int]) -> set[int]:
        """Which of the transfers that a branch requested at these leaf indexes it has settled."""
        ...

    async def to_be_decided(self, branch: str, limit: int) -> list[StoredTransfer]:
        """Transfers into a branch that wait for its own next step, and not for a reviewer; the oldest first."""
        ...

    async def to_be_settled(self, branch: str, limit: int) -> list[StoredTransfer]:
        """Ended transfers into a branch that it hasn't settled yet; the oldest first."""
        ...

    async def attend(self, branch: str, indexes: Collection[int], attended: str) -> None:
        """Notes what this branch did with the transfers that it requested at these leaf indexes."""
        ...

    async def closed_logs(self) -> frozenset[str]:
        """Origins of the logs that are noted as closed by the roster and held to just that end."""
        ...

    async def close_logs(self, ends: Mapping[str, LogEnd]) -> frozenset[str]:
        """Takes note of logs that the roster closed; the origins of those that are held to just that end.

        What was noted stays so. Another history of a log than the roster closed isn't that log's.

        Args:
            ends: origin → where the roster says that it ended.
        """
        ...

    async def owed_by_sending(self, branch: str, limit: int) -> list[StoredTransfer]:
        """Transfers in which a branch that is asked owes a step, the oldest first."""
        ...

    async def between(self, branch: str, *, is_open: bool, limit: int) -> list[StoredTransfer]:
        """Transfers that a branch takes part in on either side, the newest first."""
        ...

    async def to_be_reversed(self, branch: str, limit: int, *, after: int = -1) -> list[StoredTransfer]:
        """Transfers that a branch requested beyond a leaf index, of which an achievement stands no longer as it did."""
        ...

    async def calm(self, branch: str, indexes: Collection[int]) -> None:
        """Takes the marks of `to_be_reversed` away; to be called before what is so marked is looked at."""
        ...

    async def holds_by(self, sending: str, receiving: str) -> int:
        """How many achievements of a branch another holds undecided or unclosed."""
        ...

    async def occupied(self, achievements: Collection[tuple[str, bytes]]) -> dict[tuple[str, bytes], Status]:
        """HELD or CONVERTED by (branch code, achievement id), for those that a transfer keeps."""
        ...

    async def held_since(self, achievements: Collection[tuple[str, bytes]]) -> dict[tuple[str, bytes], int]:
        """Of those that a transfer keeps: the leaf index of the sending log's entry that says so."""
        ...

    async def reversals(
        self, achievements: Collection[tuple[str, bytes]]
    ) -> Mapping[tuple[str, bytes], Sequence[TakenBackCredit]]:
        """Credit for achievements that any branch took back, by (branch code, achievement id of 16 bytes)."""
        ...

    async def private_parts(self, branch: str, indexes: Collection[int]) -> dict[int, bytes]:
        """The private parts that are held, by leaf index of a branch's log."""
        ...

    async def fates(self, branch: str, indexes: Collection[int]) -> Mapping[int, Status]:
        """How achievements stand now, corrections counted in, by the leaf index of one of their entries."""
        ...


class TransferExamination(Protocol):
    """Finds transfers whose rows aren't what the entries say: (branch code, leaf index of the request)."""

    async def differing(
        self, origin: str, start: int, count: int, found: Sequence[TransferEntry]
    ) -> set[tuple[str, int]]:
        """Of a stretch of a log, in which `found` are all entries of transfers."""
        ...

    async def astray(self) -> set[tuple[str, int]]:
        """Of whatever is noted beyond any log, or that no entry says."""
        ...
