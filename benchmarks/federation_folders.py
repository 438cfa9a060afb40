"""Four branches' folders for a benchmark, made as an operator makes them."""

import shutil
import socket
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from federation.keys import load_signing_key
from federation.trust.invitation import make_invitation
from federation.trust.join_request import parse_join_request
from federation.trust.roster_proposing import RosterChange, propose_next
from federation.trust.roster_signing import sign_roster
from node.bootstrap import migrate
from node.config_reading import load_config
from node.folder.branch_folder import BranchFolder
from node.folder.creating import create_founding_folder, create_invited_folder
from node.folder.federation_epochs import load_federation_epochs
from node.folder.first_config import FirstConfig
from node.folder.roster_files import RosterFiles

ISSUING, PULLING = "32", "31"
IDLE = ("33", "34")
"""In the roster, so that every answer says how fresh they are; nobody runs them."""


@dataclass(frozen=True, slots=True)
class Federation:
    """The folders of the branch that issues and of the one that pulls, migrated and empty."""

    issuing: Path
    pulling: Path


async def create_federation(base: Path, announced: Mapping[str, str] | None = None) -> Federation:
    """Founds a federation of four branches under `base`.

    Args:
        base: an empty folder.
        announced: the address by which a branch is known to the others, where that isn't its own.
    """
    now, announced = datetime.now(UTC), announced or {}
    founding = create_founding_folder(base / ISSUING, _first_config(ISSUING, announced), now).folder
    folders, requests = {ISSUING: founding}, []
    for code in (PULLING, *IDLE):
        invitation = make_invitation(RosterFiles(founding).trusted(), code, now + timedelta(days=1))
        made = create_invited_folder(base / code, _first_config(code, announced), invitation, now)
        folders[code] = made.folder
        assert made.join_request is not None
        requests.append(parse_join_request(made.join_request.read_bytes()))
    trusted = RosterFiles(founding).trusted()
    epochs = load_federation_epochs(founding, load_config(founding.node_toml, {}), trusted.current)
    signed = propose_next(trusted.current, RosterChange(add=tuple(requests)), epochs, now)
    for folder in folders.values():
        signed = sign_roster(signed, load_signing_key("file:keys/root.pem", folder.path), trusted.current)
    for folder in folders.values():
        RosterFiles(folder).apply(signed.to_bytes())
    for code in (ISSUING, PULLING):
        await migrate(folders[code])
    return Federation(issuing=folders[ISSUING].path, pulling=folders[PULLING].path)


class KeptState:
    """What a folder held at one moment (database, high-water mark), to be put back before each round."""

    def __init__(self, folder: Path, keep: Path) -> None:
        """Keeps a copy of the present state of a stopped node under `keep`."""
        self._folder = BranchFolder(folder)
        self._keep = keep
        for part in self._parts():
            shutil.copytree(part, keep / part.name)

    def restore(self) -> None:
        """Puts it back."""
        for part in self._parts():
            shutil.rmtree(part)
            shutil.copytree(self._keep / part.name, part)

    def _parts(self) -> tuple[Path, ...]:
        return self._folder.data, self._folder.state


def _first_config(code: str, announced: Mapping[str, str]) -> FirstConfig:
    peers, clients = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
    adapter = "declared:neutral" if code == "33" else ""
    announce = (announced.get(code, peers),)
    return FirstConfig(branch=code, adapter=adapter, peers=peers, clients=clients, announce=announce)


def free_port() -> int:
    """A port that nothing listened on a moment ago."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
