"""A batch of entries made ready to be appended, before the log's head is locked."""

from collections.abc import Sequence
from dataclasses import dataclass

from federation.model.entry import Entry, Header

PrivateRow = tuple[int, bytes, int, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedEntries:
    """A batch that is ready to be appended.

    Attributes:
        entries: exact bytes.
        leaf_hashes: 32 bytes each.
        private_rows: place, body, subject key, achievement key of each private part that is there.
        missing: place and achievement id (16 bytes, or none) of each private part that its header
            names and that isn't there.
        citing: place and header of each entry that cites others.
        plain: place and kind of each entry about nobody.
        altered: the first place whose private part isn't what its header names; None if all are.
    """

    entries: Sequence[Entry]
    leaf_hashes: Sequence[bytes]
    private_rows: Sequence[PrivateRow]
    missing: Sequence[tuple[int, bytes]]
    citing: Sequence[tuple[int, Header]]
    plain: Sequence[tuple[int, int]]
    altered: int | None
