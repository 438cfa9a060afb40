"""Taking in a workbook: check, then file; every row is accepted, duplicate or rejected.

Rows come from the child that reads the file, in batches; while some commit, the next
are being resolved and sealed. The same file twice changes nothing. What was
committed stays if a later batch fails: importing the file again goes on from there.

Source: DESIGN section 8; RELIABILITY 1, 4, 27, 28.
"""

from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from hashlib import file_digest
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from adapters.base import AccountDraft, ImportMode
from adapters.workbook.limits import WorkbookLimits
from adapters.workbook.reading import RowBatch
from federation.clock import Clock
from federation.errors import ActorRefused, ImportBrokenOff, WorkbookRefused
from federation.model.achievement import fold_text
from node.model.access import Actor, AuditRecord, Role
from node.model.filed import ACHIEVEMENTS
from node.model.imports import ImportJob
from node.ports.audit import Audit
from node.ports.filing import Accounts
from node.ports.logs import OwnLog, Records
from node.services.filing.account_filing import AccountFiling, SeenAccounts
from node.services.filing.achievement_filing import AchievementFiling
from node.services.filing.catalogue_matching import CatalogueMatching
from node.services.filing.filing_place import FilingPlace, filing_place
from node.services.filing.filing_right import require_still_filing
from node.services.filing.filing_window import FilingUnderWay, FilingWindow, window_rows
from node.services.filing.import_report import ImportProgress, ImportReport, Tally
from node.services.filing.name_conflicts import note_conflicts
from node.services.filing.sealing_process import SealingProcess, is_worth_a_process, sealing_process
from node.services.filing.workbook_rows import WorkbookRows
from node.services.organisation.units import UnitService

LOCAL_TIME = ZoneInfo("Asia/Shanghai")


