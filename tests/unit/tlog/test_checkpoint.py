"""Shows that a checkpoint counts only from the expected origin, by its key valid at that size, in one encoding."""

import base64
from collections.abc import Callable
from typing import Any

import pytest

from federation.errors import KeyNotValidAtSize, Malformed, SignatureInvalid
from federation.tlog.checkpoint import (
    Checkpoint,
    SignedCheckpoint,
    parse_checkpoint,
    sign_checkpoint,
    verify_checkpoint,
)
from federation.tlog.hashing import EMPTY_ROOT
from federation.tlog.note import NoteSignature, format_note, parse_note, sign_note
from federation.tlog.tiles import MAX_TREE_SIZE

ROOT = bytes(range(32))
ROOT_TEXT = base64.b64encode(ROOT).decode()


def test_a_signed_checkpoint_verifies_and_says_what_was_signed(branch: Any) -> None:
    note_bytes = branch.signed(700)
    assert verify_checkpoint(note_bytes, branch.origin, branch.key_at) == branch.checkpoint(700)
    pair = SignedCheckpoint.verified(note_bytes, branch.origin, branch.key_at)
    assert (pair.checkpoint, pair.note_bytes) == (branch.checkpoint(700), note_bytes)


def test_checkpoint_of_another_origin_is_refused(branch: Any, branch_of: Callable[..., Any]) -> None:
    """Even one signed with the very same key: a log's head can't be passed off as another log's."""
    other = branch_of(origin="credit-bank.example/branch/33")
    with pytest.raises(SignatureInvalid) as refused:
        verify_checkpoint(other.signed(700), branch.origin, branch.key_at)
    assert refused.value.facts == {"signer": branch.origin}


def test_checkpoint_of_another_origin_under_the_expected_name_is_refused(
    branch: Any, branch_of: Callable[..., Any]
) -> None:
    """The signature line is in order; the text speaks of another log."""
    other = branch_of(origin="credit-bank.example/branch/33")
    note_bytes = sign_note(other.checkpoint(700).text(), branch.origin, branch.key.sign, branch.key.public)
    with pytest.raises(SignatureInvalid):
        verify_checkpoint(note_bytes, branch.origin, branch.key_at)


def test_checkpoint_signed_under_another_name_than_its_origin_is_refused(branch: Any) -> None:
    note_bytes = sign_note(branch.checkpoint(700).text(), "stranger.example", branch.key.sign, branch.key.public)
    with pytest.raises(SignatureInvalid):
        verify_checkpoint(note_bytes, branch.origin, branch.key_at)


def test_checkpoint_by_a_stranger_s_key_is_refused(branch: Any, branch_of: Callable[..., Any]) -> None:
    with pytest.raises(SignatureInvalid):
        verify_checkpoint(branch_of(key=2).signed(700), branch.origin, branch.key_at)


def test_mix_and_match_of_size_and_root_is_refused(branch: Any) -> None:
    """One checkpoint's signature under another's size or root."""
    signatures = parse_note(branch.signed(700)).signatures
    for forged in (
        Checkpoint(origin=branch.origin, size=701, root=branch.checkpoint(700).root),
        Checkpoint(origin=branch.origin, size=700, root=branch.checkpoint(701).root),
        Checkpoint(origin=branch.origin, size=700, root=branch.checkpoint(700).root, extensions=("more",)),
    ):
        with pytest.raises(SignatureInvalid):
            verify_checkpoint(format_note(forged.text(), signatures), branch.origin, branch.key_at)


def rotated_keys(branch: Any, newer: Any) -> Callable[[int], bytes]:
    """The first key up to size 500, the second from 501 to 800, none beyond."""

    def key_at(size: int) -> bytes:
        if size > 800:
            raise KeyNotValidAtSize(origin=branch.origin, size=size)
        public_key: bytes = branch.key.public if size <= 500 else newer.key.public
        return public_key

    return key_at


def test_each_key_verifies_in_its_own_range_of_sizes(branch: Any, branch_of: Callable[..., Any]) -> None:
    newer = branch_of(key=2)
    key_at = rotated_keys(branch, newer)
    verify_checkpoint(branch.signed(500), branch.origin, key_at)
    verify_checkpoint(newer.signed(501), branch.origin, key_at)


