"""The key that all branches share, by epoch, and what is derived from it.

Whoever holds it can test guessed numbers against tokens (the space of resident
numbers is small), so a node keeps it behind one counted, rate-limited service.
Rotation adds an epoch: it protects what is sealed later, never what was.

Source: RFC 5869 (HKDF), DESIGN section 3.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from federation.errors import KeyUnavailable, Malformed
from federation.suite import SUITE_DEFAULT, suite_of

KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochKeys:
    """One epoch's subkeys, 32 bytes each, for one purpose each."""

    epoch: int
    token: bytes
    seal: bytes
    report: bytes

    def __repr__(self) -> str:
        """Shows the epoch alone."""
        return f"EpochKeys(epoch={self.epoch})"


class FederationKeys:
    """All live epochs. The highest one seals; lookups try every one."""

    def __init__(self, secrets: Mapping[int, bytes]) -> None:
        """Derives the subkeys of `secrets`: epoch (from 1) to key (32 bytes).

        Raises:
            KeyUnavailable: there is no epoch at all.
            Malformed: an epoch below 1 or a key of another length.
        """
        if not secrets:
            raise KeyUnavailable(uri="federation-key", reason="missing")
        self._epochs = {epoch: _derive(epoch, secret) for epoch, secret in sorted(secrets.items())}

    @classmethod
    def of(cls, epochs: Iterable[EpochKeys]) -> "FederationKeys":
        """The keys of epochs whose subkeys were derived elsewhere; at least one."""
        keys = cls.__new__(cls)
        keys._epochs = {one.epoch: one for one in epochs}
        return keys

    @property
    def current(self) -> EpochKeys:
        """The epoch that new records are sealed under."""
        return self._epochs[max(self._epochs)]

    def at(self, epoch: int) -> EpochKeys:
        """The subkeys of `epoch`.

        Raises:
            KeyUnavailable: this branch was never given that epoch.
        """
        keys = self._epochs.get(epoch)
        if keys is None:
            raise KeyUnavailable(uri=f"federation-key/{epoch}", reason="missing")
        return keys

    def live(self) -> Iterable[EpochKeys]:
        """All epochs, oldest first."""
        return self._epochs.values()


def _derive(epoch: int, secret: bytes) -> EpochKeys:
    if epoch < 1 or len(secret) != KEY_BYTES:
        raise Malformed(what="federation-key", why="epoch or length")
    suite = suite_of(SUITE_DEFAULT)
    root = suite.hkdf_extract(b"deltabank/v1/federation-key", secret)
    return EpochKeys(
        epoch=epoch,
        token=suite.hkdf_expand(root, b"token", KEY_BYTES),
        seal=suite.hkdf_expand(root, b"seal", KEY_BYTES),
        report=suite.hkdf_expand(root, b"report", KEY_BYTES),
    )
