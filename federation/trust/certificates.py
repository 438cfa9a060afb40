"""Certificates of a branch: its own authorities, and the leaves that they issue.

Each branch has two authorities that nobody shares: one for the certificate that it shows
to other branches (its certificate stands in the roster), one for its own clients and the
service they call (it never leaves the branch). Neither's leaves pass for the other's: the
URI differs as well as the issuer.

Source: RFC 5280 (profiles), RFC 5480 (P-256), DESIGN section 4.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from federation.errors import Malformed
from federation.trust.names import branch_uri, client_uri, documents_uri, server_name, service_uri

CA_LIFETIME = timedelta(days=3653)
LEAF_LIFETIME = timedelta(days=365)
# A certificate is valid a little before it was made: clocks of branches differ.
CLOCK_ALLOWANCE = timedelta(hours=1)
MAX_CERTIFICATE_BYTES = 16 * 1024
# All that reading a hostile certificate was seen or is documented to raise.
UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
CLIENT_AUTH = ExtendedKeyUsageOID.CLIENT_AUTH
SERVER_AUTH = ExtendedKeyUsageOID.SERVER_AUTH
# Source: RFC 9336 section 3 (id-kp-documentSigning).
DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IssuedCertificate:
    """A certificate with its private key, both PEM (the key PKCS#8, unencrypted)."""

    certificate_pem: bytes
    private_key_pem: bytes

    def __repr__(self) -> str:
        """Shows neither, so that no trace or log shows a private key."""
        return "IssuedCertificate(…)"


def create_branch_ca(federation_id: str, branch: str, now: datetime) -> IssuedCertificate:
    """A new authority for a branch's peer certificates: P-256, self-signed, ten years.

    Raises:
        Malformed: no federation id or branch code.
    """
    return _create_ca(f"{branch_uri(federation_id, branch)} peers", now)


def create_client_ca(federation_id: str, branch: str, now: datetime) -> IssuedCertificate:
    """A new authority for a branch's own clients and the service they call.

    Raises:
        Malformed: no federation id or branch code.
    """
    return _create_ca(f"{branch_uri(federation_id, branch)} clients", now)


def issue_leaf(ca: IssuedCertificate, federation_id: str, branch: str, now: datetime) -> IssuedCertificate:
    """The certificate that a branch shows to other branches, as server and as client: one year.

    Args:
        ca: from `create_branch_ca`.
        federation_id: 16 hex digits.
        branch: the branch's code.
        now: aware time of issue.

    Raises:
        Malformed: no federation id or branch code, or `ca` is no authority with its key.
    """
    uri = branch_uri(federation_id, branch)
    name = server_name(branch)
    return _issue(ca, uri, name, (name,), (SERVER_AUTH, CLIENT_AUTH), now)


def issue_client_leaf(
    ca: IssuedCertificate, federation_id: str, branch: str, client: str, now: datetime
) -> IssuedCertificate:
    """The certificate of one of a branch's own clients, named `client`: one year.

    Raises:
        Malformed: as for `issue_leaf`, or no client name.
    """
    return _issue(ca, client_uri(federation_id, branch, client), client, (), (CLIENT_AUTH,), now)


def issue_service_leaf(ca: IssuedCertificate, federation_id: str, branch: str, now: datetime) -> IssuedCertificate:
    """The certificate that a branch shows to its own clients (from `create_client_ca`): one year.

    Raises:
        Malformed: as for `issue_leaf`.
    """
    name = server_name(branch)
    return _issue(ca, service_uri(federation_id, branch), name, (name,), (SERVER_AUTH,), now)


def issue_document_leaf(
    ca: IssuedCertificate, federation_id: str, branch: str, name: str, now: datetime
) -> IssuedCertificate:
    """The certificate that a branch, called `name` for people, signs documents with: one year.

    Args:
        ca: from `create_branch_ca`: its certificate stands in the roster, so whoever trusts the roster can verify.
        federation_id: 16 hex digits.
        branch: the branch's code.
        name: what a PDF reader shows as the signer, at most 64 characters (RFC 5280, ub-common-name).
        now: aware time of issue.

    Raises:
        Malformed: as for `issue_leaf`.
    """
    return _issue(ca, documents_uri(federation_id, branch), name[:64], (), (DOCUMENT_SIGNING,), now, commits=True)


def parse_certificate(data: bytes) -> x509.Certificate:
    """One certificate, from PEM (exactly one block) or DER.

    Raises:
        Malformed: not one certificate, one with extensions that can't be read, or over 16 KiB.
    """
    if len(data) > MAX_CERTIFICATE_BYTES:
        raise Malformed(what="certificate", why=f"more than {MAX_CERTIFICATE_BYTES} bytes")
    try:
        if b"-----BEGIN" in data:
            found = x509.load_pem_x509_certificates(data)
        else:
            found = [x509.load_der_x509_certificate(data)]
        if len(found) != 1:
            raise Malformed(what="certificate", why="more than one")
        certificate = found[0]
        # These are read when first asked for: asked here, so that nothing fails later.
        _ = certificate.extensions, certificate.issuer, certificate.subject, certificate.public_key()
        _ = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    except UNREADABLE:
        raise Malformed(what="certificate", why="can't be read") from None
    # The count of unused bits before the signature is under no signature, and some readers
    # pass over it: of several encodings of one certificate only the right one is taken.
    if not certificate.public_bytes(serialization.Encoding.DER).endswith(b"\0" + certificate.signature):
        raise Malformed(what="certificate", why="signature isn't whole bytes")
    return certificate


def parse_authority(pem: str) -> x509.Certificate:
    """A branch's authority: self-signed, P-256, a CA for leaves alone.

    Raises:
        Malformed: anything else; `why` names what is missing.
    """
    try:
        data = pem.encode("ascii")
    except UnicodeEncodeError:
        raise Malformed(what="authority", why="not PEM") from None
    certificate = parse_certificate(data)
    # One certificate has one text in the roster, without comments around it.
    if certificate.public_bytes(serialization.Encoding.PEM) != data:
        raise Malformed(what="authority", why="not PEM in its usual form")
    public_key = certificate.public_key()
    if not isinstance(public_key, ec.EllipticCurvePublicKey) or not isinstance(public_key.curve, ec.SECP256R1):
        raise Malformed(what="authority", why="not a P-256 key")
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        raise Malformed(what="authority", why="no CA certificate") from None
    if not constraints.ca or constraints.path_length != 0 or not usage.key_cert_sign:
        raise Malformed(what="authority", why="no CA certificate for leaves alone")
    try:
        certificate.verify_directly_issued_by(certificate)
    except (ValueError, TypeError, InvalidSignature):
        raise Malformed(what="authority", why="not self-signed") from None
    return certificate


def authority_key_bytes(certificate: x509.Certificate) -> bytes:
    """An authority's public key as SubjectPublicKeyInfo: what makes two authorities the same one."""
    return certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _create_ca(name: str, now: datetime) -> IssuedCertificate:
    private_key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = _builder(subject, subject, private_key.public_key(), now, CA_LIFETIME)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_key_usage(signs_certificates=True), critical=True)
    return _signed(builder, private_key, private_key)


