"""Checkpoints: what a log says of itself at one size, and their verification.

Every field is checked: the origin against the one expected, the size against the key that is valid
at it, the root's length and, for an empty log, its value. A checkpoint carries no time; see
`federation.tlog.cosignature`.

Source: C2SP tlog-checkpoint, section "Note text"; DESIGN section 4 (keys valid for ranges of sizes).
"""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from federation.errors import Malformed, SignatureInvalid
from federation.suite import Suite
from federation.tlog.hashing import EMPTY_ROOT, HASH_BYTES
from federation.tlog.note import SignMessage, is_key_name, parse_base64, parse_note, sign_note, verify_note
from federation.tlog.tiles import MAX_TREE_SIZE

# The first line of what a cosigner signs: a log of that name could make a checkpoint pass for one.
RESERVED_ORIGIN = "cosignature/v1"
SIZE_FORM = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)

KeyAt: TypeAlias = Callable[[int], bytes]
"""Gives a log's public key valid at a tree size; raises `KeyNotValidAtSize` if there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A log's head at one size.

    Attributes:
        origin: the log's name, also its key name: no white space, no plus.
        size: leaves, 0 to 2^63 - 1.
        root: 32 bytes; `EMPTY_ROOT` when the size is 0.
        extensions: opaque lines without newline, none of them empty. We write none.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuses what has no encoding or can't be true.

        Raises:
            Malformed: facts ``what="checkpoint"`` and ``why``.
        """
        if not is_key_name(self.origin) or self.origin == RESERVED_ORIGIN:
            raise Malformed(what="checkpoint", why="origin")
        if not 0 <= self.size <= MAX_TREE_SIZE:
            raise Malformed(what="checkpoint", why="size")
        if len(self.root) != HASH_BYTES or (self.size == 0 and self.root != EMPTY_ROOT):
            raise Malformed(what="checkpoint", why="root")
        if any(not line or any(c < " " or "\ud800" <= c <= "\udfff" for c in line) for line in self.extensions):
            raise Malformed(what="checkpoint", why="extension")

    def text(self) -> str:
        """The note text, final newline included."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCheckpoint:
    """A verified checkpoint together with the note it came in. Get one from `verified` only.

    Attributes:
        checkpoint: what the note says.
        note_bytes: the note as it was, with all its signatures.
    """

    checkpoint: Checkpoint
    note_bytes: bytes

    @classmethod
    def verified(cls, note_bytes: bytes, origin: str, key_at: KeyAt) -> "SignedCheckpoint":
        """The pair, after `verify_checkpoint`, which says what is raised."""
        return cls(checkpoint=verify_checkpoint(note_bytes, origin, key_at), note_bytes=note_bytes)


def parse_checkpoint(text: str) -> Checkpoint:
    """Reads a checkpoint's note text; no signature is looked at.

    Raises:
        Malformed: it isn't exactly a checkpoint in its one encoding.
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1]:
        raise Malformed(what="checkpoint", why="lines")
    origin, size, root, *extensions = lines[:-1]
    if not SIZE_FORM.fullmatch(size):
        raise Malformed(what="checkpoint", why="size")
    return Checkpoint(
        origin=origin, size=int(size), root=parse_base64(root, "checkpoint"), extensions=tuple(extensions)
    )


def sign_checkpoint(checkpoint: Checkpoint, sign: SignMessage, public_key: bytes, suite: Suite | None = None) -> bytes:
    """The checkpoint as a signed note, under its origin as key name.

    Args:
        checkpoint: what to sign; never one inconsistent with any signed before.
        sign: signs with the private half of `public_key`.
        public_key: 32 bytes in suite 1.
        suite: what kind of signature; the default suite if none is given.
    """
    return sign_note(checkpoint.text(), checkpoint.origin, sign, public_key, suite)


def verify_checkpoint(note_bytes: bytes, origin: str, key_at: KeyAt, suite: Suite | None = None) -> Checkpoint:
    """The checkpoint in a note, if that origin signed it with its key valid at that size.

    Args:
        note_bytes: the signed note.
        origin: the log expected.
        key_at: the log's key for a tree size.
        suite: what kind of signature; the default suite if none is given.

    Raises:
        Malformed: not a checkpoint.
        TooLarge: a note beyond its limits.
        SignatureInvalid: another origin's checkpoint, no signature by the key, or a wrong one.
        KeyNotValidAtSize: no key of the origin is valid at that size.
    """
    note = parse_note(note_bytes)
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != origin:
        raise SignatureInvalid(signer=origin)
    verify_note(note, origin, key_at(checkpoint.size), suite)
    return checkpoint
