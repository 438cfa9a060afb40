"""Shows that a cosignature binds its time to one checkpoint, and that neither can be changed without the key."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from federation.errors import Malformed, SignatureInvalid
from federation.tlog.cosignature import MAX_TIMESTAMP_S, cosign, verify_cosignature
from federation.tlog.note import NoteSignature, format_note, key_id, parse_note, parse_signature_line, with_signature

WITNESS = "credit-bank.example/branch/33"
TIME = datetime(2026, 11, 21, 8, 30, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def witness(key_of: Callable[[int], Any]) -> Any:
    return key_of(33)


def cosigned(branch: Any, witness: Any, time: datetime = TIME, size: int = 700) -> bytes:
    line = cosign(branch.checkpoint(size).text(), WITNESS, witness.sign, witness.public, time)
    return with_signature(branch.signed(size), line)


def test_a_cosignature_tells_when_the_witness_saw_the_checkpoint(branch: Any, witness: Any) -> None:
    assert verify_cosignature(parse_note(cosigned(branch, witness)), WITNESS, witness.public) == TIME


def test_time_is_told_in_utc_whole_seconds_whatever_zone_it_was_given_in(branch: Any, witness: Any) -> None:
    shanghai = (TIME + timedelta(microseconds=999_999)).astimezone(timezone(timedelta(hours=8)))
    time = verify_cosignature(parse_note(cosigned(branch, witness, shanghai)), WITNESS, witness.public)
    assert (time, time.tzinfo) == (TIME, UTC)


def test_the_origin_cosigns_with_its_own_key_beside_its_signature(branch: Any) -> None:
    line = cosign(branch.checkpoint(700).text(), branch.origin, branch.key.sign, branch.key.public, TIME)
    note = parse_note(with_signature(branch.signed(700), line))
    assert len(note.signatures) == 2
    assert verify_cosignature(note, branch.origin, branch.key.public) == TIME


def test_a_renewed_cosignature_replaces_the_earlier_one(branch: Any, witness: Any) -> None:
    later = TIME + timedelta(minutes=5)
    line = cosign(branch.checkpoint(700).text(), WITNESS, witness.sign, witness.public, later)
    note = parse_note(with_signature(cosigned(branch, witness), line))
    assert len(note.signatures) == 2
    assert verify_cosignature(note, WITNESS, witness.public) == later


def altered(note_bytes: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The note with the witness's blob changed."""
    note = parse_note(note_bytes)
    return format_note(
        note.text,
        [
            NoteSignature(name=held.name, key_id=held.key_id, blob=change(held.blob)) if held.name == WITNESS else held
            for held in note.signatures
        ],
    )


@pytest.mark.parametrize("shift_s", [-3600, -1, 1, 86_400])
def test_backdated_or_postdated_cosignature_is_refused(shift_s: int, branch: Any, witness: Any) -> None:
    def shift(blob: bytes) -> bytes:
        return (int.from_bytes(blob[:8], "big") + shift_s).to_bytes(8, "big") + blob[8:]

    with pytest.raises(SignatureInvalid):
        verify_cosignature(parse_note(altered(cosigned(branch, witness), shift)), WITNESS, witness.public)


@pytest.mark.parametrize("length", [1, 7, 8, 9, 64, 71])
def test_truncated_cosignature_is_refused(length: int, branch: Any, witness: Any) -> None:
    note = parse_note(altered(cosigned(branch, witness), lambda blob: blob[:length]))
    with pytest.raises(SignatureInvalid):
        verify_cosignature(note, WITNESS, witness.public)


def test_padded_cosignature_is_refused(branch: Any, witness: Any) -> None:
    note = parse_note(altered(cosigned(branch, witness), lambda blob: blob + b"\0"))
    with pytest.raises(SignatureInvalid):
        verify_cosignature(note, WITNESS, witness.public)


def test_cosignature_moved_to_another_checkpoint_is_refused(branch: Any, witness: Any) -> None:
    line = parse_note(cosigned(branch, witness)).signatures[1].line()
    note = parse_note(with_signature(branch.signed(701), line))
    with pytest.raises(SignatureInvalid):
        verify_cosignature(note, WITNESS, witness.public)


def test_cosignature_of_another_witness_is_refused(branch: Any, witness: Any, key_of: Callable[[int], Any]) -> None:
    note = parse_note(cosigned(branch, witness))
    for name, key in ((WITNESS, key_of(34)), ("credit-bank.example/branch/34", witness)):
        with pytest.raises(SignatureInvalid):
            verify_cosignature(note, name, key.public)


def test_log_signature_passed_off_as_a_cosignature_is_refused(branch: Any, witness: Any) -> None:
    """A plain signature over the checkpoint, dressed with a time and the cosigner's key id."""
    text = branch.checkpoint(700).text()
    forged = NoteSignature(
        name=WITNESS,
        key_id=key_id(WITNESS, b"\x04", witness.public),
        blob=int(TIME.timestamp()).to_bytes(8, "big") + witness.sign(text.encode()),
    )
    with pytest.raises(SignatureInvalid):
        verify_cosignature(parse_note(with_signature(branch.signed(700), forged.line())), WITNESS, witness.public)


def test_a_time_beyond_the_calendar_is_refused_though_it_was_signed(branch: Any, witness: Any) -> None:
    text = branch.checkpoint(700).text()
    for seconds in (MAX_TIMESTAMP_S + 1, 2**63 - 1, 2**64 - 1):
        signature = witness.sign(f"cosignature/v1\ntime {seconds}\n{text}".encode())
        line = NoteSignature(
            name=WITNESS,
            key_id=key_id(WITNESS, b"\x04", witness.public),
            blob=seconds.to_bytes(8, "big") + signature,
        ).line()
        with pytest.raises(Malformed):
            verify_cosignature(parse_note(with_signature(branch.signed(700), line)), WITNESS, witness.public)


def test_only_a_checkpoint_is_cosigned_and_only_at_a_time_since_1970(branch: Any, witness: Any) -> None:
    with pytest.raises(Malformed):
        cosign("any text\n", WITNESS, witness.sign, witness.public, TIME)
    with pytest.raises(Malformed):
        cosign(branch.checkpoint(1).text(), WITNESS, witness.sign, witness.public, datetime(1969, 12, 31, tzinfo=UTC))
    with pytest.raises(ValueError, match="aware"):
        cosign(branch.checkpoint(1).text(), WITNESS, witness.sign, witness.public, TIME.replace(tzinfo=None))


def test_a_note_that_is_no_checkpoint_has_no_cosignature(branch: Any, witness: Any) -> None:
    line = parse_signature_line(cosign(branch.checkpoint(1).text(), WITNESS, witness.sign, witness.public, TIME))
    with pytest.raises(Malformed):
        verify_cosignature(parse_note(format_note("any text\n", [line])), WITNESS, witness.public)
