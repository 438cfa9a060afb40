"""What of appending needs no transaction: headers read, digests compared, keys and hashes computed.

Done before the head's lock is taken, and for a stream while the batch before is being stored.
Places are counted from the batch's first entry: where that comes to stand isn't known yet.
"""

from collections.abc import Sequence
from hashlib import sha256

from federation.errors import CreditBankError
from federation.model.entry import ACHIEVEMENT_KINDS, Entry, Header, Kind, parse_header, read_issued, read_subject_token
from federation.model.standing import is_plain, is_well_formed
from federation.tlog.hashing import LEAF_PREFIX
from node.model.prepared import PreparedEntries, PrivateRow
from node.storage.positions import index_key

UNREADABLE_TOKEN = bytes(8)
FOUND_BY_SUBJECT = frozenset((Kind.SUBJECT_LINKED, Kind.TRANSFER_REQUESTED, Kind.TRANSFER_DECIDED, Kind.REPORT_ISSUED))


def prepare_entries(entries: Sequence[Entry]) -> PreparedEntries:
    """Reads and hashes a batch; whatever is wrong with it is said when it is appended."""
    rows: list[PrivateRow] = []
    missing: list[tuple[int, bytes]] = []
    citing: list[tuple[int, Header]] = []
    plain: list[tuple[int, int]] = []
    altered: int | None = None
    for place, one in enumerate(entries):
        body = one.private_part
        issued = read_issued(one.header) if body else None
        if issued is not None:
            # Nearly all entries: the way below would come to the same.
            identity, digest = issued
            if sha256(body).digest() == digest:
                rows.append((place, body, _subject_key(body), index_key(identity)))
                continue
        header = _read_header(one)
        digest = header.private_digest if header is not None else b""
        if body and header is not None and sha256(body).digest() == digest:
            rows.append(private_row(place, header, body))
        elif body:
            altered = place if altered is None else altered
        elif header is not None and digest:
            missing.append((place, header.achievement_id))
        if header is not None and header.cites:
            citing.append((place, header))
        if header is not None and is_plain(header):
            plain.append((place, header.kind))
    return PreparedEntries(
        entries=entries,
        leaf_hashes=[sha256(LEAF_PREFIX + one.header).digest() for one in entries],
        private_rows=rows,
        missing=missing,
        citing=citing,
        plain=plain,
        altered=altered,
    )


def private_row(position: int, header: Header, body: bytes) -> PrivateRow:
    """The row of a private part, with the keys that it is found by.

    A part that can't be read is kept all the same: its digest is in a signed leaf.
    It is found by no subject, so it is filed under the key of an empty token.
    """
    is_achievement = header.kind in ACHIEVEMENT_KINDS and is_well_formed(header)
    is_found = is_achievement or header.kind in FOUND_BY_SUBJECT
    subject_key = _subject_key(body) if is_found else index_key(UNREADABLE_TOKEN)
    return position, body, subject_key, index_key(header.achievement_id) if is_achievement else None


def _subject_key(body: bytes) -> int:
    try:
        return index_key(read_subject_token(body))
    except CreditBankError:
        return index_key(UNREADABLE_TOKEN)


def _read_header(one: Entry) -> Header | None:
    try:
        return parse_header(one.header)
    except CreditBankError:
        return None
