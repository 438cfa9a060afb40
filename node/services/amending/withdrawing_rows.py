"""Withdrawing by workbook: the rows of a file, in the template that they were filed by, are taken back.

A row is found as an import would tell it for a duplicate: by its person, and by project and course or by
institution, title and day. Rows that name
another's institutions, or were filed by others, are left alone and counted. What can't be read, or is of no known
person, is no row that was ever filed.

Source: DOMAIN (Jiangsu 4: idempotent); PIPL article 46.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.base import ImportMode
from adapters.workbook.limits import WorkbookLimits
from adapters.workbook.reading import Recognised, RowBatch, read_workbook
from federation.clock import Clock
from federation.errors import ActorRefused, NotHere, WorkbookRefused
from federation.model.reason import RevocationReason
from federation.model.standing import LIVE, Status
from node.model.access import Actor, AuditRecord, Duty, Role
from node.model.rights import require
from node.model.unit import Unit
from node.ports.audit import Audit
from node.ports.filing import Accounts
from node.ports.logs import OwnLog, Records
from node.services.amending.withdrawing import CITED_AT_ONCE, WITHDRAW, WithdrawingService, verify_note
from node.services.filing.achievement_filing import AchievementFiling, is_withdrawn
from node.services.filing.catalogue_matching import AsStated
from node.services.filing.filing_place import FilingPlace
from node.services.filing.filing_right import require_still_filing
from node.services.filing.resolved import Resolved
from node.services.filing.tracing import Tracing
from node.services.looking.access_trail import LOCAL_TIME
from node.services.organisation.units import UnitService

CONVERTING = frozenset((Status.HELD, Status.CONVERTED))
OnRows = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnRows:
    """What became of a workbook's rows; every row read is in exactly one of the others.

    Attributes:
        rows: read.
        withdrawn: taken back now.
        already: withdrawn before, or stated by an earlier row of the file.
        not_found: no achievement of the branch's says the same, or the row can't be read.
        not_yours: filed by a unit that the actor doesn't file for, or decided on by others.
        kept: held for a conversion, or converted.
    """

    rows: int = 0
    withdrawn: int = 0
    already: int = 0
    not_found: int = 0
    not_yours: int = 0
    kept: int = 0


class WorkbookWithdrawing:
    """Withdraws what workbooks name."""

    def __init__(
        self,
        *,
        own_log: OwnLog,
        withdrawing: WithdrawingService,
        tracing: Tracing,
        achievement_filing: AchievementFiling,
        accounts: Accounts,
        records: Records,
        audit: Audit,
        units: UnitService,
        adapter: str,
        limits: WorkbookLimits,
        clock: Clock,
    ) -> None:
        self._own_log = own_log
        self._withdrawing = withdrawing
        self._tracing = tracing
        self._filing = achievement_filing
        self._accounts = accounts
        self._records = records
        self._audit = audit
        self._units = units
        self._adapter = adapter
        self._limits = limits
        self._clock = clock

    async def withdraw_rows(
        self,
        path: Path,
        *,
        mode: ImportMode | None,
        reason: RevocationReason,
        note: str,
        actor: Actor,
        on_progress: OnRows,
    ) -> WithdrawnRows:
        """Revokes what stands of a workbook's rows and is the actor's; may be repeated.

        Each commit stays if a later one fails: called again, it goes on from there.

        Args:
            path: a workbook in a template of achievements.
            mode: for templates that have modes.
            reason: stated openly.
            note: kept in the audit trail alone.
            actor: with the duty of filing; what their unit and those under it filed is taken back.
            on_progress: told after each batch how many rows were dealt with.

        Raises:
            ActorRefused: not their duty, or suspended meanwhile (``suspended``).
            NotHere: the workbook holds accounts, not achievements.
            WorkbookRefused, TemplateUnknown: it can't be read.
        """
        verify_note(note)
        unit = await self._units.place_of(actor, "")
        require(actor, Duty.FILING, unit)
        place = FilingPlace.of_unit(unit, await self._units.all(), is_bound=actor.role is Role.OPERATOR)
        await self._audit.add([self._record(actor, f"workbook {path.name}", note)])
        done = WithdrawnRows()
        today = self._clock.now().astimezone(LOCAL_TIME).date()
        reading = read_workbook(path, adapter=self._adapter, mode=mode, today=today, limits=self._limits)
        async with aclosing(reading) as events:
            async for event in events:
                if isinstance(event, Recognised) and event.mode_required:
                    raise WorkbookRefused(file=path.name, reason="mode-required")
                if isinstance(event, RowBatch):
                    if event.accounts:
                        raise NotHere(what="filed achievements")
                    done = await self._withdraw_batch(event, place, reason, note, actor, done)
                    on_progress(done.rows)
        return done

    async def _withdraw_batch(
        self,
        batch: RowBatch,
        place: FilingPlace,
        reason: RevocationReason,
        note: str,
        actor: Actor,
        done: WithdrawnRows,
    ) -> WithdrawnRows:
        yours = [draft for draft in batch.achievements if place.refusal(draft) is None]
        # A later edition of the catalogue doesn't keep anybody from taking back what was filed before it.
        resolved, _ = await self._filing.resolve(yours, self._accounts, place, AsStated())
        others = len(batch.achievements) - len(yours)
        done = replace(
            done,
            rows=done.rows + batch.rows_read,
            not_yours=done.not_yours + others,
            not_found=done.not_found + batch.rows_read - others - len(resolved),
        )
        for start in range(0, len(resolved), CITED_AT_ONCE):
            done = await self._withdraw_some(resolved[start : start + CITED_AT_ONCE], reason, note, actor, done)
        return done

    async def _withdraw_some(
        self, rows: Sequence[Resolved], reason: RevocationReason, note: str, actor: Actor, done: WithdrawnRows
    ) -> WithdrawnRows:
        candidates = self._filing.candidates(rows)
        standing = await self._records.standing_of(self._own_log.log_id, candidates)
        stands, already, not_found, not_yours, kept = dict[int, Unit](), 0, 0, 0, 0
        for _, identity in candidates:
            entries = standing.get(identity, [])
            live = [index for index, status in entries if status in LIVE]
            if not live and any(status in CONVERTING for _, status in entries):
                kept += 1
            elif not live and is_withdrawn(entries):
                already += 1
            elif not live:
                # What was erased is among these: there is nothing to take back.
                not_found += 1
            elif live[-1] in stands:
                already += 1
            elif (unit := await self._unit_if_theirs(live[-1], actor)) is None:
                not_yours += 1
            else:
                stands[live[-1]] = unit
        withdrawn = await self._revoke(stands, reason, note, actor)
        return replace(
            done,
            withdrawn=done.withdrawn + withdrawn,
            already=done.already + already + len(stands) - withdrawn,
            not_found=done.not_found + not_found,
            not_yours=done.not_yours + not_yours,
            kept=done.kept + kept,
        )

    async def _unit_if_theirs(self, index: int, actor: Actor) -> Unit | None:
        trace = await self._tracing.trace(index)
        try:
            await self._tracing.require_changer(actor, trace)
        except ActorRefused:
            return None
        return trace.unit

    async def _revoke(self, stands: dict[int, Unit], reason: RevocationReason, note: str, actor: Actor) -> int:
        """Revokes those that still stand, by unit; returns how many did."""
        if not stands:
            return 0
        withdrawn = 0
        async with self._own_log.change() as change:
            await require_still_filing(change, actor)
            entries = await change.entries.held(self._own_log.log_id, sorted(stands))
            by_unit = defaultdict(list)
            for index, entry in sorted(entries.items()):
                if entry.status in LIVE:
                    by_unit[stands[index].unit_id].append(entry)
            for some in by_unit.values():
                at = await self._withdrawing.revoke(change, some, reason, stands[some[0].index])
                await change.audit.add([self._record(actor, f"workbook {at} {len(some)} {reason}", note)])
                withdrawn += len(some)
        return withdrawn

    def _record(self, actor: Actor, detail: str, note: str) -> AuditRecord:
        return AuditRecord(at=self._clock.now(), actor=actor.name, action=WITHDRAW, purpose=note.strip(), detail=detail)
