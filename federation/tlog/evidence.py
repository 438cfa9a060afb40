"""Evidence of a fork: two checkpoints of one log, both signed by it, that can't both be true.

A third party is convinced offline, with nothing but the origin's keys. A bad proof alone is no
evidence: it is the fault of whoever sent it. Two cases:

- the same size and two roots;
- a smaller and a larger size, and a consistency proof showing that the larger tree begins with
  *another* tree of the smaller size (`prefix_root`) than the one signed.

The second case rests on the hash function: the larger root commits to one prefix only.

Source: RFC 9162 section 2.1.4.2; DESIGN section 5.
"""

import base64
import json
from dataclasses import dataclass

from federation.errors import Malformed, ProofInvalid, TooLarge
from federation.tlog.checkpoint import KeyAt, verify_checkpoint
from federation.tlog.hashing import HASH_BYTES
from federation.tlog.note import is_key_name, parse_base64, parse_note
from federation.tlog.proofs import MAX_PROOF_HASHES, verify_consistency

FORMAT = "fork-evidence/v1"
MAX_JSON_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ForkEvidence:
    """An accusation; convincing only if `verify_fork_evidence` returns.

    Attributes:
        origin: the log accused.
        first: the signed note with the smaller (or the same) size.
        second: the signed note with the larger (or the same) size.
        prefix_root: 32 bytes: root of the second tree's first `first.size` leaves; None for equal sizes.
        proof: 32-byte hashes, from `prefix_root` to the second root; empty for equal sizes.
    """

    origin: str
    first: bytes
    second: bytes
    prefix_root: bytes | None = None
    proof: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        """Refuses what has no encoding.

        Raises:
            Malformed: a part that isn't of its form.
            TooLarge: a note beyond its limits.
        """
        if not is_key_name(self.origin):
            raise Malformed(what="fork-evidence", why="origin")
        parse_note(self.first)
        parse_note(self.second)
        hashes = self.proof if self.prefix_root is None else (self.prefix_root, *self.proof)
        if len(self.proof) > MAX_PROOF_HASHES or any(len(value) != HASH_BYTES for value in hashes):
            raise Malformed(what="fork-evidence", why="proof")


def verify_fork_evidence(evidence: ForkEvidence, key_at: KeyAt) -> None:
    """Returns if the evidence convicts its origin.

    Args:
        evidence: what was received or found.
        key_at: the origin's key for a tree size.

    Raises:
        ProofInvalid: both checkpoints may be true; fact ``proof`` is ``consistency`` or ``fork``.
        SignatureInvalid: one of them wasn't signed by the origin.
        KeyNotValidAtSize: one of them was signed where the origin has no key.
        Malformed: one of them is no checkpoint, or they are in the wrong order.
    """
    first = verify_checkpoint(evidence.first, evidence.origin, key_at)
    second = verify_checkpoint(evidence.second, evidence.origin, key_at)
    if first.size > second.size:
        raise Malformed(what="fork-evidence", why="order")
    if first.size == second.size:
        if evidence.proof or evidence.prefix_root is not None or first.root == second.root:
            raise ProofInvalid(proof="fork")
        return
    if evidence.prefix_root is None or evidence.prefix_root == first.root:
        raise ProofInvalid(proof="fork")
    verify_consistency(first.size, second.size, evidence.prefix_root, second.root, evidence.proof)


def to_json(evidence: ForkEvidence) -> bytes:
    """The evidence as a JSON file that people can read too: the notes stand in it as text."""
    prefix_root = evidence.prefix_root
    fields = {
        "format": FORMAT,
        "origin": evidence.origin,
        "first": evidence.first.decode(),
        "second": evidence.second.decode(),
        "prefix_root": None if prefix_root is None else base64.b64encode(prefix_root).decode(),
        "proof": [base64.b64encode(value).decode() for value in evidence.proof],
    }
    return json.dumps(fields, ensure_ascii=False, indent=2).encode() + b"\n"


def parse_fork_evidence(data: bytes) -> ForkEvidence:
    """Reads what `to_json` wrote.

    Raises:
        TooLarge: more than 512 KiB, or a note beyond its limits.
        Malformed: anything else than that JSON object; nothing is added, missing or repeated.
    """
    if len(data) > MAX_JSON_BYTES:
        raise TooLarge(what="fork-evidence", limit=f"{MAX_JSON_BYTES} bytes")
    try:
        fields = json.loads(data.decode("utf-8"), object_pairs_hook=_unrepeated)
    except (ValueError, RecursionError) as failure:
        raise Malformed(what="fork-evidence", why="json") from failure
    names = {"format", "origin", "first", "second", "prefix_root", "proof"}
    if not isinstance(fields, dict) or fields.keys() != names or fields["format"] != FORMAT:
        raise Malformed(what="fork-evidence", why="fields")
    if not isinstance(fields["proof"], list):
        raise Malformed(what="fork-evidence", why="fields")
    prefix_root = fields["prefix_root"]
    return ForkEvidence(
        origin=_text(fields["origin"]),
        first=_note_bytes(fields["first"]),
        second=_note_bytes(fields["second"]),
        prefix_root=None if prefix_root is None else parse_base64(_text(prefix_root), "fork-evidence"),
        proof=tuple(parse_base64(_text(value), "fork-evidence") for value in fields["proof"]),
    )


def _unrepeated(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a name stands twice")
    return fields


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Malformed(what="fork-evidence", why="fields")
    return value


def _note_bytes(value: object) -> bytes:
    try:
        return _text(value).encode()
    except UnicodeEncodeError as failure:
        raise Malformed(what="fork-evidence", why="utf-8") from failure
