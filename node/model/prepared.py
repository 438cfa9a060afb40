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
        headers: None where a header's bytes say nothing: that entry is void.
        leaf_hashes: 32 bytes each.
        private_rows: place, body, subject key, achievement key of each private part that is there.
        missing: places of private parts that their headers name and that aren't there.
        altered: the first place whose private part isn't what its header names; None if all are.
    """

    entries: Sequence[Entry]
    headers: Sequence[Header | None]
    leaf_hashes: Sequence[bytes]
    private_rows: Sequence[PrivateRow]
    missing: Sequence[int]
    altered: int | None
