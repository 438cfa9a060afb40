"""The rosters that a branch trusts, as files: version N in ``roster/`` under its number.

The chain is verified from the pinned first version each time it is loaded, so an altered
file is found before it is believed. Several processes may apply rosters: they take turns on a
lock file, and a version once written is never replaced.

Source: DESIGN section 4; TUF specification 1.0 section 5.3.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from federation.errors import AlreadyExists, FolderNotReady, RosterRefused
from federation.trust.roster import Roster
from federation.trust.roster_parsing import parse_roster
from federation.trust.trusted_roster import TrustedRoster, load_roster_chain
from node.folder.branch_folder import BranchFolder
from node.folder.durable_files import create_file

FIRST_VERSION = 1


class RosterFiles:
    """The roster chain of one branch's folder."""

    def __init__(self, folder: BranchFolder) -> None:
        self._folder = folder

    def trusted(self) -> TrustedRoster:
        """The verified chain.

        Raises:
            FolderNotReady: reasons ``no-roster``, ``no-pin``.
            Malformed, TooLarge, RosterRefused: a file isn't what was signed.
        """
        fingerprint = self._pinned()
        files = list(self._files())
        if not files:
            raise FolderNotReady(path=self._folder.roster, reason="no-roster")
        return load_roster_chain(files, fingerprint)

    def apply(self, data: bytes) -> Roster:
        """Keeps the next version, durable before return; the present one again changes nothing.

        Args:
            data: a signed roster.

        Raises:
            Malformed, TooLarge, RosterRefused: it may not follow; the present one stands.
            FolderNotReady, StorageFull: it can't be kept.
        """
        with self._locked():
            trusted = self.trusted()
            signed = parse_roster(data)
            if signed.roster.fingerprint == trusted.current.fingerprint:
                return trusted.current
            roster = trusted.apply(data)
            create_file(self._path(roster.version), data)
            return roster

    def changed_since(self, version: int) -> bool:
        """Whether a later version than `version` was kept: one look at the folder."""
        return self._path(version + 1).exists()

    def create(self, chain: TrustedRoster) -> None:
        """Keeps a whole chain in a folder that has none, and pins its first version.

        Raises:
            AlreadyExists: there is a chain already.
        """
        if self._folder.pinned_fingerprint.exists() or self._path(FIRST_VERSION).exists():
            raise AlreadyExists(path=self._folder.roster)
        for signed in chain.chain:
            create_file(self._path(signed.roster.version), signed.to_bytes())
        create_file(self._folder.pinned_fingerprint, f"{chain.first_fingerprint}\n".encode())

    def _pinned(self) -> str:
        try:
            return self._folder.pinned_fingerprint.read_text("ascii").strip()
        except (OSError, ValueError):
            raise FolderNotReady(path=self._folder.pinned_fingerprint, reason="no-pin") from None

    def _files(self) -> Iterator[bytes]:
        version = FIRST_VERSION
        while self._path(version).exists():
            try:
                yield self._path(version).read_bytes()
            except OSError:
                raise FolderNotReady(path=self._path(version), reason="unreadable") from None
            version += 1
        # A gap would silently bring back an older roster. What isn't named by a number alone is no version.
        names = [path.stem for path in self._folder.roster.glob("[0-9]*.json")]
        if any(int(name) > version for name in names if name.isascii() and name.isdecimal()):
            raise RosterRefused(reason="version-skipped")

    def _path(self, version: int) -> Path:
        return self._folder.roster / f"{version:06d}.json"

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._folder.state.mkdir(parents=True, exist_ok=True)
        with (self._folder.state / "roster.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
