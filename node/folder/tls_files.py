"""A branch's certificates and their keys: PEM files in its folder.

The authorities' keys are needed only to issue; a serving node reads its leaves alone.

Source: RFC 7468 (PEM); DESIGN section 4.
"""

from datetime import datetime
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificates

from federation.errors import KeyUnavailable
from federation.keys import read_private_file
from federation.trust.certificates import (
    IssuedCertificate,
    create_branch_ca,
    create_client_ca,
    issue_client_leaf,
    issue_document_leaf,
    issue_leaf,
    issue_service_leaf,
    parse_certificate,
)
from node.config import NodeConfig
from node.folder.branch_folder import BranchFolder
from node.folder.durable_files import OWNER_ONLY, create_file, replace_file

LOCAL_CLIENT = "local"
PEER_CA = "peer-ca"
CLIENT_CA = "client-ca"


def create_certificates(folder: BranchFolder, federation_id: str, branch: str, name: str, now: datetime) -> str:
    """Makes both authorities and one leaf for each use; returns the peer authority's PEM.

    `name` is the branch's for people: PDF readers show it as who signed a report.

    Raises:
        AlreadyExists, FolderNotReady, StorageFull: a file can't be made.
    """
    peer_ca = create_branch_ca(federation_id, branch, now)
    client_ca = create_client_ca(federation_id, branch, now)
    made = {
        PEER_CA: peer_ca,
        "peer": issue_leaf(peer_ca, federation_id, branch, now),
        "documents": issue_document_leaf(peer_ca, federation_id, branch, name, now),
        CLIENT_CA: client_ca,
        "service": issue_service_leaf(client_ca, federation_id, branch, now),
        f"client-{LOCAL_CLIENT}": issue_client_leaf(client_ca, federation_id, branch, LOCAL_CLIENT, now),
    }
    for name, issued in made.items():
        create_file(folder.keys / f"{name}.crt", issued.certificate_pem)
        create_file(folder.keys / f"{name}.key", issued.private_key_pem, OWNER_ONLY)
    return peer_ca.certificate_pem.decode("ascii")


def load_peer_certificate(folder: BranchFolder, config: NodeConfig) -> IssuedCertificate:
    """What this branch shows to other branches. Raises `KeyUnavailable`."""
    return _load(folder.path, config.tls.peer_certificate, config.tls.peer_key)


def load_service_certificate(folder: BranchFolder, config: NodeConfig) -> IssuedCertificate:
    """What this branch shows to its own clients. Raises `KeyUnavailable`."""
    return _load(folder.path, config.tls.service_certificate, config.tls.service_key)


def load_document_certificate(folder: BranchFolder, config: NodeConfig) -> IssuedCertificate:
    """What this branch signs reports with. Raises `KeyUnavailable`."""
    return _load(folder.path, config.tls.document_certificate, config.tls.document_key)


def renew_document_certificate(folder: BranchFolder, config: NodeConfig, federation_id: str, now: datetime) -> datetime:
    """Issues a new certificate for reports with a new key, in place of any; returns until when it is valid.

    Raises:
        KeyUnavailable: the authority's key isn't in the folder.
        FolderNotReady, StorageFull: it can't be written.
    """
    authority = _load(folder.path, f"keys/{PEER_CA}.crt", f"keys/{PEER_CA}.key")
    issued = issue_document_leaf(authority, federation_id, config.branch, config.name, now)
    replace_file(folder.path / config.tls.document_key, issued.private_key_pem, OWNER_ONLY)
    replace_file(folder.path / config.tls.document_certificate, issued.certificate_pem)
    return parse_certificate(issued.certificate_pem).not_valid_after_utc


def load_client_certificate(folder: BranchFolder, client: str = LOCAL_CLIENT) -> IssuedCertificate:
    """The certificate of one of the branch's own clients. Raises `KeyUnavailable`."""
    return _load(folder.path, f"keys/client-{client}.crt", f"keys/client-{client}.key")


def load_client_authority(folder: BranchFolder, config: NodeConfig) -> IssuedCertificate:
    """The authority of the branch's own clients with its key, to issue by. Raises `KeyUnavailable`."""
    return _load(folder.path, config.tls.client_ca, str(Path(config.tls.client_ca).with_suffix(".key")))


def load_client_ca(folder: BranchFolder, config: NodeConfig) -> str:
    """The PEM of the authority that the branch's own clients are known by. Raises `KeyUnavailable`."""
    return _read_certificate(folder.path, config.tls.client_ca).decode("ascii", "replace")


def _load(base: Path, certificate: str, key: str) -> IssuedCertificate:
    certificate_pem = _read_certificate(base, certificate)
    uri = f"file:{key}"
    private_key_pem = read_private_file(uri, base)
    try:
        public_key = load_pem_private_key(private_key_pem, password=None).public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyUnavailable(uri=uri, reason="malformed") from None
    # The leaf stands first. Said here by name, since TLS would only say that it can't start.
    if public_key != load_pem_x509_certificates(certificate_pem)[0].public_key():
        raise KeyUnavailable(uri=uri, reason="other-certificate")
    return IssuedCertificate(certificate_pem=certificate_pem, private_key_pem=private_key_pem)


def _read_certificate(base: Path, name: str) -> bytes:
    uri = f"file:{name}"
    try:
        content = (base / name).read_bytes()
        load_pem_x509_certificates(content)
    except FileNotFoundError:
        raise KeyUnavailable(uri=uri, reason="missing") from None
    except OSError:
        raise KeyUnavailable(uri=uri, reason="unreadable") from None
    except ValueError:
        raise KeyUnavailable(uri=uri, reason="no-certificate") from None
    return content
