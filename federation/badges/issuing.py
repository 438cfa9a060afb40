"""A credential as a token: the claims, signed with the branch's credential key.

Source: Open Badges 3.0 (JSON Web Token Proof Format); RFC 8037 section 3.1; RFC 7515 section 4.1.4 (kid).
"""

from federation.badges.compact_jws import EDDSA, TYPE, JsonObject, signing_input_of, with_signature
from federation.badges.credential import Statement, claims_of
from federation.badges.did_key import key_id
from federation.keys import SigningKey


def issue_credential(statement: Statement, key: SigningKey) -> str:
    """The token.

    Args:
        statement: what it is computed from; its issuer's DID is the key's.
        key: an Ed25519 key.
    """
    signing_input = signing_input_of(header_of(key.public_key), claims_of(statement))
    return with_signature(signing_input, key.sign(signing_input))


def header_of(public_key: bytes) -> JsonObject:
    """The JOSE header of a credential by that key (32 bytes)."""
    return {"alg": EDDSA, "kid": key_id(public_key), "typ": TYPE}
