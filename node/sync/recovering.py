"""A branch that lost part of its own log catches up with itself from its peers.

It signs nothing meanwhile. With its high-water mark at hand it is done once it holds
everything that it had let out; without (the mark is lost, or of another database) every
other branch must have been heard first, since any of them may hold the highest head.
Two people may overrule, naming the absent.

Source: DESIGN section 2 (Appending); RELIABILITY 6.
"""

from collections.abc import Awaitable, Callable, Iterable

import structlog

from federation.errors import CreditBankError, IntegrityBroken
from node.ports.logs import LogCopies, OwnLog
from node.sync.peers import Peers
from node.sync.vetting import HeardCheckpoint

log = structlog.get_logger()
Pull = Callable[[str, HeardCheckpoint], Awaitable[int]]


class Recovery:
    """What is heard of the own log, and what follows from it."""

    def __init__(self, *, own_log: OwnLog, copies: LogCopies, peers: Peers) -> None:
        self._own_log = own_log
        self._copies = copies
        self._peers = peers
        self._heard_of: set[str] = set()
        self._largest_heard = 0

    def hear_from(self, codes: Iterable[str]) -> None:
        """Takes note of peers that said all they hold, which may be nothing of the own log."""
        self._heard_of.update(codes)

    async def take_own(self, offers: list[tuple[str, HeardCheckpoint]], pull: Pull) -> int:
        """Deals with own checkpoints that peers hold, the largest first.

        Returns:
            How many own entries came back.
        """
        self._heard_of.update(code for code, _ in offers)
        size = (await self._own_log.head()).size
        for _, heard in offers[:1]:
            self._largest_heard = max(self._largest_heard, heard.size)
            if heard.size > size:
                self._own_log.hear(heard.size, heard.root)
        if await self._own_log.behind() is None:
            await self._gather_cosignatures(offers, size)
            return 0
        log.warning("recovering", behind=max(0, self._largest_heard - size))
        taken = await self._catch_up(offers, pull)
        await self._finish()
        return taken

    async def _catch_up(self, offers: list[tuple[str, HeardCheckpoint]], pull: Pull) -> int:
        taken = 0
        for code, heard in offers:
            if heard.size > (await self._own_log.head()).size:
                try:
                    taken += await pull(code, heard)
                except CreditBankError as error:
                    log.warning("recovery-hindered", source=code, reason=error.code)
        return taken

    async def _finish(self) -> None:
        if not self._own_log.is_anchored():
            missing = {one.code for one in self._peers.branches()} - self._heard_of
            if missing:
                log.warning("recovering", waiting_for=sorted(missing))
                return
            # To have heard of a head isn't to hold it: signing before would fork.
            if (await self._own_log.head()).size < self._largest_heard:
                return
            await self._own_log.anchor()
        if await self._own_log.behind() is None:
            log.info("recovered")

    async def _gather_cosignatures(self, offers: list[tuple[str, HeardCheckpoint]], size: int) -> None:
        """Keeps what peers vouched for; a head of ours that we never signed is an alarm."""
        for code, heard in offers:
            if heard.size > size:
                continue
            root, _ = await self._copies.consistency(heard.origin, heard.size, heard.size)
            if root != heard.root:
                log.critical("own-log-forked", source=code, size=heard.size)
                raise IntegrityBroken(what="own log against a peer's copy")
            lines = [(one.name, one.line, one.signed_at) for one in heard.cosignatures if one.name != heard.origin]
            if lines:
                await self._copies.keep_checkpoint(heard.origin, heard.signed, as_of=None, lines=lines)
