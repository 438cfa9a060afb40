"""Whom a credential is about, without saying it: a salted hash of the document's number, as Open Badges has it.

Whoever holds the document shows it and is compared. The hash keeps the number out of sight, out of
indexes and out of search; it can't keep it from somebody who has the file and tries all numbers that
can be: a resident's number has few unknown digits. The embedded record is tied to the same document.

Source: Open Badges 3.0 (IdentityObject, IdentityHash: SHA-256 over identifier and salt in UTF-8).
"""

import hashlib
import hmac
from dataclasses import dataclass

from federation.model.document import Document, DocumentType

SALT_BYTES = 16
HASH_MARK = "sha256$"
# 居民身份证 and 居住证 numbers are citizen numbers of GB 11643; other documents have no such type.
NATIONAL = frozenset((DocumentType.RESIDENT_ID, DocumentType.RESIDENCE_PERMIT))
NATIONAL_TYPE = "nationalIdentityNumber"
OTHER_TYPE = "identifier"


@dataclass(frozen=True, slots=True, kw_only=True)
class HashedIdentity:
    """One person's document, hashed.

    Attributes:
        kind: ``nationalIdentityNumber`` or ``identifier``.
        salt: 32 lower-case hex digits.
        identity_hash: ``sha256$`` and 64 hex digits.
    """

    kind: str
    salt: str
    identity_hash: str


def hashed_identity(document: Document, salt: bytes) -> HashedIdentity:
    """The identity of whoever holds the document, under a salt of 16 bytes."""
    kind = NATIONAL_TYPE if document.type in NATIONAL else OTHER_TYPE
    return HashedIdentity(kind=kind, salt=salt.hex(), identity_hash=_hash(document, salt.hex()))


def is_identity_of(document: Document, identity: HashedIdentity) -> bool:
    """Whether it is about whoever shows `document`."""
    return hmac.compare_digest(_hash(document, identity.salt).encode(), identity.identity_hash.encode())


def _hash(document: Document, salt: str) -> str:
    return HASH_MARK + hashlib.sha256((document.number + salt).encode()).hexdigest()
