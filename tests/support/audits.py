"""A corner of Zhejiang with something to audit: a project for ten that is filed with sixteen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from adapters.zhejiang.results import RESULTS
from federation.clock import SteeredClock
from node.model.access import Actor, Duty
from node.model.catalogue import CatalogueLine, CatalogueQuery
from node.services.auditing.running import AuditDone
from samples.people import person_at
from tests.support.services import ACTOR
from tests.support.training import Q1, Training, project, training
from tests.support.workbooks import headers_of, save

SEED = "2027-春"
SCALE, FILED = 10, 16


@asynccontextmanager
async def audited_corner(path: Path, clock: SteeredClock | None = None) -> AsyncIterator[Training]:
    """The corner with a published project, its results, and those who audit, inspect and file."""
    async with training(path, clock or SteeredClock(datetime(2027, 3, 20, 4, tzinfo=UTC))) as at:
        await at.published(project("剪纸", scale=SCALE))
        for name, place, *duties in (
            ("auditor", "", Duty.AUDITING, Duty.PUBLICATION),
            ("inspector", "office", Duty.INSPECTION, Duty.AUDITING),
            ("clerk", "school", Duty.FILING),
            ("neighbour", "school2", Duty.FILING),
            ("county auditor", "centre", Duty.AUDITING, Duty.FILING),
            ("own auditor", "school", Duty.AUDITING, Duty.FILING),
        ):
            at.people[name] = await _operator(at, name, place, *duties)
        await file_results(at, path, range(FILED))
        yield at


async def file_results(at: Training, path: Path, people: range) -> None:
    """Results of the project's first course by these people, filed by the school."""
    one = (await project_line(at)).project
    rows = [
        [
            person.name,
            "居民身份证",
            person.document_number,
            one.code,
            one.courses[0].code,
            "20270315",
            "",
            "",
            "合格",
            "",
        ]
        for person in map(person_at, people)
    ]
    file = save(path / f"results{people.stop}.xlsx", [headers_of(RESULTS), *rows])
    report = await at.node.importing.import_file(
        file, mode=None, institution="", actor=at.people["clerk"], on_progress=lambda _: None
    )
    assert report.accepted == len(people)


async def project_line(at: Training) -> CatalogueLine:
    """The project in the catalogue."""
    (line,) = (await at.node.cataloguing.search.search(CatalogueQuery(text="剪纸"))).lines
    return line


async def audited(at: Training, **options: object) -> AuditDone:
    """An audit of the first quarter by the provincial centre."""
    chosen = {"seed": SEED, "actor": at.people["auditor"], **options}
    return await at.node.auditing.running.run(Q1, Q1, **chosen)  # type: ignore[arg-type]


async def raised(at: Training, rule: str = "scale-exceeded") -> str:
    """The id of the finding of that rule."""
    found = await at.node.auditing.views.seen_by(actor=at.people["auditor"])
    (case_id,) = (one.case.case_id for one in found if one.body.finding.rule == rule)
    return case_id


async def answered(at: Training, statement: str = "临时增加了一个班。") -> str:
    """The id of a finding that was declared and answered."""
    await audited(at)
    case_id = await raised(at)
    await at.node.auditing.decisions.declare([case_id], actor=at.people["auditor"])
    await at.node.auditing.decisions.answer(case_id, statement, actor=at.people["clerk"])
    return case_id


async def upheld(at: Training) -> str:
    """The id of a finding that was upheld."""
    case_id = await answered(at)
    await at.node.auditing.decisions.uphold(case_id, reason="超出规模属实", actor=at.people["auditor"])
    return case_id


async def _operator(at: Training, name: str, place: str, *duties: Duty) -> Actor:
    units = at.node.units
    unit = await units.by_code(at.codes[place]) if place else await units.root()
    await at.node.operators.add(name, unit=unit, duties=duties, actor=ACTOR)
    return await at.node.operators.acting(name, "nobody")
