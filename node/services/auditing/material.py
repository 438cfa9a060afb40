"""What an audit reads, brought together piece by piece, so that half a million results never stand in memory at once.

The screening runs in a thread and asks for facts one after another; each batch is opened on the event
loop when its turn comes. What is counted on the way is all that stays.

Source: 浙学银〔2019〕2号, 三（三）; RELIABILITY (bounded memory).
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Collection, Coroutine, Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from adapters.screening.facts import EvaluationFact, ProjectFact, ResultFact, RunKey, SessionFact
from federation.model.document import Document, DocumentType
from federation.model.quarters import QUARTERS, quarter_days
from node.model.catalogue import CatalogueLine
from node.model.filed_result import FiledResult, ResultBatch
from node.model.project import KIND as PROJECTS
from node.model.project import PUBLISHED, parse_project
from node.model.training_run import TRAINING_RUNS, TrainingRun, parse_run
from node.model.unit import Unit
from node.ports.catalogue import Catalogue
from node.ports.filing import Results
from node.ports.organisation import Cases

LOCAL_TIME = ZoneInfo("Asia/Shanghai")
UNITS_AT_ONCE = 50
MAX_PROJECTS_AT_ONCE = 200_000
T = TypeVar("T")


class AuditMaterial:
    """The province's facts of some quarters; counts of them once they were read.

    Attributes:
        projects: by code.
        results_of, catalogued_of: by the number of the unit that answers for them.
        results_of_run: by project and run, as rows state it.
    """

    def __init__(
        self,
        *,
        quarters: tuple[int, int],
        log_id: int,
        units: Sequence[Unit],
        catalogue: Catalogue,
        results: Results,
        cases: Cases,
    ) -> None:
        self._quarters = quarters
        self._log_id = log_id
        self._units = units
        self._catalogue = catalogue
        self._results = results
        self._cases = cases
        self._loop = asyncio.get_running_loop()
        self._unit_ids = {one.code: one.unit_id for one in units}
        self._codes = {one.unit_id: one.code for one in units}
        self._elsewhere: set[str] = set()
        self.projects: dict[str, ProjectFact] = {}
        self.results_of: Counter[int] = Counter()
        self.catalogued_of: Counter[int] = Counter()
        self.results_of_run: Counter[RunKey] = Counter()
        self.uncatalogued: dict[int, list[int]] = {}

    async def read_catalogue(self) -> None:
        """Reads the projects in current editions; those of other quarters are only known not to be meant."""
        for at in range(0, len(self._units), UNITS_AT_ONCE):
            codes = [one.code for one in self._units[at : at + UNITS_AT_ONCE]]
            for line in await self._catalogue.of_units(self._log_id, codes, MAX_PROJECTS_AT_ONCE):
                if self._quarters[0] <= line.part.last_quarter and line.part.first_quarter <= self._quarters[1]:
                    self.projects[line.project.code] = _project(line)
                else:
                    self._elsewhere.add(line.project.code)

    async def declared(self) -> dict[int, set[str]]:
        """Codes of projects that their unit declared, by unit.

        Only what was approved by the unit directly above can be published (`node.model.project.TABLE`), and
        only publishing gives a code: a published case is a project declared and approved before.
        """
        found: dict[int, set[str]] = {}
        for unit in self._units:
            cases = await self._cases.list_of(PROJECTS, states=(PUBLISHED,), unit_ids=(unit.unit_id,))
            codes = {parse_project(case.body).project_code for case in cases}
            if codes:
                found[unit.unit_id] = codes
        return found

    def unit_of(self, project_code: str) -> int | None:
        """The unit whose project it is; None if it isn't in the catalogues audited."""
        project = self.projects.get(project_code)
        return None if project is None else self._unit_ids.get(project.unit_code)

    def result_facts(self, taken_back: Collection[int]) -> Iterator[ResultFact]:
        """Results of these quarters' projects, and those filed against none that any catalogue has; for a thread.

        Own entries in `taken_back` are left out.
        """
        first_day, _ = quarter_days(self._quarters[0])
        since = datetime.combine(first_day, time(), LOCAL_TIME).astimezone(UTC)
        for batch in self._drawn(self._results.batches(since=since)):
            for index, result in enumerate(batch.results, start=batch.first_index):
                if index not in taken_back and self._is_meant(result):
                    yield self._fact(index, result, batch)

    def session_facts(self) -> Iterator[SessionFact]:
        """Sessions of the audited projects' runs; for a thread."""
        for run in self._runs():
            people = {one.number: _person(one.document) for one in run.learners}
            for session in run.sessions:
                yield SessionFact(
                    project_code=run.project_code,
                    run=run.run,
                    date=session.on,
                    start=session.starts_at,
                    end=session.ends_at,
                    place=run.place,
                    present=tuple(people[number] for number in session.present if number in people),
                )

    def evaluation_facts(self) -> Iterator[EvaluationFact]:
        """Evaluations of the audited projects' runs; for a thread."""
        for run in self._runs():
            people = {one.number: _person(one.document) for one in run.learners}
            for line, one in enumerate(run.evaluations, start=1):
                if one.learner in people:
                    yield EvaluationFact(
                        project_code=run.project_code,
                        run=run.run,
                        person=people[one.learner],
                        outcome=one.outcome,
                        score=one.score,
                        text=one.comment,
                        line=line,
                    )

    def _runs(self) -> Iterator[TrainingRun]:
        for unit in self._units:
            cases = self._awaited(self._cases.list_of(TRAINING_RUNS.kind, unit_ids=(unit.unit_id,)))
            for case in cases:
                run = parse_run(case.body)
                if run.project_code in self.projects:
                    yield run

    def _is_meant(self, result: FiledResult) -> bool:
        return bool(result.project_code) and result.project_code not in self._elsewhere

    def _fact(self, index: int, result: FiledResult, batch: ResultBatch) -> ResultFact:
        owner = self.unit_of(result.project_code)
        answers = batch.unit_id if owner is None else owner
        self.results_of[answers] += 1
        if owner is None:
            self.uncatalogued.setdefault(answers, []).append(index)
        else:
            self.catalogued_of[answers] += 1
            self.results_of_run[RunKey(result.project_code, result.run)] += 1
        document = Document(DocumentType(result.document_type), result.document_number)
        return ResultFact(
            ref=index,
            person=_person(document),
            document_type=result.document_type,
            document_number=result.document_number,
            birth_date=document.birth_date,
            project_code=result.project_code,
            course_code=result.course_code,
            run=result.run,
            unit_code=self._codes.get(answers, ""),
            achieved_on=result.achieved_on,
            filed_at=batch.filed_at,
            training_hours=result.training_hours,
        )

    def _drawn(self, batches: AsyncIterator[ResultBatch]) -> Iterator[ResultBatch]:
        while (batch := self._awaited(_next(batches))) is not None:
            yield batch

    def _awaited(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


async def _next(batches: AsyncIterator[ResultBatch]) -> ResultBatch | None:
    return await anext(batches, None)


def _project(line: CatalogueLine) -> ProjectFact:
    one = line.project
    year, last = divmod(line.part.last_quarter, QUARTERS)
    # Where joined quarters begin in the year before, they are held against this year's first.
    first = max(line.part.first_quarter - year * QUARTERS, 0)
    return ProjectFact(
        project_code=one.code,
        unit_code=one.unit_code,
        county=line.part.area,
        category=one.category,
        target_groups=one.target_groups,
        scale=one.scale or None,
        training_hours=one.training_hours,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        year=year,
        quarter=last + 1,
        first_quarter=first + 1,
    )


def _person(document: Document) -> str:
    return f"{int(document.type)}/{document.number}"
