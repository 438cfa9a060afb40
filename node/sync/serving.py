"""What peers are served: released checkpoints, entries, proofs, of every log held.

Implements `federation.rpc.source.LogSource`. A size beyond the newest released
checkpoint of a log isn't held, whatever the tables say.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

import structlog

from federation.errors import CreditBankError, Malformed, NotHere
from federation.model.entry import Entry
from federation.rpc.peer_identity import calling_branch
from federation.tlog.checkpoint import SignedCheckpoint, parse_checkpoint
from federation.tlog.note import parse_note
from federation.trust.roster import Roster
from node.ports.logs import LogCopies, OwnLog
from node.ports.rosters import RosterHolder

log = structlog.get_logger()


class Announcer:
    """Wakes whoever waits for news: new checkpoints, own or copied."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()

    def announce(self) -> None:
        """There is news."""
        for event in self._waiting:
            event.set()

    async def listen(self) -> AsyncGenerator[None]:
        """Yields once at the beginning and then after news; several news may be one."""
        event = asyncio.Event()
        event.set()
        self._waiting.add(event)
        try:
            while True:
                await event.wait()
                event.clear()
                yield
        finally:
            self._waiting.discard(event)


class ServedLogs:
    """The logs of this node as peers see them."""

    def __init__(self, *, own_log: OwnLog, copies: LogCopies, rosters: RosterHolder, announcer: Announcer) -> None:
        self._own_log = own_log
        self._copies = copies
        self._rosters = rosters
        self._announcer = announcer
        self._released: dict[str, int] = {}

    def roster(self) -> Roster:
        """The current roster."""
        return self._rosters.current

    async def rosters_after(self, version: int) -> Sequence[bytes]:
        """Signed rosters above `version`."""
        return self._rosters.versions_after(version)

    async def checkpoints(self) -> Sequence[bytes]:
        """The newest released note of each log; to its origin, also the largest one heard of that log.

        An origin that lost its tail must learn of a head that was heard here and not pulled in time.
        """
        states = [state for state in await self._copies.states() if not state.quarantined_at]
        notes = [await self._note(state.origin) for state in states]
        for state in states:
            if state.branch == _asking_branch() and state.highest_size > state.size:
                highest = await self._copies.highest(state.origin)
                notes.append(highest[1] if highest is not None else None)
        return [note for note in notes if note is not None]

    async def entries(self, origin: str, start: int, count: int, max_bytes: int) -> Sequence[Entry]:
        """Entries under a released checkpoint.

        Raises:
            NotHere: the log isn't held, or not up to `start`.
        """
        released = await self._released_size(origin, start + 1)
        entries = await self._copies.entries(origin, start, min(count, released - start))
        if not entries:
            raise NotHere(what="entries")
        return entries[: _fitting(entries, max_bytes)]

    async def consistency(self, origin: str, first: int, second: int) -> tuple[bytes, Sequence[bytes]]:
        """Root at `first` and proof to `second`.

        Raises:
            NotHere: the log isn't held up to `second`.
            Malformed: first > second.
        """
        if not 0 <= first <= second:
            raise Malformed(what="consistency", why="order")
        if await self._released_size(origin, second) < second:
            raise NotHere(what="tree size")
        return await self._copies.consistency(origin, first, second)

    async def private_parts(self, origin: str, indexes: Sequence[int]) -> Sequence[bytes]:
        """Private parts in order; empty where none is held."""
        released = await self._released_size(origin, max(indexes, default=0) + 1)
        if any(index >= released for index in indexes):
            raise NotHere(what="entries")
        return await self._copies.private_parts(origin, indexes)

    async def watch(self) -> AsyncGenerator[bytes]:
        """Notes as they come, the present ones first."""
        seen: set[bytes] = set()
        async with aclosing(self._announcer.listen()) as news:
            async for _ in news:
                notes = await self.checkpoints()
                for note in notes:
                    if note not in seen:
                        yield note
                seen = set(notes)

    async def _note(self, origin: str) -> bytes | None:
        if origin == self._own_log.origin:
            return await self._own_log.newest_note()
        try:
            note = await self._copies.note(origin)
            if note is None:
                return None
            SignedCheckpoint.verified(note, origin, self._rosters.current.by_origin(origin).key_at)
        except CreditBankError as error:
            # Damaged here, or of a branch closed since: either way not to be handed on.
            log.error("stored-checkpoint-not-served", origin=origin, reason=error.code)
            return None
        return note

    async def _released_size(self, origin: str, needed: int) -> int:
        released = self._released.get(origin)
        if released is None or released < needed:
            note = await self._note(origin)
            if note is None:
                # Not remembered: callers may make names up.
                return 0
            released = self._released[origin] = parse_checkpoint(parse_note(note).text).size
        return released


def _asking_branch() -> str:
    try:
        return calling_branch()
    except LookupError:
        # Not within a call: the node itself asks.
        return ""


def _fitting(entries: Sequence[Entry], max_bytes: int) -> int:
    """How many of the first entries fit, at least one."""
    total = 0
    for count, one in enumerate(entries):
        total += len(one.header) + len(one.private_part)
        if total > max_bytes and count:
            return count
    return len(entries)
