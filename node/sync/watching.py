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
        seen: deque[bytes] = deque(maxlen=REMEMBERED_NOTES)
        client = await self._peers.client(code)
        async with aclosing(client.watch()) as notes:
            async for note in notes:
                if note in seen:
                    continue
                seen.append(note)
                await self._synchroniser.news(code, note)
                if not await self._synchroniser.is_heard(code):
                    break
                any_held = True
        return any_held
