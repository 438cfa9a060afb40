"""Hearing of new checkpoints as they come: sub-second lag while connected.

One task a peer holds a Watch stream open and hands each note on; when it breaks, it
waits as long as the peer's backoff says. A peer in quarantine isn't watched, and one that
comes into it by a note isn't any longer. The scheduled rounds remain the safety net.
"""

import asyncio
import random
from collections import deque
from contextlib import aclosing

import structlog

from federation.errors import CreditBankError
from node.sync.backoff import wait_after
from node.sync.peers import Peers
from node.sync.synchroniser import Synchroniser

log = structlog.get_logger()
ROSTER_CHECK_S = 5.0
REMEMBERED_NOTES = 64


class Watchers:
    """The watch tasks of all peers; they follow the roster."""

    def __init__(self, *, peers: Peers, synchroniser: Synchroniser) -> None:
        self._peers = peers
        self._synchroniser = synchroniser
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Watches until cancelled."""
        try:
            while True:
                self._follow_roster()
                await asyncio.sleep(ROSTER_CHECK_S)
        finally:
            for task in self._tasks.values():
                task.cancel()
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def _follow_roster(self) -> None:
        wanted = {branch.code for branch in self._peers.branches()}
        for code in set(self._tasks) - wanted:
            self._tasks.pop(code).cancel()
        for code in wanted - set(self._tasks):
            self._tasks[code] = asyncio.create_task(self._watch(code), name=f"watch-{code}")

    async def _watch(self, code: str) -> None:
        failures = 0
        while True:
            try:
                if await self._synchroniser.is_heard(code) and await self._follow(code):
                    failures = 0
            except CreditBankError as error:
                log.debug("watch-ended", source=code, reason=error.code)
            except Exception:
                # Without its task the peer would silently not be watched any more.
                log.exception("watch-failed", source=code)
            await asyncio.sleep(wait_after(failures, random.random()).total_seconds())  # noqa: S311
            failures += 1

    async def _follow(self, code: str) -> bool:
        """Takes in a peer's notes until its stream ends or it is at fault; whether any of them held."""
        any_held = False
        client = await self._peers.client(code)
        newest = NewestNotes()

        async def read() -> None:
            try:
                async with aclosing(client.watch()) as notes:
                    async for note in notes:
                        await newest.put(note)
            finally:
                newest.end()

        reading = asyncio.create_task(read(), name=f"watch-notes-{code}")
        try:
            while (note := await newest.take()) is not None:
                await self._synchroniser.news(code, note)
                if not await self._synchroniser.is_heard(code):
                    break
                any_held = True
            else:
                await reading
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
        return any_held


class NewestNotes:
    """Notes that wait to be taken in, one of each log: a newer one takes the place of the older.

    While one is taken in others come; each of them alone would be a pull of what little it adds. Whoever names more
    logs than there can be has to wait.
    """

    def __init__(self) -> None:
        self._waiting: dict[bytes, bytes] = {}
        self._seen: deque[bytes] = deque(maxlen=REMEMBERED_NOTES)
        self._news, self._room = asyncio.Event(), asyncio.Event()
        self._has_ended = False

    async def put(self, note: bytes) -> None:
        """Adds what came, unless it came before; waits while there is no room."""
        if note in self._seen:
            return
        self._seen.append(note)
        origin = note.partition(b"\n")[0]
        while origin not in self._waiting and len(self._waiting) >= REMEMBERED_NOTES:
            self._room.clear()
            await self._room.wait()
        self._waiting[origin] = note
        self._news.set()

    def end(self) -> None:
        """No more will come."""
        self._has_ended = True
        self._news.set()

    async def take(self) -> bytes | None:
        """The next one, once there is one; None after the last."""
        while not self._waiting and not self._has_ended:
            self._news.clear()
            await self._news.wait()
        self._room.set()
        return self._waiting.pop(next(iter(self._waiting))) if self._waiting else None
