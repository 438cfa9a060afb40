"""One branch keeping up with all others: rounds, news, faults, and itself.

A *round* hears every peer that may be asked and pulls every log from the best source;
*news* is one note that a watched peer sent. Both go the same way: vet, pull, keep.
Origins and sources are judged apart: a fork convicts an origin and quarantines its
log; a bad answer quarantines the source for a while; the node goes on with the rest.

Source: DESIGN section 5.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import structlog

from federation.clock import Clock
from federation.errors import (
    CreditBankError,
    DatabaseUnavailable,
    ForkFound,
    HeadMoved,
    IntegrityBroken,
    NotHere,
    PeerUnavailable,
    StorageFull,
)
from node.model.records import SourceState
from node.ports.logs import LogCopies, OwnLog
from node.ports.rosters import RosterHolder
from node.sync.backoff import after_failure, after_fault, after_success, fresh_source, may_ask
from node.sync.hearing import hear_peer, vet_all
from node.sync.peers import Peers
from node.sync.pulling import Puller
from node.sync.recovering import Recovery
from node.sync.vetting import HeardCheckpoint

T = TypeVar("T")
log = structlog.get_logger()
# Nobody's fault: ask again later, without an alarm.
PASSING = (PeerUnavailable, NotHere, HeadMoved)
# This node's own trouble: no peer is to blame for it.
OWN_TROUBLE = (DatabaseUnavailable, IntegrityBroken, StorageFull)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundResult:
    """What a round did: entries taken in, and peers that were heard."""

    entries: int = 0
    heard: tuple[str, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)


class Synchroniser:
    """Keeps this node's copies up to date."""

    def __init__(
        self,
        *,
        own_log: OwnLog,
        copies: LogCopies,
        rosters: RosterHolder,
        peers: Peers,
        puller: Puller,
        recovery: Recovery,
        clock: Clock,
        announce: Callable[[], None],
    ) -> None:
        self._own_log = own_log
        self._copies = copies
        self._rosters = rosters
        self._peers = peers
        self._puller = puller
        self._recovery = recovery
        self._clock = clock
        self._announce = announce
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._followed = 0

    async def follow_roster(self) -> None:
        """Makes an empty log for each branch that the roster names."""
        roster = self._rosters.current
        if roster.version != self._followed:
            await self._copies.ensure([(one.code, one.origin) for one in roster.branches])
            self._followed = roster.version

    async def round(self, *, patient: bool = True) -> RoundResult:
        """Hears all peers and pulls all logs once.

        Args:
            patient: whether peers that failed lately are left alone until their time.
        """
        self._rosters.refresh()
        await self.follow_roster()
        now = self._clock.now()
        states = {state.branch: state for state in await self._copies.sources()}
        due = [
            one.code
            for one in self._peers.branches()
            if not patient or may_ask(states.get(one.code, fresh_source(one.code)), now)
        ]
        answers = await asyncio.gather(*(self._hear(code) for code in due))
        # A roster that came by then may name a branch of which peers hold something already.
        await self.follow_roster()
        heard = {code: answer for code, answer in zip(due, answers, strict=True) if answer is not None}
        offers: dict[str, list[tuple[str, HeardCheckpoint]]] = defaultdict(list)
        for code, checkpoints in heard.items():
            for checkpoint in checkpoints:
                offers[checkpoint.origin].append((code, checkpoint))
        self._recovery.hear_from(heard)
        if await self._own_log.behind() is not None:
            # Even if no peer holds anything of the own log: that they were asked may be all it takes.
            offers.setdefault(self._own_log.origin, [])
        counts = await asyncio.gather(*(self._take_best(origin, found) for origin, found in offers.items()))
        await self._mend(list(heard))
        failed = {code: (await self._source(code)).reason for code in due if code not in heard}
        return RoundResult(entries=sum(counts), heard=tuple(heard), failed=failed)

    async def news(self, source: str, note: bytes) -> int:
        """Takes in one note that `source` sent; returns how many entries came, none from who may not be asked."""
        if not await self.is_heard(source):
            return 0
        await self.follow_roster()
        try:
            heard = vet_all((note,), self._rosters, source)
        except CreditBankError as error:
            await self._blame(source, error)
            return 0
        return sum([await self._take_best(one.origin, [(source, one)]) for one in heard])

    async def is_heard(self, code: str) -> bool:
        """Whether that peer may be asked and believed now: it isn't in quarantine, nor backed off from."""
        return may_ask(await self._source(code), self._clock.now())

    async def _hear(self, code: str) -> list[HeardCheckpoint] | None:
        async def ask() -> list[HeardCheckpoint]:
            return await hear_peer(await self._peers.client(code), self._rosters)

        heard = await self._attempt(code, ask)
        if heard is not None:
            await self._copies.keep_source(after_success(await self._source(code), self._clock.now()))
        return heard

    async def _take_best(self, origin: str, offers: list[tuple[str, HeardCheckpoint]]) -> int:
        """Pulls a log from the source that knows most of it; the others are held against it."""
        offers.sort(key=lambda offer: (-offer[1].size, offer[0] != offer[1].branch))
        async with self._locks[origin]:
            if origin == self._own_log.origin:
                return await self._recovery.take_own(offers, self._pull)
            if (await self._copies.state(origin)).quarantined_at is not None:
                return 0
            taken = 0
            for code, heard in offers:
                try:
                    taken += await self._attempt(code, partial(self._pull, code, heard)) or 0
                except ForkFound:
                    break
        if taken:
            self._announce()
            log.info("entries-pulled", branch=offers[0][1].branch, entries=taken)
        return taken

    async def _pull(self, code: str, heard: HeardCheckpoint) -> int:
        may_sign = await self._own_log.behind() is None
        client = await self._peers.client(code)
        return await self._puller.pull(client, heard, self._rosters.current, may_sign=may_sign)

    async def _mend(self, heard: list[str]) -> None:
        """Fetches elsewhere the private parts that a source withheld."""
        for state in await self._copies.states():
            for code in heard:
                if not await self._copies.withheld(state.origin, 1):
                    break
                origin = state.origin

                async def fetch(code: str = code, origin: str = origin) -> int:
                    return await self._puller.fetch_withheld(await self._peers.client(code), origin)

                if await self._attempt(code, fetch):
                    log.info("private-parts-mended", branch=state.branch, source=code)

    async def _attempt(self, code: str, work: Callable[[], Awaitable[T]]) -> T | None:
        try:
            return await work()
        except ForkFound:
            raise
        except CreditBankError as error:
            await self._blame(code, error)
            return None

    async def _blame(self, code: str, error: CreditBankError) -> None:
        if isinstance(error, OWN_TROUBLE):
            log.error("sync-hindered", reason=error.code)
            return
        now, state = self._clock.now(), await self._source(code)
        reason = str(error.facts.get("reason", "")) or error.code
        if isinstance(error, PASSING):
            log.info("peer-not-reached", source=code, reason=error.code)
            await self._copies.keep_source(after_failure(state, now, reason=error.code, chance=random.random()))  # noqa: S311
            return
        log.error("source-at-fault", source=code, code=error.code, reason=reason)
        await self._copies.keep_source(after_fault(state, now, reason=f"{error.code}:{reason}"))

    async def _source(self, code: str) -> SourceState:
        for state in await self._copies.sources():
            if state.branch == code:
                return state
        return fresh_source(code)
