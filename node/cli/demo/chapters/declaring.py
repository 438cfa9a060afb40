"""Zhejiang's way to a result, by the commands of its school and sub-centre: declared, reviewed, catalogued."""

import asyncio
from pathlib import Path
from typing import Any

from node.cli.demo.commands import run
from node.cli.demo.stage import SAMPLES, Stage

SCHOOL, CENTRE = "school", "centre"
"""Who files for the school, and who reviews and publishes at the sub-centre."""
UNITS = (
    ("杭州分部", "branch-office", "3301"),
    ("西湖分中心", "sub-centre", "330106"),
    ("某某镇成人文化技术学校", "acceptance-point", "330106"),
)
"""Each under the one before it; the sample workbooks have the codes that the node gives them in this order."""
QUARTER = "2022-Q2"
DECLARED = SAMPLES / "zhejiang-projects.xlsx"


async def declare(stage: Stage) -> None:
    """A school declares, its sub-centre reviews and publishes."""
    stage.actors["33"] = SCHOOL
    made = await _catalogue_projects(stage.folders["33"], DECLARED)
    stage.terminal.table(
        (("项目编码", "Code"), ("项目名称", "Project"), ("类别", "Category")),
        [(one["project_code"], one["project_name"], one["category"]) for one in made["projects"]],
    )
    stage.hold(
        len(made["projects"]) == 4,
        "学校申报的 4 个项目经分中心审核，已编入季度目录",
        "the school's four projects were approved and are in the quarter's catalogue",
    )


async def _catalogue_projects(folder: Path, workbook: Path) -> Any:
    """The catalogue that comes of the workbook's projects, as `catalogue publish` tells it.

    Raises:
        DemoFailure: a command didn't work.
    """
    codes: list[str] = []
    for name, level, region in UNITS:
        under = ("--parent", codes[-1]) if codes else ()
        added = await run("unit", "add", folder, "--name", name, "--level", level, "--region", region, *under)
        codes.append(added.value["code"])
    duties = ("--duty", "declaration", "--duty", "filing")
    decides = ("--duty", "review", "--duty", "cataloguing")
    await asyncio.gather(
        run("operator", "add", folder, SCHOOL, "--unit", codes[2], *duties),
        run("operator", "add", folder, CENTRE, "--unit", codes[1], *decides),
    )
    filed = await run("project", "file", folder, workbook, "--as", SCHOOL)
    ids = [one["id"] for one in filed.value["projects"]]
    await run("project", "submit", folder, *ids, "--as", SCHOOL)
    await run("project", "approve", folder, *ids, "--as", CENTRE)
    return (await run("catalogue", "publish", folder, QUARTER, "--as", CENTRE)).value
