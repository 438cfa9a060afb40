"""The high-water mark: what this branch has let out, kept outside its database.

A signature over (size, root) leaves the process only once the mark says at least that
size, synced to disk. So a database that was rolled back is behind its mark, and the
branch knows that it must catch up with itself before it signs again. The mark is never
lowered, and several processes may raise it (they take turns on a lock file).

Source: DESIGN section 2 (Appending); RELIABILITY 6.
"""

import base64
import fcntl
import json
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from federation.errors import FolderNotReady, IntegrityBroken, StorageFull
from federation.tlog.hashing import EMPTY_ROOT

LONGEST_WAIT_S = 5.0
RETRY_S = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The largest head let out: tree size and root (32 bytes), and the database's incarnation."""

    incarnation: str
    size: int
    root: bytes


class HighWaterMark:
    """The mark in one small file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._synced: Mark | None = None

    def load(self) -> Mark | None:
        """The mark, None if there is none.

        Raises:
            FolderNotReady: the file is there and can't be read as a mark.
        """
        try:
            fields = json.loads(self._path.read_bytes())
            mark = Mark(
                incarnation=str(fields["incarnation"]), size=int(fields["size"]), root=base64.b64decode(fields["root"])
            )
            if mark.size < 0:
                raise ValueError("size")
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            raise FolderNotReady(path=self._path.name, reason="mark-unreadable") from error
        return mark

    def begin(self) -> None:
        """Sets the first mark of a new branch, unless there is one: nothing was let out yet.

        Only who makes a branch may say that. A mark that is missing later was lost, and what
        the branch had let out is then known by its peers alone.
        """
        with self._locked():
            if self.load() is None:
                self._write(Mark(incarnation=uuid.uuid4().hex, size=0, root=EMPTY_ROOT))

    def raise_to(self, mark: Mark) -> None:
        """Lets the mark say at least `mark`, synced to disk when this returns.

        Raises:
            IntegrityBroken: the present mark has the same size and another root.
            StorageFull: the mark can't be written.
            FolderNotReady: another process keeps the lock (reason ``mark-locked``).
        """
        if mark == self._synced and self.load() == mark:
            # It was seen under the lock, so it is on disk: an idle branch needs no turn to say so again.
            return
        with self._locked():
            present = self.load()
            if present is not None and present.incarnation == mark.incarnation:
                if present.size == mark.size and present.root != mark.root:
                    raise IntegrityBroken(what="high-water mark")
                if present.size >= mark.size:
                    self._synced = present
                    return
            self._write(mark)
            self._synced = mark

    def replace(self, mark: Mark) -> None:
        """Sets the mark anew: at the start of a log, and after a recovery that people decided."""
        with self._locked():
            self._write(mark)

    def _write(self, mark: Mark) -> None:
        fields = {"incarnation": mark.incarnation, "size": mark.size, "root": base64.b64encode(mark.root).decode()}
        fresh = self._path.with_suffix(".new")
        try:
            with fresh.open("wb") as file:
                file.write(json.dumps(fields).encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)
            folder = os.open(self._path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as error:
            raise StorageFull from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.with_suffix(".lock").open("ab") as lock:
            self._wait_for(lock)
            yield

    def _wait_for(self, lock: IO[bytes]) -> None:
        # Turns take milliseconds; who has one for longer is stopped, and must not stop this process too.
        until = time.monotonic() + LONGEST_WAIT_S
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if time.monotonic() >= until:
                    raise FolderNotReady(path=self._path.name, reason="mark-locked") from error
                time.sleep(RETRY_S)
            else:
                return
