"""`catalogue`: publishing quarterly catalogues, and looking into those of every branch."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from federation.model.catalogue_parts import MAX_LABEL_CHARS
from federation.model.quarters import parse_quarter
from node.cli.console.node_access import with_actor, with_node
from node.cli.console.options import AsOption, FolderArgument, JsonOption, OutputOption
from node.cli.console.output_files import check_new_file, named_faults, new_file
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.cli.training.catalogue_words import (
    FRESHNESS,
    PROJECT_HEADERS,
    project_row,
    say_freshness,
    told_edition,
    told_freshness,
    told_part,
    told_project,
)
from node.cli.training.quarters import parse_quarters
from node.cli.training.stated_files import read_corrections
from node.model.access import Actor
from node.model.catalogue import CatalogueQuery
from node.services.cataloguing.publishing import Amendment

if TYPE_CHECKING:
    from federation.model.catalogue_parts import CataloguePart
    from node.bootstrap import Node
    from node.model.case import Case
    from node.services.cataloguing.publishing import PublishedEdition
    from node.services.cataloguing.searching import CatalogueAnswer
    from node.services.looking.freshness import BranchFreshness

QuarterArgument = Annotated[
    str, typer.Argument(metavar="QUARTER", show_default=False, help="季度，如 2027-Q1 / the quarter, as 2027-Q1")
]
JoinedOption = Annotated[
    str,
    typer.Option("--to", metavar="QUARTER", show_default=False, help="合并至该季度 / joined with those up to this one"),
]
PlaceOption = Annotated[
    str,
    typer.Option(
        "--unit", metavar="CODE", show_default=False, help="分中心机构代码，默认本机构 / code of the sub-centre"
    ),
]
ReasonOption = Annotated[
    str, typer.Option("--reason", show_default=False, help="新版理由 / why there is a new edition")
]
BranchOption = Annotated[
    str, typer.Option("--branch", metavar="CODE", show_default=False, help="分行代码，默认本分行 / whose catalogue")
]
AreaArgument = Annotated[
    str, typer.Argument(metavar="AREA", show_default=False, help="区划代码：2 或 6 位 / digits of the area's region")
]


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help="季度培训项目目录 / quarterly catalogues of training projects")
    group.command("publish")(publish)
    group.command("amend")(amend)
    group.command("province")(province)
    group.command("merge")(merge)
    group.command("show")(show)
    group.command("search")(search)
    group.command("export")(export)
    app.add_typer(group, name="catalogue")


def publish(
    folder: FolderArgument,
    quarter: QuarterArgument,
    to: JoinedOption = "",
    unit: PlaceOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """发布本县（市、区）目录（分中心） / publish an area's approved projects; twice says nothing new."""
    first, last = parse_quarters(quarter, to)

    async def work(node: "Node", who: Actor) -> "PublishedEdition":
        return await node.cataloguing.publishing.publish(first, last, unit=unit, actor=who)

    told_edition(with_actor(folder, actor, work), Terminal(as_json=as_json))


