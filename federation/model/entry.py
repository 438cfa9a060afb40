"""Entries: a header that is the Merkle leaf, and a private part that can be erased.

Both are opaque byte strings once written: stored, hashed and sent as they are,
never encoded again. Parsing is strict about lengths and bounds and lenient about
kinds: an unknown kind keeps its number.

Source: DESIGN section 2; proto/federation/v1/entry.proto.
"""

import hashlib
from enum import IntEnum

import msgspec
from google.protobuf.message import DecodeError

from federation.errors import Malformed, PrivatePartAltered, TooLarge
from federation.suite import SUITE_DEFAULT
from federation.v1 import entry_pb2

HEADER_FORMAT = 1
ENTRY_ID_BYTES = 16
ACHIEVEMENT_ID_BYTES = 16
DIGEST_BYTES = 32
TOKEN_BYTES = 16
NONCE_BYTES = 16
COMMITMENT_BYTES = 32
MAX_HEADER_BYTES = 64 * 1024
MAX_PRIVATE_PART_BYTES = 64 * 1024
MAX_CITATIONS = 1_000
MAX_ORIGIN_BYTES = 200
MAX_KIND = 2**31 - 1


class Kind(IntEnum):
    """The kinds that this version knows. Numbers are those of the proto file."""

    ACHIEVEMENT_ISSUED = entry_pb2.KIND_ACHIEVEMENT_ISSUED
    ACHIEVEMENT_CORRECTED = entry_pb2.KIND_ACHIEVEMENT_CORRECTED
    ACHIEVEMENT_REVOKED = entry_pb2.KIND_ACHIEVEMENT_REVOKED
    ERASED = entry_pb2.KIND_ERASED
    SUBJECT_LINKED = entry_pb2.KIND_SUBJECT_LINKED
    ACCESS_DIGEST = entry_pb2.KIND_ACCESS_DIGEST
    PROGRESS_PUBLISHED = entry_pb2.KIND_PROGRESS_PUBLISHED
    CATALOGUE_PUBLISHED = entry_pb2.KIND_CATALOGUE_PUBLISHED
    LEDGER_RECORDED = entry_pb2.KIND_LEDGER_RECORDED
    ASSESSMENT_PUBLISHED = entry_pb2.KIND_ASSESSMENT_PUBLISHED
    ACHIEVEMENT_REINSTATED = entry_pb2.KIND_ACHIEVEMENT_REINSTATED
    SUBJECT_UNLINKED = entry_pb2.KIND_SUBJECT_UNLINKED
    TRANSFER_REQUESTED = entry_pb2.KIND_TRANSFER_REQUESTED
    TRANSFER_HELD = entry_pb2.KIND_TRANSFER_HELD
    TRANSFER_DECIDED = entry_pb2.KIND_TRANSFER_DECIDED
    TRANSFER_WITHDRAWN = entry_pb2.KIND_TRANSFER_WITHDRAWN
    TRANSFER_CLOSED = entry_pb2.KIND_TRANSFER_CLOSED
    TRANSFER_REVERSED = entry_pb2.KIND_TRANSFER_REVERSED
    RULES_PUBLISHED = entry_pb2.KIND_RULES_PUBLISHED
    REPORT_ISSUED = entry_pb2.KIND_REPORT_ISSUED
    REPORT_WITHDRAWN = entry_pb2.KIND_REPORT_WITHDRAWN


