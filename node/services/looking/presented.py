"""A person's records, opened by the document that the person presents."""

from dataclasses import dataclass

import msgspec

from federation.model.achievement import AchievementBody
from federation.model.document import Document
from node.model.records import FoundRecord
from node.services.looking.freshness import BranchFreshness


class OpenedRecord(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A record that the person's document opened.

    Attributes:
        branch: code of the branch whose log it stands in.
        record: as found; its status says as well whether a transfer holds or has converted it.
        body: what it says.
        document: the one of the person's that opened it.
    """

    branch: str
    record: FoundRecord
    body: AchievementBody
    document: Document

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return f"OpenedRecord({self.branch}, {self.record.index})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """All branches' freshness, and the person's records, every one that a log has."""

    branches: tuple[BranchFreshness, ...]
    records: tuple[OpenedRecord, ...]
