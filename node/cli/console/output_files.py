"""New files that a command writes where its user says: what stands in the way is told before any work is done.

Source: POSIX.1-2017, access(2), open(2).
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from federation.errors import AlreadyExists, FolderNotReady, OutputUnwritable, StorageFull

FULL = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """The path, if a new file can be written there; what fails within is told as its fault.

    Raises:
        AlreadyExists: there is a file already.
        OutputUnwritable: no such folder, a folder itself, or no right to write.
        StorageFull: the disk is full.
    """
    check_new_file(path)
    try:
        yield path
    except FolderNotReady as error:
        if error.facts.get("path") != path:
            raise
        raise OutputUnwritable(path=path, reason="unwritable") from None


def check_new_file(path: Path) -> None:
    """Refuses a place where no new file can be written. Raises as `new_file` does."""
    try:
        if path.is_dir():
            raise OutputUnwritable(path=path, reason="is-folder")
        if path.exists():
            raise AlreadyExists(path=path)
        parent = path.parent
        if not parent.exists():
            raise OutputUnwritable(path=path, reason="no-folder")
        if not parent.is_dir():
            raise OutputUnwritable(path=path, reason="not-in-folder")
    except OSError:
        # A name that is too long, or a folder that may not be looked into.
        raise OutputUnwritable(path=path, reason="unwritable") from None
    if not os.access(parent, os.W_OK | os.X_OK):
        raise OutputUnwritable(path=path, reason="unwritable")


@contextmanager
def named_faults(path: Path) -> Iterator[None]:
    """Tells the operating system's own errors by our names, for writers that don't.

    Raises:
        OutputUnwritable, StorageFull: it couldn't be written.
    """
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StorageFull from None
        raise OutputUnwritable(path=path, reason="unwritable") from None
