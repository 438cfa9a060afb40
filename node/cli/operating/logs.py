"""`log head` and `log fsck`: the logs held here, and whether every byte still is what was signed."""

import typer

from federation.error_catalogue import ExitCode
from node.cli.console.node_access import with_node
from node.cli.console.options import FolderArgument, JsonOption
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help="各分行日志 / the logs held here")
    group.command("head")(head)
    group.command("fsck")(fsck)
    app.add_typer(group, name="log")


def head(folder: FolderArgument, as_json: JsonOption = False) -> None:
    """显示各日志的条数和根哈希 / each log's size and root hash."""
    terminal = Terminal(as_json=as_json)
    heads = with_node(folder, lambda node: node.logs.heads())
    terminal.result(
        [
            {
                "branch": one.branch,
                "origin": one.origin,
                "size": one.size,
                "root": one.root_hex,
                "as_of": None if one.as_of is None else one.as_of.isoformat(timespec="seconds"),
            }
            for one in heads
        ]
    )
    terminal.table(
        (("分行", "Branch"), ("日志", "Log"), ("条数", "Size"), ("根哈希", "Root"), ("截至", "As of")),
        [
            (
                one.branch,
                one.origin,
                one.size,
                one.root_hex,
                shown_time(one.as_of, terminal),
            )
            for one in heads
        ],
    )


def fsck(folder: FolderArgument, as_json: JsonOption = False) -> int:
    """逐条核对全部日志 / read every entry and hold it against what was signed."""
    terminal = Terminal(as_json=as_json)
    with terminal.progress("正在核对", "Examining") as tell:
        report = with_node(folder, lambda node: node.logs.fsck(tell))
    terminal.result(
        {
            "logs": report.logs,
            "entries": report.entries,
            "erased": report.erased,
            "withheld": report.withheld,
            "findings": list(report.findings),
        }
    )
    terminal.say(
        f"已核对 {report.logs} 个日志共 {report.entries} 条：依规删除 {report.erased}，未送达 {report.withheld}，"
        f"异常 {len(report.findings)}。",
        f"Read {report.entries} entries of {report.logs} logs: {report.erased} erased, {report.withheld} withheld, "
        f"{len(report.findings)} findings.",
    )
    for finding in report.findings:
        terminal.say(finding, finding)
    if report.findings:
        terminal.say(
            "请停止写入，并从备份或其他分行恢复；只涉及 catalogue 的，执行 migrate --rebuild-catalogues 即可。",
            "Stop writing; restore from a backup or from other branches. "
            "Where it is about catalogues alone, migrate --rebuild-catalogues mends it.",
        )
    return ExitCode.INTEGRITY if report.findings else ExitCode.OK
