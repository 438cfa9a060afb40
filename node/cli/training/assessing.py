"""`assessment …`: a year's results against the catalogue, by unit and region; shown, published, as a workbook.

Source: 浙学银〔2019〕2号, 四（五）.
"""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer
from msgspec import structs

from node.cli.console.amounts import hundredths
from node.cli.console.branch_codes import check_province
from node.cli.console.node_access import with_actor
from node.cli.console.options import AsOption, FolderArgument, JsonOption, OutputOption
from node.cli.console.output_files import named_faults, new_file
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time

if TYPE_CHECKING:
    from node.model.assessment import AssessmentCounts, AssessmentFigures
    from node.services.assessment.service import Assessment

ABSENT = "…"
YearOption: TypeAlias = Annotated[
    int,
    typer.Option("--year", min=2000, max=2199, show_default=False, help="目录年度 / the year of the catalogues"),
]


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help="年度考核：目录内学习成果及另列数据 / the yearly assessment, by the catalogue")
    group.command("show")(show)
    group.command("publish")(publish)
    group.command("workbook")(workbook)
    app.add_typer(group, name="assessment")


def show(
    folder: FolderArgument,
    year: YearOption,
    branch: Annotated[
        str,
        typer.Option(
            "--branch",
            metavar="CODE",
            show_default=False,
            help="该分行已公布的数据，如 33 / what that branch published",
        ),
    ] = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """显示年度考核数据：本机构及下属机构的，或某分行已公布的 / exact figures, or what a branch published."""
    terminal = Terminal(as_json=as_json)
    if branch:
        check_province(branch, terminal)
        found = with_actor(folder, actor, lambda node, who: node.assessment.published(branch, year))
        terminal.result(_publication(found))
        _tell_publication(found, terminal)
        return
    figures = with_actor(folder, actor, lambda node, who: node.assessment.live(year, actor=who))
    terminal.result(_figures(figures))
    terminal.say("准确数据，含不足10人的数据，仅供内部使用，不得对外公布。", "Exact figures: not to be published.")
    _tell(figures, terminal)


def publish(folder: FolderArgument, year: YearOption, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """公布年度考核数据，各分行均可查看 / publish a year's figures on the log, for every branch to see."""
    terminal = Terminal(as_json=as_json)
    published = with_actor(folder, actor, lambda node, who: node.assessment.publish(year, actor=who))
    terminal.result(_publication(published))
    if published.is_new:
        terminal.say("已公布。", "Published.")
    else:
        terminal.say("该年度数据此前已公布，未重复公布。", "These figures were published before; nothing was added.")
    _tell_publication(published, terminal)


def workbook(
    folder: FolderArgument, year: YearOption, output: OutputOption, actor: AsOption = "", as_json: JsonOption = False
) -> None:
    """生成年度考核数据工作簿（分市、分县、分单位） / the year's exact figures as a workbook."""
    # Imported here: what writes no workbook starts without it.
    from node.printing.assessment_workbook import write_assessment_workbook

    terminal = Terminal(as_json=as_json)
    with new_file(output):
        figures = with_actor(folder, actor, lambda node, who: node.assessment.live(year, actor=who))
        with named_faults(output):
            write_assessment_workbook(figures, output)
    terminal.result({**_figures(figures), "file": str(output)})
    terminal.say(f"年度考核数据工作簿已写入 {output}", f"The workbook is in {output}")


def _figures(figures: "AssessmentFigures") -> dict[str, object]:
    return {
        "year": figures.year,
        "as_of": figures.as_of.isoformat(timespec="seconds"),
        "areas": [
            {"region": one.region, "name": one.name, "units": one.units, **_counts(one.counts)} for one in figures.areas
        ],
        "units": [
            {"code": one.code, "name": one.name, "region": one.region, **_counts(one.counts)} for one in figures.units
        ],
        "unmatched": figures.unmatched,
    }


def _counts(counts: "AssessmentCounts") -> dict[str, object]:
    return {**structs.asdict(counts), "training_hours": hundredths(counts.training_hours)}


def _publication(one: "Assessment") -> dict[str, object]:
    return {
        "branch": one.branch,
        "index": one.index,
        "is_new": one.is_new,
        "held_as_of": None if one.held_as_of is None else one.held_as_of.isoformat(timespec="seconds"),
        "quarantined": one.is_quarantined,
        "year": one.figures.year,
        "as_of": one.figures.as_of.isoformat(timespec="seconds"),
        "rows": [structs.asdict(row) for row in one.figures.rows],
    }


def _tell(figures: "AssessmentFigures", terminal: Terminal) -> None:
    terminal.table(
        (
            ("地区", "Region"),
            ("培训单位", "Units"),
            ("目录项目", "Projects"),
            ("培训规模", "Scale"),
            ("目录内成果", "Catalogue results"),
            ("双证制（另列）", "Dual certificates"),
            ("学历教育（另列）", "Degree results"),
        ),
        [
            (
                one.name,
                one.units,
                one.counts.projects,
                one.counts.scale,
                one.counts.catalogue_results,
                one.counts.dual_certificates,
                one.counts.degree_results,
            )
            for one in figures.areas
        ],
    )
    terminal.table(
        (
            ("机构代码", "Code"),
            ("单位", "Unit"),
            ("计划项目", "Planned"),
            ("目录项目", "Projects"),
            ("目录内成果", "Catalogue results"),
            ("双证制（另列）", "Dual certificates"),
        ),
        [
            (
                one.code,
                one.name,
                one.counts.planned_projects,
                one.counts.projects,
                one.counts.catalogue_results,
                one.counts.dual_certificates,
            )
            for one in figures.units
        ],
    )
    if figures.unmatched:
        terminal.say(
            f"另有 {figures.unmatched} 条成果对应其他年度或已不在目录中的项目，未计入。",
            f"{figures.unmatched} results are of other years' projects, or of none in the catalogue: not counted.",
        )


def _tell_publication(one: "Assessment", terminal: Terminal) -> None:
    as_of = shown_time(one.figures.as_of, terminal)
    terminal.say(
        f"{one.branch} 分行 {one.figures.year} 年度，截至 {as_of}；“{ABSENT}”为不足10人、不予公布的数据。",
        f"Branch {one.branch}, {one.figures.year}, as of {as_of}; {ABSENT} is left out: fewer than ten people.",
    )
    if one.is_quarantined:
        terminal.say("注意：该分行的日志已停止采信。", "Note: that branch's log is quarantined.")
    terminal.table(
        (
            ("地区", "Region"),
            ("培训单位", "Units"),
            ("目录项目", "Projects"),
            ("目录内成果", "Catalogue results"),
            ("双证制（另列）", "Dual certificates"),
            ("学历教育（另列）", "Degree results"),
        ),
        [
            (
                row.name,
                row.units,
                row.projects,
                *(
                    ABSENT if count is None else count
                    for count in (row.catalogue_results, row.dual_certificates, row.degree_results)
                ),
            )
            for row in one.figures.rows
        ],
    )
