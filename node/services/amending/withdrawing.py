"""Taking filed achievements back: one, or all that one import filed. Nothing is edited in place.

An entry that revokes cites what it revokes, so that every branch shows it as revoked; its reason is
an open code, the words beside it stay in the audit trail. What is withdrawn stays known: the same row
filed again stays withdrawn, for old rows come again in new files; people reinstate it, no file does.

Source: 江苏省教育厅办公室 2022 notice, section 4 (filing is to be regulated); PIPL article 46;
DESIGN section 2 (about an achievement only its own origin writes).
"""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from federation.clock import Clock
from federation.errors import CorrectionRefused, Malformed, NotHere
from federation.model.entry import ENTRY_ID_BYTES, Citation, Entry, Header, Kind, encode_header
from federation.model.reason import RevocationReason, encode_reason
from federation.model.standing import LIVE, Status
from node.model.access import Actor, AuditRecord, Duty
from node.model.filed import WITHDRAWN
from node.model.records import HeldEntry
from node.model.rights import require
from node.model.unit import Unit
from node.ports.filing import Imports
from node.ports.logs import Change, OwnLog
from node.ports.organisation import Units
from node.services.filing.tracing import Tracing
from node.services.looking.access_trail import LOCAL_TIME

WITHDRAW = "withdraw"
MAX_NOTE_CHARS = 500
# A header of so many citations stays far under its limit of 64 KiB, and its change under a lock of 200 ms.
CITED_AT_ONCE = 250
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnImport:
    """What withdrawing an import came to: achievements = withdrawn + already + kept.

    Attributes:
        achievements: entries that the import had filed.
        withdrawn: revoked now.
        already: revoked or erased before.
        kept: not to be revoked at present (held or converted), as leaf indexes of what stands now.
    """

    import_id: str
    achievements: int
    withdrawn: int
    already: int
    kept: tuple[int, ...]


