"""Keys and trees that the tests of the log share."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from federation.tlog.checkpoint import Checkpoint, sign_checkpoint
from federation.tlog.hashing import leaf_hash
from federation.tlog.proofs import root_at
from federation.tlog.right_edge import RightEdge
from federation.tlog.tiles import TileSet


class SigningKey:
    """An Ed25519 key made from a number."""

    def __init__(self, number: int) -> None:
        self._secret = Ed25519PrivateKey.from_private_bytes(number.to_bytes(32, "big"))
        self.public = self._secret.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._secret.sign(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A log with its key and all its tiles."""

    origin: str
    key: SigningKey
    tiles: TileSet

    def checkpoint(self, size: int) -> Checkpoint:
        return Checkpoint(origin=self.origin, size=size, root=root_at(size, self.tiles.read))

    def signed(self, size: int) -> bytes:
        return sign_checkpoint(self.checkpoint(size), self.key.sign, self.key.public)

    def key_at(self, size: int) -> bytes:
        return self.key.public


@pytest.fixture(scope="session")
def key_of() -> Callable[[int], SigningKey]:
    return SigningKey


@pytest.fixture(scope="session")
def branch_of() -> Callable[..., Branch]:
    """Makes a branch whose leaves are the numbers 0 to 999, from `altered_from` on another history's."""

    def make(*, key: int = 1, altered_from: int = 1000, origin: str = "credit-bank.example/branch/32") -> Branch:
        tiles = TileSet()
        tiles.put(RightEdge().append([leaf_hash(b"%d %d" % (at, at >= altered_from)) for at in range(1000)]))
        return Branch(origin=origin, key=SigningKey(key), tiles=tiles)

    return make


@pytest.fixture(scope="session")
def branch(branch_of: Callable[..., Branch]) -> Branch:
    return branch_of()
