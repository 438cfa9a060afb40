"""Shows that a signed note has one encoding, bounded in size, and that only the expected key's signature counts."""

from collections.abc import Callable
from typing import Any

import pytest

from federation.errors import Malformed, SignatureInvalid, TooLarge
from federation.tlog.note import (
    MAX_NOTE_BYTES,
    MAX_SIGNATURES,
    NoteSignature,
    format_note,
    is_key_name,
    key_id,
    parse_note,
    parse_signature_line,
    sign_note,
    verify_note,
    with_signature,
)

NAME = "credit-bank.example/branch/32"
TEXT = "一行\n\nanother line\n"
BLOB = b"\x01" * 64


@pytest.fixture(scope="module")
def key(key_of: Callable[[int], Any]) -> Any:
    return key_of(1)


@pytest.fixture(scope="module")
def signed(key: Any) -> bytes:
    return sign_note(TEXT, NAME, key.sign, key.public)


def line_of(name: str, identity: bytes = bytes(4)) -> str:
    return NoteSignature(name=name, key_id=identity, blob=BLOB).line()


def test_a_signed_note_verifies_with_its_key_under_its_name(signed: bytes, key: Any) -> None:
    note = parse_note(signed)
    assert note.text == TEXT
    verify_note(note, NAME, key.public)


def test_signature_of_another_key_is_refused(signed: bytes, key_of: Callable[[int], Any]) -> None:
    with pytest.raises(SignatureInvalid) as refused:
        verify_note(parse_note(signed), NAME, key_of(2).public)
    assert refused.value.facts == {"signer": NAME}


def test_signature_under_another_name_is_refused(signed: bytes, key: Any) -> None:
    with pytest.raises(SignatureInvalid):
        verify_note(parse_note(signed), NAME + "x", key.public)


def test_another_key_s_signature_under_the_expected_key_id_is_refused(key: Any, key_of: Callable[[int], Any]) -> None:
    forged = NoteSignature(name=NAME, key_id=key_id(NAME, b"\x01", key.public), blob=key_of(2).sign(TEXT.encode()))
    with pytest.raises(SignatureInvalid):
        verify_note(parse_note(format_note(TEXT, [forged])), NAME, key.public)


def test_signature_moved_to_another_text_is_refused(signed: bytes, key: Any) -> None:
    moved = format_note("another text\n", parse_note(signed).signatures)
    with pytest.raises(SignatureInvalid):
        verify_note(parse_note(moved), NAME, key.public)


def test_cosignature_passed_off_as_a_signature_is_refused(key: Any) -> None:
    """The key id differs by signature type, so one type's bytes are never tried as the other's."""
    line = NoteSignature(name=NAME, key_id=key_id(NAME, b"\x04", key.public), blob=key.sign(TEXT.encode()))
    with pytest.raises(SignatureInvalid):
        verify_note(parse_note(format_note(TEXT, [line])), NAME, key.public)


def test_strangers_signatures_beside_the_expected_one_do_no_harm(signed: bytes, key: Any) -> None:
    verify_note(parse_note(with_signature(signed, line_of("stranger.example"))), NAME, key.public)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"\n\n",
        b"text\n",
        b"text\n\n",
        b"text\n\n\n",
        f"text\n{line_of('a')}".encode(),
        f"text{line_of('a')}".encode(),
        f"\n\r\n{line_of('a')}".encode(),
        f"text\r\n\n{line_of('a')}".encode(),
        f"te\x00xt\n\n{line_of('a')}".encode(),
        f"te\txt\n\n{line_of('a')}".encode(),
        b"te\xffxt\n\n" + line_of("a").encode(),
        f"text\n\n{line_of('a')[:-1]}".encode(),
        f"text\n\n{line_of('a')}trailing".encode(),
        f"text\n\n{line_of('a')}trailing\n".encode(),
        f"text\n\n-{line_of('a')[1:]}".encode(),
        f"text\n\n{line_of('a').replace(' ', '  ')}".encode(),
        f"text\n\n{line_of('a')}{line_of('a')}".encode(),
        "text\n\n— a AAAAAA==\n".encode(),
        "text\n\n— a AAAAAAF\n".encode(),
        "text\n\n— a AAAAAAH=\n".encode(),
        "text\n\n— a AAAA AAE=\n".encode(),
        "text\n\n— a AAAAAA-_\n".encode(),
        "text\n\n— a é\n".encode(),
        "text\n\n— a+b AAAAAAE=\n".encode(),
        "text\n\n—  AAAAAAE=\n".encode(),
        "text\n\n— a\u3000b AAAAAAE=\n".encode(),
        "text\n\n— a\n".encode(),
    ],
)
def test_what_is_not_exactly_a_note_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        parse_note(data)


