"""Attaches files to a PDF and signs all of it: PAdES baseline (B-B) by the branch's document certificate.

Of the two ECDSA signatures that hold for the same message the one with the smaller s is taken, so
that a reader can refuse the other: nobody but the signer can make a second file that verifies.

Source: ETSI EN 319 142-1 (PAdES), ISO 32000-2 clauses 7.11.4 and 12.8, SEC 1 section 4.1.
"""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

from asn1crypto import pem as asn1_pem
from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

from federation.errors import KeyUnavailable
from federation.trust.certificates import IssuedCertificate
from node.report_files.signature import FIELD, P256_ORDER

RESERVED_BYTES = 8_192
SIGNATURE_BYTES = 72
MEDIA_TYPES = {"json": "application/json"}
OTHER_MEDIA_TYPE = "application/octet-stream"


def sign_pdf(
    pdf: bytes, attachments: Mapping[str, bytes], *, certificate: IssuedCertificate, authority: str, signed_at: datetime
) -> bytes:
    """The PDF with files in it and one signature over every byte.

    Blocks for tens of milliseconds and runs an event loop of its own: call it in a thread.

    Args:
        pdf: unencrypted, unsigned.
        attachments: by file name.
        certificate: the branch's document certificate with its key, from `issue_document_leaf`.
        authority: the PEM of the authority that issued it, as the roster has it.
        signed_at: aware.

    Raises:
        KeyUnavailable: the key isn't a P-256 one.
    """
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    # A name tree is in the order of its names.
    for name, data in sorted(attachments.items()):
        media_type = MEDIA_TYPES.get(name.rpartition(".")[2], OTHER_MEDIA_TYPE)
        stream = embed.EmbeddedFileObject.from_file_data(writer, data, mime_type=media_type)
        relationship = generic.pdf_name("/Source")
        spec = embed.FileSpec(name, file_name=name, embedded_data=stream, af_relationship=relationship)
        embed.embed_file(writer, spec)
    signer = _BranchSigner(certificate, authority)
    metadata = PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    target = BytesIO()
    _Signing(metadata, signer, signed_at).sign_pdf(writer, bytes_reserved=RESERVED_BYTES, output=target)
    return target.getvalue()


class _BranchSigner(Signer):
    """Signs with a P-256 key."""

    def __init__(self, certificate: IssuedCertificate, authority: str) -> None:
        key = load_pem_private_key(certificate.private_key_pem, password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise KeyUnavailable(uri="documents", reason="malformed")
        self._key = key
        issuer = _parse(authority.encode("ascii"))
        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        registry.register(issuer)
        super().__init__(signing_cert=_parse(certificate.certificate_pem), cert_registry=registry)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(SIGNATURE_BYTES)
        r, s = decode_dss_signature(self._key.sign(data, ec.ECDSA(hashes.SHA256())))
        return encode_dss_signature(r, min(s, P256_ORDER - s))


class _Signing(PdfSigner):
    """One that takes the time from whoever calls."""

    def __init__(self, metadata: PdfSignatureMetadata, signer: Signer, signed_at: datetime) -> None:
        super().__init__(metadata, signer)
        self._signed_at = signed_at

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._signed_at
        return session


def _parse(pem: bytes) -> x509.Certificate:
    _, _, der = asn1_pem.unarmor(pem)
    return x509.Certificate.load(der)
