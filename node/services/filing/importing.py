"""Taking in a workbook: check, then file; every row is accepted, duplicate or rejected.

Rows come from the child that reads the file, in batches; while one batch commits, the
next is being resolved and sealed. The same file twice changes nothing. What was
committed stays if a later batch fails: importing the file again goes on from there.

Source: DESIGN section 8; RELIABILITY 1, 4, 27, 28.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field
from datetime import date
from hashlib import file_digest
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from adapters.base import ImportMode
from adapters.sentences import remark
from adapters.workbook.limits import WorkbookLimits
from adapters.workbook.reading import Finished, Recognised, RowBatch, read_workbook, write_error_workbook
from federation.clock import Clock
from federation.errors import ImportBrokenOff, WorkbookRefused
from node.model.access import Actor, AuditRecord, Duty, Role
from node.model.filed import ACHIEVEMENTS
from node.model.imports import ImportJob
from node.model.rights import require
from node.ports import Accounts, Audit, OwnLog, Records
from node.services.filing.account_filing import AccountFiling, SeenAccounts
from node.services.filing.achievement_filing import AchievementFiling
from node.services.filing.filing_place import FilingPlace
from node.services.filing.import_report import ImportProgress, ImportReport, Tally
from node.services.filing.name_conflicts import note_conflicts
from node.services.filing.sealing_process import SealingProcess, is_worth_a_process, sealing_process
from node.services.organisation.units import UnitService

LOCAL_TIME = ZoneInfo("Asia/Shanghai")
# One is being sealed while the one before it is being committed; memory is bounded by both.
BATCHES_IN_HAND = 4
Filing = Callable[[str, asyncio.Task[None] | None], Coroutine[None, None, None]]


@dataclass(slots=True)
class _Seen:
    """What earlier batches of a file would have filed: a check files nothing."""

    achievements: set[bytes] = field(default_factory=set)
    accounts: SeenAccounts = field(default_factory=SeenAccounts)


class ImportService:
    """Checks and imports workbooks."""

    def __init__(
        self,
        *,
        own_log: OwnLog,
        accounts: Accounts,
        records: Records,
        audit: Audit,
        account_filing: AccountFiling,
        achievement_filing: AchievementFiling,
        units: UnitService,
        adapter: str,
        limits: WorkbookLimits,
        error_folder: Path,
        clock: Clock,
    ) -> None:
        self._own_log = own_log
        self._accounts = accounts
        self._records = records
        self._audit = audit
        self._account_filing = account_filing
        self._achievement_filing = achievement_filing
        self._units = units
        self._adapter = adapter
        self._limits = limits
        self._error_folder = error_folder
        self._clock = clock

    async def check(
        self,
        path: Path,
        *,
        mode: ImportMode | None,
        institution: str,
        actor: Actor,
        on_progress: Callable[[ImportProgress], None],
        unit: str = "",
    ) -> ImportReport:
        """What an import would do; nothing is filed.

        Raises:
            WorkbookRefused, TemplateUnknown: the file can't be read at all.
        """
        place, institution = await self._place(actor, unit, institution)
        await self._audit.add([self._record(actor, "check", path.name)])
        tally, seen = Tally(), _Seen()
        async with aclosing(self._batches(path, mode, tally)) as batches:
            async for batch in batches:
                await self._check_batch(batch, institution, place, tally, seen)
                on_progress(tally.progress)
        return await self._report(path, tally, uuid4().hex)

    async def import_file(
        self,
        path: Path,
        *,
        mode: ImportMode | None,
        institution: str,
        actor: Actor,
        on_progress: Callable[[ImportProgress], None],
        unit: str = "",
    ) -> ImportReport:
        """Files what is right in a workbook and says what isn't.

        Args:
            path: the workbook.
            mode: for templates that have modes.
            institution: whose user numbers accounts are filed with; "" for the unit's own.
            actor: with the duty of filing there.
            on_progress: told whenever a batch was read or committed.
            unit: code of the unit that files; "" for the actor's own, else the provincial centre.

        Raises:
            ActorRefused, NotHere: not theirs to file for, or no such unit; nothing was filed.
            WorkbookRefused, TemplateUnknown: the file can't be read; nothing was filed.
            ImportBrokenOff: reading the rest or writing the error workbook failed; what was filed stays.
            CommittedNotReleased, Recovering, StorageFull, DatabaseUnavailable: what was acknowledged by then stays;
                import the file again.
        """
        place, institution = await self._place(actor, unit, institution)
        tally, import_id = Tally(), uuid4().hex
        try:
            if await self._file_all(path, mode, institution, place, actor, on_progress, tally, import_id):
                tally.add()
                async with self._own_log.change() as change:
                    await change.imports.finish(import_id, tally.counts, self._clock.now())
            return await self._report(path, tally, import_id)
        except WorkbookRefused as error:
            if not tally.counts.accepted:
                raise
            filed = tally.counts.accepted
            raise ImportBrokenOff(file=path.name, reason=error.facts["reason"], filed=filed) from error

    async def _file_all(
        self,
        path: Path,
        mode: ImportMode | None,
        institution: str,
        place: FilingPlace,
        actor: Actor,
        on_progress: Callable[[ImportProgress], None],
        tally: Tally,
        import_id: str,
    ) -> bool:
        """Files batch after batch; whether there was any."""
        is_begun = False
        filings: list[asyncio.Task[None]] = []
        async with AsyncExitStack() as stack:
            sealing: SealingProcess | None = None
            batches = await stack.enter_async_context(aclosing(self._batches(path, mode, tally)))
            try:
                async for batch in batches:
                    if not is_begun:
                        is_begun = True
                        await self._start(import_id, path, tally.template, actor, place)
                        if is_worth_a_process(path) and batch.achievements:
                            keys = self._achievement_filing.sealing_keys
                            sealing = await stack.enter_async_context(sealing_process(keys))
                    prepared = await self._prepare(batch, institution, place, tally, actor, sealing)
                    if len(filings) == BATCHES_IN_HAND:
                        # Shielded, here and below: who is interrupted is told what was filed, so what has
                        # begun to be filed ends first.
                        await asyncio.shield(filings[0])
                        del filings[0]
                    previous = filings[-1] if filings else None
                    filings.append(asyncio.create_task(prepared(import_id, previous)))
                    on_progress(tally.progress)
                for filing in filings:
                    await asyncio.shield(filing)
                    on_progress(tally.progress)
            finally:
                await asyncio.gather(*filings, return_exceptions=True)
                on_progress(tally.progress)
        return is_begun

    async def _batches(self, path: Path, mode: ImportMode | None, tally: Tally) -> AsyncGenerator[RowBatch]:
        today = self._today()
        # Closed here and not by the collector: the child that reads ends with it.
        async with aclosing(
            read_workbook(path, adapter=self._adapter, mode=mode, today=today, limits=self._limits)
        ) as events:
            async for event in events:
                if isinstance(event, Recognised):
                    if event.mode_required:
                        raise WorkbookRefused(file=path.name, reason="mode-required")
                    tally.template = f"{event.template_name}@{event.template_version}"
                    tally.template_name = event.template_name
                    tally.sheets.append(event.sheet)
                    tally.rows_expected = event.most_rows
                elif isinstance(event, RowBatch):
                    tally.add_issues(event.issues)
                    tally.add_issues([remark(draft.ref, code) for draft in event.drafts for code in draft.remarks])
                    tally.add(rows=event.rows_read)
                    yield event
                elif isinstance(event, Finished):
                    tally.add_issues(event.notices)

    async def _check_batch(
        self, batch: RowBatch, institution: str, place: FilingPlace, tally: Tally, seen: _Seen
    ) -> None:
        if batch.accounts:
            plan = await self._account_filing.plan(batch.accounts, institution, self._accounts, seen.accounts)
            tally.add_issues(plan.issues)
            tally.add(accepted=plan.accepted, duplicate=plan.duplicate)
        if batch.achievements:
            resolved, issues = await self._achievement_filing.resolve(batch.achievements, self._accounts, place)
            tally.add_issues(issues)
            duplicates = await self._achievement_filing.count_duplicates(resolved, self._records, seen.achievements)
            tally.add(accepted=len(resolved) - duplicates, duplicate=duplicates)

    async def _prepare(
        self,
        batch: RowBatch,
        institution: str,
        place: FilingPlace,
        tally: Tally,
        actor: Actor,
        sealing: SealingProcess | None,
    ) -> Filing:
        """Does what needs no lock; returns what files the batch."""
        resolved, issues = await self._achievement_filing.resolve(batch.achievements, self._accounts, place)
        tally.add_issues(issues)

        async def file(import_id: str, previous: asyncio.Task[None] | None) -> None:
            if sealing is None:
                sealed = self._achievement_filing.seal(resolved)
            else:
                sealed = await self._achievement_filing.seal_beside(resolved, sealing)
            if previous is not None:
                # In the file's order, and none at all once one has failed.
                await previous
            if not batch.accounts and not sealed:
                return
            async with self._own_log.change() as change:
                plan = await self._account_filing.plan(batch.accounts, institution, change.accounts)
                await self._account_filing.write(plan, change.accounts)
                now = self._clock.now()
                await change.audit.add(plan.traces(import_id, actor.name, now))
                await note_conflicts(
                    change, plan.conflicts, import_id=import_id, unit_id=place.unit_id, actor=actor, at=now
                )
                rows, first, duplicates = await self._achievement_filing.file(change, resolved, sealed)
                if rows:
                    await change.imports.add_batch(import_id, first, batch.sheet, rows)
                await change.counts.add(place.unit_id, self._today(), {**plan.counts(), ACHIEVEMENTS: len(rows)})
            tally.add_issues(plan.issues)
            tally.add(accepted=plan.accepted + len(rows), duplicate=plan.duplicate + duplicates)

        return file

    async def _place(self, actor: Actor, code: str, institution: str) -> tuple[FilingPlace, str]:
        """Where the actor files from, and whose user numbers accounts get."""
        unit = await self._units.place_of(actor, code)
        require(actor, Duty.FILING, unit)
        is_bound = actor.role is Role.OPERATOR
        place = FilingPlace.of_unit(unit, await self._units.all(), is_bound=is_bound)
        return place, institution or place.filed_by

    async def _start(self, import_id: str, path: Path, template: str, actor: Actor, place: FilingPlace) -> None:
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").digest()
        job = ImportJob(
            import_id=import_id,
            file_digest=digest,
            file_name=path.name,
            operator=actor.name,
            template=template,
            started_at=self._clock.now(),
            unit_id=place.unit_id,
        )
        async with self._own_log.change() as change:
            await change.imports.start(job)
            await change.audit.add([self._record(actor, "import", import_id)])

    async def _report(self, path: Path, tally: Tally, import_id: str) -> ImportReport:
        errors = tally.errors
        if not errors:
            return tally.report(None)
        self._error_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        workbook = await write_error_workbook(
            path,
            template=tally.template_name,
            issues=errors,
            target=self._error_folder / f"{path.stem}-错误-{import_id[:8]}.xlsx",
            adapter=self._adapter,
            limits=self._limits,
        )
        return tally.report(workbook)

    def _record(self, actor: Actor, action: str, detail: str) -> AuditRecord:
        return AuditRecord(at=self._clock.now(), actor=actor.name, action=action, detail=detail)

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()
