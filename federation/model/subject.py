"""Subject tokens: how a person's records are found without saying who it is.

token = HMAC-SHA256(token subkey, lp(type code in decimal) ‖ lp(canonical number)),
the first 16 bytes; lp is a 2-byte big-endian length before the bytes.

Source: DESIGN section 3; RFC 2104.
"""

import hashlib
import hmac

from federation.model.document import Document, DocumentType
from federation.model.federation_key import EpochKeys
from federation.model.octets import length_prefixed

TOKEN_BYTES = 16
SALT_BYTES = 16
_TYPE_OCTETS = {one: length_prefixed(str(int(one)).encode()) for one in DocumentType}


def document_octets(document: Document) -> bytes:
    """The one encoding of a canonical document that keys and tokens are made from."""
    number = document.number.encode()
    return _TYPE_OCTETS[document.type] + len(number).to_bytes(2, "big") + number


def subject_token(keys: EpochKeys, document: Document) -> bytes:
    """The 16-byte token of `document` under one epoch."""
    return hmac.digest(keys.token, document_octets(document), "sha256")[:TOKEN_BYTES]


def document_hash(salt: bytes, document: Document) -> bytes:
    """SHA-256 over the salt (16 bytes) and the document: 32 bytes."""
    return hashlib.sha256(salt + document_octets(document)).digest()


def is_document_of(document: Document, *, salt: bytes, expected_hash: bytes) -> bool:
    """Whether a disclosed record belongs to whoever shows `document`."""
    return hmac.compare_digest(document_hash(salt, document), expected_hash)
