"""Sealing: what a replica stores, verifies and can't read.

From one HKDF-Extract over (nonce as salt; seal subkey ‖ document as input) comes
the *record key*; from it, by distinct labels, the AEAD key (32 bytes), the IV (12)
and the key commitment (32), which is compared before anything is decrypted, so
that no ciphertext opens under two keys. Whoever is handed a record key reads that
record and no other.

The associated data binds the ciphertext to its entry:
suite (1 byte) ‖ lp(origin) ‖ kind (4) ‖ epoch (4) ‖ entry id (16), integers big-endian.

Source: RFC 5869, NIST SP 800-38D, DESIGN section 3.
"""

import hmac

import msgspec

from federation.errors import NotThisDocument
from federation.model.document import Document
from federation.model.entry import Header, PrivatePart
from federation.model.federation_key import EpochKeys
from federation.model.octets import length_prefixed
from federation.model.subject import document_octets, subject_token
from federation.suite import Suite, suite_of

RECORD_KEY_BYTES = 32


class SealContext(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a ciphertext is bound to: the entry that carries it."""

    suite: int
    origin: str
    kind: int
    epoch: int
    entry_id: bytes

    def associated_data(self) -> bytes:
        """The AEAD's associated data."""
        fixed = self.kind.to_bytes(4, "big") + self.epoch.to_bytes(4, "big") + self.entry_id
        return bytes((self.suite,)) + length_prefixed(self.origin.encode()) + fixed


def context_of(header: Header, origin: str) -> SealContext:
    """The context of an entry that exists."""
    return SealContext(
        suite=header.suite, origin=origin, kind=header.kind, epoch=header.key_epoch, entry_id=header.entry_id
    )


def seal(keys: EpochKeys, document: Document, *, nonce: bytes, context: SealContext, plaintext: bytes) -> PrivatePart:
    """A private part that only `document` (with the epoch's seal subkey) opens.

    Args:
        keys: the epoch's subkeys; `context.epoch` must be theirs.
        document: the person's canonical document.
        nonce: 16 random bytes, never used before.
        context: the entry that will carry the part.
        plaintext: the body's bytes.
    """
    record_key = derive_record_key(keys, document, nonce=nonce, suite=suite_of(context.suite))
    token = subject_token(keys, document)
    return seal_with_record_key(record_key, token=token, nonce=nonce, context=context, plaintext=plaintext)


def seal_with_record_key(
    record_key: bytes, *, token: bytes, nonce: bytes, context: SealContext, plaintext: bytes
) -> PrivatePart:
    """A private part that opens with `record_key` (32 bytes) and is found by `token` (16 bytes)."""
    suite = suite_of(context.suite)
    key, iv, commitment = _expand(suite, record_key)
    return PrivatePart(
        subject_token=token,
        nonce=nonce,
        key_commitment=commitment,
        ciphertext=suite.aead_seal(key, iv, plaintext, context.associated_data()),
    )


def derive_record_key(keys: EpochKeys, document: Document, *, nonce: bytes, suite: Suite) -> bytes:
    """The 32-byte key of one record: what a person discloses to have it read."""
    return suite.hkdf_extract(nonce, keys.seal + document_octets(document))


def open_with_record_key(part: PrivatePart, record_key: bytes, context: SealContext) -> bytes:
    """The body's bytes.

    Raises:
        NotThisDocument: the key isn't this record's (the commitment differs).
        SealBroken: the ciphertext or its binding to the entry was altered.
        UnknownSuite: sealed by a suite that this version doesn't have.
    """
    suite = suite_of(context.suite)
    if len(record_key) != RECORD_KEY_BYTES:
        # HMAC pads its key with zeros: a longer key that ends in them would be the same key.
        raise NotThisDocument
    key, iv, commitment = _expand(suite, record_key)
    if not hmac.compare_digest(commitment, part.key_commitment):
        raise NotThisDocument
    return suite.aead_open(key, iv, part.ciphertext, context.associated_data())


def open_with_document(keys: EpochKeys, part: PrivatePart, document: Document, context: SealContext) -> bytes:
    """The body's bytes, for the person who presents `document`; raises as `open_with_record_key`."""
    suite = suite_of(context.suite)
    return open_with_record_key(part, derive_record_key(keys, document, nonce=part.nonce, suite=suite), context)


def _expand(suite: Suite, record_key: bytes) -> tuple[bytes, bytes, bytes]:
    return (
        suite.hkdf_expand(record_key, b"deltabank/v1/aead-key", 32),
        suite.hkdf_expand(record_key, b"deltabank/v1/aead-iv", 12),
        suite.hkdf_expand(record_key, b"deltabank/v1/key-commitment", 32),
    )
