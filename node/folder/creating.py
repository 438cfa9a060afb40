"""Making a branch's folder: keys, certificates, rosters, configuration; each file new or nothing.

While the folder is made a marker stands in it, and node.toml is written last: a folder
whose making was interrupted is told from a whole one, and from one that somebody needs.

Source: DESIGN sections 3 (one federation from the first entry) and 4.
"""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from adapters.registry import DECLARED_PREFIX, adapter_named, declaring_file
from federation.errors import AlreadyExists, ConfigurationInvalid, FolderNotReady, StorageFull
from federation.keys import SECRET_BYTES, create_secret, create_signing_key, load_signing_key
from federation.trust.federation_key import wrapping_public_key
from federation.trust.invitation import Invitation, verify_invitation
from federation.trust.join_request import JoinRequest, make_join_request
from federation.trust.names import check_branch_code
from federation.trust.roster_proposing import first_roster
from federation.trust.roster_signing import sign_roster
from federation.trust.trusted_roster import TrustedRoster
from node.config import NodeConfig
from node.config_reading import load_config
from node.folder.branch_folder import BranchFolder
from node.folder.durable_files import FULL, create_file, sync_folder
from node.folder.first_config import FirstConfig
from node.folder.roster_files import RosterFiles
from node.folder.tls_files import create_certificates
from node.high_water_mark import HighWaterMark

