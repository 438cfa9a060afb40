"""Transfers as the node knows them beside what their entries say."""

import msgspec

from federation.transfer.replay import Transfer


class TakenBackCredit(msgspec.Struct, frozen=True, kw_only=True):
    """Credit for an achievement that a branch took back.

    Attributes:
        transfer: the transfer's reference, as ``32-15``.
        reason: a code, `federation.model.reason.ReversalReason` as far as it is known here.
    """

    transfer: str
    reason: str


class StoredTransfer(msgspec.Struct, frozen=True, kw_only=True):
    """A replayed transfer and the branches that it is between.

    Attributes:
        transfer: what its entries say.
        receiving: code of the branch that asks.
        sending: code of the branch in whose log the achievements stand.
    """

    transfer: Transfer
    receiving: str
    sending: str

    @property
    def reference(self) -> str:
        """What people call it by: the receiving branch and where the request stands in its log."""
        return f"{self.receiving}-{self.transfer.request.index}"
