"""Keys named by URI: where a private key lies is configuration, how it is used is not.

A URI is ``scheme:rest``. ``file:`` keys are files under the branch's folder (or absolute);
a hardware module becomes a further `KeyScheme` in the registry handed to these functions,
and no caller changes. A key file that anyone but its owner may read is refused, and no
key is ever overwritten.

Source: RFC 8032 (Ed25519), RFC 8410 and RFC 5958 (its PKCS#8 form), DESIGN section 4.
"""

import errno
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from federation.errors import AlreadyExists, KeyUnavailable, StorageFull
from federation.suite import SUITE_DEFAULT

SECRET_BYTES = 32
MAX_KEY_FILE_BYTES = 16 * 1024
OTHERS_MAY = stat.S_IRWXG | stat.S_IRWXO
OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR


class SigningKey(Protocol):
    """A private signature key that signs without showing itself."""

    @property
    def public_key(self) -> bytes:
        """The public key: 32 bytes in the default suite."""
        ...

    @property
    def suite(self) -> int:
        """The suite byte that says how signatures of this key are verified."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The signature over `message`: 64 bytes in the default suite."""
        ...


class KeyScheme(Protocol):
    """One way of keeping keys; `uri` is given whole, so that errors can name it."""

    def load_signing_key(self, uri: str, base: Path) -> SigningKey:
        """The signing key that `uri` names. Raises `KeyUnavailable`."""
        ...

    def create_signing_key(self, uri: str, base: Path) -> SigningKey:
        """A new signing key, durable before return. Raises `AlreadyExists`, `KeyUnavailable`."""
        ...

    def load_secret(self, uri: str, base: Path) -> bytes:
        """The 32-byte secret that `uri` names. Raises `KeyUnavailable`."""
        ...

    def create_secret(self, uri: str, base: Path) -> bytes:
        """A new 32-byte secret, durable before return. Raises `AlreadyExists`, `KeyUnavailable`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Ed25519SigningKey:
    """An Ed25519 private key in this process's memory."""

    private_key: Ed25519PrivateKey
    public_key: bytes
    suite: int = SUITE_DEFAULT

    def __repr__(self) -> str:
        """Shows the public key alone, so that no trace or log shows a private one."""
        return f"Ed25519SigningKey(public_key={self.public_key.hex()})"

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature over `message`. Source: RFC 8032 section 5.1.6."""
        return self.private_key.sign(message)


class FileKeys:
    """The ``file:`` scheme: PKCS#8 PEM for signing keys, one line of hex for secrets."""

    def load_signing_key(self, uri: str, base: Path) -> SigningKey:
        """The Ed25519 key in a PEM file; see `load_signing_key`."""
        data = read_private_file(uri, base)
        try:
            private_key = serialization.load_pem_private_key(data, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise KeyUnavailable(uri=uri, reason="malformed") from None
        if not isinstance(private_key, Ed25519PrivateKey):
            raise KeyUnavailable(uri=uri, reason="malformed")
        return ed25519_signing_key(private_key)

    def create_signing_key(self, uri: str, base: Path) -> SigningKey:
        """A new Ed25519 key in a PEM file; see `create_signing_key`."""
        private_key = Ed25519PrivateKey.generate()
        pem = private_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_private_file(uri, base, pem)
        return ed25519_signing_key(private_key)

    def load_secret(self, uri: str, base: Path) -> bytes:
        """The secret in a file of 64 lower-case hex digits and a line end; see `load_secret`."""
        text = read_private_file(uri, base).decode("ascii", "replace").removesuffix("\n")
        if len(text) != 2 * SECRET_BYTES or not set(text) <= set("0123456789abcdef"):
            raise KeyUnavailable(uri=uri, reason="malformed")
        return bytes.fromhex(text)

    def create_secret(self, uri: str, base: Path) -> bytes:
        """A new secret in a file; see `create_secret`."""
        secret = secrets.token_bytes(SECRET_BYTES)
        write_private_file(uri, base, secret.hex().encode("ascii") + b"\n")
        return secret


SCHEMES: Mapping[str, KeyScheme] = {"file": FileKeys()}


def load_signing_key(uri: str, base: Path, schemes: Mapping[str, KeyScheme] = SCHEMES) -> SigningKey:
    """The signing key that `uri` names.

    Args:
        uri: for example ``file:keys/log.pem``.
        base: the folder that relative paths start from.
        schemes: the ways of keeping keys that are known.

    Raises:
        KeyUnavailable: fact ``reason`` is one of ``missing``, ``unreadable``, ``malformed``,
            ``too-open`` (group or others have any right to the file), ``unknown-scheme``.
    """
    return _scheme_of(uri, schemes).load_signing_key(uri, base)


def create_signing_key(uri: str, base: Path, schemes: Mapping[str, KeyScheme] = SCHEMES) -> SigningKey:
    """A new signing key under `uri`, durable and readable by its owner alone before return.

    Raises:
        AlreadyExists: something is there already; it was left as it was.
        KeyUnavailable: reasons ``unwritable``, ``malformed`` (the URI), ``unknown-scheme``.
        StorageFull: no room on the disk.
    """
    return _scheme_of(uri, schemes).create_signing_key(uri, base)


def load_secret(uri: str, base: Path, schemes: Mapping[str, KeyScheme] = SCHEMES) -> bytes:
    """The 32-byte secret that `uri` names (node keys, federation keys, an X25519 private key).

    Raises:
        KeyUnavailable: reasons as for `load_signing_key`.
    """
    return _scheme_of(uri, schemes).load_secret(uri, base)


def create_secret(uri: str, base: Path, schemes: Mapping[str, KeyScheme] = SCHEMES) -> bytes:
    """A new random 32-byte secret under `uri`.

    Raises:
        AlreadyExists, KeyUnavailable, StorageFull: as for `create_signing_key`.
    """
    return _scheme_of(uri, schemes).create_secret(uri, base)


def ed25519_signing_key(private_key: Ed25519PrivateKey) -> Ed25519SigningKey:
    """A signing key of the default suite around a private key held in memory."""
    return Ed25519SigningKey(private_key=private_key, public_key=private_key.public_key().public_bytes_raw())


def read_private_file(uri: str, base: Path) -> bytes:
    """The bytes of a ``file:`` URI, if its owner alone has rights to the file.

    Raises:
        KeyUnavailable: reasons ``missing``, ``unreadable``, ``too-open``, ``malformed`` (over 16 KiB).
    """
    try:
        with _path_of(uri, base).open("rb") as file:
            # The open file is asked, not the path: the path may be exchanged in between.
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & OTHERS_MAY:
                raise KeyUnavailable(uri=uri, reason="too-open")
            data = file.read(MAX_KEY_FILE_BYTES + 1)
    except FileNotFoundError:
        raise KeyUnavailable(uri=uri, reason="missing") from None
    except OSError:
        raise KeyUnavailable(uri=uri, reason="unreadable") from None
    if len(data) > MAX_KEY_FILE_BYTES:
        raise KeyUnavailable(uri=uri, reason="malformed")
    return data


def write_private_file(uri: str, base: Path, data: bytes) -> None:
    """Writes a new file for its owner alone, whole and synced, or not at all.

    Raises:
        AlreadyExists, KeyUnavailable, StorageFull: as for `create_signing_key`.
    """
    path = _path_of(uri, base)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write_synced(draft, data)
        try:
            # A link, unlike a rename, fails when the name is taken; and the name never
            # stands for half a key, whenever the power goes.
            os.link(draft, path)
        finally:
            draft.unlink()
        _sync_folder(path.parent)
    except FileExistsError:
        raise AlreadyExists(path=str(path)) from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull from None
        raise KeyUnavailable(uri=uri, reason="unwritable") from None


def _scheme_of(uri: str, schemes: Mapping[str, KeyScheme]) -> KeyScheme:
    scheme, colon, _ = uri.partition(":")
    if not colon or scheme not in schemes:
        raise KeyUnavailable(uri=uri, reason="unknown-scheme")
    return schemes[scheme]


def _path_of(uri: str, base: Path) -> Path:
    rest = uri.partition(":")[2]
    if not rest or "\0" in rest or not Path(rest).name:
        raise KeyUnavailable(uri=uri, reason="malformed")
    return base / rest


def _write_synced(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
