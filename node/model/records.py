"""Records as a lookup finds them, and how far each log is held."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from federation.model.entry import Header, PrivatePart
from federation.model.standing import Status


class FoundRecord(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An entry with its private part, held against its tile's leaf hash when it was read."""

    origin: str
    index: int
    header: Header
    private_part: PrivatePart
    status: Status


class HeldEntry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An entry's open part, held against its tile's leaf hash when it was read.

    Attributes:
        index: its leaf index.
        header: parsed.
        leaf_hash: 32 bytes, for whoever cites it.
        status: what became of it.
        by_index: leaf index of the entry that did that; None if nothing did.
    """

    index: int
    header: Header
    leaf_hash: bytes
    status: Status
    by_index: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogState:
    """How far one log is held here.

    Attributes:
        origin, branch: whose log.
        size: entries held and verified.
        root: the root that is stored for that size, 32 bytes.
        highest_size: the largest signed size heard of.
        as_of: the origin's own time for the size held; None if never heard.
        quarantined_at: when evidence against the origin was found.
        withheld: private parts that no source gave and no erasure covers.
    """

    origin: str
    branch: str
    size: int
    root: bytes
    highest_size: int
    as_of: datetime | None
    quarantined_at: datetime | None
    withheld: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How a peer does as a source of logs."""

    branch: str
    failures: int
    retry_at: datetime | None
    heard_at: datetime | None
    quarantined_at: datetime | None
    reason: str
