"""Shows that notes, checkpoints, cosignatures and fork evidence are read back as they were written.

Also that no mutated note passes for a signed one, whatever was mutated.
"""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.errors import CreditBankError
from federation.tlog.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint, verify_checkpoint
from federation.tlog.cosignature import cosign, verify_cosignature
from federation.tlog.evidence import ForkEvidence, parse_fork_evidence, to_json
from federation.tlog.hashing import EMPTY_ROOT
from federation.tlog.note import Note, NoteSignature, format_note, is_key_name, parse_note, with_signature

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC_KEY = KEY.public_key().public_bytes_raw()
ORIGIN = "credit-bank.example/branch/32"

characters = st.characters(exclude_categories=["Cs"], exclude_characters=[chr(c) for c in range(32)])
names = st.text(characters, min_size=1, max_size=20).filter(is_key_name)
lines = st.text(characters, max_size=30)
hashes = st.binary(min_size=32, max_size=32)
signatures = st.builds(
    NoteSignature, name=names, key_id=st.binary(min_size=4, max_size=4), blob=st.binary(min_size=1, max_size=80)
)
notes = st.builds(
    Note,
    text=st.lists(lines, min_size=1, max_size=6).map(lambda held: "".join(f"{line}\n" for line in held)),
    signatures=st.lists(signatures, min_size=1, max_size=6, unique_by=lambda held: (held.name, held.key_id)).map(tuple),
)
checkpoints = st.one_of(
    st.builds(Checkpoint, origin=names, size=st.just(0), root=st.just(EMPTY_ROOT)),
    st.builds(
        Checkpoint,
        origin=names,
        size=st.integers(1, 2**63 - 1),
        root=hashes,
        extensions=st.lists(st.text(characters, min_size=1, max_size=20), max_size=3).map(tuple),
    ),
)
few = settings(max_examples=80, deadline=None, derandomize=True)


@few
@given(notes)
def test_a_note_is_read_back_as_it_was_written(note: Note) -> None:
    data = format_note(note.text, note.signatures)
    assert parse_note(data) == note
    assert format_note(parse_note(data).text, parse_note(data).signatures) == data


@few
@given(checkpoints)
def test_a_checkpoint_is_read_back_as_it_was_written(checkpoint: Checkpoint) -> None:
    assert parse_checkpoint(checkpoint.text()) == checkpoint
    note_bytes = sign_checkpoint(checkpoint, KEY.sign, PUBLIC_KEY)
    assert verify_checkpoint(note_bytes, checkpoint.origin, lambda size: PUBLIC_KEY) == checkpoint


@few
@given(checkpoints, names, st.datetimes(datetime(1970, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_cosignature_tells_the_second_it_was_made_in(checkpoint: Checkpoint, name: str, time: datetime) -> None:
    note_bytes = sign_checkpoint(checkpoint, KEY.sign, PUBLIC_KEY)
    cosigned = with_signature(note_bytes, cosign(checkpoint.text(), name, KEY.sign, PUBLIC_KEY, time))
    assert verify_cosignature(parse_note(cosigned), name, PUBLIC_KEY) == time.replace(microsecond=0)


@few
@given(notes, notes, st.none() | hashes, st.lists(hashes, max_size=64).map(tuple))
def test_fork_evidence_is_read_back_as_it_was_written(
    first: Note, second: Note, prefix_root: bytes | None, proof: tuple[bytes, ...]
) -> None:
    evidence = ForkEvidence(
        origin=ORIGIN,
        first=format_note(first.text, first.signatures),
        second=format_note(second.text, second.signatures),
        prefix_root=prefix_root,
        proof=proof,
    )
    assert parse_fork_evidence(to_json(evidence)) == evidence


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.data())
def test_a_mutated_checkpoint_is_refused(data: st.DataObject) -> None:
    """A change of one byte, a cut or an insertion; every refusal is a typed error."""
    signed = Checkpoint(origin=ORIGIN, size=20_852_163, root=bytes(range(32)))
    note_bytes = sign_checkpoint(signed, KEY.sign, PUBLIC_KEY)
    at = data.draw(st.integers(0, len(note_bytes) - 1))
    put = data.draw(st.binary(max_size=3))
    mutated = note_bytes[:at] + put + note_bytes[at + data.draw(st.integers(0, 3)) :]
    if mutated == note_bytes:
        return
    with pytest.raises(CreditBankError):
        verify_checkpoint(mutated, ORIGIN, lambda size: PUBLIC_KEY)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_arbitrary_bytes_are_refused_with_a_typed_error(data: bytes) -> None:
    for read in (parse_note, parse_fork_evidence):
        with pytest.raises(CreditBankError):
            read(data)
