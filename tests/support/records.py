"""Signed records made as a branch makes them, for tests."""

from dataclasses import replace
from datetime import timedelta

from federation.model.document import Document
from federation.model.entry import parse_private_part
from federation.model.sealing import derive_record_key
from federation.record.signed_record import SignedRecord
from federation.suite import SUITE_DEFAULT, suite_of
from tests.support.branches import START, Branches
from tests.support.memory_source import DOCUMENT, MemoryLog, achievement_entry

INDEX = 20
AS_OF = START
WITNESSED_AT = START + timedelta(minutes=5)


def log_with_achievements(branches: Branches, code: str = "32") -> MemoryLog:
    """A log of 41 entries, in which leaf 20 is an achievement of `DOCUMENT`'s holder."""
    log = MemoryLog(branches, code)
    log.grow(INDEX)
    log.append([achievement_entry(branches, code, "茶艺")])
    log.grow(20)
    return log


def make_record(log: MemoryLog, document: Document = DOCUMENT, index: int = INDEX) -> SignedRecord:
    """The record of one entry, disclosed, witnessed by branches 33 and 34."""
    entry = log.items[index]
    keys = log.branches.keys.current
    nonce = parse_private_part(entry.private_part).nonce
    return replace(
        open_record(log, index),
        private_part=entry.private_part,
        record_key=derive_record_key(keys, document, nonce=nonce, suite=suite_of(SUITE_DEFAULT)),
    )


def open_record(log: MemoryLog, index: int) -> SignedRecord:
    """The record of one entry's open part, witnessed by branches 33 and 34."""
    note = log.branches.cosigned(log.note, "33", WITNESSED_AT)
    return SignedRecord(
        origin=log.origin,
        index=index,
        header=log.items[index].header,
        inclusion_proof=tuple(log.inclusion(index)),
        checkpoint=log.branches.cosigned(note, "34", WITNESSED_AT),
        roster_fingerprint=bytes.fromhex(log.branches.roster.fingerprint),
    )
