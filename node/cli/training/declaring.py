"""`project`: training projects as whoever declares and reviews them sees them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from federation.error_catalogue import ExitCode
from node.cli.console.cell_issues import list_issues, told_issue
from node.cli.console.node_access import with_actor
from node.cli.console.option_values import PROJECT_STATES
from node.cli.console.options import AsOption, FolderArgument, JsonOption, MappingOption, UnitOption
from node.cli.console.terminal import Terminal
from node.cli.training import declaring_one, project_deadlines
from node.cli.training.filed_projects import show_filed, told_filed
from node.cli.training.project_words import (
    ProjectArgument,
    ProjectsArgument,
    ReasonOption,
    listed,
    show_file,
    show_list,
    told_case,
    told_file,
)
from node.cli.training.stated_files import StatedFile, is_json, read_declaration, read_stated
from node.model.access import Actor

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.case import Case
    from node.services.declaring.filing import FiledProject
    from node.services.declaring.viewing import ListedProject
    from node.services.declaring.workbooks import FiledWorkbook

StateOption = Annotated[
    list[str] | None,
    typer.Option(
        "--state",
        parser=PROJECT_STATES.parse,
        metavar="STATE",
        show_default=False,
        help=PROJECT_STATES.help("只列这一状态，可多次", "only of this state; may be repeated"),
    ),
]


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help="培训项目：申报和审核 / training projects: declaring and reviewing them")
    group.command("file")(file_projects)
    declaring_one.register(group)
    group.command("alter")(alter)
    group.command("submit")(submit)
    group.command("recall")(recall)
    group.command("drop")(drop)
    group.command("list")(list_projects)
    group.command("show")(show)
    group.command("approve")(approve)
    group.command("return")(return_projects)
    group.command("remark")(remark)
    project_deadlines.register(group)
    app.add_typer(group, name="project")


def file_projects(
    folder: FolderArgument,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            exists=True,
            dir_okay=False,
            show_default=False,
            help="申报汇总表、申报表，或 JSON 文件（栏目见文档） / a workbook, or a JSON file",
        ),
    ],
    mapping: MappingOption = None,
    unit: UnitOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> int:
    """填报培训项目，存为草稿 / declare projects from a file; they are drafts until they are submitted."""
    if mapping is not None or not is_json(file):
        return _file_workbook(folder, file, mapping, unit, actor, Terminal(as_json=as_json))
    projects, declaration = read_declaration(file)

    async def work(node: "Node", who: Actor) -> "list[FiledProject]":
        return await node.declaring.filing.file(projects, unit=unit, declaration=declaration, actor=who)

    filed = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result({"projects": [told_filed(one) for one in filed]})
    show_filed(filed, terminal)
    return ExitCode.OK


def _file_workbook(folder: Path, file: Path, mapping: Path | None, unit: str, actor: str, terminal: Terminal) -> int:
    async def work(node: "Node", who: Actor) -> "FiledWorkbook":
        return await node.declaring.workbooks.file(
            file, unit=unit, mapping=mapping, actor=who, with_error_workbook=True
        )

    done = with_actor(folder, actor, work)
    errors = [one for one in done.issues if one.severity == "error"]
    remarks = [one for one in done.issues if one.severity != "error"]
    terminal.result(
        {
            "projects": [told_filed(one) for one in done.projects],
            "template": done.template,
            "errors": [told_issue(one) for one in errors],
            "remarks": [told_issue(one) for one in remarks],
            "error_workbook": None if done.error_workbook is None else str(done.error_workbook),
        }
    )
    list_issues("填报有误，全部未受理", "Wrong, so nothing was filed", errors, terminal)
    list_issues("提示", "Remarks", remarks, terminal)
    if done.error_workbook is not None:
        terminal.say(
            f"整表已写入 {done.error_workbook}，有误之处已标红，改正后可直接重新填报。",
            f"The sheet with what is wrong in red is {done.error_workbook}: correct it there and file it.",
        )
    if errors:
        return ExitCode.NOT_ALL_HELD
    show_filed(done.projects, terminal)
    return ExitCode.OK


def alter(
    folder: FolderArgument,
    case_id: ProjectArgument,
    file: StatedFile,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """修改草稿或被退回的项目 / state some fields of a draft or returned project anew."""
    stated = read_stated(file)
    case = with_actor(folder, actor, lambda node, who: node.declaring.filing.alter(case_id, stated, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result(told_case(case))
    terminal.say("已修改。", "Altered.")


def submit(folder: FolderArgument, ids: ProjectsArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """提交审核，内容须齐全 / hand projects in for review; nothing may lack."""
    cases = with_actor(folder, actor, lambda node, who: node.declaring.filing.submit(ids, actor=who))
    _told(cases, as_json, "已提交 {} 个项目，待上级机构审核。", "{} handed in; the unit above reviews next.")


def recall(folder: FolderArgument, ids: ProjectsArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """撤回尚未审核的项目 / take submitted projects back while nobody decided on them."""
    cases = with_actor(folder, actor, lambda node, who: node.declaring.filing.recall(ids, actor=who))
    _told(cases, as_json, "已撤回 {} 个项目。", "{} taken back.")


def drop(folder: FolderArgument, ids: ProjectsArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """放弃草稿 / give drafts up."""
    cases = with_actor(folder, actor, lambda node, who: node.declaring.filing.drop(ids, actor=who))
    _told(cases, as_json, "已放弃 {} 个项目。", "{} given up.")


def list_projects(
    folder: FolderArgument,
    unit: UnitOption = "",
    states: StateOption = None,
    year: Annotated[int | None, typer.Option("--year", show_default=False, help="年度 / of this year")] = None,
    quarter: Annotated[
        int | None, typer.Option("--quarter", min=1, max=4, show_default=False, help="季度，1—4 / of this quarter")
    ] = None,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """列出本机构及下属机构的项目 / projects of one's unit and those under it."""

    async def work(node: "Node", who: Actor) -> "list[ListedProject]":
        return await node.declaring.views.seen_by(who, unit=unit, states=states or (), year=year, quarter=quarter)

    found = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result({"projects": [listed(one) for one in found]})
    show_list(found, terminal)


