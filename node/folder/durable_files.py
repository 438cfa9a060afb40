"""Files that are whole or absent, whenever the power goes.

Source: POSIX rename(2) and link(2); fsync(2) on the file, then on its folder.
"""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from federation.errors import AlreadyExists, FolderNotReady, StorageFull

READABLE = 0o644
OWNER_ONLY = 0o600
FULL = (errno.ENOSPC, errno.EDQUOT)


def create_file(path: Path, data: bytes, mode: int = READABLE) -> None:
    """Writes a new file, synced with its folder before return.

    Raises:
        AlreadyExists: the name is taken; what is there was left as it was.
        StorageFull, FolderNotReady: it can't be written (reason ``unwritable``).
    """
    with _named_errors(path):
        draft = _write_draft(path, data, mode)
        try:
            # A link, unlike a rename, fails when the name is taken.
            os.link(draft, path)
        finally:
            draft.unlink()
        sync_folder(path.parent)


def replace_file(path: Path, data: bytes, mode: int = READABLE) -> None:
    """Writes a file in the place of what may be there, synced before return.

    Raises:
        StorageFull, FolderNotReady: it can't be written (reason ``unwritable``).
    """
    with _named_errors(path):
        draft = _write_draft(path, data, mode)
        try:
            draft.replace(path)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_draft(path: Path, data: bytes, mode: int) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft


@contextmanager
def _named_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise AlreadyExists(path=path) from None
    except OSError as error:
        if error.errno in FULL:
            raise StorageFull from None
        raise FolderNotReady(path=path, reason="unwritable") from None
