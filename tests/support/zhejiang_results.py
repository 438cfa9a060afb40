"""Results of Zhejiang's catalogue projects, filed by workbook by the clerks of a made-up corner of it."""

from collections.abc import Sequence
from pathlib import Path

from adapters.zhejiang.results import RESULTS
from federation.model.catalogue_parts import PublishedCourse, PublishedProject
from node.model.access import Duty
from node.services.filing.import_report import ImportReport
from samples.people import Person
from tests.support.services import ACTOR
from tests.support.training import Training
from tests.support.workbooks import Value, headers_of, save


async def add_clerks(at: Training, *places: str) -> None:
    """Adds ``<place> clerk`` to the people: who files results at that unit."""
    for name in places:
        place = await at.node.units.by_code(at.codes[name])
        await at.node.operators.add(f"{name}填报员", unit=place, duties=(Duty.FILING,), actor=ACTOR)
        at.people[f"{name} clerk"] = await at.node.operators.acting(f"{name}填报员", "nobody")


def result_row(
    one: PublishedProject,
    course: PublishedCourse,
    person: Person,
    on: str = "20270315",
    training_hours: str = "",
    run: str = "",
) -> list[Value]:
    """One person's result of one course, as the template lays it out."""
    name, number = person.name, person.document_number
    return [name, "居民身份证", number, one.code, course.code, on, training_hours, "", "合格", run]


async def file_results(
    at: Training, folder: Path, rows: Sequence[Sequence[Value]], clerk: str = "school clerk"
) -> ImportReport:
    """Imports a workbook of such rows."""
    return await file_rows(at, folder / "results.xlsx", headers_of(RESULTS), rows, clerk)


async def file_rows(
    at: Training, path: Path, headers: Sequence[Value], rows: Sequence[Sequence[Value]], clerk: str = "school clerk"
) -> ImportReport:
    """Imports a workbook of any template."""
    save(path, [headers, *rows])
    return await at.node.importing.import_file(
        path, mode=None, institution="", actor=at.people[clerk], on_progress=lambda _: None
    )
