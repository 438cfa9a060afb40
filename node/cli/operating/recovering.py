"""`recover`: two people let a recovering branch go on though a peer can't be asked."""

from typing import Annotated

import typer

from node.cli.console.node_access import with_actor
from node.cli.console.options import FolderArgument, JsonOption
from node.cli.console.terminal import Terminal


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("recover")(recover)


def recover(
    folder: FolderArgument,
    first: Annotated[
        str, typer.Option("--as", metavar="NAME", show_default=False, help="经办人，记录在案 / who decides; recorded")
    ],
    second: Annotated[
        str, typer.Option("--second", metavar="NAME", show_default=False, help="复核人，须为另一人 / a second person")
    ],
    absent: Annotated[
        list[str] | None,
        typer.Option(
            "--absent",
            metavar="CODE",
            show_default=False,
            help="无法联系的分行代码，可多次 / a branch that can't be asked, may be repeated",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """两人共同决定不再等待失联分行，恢复签发 / two people decide to go on without the absent branches."""
    terminal = Terminal(as_json=as_json)
    with_actor(folder, first, lambda node, who: node.recovery.overrule(first, second, absent or (), actor=who))
    terminal.result({"first": first, "second": second, "absent": absent or []})
    terminal.say(
        "已登记双人决定，本分行恢复签发。如失联分行存有更新的存证，仍会被发现为分叉。",
        "The decision is recorded; this branch signs again. If an absent branch holds a later checkpoint, "
        "a fork will be found.",
    )