def test_retired_key_signing_beyond_its_last_size_is_refused(branch: Any, branch_of: Callable[..., Any]) -> None:
    with pytest.raises(SignatureInvalid):
        verify_checkpoint(branch.signed(501), branch.origin, rotated_keys(branch, branch_of(key=2)))


def test_backdated_checkpoint_of_a_newer_key_is_refused(branch: Any, branch_of: Callable[..., Any]) -> None:
    newer = branch_of(key=2)
    with pytest.raises(SignatureInvalid):
        verify_checkpoint(newer.signed(500), branch.origin, rotated_keys(branch, newer))


def test_checkpoint_beyond_a_closed_log_s_size_is_refused(branch: Any, branch_of: Callable[..., Any]) -> None:
    newer = branch_of(key=2)
    with pytest.raises(KeyNotValidAtSize):
        verify_checkpoint(newer.signed(801), branch.origin, rotated_keys(branch, newer))


def test_unsigned_checkpoint_with_strangers_signatures_is_refused(branch: Any) -> None:
    stranger = NoteSignature(name="stranger.example", key_id=bytes(4), blob=bytes(64))
    with pytest.raises(SignatureInvalid):
        verify_checkpoint(format_note(branch.checkpoint(700).text(), [stranger]), branch.origin, branch.key_at)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        f"o\n1\n{ROOT_TEXT}",
        f"o\n1\n{ROOT_TEXT}\n\n",
        f"o\n1\n{ROOT_TEXT}\n\next\n",
        f"\n1\n{ROOT_TEXT}\n",
        f"o o\n1\n{ROOT_TEXT}\n",
        f"o+o\n1\n{ROOT_TEXT}\n",
        f"cosignature/v1\n1\n{ROOT_TEXT}\n",
        f"o\n\n{ROOT_TEXT}\n",
        f"o\n01\n{ROOT_TEXT}\n",
        f"o\n00\n{ROOT_TEXT}\n",
        f"o\n+1\n{ROOT_TEXT}\n",
        f"o\n-1\n{ROOT_TEXT}\n",
        f"o\n 1\n{ROOT_TEXT}\n",
        f"o\n1_0\n{ROOT_TEXT}\n",
        f"o\n1e3\n{ROOT_TEXT}\n",
        f"o\n１\n{ROOT_TEXT}\n",
        f"o\n{MAX_TREE_SIZE + 1}\n{ROOT_TEXT}\n",
        f"o\n{'9' * 5000}\n{ROOT_TEXT}\n",
        f"o\n0\n{ROOT_TEXT}\n",
        "o\n1\n\n",
        f"o\n1\n{ROOT_TEXT[:-1]}\n",
        f"o\n1\n{ROOT_TEXT[:-2]}9=\n",
        f"o\n1\n{base64.b64encode(ROOT[:31]).decode()}\n",
        f"o\n1\n{base64.b64encode(ROOT + bytes(1)).decode()}\n",
        f"o\n1\n{ROOT.hex()}\n",
        f"o\r\n1\n{ROOT_TEXT}\n",
    ],
)
def test_what_is_not_exactly_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        parse_checkpoint(text)


def test_an_empty_log_has_a_checkpoint_and_extension_lines_are_kept() -> None:
    empty = Checkpoint(origin="o", size=0, root=EMPTY_ROOT)
    assert parse_checkpoint(empty.text()) == empty
    extended = Checkpoint(origin="o", size=MAX_TREE_SIZE, root=ROOT, extensions=("one", "two 二"))
    assert parse_checkpoint(extended.text()) == extended


@pytest.mark.parametrize(
    "fields",
    [
        {"origin": "a b"},
        {"origin": ""},
        {"size": -1},
        {"size": 0},
        {"size": MAX_TREE_SIZE + 1},
        {"root": b""},
        {"extensions": ("",)},
        {"extensions": ("two\nlines",)},
        {"extensions": ("\ud800",)},
    ],
)
def test_what_has_no_encoding_is_no_checkpoint(fields: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        Checkpoint(**{"origin": "o", "size": 1, "root": ROOT} | fields)


def test_a_checkpoint_is_signed_under_its_origin(branch: Any) -> None:
    note = parse_note(sign_checkpoint(branch.checkpoint(5), branch.key.sign, branch.key.public))
    assert [signature.name for signature in note.signatures] == [branch.origin]
