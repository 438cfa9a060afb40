"""Who is calling: the branch behind a peer's certificate, the client behind a client's.

A TLS library asks whether a leaf chains to any trusted authority, which is not identity: it
takes branch 33's name from branch 34's authority. So each call asks here whether the leaf
names exactly one branch and was issued directly by that very branch's authority.

Source: RFC 5280 sections 4.1.2.5 and 4.2.1 (validity, extensions), RFC 6125 section 6.4
(one identity, matched exactly), DESIGN section 4, RELIABILITY 21.
"""

import re
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from federation.errors import Malformed, NotInRoster, PeerRefused
from federation.trust.certificates import CLIENT_AUTH, SERVER_AUTH, parse_authority, parse_certificate
from federation.trust.names import client_uri
from federation.trust.roster import Roster

URI_FORM = re.compile(r"creditbank://(?P<federation>[0-9a-f]{16})/branch/(?P<branch>[0-9]{2})(?P<rest>/.+)?")
CLIENT_PATH = "/client/"
UNDERSTOOD = (x509.BasicConstraints, x509.KeyUsage, x509.ExtendedKeyUsage, x509.SubjectAlternativeName)


def verify_peer_certificate(leaf: bytes, roster: Roster, now: datetime) -> str:
    """The code of the branch that shows this certificate.

    Args:
        leaf: the peer's leaf certificate, PEM or DER; empty if it showed none.
        roster: the current one.
        now: aware present time.

    Raises:
        PeerRefused: fact ``reason`` is one of ``no-certificate``, ``malformed``, ``wrong-uri``
            (none, several, another's form), ``foreign-federation``, ``unknown-branch``,
            ``closed-branch``, ``wrong-issuer``, ``not-yet-valid``, ``expired``, ``is-authority``,
            ``wrong-usage``.
    """
    certificate = parse_leaf(leaf)
    federation_id, branch, rest = single_uri(certificate)
    if rest is not None:
        raise PeerRefused(reason="wrong-uri")
    if federation_id != roster.federation_id:
        raise PeerRefused(reason="foreign-federation")
    try:
        entry = roster.branch(branch)
    except NotInRoster:
        raise PeerRefused(reason="unknown-branch") from None
    if entry.closed is not None:
        raise PeerRefused(reason="closed-branch")
    verify_issued(certificate, entry.tls_ca, now)
    verify_leaf(certificate, {SERVER_AUTH, CLIENT_AUTH})
    return branch


def verify_client_certificate(leaf: bytes, client_ca: str, federation_id: str, branch: str, now: datetime) -> str:
    """The name of the branch's own client that shows this certificate.

    Args:
        leaf: the client's leaf certificate, PEM or DER; empty if it showed none.
        client_ca: the PEM of the branch's authority for clients.
        federation_id: this federation's id.
        branch: this branch's code.
        now: aware present time.

    Raises:
        PeerRefused: reasons as for `verify_peer_certificate`, without ``unknown-branch`` and
            ``closed-branch``; another branch's client is ``wrong-uri``.
        Malformed: `client_ca` is no authority.
    """
    certificate = parse_leaf(leaf)
    found_federation, found_branch, rest = single_uri(certificate)
    if found_federation != federation_id:
        raise PeerRefused(reason="foreign-federation")
    if found_branch != branch or rest is None or not rest.startswith(CLIENT_PATH):
        raise PeerRefused(reason="wrong-uri")
    name = rest.removeprefix(CLIENT_PATH)
    try:
        client_uri(federation_id, branch, name)
    except Malformed:
        raise PeerRefused(reason="wrong-uri") from None
    verify_issued(certificate, client_ca, now)
    verify_leaf(certificate, {CLIENT_AUTH})
    return name


def parse_leaf(leaf: bytes) -> x509.Certificate:
    """A leaf that somebody shows. Raises `PeerRefused` (``no-certificate``, ``malformed``)."""
    if not leaf:
        raise PeerRefused(reason="no-certificate")
    try:
        return parse_certificate(leaf)
    except Malformed:
        raise PeerRefused(reason="malformed") from None


def single_uri(certificate: x509.Certificate) -> tuple[str, str, str | None]:
    """The federation, branch and path (None without one) that its one URI names. Raises `PeerRefused`."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        raise PeerRefused(reason="wrong-uri") from None
    uris = names.get_values_for_type(x509.UniformResourceIdentifier)
    match = URI_FORM.fullmatch(uris[0]) if len(uris) == 1 else None
    if match is None:
        raise PeerRefused(reason="wrong-uri")
    return match["federation"], match["branch"], match["rest"]


def verify_issued(certificate: x509.Certificate, authority_pem: str, now: datetime) -> None:
    """That this authority issued it and both are valid at `now`.

    Raises:
        PeerRefused: ``wrong-issuer``, ``not-yet-valid``, ``expired``.
        Malformed: no authority.
    """
    authority = parse_authority(authority_pem)
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        raise PeerRefused(reason="wrong-issuer") from None
    for link in (certificate, authority):
        if now < link.not_valid_before_utc:
            raise PeerRefused(reason="not-yet-valid")
        if now > link.not_valid_after_utc:
            raise PeerRefused(reason="expired")


def verify_leaf(certificate: x509.Certificate, usages: set[x509.ObjectIdentifier]) -> None:
    """That it is a leaf for exactly these usages. Raises `PeerRefused` (``is-authority``, ``wrong-usage``)."""
    extensions = certificate.extensions
    try:
        constraints = extensions.get_extension_for_class(x509.BasicConstraints).value
        key_usage = extensions.get_extension_for_class(x509.KeyUsage).value
        extended = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        raise PeerRefused(reason="wrong-usage") from None
    if constraints.ca or key_usage.key_cert_sign:
        raise PeerRefused(reason="is-authority")
    if not key_usage.digital_signature or set(extended) != usages:
        raise PeerRefused(reason="wrong-usage")
    # Source: RFC 5280 section 4.2: an extension that is critical and not understood refuses.
    if any(extension.critical and not isinstance(extension.value, UNDERSTOOD) for extension in extensions):
        raise PeerRefused(reason="wrong-usage")
