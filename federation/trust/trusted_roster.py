"""The roster as one node trusts it: bytes in, the next version out, no input or output.

Starts at the pinned version 1 and goes strictly one version at a time; what was refused
changes nothing.

Source: TUF specification 1.0 section 5.3; DESIGN section 4.
"""

from collections.abc import Iterable

from federation.errors import RosterRefused
from federation.trust.roster import Roster, SignedRoster
from federation.trust.roster_parsing import parse_roster
from federation.trust.roster_succession import verify_first_roster, verify_successor


class TrustedRoster:
    """The chain of rosters from the pinned first one to the current one."""

    def __init__(self, first: bytes, pinned_fingerprint: str | None) -> None:
        """Starts the chain.

        Args:
            first: version 1 as it was signed.
            pinned_fingerprint: see `verify_first_roster`.

        Raises:
            Malformed, TooLarge: `first` can't be read.
            RosterRefused: see `verify_first_roster`.
        """
        signed = parse_roster(first)
        self._current = verify_first_roster(signed, pinned_fingerprint)
        self._chain = [signed]

    @property
    def current(self) -> Roster:
        """The version that holds now."""
        return self._current

    @property
    def first_fingerprint(self) -> str:
        """The fingerprint of version 1: what others pin."""
        return self._chain[0].roster.fingerprint

    @property
    def chain(self) -> tuple[SignedRoster, ...]:
        """All versions from the first to the current one, as signed."""
        return tuple(self._chain)

    def apply(self, data: bytes) -> Roster:
        """Goes on to the next version and returns it.

        Raises:
            Malformed, TooLarge: `data` can't be read.
            RosterRefused: it may not follow the current version; that one stays.
        """
        signed = parse_roster(data)
        self._current = verify_successor(self._current, signed)
        self._chain.append(signed)
        return self._current


def load_roster_chain(files: Iterable[bytes], pinned_fingerprint: str | None) -> TrustedRoster:
    """The trusted roster of a series of files, version 1 first.

    Raises:
        Malformed, TooLarge, RosterRefused: see `TrustedRoster`; reason ``empty-chain`` if
            there is no file.
    """
    trusted: TrustedRoster | None = None
    for data in files:
        if trusted is None:
            trusted = TrustedRoster(data, pinned_fingerprint)
        else:
            trusted.apply(data)
    if trusted is None:
        raise RosterRefused(reason="empty-chain")
    return trusted
