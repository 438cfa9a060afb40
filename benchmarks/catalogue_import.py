"""A line about the catalogue: an import of results by code, beside the same import without the catalogue's check.

The projects are published first, each with one course; a project has twenty-five results, as in Zhejiang's year.

Source: 浙学银〔2019〕2号, section 3, item 2.
"""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from adapters.zhejiang.coding import course_code, project_code
from adapters.zhejiang.results import RESULTS
from benchmarks.federation_folders import KeptState
from benchmarks.figures import Line, Subject, interleaved, median_of, per_second
from benchmarks.importing import ROWS_A_FILE
from benchmarks.processes import run_step
from federation.model.catalogue import catalogue_header, split_edition
from federation.model.catalogue_parts import CataloguePart, PublishedCourse, PublishedProject
from federation.model.entry import Entry, encode_header
from federation.model.quarters import quarter_number
from node.bootstrap import migrate, open_node
from node.folder.branch_folder import BranchFolder
from node.folder.creating import create_founding_folder
from node.folder.first_config import FirstConfig
from samples.people import person_at
from samples.workbooks import Value, write_rows

RESULTS_A_PROJECT = 25
PROJECTS_A_COUNTY = 250
COUNTY = "330106"
YEAR, QUARTER = 2022, 2
ACHIEVED_ON = "20220530"
MUST = 0.8
"""The check costs at most a fifth of the import's time."""


def measure_catalogue(base: Path, records: int, rounds: int) -> list[Line]:
    """Imports `records` rows by code once a round with the check and once without it, each time from the same state."""
    folder = asyncio.run(_publish(base / "33", -(-records // RESULTS_A_PROJECT)))
    before = KeptState(folder.path, base / "before-import")
    files = [str(path) for path in _write_workbooks(base, records)]

    def run(*, is_checked: bool) -> dict[str, float]:
        before.restore()
        figures = run_step("import_by_code", folder=folder.path, files=files, is_checked=is_checked)
        if figures["accepted"] != records:
            raise ValueError(f"{figures['accepted']} of {records} rows were accepted")
        return figures

    found = interleaved(rounds, {"unchecked": lambda: run(is_checked=False), "checked": lambda: run(is_checked=True)})
    took = {name: median_of(results, "seconds") for name, results in found.items()}
    return [
        Line(
            subject=Subject.CATALOGUE,
            name="import by code ÷ the same, nothing asked of the catalogue, nothing kept",
            value=took["unchecked"] / took["checked"],
            floor=per_second(records, took["unchecked"]),
            product=per_second(records, took["checked"]),
            must=MUST,
        )
    ]


async def _publish(path: Path, projects: int) -> BranchFolder:
    """A branch of Zhejiang whose catalogues list so many projects, as many counties as they take."""
    chosen = FirstConfig(branch="33", peers="127.0.0.1:0", announce=("127.0.0.1:1",))
    folder = create_founding_folder(path, chosen, datetime.now(UTC)).folder
    await migrate(folder)
    quarter = quarter_number(YEAR, QUARTER)
    async with open_node(folder) as node:
        for number, first in enumerate(range(0, projects, PROJECTS_A_COUNTY)):
            listed = range(first, min(first + PROJECTS_A_COUNTY, projects))
            whole = CataloguePart(
                area=f"33{number:04d}",
                area_name="某县",
                first_quarter=quarter,
                last_quarter=quarter,
                published_by="某县分中心",
                projects=tuple(_project(one) for one in listed),
            )
            async with node.own_log.change() as change:
                await change.append([Entry(encode_header(catalogue_header(part))) for part in split_edition(whole)])
    return folder


def _project(number: int) -> PublishedProject:
    code = _code(number)
    course = PublishedCourse(code=course_code(code, 1), name="护理基础", training_hours=1600, credit_hours=2000)
    return PublishedProject(
        code=code,
        name=f"社区养老护理第 {number + 1} 班",
        category="老年教育培训",
        unit_code="Z33010600019",
        unit_name="某某成人学校",
        scale=40,
        target_groups=("老年群体",),
        form="面授",
        training_hours=1600,
        credit_hours=2000,
        result_form="结业证书",
        assessment="实操考核",
        starts_on=date(YEAR, 4, 1),
        ends_on=date(YEAR, 6, 30),
        content="护理的基本知识与技能",
        courses=(course,),
    )


def _code(number: int) -> str:
    return project_code(f"33{number // PROJECTS_A_COUNTY:04d}", YEAR, number % PROJECTS_A_COUNTY + 1)


def _write_workbooks(base: Path, records: int) -> list[Path]:
    paths = []
    for start in range(0, records, ROWS_A_FILE):
        paths.append(base / f"results-{start}.xlsx")
        headers = [column.header for column in RESULTS.columns]
        write_rows(paths[-1], RESULTS.title, headers, _rows(range(start, min(start + ROWS_A_FILE, records))))
    return paths


def _rows(numbers: range) -> Iterator[list[Value]]:
    for number in numbers:
        person, project = person_at(number), _code(number // RESULTS_A_PROJECT)
        document = ("居民身份证", person.document_number)
        yield [person.name, *document, project, course_code(project, 1), ACHIEVED_ON, "", "", "合格", ""]
