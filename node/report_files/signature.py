"""The one signature of a signed PDF, checked on the raw bytes before anything else of the file is read.

All that a reader of PDFs could be made to believe (updates appended after the signature, objects
shadowed by others, a range that leaves something out) is excluded at once: the file is exactly two
signed stretches and between them the signature, and that has one form. Its container is built anew
from the few values that may differ and must come out the same, byte for byte: nothing beside the
signed bytes can be altered, moved or added.

Source: ISO 32000-2 clause 12.8.1 (ByteRange), RFC 5652 (CMS), RFC 5035 (signing certificate),
ETSI EN 319 142-1; Mladenov et al., "1 Trillion Dollar Refund" (universal forgery, incremental
saving, wrapping) and Mainka et al., "Shadow Attacks".
"""

import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from federation.errors import ReportNotGenuine, TooLarge
from federation.trust.certificates import parse_certificate

FIELD = "Signature"
"""What the field with the signature is called."""
# Source: SEC 2 section 2.4.2: the order of P-256's base point.
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
MAX_FILE_BYTES = 16 * 1024 * 1024
HEADER = b"%PDF-"
BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*0 ([0-9]{1,9}) ([0-9]{1,9}) ([0-9]{1,9})\s*\]")
BYTE_RANGE_NAME = b"/ByteRange"
CONTENTS = re.compile(rb"<(30(?:[0-9A-F]{2})+)>")
# All that reading a hostile container was seen or is documented to raise.
UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)
CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_CERTIFICATE = "content_type", "message_digest", "signing_certificate_v2"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSignature:
    """What a file's signature consists of; `certificate` isn't believed yet, the signature holds under its key.

    Attributes:
        certificate: the signer's, DER.
        authority: the other certificate in the container, DER.
    """

    certificate: bytes
    authority: bytes


def verify_file_signature(data: bytes) -> FileSignature:
    """The signature, once it holds over the whole file.

    Args:
        data: the file's bytes.

    Raises:
        TooLarge: more than 16 MiB.
        ReportNotGenuine: reason ``not-a-pdf``, ``not-signed``, ``not-whole``, ``signature-form``,
            ``altered`` (the signed bytes are others) or ``signature``.
        Malformed: a certificate can't be read.
    """
    if len(data) > MAX_FILE_BYTES:
        raise TooLarge(what="report file", limit=MAX_FILE_BYTES)
    if not data.startswith(HEADER):
        raise ReportNotGenuine(reason="not-a-pdf")
    try:
        return _verify_container(*_split(data))
    except UNREADABLE:
        raise ReportNotGenuine(reason="signature-form") from None


def _split(data: bytes) -> tuple[bytes, bytes]:
    """The DER container, and the SHA-256 of everything around it."""
    if BYTE_RANGE_NAME not in data:
        raise ReportNotGenuine(reason="not-signed")
    found = BYTE_RANGE.findall(data)
    if len(found) != 1 or data.count(BYTE_RANGE_NAME) != 1:
        raise ReportNotGenuine(reason="not-whole")
    first, second, rest = map(int, found[0])
    if not first < second or second + rest != len(data):
        raise ReportNotGenuine(reason="not-whole")
    contents = CONTENTS.fullmatch(data, first, second)
    if contents is None:
        raise ReportNotGenuine(reason="signature-form")
    padded = binascii.unhexlify(contents[1])
    # The container says its own length; what follows is room that was left over.
    container = cms.ContentInfo.load(padded).dump()
    if padded[len(container) :].strip(b"\0"):
        raise ReportNotGenuine(reason="signature-form")
    return container, sha256(data[:first] + data[second:]).digest()


def _verify_container(container: bytes, digest: bytes) -> FileSignature:
    signed = cms.ContentInfo.load(container, strict=True)["content"]
    (info,) = signed["signer_infos"]
    issued_by, leaf = sorted(
        (one.chosen for one in signed["certificates"]),
        key=lambda one: one["tbs_certificate"]["serial_number"].native == info["sid"].chosen["serial_number"].native,
    )
    attributes, signature = info["signed_attrs"].untag(), info["signature"].native
    r, s = decode_dss_signature(signature)
    is_one_form = (
        _built_anew(leaf, signed, attributes, signature) == container
        and encode_dss_signature(r, s) == signature
        and 0 < s <= P256_ORDER // 2
        and [one["type"].native for one in attributes] == [CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_CERTIFICATE]
    )
    if not is_one_form:
        raise ReportNotGenuine(reason="signature-form")
    told = {one["type"].native: one["values"] for one in attributes}
    if [one.native for one in told[MESSAGE_DIGEST]] != [digest]:
        raise ReportNotGenuine(reason="altered")
    certificate = leaf.dump()
    _verify_signed_certificate(told[SIGNING_CERTIFICATE], certificate)
    key = parse_certificate(certificate).public_key()
    if [one.native for one in told[CONTENT_TYPE]] != ["data"] or not isinstance(key, ec.EllipticCurvePublicKey):
        raise ReportNotGenuine(reason="signature-form")
    try:
        key.verify(signature, attributes.dump(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise ReportNotGenuine(reason="signature") from None
    return FileSignature(certificate=certificate, authority=issued_by.dump())


def _verify_signed_certificate(values: tsp.SetOfSigningCertificatesV2, certificate: bytes) -> None:
    # asn1crypto knows the attribute only once its module on time stamps was imported.
    (value,) = values
    (named,) = value["certs"]
    is_sha256 = named["hash_algorithm"]["algorithm"].native == "sha256"
    if not is_sha256 or named["cert_hash"].native != sha256(certificate).digest():
        raise ReportNotGenuine(reason="signature-form")


def _built_anew(
    leaf: x509.Certificate, signed: cms.SignedData, attributes: cms.CMSAttributes, signature: bytes
) -> bytes:
    """The container that a branch makes of these values."""
    sha = {"algorithm": "sha256"}
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {"issuer_and_serial_number": {"issuer": leaf.issuer, "serial_number": leaf.serial_number}}
            ),
            "digest_algorithm": algos.DigestAlgorithm(sha),
            "signed_attrs": cms.CMSAttributes.load(attributes.dump()),
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signature": core.OctetString(signature),
        }
    )
    anew = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": cms.DigestAlgorithms((sha,)),
            "encap_content_info": {"content_type": "data"},
            "certificates": [one.chosen for one in signed["certificates"]],
            "signer_infos": [info],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": anew}).dump())
