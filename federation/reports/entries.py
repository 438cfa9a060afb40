"""A report's two entries: issued, and withdrawn with a reason by code.

An issued report says nothing in the open and cites nothing: what it is about is nobody's to see
without its number. A withdrawal cites it, so every replica knows without the number either.

Source: DESIGN section 3 (Reports); proto/federation/v1/entry.proto.
"""

from enum import StrEnum
from hashlib import sha256

from federation.errors import TooLarge
from federation.model.entry import (
    MAX_PRIVATE_PART_BYTES,
    Citation,
    Entry,
    Header,
    Kind,
    encode_header,
    encode_private_part,
)
from federation.model.federation_key import EpochKeys
from federation.model.reason import encode_reason
from federation.model.sealing import SealContext
from federation.reports.body import ReportBody, encode_report_body
from federation.reports.sealing import seal_report
from federation.suite import SUITE_DEFAULT


class WithdrawalReason(StrEnum):
    """Why a report counts no longer."""

    ISSUED_IN_ERROR = "issued-in-error"
    HOLDER_ASKED = "holder-asked"
    """The person asked for it."""
    REPLACED = "replaced"
    """Another report was issued instead."""
    CONTENT_CHANGED = "content-changed"
    """An achievement in it was corrected or revoked."""
    FRAUD = "fraud"


def issued_entry(
    body: ReportBody, number: str, *, keys: EpochKeys, origin: str, entry_id: bytes, nonce: bytes
) -> Entry:
    """The entry that makes a report count.

    Args:
        body: what it says.
        number: canonical.
        keys: the current epoch's.
        origin: the own log.
        entry_id: 16 bytes, unique in the log.
        nonce: 16 random bytes, never used before.

    Raises:
        Malformed: a field of the body that no report has.
        TooLarge: more than an entry can hold.
    """
    kind = Kind.REPORT_ISSUED
    context = SealContext(suite=SUITE_DEFAULT, origin=origin, kind=int(kind), epoch=keys.epoch, entry_id=entry_id)
    part = seal_report(keys, number, nonce=nonce, context=context, plaintext=encode_report_body(body))
    private_part = encode_private_part(part)
    if len(private_part) > MAX_PRIVATE_PART_BYTES:
        raise TooLarge(what="report", limit=MAX_PRIVATE_PART_BYTES)
    header = Header(
        kind=int(kind), entry_id=entry_id, key_epoch=keys.epoch, private_digest=sha256(private_part).digest()
    )
    return Entry(encode_header(header), private_part)


def withdrawn_entry(issued: Citation, reason: WithdrawalReason, *, entry_id: bytes) -> Entry:
    """The entry by which a report of the same log counts no longer."""
    header = Header(
        kind=int(Kind.REPORT_WITHDRAWN),
        entry_id=entry_id,
        critical=True,
        cites=(issued,),
        plain_body=encode_reason(reason),
    )
    return Entry(encode_header(header))
