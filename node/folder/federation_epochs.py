"""The federation key, epoch by epoch, opened from the roster with the branch's own wrapping key."""

from federation.errors import NotInRoster
from federation.keys import load_secret
from federation.model.federation_key import FederationKeys
from federation.trust.federation_key import unwrap_federation_key
from federation.trust.roster import Roster
from node.config import NodeConfig
from node.folder.branch_folder import BranchFolder
from node.folder.held_roster import HeldRoster


class HeldFederationKeys:
    """The subkeys of all live epochs, opened again when the roster has a new version."""

    def __init__(self, folder: BranchFolder, config: NodeConfig, rosters: HeldRoster) -> None:
        """Opens them; raises as `load_federation_epochs`."""
        self._folder = folder
        self._config = config
        self._rosters = rosters
        self._version = 0
        self._keys = self.current()

    def current(self) -> FederationKeys:
        """The keys that the current roster gives this branch."""
        roster = self._rosters.current
        if roster.version != self._version:
            self._keys = FederationKeys(load_federation_epochs(self._folder, self._config, roster))
            self._version = roster.version
        return self._keys


def load_federation_epochs(folder: BranchFolder, config: NodeConfig, roster: Roster) -> dict[int, bytes]:
    """Every live epoch's 32 bytes, for `federation.model.federation_key.FederationKeys`.

    Raises:
        NotInRoster: this branch isn't in that roster (yet): nothing was sealed to it.
        KeyUnavailable: the wrapping key can't be read.
        SealBroken: the roster's wrapping isn't for this branch's wrapping key.
    """
    if all(branch.code != config.branch for branch in roster.branches):
        raise NotInRoster(branch=config.branch)
    secret = load_secret(config.keys.wrapping, folder.path)
    return {
        key.epoch: unwrap_federation_key(key.wrapped, secret, roster.federation_id, config.branch, key.epoch)
        for key in roster.branch(config.branch).wrapped_keys
    }
