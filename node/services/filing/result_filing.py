"""Results filed without a workbook: by systems that hold them already, a batch at a time.

Checked by the rules of the workbooks, then filed in one unit of work: all that are right, or, if that fails,
none. The same batch again changes nothing: what is the same achievement is told by the achievement.

Source: DESIGN section 8; section 10, invariant 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import uuid4

import msgspec

from adapters.adapter import Adapter
from adapters.base import CellIssue
from adapters.sentences import remark
from adapters.stated_results import CheckedResults, StatedResult, check_stated
from federation.clock import Clock
from federation.errors import Malformed, TooLarge
from node.model.access import Actor, AuditRecord
from node.model.filed import ACHIEVEMENTS
from node.model.imports import ImportCounts, ImportJob
from node.ports.audit import Audit
from node.ports.filing import Accounts
from node.ports.logs import Change, OwnLog, Records
from node.services.filing.achievement_filing import AchievementFiling
from node.services.filing.filing_place import FilingPlace, filing_place
from node.services.filing.filing_right import require_still_filing
from node.services.filing.resolved import Resolved
from node.services.looking.access_trail import LOCAL_TIME
from node.services.organisation.units import UnitService

MAX_RESULTS = 500
MAX_BATCH_CHARS = 100
ACCEPTED, DUPLICATE, REJECTED = "accepted", "duplicate", "rejected"


class ResultOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one result: its outcome, and all that was found in it (remarks too)."""

    outcome: str
    issues: tuple[CellIssue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultReport:
    """What became of a batch.

    Attributes:
        outcomes: one for each result, in their order.
        import_id: by which the history finds what was filed; "" if nothing was.
    """

    outcomes: tuple[ResultOutcome, ...]
    import_id: str = ""

    def count(self, outcome: str) -> int:
        """How many ended so."""
        return sum(one.outcome == outcome for one in self.outcomes)


class ResultFiling:
    """Takes batches of results in."""

    def __init__(
        self,
        *,
        own_log: OwnLog,
        accounts: Accounts,
        records: Records,
        audit: Audit,
        achievement_filing: AchievementFiling,
        units: UnitService,
        adapter: Adapter,
        clock: Clock,
    ) -> None:
        self._own_log = own_log
        self._accounts = accounts
        self._records = records
        self._audit = audit
        self._filing = achievement_filing
        self._units = units
        self._adapter = adapter
        self._clock = clock

    async def file(
        self, results: Sequence[StatedResult], *, batch: str, actor: Actor, unit: str = "", only_check: bool = False
    ) -> ResultReport:
        """Files what is right and says of each result what became of it.

        Args:
            results: at most `MAX_RESULTS`.
            batch: what the history calls it; the system's own name for it.
            actor: with the duty of filing there.
            unit: code of the unit that files; "" for the actor's own.
            only_check: files nothing, and says what filing would do.

        Raises:
            TooLarge, Malformed: more than `MAX_RESULTS`, or no name that can be shown.
            ActorRefused, NotHere: not theirs to file for, or no such unit.
            StorageFull, DatabaseUnavailable, Recovering: nothing was filed.
        """
        if len(results) > MAX_RESULTS:
            raise TooLarge(what="results", limit=MAX_RESULTS)
        batch = batch.strip()
        if not 0 < len(batch) <= MAX_BATCH_CHARS or not batch.isprintable():
            raise Malformed(what="batch name", why="length")
        place = await filing_place(self._units, actor, unit)
        await self._audit.add([self._record(actor, "check" if only_check else "import", batch)])
        issues: list[CellIssue] = []
        sheets: list[tuple[CheckedResults, list[Resolved]]] = []
        for checked in check_stated(results, self._adapter, self._today()):
            resolved, found = await self._filing.resolve(checked.drafts, self._accounts, place)
            issues += [*checked.issues, *found]
            issues += [remark(draft.ref, code) for draft in checked.drafts for code in draft.remarks]
            sheets.append((checked, resolved))
        if only_check:
            filed, import_id = await self._would_file(sheets), ""
        else:
            filed, import_id = await self._file(results, sheets, batch, place, actor)
        return ResultReport(outcomes=_outcomes(len(results), issues, filed), import_id=import_id)

    async def _would_file(self, sheets: Sequence[tuple[CheckedResults, list[Resolved]]]) -> set[int]:
        seen: set[bytes] = set()
        told = [await self._filing.tell_apart(resolved, self._records, seen) for _, resolved in sheets]
        return {row for one in told for row in one.rows}

    async def _file(
        self,
        results: Sequence[StatedResult],
        sheets: Sequence[tuple[CheckedResults, list[Resolved]]],
        batch: str,
        place: FilingPlace,
        actor: Actor,
    ) -> tuple[set[int], str]:
        sealed = [(checked, resolved, self._filing.seal(resolved)) for checked, resolved in sheets if resolved]
        if not sealed:
            return set(), ""
        filed: set[int] = set()
        job = ImportJob(
            import_id=uuid4().hex,
            file_digest=sha256(msgspec.json.encode(results)).digest(),
            file_name=batch,
            operator=actor.name,
            template=_templates([checked for checked, _, _ in sealed]),
            started_at=self._clock.now(),
            unit_id=place.unit_id,
        )
        async with self._own_log.change() as change:
            await require_still_filing(change, actor)
            for checked, resolved, entries in sealed:
                of_sheet = await self._filing.file(change, resolved, entries)
                if of_sheet.rows and not filed:
                    await change.imports.start(job)
                if of_sheet.rows:
                    await change.imports.add_batch(job.import_id, of_sheet.first, checked.template.title, of_sheet.rows)
                    await self._filing.follow(
                        change,
                        numbers=of_sheet.rows,
                        resolved=resolved,
                        first_index=of_sheet.first,
                        import_id=job.import_id,
                        unit_id=place.unit_id,
                        at=job.started_at,
                    )
                filed.update(of_sheet.rows)
            if filed:
                await self._conclude(change, job, place, rows_in_all=len(results), filed=len(filed), sheets=sheets)
        return filed, job.import_id if filed else ""

    async def _conclude(
        self,
        change: Change,
        job: ImportJob,
        place: FilingPlace,
        *,
        rows_in_all: int,
        filed: int,
        sheets: Sequence[tuple[CheckedResults, list[Resolved]]],
    ) -> None:
        right = sum(len(resolved) for _, resolved in sheets)
        counts = ImportCounts(rows=rows_in_all, accepted=filed, duplicate=right - filed, rejected=rows_in_all - right)
        await change.imports.finish(job.import_id, counts, self._clock.now())
        await change.counts.add(place.unit_id, self._today(), {ACHIEVEMENTS: filed})

    def _record(self, actor: Actor, action: str, detail: str) -> AuditRecord:
        return AuditRecord(at=self._clock.now(), actor=actor.name, action=action, detail=detail)

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()


def _outcomes(count: int, issues: Sequence[CellIssue], filed: set[int]) -> tuple[ResultOutcome, ...]:
    found: dict[int, list[CellIssue]] = {}
    for one in issues:
        found.setdefault(one.row, []).append(one)
    outcomes = []
    for row in range(1, count + 1):
        of_row = tuple(found.get(row, ()))
        if any(one.severity == "error" for one in of_row):
            outcome = REJECTED
        else:
            outcome = ACCEPTED if row in filed else DUPLICATE
        outcomes.append(ResultOutcome(outcome=outcome, issues=of_row))
    return tuple(outcomes)


def _templates(checked: Sequence[CheckedResults]) -> str:
    names = dict.fromkeys(f"{one.template.name}@{one.template.version}" for one in checked)
    return "、".join(names)
