"""Recording ledgers in the log: by hand, and with the first results that an import files for a project.

What is recorded is a salted digest. The same ledger is one entry however often it is recorded; whoever
looks at an audit sees whether what is shown is what was there when results were filed.

Source: 浙学银〔2019〕2号, 二（二） and 四 (核查); DESIGN section 2 (one transaction).
"""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from federation.clock import Clock
from federation.errors import NotHere
from federation.model.entry import Entry, encode_header
from federation.model.ledger import RecordedLedger, ledger_header
from node.model.access import Actor, AuditRecord
from node.model.case import CaseStep
from node.model.ledger_state import LedgerState
from node.ports.logs import Change, OwnLog
from node.services.filing.consequences import FiledBatch
from node.services.ledgers.ledger_cases import LedgerCases

RECORD = "record"
IMPORTS_REMEMBERED = 16


class RecordedRun(msgspec.Struct, frozen=True, kw_only=True):
    """What recording came to: `index` is the own entry's, None if the same ledger is recorded already."""

    state: LedgerState
    index: int | None


class LedgerRecording:
    """Recording by hand."""

    def __init__(self, *, cases: LedgerCases, own_log: OwnLog, clock: Clock) -> None:
        self._cases = cases
        self._own_log = own_log
        self._clock = clock

    async def record(self, project: str, run: int, *, actor: Actor) -> RecordedRun:
        """Records a run's ledger as it is now, unless that is recorded already.

        Raises:
            ActorRefused, NotHere: not theirs, or no such run.
        """
        case = await self._cases.require_filing(project, run, actor)
        now = self._clock.now()
        async with self._own_log.change() as change:
            newest = await change.training_runs.of_case(case.case_id)
            if newest is None:
                raise NotHere(what="training run")
            recorded = await record_changed(change, [newest], now)
            step = CaseStep(at=now, actor=actor.name, step=RECORD, state=case.state)
            await change.cases.add_step(case.case_id, step)
            audited = AuditRecord(at=now, actor=actor.name, action="training-run-record", detail=case.case_id)
            await change.audit.add([audited])
        return recorded[0] if recorded else RecordedRun(state=newest, index=None)


class LedgersOfFiled:
    """Records, with the first results that an import files for a project, the ledgers of its runs that changed."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, set[str]] = OrderedDict()

    async def follow(self, change: Change, filed: FiledBatch) -> None:
        """Does it, in the unit of work that appended the results: one read, and no case is opened."""
        seen = self._seen.setdefault(filed.import_id, set())
        while len(self._seen) > IMPORTS_REMEMBERED:
            self._seen.popitem(last=False)
        codes = {one.facts.project_code for one in filed.rows} - seen - {""}
        if not codes:
            return
        await record_changed(change, await change.training_runs.of_projects(sorted(codes)), filed.at)
        seen |= codes


async def record_changed(change: Change, states: Sequence[LedgerState], at: datetime) -> list[RecordedRun]:
    """Appends an entry for each ledger that isn't recorded as it is.

    Args:
        change: the unit of work.
        states: read within it.
        at: when.
    """
    changed = [state for state in states if not state.is_recorded]
    if not changed:
        return []
    recorded_at = at.astimezone(UTC).replace(microsecond=0)
    headers = [
        ledger_header(
            RecordedLedger(
                project_code=state.project_code,
                run=state.run,
                digest=state.digest,
                parts=state.parts,
                recorded_at=recorded_at,
            )
        )
        for state in changed
    ]
    first = await change.append([Entry(encode_header(header)) for header in headers])
    recorded = [RecordedRun(state=state.noted(), index=first + at) for at, state in enumerate(changed)]
    for one in recorded:
        await change.training_runs.keep(one.state)
    return recorded
