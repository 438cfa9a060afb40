"""Letting a withdrawn achievement stand again: a further entry that cites it, never an edit.

Every branch folds it alike: what was revoked is valid from that entry on, and the revocation stays in the log.
It takes whoever could withdraw it. A withdrawn row that is merely filed again doesn't come back: old rows come
again in new files.

Source: PIPL article 46; DESIGN section 2 (about an achievement only its own origin writes).
"""

import os

from federation.clock import Clock
from federation.errors import CorrectionRefused
from federation.model.entry import ENTRY_ID_BYTES, Entry, Header, Kind, encode_header
from federation.model.reason import ReinstatementReason, encode_reason
from federation.model.standing import LIVE, Status
from node.model.access import Actor, AuditRecord
from node.model.filed import REINSTATED
from node.ports.logs import OwnLog
from node.services.amending.withdrawing import cite_all, verify_note
from node.services.filing.tracing import Tracing
from node.services.looking.access_trail import LOCAL_TIME

REINSTATE = "reinstate"


class ReinstatingService:
    """Reinstates achievements of the own log."""

    def __init__(self, *, own_log: OwnLog, tracing: Tracing, clock: Clock) -> None:
        self._own_log = own_log
        self._tracing = tracing
        self._clock = clock

    async def reinstate(self, index: int, *, reason: ReinstatementReason, note: str, actor: Actor) -> int:
        """Lets one withdrawn achievement stand again; returns the new entry's index.

        Args:
            index: leaf index in the own log of the entry that was withdrawn.
            reason: stated openly.
            note: more about it, kept in the audit trail alone; "" for nothing.
            actor: who may withdraw it, as `Tracing.require_changer` says.

        Raises:
            NotHere: no achievement of that index.
            ActorRefused: not theirs to reinstate.
            CorrectionRefused: fact `reason` is its standing, ``stands`` if it was never withdrawn.
        """
        verify_note(note)
        trace = await self._tracing.trace(index)
        await self._tracing.require_changer(actor, trace)
        async with self._own_log.change() as change:
            # Asked again under the log's lock: of two who reinstate at once, the second is told so.
            entry = (await change.entries.held(self._own_log.log_id, [index]))[index]
            if entry.status is not Status.REVOKED:
                raise CorrectionRefused(index=index, reason="stands" if entry.status in LIVE else entry.status.value)
            header = Header(
                kind=Kind.ACHIEVEMENT_REINSTATED,
                critical=True,
                entry_id=os.urandom(ENTRY_ID_BYTES),
                achievement_id=entry.header.achievement_id,
                cites=tuple(cite_all(self._own_log.origin, [entry])),
                plain_body=encode_reason(reason),
            )
            at = await change.append([Entry(encode_header(header))])
            now = self._clock.now()
            await change.counts.add(trace.unit.unit_id, now.astimezone(LOCAL_TIME).date(), {REINSTATED: 1})
            await change.audit.add(
                [
                    AuditRecord(
                        at=now,
                        actor=actor.name,
                        action=REINSTATE,
                        purpose=note.strip(),
                        detail=f"{index} {at} {reason}",
                    )
                ]
            )
        return at
