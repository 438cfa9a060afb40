"""Signed notes: a text and the signature lines under it, byte for byte.

Parsing and formatting are inverses: a note has one encoding, so it can be stored and relayed as it
came. Beyond the specification, one key may stand in a note only once, which leaves nothing to choose
between. The text must be ignored until a signature by an expected key was verified.

Source: C2SP signed-note, sections "Format" and "Signatures".
"""

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from federation.errors import Malformed, SignatureInvalid, TooLarge
from federation.suite import Suite, default_suite

MAX_NOTE_BYTES = 64 * 1024
MAX_SIGNATURES = 100
KEY_ID_BYTES = 4
SIGNATURE_PREFIX = "— "
KEY_NAME = re.compile(r"[^\s+\x00-\x1f\ud800-\udfff]+")
REMEMBERED_NOTES = 256
SHORT_NOTE_BYTES = 4 * 1024

SignMessage: TypeAlias = Callable[[bytes], bytes]
"""Signs a message with a key held elsewhere: message -> signature (64 bytes in suite 1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSignature:
    """One signature line.

    Attributes:
        name: key name; not empty, no white space, no plus.
        key_id: 4 bytes, see `key_id`.
        blob: what the signature type puts there, at least 1 byte.
    """

    name: str
    key_id: bytes
    blob: bytes

    def __post_init__(self) -> None:
        """Refuses what has no encoding.

        Raises:
            Malformed: a name, key id or signature that can't stand in a note.
        """
        if not is_key_name(self.name):
            raise Malformed(what="note", why="key-name")
        if len(self.key_id) != KEY_ID_BYTES or not self.blob:
            raise Malformed(what="note", why="signature")

    def line(self) -> str:
        """The signature line, newline included."""
        return f"{SIGNATURE_PREFIX}{self.name} {base64.b64encode(self.key_id + self.blob).decode()}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text and its signatures, none of them verified.

    Attributes:
        text: ends in a newline; what is signed is its UTF-8.
        signatures: 1 to 100, no two with the same name and key id.
    """

    text: str
    signatures: tuple[NoteSignature, ...]


def parse_note(data: bytes) -> Note:
    """Reads a signed note.

    Raises:
        TooLarge: more than 64 KiB or 100 signatures.
        Malformed: anything else that isn't exactly a signed note.
    """
    if len(data) > MAX_NOTE_BYTES:
        raise TooLarge(what="note", limit=f"{MAX_NOTE_BYTES} bytes")
    return _parse_short(bytes(data)) if len(data) <= SHORT_NOTE_BYTES else _parse(data)


@lru_cache(maxsize=REMEMBERED_NOTES)
def _parse_short(data: bytes) -> Note:
    # Peers show the same checkpoints again and again. Nobody has vouched for them yet: they get little room.
    return _parse(data)


def _parse(data: bytes) -> Note:
    whole = _decode_text(data)
    text, blank, block = whole.rpartition("\n\n")
    if not blank or not block.endswith("\n"):
        raise Malformed(what="note", why="no-signatures")
    lines = block.split("\n")[:-1]
    if len(lines) > MAX_SIGNATURES:
        raise TooLarge(what="note", limit=f"{MAX_SIGNATURES} signatures")
    note = Note(text=text + "\n", signatures=tuple(_parse_line(line) for line in lines))
    _check_note(note.text, note.signatures)
    return note


def format_note(text: str, signatures: Sequence[NoteSignature]) -> bytes:
    """The bytes of a signed note: what `parse_note` reads.

    Raises:
        Malformed: a text that doesn't end in a newline or holds control characters, no signature,
            or one key twice.
        TooLarge: more than 64 KiB or 100 signatures.
    """
    if len(signatures) > MAX_SIGNATURES:
        raise TooLarge(what="note", limit=f"{MAX_SIGNATURES} signatures")
    _check_note(text, signatures)
    try:
        data = (text + "\n" + "".join(signature.line() for signature in signatures)).encode()
    except UnicodeEncodeError as failure:
        raise Malformed(what="note", why="utf-8") from failure
    if len(data) > MAX_NOTE_BYTES:
        raise TooLarge(what="note", limit=f"{MAX_NOTE_BYTES} bytes")
    return data


