"""`doctor`: whether the node is well, in terms that an operator can act on."""

import typer

from federation.error_catalogue import ExitCode
from node.cli.console.node_access import with_node
from node.cli.console.options import FolderArgument, JsonOption
from node.cli.console.terminal import Terminal


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("doctor")(doctor)


def doctor(folder: FolderArgument, as_json: JsonOption = False) -> int:
    """体检：数据库、日志、名册、证书、磁盘、各分行、转换 / examine the node, its peers and old transfers."""
    terminal = Terminal(as_json=as_json)
    findings = with_node(folder, lambda node: node.doctor.examine())
    held = all(one.ok for one in findings)
    terminal.result(
        {
            "ok": held,
            "findings": [
                {"name": one.name, "ok": one.ok, "message": terminal.choose(one.message_zh, one.message_en)}
                for one in findings
            ],
        }
    )
    for one in findings:
        mark = "✓" if one.ok else "✗"
        terminal.say(f"{mark} {one.message_zh}", f"{mark} {one.message_en}")
    return ExitCode.OK if held else ExitCode.NOT_ALL_HELD
