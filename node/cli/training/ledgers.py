"""`ledger …`: the ledger (过程性台账) of each training run: kept by the unit, recorded, shown and verified.

Source: 浙学银〔2019〕2号, 二（二） and 四.
"""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from federation.error_catalogue import ExitCode
from federation.model.ledger import LedgerPart
from node.cli.console.attachment_files import read_attachment
from node.cli.console.choices import Choices
from node.cli.console.days import DAY_METAVAR, parse_day
from node.cli.console.node_access import with_actor
from node.cli.console.options import AsOption, FolderArgument, JsonOption, OutputOption
from node.cli.console.output_files import check_new_file, new_file
from node.cli.console.terminal import Terminal
from node.cli.training.ledger_showing import (
    ledger_as_json,
    tell_figure,
    tell_ledger,
    tell_list,
    tell_sheet,
    tell_verified,
)
from node.folder.durable_files import OWNER_ONLY, create_file
from node.model.ledger_completeness import PART_NAMES
from node.services.ledgers.keeping import RunStatement
from node.services.ledgers.verifying import LedgerVerdict

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.access import Actor
    from node.services.ledgers.viewing import LedgerView

PARTS = Choices(PART_NAMES)
HOLDS = frozenset((LedgerVerdict.SAME, LedgerVerdict.RECORDED_ANEW, LedgerVerdict.AS_EARLIER))
ProjectArgument: TypeAlias = Annotated[
    str, typer.Argument(metavar="PROJECT", show_default=False, help="项目编码 / the project's code")
]
RunArgument: TypeAlias = Annotated[
    int, typer.Argument(metavar="RUN", min=1, show_default=False, help="期次，从 1 起 / which run, from 1 on")
]
SheetArgument: TypeAlias = Annotated[
    Path, typer.Argument(metavar="FILE", show_default=False, help="工作簿 / the workbook")
]
NumberArgument: TypeAlias = Annotated[
    int,
    typer.Argument(metavar="N", min=1, show_default=False, help="附件序号，见 ledger show / its number in ledger show"),
]
StartsOption: TypeAlias = Annotated[
    datetime | None,
    typer.Option(
        "--starts", parser=parse_day, metavar=DAY_METAVAR, show_default=False, help="开始日期 / the first day"
    ),
]
EndsOption: TypeAlias = Annotated[
    datetime | None,
    typer.Option("--ends", parser=parse_day, metavar=DAY_METAVAR, show_default=False, help="结束日期 / the last day"),
]
PlaceOption: TypeAlias = Annotated[
    str | None, typer.Option("--place", show_default=False, help="培训地点 / where it is held")
]
TeacherOption: TypeAlias = Annotated[
    str | None, typer.Option("--teacher", show_default=False, help="授课教师 / who teaches")
]
DesignOption: TypeAlias = Annotated[
    str | None, typer.Option("--design", show_default=False, help="课程设计 / the course's design")
]
AddOption: TypeAlias = Annotated[
    bool, typer.Option("--add", help="补录到已有内容，默认整表替换 / add to what is there instead of replacing it")
]


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help="培训台账 / ledgers of training runs")
    for name, command in (
        ("open", open_run),
        ("alter", alter_run),
        ("learners", take_learners),
        ("sign-in", take_sign_in),
        ("evaluations", take_evaluations),
        ("attach", attach_file),
        ("detach", detach_file),
        ("record", record_ledger),
        ("close", close_run),
        ("list", list_ledgers),
        ("show", show_ledger),
        ("file", write_file),
        ("verify", verify_ledger),
    ):
        group.command(name)(command)
    app.add_typer(group, name="ledger")


