"""The process that seals a large import's achievements, beside the one that resolves and files them.

Run by the parent as ``python -m node.services.sealing_child``. The keys come on standard input,
first of all, so that they stand in no process list and no environment; then come batches, and for
each one its entries go out. It opens no file and no connection, and ends with its input.

Frames are a 4-byte length and `marshal`led tuples: both ends are this program, on this machine.
"""

import marshal
import os
import struct
import sys
from datetime import date
from typing import Any, BinaryIO

from federation.clock import SystemClock
from federation.model.document import Document, DocumentType
from federation.model.entry import Entry
from federation.model.federation_key import EpochKeys, FederationKeys
from node.services.issuing import AchievementFacts, Issuer, SealedEntry, SealingKeys
from node.services.subject_keys import SubjectKeys
from node.settling import settle_process

LENGTH = struct.Struct(">I")


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
        sealed = [encode_sealed(issuer.seal_achievement(decode_facts(facts))) for facts in batch]
        out.write(encode_frame(sealed))
        out.flush()


def issuer_of(keys: SealingKeys) -> Issuer:
    """The issuer that has these keys. It looks nobody up."""
    subject_keys = SubjectKeys(lambda: keys.federation, clock=SystemClock(), lookups_per_minute=0)
    return Issuer(origin=keys.origin, node_key=keys, subject_keys=subject_keys)


def encode_frame(value: Any) -> bytes:
    """A frame's bytes."""
    body = marshal.dumps(value)
    return LENGTH.pack(len(body)) + body


def encode_keys(keys: SealingKeys) -> tuple[Any, ...]:
    """For a frame."""
    epochs = [(one.epoch, one.token, one.seal, one.report) for one in keys.federation.live()]
    return keys.origin, keys.identity, epochs


def decode_keys(frame: Any) -> SealingKeys:
    """The inverse of `encode_keys`."""
    origin, identity, epochs = frame
    keys = [EpochKeys(epoch=epoch, token=token, seal=seal, report=report) for epoch, token, seal, report in epochs]
    return SealingKeys(origin=origin, identity=identity, federation=FederationKeys.of(keys))


def encode_facts(facts: AchievementFacts) -> tuple[Any, ...]:
    """For a frame."""
    return (
        int(facts.document.type),
        facts.document.number,
        facts.name,
        facts.institution_name,
        facts.title,
        facts.achieved_on.toordinal(),
        facts.training_hours,
        facts.credit_hours,
        facts.credits,
        facts.category,
        facts.remarks,
    )


def decode_facts(frame: Any) -> AchievementFacts:
    """The inverse of `encode_facts`."""
    kind, number, name, institution, title, day, training_hours, credit_hours, credit, category, remarks = frame
    return AchievementFacts(
        document=Document(DocumentType(kind), number),
        name=name,
        institution_name=institution,
        title=title,
        achieved_on=date.fromordinal(day),
        training_hours=training_hours,
        credit_hours=credit_hours,
        credits=credit,
        category=category,
        remarks=remarks,
    )


def encode_sealed(sealed: SealedEntry) -> tuple[Any, ...]:
    """For a frame."""
    return sealed.entry.header, sealed.entry.private_part, sealed.tokens, sealed.achievement_id


def decode_sealed(frame: Any) -> SealedEntry:
    """The inverse of `encode_sealed`."""
    header, private_part, tokens, achievement_id = frame
    return SealedEntry(entry=Entry(header, private_part), tokens=tokens, achievement_id=achievement_id)


def _read(stream: BinaryIO) -> Any | None:
    prefix = stream.read(LENGTH.size)
    if len(prefix) != LENGTH.size:
        return None
    return marshal.loads(stream.read(LENGTH.unpack(prefix)[0]))  # noqa: S302 - written by this program's parent


if __name__ == "__main__":
    main()