def _issue(
    ca: IssuedCertificate,
    uri: str,
    common_name: str,
    dns_names: tuple[str, ...],
    usages: tuple[x509.ObjectIdentifier, ...],
    now: datetime,
    *,
    commits: bool = False,
) -> IssuedCertificate:
    authority = parse_authority(ca.certificate_pem.decode("ascii", "replace"))
    ca_key = _load_ca_key(ca)
    if ca_key.public_key() != authority.public_key():
        raise Malformed(what="authority", why="the key is another's")
    private_key = ec.generate_private_key(ec.SECP256R1())
    # The subject is for people's eyes: whose certificate it is, the URI alone says.
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    builder = _builder(subject, authority.subject, private_key.public_key(), now, LEAF_LIFETIME)
    names = [x509.UniformResourceIdentifier(uri), *(x509.DNSName(name) for name in dns_names)]
    builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_key_usage(signs_certificates=False, commits=commits), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical=False)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False
    )
    return _signed(builder, ca_key, private_key)


def _load_ca_key(ca: IssuedCertificate) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(ca.private_key_pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Malformed(what="authority", why="its key can't be read") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise Malformed(what="authority", why="its key is of another kind")
    return key


def _builder(
    subject: x509.Name, issuer: x509.Name, public_key: ec.EllipticCurvePublicKey, now: datetime, lifetime: timedelta
) -> x509.CertificateBuilder:
    if now.tzinfo is None:
        raise ValueError("an aware time of issue is needed")
    builder = x509.CertificateBuilder(issuer_name=issuer, subject_name=subject, public_key=public_key)
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - CLOCK_ALLOWANCE).not_valid_after(now + lifetime)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)


def _key_usage(*, signs_certificates: bool, commits: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=commits,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _signed(
    builder: x509.CertificateBuilder, ca_key: ec.EllipticCurvePrivateKey, private_key: ec.EllipticCurvePrivateKey
) -> IssuedCertificate:
    certificate = builder.sign(ca_key, hashes.SHA256())
    return IssuedCertificate(
        certificate_pem=certificate.public_bytes(serialization.Encoding.PEM),
        private_key_pem=private_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    )
