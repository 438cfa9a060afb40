"""What a peer answers, as frozen values: no caller sees a protobuf message.

The values are checked for shape and bounds only. What they claim is still to be
verified, against checkpoints and the roster.

Source: proto/federation/v1/peer.proto.
"""

from dataclasses import dataclass

from federation.model.entry import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerHello:
    """The answer to a handshake.

    Attributes:
        branch: the peer's code: the one dialled.
        roster_version: of the peer's current roster.
        roster_fingerprint: that roster's, 64 lower-case hex digits.
    """

    branch: str
    roster_version: int
    roster_fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryBatch:
    """Consecutive entries of one log.

    Attributes:
        start: leaf index of the first entry.
        entries: at least one.
        consistency_proof: from the size after this batch to the target size, 32-byte hashes.
    """

    start: int
    entries: tuple[Entry, ...]
    consistency_proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsistencyAnswer:
    """A claimed prefix relation.

    Attributes:
        first_root: the peer's root at the smaller size, 32 bytes.
        proof: 32-byte hashes.
    """

    first_root: bytes
    proof: tuple[bytes, ...]
