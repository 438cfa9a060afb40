"""What clients send in chunks: taken within bounds, whole or not at all.

An upload begins with an order that states its size. More than that is refused as it comes, less is an upload
that broke off: nothing of it is used. Workbooks go to a private file in the branch's folder, which is
removed when the call ends, however it ends.

Source: docs/adr/0015; RELIABILITY 22 and 34.
"""

import asyncio
import os
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from federation.errors import Malformed, StorageFull, TooLarge
from node.folder.durable_files import FULL, OWNER_ONLY
from node.rpc.client_rules import CHUNK_BYTES

MAX_NAME_CHARS, MAX_NAME_BYTES = 100, 180
"""Of a file's name; a file system takes 255 bytes, and error workbooks add to it."""


async def first_order(messages: AsyncIterator[Any]) -> Any:
    """The order that an upload begins with.

    Raises:
        Malformed: it begins with something else.
    """
    first = await anext(messages, None)
    if first is None or first.WhichOneof("part") != "order":
        raise Malformed(what="upload", why="no order first")
    return first.order


async def chunks_of(messages: AsyncIterator[Any], *, size: int, max_bytes: int) -> AsyncIterator[bytes]:
    """The chunks of an upload of `size` bytes in all.

    Raises:
        TooLarge: more than `max_bytes` are announced.
        Malformed: more or less comes, or something else.
    """
    if size > max_bytes:
        raise TooLarge(what="upload", limit=max_bytes)
    left = size
    async for message in messages:
        left -= len(message.chunk)
        if message.WhichOneof("part") != "chunk" or left < 0:
            raise Malformed(what="upload", why="not of the size stated")
        yield message.chunk
    if left:
        raise Malformed(what="upload", why="not of the size stated")


async def received_bytes(messages: AsyncIterator[Any], *, size: int, max_bytes: int) -> bytes:
    """A whole upload in memory. Raises as `chunks_of`."""
    return b"".join([chunk async for chunk in chunks_of(messages, size=size, max_bytes=max_bytes)])


@asynccontextmanager
async def received_file(
    messages: AsyncIterator[Any], *, folder: Path, name: str, size: int, max_bytes: int
) -> AsyncIterator[Path]:
    """A whole upload as a file in a private folder of its own, which goes with all that is in it when the block ends.

    Args:
        messages: after the order.
        folder: where private folders are made.
        name: the file's, as the client names it.
        size: as the order states it.
        max_bytes: of the file.

    Raises:
        Malformed: the name isn't a plain one; or as `chunks_of`, as does `TooLarge`.
        StorageFull: no room.
    """
    check_file_name(name)
    place = folder / secrets.token_hex(16)
    try:
        _make_private(place)
        path = place / name
        await _write(path, chunks_of(messages, size=size, max_bytes=max_bytes))
        yield path
    except OSError as error:
        if error.errno in FULL:
            raise StorageFull from None
        raise
    finally:
        shutil.rmtree(place, ignore_errors=True)


def remove_leftovers(folder: Path) -> None:
    """Removes what a node that was killed left behind; to be called before one serves."""
    shutil.rmtree(folder, ignore_errors=True)


def check_file_name(name: str) -> None:
    """Refuses what isn't a plain name of a file. Raises `Malformed`."""
    is_plain = name.isprintable() and not name.startswith(".") and not set(name) & set('/\\:*?"<>|')
    if not is_plain or not 0 < len(name) <= MAX_NAME_CHARS or len(name.encode()) > MAX_NAME_BYTES:
        raise Malformed(what="file name", why="not a plain file name")


def sent_chunks(content: bytes) -> list[bytes]:
    """Bytes in pieces to be sent."""
    return [content[at : at + CHUNK_BYTES] for at in range(0, len(content), CHUNK_BYTES)]


def _make_private(place: Path) -> None:
    place.parent.mkdir(mode=0o700, exist_ok=True)
    place.mkdir(mode=0o700)


async def _write(path: Path, chunks: AsyncIterator[bytes]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
        async for chunk in chunks:
            # On a thread: a slow disk must not hold up every other call.
            await asyncio.to_thread(file.write, chunk)
