"""The roster that a running process holds: verified once, refreshed when its folder has a newer one."""

from collections.abc import Sequence

from federation.trust.roster import Roster
from federation.trust.trusted_roster import TrustedRoster
from node.folder.roster_files import RosterFiles


class HeldRoster:
    """Implements `node.ports.RosterHolder` over a branch's roster files."""

    def __init__(self, files: RosterFiles) -> None:
        """Verifies the chain; raises as `RosterFiles.trusted`."""
        self._files = files
        self._trusted: TrustedRoster = files.trusted()

    @property
    def current(self) -> Roster:
        """The current version, at hand without input or output."""
        return self._trusted.current

    def versions_after(self, version: int) -> Sequence[bytes]:
        """Later versions as signed, in order."""
        return [signed.to_bytes() for signed in self._trusted.chain if signed.roster.version > version]

    def apply(self, data: bytes) -> Roster:
        """Goes on to the next version, kept durably; raises as `RosterFiles.apply`."""
        self._files.apply(data)
        self._trusted = self._files.trusted()
        return self.current

    def refresh(self) -> bool:
        """Takes in what another process applied; whether anything was new."""
        if not self._files.changed_since(self.current.version):
            return False
        self._trusted = self._files.trusted()
        return True
