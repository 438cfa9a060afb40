"""Which branch signed a document: the certificate in the signature, held against the roster.

Source: RFC 5280, RFC 9336 (document signing), DESIGN section 4.
"""

from datetime import datetime

from cryptography import x509

from federation.errors import NotInRoster, PeerRefused
from federation.trust.certificates import DOCUMENT_SIGNING
from federation.trust.names import documents_uri
from federation.trust.peer_certificate import parse_leaf, single_uri, verify_issued, verify_leaf
from federation.trust.roster import Branch, Roster


def verify_document_certificate(leaf: bytes, roster: Roster, at: datetime) -> Branch:
    """The branch whose document certificate this is.

    Args:
        leaf: PEM or DER.
        roster: the current one; a branch that was closed since is still known by it.
        at: aware time at which it must have been valid: when the document was signed.

    Raises:
        PeerRefused: reasons as for `federation.trust.peer_certificate.verify_peer_certificate`, without
            ``closed-branch``.
    """
    certificate = parse_leaf(leaf)
    federation_id, code, _ = single_uri(certificate)
    if federation_id != roster.federation_id:
        raise PeerRefused(reason="foreign-federation")
    try:
        branch = roster.branch(code)
    except NotInRoster:
        raise PeerRefused(reason="unknown-branch") from None
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    if list(names) != [x509.UniformResourceIdentifier(documents_uri(federation_id, code))]:
        raise PeerRefused(reason="wrong-uri")
    verify_issued(certificate, branch.tls_ca, at)
    verify_leaf(certificate, {DOCUMENT_SIGNING})
    return branch
