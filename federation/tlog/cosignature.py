"""Cosignatures: a witness (or the origin itself) says that a checkpoint is the newest it knows, and when.

The time is inside the signature, so it can't be changed without the cosigner's key. It tells
freshness only; order among checkpoints is by tree size.

Source: C2SP tlog-cosignature, sections "Format" and "Ed25519 signed message".
"""

from datetime import UTC, datetime, timedelta

from federation.errors import Malformed, SignatureInvalid
from federation.suite import Suite, default_suite
from federation.tlog.checkpoint import parse_checkpoint
from federation.tlog.note import Note, NoteSignature, SignMessage, find_signature, key_id

HEADER_LINE = "cosignature/v1"
TIMESTAMP_BYTES = 8
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Beyond the last second that a calendar year of four digits holds, a time is no time.
MAX_TIMESTAMP_S = int((datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC) - EPOCH).total_seconds())


def cosign(
    note_text: str, name: str, sign: SignMessage, public_key: bytes, time: datetime, suite: Suite | None = None
) -> str:
    """A cosignature line over a checkpoint, newline included, for `note.with_signature`.

    Cosign only what was verified, found consistent with everything cosigned before, and persisted.

    Args:
        note_text: the checkpoint's note text.
        name: the cosigner's key name.
        sign: signs with the private half of `public_key`.
        public_key: 32 bytes in suite 1.
        time: aware; fractions of a second are dropped.
        suite: what kind of signature; the default suite if none is given.

    Raises:
        Malformed: the text is no checkpoint, the name no key name, or the time before 1970.
    """
    suite = suite or default_suite()
    parse_checkpoint(note_text)
    seconds = _seconds_of(time)
    blob = seconds.to_bytes(TIMESTAMP_BYTES, "big") + sign(_message(note_text, seconds))
    identity = key_id(name, suite.cosignature_type, public_key)
    return NoteSignature(name=name, key_id=identity, blob=blob).line()


def verify_cosignature(note: Note, name: str, public_key: bytes, suite: Suite | None = None) -> datetime:
    """The time (aware, UTC, whole seconds) at which that cosigner vouched for the checkpoint.

    Raises:
        Malformed: the note holds no checkpoint, or the time is out of bounds.
        SignatureInvalid: no cosignature by that key under that name, or a wrong one.
    """
    suite = suite or default_suite()
    parse_checkpoint(note.text)
    line = find_signature(note, name, key_id(name, suite.cosignature_type, public_key))
    seconds = int.from_bytes(line.blob[:TIMESTAMP_BYTES], "big")
    try:
        suite.verify_signature(public_key, line.blob[TIMESTAMP_BYTES:], _message(note.text, seconds))
    except SignatureInvalid as failure:
        raise SignatureInvalid(signer=name) from failure
    return stated_time(line)


def stated_time(line: NoteSignature) -> datetime:
    """The time (aware, UTC) that a cosignature which was verified before states.

    Raises:
        Malformed: the time is out of bounds.
    """
    seconds = int.from_bytes(line.blob[:TIMESTAMP_BYTES], "big")
    if seconds > MAX_TIMESTAMP_S:
        raise Malformed(what="cosignature", why="time")
    return EPOCH + timedelta(seconds=seconds)


def _message(note_text: str, seconds: int) -> bytes:
    return f"{HEADER_LINE}\ntime {seconds}\n{note_text}".encode()


def _seconds_of(time: datetime) -> int:
    if time.tzinfo is None:
        raise ValueError("a cosignature needs an aware time")
    seconds = (time - EPOCH) // timedelta(seconds=1)
    if not 0 <= seconds <= MAX_TIMESTAMP_S:
        raise Malformed(what="cosignature", why="time")
    return seconds
