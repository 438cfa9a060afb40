"""The roster: which branches exist, and by which keys they are known.

A roster is a value. What a well-formed one must satisfy is in `roster_rules`, how one is
read in `roster_parsing`, who must have signed it in `roster_signing`, and which may follow
which in `roster_succession`; `trusted_roster` puts these together.

A branch's log keys form one gapless chain of tree sizes: the first is valid from size 0,
each next one from one above the size at which its predecessor was retired, the last one
has no end. So exactly one key may sign each size; a branch that rotates its key first
stops signing, states its final size and root with the old key, and appends before it signs
with the new one. What the old key signed up to its final size stays valid for good.

Source: DESIGN section 4; TUF specification 1.0 section 5.3 (root rotation); RFC 8785.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from federation.errors import KeyNotValidAtSize, NotInRoster
from federation.trust.strict_json import JsonValue, canonical_bytes, format_base64, format_instant

SIGNED_LABEL = b"deltabank/roster/v1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class RootKey:
    """A key whose holder has one vote on the next roster.

    Attributes:
        name: whose it is, for people.
        public_key: 32 bytes in the default suite.
        suite: the suite byte.
    """

    name: str
    public_key: bytes
    suite: int

    def as_json(self) -> JsonValue:
        """The JSON form."""
        return {"name": self.name, "public_key": self.public_key.hex(), "suite": self.suite}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEnd:
    """A point at which a log, or a key's right to sign it, ended.

    Attributes:
        size: the tree size, in leaves.
        root: the root hash at that size, 32 bytes.
    """

    size: int
    root: bytes

    def as_json(self) -> JsonValue:
        """The JSON form."""
        return {"size": self.size, "root": self.root.hex()}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogKey:
    """A key with the range of tree sizes that it may sign, both ends included.

    Attributes:
        public_key: 32 bytes in the default suite.
        suite: the suite byte.
        from_size: the smallest tree size.
        until_size: the largest, once retired; None while in use.
        final_root: the root hash at `until_size` (32 bytes), once retired; None while in use.
    """

    public_key: bytes
    suite: int
    from_size: int
    until_size: int | None
    final_root: bytes | None

    def is_valid_at(self, size: int) -> bool:
        """Whether the key may sign a checkpoint of that tree size."""
        return self.from_size <= size and (self.until_size is None or size <= self.until_size)

    def as_json(self) -> JsonValue:
        """The JSON form."""
        return {
            "public_key": self.public_key.hex(),
            "suite": self.suite,
            "from_size": self.from_size,
            "until_size": self.until_size,
            "final_root": None if self.final_root is None else self.final_root.hex(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedKey:
    """One epoch of the federation key, sealed to one branch (see `federation_key`)."""

    epoch: int
    wrapped: bytes

    def as_json(self) -> JsonValue:
        """The JSON form."""
        return {"epoch": self.epoch, "wrapped": format_base64(self.wrapped)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A branch as all others know it.

    Attributes:
        code: its province's two-digit code.
        name: for people, in Chinese.
        origin: the origin line of its log.
        log_keys: oldest first; see the module's docstring.
        tls_ca: the authority of its peer certificates, one PEM block.
        addresses: where it listens for peers, as ``host:port``; may be none.
        wrapping_key: X25519 public key, 32 bytes.
        wrapped_keys: the federation key's epochs, sealed to `wrapping_key`, ascending.
        closed: where its log ended, if the branch is closed.
    """

    code: str
    name: str
    origin: str
    log_keys: tuple[LogKey, ...]
    tls_ca: str
    addresses: tuple[str, ...]
    wrapping_key: bytes
    wrapped_keys: tuple[WrappedKey, ...]
    closed: LogEnd | None

    def log_key_at(self, size: int) -> LogKey:
        """The one key that may have signed a checkpoint of that tree size.

        Raises:
            KeyNotValidAtSize: no key may, because the branch was closed at a smaller size
                (or `size` is negative).
        """
        if self.closed is None or size <= self.closed.size:
            for key in self.log_keys:
                if key.is_valid_at(size):
                    return key
        raise KeyNotValidAtSize(origin=self.origin, size=size)

    def key_at(self, size: int) -> bytes:
        """The public key (32 bytes) of `log_key_at`. Raises `KeyNotValidAtSize`."""
        return self.log_key_at(size).public_key

    def verify_retired(self, size: int, root: bytes) -> None:
        """Holds a signed checkpoint against the ends that the roster states.

        To be asked of every checkpoint after its signature held: a stolen old key could
        otherwise sign another tree at exactly its final size. Smaller trees are held
        against larger ones by consistency proofs.

        Raises:
            KeyNotValidAtSize: a key was retired, or the branch closed, at this size with
                another root; or the branch was closed at a smaller size.
        """
        self.log_key_at(size)
        if any(end.size == size and end.root != root for end in self.ends()):
            raise KeyNotValidAtSize(origin=self.origin, size=size)

    def ends(self) -> tuple[LogEnd, ...]:
        """The (size, root) pairs that the roster states for this log, ascending."""
        retired = tuple(
            LogEnd(size=key.until_size, root=key.final_root)
            for key in self.log_keys
            if key.until_size is not None and key.final_root is not None
        )
        return retired if self.closed is None else (*retired, self.closed)

    def wrapped_key(self, epoch: int) -> bytes | None:
        """The federation key of that epoch sealed to this branch, if the roster has it."""
        return next((key.wrapped for key in self.wrapped_keys if key.epoch == epoch), None)

    def as_json(self) -> JsonValue:
        """The JSON form."""
        return {
            "code": self.code,
            "name": self.name,
            "origin": self.origin,
            "log_keys": [key.as_json() for key in self.log_keys],
            "tls_ca": self.tls_ca,
            "addresses": list(self.addresses),
            "wrapping_key": self.wrapping_key.hex(),
            "wrapped_keys": [key.as_json() for key in self.wrapped_keys],
            "closed": None if self.closed is None else self.closed.as_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """One version of the roster.

    Attributes:
        federation_id: 16 lower-case hex digits.
        version: from 1, one more each time.
        previous: the fingerprint of the version before; None for version 1.
        issued_at: aware, UTC, to the second; tells people when, orders nothing.
        root_keys: who votes on the next version.
        branches: by ascending code, closed ones included.
        fingerprint: hex SHA-256 of the canonical bytes; computed, never given.
    """

    federation_id: str
    version: int
    previous: str | None
    issued_at: datetime
    root_keys: tuple[RootKey, ...]
    branches: tuple[Branch, ...]
    fingerprint: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Computes the fingerprint once: handshakes ask for it often."""
        object.__setattr__(self, "fingerprint", hashlib.sha256(self.canonical_bytes()).hexdigest())

    def branch(self, code: str) -> Branch:
        """The branch with that code, closed or not. Raises `NotInRoster`."""
        for branch in self.branches:
            if branch.code == code:
                return branch
        raise NotInRoster(branch=code)

    def by_origin(self, origin: str) -> Branch:
        """The branch whose log has that origin, closed or not. Raises `NotInRoster`."""
        for branch in self.branches:
            if branch.origin == origin:
                return branch
        raise NotInRoster(branch=origin)

    def open_branches(self) -> tuple[Branch, ...]:
        """The branches that are not closed, by ascending code."""
        return tuple(branch for branch in self.branches if branch.closed is None)

    def closed_logs(self) -> dict[str, LogEnd]:
        """Origin → where it ended, of the logs of closed branches."""
        return {branch.origin: branch.closed for branch in self.branches if branch.closed is not None}

    def epochs(self) -> tuple[int, ...]:
        """The live epochs of the federation key, ascending."""
        return tuple(sorted({key.epoch for branch in self.open_branches() for key in branch.wrapped_keys}))

    def as_json(self) -> JsonValue:
        """The JSON form."""
        return {
            "federation_id": self.federation_id,
            "version": self.version,
            "previous": self.previous,
            "issued_at": format_instant(self.issued_at),
            "root_keys": [key.as_json() for key in self.root_keys],
            "branches": [branch.as_json() for branch in self.branches],
        }

    def canonical_bytes(self) -> bytes:
        """The RFC 8785 bytes of the JSON form."""
        return canonical_bytes(self.as_json())

    def signed_bytes(self) -> bytes:
        """What root keys sign: a label, then the canonical bytes."""
        return SIGNED_LABEL + self.canonical_bytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class RootSignature:
    """A root key's signature over `Roster.signed_bytes`."""

    public_key: bytes
    signature: bytes

    def as_json(self) -> JsonValue:
        """The JSON form."""
        return {"key": self.public_key.hex(), "signature": format_base64(self.signature)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRoster:
    """A roster with the signatures gathered so far, at most one a key, by ascending key.

    Well-formed, which says nothing of whether it is to be believed.
    """

    roster: Roster
    signatures: tuple[RootSignature, ...]

    def to_bytes(self) -> bytes:
        """The file or message form; `parse_roster` is its inverse."""
        return canonical_bytes(self.as_json())

    def as_json(self) -> JsonValue:
        """The JSON form."""
        signatures: Sequence[JsonValue] = [signature.as_json() for signature in self.signatures]
        return {"roster": self.roster.as_json(), "signatures": signatures}
