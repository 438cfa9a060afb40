"""The node's own secret and what is derived from it: identities, blind indexes, encryption at rest.

It never leaves the branch. Losing it loses the accounts at rest (not the log), so it
belongs in every backup, apart from the database.

Source: RFC 5869; NIST SP 800-38D (AES-256-GCM, random 96-bit nonces); DESIGN section 3.
"""

import hmac
import os

from federation.errors import IntegrityBroken, SealBroken
from federation.model.octets import length_prefixed
from federation.suite import SUITE_DEFAULT, suite_of

NONCE_BYTES = 12
INDEX_BYTES = 16


class NodeKey:
    """Derived keys of one node; shows none of them."""

    def __init__(self, secret: bytes) -> None:
        """Derives from a 32-byte secret."""
        self._suite = suite_of(SUITE_DEFAULT)
        root = self._suite.hkdf_extract(b"deltabank/v1/node-key", secret)
        self.identity = self._suite.hkdf_expand(root, b"achievement identity", 32)
        self.credential_seed = self._suite.hkdf_expand(root, b"credential key", 32)
        self._blind = self._suite.hkdf_expand(root, b"blind index", 32)
        self._at_rest = self._suite.hkdf_expand(root, b"encryption at rest", 32)

    def __repr__(self) -> str:
        """Shows nothing."""
        return "NodeKey(…)"

    def blind_index(self, purpose: str, *values: str) -> bytes:
        """16 bytes by which equal values are found without being readable."""
        return self.blind_octets(length_prefixed(purpose.encode(), *(value.encode() for value in values)))

    def blind_octets(self, octets: bytes) -> bytes:
        """What `blind_index` returns for a purpose and values that are length-prefixed already."""
        return hmac.digest(self._blind, octets, "sha256")[:INDEX_BYTES]

    def encrypt(self, place: str, plaintext: bytes) -> bytes:
        """Nonce (12 bytes) and ciphertext, bound to `place`: the table and row key."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._suite.aead_seal(self._at_rest, nonce, plaintext, place.encode())

    def decrypt(self, place: str, sealed: bytes) -> bytes:
        """What `encrypt` was given for the same place.

        Raises:
            IntegrityBroken: another key, another place, or altered bytes.
        """
        try:
            return self._suite.aead_open(self._at_rest, sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
        except SealBroken as error:
            raise IntegrityBroken(what=place.partition("/")[0]) from error
