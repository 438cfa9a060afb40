"""Reading a checkpoint that somebody sent: what of it is vouched for, and by whom.

Pure: nothing is fetched or stored.

Source: DESIGN sections 2 and 4; C2SP tlog-checkpoint, tlog-cosignature.
"""

from dataclasses import dataclass
from datetime import datetime

from federation.errors import CreditBankError
from federation.suite import suite_of
from federation.tlog.checkpoint import SignedCheckpoint, verify_checkpoint
from federation.tlog.cosignature import verify_cosignature
from federation.tlog.note import Note, find_signature, format_note, key_id, parse_note
from federation.trust.roster import Branch, Roster


@dataclass(frozen=True, slots=True, kw_only=True)
class CosignatureLine:
    """A cosignature that holds: the cosigner's name, its note line, its time (aware UTC)."""

    name: str
    line: str
    signed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardCheckpoint:
    """A checkpoint whose origin signed it with the key valid at its size.

    Attributes:
        branch: whose log.
        signed: the checkpoint, and its note with the log's own signature alone.
        as_of: the origin's own time for it, None if it gave none.
        cosignatures: those that hold, the origin's own among them; others are left out.
    """

    branch: str
    signed: SignedCheckpoint
    as_of: datetime | None
    cosignatures: tuple[CosignatureLine, ...]

    @property
    def origin(self) -> str:
        """The log's origin."""
        return self.signed.checkpoint.origin

    @property
    def size(self) -> int:
        """The tree size."""
        return self.signed.checkpoint.size

    @property
    def root(self) -> bytes:
        """The root at that size, 32 bytes."""
        return self.signed.checkpoint.root


def vet_checkpoint(note_bytes: bytes, roster: Roster) -> HeardCheckpoint:
    """The checkpoint in a note, verified against the roster.

    Raises:
        Malformed, TooLarge: no checkpoint.
        NotInRoster: a log of no rostered branch.
        SignatureInvalid: not signed by that log's key.
        KeyNotValidAtSize: signed by a key that may not sign that size.
    """
    note = parse_note(note_bytes)
    origin = note.text.partition("\n")[0]
    branch = roster.by_origin(origin)
    checkpoint = verify_checkpoint(note_bytes, origin, branch.key_at)
    branch.verify_retired(checkpoint.size, checkpoint.root)
    signed = SignedCheckpoint(checkpoint=checkpoint, note_bytes=_without_cosignatures(note, branch, checkpoint.size))
    lines = tuple(line for cosigner in roster.branches for line in _cosignatures_of(note, cosigner))
    as_of = max((line.signed_at for line in lines if line.name == origin), default=None)
    return HeardCheckpoint(branch=branch.code, signed=signed, as_of=as_of, cosignatures=lines)


def _without_cosignatures(note: Note, branch: Branch, size: int) -> bytes:
    """The note with the log's own signature alone: what others added to it, anybody may have."""
    key = branch.log_key_at(size)
    identity = key_id(branch.origin, suite_of(key.suite).note_type, key.public_key)
    return format_note(note.text, [find_signature(note, branch.origin, identity)])


def _cosignatures_of(note: Note, cosigner: Branch) -> list[CosignatureLine]:
    lines = []
    for key in cosigner.log_keys:
        suite = suite_of(key.suite)
        try:
            signed_at = verify_cosignature(note, cosigner.origin, key.public_key, suite)
            identity = key_id(cosigner.origin, suite.cosignature_type, key.public_key)
            line = find_signature(note, cosigner.origin, identity).line()
        except CreditBankError:
            continue
        lines.append(CosignatureLine(name=cosigner.origin, line=line, signed_at=signed_at))
    return lines
