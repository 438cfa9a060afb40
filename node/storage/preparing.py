"""What of appending needs no transaction: headers read, digests compared, keys and hashes computed.

Done before the head's lock is taken, and for a stream while the batch before is being stored.
Places are counted from the batch's first entry: where that comes to stand isn't known yet.
"""

from collections.abc import Sequence
from hashlib import sha256

from federation.errors import CreditBankError
from federation.model.entry import ACHIEVEMENT_KINDS, Entry, Header, Kind, parse_header, parse_private_part
from federation.model.standing import is_well_formed
from federation.tlog.hashing import LEAF_PREFIX
from node.model.prepared import PreparedEntries, PrivateRow
from node.storage.positions import index_key

UNREADABLE_TOKEN = bytes(8)


def prepare_entries(entries: Sequence[Entry]) -> PreparedEntries:
    """Reads and hashes a batch; whatever is wrong with it is said when it is appended."""
    headers = [_read_header(one) for one in entries]
    rows: list[PrivateRow] = []
    missing: list[int] = []
    altered: int | None = None
    for place, (header, one) in enumerate(zip(headers, entries, strict=True)):
        body = one.private_part
        digest = header.private_digest if header is not None else b""
        if body and sha256(body).digest() == digest and header is not None:
            rows.append(private_row(place, header, body))
        elif body:
            altered = place if altered is None else altered
        elif digest:
            missing.append(place)
    return PreparedEntries(
        entries=entries,
        headers=headers,
        leaf_hashes=[sha256(LEAF_PREFIX + one.header).digest() for one in entries],
        private_rows=rows,
        missing=missing,
        altered=altered,
    )


def private_row(position: int, header: Header, body: bytes) -> PrivateRow:
    """The row of a private part, with the keys that it is found by.

    A part that can't be read is kept all the same: its digest is in a signed leaf.
    It is found by no subject, so it is filed under the key of an empty token.
    """
    try:
        token = parse_private_part(body).subject_token
    except CreditBankError:
        token = UNREADABLE_TOKEN
    is_achievement = header.kind in ACHIEVEMENT_KINDS and is_well_formed(header)
    if not is_achievement and header.kind != Kind.SUBJECT_LINKED:
        token = UNREADABLE_TOKEN
    return position, body, index_key(token), index_key(header.achievement_id) if is_achievement else None


def _read_header(one: Entry) -> Header | None:
    try:
        return parse_header(one.header)
    except CreditBankError:
        return None