def test_the_last_blank_line_ends_the_text() -> None:
    data = f"a\n\n\n\n{line_of('a')}".encode()
    note = parse_note(data)
    assert note.text == "a\n\n\n"
    assert format_note(note.text, note.signatures) == data


def test_oversized_note_is_refused() -> None:
    with pytest.raises(TooLarge):
        parse_note(b"x" * (MAX_NOTE_BYTES + 1))
    with pytest.raises(TooLarge):
        format_note("x" * MAX_NOTE_BYTES + "\n", [NoteSignature(name="a", key_id=bytes(4), blob=BLOB)])


def test_note_with_endless_signatures_is_refused() -> None:
    lines = [line_of("a", at.to_bytes(4, "big")) for at in range(MAX_SIGNATURES + 1)]
    assert len(parse_note(f"text\n\n{''.join(lines[:-1])}".encode()).signatures) == MAX_SIGNATURES
    with pytest.raises(TooLarge):
        parse_note(f"text\n\n{''.join(lines)}".encode())
    full = f"text\n\n{''.join(lines[:-1])}".encode()
    with pytest.raises(TooLarge):
        with_signature(full, lines[-1])


@pytest.mark.parametrize("text", ["", "no newline", "tab\t\n", "return\r\n", "half \ud800 a pair\n"])
def test_a_text_that_has_no_encoding_is_not_written(text: str) -> None:
    with pytest.raises(Malformed):
        format_note(text, [NoteSignature(name="a", key_id=bytes(4), blob=BLOB)])


def test_a_note_without_signature_or_with_one_key_twice_is_not_written() -> None:
    line = NoteSignature(name="a", key_id=bytes(4), blob=BLOB)
    for signatures in ([], [line, line]):
        with pytest.raises(Malformed):
            format_note("text\n", signatures)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\u3000b", "a\nb", "a\x00b", "a\u2028b", "\ud800"])
def test_a_name_with_white_space_plus_or_control_characters_is_no_key_name(name: str) -> None:
    assert not is_key_name(name)
    with pytest.raises(Malformed):
        NoteSignature(name=name, key_id=bytes(4), blob=BLOB)


@pytest.mark.parametrize(("identity", "blob"), [(b"", BLOB), (bytes(3), BLOB), (bytes(5), BLOB), (bytes(4), b"")])
def test_a_signature_without_its_key_id_or_bytes_has_no_line(identity: bytes, blob: bytes) -> None:
    with pytest.raises(Malformed):
        NoteSignature(name="a", key_id=identity, blob=blob)


def test_a_merged_signature_replaces_the_same_key_s_and_keeps_the_others(signed: bytes) -> None:
    once = with_signature(signed, line_of("w", bytes(4)))
    newer = NoteSignature(name="w", key_id=bytes(4), blob=b"\x02" * 64)
    twice = with_signature(once, newer.line())
    assert [held.name for held in parse_note(twice).signatures] == [NAME, "w"]
    assert parse_note(twice).signatures[1] == newer
    assert with_signature(twice, newer.line()) == twice
    assert len(parse_note(with_signature(twice, line_of("w", b"\x01" * 4))).signatures) == 3


@pytest.mark.parametrize("line", ["", "— a AAAAAAE=", "— a AAAAAAE=\n— b AAAAAAE=\n", "text\n"])
def test_two_lines_or_none_are_not_merged(line: str, signed: bytes) -> None:
    with pytest.raises(Malformed):
        with_signature(signed, line)


def test_a_signature_line_is_read_back() -> None:
    signature = NoteSignature(name="a", key_id=b"abcd", blob=BLOB)
    assert parse_signature_line(signature.line()) == signature