KNOWN_KINDS = frozenset(Kind)
PLAIN_KINDS = frozenset(
    (
        Kind.ACCESS_DIGEST,
        Kind.PROGRESS_PUBLISHED,
        Kind.CATALOGUE_PUBLISHED,
        Kind.LEDGER_RECORDED,
        Kind.ASSESSMENT_PUBLISHED,
        Kind.RULES_PUBLISHED,
    )
)
"""Entries about nobody: all that they say is open."""
TRANSFER_KINDS = frozenset(
    (
        Kind.TRANSFER_REQUESTED,
        Kind.TRANSFER_HELD,
        Kind.TRANSFER_DECIDED,
        Kind.TRANSFER_WITHDRAWN,
        Kind.TRANSFER_CLOSED,
        Kind.TRANSFER_REVERSED,
    )
)
"""Steps of transfers: see `federation.transfer`."""
ACHIEVEMENT_KINDS = frozenset((Kind.ACHIEVEMENT_ISSUED, Kind.ACHIEVEMENT_CORRECTED))


class Citation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An entry that another is about: where it is and what its leaf hashes to (32 bytes)."""

    origin: str
    index: int
    leaf_hash: bytes


class Header(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A parsed header. `kind` may be a number that no `Kind` has."""

    kind: int
    entry_id: bytes
    critical: bool = False
    key_epoch: int = 0
    achievement_id: bytes = b""
    cites: tuple[Citation, ...] = ()
    verdicts: tuple[int, ...] = ()
    private_digest: bytes = b""
    plain_body: bytes = b""
    suite: int = SUITE_DEFAULT
    format: int = HEADER_FORMAT


