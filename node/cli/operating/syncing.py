"""`sync status`: how replication stands."""

from datetime import datetime
from typing import TYPE_CHECKING

import typer

from node.cli.console.node_access import with_node
from node.cli.console.options import FolderArgument, JsonOption
from node.cli.console.record_words import FRESHNESS
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.cli.operating.source_reasons import source_reason_zh

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.services.integrity.sync_status import SyncReport


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help="与其他分行的同步 / replication")
    group.callback()(_group)
    group.command("status")(status)
    app.add_typer(group, name="sync")


def _group() -> None:
    """与其他分行的同步 / replication."""


def status(folder: FolderArgument, as_json: JsonOption = False) -> None:
    """显示各日志和各来源的同步状况 / how far each log is held, and how each peer does as a source."""
    terminal = Terminal(as_json=as_json)
    report, names = with_node(folder, _report)
    freshness = {one.branch: str(one.status) for one in report.branches}
    terminal.result(
        {
            "branches": [
                {"branch": one.branch, "status": str(one.status), "as_of": _time(one.as_of), "behind": one.behind}
                for one in report.branches
            ],
            "logs": [
                {
                    "branch": one.branch,
                    "origin": one.origin,
                    "size": one.size,
                    "highest_size": one.highest_size,
                    "as_of": _time(one.as_of),
                    "quarantined_at": _time(one.quarantined_at),
                    "withheld": report.withheld.get(one.branch, 0),
                }
                for one in report.logs
            ],
            "sources": [
                {
                    "branch": one.branch,
                    "failures": one.failures,
                    "retry_at": _time(one.retry_at),
                    "heard_at": _time(one.heard_at),
                    "quarantined_at": _time(one.quarantined_at),
                    "reason": one.reason,
                }
                for one in report.sources
            ],
            "recovering": report.recovering,
        }
    )
    if report.recovering is not None:
        terminal.say(
            f"本分行正在恢复，尚差 {report.recovering or '若干'} 条，恢复前不签发任何内容。",
            f"This branch is recovering ({report.recovering or 'some'} entries behind) and signs nothing.",
        )
    terminal.table(
        (
            ("分行", "Branch"),
            ("状态", "Status"),
            ("已存条数", "Held"),
            ("已知条数", "Known"),
            ("未送达", "Withheld"),
            ("截至", "As of"),
        ),
        [
            (
                _named(one.branch, names),
                _freshness(freshness.get(one.branch), terminal),
                one.size,
                one.highest_size,
                report.withheld.get(one.branch, 0),
                shown_time(one.as_of, terminal),
            )
            for one in report.logs
        ],
    )
    terminal.table(
        (
            ("来源", "Source"),
            ("上次联系", "Heard"),
            ("连续失败", "Failures"),
            ("下次重试", "Retry"),
            ("原因", "Reason"),
        ),
        [
            (
                _named(one.branch, names),
                shown_time(one.heard_at, terminal),
                one.failures,
                shown_time(one.retry_at, terminal),
                terminal.choose(source_reason_zh(one.reason), one.reason),
            )
            for one in report.sources
        ],
    )


async def _report(node: "Node") -> "tuple[SyncReport, dict[str, str]]":
    return await node.sync_status.report(), {one.code: one.name for one in node.rosters.current.branches}


def _named(code: str, names: dict[str, str]) -> str:
    return f"{code} {names.get(code, '')}".strip()


def _freshness(status: str | None, terminal: Terminal) -> str | None:
    return None if status is None else terminal.choose(FRESHNESS.get(status, status), status)


def _time(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat(timespec="seconds")