def amend(
    folder: FolderArgument,
    quarter: QuarterArgument,
    reason: ReasonOption,
    to: JoinedOption = "",
    withdraw: Annotated[
        list[str] | None,
        typer.Option("--withdraw", metavar="CODE", show_default=False, help="取消的项目编码，可多次 / taken out"),
    ] = None,
    correct: Annotated[
        Path | None,
        typer.Option(
            "--correct",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            show_default=False,
            help="更正内容的 JSON 文件：项目编码 → 栏目 / a JSON file: project code → fields",
        ),
    ] = None,
    unit: PlaceOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """发布新版目录：增加、更正、取消 / publish the next edition: added, corrected, withdrawn."""
    first, last = parse_quarters(quarter, to)
    amendment = Amendment(
        reason=reason,
        withdrawn=frozenset(withdraw or ()),
        corrected={} if correct is None else read_corrections(correct),
    )

    async def work(node: "Node", who: Actor) -> "PublishedEdition":
        return await node.cataloguing.publishing.amend(first, last, amendment, unit=unit, actor=who)

    told_edition(with_actor(folder, actor, work), Terminal(as_json=as_json))


def province(
    folder: FolderArgument,
    quarter: QuarterArgument,
    to: JoinedOption = "",
    reason: Annotated[
        str, typer.Option("--reason", show_default=False, help="新版理由，首版不填 / why, from the second edition on")
    ] = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """发布全省目录（省中心） / publish the province's: the counties' current editions put together."""
    first, last = parse_quarters(quarter, to)

    async def work(node: "Node", who: Actor) -> "PublishedEdition":
        return await node.cataloguing.province.publish(first, last, reason=reason, actor=who)

    told_edition(with_actor(folder, actor, work), Terminal(as_json=as_json))


def merge(
    folder: FolderArgument,
    wording: Annotated[
        str, typer.Argument(metavar="WORDING", show_default=False, help="单位自拟类别 / a unit's own category")
    ],
    into: Annotated[
        str, typer.Argument(metavar="CATEGORY", show_default=False, help="并入的类别代码或名称 / code or label")
    ],
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """将自拟类别（新）并入另一类别（省中心） / merge an own category; published catalogues stay."""

    async def work(node: "Node", who: Actor) -> "Case":
        return await node.cataloguing.merging.merge(wording, into, actor=who)

    with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result({"wording": wording, "into": into})
    terminal.say(f"今后发布的目录中，“{wording}”并入“{into}”。", "Later catalogues say the other category.")


def show(
    folder: FolderArgument,
    area: AreaArgument,
    quarter: QuarterArgument,
    to: JoinedOption = "",
    branch: BranchOption = "",
    edition: Annotated[
        int | None, typer.Option("--edition", min=1, show_default=False, help="版次，默认现行版 / an earlier one")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """查看一份目录 / one catalogue, the current edition by default."""
    first, last = parse_quarters(quarter, to)

    async def work(node: "Node") -> "tuple[BranchFreshness, PublishedEdition]":
        freshness = await node.cataloguing.search.freshness(branch)
        return freshness, await node.cataloguing.search.edition(area, first, last, branch=branch, number=edition)

    freshness, found = with_node(folder, work)
    terminal = Terminal(as_json=as_json)
    told_edition(found, terminal, freshness)
    say_freshness(freshness, terminal)


def search(
    folder: FolderArgument,
    text: Annotated[
        str,
        typer.Argument(metavar="[TEXT]", show_default=False, help="项目、课程或机构名称中的文字 / words of its name"),
    ] = "",
    area: Annotated[str, typer.Option("--area", show_default=False, help="区划代码的前几位 / digits of the area")] = "",
    quarter: Annotated[str, typer.Option("--quarter", show_default=False, help="季度，如 2027-Q1 / of a quarter")] = "",
    category: Annotated[str, typer.Option("--category", show_default=False, help="类别全称 / exactly")] = "",
    branches: Annotated[
        list[str] | None,
        typer.Option("--branch", metavar="CODE", show_default=False, help="分行，可多次，默认全部 / which branches"),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=500, help="最多列出 / at most so many")] = 50,
    offset: Annotated[int, typer.Option("--offset", min=0, help="略过前几项 / pass over so many")] = 0,
    as_json: JsonOption = False,
) -> None:
    """在各分行的现行目录中查找项目 / find projects in the current catalogues of all branches."""
    number = parse_quarter(quarter) if quarter else None
    query = CatalogueQuery(area=area, quarter=number, category=category[:MAX_LABEL_CHARS], text=text)

    async def work(node: "Node") -> "CatalogueAnswer":
        return await node.cataloguing.search.search(query, branches=branches or (), limit=limit, offset=offset)

    found = with_node(folder, work)
    terminal = Terminal(as_json=as_json)
    terminal.result(
        {
            "branches": [told_freshness(one) for one in found.freshness],
            "projects": [
                {
                    "branch": f"{line.log_id:02d}",
                    "index": line.index,
                    **told_part(line.part),
                    **told_project(line.project),
                }
                for line in found.lines
            ],
            "has_more": found.has_more,
        }
    )
    terminal.table(
        (("分行", "Branch"), ("状态", "Status"), ("截至", "As of")),
        [
            (one.branch, terminal.choose(FRESHNESS[one.status], one.status), shown_time(one.as_of, terminal))
            for one in found.freshness
        ],
    )
    terminal.table(
        (("分行", "Branch"), ("地区", "Area"), *PROJECT_HEADERS),
        [(f"{line.log_id:02d}", line.part.area_name, *project_row(line.project)) for line in found.lines],
    )
    if found.has_more:
        terminal.say("还有更多，用 --offset 继续。", "There are more: go on with --offset.")


def export(
    folder: FolderArgument,
    area: AreaArgument,
    quarter: QuarterArgument,
    output: OutputOption,
    to: JoinedOption = "",
    branch: BranchOption = "",
    as_json: JsonOption = False,
) -> None:
    """导出目录工作簿，全省目录每县一张表 / a catalogue as a workbook; the province's has a sheet for each county."""
    first, last = parse_quarters(quarter, to)
    terminal = Terminal(as_json=as_json)
    check_new_file(output)

    async def work(node: "Node") -> "tuple[BranchFreshness, PublishedEdition, list[CataloguePart]]":
        freshness = await node.cataloguing.search.freshness(branch)
        edition = await node.cataloguing.search.edition(area, first, last, branch=branch)
        if not edition.whole.includes:
            return freshness, edition, [edition.whole]
        return freshness, edition, await node.cataloguing.search.included(edition.whole, branch=branch)

    freshness, edition, sheets = with_node(folder, work)
    from node.printing.catalogue_workbook import CatalogueBook, write_catalogue_workbook

    with new_file(output), named_faults(output):
        write_catalogue_workbook(CatalogueBook(whole=edition.whole, sheets=tuple(sheets)), output)
    projects = sum(len(one.projects) for one in sheets)
    terminal.result(
        {
            "file": str(output),
            "sheets": len(sheets),
            "projects": projects,
            "freshness": told_freshness(freshness),
        }
    )
    terminal.say(f"目录已写入 {output}，共 {projects} 个项目。", f"{projects} projects are in {output}.")
    say_freshness(freshness, terminal)
