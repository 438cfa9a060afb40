"""`check` and `import`: workbooks in, counts and cell-precise errors out."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import structs

from adapters.base import CellIssue, ImportMode
from federation.error_catalogue import ExitCode
from node.cli.node_access import acting, with_node
from node.cli.options import AsOption, FolderArgument, JsonOption, UnitOption
from node.cli.terminal import Tell, Terminal

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.services.filing.importing import ImportProgress, ImportReport

MAX_SHOWN_ISSUES = 50
FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, show_default=False, help="工作簿 / the workbook")
]
ModeOption = Annotated[
    ImportMode | None,
    typer.Option(
        "--by", show_default=False, help="按协议单位用户号或证件号码对应学习者 / by which column learners are found"
    ),
]
InstitutionOption = Annotated[
    str,
    typer.Option(
        "--institution",
        metavar="NAME",
        show_default=False,
        help="报送账户的协议单位；不填则用户号在全分行通用 / whose user numbers these are; all institutions by default",
    ),
]


def register(app: typer.Typer) -> None:
    """Adds both commands."""
    app.command("check")(check)
    app.command("import")(import_file)


def check(
    folder: FolderArgument,
    file: FileArgument,
    mode: ModeOption = None,
    institution: InstitutionOption = "",
    unit: UnitOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> int:
    """检查工作簿，不入库 / check a workbook; nothing is filed."""
    return _run(folder, file, mode, institution, unit, actor, Terminal(as_json=as_json), only_check=True)


def import_file(
    folder: FolderArgument,
    file: FileArgument,
    mode: ModeOption = None,
    institution: InstitutionOption = "",
    unit: UnitOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> int:
    """导入工作簿：合格行入库，不合格行退回 / file what is right; rejected rows come back in a workbook."""
    return _run(folder, file, mode, institution, unit, actor, Terminal(as_json=as_json), only_check=False)


def _run(
    folder: Path,
    file: Path,
    mode: ImportMode | None,
    institution: str,
    unit: str,
    actor: str,
    terminal: Terminal,
    *,
    only_check: bool,
) -> int:
    async def work(node: "Node", tell: Tell) -> "ImportReport":
        def on_progress(progress: "ImportProgress") -> None:
            tell(progress.rows_done, None)

        call = node.importing.check if only_check else node.importing.import_file
        return await call(
            file,
            mode=mode,
            institution=institution,
            actor=await acting(actor, node),
            on_progress=on_progress,
            unit=unit,
        )

    title = ("正在检查", "Checking") if only_check else ("正在导入", "Importing")
    with terminal.progress(*title) as tell:
        report = with_node(folder, lambda node: work(node, tell))
    _show(report, terminal, only_check=only_check)
    return ExitCode.NOT_ALL_HELD if report.rejected else ExitCode.OK


def _show(report: "ImportReport", terminal: Terminal, *, only_check: bool) -> None:
    terminal.result(
        {
            "template": report.template,
            "sheet": report.sheet,
            "rows": report.rows,
            "accepted": report.accepted,
            "duplicate": report.duplicate,
            "rejected": report.rejected,
            "errors": [_issue(issue) for issue in report.errors],
            "remarks": [_issue(issue) for issue in report.remarks],
            "error_workbook": None if report.error_workbook is None else str(report.error_workbook),
        }
    )
    zh, en = ("检查完成", "Checked") if only_check else ("导入完成", "Imported")
    terminal.say(
        f"{zh}：模板 {report.template}，共 {report.rows} 行，成功 {report.accepted}，"
        f"重复 {report.duplicate}，失败 {report.rejected}。",
        f"{en}: template {report.template}, {report.rows} rows: {report.accepted} accepted, "
        f"{report.duplicate} duplicate, {report.rejected} rejected.",
    )
    if terminal.language == "en" and (report.errors or report.remarks):
        terminal.say("", "What is said of cells is in Chinese: the workbook goes back to the unit that filed it.")
    _list("退回", "Rejected", report.errors, terminal)
    _list("提示（不影响入库）", "Remarks (the rows are filed)", report.remarks, terminal)
    if report.error_workbook is not None:
        terminal.say(
            f"未通过的行已写入 {report.error_workbook}，改正后可直接再次导入。",
            f"The rejected rows are in {report.error_workbook}: correct them there and import it.",
        )


def _list(zh: str, en: str, found: Sequence[CellIssue], terminal: Terminal) -> None:
    if not found:
        return
    issues = sorted(found, key=lambda one: (one.sheet, one.row))
    terminal.say(f"{zh}：{len(issues)} 处", f"{en}: {len(issues)}")
    terminal.table(
        (("工作表", "Sheet"), ("行", "Row"), ("列", "Column"), ("说明", "What")),
        [(one.sheet, one.row or "", one.column, one.message) for one in issues[:MAX_SHOWN_ISSUES]],
    )
    if len(issues) > MAX_SHOWN_ISSUES:
        rest = len(issues) - MAX_SHOWN_ISSUES
        terminal.say(f"另有 {rest} 条未显示，--json 可列出全部。", f"{rest} more; --json lists all.")


def _issue(issue: CellIssue) -> dict[str, object]:
    fields = structs.asdict(issue)
    del fields["severity"]
    return fields
