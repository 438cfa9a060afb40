"""Where things lie in a branch's folder, and whether the folder can be used at all."""

from dataclasses import dataclass
from pathlib import Path

from federation.errors import FolderNotReady


@dataclass(frozen=True, slots=True)
class BranchFolder:
    """A branch's folder by its path; nothing is opened.

    Attributes:
        path: the folder.
    """

    path: Path

    @property
    def node_toml(self) -> Path:
        """The configuration; written last, so a folder that has it is whole."""
        return self.path / "node.toml"

    @property
    def declaration(self) -> Path:
        """What declares the branch's adapter, if its templates are its own and not coded."""
        return self.path / "adapter.toml"

    @property
    def keys(self) -> Path:
        """Private keys and certificates: rights for the owner alone."""
        return self.path / "keys"

    @property
    def roster(self) -> Path:
        """Signed rosters, ``000001.json`` and so on."""
        return self.path / "roster"

    @property
    def pinned_fingerprint(self) -> Path:
        """The fingerprint of the first roster, as text."""
        return self.roster / "pinned-fingerprint"

    @property
    def state(self) -> Path:
        """The high-water mark, locks, the program's own log."""
        return self.path / "state"

    @property
    def data(self) -> Path:
        """The SQLite database, if that is what is used."""
        return self.path / "data"

    @property
    def imports(self) -> Path:
        """Error workbooks of imports."""
        return self.path / "imports"

    @property
    def uploads(self) -> Path:
        """What clients are sending, while they do: each upload in a private folder of its own."""
        return self.path / "uploads"

    @property
    def join_request(self) -> Path:
        """What an invited branch hands to those who sign the roster."""
        return self.path / "join-request.json"

    @property
    def fault_log(self) -> Path:
        """Where tracebacks of the command line go."""
        return self.state / "faults.log"

    @property
    def unfinished(self) -> Path:
        """Stands there while the folder is being made."""
        return self.path / "INIT-UNFINISHED"

    def require_ready(self) -> None:
        """Passes a folder that was made whole.

        Raises:
            FolderNotReady: reasons ``missing``, ``half-made`` (its making was interrupted),
                ``no-configuration``.
        """
        if not self.path.is_dir():
            raise FolderNotReady(path=self.path, reason="missing")
        if self.unfinished.exists():
            raise FolderNotReady(path=self.path, reason="half-made")
        if not self.node_toml.exists():
            raise FolderNotReady(path=self.path, reason="no-configuration")
