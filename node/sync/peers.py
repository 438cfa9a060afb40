"""One client a peer, for as long as the roster describes that peer the same way."""

from federation.rpc.limits import CallingLimits
from federation.rpc.peer_client import PeerClient
from federation.trust.certificates import IssuedCertificate
from federation.trust.roster import Branch
from node.ports.rosters import RosterHolder


class Peers:
    """Clients to all other open branches of the current roster."""

    def __init__(
        self, *, own_branch: str, rosters: RosterHolder, certificate: IssuedCertificate, limits: CallingLimits
    ) -> None:
        self._own_branch = own_branch
        self._rosters = rosters
        self._certificate = certificate
        self._limits = limits
        self._clients: dict[str, tuple[Branch, PeerClient]] = {}

    def branches(self) -> list[Branch]:
        """The other open branches, by code."""
        return [one for one in self._rosters.current.open_branches() if one.code != self._own_branch]

    async def client(self, code: str) -> PeerClient:
        """The client for a branch; a new one if the roster changed what it says of it.

        Raises:
            NotInRoster: no such branch.
        """
        branch = self._rosters.current.branch(code)
        known = self._clients.get(code)
        if known is not None and known[0] == branch:
            return known[1]
        client = PeerClient(branch, certificate=self._certificate, limits=self._limits)
        self._clients[code] = (branch, client)
        if known is not None:
            await known[1].close()
        return client

    async def close(self) -> None:
        """Closes all connections."""
        for _, client in self._clients.values():
            await client.close()
        self._clients.clear()