def show(folder: FolderArgument, case_id: ProjectArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """查看项目和办理记录 / a project with its history; the look is recorded."""
    found = with_actor(folder, actor, lambda node, who: node.declaring.views.find(case_id, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result(told_file(found))
    show_file(found, terminal)


def approve(folder: FolderArgument, ids: ProjectsArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """审核通过（直接上级机构） / approve projects of the units directly below."""
    cases = with_actor(folder, actor, lambda node, who: node.declaring.review.approve(ids, actor=who))
    _told(cases, as_json, "已审核通过 {} 个项目。", "{} approved.")


def return_projects(
    folder: FolderArgument,
    ids: ProjectsArgument,
    reason: ReasonOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """退回修改（直接上级机构） / return projects, to be corrected and handed in again."""

    async def work(node: "Node", who: Actor) -> "list[Case]":
        return await node.declaring.review.give_back(ids, reason=reason, actor=who)

    _told(with_actor(folder, actor, work), as_json, "已退回 {} 个项目。", "{} returned.")


def remark(
    folder: FolderArgument,
    case_id: ProjectArgument,
    reason: ReasonOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """登记检查意见，不改变状态（分部） / remark on a project of a unit below; its state stays."""

    async def work(node: "Node", who: Actor) -> "Case":
        return await node.declaring.review.remark(case_id, reason=reason, actor=who)

    case = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result(told_case(case))
    terminal.say("检查意见已登记。", "The remark is recorded.")


def _told(cases: "list[Case]", as_json: bool, zh: str, en: str) -> None:
    terminal = Terminal(as_json=as_json)
    terminal.result({"projects": [told_case(one) for one in cases]})
    terminal.say(zh.format(len(cases)), en.format(len(cases)))
