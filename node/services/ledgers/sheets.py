"""Taking in a ledger's sheets: learners, sign-in, evaluations, each from a workbook, wholly or not at all.

A sheet is small and its rows hang together: if one is wrong nothing is taken, and all that is wrong is
told at once, cell by cell.

Source: 浙学银〔2019〕2号, 二（二）; RELIABILITY 27, 28.
"""

from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path
from uuid import uuid4

from adapters.base import CellIssue
from adapters.ledgers import EvaluationLine, LearnerLine, SignInLine
from federation.clock import Clock
from federation.errors import LedgerRefused, WorkbookRefused
from federation.model.ledger import LedgerPart
from node.model.access import Actor
from node.model.training_run import TrainingRun
from node.services.filing.import_report import ImportReport, Tally
from node.services.filing.workbook_rows import WorkbookRows
from node.services.ledgers.ledger_cases import LedgerCases
from node.services.ledgers.sheet_matching import LedgerLine, with_sheet
from node.services.looking.access_trail import LOCAL_TIME

TAKE_SHEET = "take-sheet"
LINES_OF_PART: dict[LedgerPart, type[LedgerLine]] = {
    LedgerPart.LEARNERS: LearnerLine,
    LedgerPart.SIGN_IN: SignInLine,
    LedgerPart.EVALUATION: EvaluationLine,
}


class _Unfit(Exception):
    """Rows don't fit the run: leaves the unit of work with nothing done."""

    def __init__(self, issues: Sequence[CellIssue]) -> None:
        super().__init__("rows don't fit")
        self.issues = list(issues)


class LedgerSheets:
    """Workbooks into ledgers."""

    def __init__(self, *, cases: LedgerCases, rows: WorkbookRows, clock: Clock) -> None:
        self._cases = cases
        self._rows = rows
        self._clock = clock

    async def take(
        self,
        project: str,
        run: int,
        part: LedgerPart,
        path: Path,
        *,
        actor: Actor,
        is_whole: bool = True,
        errors_to: Path | None = None,
    ) -> ImportReport:
        """Takes a sheet in, if every row is right.

        Args:
            project: its code.
            run: which run of it.
            part: which sheet it must be: learners, sign-in or evaluation.
            path: the workbook.
            actor: with the duty of filing there.
            is_whole: whether it stands instead of what is there; else it is added to it.
            errors_to: where the workbook of wrong rows is written; None for the branch's folder of error workbooks.

        Returns:
            What became of the rows: all accepted, or none, with every error and a workbook of the wrong rows.

        Raises:
            WorkbookRefused, TemplateUnknown: the file can't be read, or holds another sheet (``other-kind``).
            LedgerRefused: it has no rows, or the run would have too many learners or sessions.
            StepRefused: the run is closed.
            ActorRefused, NotHere: not theirs, or no such run.
        """
        await self._cases.require_open(project, run, actor)
        tally, lines = Tally(), list[LedgerLine]()
        today = self._clock.now().astimezone(LOCAL_TIME).date()
        async with aclosing(self._rows.batches(path, None, tally, today)) as batches:
            async for batch in batches:
                for line in batch.training:
                    if not isinstance(line, LINES_OF_PART[part]):
                        raise WorkbookRefused(file=path.name, reason="other-kind")
                    lines.append(line)
        if not lines and not tally.errors:
            raise LedgerRefused(reason="sheet-empty")
        if await self._fits(project, run, part, lines, tally, actor, is_whole=is_whole):
            tally.add(accepted=len(lines))
        return await self._rows.report(path, tally, uuid4().hex, errors_to)

    async def _fits(
        self,
        project: str,
        run: int,
        part: LedgerPart,
        lines: Sequence[LedgerLine],
        tally: Tally,
        actor: Actor,
        *,
        is_whole: bool,
    ) -> bool:
        """Whether the rows are in the ledger now; if not, what is wrong with them is added to `tally`."""

        def work(was: TrainingRun) -> TrainingRun:
            altered, issues = with_sheet(was, lines, is_whole=is_whole)
            if issues or tally.errors:
                raise _Unfit(issues)
            return altered

        try:
            await self._cases.amend(project, run, work, actor=actor, step=TAKE_SHEET, reason=part.value)
        except _Unfit as unfit:
            tally.add_issues(unfit.issues)
            return False
        return True