def open_run(
    folder: FolderArgument,
    project: ProjectArgument,
    starts: StartsOption = None,
    ends: EndsOption = None,
    place: PlaceOption = None,
    teacher: TeacherOption = None,
    design: DesignOption = None,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """为目录内项目登记下一期次 / register the next run of a project in the catalogue."""
    statement = _statement(starts, ends, place, teacher, design)

    async def work(node: "Node", who: "Actor") -> "LedgerView":
        run = await node.ledgers.keeping.open(project, statement, actor=who)
        return await node.ledgers.views.find(project, run.run, actor=who)

    _tell(with_actor(folder, actor, work), Terminal(as_json=as_json))


def alter_run(
    folder: FolderArgument,
    project: ProjectArgument,
    run: RunArgument,
    starts: StartsOption = None,
    ends: EndsOption = None,
    place: PlaceOption = None,
    teacher: TeacherOption = None,
    design: DesignOption = None,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """修改期次信息，只改所填各项 / state a run anew: what is given alone."""
    statement = _statement(starts, ends, place, teacher, design)

    async def work(node: "Node", who: "Actor") -> None:
        await node.ledgers.keeping.alter(project, run, statement, actor=who)

    _then_tell(folder, project, run, actor, as_json, work)


def take_learners(
    folder: FolderArgument,
    project: ProjectArgument,
    run: RunArgument,
    file: SheetArgument,
    add: AddOption = False,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """录入学员信息表 / take the sheet of learners in."""
    _take_sheet(folder, project, run, LedgerPart.LEARNERS, file, add, actor, as_json)


def take_sign_in(
    folder: FolderArgument,
    project: ProjectArgument,
    run: RunArgument,
    file: SheetArgument,
    add: AddOption = False,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """录入签到表，逐行与学员核对 / take a sign-in sheet in, held against the learners."""
    _take_sheet(folder, project, run, LedgerPart.SIGN_IN, file, add, actor, as_json)


def take_evaluations(
    folder: FolderArgument,
    project: ProjectArgument,
    run: RunArgument,
    file: SheetArgument,
    add: AddOption = False,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """录入学习成果评价表，逐行与学员核对 / take the evaluations in, held against the learners."""
    _take_sheet(folder, project, run, LedgerPart.EVALUATION, file, add, actor, as_json)


def attach_file(
    folder: FolderArgument,
    project: ProjectArgument,
    run: RunArgument,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            show_default=False,
            help="PDF、PNG、JPEG、XLSX 或 DOCX 文件 / a PDF, PNG, JPEG, XLSX or DOCX file",
        ),
    ],
    part: Annotated[
        LedgerPart,
        typer.Option(
            "--part",
            parser=PARTS.parse,
            metavar="PART",
            show_default=False,
            help=PARTS.help("属于哪一部分", "which part it is of"),
        ),
    ],
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """添加台账附件 / attach a file to the ledger."""
    content = read_attachment(file)

    async def work(node: "Node", who: "Actor") -> None:
        await node.ledgers.keeping.attach(project, run, part.value, name=file.name, content=content, actor=who)

    _then_tell(folder, project, run, actor, as_json, work)


def detach_file(
    folder: FolderArgument,
    project: ProjectArgument,
    run: RunArgument,
    number: NumberArgument,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """移除误传的附件，限尚未登记的 / take a wrong file out again, while it isn't recorded."""

    async def work(node: "Node", who: "Actor") -> None:
        chosen, _ = await node.ledgers.views.content(project, run, number, actor=who)
        await node.ledgers.keeping.detach(project, run, chosen.digest, part=chosen.part, actor=who)

    _then_tell(folder, project, run, actor, as_json, work)


def record_ledger(
    folder: FolderArgument,
    project: ProjectArgument,
    run: RunArgument,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """将台账摘要登记入日志 / record the ledger's digest in the log."""
    recorded = with_actor(folder, actor, lambda node, who: node.ledgers.recording.record(project, run, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result({"project": project, "run": run, "digest": recorded.state.digest.hex(), "index": recorded.index})
    if recorded.index is None:
        terminal.say("台账自登记后没有变化，无需再登记。", "The ledger is recorded as it is.")
    else:
        terminal.say(f"已登记，本行日志序号 {recorded.index}。", f"Recorded: own log, index {recorded.index}.")


def close_run(
    folder: FolderArgument,
    project: ProjectArgument,
    run: RunArgument,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """办结期次，台账不再改动 / end a run: its ledger is altered no more."""

    async def work(node: "Node", who: "Actor") -> None:
        await node.ledgers.keeping.close(project, run, actor=who)

    _then_tell(folder, project, run, actor, as_json, work)


def list_ledgers(
    folder: FolderArgument,
    projects: Annotated[
        list[str] | None,
        typer.Option("--project", metavar="PROJECT", show_default=False, help="只列某些项目，可多次 / repeatable"),
    ] = None,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """列出本机构及下属机构的期次和台账完整度 / runs of the unit and those under it, with their figures."""
    found = with_actor(folder, actor, lambda node, who: node.ledgers.views.seen_by(who, projects=projects or ()))
    tell_list(found, Terminal(as_json=as_json))


def show_ledger(
    folder: FolderArgument,
    project: ProjectArgument,
    run: RunArgument,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """查看一期培训的台账，证件号码遮盖 / one run's ledger, numbers masked; the look is recorded."""
    view = with_actor(folder, actor, lambda node, who: node.ledgers.views.find(project, run, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result(ledger_as_json(view))
    tell_ledger(view, terminal)


def write_file(
    folder: FolderArgument,
    project: ProjectArgument,
    run: RunArgument,
    number: NumberArgument,
    output: OutputOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """取出一份台账附件 / write a file of the ledger out; the look is recorded."""
    terminal = Terminal(as_json=as_json)
    check_new_file(output)
    attachment, content = with_actor(
        folder, actor, lambda node, who: node.ledgers.views.content(project, run, number, actor=who)
    )
    # It may show people: it starts as its owner's alone.
    with new_file(output):
        create_file(output, content, OWNER_ONLY)
    terminal.result({"file": str(output), "name": attachment.name, "media_type": attachment.media_type})
    terminal.say(f"附件已写入 {output}。", f"The file is in {output}.")


def verify_ledger(
    folder: FolderArgument,
    project: ProjectArgument,
    run: RunArgument,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """核对台账与历次登记是否一致 / hold the ledger against what was recorded of it."""
    verified = with_actor(folder, actor, lambda node, who: node.ledgers.verification.verify(project, run, actor=who))
    tell_verified(verified, Terminal(as_json=as_json))
    if verified.verdict not in HOLDS:
        raise typer.Exit(ExitCode.NOT_ALL_HELD)


def _take_sheet(
    folder: Path, project: str, run: int, part: LedgerPart, file: Path, add: bool, actor: str, as_json: bool
) -> None:
    report = with_actor(
        folder,
        actor,
        lambda node, who: node.ledgers.sheets.take(project, run, part, file, actor=who, is_whole=not add),
    )
    tell_sheet(report, Terminal(as_json=as_json))
    if report.errors:
        raise typer.Exit(ExitCode.NOT_ALL_HELD)


def _then_tell(
    folder: Path,
    project: str,
    run: int,
    actor: str,
    as_json: bool,
    work: "Callable[[Node, Actor], Awaitable[None]]",
) -> None:
    async def both(node: "Node", who: "Actor") -> "LedgerView":
        await work(node, who)
        return await node.ledgers.views.find(project, run, actor=who)

    _tell(with_actor(folder, actor, both), Terminal(as_json=as_json))


def _tell(view: "LedgerView", terminal: Terminal) -> None:
    terminal.result(ledger_as_json(view))
    tell_figure(view, terminal)


def _statement(
    starts: datetime | None, ends: datetime | None, place: str | None, teacher: str | None, design: str | None
) -> RunStatement:
    return RunStatement(starts_on=_day(starts), ends_on=_day(ends), place=place, teacher=teacher, design=design)


def _day(chosen: datetime | None) -> date | None:
    return None if chosen is None else chosen.date()
