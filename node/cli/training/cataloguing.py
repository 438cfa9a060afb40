"""`catalogue`: publishing quarterly catalogues, and looking into those of every branch."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from federation.model.catalogue_parts import MAX_LABEL_CHARS
from federation.model.quarters import parse_quarter, quarter_text
from node.cli.console.amounts import hundredths
from node.cli.console.node_access import with_actor, with_node
from node.cli.console.options import AsOption, FolderArgument, JsonOption, OutputOption
from node.cli.console.output_files import check_new_file, named_faults, new_file
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.cli.training.quarters import parse_quarters, quarters_text
from node.cli.training.stated_files import read_corrections
from node.model.access import Actor
from node.model.catalogue import CatalogueQuery
from node.services.cataloguing.publishing import Amendment

if TYPE_CHECKING:
    from federation.model.catalogue_parts import CataloguePart, PublishedProject
    from node.bootstrap import Node
    from node.model.case import Case
    from node.services.cataloguing.publishing import PublishedEdition
    from node.services.cataloguing.searching import CatalogueAnswer

FRESHNESS = {"fresh": "最新", "stale": "可能过期", "never synced": "未同步", "quarantined": "已停用"}
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

    _told_edition(with_actor(folder, actor, work), Terminal(as_json=as_json))


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

    _told_edition(with_actor(folder, actor, work), Terminal(as_json=as_json))


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

    _told_edition(with_actor(folder, actor, work), Terminal(as_json=as_json))


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

    async def work(node: "Node") -> "PublishedEdition":
        return await node.cataloguing.search.edition(area, first, last, branch=branch, number=edition)

    _told_edition(with_node(folder, work), Terminal(as_json=as_json))


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
            "branches": [
                {
                    "branch": one.branch,
                    "status": one.status,
                    "as_of": None if one.as_of is None else one.as_of.isoformat(),
                    "behind": one.behind,
                }
                for one in found.freshness
            ],
            "projects": [
                {"branch": f"{line.log_id:02d}", "index": line.index, **_told_part(line.part), **_told(line.project)}
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
        [(f"{line.log_id:02d}", line.part.area_name, *_row(line.project)) for line in found.lines],
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

    async def work(node: "Node") -> "tuple[PublishedEdition, list[CataloguePart]]":
        edition = await node.cataloguing.search.edition(area, first, last, branch=branch)
        if not edition.whole.includes:
            return edition, [edition.whole]
        return edition, await node.cataloguing.search.included(edition.whole, branch=branch)

    edition, sheets = with_node(folder, work)
    from node.printing.catalogue_workbook import CatalogueBook, write_catalogue_workbook

    with new_file(output), named_faults(output):
        write_catalogue_workbook(CatalogueBook(whole=edition.whole, sheets=tuple(sheets)), output)
    projects = sum(len(one.projects) for one in sheets)
    terminal.result({"file": str(output), "sheets": len(sheets), "projects": projects})
    terminal.say(f"目录已写入 {output}，共 {projects} 个项目。", f"{projects} projects are in {output}.")


PROJECT_HEADERS = (
    ("项目编码", "Code"),
    ("项目名称", "Project"),
    ("类别", "Category"),
    ("机构", "Unit"),
    ("规模", "Scale"),
    ("培训时数", "Training hours"),
    ("学时数", "Credit hours"),
    ("起止", "Period"),
)


def _told_edition(edition: "PublishedEdition", terminal: Terminal) -> None:
    whole = edition.whole
    terminal.result(
        {
            **_told_part(whole),
            "is_new": edition.is_new,
            "indexes": list(edition.indexes),
            "published_by": whole.published_by,
            "reason": whole.reason,
            "projects": [_told(one) for one in whole.projects],
            "includes": [
                {"index": one.index, "area": one.area, "edition": one.edition, "projects": one.projects}
                for one in whole.includes
            ],
        }
    )
    if whole.includes:
        terminal.table(
            (("区划", "Area"), ("地区", "Name"), ("版次", "Edition"), ("项目数", "Projects")),
            [(one.area, one.area_name, one.edition, one.projects) for one in whole.includes],
        )
    else:
        terminal.table(PROJECT_HEADERS, [_row(one) for one in whole.projects])
    quarters = quarters_text(whole.first_quarter, whole.last_quarter)
    terminal.say(
        f"{whole.area_name} {quarters} 目录第 {whole.edition} 版，"
        f"{len(whole.projects)} 个项目{'（新发布）' if edition.is_new else ''}。",
        f"{whole.area_name} {quarters}, edition {whole.edition}: {len(whole.projects)} projects"
        f"{' (just published)' if edition.is_new else ''}.",
    )


def _told_part(part: "CataloguePart") -> dict[str, object]:
    return {
        "area": part.area,
        "area_name": part.area_name,
        "first_quarter": quarter_text(part.first_quarter),
        "last_quarter": quarter_text(part.last_quarter),
        "edition": part.edition,
    }


def _told(one: "PublishedProject") -> dict[str, object]:
    return {
        "project_code": one.code,
        "project_name": one.name,
        "category": one.category,
        "category_is_new": one.category_is_new,
        "unit": one.unit_code,
        "unit_name": one.unit_name,
        "scale": one.scale,
        "target_groups": list(one.target_groups),
        "form": one.form,
        "training_hours": hundredths(one.training_hours),
        "credit_hours": hundredths(one.credit_hours),
        "result_form": one.result_form,
        "assessment": one.assessment,
        "starts_on": one.starts_on.isoformat(),
        "ends_on": one.ends_on.isoformat(),
        "content": one.content,
        "courses": [
            {
                "course_code": course.code,
                "name": course.name,
                "training_hours": hundredths(course.training_hours),
                "credit_hours": hundredths(course.credit_hours),
            }
            for course in one.courses
        ],
    }


def _row(one: "PublishedProject") -> tuple[object, ...]:
    return (
        one.code,
        one.name,
        one.category + ("（新）" if one.category_is_new else ""),
        one.unit_name,
        one.scale,
        hundredths(one.training_hours),
        hundredths(one.credit_hours),
        f"{one.starts_on}—{one.ends_on}",
    )
