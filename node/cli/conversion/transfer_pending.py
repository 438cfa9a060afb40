"""`transfer stuck`: unfinished transfers of the branch on either side, and conflicts, with what to do."""

from typing import TYPE_CHECKING

import typer

from federation.error_catalogue.transfer_words import TRANSFER_ENTRIES, TRANSFER_NEXT_STEPS, TRANSFER_STATUSES
from node.cli.console.node_access import with_actor
from node.cli.console.options import SHOWN_DIGITS, AsOption, FolderArgument, JsonOption
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.cli.conversion.transfer_telling import coded, entry_as_json

if TYPE_CHECKING:
    from node.services.transfers.pending import ConflictingTransfer, Pending


def register(group: typer.Typer) -> None:
    """Adds the command to the group."""
    group.command("stuck")(stuck)


def stuck(folder: FolderArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """未办结的转换和冲突：该谁办、自何时起、怎么办 / what is unfinished or conflicts, and what to do."""
    terminal = Terminal(as_json=as_json)
    found = with_actor(folder, actor, lambda node, who: node.pending_transfers.stuck(actor=who))
    terminal.result(_as_json(found, terminal))
    if not found.unfinished:
        terminal.say("没有未办结的转换。", "No transfer is unfinished.")
    else:
        terminal.table(
            (
                ("转换编号", "Transfer"),
                ("原存入分行", "From"),
                ("办件编号", "Case"),
                ("状态", "Statuses"),
                ("下一步", "Next"),
                ("自", "Since"),
                ("认定期限", "Decide by"),
                ("怎么办", "What to do"),
            ),
            [
                (
                    one.reference,
                    one.sending,
                    one.case_id[:SHOWN_DIGITS],
                    "；".join(coded(TRANSFER_STATUSES, str(status), terminal) for status in one.statuses),
                    " ".join(one.owed_by),
                    shown_time(one.since, terminal),
                    one.expires_on.isoformat() if one.expires_on else "",
                    coded(TRANSFER_NEXT_STEPS, str(one.next_step), terminal),
                )
                for one in found.unfinished
            ],
        )
    for conflict in found.conflicts:
        _tell_conflict(conflict, terminal)


def _tell_conflict(one: "ConflictingTransfer", terminal: Terminal) -> None:
    if one.declined:
        terminal.say(
            f"转换 {one.reference}：{one.declined} 项成果正在另一转换中或已转换，{one.sending} 分行不予受理。",
            f"Transfer {one.reference}: {one.declined} achievements are held or converted by another transfer; "
            f"branch {one.sending} declined them.",
        )
    for entries, zh, en in (
        (one.void, "无效，不影响任何状态；如反复出现请联系该分行", "counts nowhere; if it recurs, call that branch"),
        (one.waiting, "所答复的记录尚未到达，同步后自动判定", "answers something that hasn't arrived yet"),
    ):
        for entry in entries:
            what_zh, what_en = TRANSFER_ENTRIES[int(entry.kind)]
            terminal.say(
                f"转换 {one.reference}：{entry.branch} 分行日志第 {entry.index} 条（{what_zh}）{zh}。",
                f"Transfer {one.reference}: entry {entry.index} of branch {entry.branch} ({what_en}) {en}.",
            )


def _as_json(found: "Pending", terminal: Terminal) -> dict[str, object]:
    return {
        "unfinished": [
            {
                "reference": one.reference,
                "receiving": one.receiving,
                "sending": one.sending,
                "case": one.case_id or None,
                "statuses": [str(status) for status in one.statuses],
                "owed_by": list(one.owed_by),
                "since": one.since.isoformat(timespec="seconds"),
                "expires_on": one.expires_on.isoformat() if one.expires_on else None,
                "next_step": str(one.next_step),
                "message": coded(TRANSFER_NEXT_STEPS, str(one.next_step), terminal),
            }
            for one in found.unfinished
        ],
        "conflicts": [
            {
                "reference": one.reference,
                "receiving": one.receiving,
                "sending": one.sending,
                "declined": one.declined,
                "void": [entry_as_json(entry) for entry in one.void],
                "waiting": [entry_as_json(entry) for entry in one.waiting],
            }
            for one in found.conflicts
        ],
    }
