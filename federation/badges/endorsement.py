"""Whose key it is: the branch endorses the issuer's name, by the document certificate that the roster leads to.

An EndorsementCredential about the issuer's profile, in the slot that Open Badges has for it
(``issuer.endorsementJwt``): ES256, the certificate in ``x5c``. It is made anew with each credential and
says the same time, so that one certificate's year bounds what it can vouch for.

The chain is: roster → the branch's authority → document certificate → endorsement → credential key.

Source: Open Badges 3.0 (EndorsementCredential, Profile.endorsementJwt); RFC 7515 section 4.1.6 (x5c);
RFC 7518 section 3.4 (ES256); DESIGN section 4.
"""

import base64
import binascii
import uuid
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from federation.badges.compact_jws import (
    ES256,
    TYPE,
    JsonObject,
    parse_compact_jws,
    signing_input_of,
    with_signature,
)
from federation.errors import CredentialNotGenuine, KeyUnavailable
from federation.trust.certificates import IssuedCertificate, parse_certificate
from federation.trust.document_certificate import verify_document_certificate
from federation.trust.names import documents_uri
from federation.trust.roster import Branch, Roster
from federation.trust.strict_json import format_instant

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
HALF_BYTES = 32
# Source: SEC 2 section 2.4.2 (secp256r1): the order n.
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
COMMENT = "本行以此密钥签发学习成果凭证。 / This branch signs credentials with this key."


def endorse_issuer(did: str, certificate: IssuedCertificate, branch: Branch, federation_id: str, at: datetime) -> str:
    """The branch's statement that credentials issued at that time under this DID are its own.

    Args:
        did: the issuer's name.
        certificate: the branch's document certificate with its key.
        branch: as the roster has it.
        federation_id: 16 hex digits.
        at: aware, UTC, to the second.

    Raises:
        KeyUnavailable: the key isn't a P-256 one.
    """
    key = load_pem_private_key(certificate.private_key_pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeyUnavailable(uri="documents", reason="malformed")
    leaf = parse_certificate(certificate.certificate_pem)
    signing_input = signing_input_of(_header(leaf), _claims(did, documents_uri(federation_id, branch.code), at))
    r, s = decode_dss_signature(key.sign(signing_input, ec.ECDSA(hashes.SHA256())))
    # Of the two that hold for one message always the smaller.
    halves = (r, min(s, P256_ORDER - s))
    return with_signature(signing_input, b"".join(half.to_bytes(HALF_BYTES, "big") for half in halves))


def verify_endorsement(token: str, did: str, roster: Roster, at: datetime) -> Branch:
    """The branch whose key the DID is.

    Args:
        token: the endorsement.
        did: the issuer's name.
        roster: a verified one, preferably the newest.
        at: when the credential says that it was issued.

    Raises:
        CredentialNotGenuine: reason ``endorsement``: it isn't about this DID and this time, or its
            signature doesn't hold.
        PeerRefused: the certificate isn't a branch's for documents, see `verify_document_certificate`.
        Malformed: it can't be read.
    """
    jws = parse_compact_jws(token.encode("utf-8", "replace"))
    leaf = _leaf_of(jws.header)
    branch = verify_document_certificate(leaf.public_bytes(Encoding.DER), roster, at)
    if jws.header != _header(leaf) or jws.payload != _claims(did, documents_uri(roster.federation_id, branch.code), at):
        raise CredentialNotGenuine(reason="endorsement")
    r, s = (int.from_bytes(half, "big") for half in (jws.signature[:HALF_BYTES], jws.signature[HALF_BYTES:]))
    key = leaf.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or s > P256_ORDER // 2:
        raise CredentialNotGenuine(reason="endorsement")
    try:
        key.verify(encode_dss_signature(r, s), jws.signing_input, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise CredentialNotGenuine(reason="endorsement") from None
    return branch


def _header(leaf: x509.Certificate) -> JsonObject:
    key = leaf.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise CredentialNotGenuine(reason="endorsement")
    numbers = key.public_numbers()
    # Open Badges wants the key itself in a header; that it is the branch's only the certificate says.
    return {
        "alg": ES256,
        "jwk": {"crv": "P-256", "kty": "EC", "x": _coordinate(numbers.x), "y": _coordinate(numbers.y)},
        "typ": TYPE,
        "x5c": [base64.b64encode(leaf.public_bytes(Encoding.DER)).decode("ascii")],
    }


def _coordinate(value: int) -> str:
    return base64.urlsafe_b64encode(value.to_bytes(HALF_BYTES, "big")).rstrip(b"=").decode("ascii")


def _leaf_of(header: JsonObject) -> x509.Certificate:
    try:
        (only,) = header["x5c"]
        return parse_certificate(base64.b64decode(only, validate=True))
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise CredentialNotGenuine(reason="endorsement") from None


def _claims(did: str, branch_uri: str, at: datetime) -> JsonObject:
    instant = format_instant(at)
    identity = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{branch_uri} {did} {instant}')}"
    return {
        "@context": list(CONTEXTS),
        "id": identity,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "issuer key",
        "issuer": {"id": branch_uri, "type": ["Profile"]},
        "validFrom": instant,
        "credentialSubject": {"id": did, "type": ["EndorsementSubject"], "endorsementComment": COMMENT},
        "iss": branch_uri,
        "jti": identity,
        "nbf": int(at.timestamp()),
        "sub": did,
    }
