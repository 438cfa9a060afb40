"""`serve` and `migrate`."""

import asyncio
from typing import Annotated

import typer

from node.cli.console.log_output import configure_logging
from node.cli.console.node_access import load_settings, note_loop_fault
from node.cli.console.options import FolderArgument, JsonOption
from node.cli.console.terminal import Terminal
from node.folder.branch_folder import BranchFolder


def register(app: typer.Typer) -> None:
    """Adds both commands."""
    app.command("serve")(serve)
    app.command("migrate")(migrate)


def serve(folder: FolderArgument, as_json: JsonOption = False) -> None:
    """运行节点，直至收到停止信号 / run the node until it is told to stop (SIGTERM, Ctrl-C)."""
    terminal = Terminal(as_json=as_json)
    configure_logging(load_settings(folder).logging)
    branch_folder = BranchFolder(folder)
    from node.server import serve as serve_node

    def on_ready(peers: int, clients: int) -> None:
        terminal.result({"peers": peers, "clients": clients})
        terminal.say(
            f"节点已启动：分行间端口 {peers}，客户端端口 {clients}。按 Ctrl-C 停止。",
            f"The node is up: port {peers} for branches, {clients} for clients. Ctrl-C stops it.",
        )

    async def until_stopped() -> None:
        asyncio.get_running_loop().set_exception_handler(note_loop_fault)
        await serve_node(branch_folder, on_ready)

    asyncio.run(until_stopped())


def migrate(
    folder: FolderArgument,
    rebuild_catalogues: Annotated[
        bool,
        typer.Option(
            "--rebuild-catalogues",
            help="同时按日志条目重建目录检索数据 / also make what catalogues are found by anew from the entries",
        ),
    ] = False,
    rebuild_transfers: Annotated[
        bool,
        typer.Option(
            "--rebuild-transfers",
            help="同时按日志条目重建转换检索数据 / also make what transfers are found by anew from the entries",
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """把数据库升级到本版本的结构 / bring the database to this version's schema."""
    terminal = Terminal(as_json=as_json)
    branch_folder = BranchFolder(folder)
    branch_folder.require_ready()
    from node import bootstrap

    found, reached = asyncio.run(
        bootstrap.migrate(branch_folder, rebuild_catalogues=rebuild_catalogues, rebuild_transfers=rebuild_transfers)
    )
    terminal.result(
        {
            "from": found,
            "to": reached,
            "catalogues_rebuilt": rebuild_catalogues,
            "transfers_rebuilt": rebuild_transfers,
        }
    )
    if found == reached:
        terminal.say(f"数据库结构已是最新：{reached}", f"The schema is the newest already: {reached}")
    else:
        terminal.say(
            f"数据库结构已升级：{found or '（空）'} → {reached}",
            f"Schema brought from {found or '(empty)'} to {reached}",
        )
    if rebuild_catalogues:
        terminal.say("目录检索数据已重建。", "What catalogues are found by was made anew.")
    if rebuild_transfers:
        terminal.say("转换检索数据已重建。", "What transfers are found by was made anew.")