def parse_signature_line(line: str) -> NoteSignature:
    """Reads one signature line, newline included.

    Raises:
        Malformed: it isn't exactly one.
    """
    if not line.endswith("\n"):
        raise Malformed(what="note", why="signature-line")
    return _parse_line(line[:-1])


def with_signature(note_bytes: bytes, signature_line: str) -> bytes:
    """The note with one signature more, or with that key's earlier one replaced.

    Nothing is verified: verify a line that came from elsewhere before merging it.

    Args:
        note_bytes: a signed note.
        signature_line: one line, newline included.

    Raises:
        Malformed: either isn't what it should be.
        TooLarge: the note has no room for another signature.
    """
    note = parse_note(note_bytes)
    added = parse_signature_line(signature_line)
    place = (added.name, added.key_id)
    merged = [added if (held.name, held.key_id) == place else held for held in note.signatures]
    if added not in merged:
        merged.append(added)
    return format_note(note.text, merged)


def key_id(name: str, signature_type: bytes, public_key: bytes) -> bytes:
    """The 4-byte id of a key under its name and signature type.

    Source: C2SP signed-note, section "Signatures".
    """
    return default_suite().digest(name.encode() + b"\n" + signature_type + public_key)[:KEY_ID_BYTES]


def sign_note(text: str, name: str, sign: SignMessage, public_key: bytes, suite: Suite | None = None) -> bytes:
    """The text as a note with one signature.

    Args:
        text: ends in a newline.
        name: key name.
        sign: signs with the private half of `public_key`.
        public_key: 32 bytes in suite 1.
        suite: what kind of signature; the default suite if none is given.

    Raises:
        Malformed: text or name can't stand in a note.
    """
    suite = suite or default_suite()
    identity = key_id(name, suite.note_type, public_key)
    return format_note(text, [NoteSignature(name=name, key_id=identity, blob=sign(text.encode()))])


def verify_note(note: Note, name: str, public_key: bytes, suite: Suite | None = None) -> None:
    """Returns if the note carries a valid signature by that key under that name.

    Signatures by other keys are neither trusted nor looked at.

    Raises:
        SignatureInvalid: no signature by the key, or a wrong one; fact ``signer`` is the name.
    """
    suite = suite or default_suite()
    signature = find_signature(note, name, key_id(name, suite.note_type, public_key))
    try:
        suite.verify_signature(public_key, signature.blob, note.text.encode())
    except SignatureInvalid as failure:
        raise SignatureInvalid(signer=name) from failure


def find_signature(note: Note, name: str, identity: bytes) -> NoteSignature:
    """The one signature line with that name and key id; not verified.

    Raises:
        SignatureInvalid: there is none; fact ``signer`` is the name.
    """
    for signature in note.signatures:
        if signature.name == name and signature.key_id == identity:
            return signature
    raise SignatureInvalid(signer=name)


def is_key_name(name: str) -> bool:
    """Whether the text can be a key name."""
    return KEY_NAME.fullmatch(name) is not None


def parse_base64(text: str, what: str) -> bytes:
    """Bytes from standard base64 in its one canonical form (padded, no spare bits, no white space).

    Source: RFC 4648 sections 3.5 and 4.

    Raises:
        Malformed: with fact ``what`` as given.
    """
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as failure:
        raise Malformed(what=what, why="base64") from failure
    if base64.b64encode(data).decode() != text:
        raise Malformed(what=what, why="base64")
    return data


def _decode_text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as failure:
        raise Malformed(what="note", why="utf-8") from failure


def _parse_line(line: str) -> NoteSignature:
    if not line.startswith(SIGNATURE_PREFIX):
        raise Malformed(what="note", why="signature-line")
    name, space, encoded = line.removeprefix(SIGNATURE_PREFIX).partition(" ")
    if not space:
        raise Malformed(what="note", why="signature-line")
    blob = parse_base64(encoded, "note")
    return NoteSignature(name=name, key_id=blob[:KEY_ID_BYTES], blob=blob[KEY_ID_BYTES:])


def _check_note(text: str, signatures: Sequence[NoteSignature]) -> None:
    if not text.endswith("\n") or any(c < " " and c != "\n" for c in text):
        raise Malformed(what="note", why="text")
    if not signatures:
        raise Malformed(what="note", why="no-signatures")
    if len({(signature.name, signature.key_id) for signature in signatures}) != len(signatures):
        raise Malformed(what="note", why="key-repeated")
