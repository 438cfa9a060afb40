"""Credit postings: added, read, never changed."""

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from node.model.credit import Posting


class CreditPostings(Protocol):
    """Postings of this branch's credit accounts."""

    async def add(self, postings: Sequence[Posting]) -> None:
        """Adds them; to be called inside a unit of work that saw that none of them is there."""
        ...

    async def of_item(self, transfer: int, item: int) -> list[Posting]:
        """Of one achievement of a transfer, in the order in which they were made."""
        ...

    async def of_accounts(self, accounts: Sequence[bytes]) -> list[Posting]:
        """Of these accounts (16-byte blind indexes), in the order in which they were made."""
        ...

    async def of_transfers(self, first: int, last: int) -> list[Posting]:
        """Of the transfers requested at these leaf indexes and between, in the order in which they were made."""
        ...

    def batches(self) -> AsyncIterator[list[Posting]]:
        """All of them, whole transfers at a time."""
        ...
