"""The process that seals a large import's achievements, beside the one that resolves and files them.

Run by the parent as ``python -m node.services.filing.sealing_child``. The keys come on standard input,
first of all, so that they stand in no process list and no environment; then come batches, and for
each one its entries go out. It opens no file and no connection, and ends with its input.

Frames are a 4-byte length and MessagePack, decoded by types.
"""

import os
import struct
import sys
from collections.abc import Sequence
from typing import BinaryIO

import msgspec

from federation.clock import SystemClock
from federation.model.federation_key import EpochKeys, FederationKeys
from node.services.issuing import AchievementFacts, Issuer, SealedEntry, SealingKeys
from node.services.looking.subject_keys import SubjectKeys
from node.settling import settle_process

LENGTH = struct.Struct(">I")


class EpochSecret(msgspec.Struct, frozen=True):
    """One epoch's subkeys, 32 bytes each."""

    epoch: int
    token: bytes
    seal: bytes
    report: bytes


class Keys(msgspec.Struct, frozen=True):
    """What the child seals with: the first frame."""

    origin: str
    identity: bytes
    epochs: list[EpochSecret]

    def __repr__(self) -> str:
        """Shows no key."""
        return "Keys(…)"


_keys = msgspec.msgpack.Decoder(Keys)
_facts = msgspec.msgpack.Decoder(list[AchievementFacts])
_sealed = msgspec.msgpack.Decoder(list[SealedEntry])


def main() -> None:
    """Serves until its input ends."""
    settle_process()
    # What a library prints goes nowhere: standard output is for frames.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    request = _read(sys.stdin.buffer)
    if request is None:
        return
    issuer = issuer_of(decode_keys(request))
    while (batch := _read(sys.stdin.buffer)) is not None:
        out.write(encode_frame([issuer.seal_achievement(facts) for facts in _facts.decode(batch)]))
        out.flush()


def issuer_of(keys: SealingKeys) -> Issuer:
    """The issuer that has these keys. It looks nobody up."""
    subject_keys = SubjectKeys(lambda: keys.federation, clock=SystemClock(), lookups_per_minute=0)
    return Issuer(origin=keys.origin, node_key=keys, subject_keys=subject_keys)


def encode_frame(value: Keys | Sequence[AchievementFacts] | Sequence[SealedEntry]) -> bytes:
    """A frame's bytes."""
    body = msgspec.msgpack.encode(value)
    return LENGTH.pack(len(body)) + body


def frame_of_keys(keys: SealingKeys) -> Keys:
    """The first frame."""
    epochs = [EpochSecret(one.epoch, one.token, one.seal, one.report) for one in keys.federation.live()]
    return Keys(keys.origin, keys.identity, epochs)


def decode_keys(body: bytes) -> SealingKeys:
    """The keys of the first frame's bytes."""
    keys = _keys.decode(body)
    epochs = [EpochKeys(epoch=one.epoch, token=one.token, seal=one.seal, report=one.report) for one in keys.epochs]
    return SealingKeys(origin=keys.origin, identity=keys.identity, federation=FederationKeys.of(epochs))


def decode_sealed(body: bytes) -> list[SealedEntry]:
    """The entries of an answer's bytes."""
    return _sealed.decode(body)


def _read(stream: BinaryIO) -> bytes | None:
    prefix = stream.read(LENGTH.size)
    if len(prefix) != LENGTH.size:
        return None
    return stream.read(LENGTH.unpack(prefix)[0])


if __name__ == "__main__":
    main()
