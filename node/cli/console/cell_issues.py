"""What was found in a workbook's cells, for people and for machines."""

from collections.abc import Sequence

from msgspec import structs

from adapters.base import CellIssue
from node.cli.console.terminal import Terminal

MAX_SHOWN_ISSUES = 50


def list_issues(zh: str, en: str, found: Sequence[CellIssue], terminal: Terminal) -> None:
    """What was found in cells, for people: nothing if it is nothing."""
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


def told_issue(issue: CellIssue) -> dict[str, object]:
    """What was found in a cell, for machines."""
    fields = structs.asdict(issue)
    del fields["severity"]
    return fields
