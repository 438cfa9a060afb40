"""Shows that other implementations' notes, checkpoints and cosignatures are read and verified."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from federation.errors import SignatureInvalid
from federation.suite import default_suite
from federation.tlog.checkpoint import parse_checkpoint, verify_checkpoint
from federation.tlog.cosignature import verify_cosignature
from federation.tlog.note import Note, format_note, key_id, parse_note, verify_note

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors" / "signed_notes.json").read_text("utf-8"))
CHECKPOINT = VECTORS["checkpoint"]


def test_the_specification_s_note_verifies() -> None:
    vector = VECTORS["note"]
    public_key = bytes.fromhex(vector["public_key"])
    note = parse_note(vector["data"].encode())
    assert key_id(vector["name"], default_suite().note_type, public_key).hex() == vector["key_id"]
    verify_note(note, vector["name"], public_key)
    with pytest.raises(SignatureInvalid):
        verify_note(
            Note(text=note.text.replace("example", "ersatz"), signatures=note.signatures), vector["name"], public_key
        )


@pytest.mark.parametrize(
    "data", [*VECTORS["unverifiable"]["data"], VECTORS["note"]["data"], CHECKPOINT["data"]], ids=range(4)
)
def test_published_notes_are_read_and_written_back_byte_for_byte(data: str) -> None:
    note = parse_note(data.encode())
    assert format_note(note.text, note.signatures) == data.encode()


def test_a_public_log_s_checkpoint_verifies_beside_a_signature_of_a_type_unknown_here() -> None:
    checkpoint = verify_checkpoint(
        CHECKPOINT["data"].encode(), CHECKPOINT["origin"], lambda size: bytes.fromhex(CHECKPOINT["log_key"])
    )
    assert (checkpoint.origin, checkpoint.size) == (CHECKPOINT["origin"], CHECKPOINT["size"])
    assert checkpoint.text() == parse_note(CHECKPOINT["data"].encode()).text
    assert parse_checkpoint(checkpoint.text()) == checkpoint


@pytest.mark.parametrize("witness", CHECKPOINT["witnesses"], ids=lambda witness: witness["name"])
def test_public_witnesses_cosignatures_verify_and_tell_their_time(witness: dict[str, str]) -> None:
    public_key = bytes.fromhex(witness["public_key"])
    note = parse_note(CHECKPOINT["data"].encode())
    assert key_id(witness["name"], default_suite().cosignature_type, public_key).hex() == witness["key_id"]
    time = verify_cosignature(note, witness["name"], public_key)
    assert time == datetime.fromtimestamp(CHECKPOINT["cosigned_at"], UTC)