FIRST_EPOCH = 1
FEDERATION_ID_BYTES = 8
UNFINISHED_TEXT = """\
本目录的建立尚未完成。如果 deltabank init 已经中断，请删除整个目录后重新执行。
This folder isn't whole. If deltabank init was interrupted, delete the folder and run it again.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedFolder:
    """What was made.

    Attributes:
        folder: the folder.
        federation_id: 16 hex digits.
        fingerprint: of the first roster: what is pinned.
        join_request: the file to hand in, for an invited branch.
    """

    folder: BranchFolder
    federation_id: str
    fingerprint: str
    join_request: Path | None


def create_founding_folder(path: Path, chosen: FirstConfig, now: datetime) -> CreatedFolder:
    """Makes the folder of a branch that founds a federation, alone in its first roster.

    Raises:
        AlreadyExists: there is a branch's folder already.
        FolderNotReady: reasons ``half-made``, ``not-empty``, ``unwritable``.
        ConfigurationInvalid, Malformed: a chosen setting is wrong; the folder is then left empty.
        StorageFull: no room on the disk.
    """
    federation_id = secrets.token_hex(FEDERATION_ID_BYTES)
    with _new_folder(path, chosen) as (complete, folder):
        request, config = _create_keys(folder, complete, federation_id, now)
        epochs = {FIRST_EPOCH: secrets.token_bytes(SECRET_BYTES)}
        unsigned = first_roster(federation_id, [request], epochs, now)
        signed = sign_roster(unsigned, load_signing_key(config.keys.root, folder.path))
        trusted = TrustedRoster(signed.to_bytes(), signed.roster.fingerprint)
        RosterFiles(folder).create(trusted)
    return CreatedFolder(
        folder=folder, federation_id=federation_id, fingerprint=trusted.first_fingerprint, join_request=None
    )


def create_invited_folder(
    path: Path, chosen: FirstConfig, invitation: Invitation, now: datetime, fingerprint: str | None = None
) -> CreatedFolder:
    """Makes the folder of an invited branch: it works once a roster with it was applied.

    Args:
        path: the folder to be made.
        chosen: its settings.
        invitation: what was read from the invitation's file.
        now: aware present time.
        fingerprint: the pin as people told it over another way, if they did.

    Raises:
        InvitationRefused: see `verify_invitation`; nothing was made.
        AlreadyExists, FolderNotReady, ConfigurationInvalid, Malformed, StorageFull: as for
            `create_founding_folder`.
    """
    trusted = verify_invitation(invitation, chosen.branch, now, fingerprint)
    with _new_folder(path, chosen) as (complete, folder):
        request, _ = _create_keys(folder, complete, invitation.federation_id, now)
        RosterFiles(folder).create(trusted)
        create_file(folder.join_request, request.to_bytes())
    return CreatedFolder(
        folder=folder,
        federation_id=invitation.federation_id,
        fingerprint=trusted.first_fingerprint,
        join_request=folder.join_request,
    )


@contextmanager
def _new_folder(path: Path, chosen: FirstConfig) -> Iterator[tuple[FirstConfig, BranchFolder]]:
    check_branch_code(chosen.branch)
    folder = BranchFolder(path)
    _refuse_taken(folder)
    complete = chosen.with_usual()
    declaration = _read_declaration(complete)
    if declaration is not None:
        complete = replace(complete, adapter=f"{DECLARED_PREFIX}{folder.declaration.name}")
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        create_file(folder.unfinished, UNFINISHED_TEXT.encode())
        for inner in (folder.keys, folder.roster, folder.state, folder.data, folder.imports):
            inner.mkdir(mode=0o700)
        sync_folder(path)
    except OSError as error:
        if error.errno in FULL:
            raise StorageFull from None
        raise FolderNotReady(path=path, reason="unwritable") from None
    try:
        if declaration is not None:
            create_file(folder.declaration, declaration)
        yield complete, folder
        create_file(folder.node_toml, complete.to_toml().encode())
    except BaseException:
        _clear(path)
        raise
    folder.unfinished.unlink()
    sync_folder(path)


def _read_declaration(chosen: FirstConfig) -> bytes | None:
    """The TOML file of a declared adapter, once it is known to be right: the folder keeps a copy."""
    file = declaring_file(chosen.adapter)
    if file is None:
        return None
    adapter_named(chosen.adapter)
    return file.read_bytes()


def _refuse_taken(folder: BranchFolder) -> None:
    if folder.unfinished.exists():
        raise FolderNotReady(path=folder.path, reason="half-made")
    if folder.node_toml.exists():
        raise AlreadyExists(path=folder.path)
    if folder.path.exists() and (not folder.path.is_dir() or any(folder.path.iterdir())):
        raise FolderNotReady(path=folder.path, reason="not-empty")


def _clear(path: Path) -> None:
    # The folder was empty when it was taken, so all in it was made here; no key in it is
    # known to anybody yet.
    for item in path.iterdir():
        if item.is_dir():
            shutil.rmtree(item)
        elif item.name != BranchFolder(path).unfinished.name:
            item.unlink()
    BranchFolder(path).unfinished.unlink(missing_ok=True)


def _create_keys(
    folder: BranchFolder, chosen: FirstConfig, federation_id: str, now: datetime
) -> tuple[JoinRequest, NodeConfig]:
    config = _try_config(folder, chosen)
    HighWaterMark(config.high_water_mark).begin()
    root_key = create_signing_key(config.keys.root, folder.path)
    log_key = create_signing_key(config.keys.log, folder.path)
    wrapping_secret = create_secret(config.keys.wrapping, folder.path)
    create_secret(config.keys.node, folder.path)
    request = make_join_request(
        federation_id=federation_id,
        branch=config.branch,
        name=config.name,
        root_key=root_key,
        log_key=log_key,
        wrapping_key=wrapping_public_key(wrapping_secret),
        tls_ca=create_certificates(folder, federation_id, config.branch, config.name, now),
        addresses=config.listen.announce,
    )
    return request, config


def _try_config(folder: BranchFolder, chosen: FirstConfig) -> NodeConfig:
    draft = folder.path / ".node.toml.draft"
    create_file(draft, chosen.to_toml().encode())
    try:
        return load_config(draft, {})
    except ConfigurationInvalid as error:
        raise ConfigurationInvalid(**{**error.facts, "path": folder.node_toml}) from None
    finally:
        draft.unlink()