class WithdrawingService:
    """Withdraws achievements of the own log."""

    def __init__(self, *, own_log: OwnLog, tracing: Tracing, imports: Imports, units: Units, clock: Clock) -> None:
        self._own_log = own_log
        self._tracing = tracing
        self._imports = imports
        self._units = units
        self._clock = clock

    async def withdraw(self, index: int, *, reason: RevocationReason, note: str, actor: Actor) -> int:
        """Revokes one achievement; returns the revoking entry's index.

        Args:
            index: leaf index in the own log.
            reason: stated openly.
            note: more about it, kept in the audit trail alone; "" for nothing.
            actor: with the duty of filing at the unit that filed it, or above; for a person's deposit as
                `Tracing.require_changer` says.

        Raises:
            NotHere: no achievement of that index.
            ActorRefused: not theirs to withdraw.
            CorrectionRefused: fact `reason` names its standing, if that doesn't allow it.
        """
        verify_note(note)
        trace = await self._tracing.trace(index)
        await self._tracing.require_changer(actor, trace)
        async with self._own_log.change() as change:
            # Asked again under the log's lock: of two who withdraw at once, the second is told so.
            entry = (await change.entries.held(self._own_log.log_id, [index]))[index]
            verify_live(entry)
            at = await self.revoke(change, [entry], reason, trace.unit)
            await change.audit.add([self._record(actor, f"{index} {reason}", note)])
        return at

    async def withdraw_import(
        self, import_id: str, *, reason: RevocationReason, note: str, actor: Actor, on_progress: OnProgress
    ) -> WithdrawnImport:
        """Revokes whatever stands of what one import filed, corrections of it too; may be repeated.

        Each commit stays if a later one fails: called again, it goes on from there.

        Args:
            import_id: 32 hex characters, or the first of them (8 at least) if no other begins so.
            reason: stated openly.
            note: kept in the audit trail alone.
            actor: with the duty of filing at the unit that imported it, or above.
            on_progress: told (done, total) after each commit.

        Raises:
            NotHere: no such import, or it filed no achievement.
            ActorRefused: not theirs to withdraw.
        """
        verify_note(note)
        found = await self._imports.find(import_id)
        unit = None if found is None else await self._units.by_id(found.job.unit_id)
        if found is None or unit is None:
            raise NotHere(what="import")
        require(actor, Duty.FILING, unit)
        import_id = found.job.import_id
        batches = await self._imports.batches(import_id)
        total = sum(len(batch.rows) for batch in batches)
        if not total:
            raise NotHere(what="filed achievements")
        indexes = [batch.first_index + at for batch in batches for at in range(len(batch.rows))]
        withdrawn, kept = 0, list[int]()
        for start in range(0, total, CITED_AT_ONCE):
            some = indexes[start : start + CITED_AT_ONCE]
            async with self._own_log.change() as change:
                now = await self._standing_now(change, some)
                live = [one for one in now if one.status in LIVE]
                if live:
                    await self.revoke(change, live, reason, unit)
                    detail = f"{import_id} {live[0].index}+{len(live)} {reason}"
                    await change.audit.add([self._record(actor, detail, note)])
            withdrawn += len(live)
            kept += [one.index for one in now if one.status in (Status.HELD, Status.CONVERTED)]
            on_progress(start + len(some), total)
        return WithdrawnImport(
            import_id=import_id,
            achievements=total,
            withdrawn=withdrawn,
            already=total - withdrawn - len(kept),
            kept=tuple(kept),
        )

    async def _standing_now(self, change: Change, indexes: Sequence[int]) -> list[HeldEntry]:
        """What stands now of the achievements filed at these indexes: their corrections, where there are any."""
        log_id = self._own_log.log_id
        found, wanted = list[HeldEntry](), list(indexes)
        while wanted:
            entries = (await change.entries.held(log_id, wanted)).values()
            corrected = [one for one in entries if one.status is Status.CORRECTED]
            found += [one for one in entries if one.status is not Status.CORRECTED]
            wanted = [one.by_index for one in corrected if one.by_index is not None]
        return sorted(found, key=lambda one: one.index)

    async def revoke(self, change: Change, entries: Sequence[HeldEntry], reason: RevocationReason, unit: Unit) -> int:
        """Appends what revokes these entries, which stand, and counts them at `unit`; returns its index."""
        header = Header(
            kind=Kind.ACHIEVEMENT_REVOKED,
            entry_id=os.urandom(ENTRY_ID_BYTES),
            achievement_id=entries[0].header.achievement_id if len(entries) == 1 else b"",
            cites=tuple(cite_all(self._own_log.origin, entries)),
            plain_body=encode_reason(reason),
        )
        at = await change.append([Entry(encode_header(header))])
        today = self._clock.now().astimezone(LOCAL_TIME).date()
        await change.counts.add(unit.unit_id, today, {WITHDRAWN: len(entries)})
        return at

    def _record(self, actor: Actor, detail: str, note: str) -> AuditRecord:
        return AuditRecord(at=self._clock.now(), actor=actor.name, action=WITHDRAW, purpose=note.strip(), detail=detail)


def cite_all(origin: str, entries: Iterable[HeldEntry]) -> list[Citation]:
    """Citations of entries of one log."""
    return [Citation(origin=origin, index=one.index, leaf_hash=one.leaf_hash) for one in entries]


def verify_live(entry: HeldEntry) -> None:
    """Lets pass what can still be corrected or revoked.

    Raises:
        CorrectionRefused: fact `reason` is its status.
    """
    if entry.status not in LIVE:
        raise CorrectionRefused(index=entry.index, reason=entry.status.value)


def verify_note(note: str) -> None:
    """Holds what is said in words within bounds.

    Raises:
        Malformed: longer than 500 characters.
    """
    if len(note) > MAX_NOTE_CHARS:
        raise Malformed(what="audit note", why="length")
