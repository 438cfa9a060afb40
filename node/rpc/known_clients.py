"""Which of the branch's own clients is calling: its certificate, and what the configuration says of its name.

Source: docs/adr/0015; DESIGN section 4.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from federation.clock import Clock
from federation.trust.peer_certificate import verify_client_certificate
from node.model.client import Client, ClientKind
from node.ports.rosters import RosterHolder

# The same certificate comes with every call; it is held against the clock again so often.
VERIFIED_FOR = timedelta(seconds=1)
MAX_REMEMBERED = 64


class KnownClients:
    """The clients of one branch."""

    def __init__(
        self, listed: Mapping[str, Client], *, branch: str, client_ca: str, rosters: RosterHolder, clock: Clock
    ) -> None:
        """Prepares it.

        Args:
            listed: by the name in the certificate.
            branch: the branch's code.
            client_ca: PEM of the authority that the branch's clients are known by.
            rosters: tells the federation.
            clock: tells whether a certificate is valid.
        """
        self._listed = listed
        self._branch = branch
        self._client_ca = client_ca
        self._rosters = rosters
        self._clock = clock
        self._verified: dict[bytes, tuple[str, datetime]] = {}

    def calling(self, leaf: bytes) -> Client:
        """The client that shows this certificate; one that isn't listed is told as such.

        Args:
            leaf: PEM or DER, empty if none was shown.

        Raises:
            PeerRefused: it isn't a client's of this branch.
        """
        now = self._clock.now()
        name, verified_at = self._verified.get(leaf, ("", None))
        if verified_at is None or not timedelta() <= now - verified_at < VERIFIED_FOR:
            federation_id = self._rosters.current.federation_id
            name = verify_client_certificate(leaf, self._client_ca, federation_id, self._branch, now)
            if len(self._verified) >= MAX_REMEMBERED:
                self._verified.clear()
            self._verified[leaf] = (name, now)
        return self._listed.get(name) or Client(name=name, kind=ClientKind.UNLISTED)
