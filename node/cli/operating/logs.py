"""`log head` and `log fsck`: the logs held here, and whether every byte still is what was signed."""

import typer

from federation.error_catalogue import ExitCode
from node.cli.console.node_access import with_node
from node.cli.console.options import FolderArgument, JsonOption
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time

IN_CHINESE = {
    "catalogue is found by something else than it says": "目录检索数据与条目内容不符",
    "catalogue counts otherwise than the entries say": "目录的效力状态与日志条目不符",
    "transfer is noted otherwise than the entries say": "转换检索数据与日志条目不符",
    "standing is not what the entries say": "记录状态与日志条目不符",
    "private part filed under wrong keys": "密封部分的检索键不符",
    "private part altered": "密封部分已被改动",
    "private part missing, not erased": "密封部分缺失，且并非依规删除",
    "not noted as the kind that it is": "条目类别登记不符",
    "entries do not give the root of the stored tiles": "条目与所存默克尔树的根不符",
    "entries do not give the stored root": "条目与所存日志根不符",
    "entries behind the newest checkpoint": "条目少于最新日志存证所载",
    "newest checkpoint has another root": "最新日志存证的根不符",
    "no checkpoint": "没有日志存证",
}
"""Findings that name nothing but their place; others are shown as they are."""


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
        place, _, what = finding.partition(": ")
        terminal.say(f"{place}：{IN_CHINESE.get(what, what)}", finding)
    if report.findings:
        terminal.say(
            "请停止写入，并从备份或其他分行恢复；只涉及目录的，执行 migrate --rebuild-catalogues 即可，"
            "只涉及转换的，执行 migrate --rebuild-transfers 即可。",
            "Stop writing; restore from a backup or from other branches. "
            "Where it is about catalogues alone, migrate --rebuild-catalogues mends it; "
            "where about transfers alone, migrate --rebuild-transfers.",
        )
    return ExitCode.INTEGRITY if report.findings else ExitCode.OK
