"""What a report's number opens: where its entry is found and the key that it is sealed with.

Both come from the number under the epoch's report subkey, by HKDF:

    id         = Expand(Extract("deltabank/v1/report-id", subkey ‖ number), "id", 16)
    record key = Extract(nonce, subkey ‖ number)

So a copy of a log tells nothing about its reports without the number, and the number opens
nothing else. The id stands where other entries have a subject token.

Source: RFC 5869, DESIGN section 3 (Reports).
"""

from federation.model.entry import PrivatePart
from federation.model.federation_key import EpochKeys
from federation.model.sealing import SealContext, open_with_record_key, seal_with_record_key
from federation.suite import Suite, suite_of

REPORT_ID_BYTES = 16
ID_SALT = b"deltabank/v1/report-id"


def report_id(keys: EpochKeys, number: str, *, suite: Suite) -> bytes:
    """The 16 bytes by which a report of that epoch is found; `number` is canonical."""
    return suite.hkdf_expand(suite.hkdf_extract(ID_SALT, _input(keys, number)), b"id", REPORT_ID_BYTES)


def report_record_key(keys: EpochKeys, number: str, *, nonce: bytes, suite: Suite) -> bytes:
    """The 32-byte key of the report's entry; whoever is handed it reads that entry and no other."""
    return suite.hkdf_extract(nonce, _input(keys, number))


def seal_report(keys: EpochKeys, number: str, *, nonce: bytes, context: SealContext, plaintext: bytes) -> PrivatePart:
    """A private part that only the number opens, with the epoch's report subkey.

    Args:
        keys: the epoch's subkeys; `context.epoch` must be theirs.
        number: canonical.
        nonce: 16 random bytes, never used before.
        context: the entry that will carry the part.
        plaintext: the body's bytes.
    """
    suite = suite_of(context.suite)
    return seal_with_record_key(
        report_record_key(keys, number, nonce=nonce, suite=suite),
        token=report_id(keys, number, suite=suite),
        nonce=nonce,
        context=context,
        plaintext=plaintext,
    )


def open_report(keys: EpochKeys, part: PrivatePart, number: str, context: SealContext) -> bytes:
    """The body's bytes.

    Raises:
        NotThisDocument: the number isn't this report's.
        SealBroken: the ciphertext or its binding to the entry was altered.
        UnknownSuite: sealed by a suite that this version doesn't have.
    """
    key = report_record_key(keys, number, nonce=part.nonce, suite=suite_of(context.suite))
    return open_with_record_key(part, key, context)


def _input(keys: EpochKeys, number: str) -> bytes:
    # The subkey has one length, so that the two can't run into each other.
    return keys.report + number.encode("ascii")
