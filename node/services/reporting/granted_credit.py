"""Where a report learns of converted credit: what a person's credit account at this branch says."""

from collections.abc import Sequence
from typing import Protocol

from federation.model.document import Document
from federation.reports.content import StatedCredit


class GrantedCredit(Protocol):
    """A credit account, as reports ask it."""

    async def standing(self, document: Document) -> Sequence[StatedCredit]:
        """The credit of the document's holder that is final and wasn't taken back, each with its decision's entry."""
        ...


class NoGrantedCredit:
    """Of a branch that has converted nothing."""

    async def standing(self, document: Document) -> Sequence[StatedCredit]:
        """Nothing."""
        return ()
