"""Pulling one log from one source up to one checkpoint, in batches that are each proven.

Every batch is committed only if its root is a proven prefix of the target; so what is
held is always verified, and a crash goes on where the last batch ended.

Source: DESIGN section 5.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime, timedelta
from operator import itemgetter

import structlog

from federation.clock import Clock
from federation.errors import (
    CreditBankError,
    ForkFound,
    IntegrityBroken,
    PeerUnavailable,
    PrivatePartWithheld,
    ProofInvalid,
)
from federation.keys import SigningKey
from federation.rpc.answers import EntryBatch
from federation.rpc.peer_client import PeerClient
from federation.tlog.checkpoint import SignedCheckpoint, parse_checkpoint
from federation.tlog.cosignature import stated_time
from federation.tlog.evidence import to_json
from federation.tlog.note import parse_note
from federation.tlog.proofs import verify_consistency
from federation.trust.roster import Roster
from node.model.prepared import PreparedEntries
from node.ports.logs import LogCopies
from node.sync.fork_search import Prove, find_fork
from node.sync.one_ahead import one_ahead
from node.sync.vetting import HeardCheckpoint, vet_checkpoint

log = structlog.get_logger()
PATIENCE_S = 30.0
LEAST_ENTRIES_PER_S = 20
LONGEST_COSIGNATURE_AGE = timedelta(seconds=20)
WITHHELD_PAGE = 1_000


class Puller:
    """Brings copies up to checkpoints that were heard."""

    def __init__(self, copies: LogCopies, *, own_origin: str, witness_key: SigningKey, clock: Clock) -> None:
        self._copies = copies
        self._own_origin = own_origin
        self._witness_key = witness_key
        self._clock = clock
        self._next_withheld: dict[tuple[str, str], int] = {}

    async def pull(self, client: PeerClient, heard: HeardCheckpoint, roster: Roster, *, may_sign: bool) -> int:
        """Brings the copy of a log up to `heard`; returns how many entries came.

        Args:
            client: the source, the log's origin or a relay.
            heard: what that source said, vetted.
            roster: the current one.
            may_sign: whether to cosign what was persisted (not while recovering).

        Raises:
            ForkFound: evidence against the origin was found, and kept: it is quarantined.
            ProofInvalid, PrivatePartAltered, PeerFaulty: the source is at fault.
            PrivatePartWithheld: it left out private parts that no erasure covers; the entries are kept.
            PeerUnavailable, HeadMoved: try again.
        """
        if may_sign and await self._is_kept(heard):
            return 0
        size = (await self._copies.state(heard.origin)).size
        await self._refuse_fork(client, heard, roster, size)
        await self._copies.remember_highest(heard.origin, heard.signed)
        if heard.size > size:
            await self._stream(client, heard, roster, size)
        await self._keep(client.branch, heard, roster, may_sign=may_sign)
        missing = [index for index, source in await self._copies.withheld(heard.origin) if source == client.branch]
        if heard.size > size and missing and not await self._has_moved_on(client, heard, roster):
            raise PrivatePartWithheld(origin=heard.origin, count=len(missing))
        return max(0, heard.size - size)

    async def _is_kept(self, heard: HeardCheckpoint) -> bool:
        """Whether all that it says is held already, and was vouched for here lately: mostly peers say just that.

        What is held was proven consistent with the copy when it was stored.
        """
        note = await self._copies.note(heard.origin)
        if note is None or heard.as_of is None or heard.as_of > self._clock.now():
            return False
        if _stored(note, heard.origin).checkpoint != heard.signed.checkpoint:
            return False
        held = parse_note(note).signatures
        if not {one.line() for one in held}.issuperset(one.line for one in heard.cosignatures):
            return False
        try:
            cosigned_at = [stated_time(one) for one in held if one.name == self._own_origin]
        except CreditBankError as error:
            raise IntegrityBroken(what="stored checkpoint") from error
        return heard.origin == self._own_origin or not self._is_cosigning_due(cosigned_at)

    def _is_cosigning_due(self, cosigned_at: Sequence[datetime]) -> bool:
        return not cosigned_at or self._clock.now() - max(cosigned_at) > LONGEST_COSIGNATURE_AGE

    async def fetch_withheld(self, client: PeerClient, origin: str) -> int:
        """Asks another source for private parts that are missing; returns how many came.

        Each call asks for the next page of them, so that parts which nobody has hold up none of the others.

        Raises:
            PrivatePartAltered: what it gave isn't what the leaves name.
            PeerUnavailable, NotHere: ask another.
        """
        start = self._next_withheld.pop((origin, client.branch), 0)
        page = await self._copies.withheld(origin, WITHHELD_PAGE, start=start)
        if len(page) == WITHHELD_PAGE:
            self._next_withheld[origin, client.branch] = page[-1][0] + 1
        missing = [index for index, source in page if source != client.branch]
        if not missing:
            return 0
        parts = await client.fetch_private_parts(origin, missing)
        found = [(index, part) for index, part in zip(missing, parts, strict=True) if part]
        await self._copies.fill_in(origin, found)
        return len(found)

    async def _has_moved_on(self, client: PeerClient, heard: HeardCheckpoint, roster: Roster) -> bool:
        """Whether the source holds more by now: then an erasure may have come between checkpoint and entries."""
        notes = await client.fetch_checkpoints()
        origins = [note for note in notes if note.partition(b"\n")[0] == heard.origin.encode()]
        return any(vet_checkpoint(note, roster).size > heard.size for note in origins)

    async def _stream(self, client: PeerClient, heard: HeardCheckpoint, roster: Roster, size: int) -> None:
        loop = asyncio.get_running_loop()
        started, pulled = loop.time(), 0
        try:
            async with aclosing(one_ahead(self._prepared(client, heard, size))) as batches:
                async for batch, prepared in batches:
                    await self._append(client, heard, batch, prepared)
                    pulled += len(batch.entries)
                    took_s = loop.time() - started
                    if took_s > PATIENCE_S and pulled < LEAST_ENTRIES_PER_S * took_s:
                        # What came stays; a source that drips must not hold up those that flow.
                        raise PeerUnavailable(branch=client.branch)
        except ProofInvalid:
            # Either the source made it up, or the origin told it another story than it told us.
            await self._accuse_if_forked(
                heard, await self._known(heard.origin), client.branch, roster, _by(client, heard)
            )
            raise

    async def _prepared(
        self, client: PeerClient, heard: HeardCheckpoint, size: int
    ) -> AsyncGenerator[tuple[EntryBatch, PreparedEntries]]:
        async with aclosing(client.stream_entries(heard.origin, size, heard.size)) as batches:
            async for batch in batches:
                yield batch, self._copies.prepare(batch.entries)

    async def _append(
        self, client: PeerClient, heard: HeardCheckpoint, batch: EntryBatch, prepared: PreparedEntries
    ) -> None:
        def verify(size: int, root: bytes) -> None:
            verify_consistency(size, heard.size, root, heard.root, batch.consistency_proof)

        await self._copies.append_batch(heard.origin, batch.start, prepared, source=client.branch, verify=verify)

    async def _refuse_fork(self, client: PeerClient, heard: HeardCheckpoint, roster: Roster, size: int) -> None:
        known = await self._known(heard.origin)
        prove: Prove = _by(client, heard)
        if heard.size <= size:
            root, _ = await self._copies.consistency(heard.origin, heard.size, heard.size)
            if root == heard.root:
                return
            for held in [one for one in known if one.checkpoint.size <= size][:1]:
                await self._verify_copy(held, heard.size, root)

            async def prove_here(first: int, second: int) -> tuple[bytes, Sequence[bytes]]:
                return await self._copies.consistency(heard.origin, first, second)

            prove = prove_here
        else:
            known = [one for one in known if one.checkpoint.size == heard.size]
        await self._accuse_if_forked(heard, known, client.branch, roster, prove)
        if heard.size <= size:
            raise ProofInvalid(proof="consistency")

    async def _accuse_if_forked(
        self, heard: HeardCheckpoint, known: Sequence[SignedCheckpoint], source: str, roster: Roster, prove: Prove
    ) -> None:
        key_at = roster.by_origin(heard.origin).key_at
        for one in known:
            evidence = await find_fork(one, heard.signed, prove, key_at)
            if evidence is not None:
                await self._copies.quarantine(heard.origin, self._clock.now(), to_json(evidence))
                log.error("fork-found", branch=heard.branch, source=source)
                raise ForkFound(origin=heard.origin)

    async def _known(self, origin: str) -> list[SignedCheckpoint]:
        """Checkpoints of a log that were verified when they were stored: held, and highest heard."""
        notes = [await self._copies.note(origin)]
        highest = await self._copies.highest(origin)
        notes.append(highest[1] if highest else None)
        return [_stored(note, origin) for note in notes if note]

    async def _verify_copy(self, held: SignedCheckpoint, size: int, root: bytes) -> None:
        """Tells a tile that was damaged here from what a source said.

        Raises:
            IntegrityBroken: the copy isn't what its own checkpoint signed.
        """
        (first, first_root), (second, second_root) = sorted(
            ((size, root), (held.checkpoint.size, held.checkpoint.root)), key=itemgetter(0)
        )
        _, proof = await self._copies.consistency(held.checkpoint.origin, first, second)
        try:
            verify_consistency(first, second, first_root, second_root, proof)
        except ProofInvalid as error:
            raise IntegrityBroken(what="copy against its checkpoint") from error

    async def _keep(self, source: str, heard: HeardCheckpoint, roster: Roster, *, may_sign: bool) -> None:
        lines = [(line.name, line.line, line.signed_at) for line in heard.cosignatures]
        state = await self._copies.state(heard.origin)
        as_of = await self._as_of(source, heard, roster) if heard.size == state.size else None
        await self._copies.keep_checkpoint(heard.origin, heard.signed, as_of=as_of, lines=lines)
        # An older checkpoint that a relay shows again isn't vouched for anew.
        if may_sign and heard.origin != self._own_origin and heard.size == state.size:
            await self._cosign(heard, roster)

    async def _as_of(self, source: str, heard: HeardCheckpoint, roster: Roster) -> datetime | None:
        """The origin's own time for it, at most the present.

        A time ahead of ours counts as the present when the origin itself says it, or when it says
        more than was known; a relay that shows it again is no news of the origin.
        """
        now = self._clock.now()
        if heard.as_of is None or heard.as_of <= now or source == heard.branch:
            return None if heard.as_of is None else min(heard.as_of, now)
        note = await self._copies.note(heard.origin, heard.size)
        known = None if note is None else _vet_stored(note, roster).as_of
        return now if known is None or known < heard.as_of else None

    async def _cosign(self, heard: HeardCheckpoint, roster: Roster) -> None:
        note = await self._copies.note(heard.origin, heard.size)
        if note is None:
            return
        held = _vet_stored(note, roster)
        if self._is_cosigning_due([line.signed_at for line in held.cosignatures if line.name == self._own_origin]):
            now = self._clock.now()
            await self._copies.cosign(heard.origin, heard.size, name=self._own_origin, key=self._witness_key, now=now)


def _by(client: PeerClient, heard: HeardCheckpoint) -> Prove:
    async def prove(first: int, second: int) -> tuple[bytes, Sequence[bytes]]:
        answer = await client.fetch_consistency(heard.origin, first, second)
        return answer.first_root, answer.proof

    return prove


def _vet_stored(note: bytes, roster: Roster) -> HeardCheckpoint:
    try:
        return vet_checkpoint(note, roster)
    except CreditBankError as error:
        raise IntegrityBroken(what="stored checkpoint") from error


def _stored(note: bytes, origin: str) -> SignedCheckpoint:
    try:
        checkpoint = parse_checkpoint(parse_note(note).text)
    except CreditBankError as error:
        raise IntegrityBroken(what="stored checkpoint") from error
    if checkpoint.origin != origin:
        raise IntegrityBroken(what="stored checkpoint")
    return SignedCheckpoint(checkpoint=checkpoint, note_bytes=note)
