"""Certificates of the branch's own clients: issued from its client authority into the folder of keys.

A certificate alone does nothing: the node lets in whom its configuration lists by the name in it.

Source: docs/adr/0015; RFC 5280 (validity).
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from federation.errors import AlreadyExists, Malformed
from federation.trust.certificates import issue_client_leaf, parse_certificate
from federation.trust.names import check_client_name
from node.config import NodeConfig
from node.folder.branch_folder import BranchFolder
from node.folder.durable_files import OWNER_ONLY, create_file, replace_file
from node.folder.roster_files import RosterFiles
from node.folder.tls_files import load_client_authority

PREFIX = "client-"
AUTHORITY_STEM = "client-ca"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCertificate:
    """A client's certificate in the branch's folder.

    Attributes:
        name: in it.
        certificate, key: the files; the key's is readable by its owner alone.
        valid_until: aware.
    """

    name: str
    certificate: Path
    key: Path
    valid_until: datetime


def issue_client_certificate(
    folder: BranchFolder, config: NodeConfig, name: str, now: datetime, *, renew: bool = False
) -> ClientCertificate:
    """Issues a certificate with a new key: one year.

    Args:
        folder: the branch's.
        config: its configuration, which names the client authority.
        name: of the client.
        now: aware present time.
        renew: in place of the one that is there.

    Raises:
        Malformed: no client name, or ``ca``, whose files are the authority's.
        AlreadyExists: there is one of that name, and it isn't to be renewed.
        KeyUnavailable: the authority's key isn't in the folder.
        FolderNotReady, StorageFull: it can't be written.
    """
    check_client_name(name)
    place = _certificate(folder, name)
    if place.stem == AUTHORITY_STEM:
        raise Malformed(what="client-name", why="reserved")
    if not renew and (place.exists() or _key(place).exists()):
        raise AlreadyExists(path=place)
    authority = load_client_authority(folder, config)
    federation_id = RosterFiles(folder).trusted().current.federation_id
    issued = issue_client_leaf(authority, federation_id, config.branch, name, now)
    write = replace_file if renew else create_file
    write(_key(place), issued.private_key_pem, OWNER_ONLY)
    write(place, issued.certificate_pem)
    return _read(place)


def client_certificates(folder: BranchFolder) -> list[ClientCertificate]:
    """Those in the folder, by name. Raises `Malformed` for one that can't be read."""
    places = sorted(folder.keys.glob(f"{PREFIX}*.crt"))
    return [_read(place) for place in places if place.stem != AUTHORITY_STEM]


def _read(place: Path) -> ClientCertificate:
    valid_until = parse_certificate(place.read_bytes()).not_valid_after_utc
    name = place.stem.removeprefix(PREFIX)
    return ClientCertificate(name=name, certificate=place, key=_key(place), valid_until=valid_until)


def _certificate(folder: BranchFolder, name: str) -> Path:
    return folder.keys / f"{PREFIX}{name}.crt"


def _key(certificate: Path) -> Path:
    return certificate.with_suffix(".key")
