"""Shows that keys are found by URI, kept for their owner alone, and never overwritten."""

import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from federation.errors import AlreadyExists, KeyUnavailable
from federation.keys import (
    FileKeys,
    create_secret,
    create_signing_key,
    load_secret,
    load_signing_key,
    write_private_file,
)
from federation.suite import suite_of

URI = "file:keys/log.pem"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "keys").mkdir()
    return tmp_path


def reason(uri: str, base: Path) -> object:
    with pytest.raises(KeyUnavailable) as caught:
        load_signing_key(uri, base)
    assert caught.value.facts["uri"] == uri
    return caught.value.facts["reason"]


def test_a_created_key_is_loaded_again_and_its_signatures_verify(base: Path) -> None:
    created = create_signing_key(URI, base)
    loaded = load_signing_key(URI, base)
    assert loaded.public_key == created.public_key
    assert len(loaded.public_key) == 32
    suite_of(loaded.suite).verify_signature(created.public_key, loaded.sign(b"message"), b"message")


def test_a_key_file_is_its_owners_alone_even_under_a_wide_umask(base: Path) -> None:
    before = os.umask(0)
    try:
        create_signing_key(URI, base)
    finally:
        os.umask(before)
    assert stat.S_IMODE((base / "keys/log.pem").stat().st_mode) == 0o600


def test_creating_a_key_leaves_no_other_file(base: Path) -> None:
    create_signing_key(URI, base)
    assert [path.name for path in (base / "keys").iterdir()] == ["log.pem"]


def test_no_key_is_overwritten(base: Path) -> None:
    created = create_signing_key(URI, base)
    with pytest.raises(AlreadyExists):
        create_signing_key(URI, base)
    with pytest.raises(AlreadyExists):
        create_secret(URI, base)
    assert load_signing_key(URI, base).public_key == created.public_key
    assert len(list((base / "keys").iterdir())) == 1


def test_a_key_is_synced_before_it_has_its_name(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    real_fsync, real_link = os.fsync, os.link

    def fsync(descriptor: int) -> None:
        steps.append("sync folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "sync file")
        real_fsync(descriptor)

    def link(source: Path, target: Path) -> None:
        steps.append("name")
        real_link(source, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "link", link)
    create_secret("file:keys/blind.key", base)
    assert steps == ["sync file", "name", "sync folder"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o610, 0o666])
def test_a_key_that_others_may_touch_is_refused(base: Path, mode: int) -> None:
    create_signing_key(URI, base)
    (base / "keys/log.pem").chmod(mode)
    assert reason(URI, base) == "too-open"


def test_a_missing_key_is_said_to_be_missing(base: Path) -> None:
    assert reason(URI, base) == "missing"


def test_a_folder_is_no_key(base: Path) -> None:
    assert reason("file:keys", base) == "unreadable"


@pytest.mark.parametrize("text", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key_is_malformed(base: Path, text: bytes) -> None:
    write_private_file(URI, base, text)
    assert reason(URI, base) == "malformed"


def test_a_key_of_another_kind_is_malformed(base: Path) -> None:
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_private_file(URI, base, pem)
    assert reason(URI, base) == "malformed"


def test_an_endless_key_file_is_malformed(base: Path) -> None:
    write_private_file(URI, base, b"A" * 20_000)
    assert reason(URI, base) == "malformed"


@pytest.mark.parametrize("uri", ["keys/log.pem", "pkcs11:slot=1", "FILE:keys/log.pem", ""])
def test_an_unknown_scheme_is_refused(base: Path, uri: str) -> None:
    assert reason(uri, base) == "unknown-scheme"


@pytest.mark.parametrize("uri", ["file:", "file:/", "file:a\0b"])
def test_a_uri_that_names_no_file_is_malformed(base: Path, uri: str) -> None:
    assert reason(uri, base) == "malformed"


def test_an_absolute_path_stands_for_itself(base: Path, tmp_path: Path) -> None:
    uri = f"file:{tmp_path / 'keys/log.pem'}"
    created = create_signing_key(uri, Path("/nowhere"))
    assert load_signing_key(URI, base).public_key == created.public_key


def test_a_further_scheme_needs_no_change_of_callers(base: Path) -> None:
    schemes = {"vault": FileKeys()}
    created = create_signing_key("vault:keys/log.pem", base, schemes)
    assert load_signing_key("vault:keys/log.pem", base, schemes).public_key == created.public_key


def test_a_secret_comes_back_as_it_was_made(base: Path) -> None:
    created = create_secret("file:keys/blind.key", base)
    assert len(created) == 32
    assert load_secret("file:keys/blind.key", base) == created


@pytest.mark.parametrize("text", [b"ab" * 31, b"AB" * 32, b"zz" * 32, b"ab" * 32 + b"\n\n", b"\xff" * 64])
def test_a_secret_in_another_form_is_malformed(base: Path, text: bytes) -> None:
    write_private_file("file:keys/blind.key", base, text)
    with pytest.raises(KeyUnavailable, match="malformed"):
        load_secret("file:keys/blind.key", base)


def test_a_folder_that_is_not_there_is_said(base: Path) -> None:
    with pytest.raises(KeyUnavailable, match="unwritable"):
        create_secret("file:absent/blind.key", base)


def test_no_private_key_is_shown_in_a_trace(base: Path) -> None:
    key = create_signing_key(URI, base)
    assert repr(key) == f"Ed25519SigningKey(public_key={key.public_key.hex()})"