class PrivatePart(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A parsed private part: token 16, nonce 16, commitment 32 bytes, ciphertext."""

    subject_token: bytes
    nonce: bytes
    key_commitment: bytes
    ciphertext: bytes


class Entry(msgspec.Struct, frozen=True, gc=False):
    """The exact bytes of an entry; `private_part` is empty if absent."""

    header: bytes
    private_part: bytes = b""


def encode_header(header: Header) -> bytes:
    """The bytes of a new header.

    Raises:
        Malformed: a field that `parse_header` would refuse.
    """
    _check(header)
    message = entry_pb2.Header(
        format=header.format,
        suite=header.suite,
        kind=header.kind,  # type: ignore[arg-type]
        critical=header.critical,
        key_epoch=header.key_epoch,
        entry_id=header.entry_id,
        achievement_id=header.achievement_id,
        cites=[
            entry_pb2.Citation(origin=cite.origin, index=cite.index, leaf_hash=cite.leaf_hash) for cite in header.cites
        ],
        verdicts=header.verdicts,
        private_digest=header.private_digest,
        plain_body=header.plain_body,
    )
    return message.SerializeToString(deterministic=True)


def parse_header(data: bytes) -> Header:
    """The header that `data` says.

    Raises:
        TooLarge: more than 64 KiB.
        Malformed: not a header, or a field of a wrong length.
    """
    if len(data) > MAX_HEADER_BYTES:
        raise TooLarge(what="header", limit=MAX_HEADER_BYTES)
    try:
        message = entry_pb2.Header.FromString(data)
    except DecodeError as error:
        raise Malformed(what="header", why="encoding") from error
    header = Header(
        format=message.format,
        suite=message.suite,
        kind=int(message.kind),
        critical=message.critical,
        key_epoch=message.key_epoch,
        entry_id=message.entry_id,
        achievement_id=message.achievement_id,
        # Most entries cite nothing: spares them two generators each.
        cites=tuple(Citation(origin=c.origin, index=c.index, leaf_hash=c.leaf_hash) for c in message.cites)
        if message.cites
        else (),
        verdicts=tuple(message.verdicts) if message.verdicts else (),
        private_digest=message.private_digest,
        plain_body=message.plain_body,
    )
    _check(header)
    return header


def read_issued(data: bytes) -> tuple[bytes, bytes] | None:
    """The achievement id (16 bytes) and private digest (32) of a header as nearly all are.

    None says nothing about the header, only that `parse_header` has to be asked: a million of
    them pass through a node at a time, and this costs a fourth of it.
    """
    try:
        message = entry_pb2.Header.FromString(data)
    except DecodeError:
        return None
    achievement_id, digest = message.achievement_id, message.private_digest
    if (
        message.kind == entry_pb2.KIND_ACHIEVEMENT_ISSUED
        and message.format == HEADER_FORMAT
        and message.key_epoch
        and len(achievement_id) == ACHIEVEMENT_ID_BYTES
        and len(digest) == DIGEST_BYTES
        and len(message.entry_id) == ENTRY_ID_BYTES
        and len(data) <= MAX_HEADER_BYTES
        and not message.cites
        and not message.verdicts
    ):
        return achievement_id, digest
    return None


def encode_private_part(part: PrivatePart) -> bytes:
    """The bytes of a new private part."""
    message = entry_pb2.PrivatePart(
        subject_token=part.subject_token,
        nonce=part.nonce,
        key_commitment=part.key_commitment,
        ciphertext=part.ciphertext,
    )
    return message.SerializeToString(deterministic=True)


def parse_private_part(data: bytes) -> PrivatePart:
    """The private part that `data` says.

    Raises:
        TooLarge: more than 64 KiB.
        Malformed: not a private part, or a field of a wrong length.
    """
    message = _private_part(data)
    return PrivatePart(
        subject_token=message.subject_token,
        nonce=message.nonce,
        key_commitment=message.key_commitment,
        ciphertext=message.ciphertext,
    )


def read_subject_token(data: bytes) -> bytes:
    """The 16-byte subject token of a private part; raises as `parse_private_part`."""
    return _private_part(data).subject_token


def verify_private_part(header: Header, private_part: bytes, *, origin: str, index: int) -> None:
    """Holds a private part that is there against the digest in its leaf.

    Raises:
        PrivatePartAltered: it is another one, or one where none belongs.
    """
    if hashlib.sha256(private_part).digest() != header.private_digest:
        raise PrivatePartAltered(origin=origin, index=index)


def _private_part(data: bytes) -> entry_pb2.PrivatePart:
    if len(data) > MAX_PRIVATE_PART_BYTES:
        raise TooLarge(what="private part", limit=MAX_PRIVATE_PART_BYTES)
    try:
        message = entry_pb2.PrivatePart.FromString(data)
    except DecodeError as error:
        raise Malformed(what="private part", why="encoding") from error
    if (
        len(message.subject_token) != TOKEN_BYTES
        or len(message.nonce) != NONCE_BYTES
        or len(message.key_commitment) != COMMITMENT_BYTES
    ):
        raise Malformed(what="private part", why="length")
    return message


def _check(header: Header) -> None:
    if (
        header.format == HEADER_FORMAT
        and len(header.entry_id) == ENTRY_ID_BYTES
        and len(header.achievement_id) == ACHIEVEMENT_ID_BYTES
        and len(header.private_digest) == DIGEST_BYTES
        and not header.cites
        and not header.verdicts
    ):
        # The shape of nearly all entries; what follows tells what is wrong with others.
        return
    if header.format != HEADER_FORMAT:
        raise Malformed(what="header", why="format")
    # Numbers of kinds are positive in the schema; a negative one would have no place in a seal's associated data.
    if not 0 <= header.kind <= MAX_KIND:
        raise Malformed(what="header", why="kind")
    if len(header.entry_id) != ENTRY_ID_BYTES:
        raise Malformed(what="header", why="entry_id")
    if len(header.achievement_id) not in (0, ACHIEVEMENT_ID_BYTES):
        raise Malformed(what="header", why="achievement_id")
    if len(header.private_digest) not in (0, DIGEST_BYTES):
        raise Malformed(what="header", why="private_digest")
    if len(header.cites) > MAX_CITATIONS or len(header.verdicts) > MAX_CITATIONS:
        raise Malformed(what="header", why="cites")
    for cite in header.cites:
        if len(cite.leaf_hash) != DIGEST_BYTES or not 0 < len(cite.origin.encode()) <= MAX_ORIGIN_BYTES:
            raise Malformed(what="header", why="cites")
