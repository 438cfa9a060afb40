"""Transfers written into logs in memory: achievements, requests and what follows, honest and otherwise."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256

from federation.model.entry import ACHIEVEMENT_KINDS, Citation, Entry, Header, Kind, encode_header, parse_header
from federation.tlog.hashing import leaf_hash
from federation.transfer.all_transfers import AllTransfers
from federation.transfer.disclosure import sealed_bytes
from federation.transfer.entries import (
    RequestBody,
    TransferEntry,
    decided_header,
    held_header,
    read_transfer_entry,
    request_header,
)
from tests.support.branches import octets
from tests.support.memory_source import MemoryLog

REQUESTED_AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
PRIVATE = b""


def achievement(number: int, identity: bytes = b"") -> Header:
    """An achievement whose private part is elsewhere."""
    return Header(
        kind=Kind.ACHIEVEMENT_ISSUED,
        entry_id=octets(f"achievement {number}", 16),
        key_epoch=1,
        achievement_id=identity or octets(f"identity {number}", 16),
        private_digest=sha256(PRIVATE).digest(),
    )


def request(achievements: Sequence[Citation], name: str = "request", contests: Citation | None = None) -> Header:
    """A request for them."""
    body = RequestBody(
        requested_at=REQUESTED_AT,
        expires_on=date(2027, 6, 1),
        consent_digest=octets(f"{name}/consent"),
        disclosed_keys=octets(f"{name}/keys", sealed_bytes(len(achievements))),
        contests=contests,
    )
    return request_header(
        achievements, body, entry_id=octets(name, 16), key_epoch=1, private_digest=sha256(PRIVATE).digest()
    )


def held(asked: Citation, achievements: Sequence[Citation], *verdicts: int) -> Header:
    """An answer of the sending branch."""
    return held_header(asked, achievements, verdicts)


def decided(asked: Citation, answered: Citation, *verdicts: int) -> Header:
    """A decision without rules."""
    return decided_header(asked, answered, verdicts, rules=None, key_epoch=1, private_digest=sha256(PRIVATE).digest())


def write(log: MemoryLog, header: Header) -> Citation:
    """Appends it; how it is cited."""
    data = encode_header(header)
    log.append([Entry(data)])
    return Citation(origin=log.origin, index=log.size - 1, leaf_hash=leaf_hash(data))


def all_transfers(logs: Sequence[MemoryLog], sizes: dict[str, int] | None = None) -> AllTransfers:
    """What the logs say together, each up to its size in `sizes` (all of it without)."""
    held_sizes = {log.origin: log.size for log in logs} if sizes is None else sizes
    headers = {
        (log.origin, index): (parse_header(item.header), leaf_hash(item.header))
        for log in logs
        for index, item in enumerate(log.items[: held_sizes[log.origin]])
    }

    def identity(cite: Citation) -> bytes | None:
        header, hashed = headers.get((cite.origin, cite.index), (None, b""))
        is_one = header is not None and hashed == cite.leaf_hash and header.kind in ACHIEVEMENT_KINDS
        return header.achievement_id if header is not None and is_one else None

    read: list[TransferEntry] = [
        one
        for (origin, index), (header, hashed) in headers.items()
        if (one := read_transfer_entry(origin, index, hashed, header)) is not None
    ]
    return AllTransfers(read, sizes=held_sizes, identity=identity)