@dataclass(slots=True)
class _Seen:
    """What earlier batches of a file would have filed: a check files nothing."""

    matching: CatalogueMatching
    achievements: set[bytes] = field(default_factory=set)
    accounts: SeenAccounts = field(default_factory=SeenAccounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A file being taken in: whose it is, and what is known of it."""

    path: Path
    import_id: str
    place: FilingPlace
    matching: CatalogueMatching
    institution: str
    actor: Actor
    on_progress: Callable[[ImportProgress], None]
    tally: Tally = field(default_factory=Tally)

    def tell(self) -> None:
        """Says how far it is."""
        self.on_progress(self.tally.progress)


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
        self._rows = WorkbookRows(adapter=adapter, limits=limits, error_folder=error_folder)
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
        errors_to: Path | None = None,
        mapping: Path | None = None,
    ) -> ImportReport:
        """What an import would do; nothing is filed. Takes what `import_file` takes.

        Raises:
            WorkbookRefused, TemplateUnknown: the file can't be read at all.
            ConfigurationInvalid: the mapping file is wrong.
        """
        place, institution = await self._place(actor, unit, institution)
        await self._audit.add([self._record(actor, "check", path.name)])
        tally, seen = Tally(), _Seen(matching=self._achievement_filing.matching(place))
        async with aclosing(self._rows.batches(path, mode, tally, self._today(), mapping)) as batches:
            async for batch in batches:
                await self._check_batch(batch, institution, place, tally, seen)
                on_progress(tally.progress)
        return await self._rows.report(path, tally, uuid4().hex, errors_to, mapping)

    async def import_file(
        self,
        path: Path,
        *,
        mode: ImportMode | None,
        institution: str,
        actor: Actor,
        on_progress: Callable[[ImportProgress], None],
        unit: str = "",
        errors_to: Path | None = None,
        mapping: Path | None = None,
    ) -> ImportReport:
        """Files what is right in a workbook and says what isn't.

        Args:
            path: the workbook.
            mode: for templates that have modes.
            institution: whose user numbers accounts are filed with; "" for the unit's own. An operator may
                name their own unit and those under it.
            actor: with the duty of filing there.
            on_progress: told whenever a batch was read or committed.
            unit: code of the unit that files; "" for the actor's own, else the provincial centre.
            errors_to: the folder that the error workbook is written to; None for the branch's own.
            mapping: a unit's own layout of a template, see `adapters.declared.mapping`.

        Raises:
            ActorRefused, NotHere: not theirs to file for, or no such unit; nothing was filed.
            WorkbookRefused, TemplateUnknown: the file can't be read; nothing was filed.
            ConfigurationInvalid: the mapping file is wrong; nothing was filed.
            ImportBrokenOff: reading the rest or writing the error workbook failed, or the operator was suspended
                meanwhile; what was filed stays.
            CommittedNotReleased, Recovering, StorageFull, DatabaseUnavailable: what was acknowledged by then stays;
                import the file again.
        """
        place, institution = await self._place(actor, unit, institution)
        taken = _Taken(
            path=path,
            import_id=uuid4().hex,
            place=place,
            matching=self._achievement_filing.matching(place),
            institution=institution,
            actor=actor,
            on_progress=on_progress,
        )
        tally = taken.tally
        try:
            if await self._file_all(taken, mode, mapping):
                tally.add()
                async with self._own_log.change() as change:
                    await change.imports.finish(taken.import_id, tally.counts, self._clock.now())
            return await self._rows.report(path, tally, taken.import_id, errors_to, mapping)
        except (WorkbookRefused, ActorRefused) as error:
            if not tally.counts.accepted:
                raise
            filed = tally.counts.accepted
            raise ImportBrokenOff(file=path.name, reason=error.facts["reason"], filed=filed) from error

    async def _file_all(self, taken: _Taken, mode: ImportMode | None, mapping: Path | None) -> bool:
        """Files everything that can be read; whether there was any row."""
        is_begun = False
        broken: WorkbookRefused | None = None
        under_way = FilingUnderWay()
        async with AsyncExitStack() as stack:
            sealing: SealingProcess | None = None
            batches = await stack.enter_async_context(
                aclosing(self._rows.batches(taken.path, mode, taken.tally, self._today(), mapping))
            )
            try:
                try:
                    async for batch in batches:
                        if not is_begun:
                            is_begun = True
                            await self._start(taken)
                            states, _ = await self._records.find_each([])
                            under_way.rows = window_rows(sum(state.size for state in states))
                            if is_worth_a_process(taken.path) and batch.achievements:
                                keys = self._achievement_filing.sealing_keys
                                sealing = await stack.enter_async_context(sealing_process(keys))
                        await self._take(taken, batch, under_way, sealing)
                        taken.tell()
                except WorkbookRefused as error:
                    # What was read before it is as right as if the file ended there.
                    broken = error
                await self._file_gathered(taken, under_way)
                await under_way.end()
            finally:
                await under_way.stop()
                taken.tell()
        if broken is not None:
            raise broken
        return is_begun

    async def _take(
        self, taken: _Taken, batch: RowBatch, under_way: FilingUnderWay, sealing: SealingProcess | None
    ) -> None:
        """Does with a batch what needs no lock; files what was gathered, if that is enough."""
        if batch.accounts:
            await under_way.begin(partial(self._file_accounts, taken, batch.accounts))
        if not batch.achievements:
            return
        window = under_way.gathering
        if window is not None and (window.is_full or window.sheet != batch.sheet):
            await self._file_gathered(taken, under_way)
        filing = self._achievement_filing
        resolved, issues = await filing.resolve(batch.achievements, self._accounts, taken.place, taken.matching)
        taken.tally.add_issues(issues)
        if resolved:
            under_way.gather(batch.sheet).add(resolved, filing.seal_beside(resolved, sealing))

    async def _file_gathered(self, taken: _Taken, under_way: FilingUnderWay) -> None:
        window = under_way.gathering
        if window is not None:
            await under_way.begin(partial(self._file_window, taken, window, under_way))
            under_way.gathering = None

    async def _check_batch(
        self, batch: RowBatch, institution: str, place: FilingPlace, tally: Tally, seen: _Seen
    ) -> None:
        if batch.accounts:
            plan = await self._account_filing.plan(batch.accounts, institution, self._accounts, seen.accounts)
            tally.add_issues(plan.issues)
            tally.add(accepted=plan.accepted, duplicate=plan.duplicate)
        if batch.achievements:
            filing = self._achievement_filing
            resolved, issues = await filing.resolve(batch.achievements, self._accounts, place, seen.matching)
            tally.add_issues(issues)
            told = await filing.tell_apart(resolved, self._records, seen.achievements)
            tally.add(accepted=len(told.rows), duplicate=told.duplicates)
            tally.add_withdrawn(batch.sheet, told.withdrawn)

    async def _file_window(self, taken: _Taken, window: FilingWindow, under_way: FilingUnderWay) -> None:
        for resolved, sealed in await window.transactions():
            if under_way.is_stopped:
                return
            async with self._own_log.change() as change:
                await require_still_filing(change, taken.actor, taken.place.unit_id)
                filed = await self._achievement_filing.file(change, resolved, sealed)
                if filed.rows:
                    await change.imports.add_batch(taken.import_id, filed.first, window.sheet, filed.rows)
                    await self._achievement_filing.follow(
                        change,
                        numbers=filed.rows,
                        resolved=resolved,
                        first_index=filed.first,
                        import_id=taken.import_id,
                        unit_id=taken.place.unit_id,
                        at=self._clock.now(),
                    )
                await change.counts.add(taken.place.unit_id, self._today(), {ACHIEVEMENTS: len(filed.rows)})
            taken.tally.add(accepted=len(filed.rows), duplicate=filed.duplicates)
            taken.tally.add_withdrawn(window.sheet, filed.withdrawn)
            taken.tell()

    async def _file_accounts(self, taken: _Taken, drafts: Sequence[AccountDraft]) -> None:
        place = taken.place
        async with self._own_log.change() as change:
            await require_still_filing(change, taken.actor, taken.place.unit_id)
            plan = await self._account_filing.plan(drafts, taken.institution, change.accounts)
            await self._account_filing.write(plan, change.accounts)
            now = self._clock.now()
            await change.audit.add(plan.traces(taken.import_id, taken.actor.name, now))
            await note_conflicts(
                change,
                plan.conflicts,
                import_id=taken.import_id,
                unit_id=place.unit_id,
                actor=taken.actor,
                at=now,
            )
            await change.counts.add(place.unit_id, self._today(), plan.counts())
        taken.tally.add_issues(plan.issues)
        taken.tally.add(accepted=plan.accepted, duplicate=plan.duplicate)
        taken.tell()

    async def _place(self, actor: Actor, code: str, institution: str) -> tuple[FilingPlace, str]:
        """Where the actor files from, and whose user numbers accounts get."""
        place = await filing_place(self._units, actor, code)
        if institution and actor.role is Role.OPERATOR:
            # Another institution's numbers, once given to other people, couldn't be filed by itself any more.
            named = fold_text(institution)
            if not any(fold_text(one.name) == named for one in await self._units.seen_by(actor)):
                raise ActorRefused(reason="place")
        return place, place.first_name_of(institution or place.filed_by)

    async def _start(self, taken: _Taken) -> None:
        with taken.path.open("rb") as file:
            digest = file_digest(file, "sha256").digest()
        job = ImportJob(
            import_id=taken.import_id,
            file_digest=digest,
            file_name=taken.path.name,
            operator=taken.actor.name,
            template=taken.tally.template,
            started_at=self._clock.now(),
            unit_id=taken.place.unit_id,
        )
        async with self._own_log.change() as change:
            await change.imports.start(job)
            await change.audit.add([self._record(taken.actor, "import", taken.import_id)])

    def _record(self, actor: Actor, action: str, detail: str) -> AuditRecord:
        return AuditRecord(at=self._clock.now(), actor=actor.name, action=action, detail=detail)

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()
