"""A signed record as one file: the entry's exact bytes, its inclusion proof, the checkpoint over it.

A record has one encoding: whatever doesn't encode back to the very bytes read is refused,
so a file can't carry anything that was not looked at. What it proves is `verification`'s to say.

Source: proto/federation/v1/record.proto; DESIGN section 2 ("A signed record").
"""

from dataclasses import dataclass

from google.protobuf.message import DecodeError

from federation.errors import Malformed, TooLarge
from federation.model.entry import MAX_HEADER_BYTES, MAX_ORIGIN_BYTES, MAX_PRIVATE_PART_BYTES
from federation.model.sealing import RECORD_KEY_BYTES
from federation.tlog.hashing import HASH_BYTES
from federation.tlog.note import MAX_NOTE_BYTES
from federation.tlog.proofs import MAX_PROOF_HASHES
from federation.tlog.tiles import MAX_TREE_SIZE
from federation.v1 import record_pb2

RECORD_FORMAT = 1
MAX_RECORD_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRecord:
    """What a record file holds, none of it verified.

    Attributes:
        origin: the log that the entry stands in.
        index: its leaf index.
        header: the exact header bytes, which are the leaf.
        private_part: the exact private part; empty if it was erased or not handed over.
        inclusion_proof: 32-byte hashes, from the leaf upwards.
        checkpoint: a signed note: the checkpoint, the origin's signature, cosignatures.
        record_key: 32 bytes that open this record and no other; empty if it isn't disclosed.
        roster_fingerprint: SHA-256 of the roster that was current when the record was made.
    """

    origin: str
    index: int
    header: bytes
    inclusion_proof: tuple[bytes, ...]
    checkpoint: bytes
    roster_fingerprint: bytes
    private_part: bytes = b""
    record_key: bytes = b""

    def __repr__(self) -> str:
        """Shows the place alone, so that no trace or log shows a record key."""
        return f"SignedRecord({self.origin}, {self.index}, …)"


def encode_signed_record(record: SignedRecord) -> bytes:
    """The file's bytes; `parse_signed_record` is the inverse.

    Raises:
        Malformed: a field that no record can hold.
        TooLarge: more than 256 KiB.
    """
    _check(record)
    data = _message(record).SerializeToString(deterministic=True)
    if len(data) > MAX_RECORD_BYTES:
        raise TooLarge(what="record", limit=MAX_RECORD_BYTES)
    return data


def parse_signed_record(data: bytes) -> SignedRecord:
    """The record that a file's bytes say.

    Raises:
        TooLarge: more than 256 KiB.
        Malformed: not a record in its one encoding, or a field of a wrong length.
    """
    if len(data) > MAX_RECORD_BYTES:
        raise TooLarge(what="record", limit=MAX_RECORD_BYTES)
    try:
        message = record_pb2.SignedRecord.FromString(data)
    except DecodeError as error:
        raise Malformed(what="record", why="encoding") from error
    if message.format != RECORD_FORMAT:
        raise Malformed(what="record", why="format")
    record = SignedRecord(
        origin=message.origin,
        index=message.index,
        header=message.header,
        private_part=message.private_part,
        inclusion_proof=tuple(message.inclusion_proof),
        checkpoint=message.checkpoint,
        record_key=message.record_key,
        roster_fingerprint=message.roster_fingerprint,
    )
    _check(record)
    if _message(record).SerializeToString(deterministic=True) != data:
        raise Malformed(what="record", why="not in its one encoding")
    return record


def _message(record: SignedRecord) -> record_pb2.SignedRecord:
    return record_pb2.SignedRecord(
        format=RECORD_FORMAT,
        origin=record.origin,
        index=record.index,
        header=record.header,
        private_part=record.private_part,
        inclusion_proof=record.inclusion_proof,
        checkpoint=record.checkpoint,
        record_key=record.record_key,
        roster_fingerprint=record.roster_fingerprint,
    )


def _check(record: SignedRecord) -> None:
    if not 0 < len(record.origin.encode()) <= MAX_ORIGIN_BYTES:
        raise Malformed(what="record", why="origin")
    if not 0 <= record.index < MAX_TREE_SIZE:
        raise Malformed(what="record", why="index")
    if not 0 < len(record.header) <= MAX_HEADER_BYTES:
        raise Malformed(what="record", why="header")
    if len(record.private_part) > MAX_PRIVATE_PART_BYTES:
        raise Malformed(what="record", why="private part")
    if len(record.inclusion_proof) > MAX_PROOF_HASHES or any(
        len(part) != HASH_BYTES for part in record.inclusion_proof
    ):
        raise Malformed(what="record", why="inclusion proof")
    if not 0 < len(record.checkpoint) <= MAX_NOTE_BYTES:
        raise Malformed(what="record", why="checkpoint")
    if len(record.record_key) not in (0, RECORD_KEY_BYTES):
        raise Malformed(what="record", why="record key")
    if len(record.roster_fingerprint) != HASH_BYTES:
        raise Malformed(what="record", why="roster fingerprint")
