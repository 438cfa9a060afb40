"""Shows that what a faulty peer says on its watch stream is believed no more than what it says when asked.

Branch 31 watches branch 33, over real gRPC, which sends a note that nobody signed.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import pytest

from federation.tlog.note import NoteSignature, format_note, parse_note
from node.sync.watching import Watchers
from tests.support.nodes import FederationOf, Node

# A server sends the newest of what it was given faster than it sends.
APART_S = 0.3


@pytest.fixture
async def federation(tmp_path):
    async with FederationOf(2, tmp_path) as federation:
        await federation["32"].grow(1)
        yield federation


@asynccontextmanager
async def watching(node: Node):
    task = asyncio.create_task(Watchers(peers=node.peers, synchroniser=node.synchroniser).run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(holds) -> None:
    async with asyncio.timeout(20):
        while not await holds():
            await asyncio.sleep(0.02)


async def bad_note(node: Node) -> bytes:
    note = parse_note(await node.own_log.newest_note())
    emptied = [NoteSignature(name=one.name, key_id=one.key_id, blob=bytes(len(one.blob))) for one in note.signatures]
    return format_note(note.text, emptied)


async def test_a_note_that_nobody_signed_ends_the_watch_and_nothing_after_it_is_taken_in(federation):
    node, liar = federation["31"], await federation["32"].lie()
    bad, good = await bad_note(federation["32"]), await federation["32"].own_log.newest_note()
    opened = 0

    async def watch() -> AsyncGenerator[bytes, None]:
        nonlocal opened
        opened += 1
        yield bad
        await asyncio.sleep(APART_S)
        yield good
        await asyncio.sleep(60)

    liar.watch = watch
    async with watching(node):
        await until(node.blamed)
        failures = (await node.copies.sources())[0].failures
        await asyncio.sleep(2)
    assert opened == 1
    assert (await node.copies.sources())[0].failures == failures == 1
    assert await node.size_of("32") == 0
    assert await node.synchroniser.news("32", good) == 0


async def test_a_note_sent_over_and_over_is_taken_in_once(federation, monkeypatch):
    node, liar = federation["31"], await federation["32"].lie()
    note, ended = await federation["32"].own_log.newest_note(), asyncio.Event()
    taken: list[bytes] = []
    news = node.synchroniser.news

    async def counted(source: str, told: bytes) -> int:
        taken.append(told)
        return await news(source, told)

    monkeypatch.setattr(node.synchroniser, "news", counted)

    async def watch() -> AsyncGenerator[bytes, None]:
        for _ in range(20):
            yield note
            await asyncio.sleep(APART_S / 10)
        ended.set()
        await asyncio.sleep(60)

    liar.watch = watch
    async with watching(node):
        async with asyncio.timeout(20):
            await ended.wait()
        await until(lambda: node.size_of("32"))
    assert taken == [note]


async def test_an_unexpected_failure_ends_no_watch_for_good(federation, monkeypatch):
    node, news = federation["31"], federation["31"].synchroniser.news
    failing = [ValueError("unexpected")]

    async def fails_once(source: str, told: bytes) -> int:
        if failing:
            raise failing.pop()
        return await news(source, told)

    monkeypatch.setattr(node.synchroniser, "news", fails_once)
    async with watching(node):
        await until(lambda: node.size_of("32"))
    assert failing == []
