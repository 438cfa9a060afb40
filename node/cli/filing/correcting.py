"""`withdraw`, `reinstate`, `correct`: filed achievements taken back, let stand again, said anew."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.base import ImportMode
from federation.error_catalogue import ExitCode
from federation.model.reason import CorrectionReason, ReinstatementReason, RevocationReason
from node.cli.console.documents import read_document
from node.cli.console.node_access import acting, with_actor, with_node
from node.cli.console.option_values import (
    CORRECTION_REASONS,
    REINSTATEMENT_REASONS,
    REVOCATION_REASONS,
    DocumentTypeName,
)
from node.cli.console.options import (
    AsOption,
    DocumentOption,
    DocumentTypeOption,
    FolderArgument,
    JsonOption,
)
from node.cli.console.terminal import Tell, Terminal
from node.cli.filing.importing import ModeOption

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.access import Actor
    from node.services.amending.withdrawing import WithdrawnImport
    from node.services.amending.withdrawing_rows import WithdrawnRows

NoteOption = Annotated[
    str,
    typer.Option(
        "--note",
        metavar="TEXT",
        show_default=False,
        help="补充说明，加密存入操作记录，不对外公开 / more about it, kept encrypted in the audit trail",
    ),
]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("withdraw")(withdraw)
    app.command("reinstate")(reinstate)
    app.command("correct")(correct)


def withdraw(
    folder: FolderArgument,
    reason: Annotated[
        RevocationReason,
        typer.Option(
            "--reason",
            parser=REVOCATION_REASONS.parse,
            metavar="REASON",
            show_default=False,
            help=REVOCATION_REASONS.help("撤回理由，各分行可见", "why; every branch sees it"),
        ),
    ],
    index: Annotated[
        int | None,
        typer.Option("--index", metavar="N", min=0, show_default=False, help="本行日志序号 / index in the own log"),
    ] = None,
    import_id: Annotated[
        str,
        typer.Option(
            "--import", metavar="ID", show_default=False, help="整批撤回某次导入 / whatever that import filed"
        ),
    ] = "",
    workbook: Annotated[
        Path | None,
        typer.Option(
            "--workbook",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            show_default=False,
            help="按工作簿逐行撤回，模板与填报时相同 / the rows of a workbook in the template that they were filed by",
        ),
    ] = None,
    mode: ModeOption = None,
    note: NoteOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> int:
    """撤回已入库的学习成果：单条、整批或按工作簿 / take achievements back: one, an import, a workbook's rows."""
    terminal = Terminal(as_json=as_json)
    if (index is not None) + bool(import_id) + (workbook is not None) != 1:
        raise typer.BadParameter(
            terminal.choose(
                "--index、--import、--workbook 须且只须填一项", "give one of --index, --import and --workbook"
            )
        )
    if index is not None:
        return _withdraw_one(folder, index, reason, note, actor, terminal)
    if workbook is not None:
        return _withdraw_rows(folder, workbook, mode, reason, note, actor, terminal)
    return _withdraw_import(folder, import_id, reason, note, actor, terminal)


def reinstate(
    folder: FolderArgument,
    index: Annotated[
        int, typer.Option("--index", metavar="N", min=0, show_default=False, help="本行日志序号 / index in the own log")
    ],
    reason: Annotated[
        ReinstatementReason,
        typer.Option(
            "--reason",
            parser=REINSTATEMENT_REASONS.parse,
            metavar="REASON",
            show_default=False,
            help=REINSTATEMENT_REASONS.help("恢复理由，各分行可见", "why; every branch sees it"),
        ),
    ],
    note: NoteOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """恢复一条已撤回的学习成果 / let a withdrawn achievement stand again."""
    terminal = Terminal(as_json=as_json)
    at = with_actor(
        folder, actor, lambda node, who: node.reinstating.reinstate(index, reason=reason, note=note, actor=who)
    )
    terminal.result({"index": at, "reinstates": index, "reason": reason.value})
    terminal.say(
        f"第 {index} 条已恢复（{REINSTATEMENT_REASONS.word(reason)}），登记于本行日志第 {at} 条。",
        f"Entry {index} stands again ({reason}): own log, entry {at}.",
    )


def correct(
    folder: FolderArgument,
    index: Annotated[
        int, typer.Option("--index", metavar="N", min=0, show_default=False, help="本行日志序号 / index in the own log")
    ],
    reason: Annotated[
        CorrectionReason,
        typer.Option(
            "--reason",
            parser=CORRECTION_REASONS.parse,
            metavar="REASON",
            show_default=False,
            help=CORRECTION_REASONS.help("更正理由，各分行可见", "why; every branch sees it"),
        ),
    ],
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    title: Annotated[
        str | None, typer.Option("--title", show_default=False, help="学习成果名称 / the achievement's name")
    ] = None,
    institution: Annotated[
        str | None, typer.Option("--institution", show_default=False, help="协议单位名称 / the member institution")
    ] = None,
    day: Annotated[
        str | None, typer.Option("--date", show_default=False, help="取得时间，如 20220801 / when it was achieved")
    ] = None,
    training_hours: Annotated[
        str | None, typer.Option("--training-hours", show_default=False, help="培训时数，空为不详 / hours of training")
    ] = None,
    credit_hours: Annotated[
        str | None, typer.Option("--credit-hours", show_default=False, help="学时数，空为不详 / credit hours")
    ] = None,
    credits_: Annotated[
        str | None, typer.Option("--credits", show_default=False, help="学分，空为不详 / credits")
    ] = None,
    score: Annotated[str | None, typer.Option("--score", show_default=False, help="成绩 / score or grade")] = None,
    place: Annotated[
        str | None, typer.Option("--place", show_default=False, help="办学点 / where the training was held")
    ] = None,
    note: NoteOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """凭本人证件更正一条学习成果，未填项不变 / correct an achievement; what isn't given stays."""
    # Imported here: commands that correct nothing start without it.
    from node.services.amending.correcting import Corrections

    terminal = Terminal(as_json=as_json)
    corrections = Corrections(
        title=title,
        institution_name=institution,
        achieved_on=day,
        training_hours=training_hours,
        credit_hours=credit_hours,
        credits=credits_,
        score=score,
        training_place=place,
    )
    shown = read_document(document, document_type.type, terminal)

    async def work(node: "Node", who: "Actor") -> int:
        return await node.correcting.correct(index, corrections, document=shown, reason=reason, note=note, actor=who)

    at = with_actor(folder, actor, work)
    terminal.result({"index": at, "corrects": index, "reason": reason.value})
    terminal.say(
        f"第 {index} 条已更正，更正后的记录为第 {at} 条（{CORRECTION_REASONS.word(reason)}）。",
        f"Entry {index} is corrected: entry {at} stands instead ({reason}).",
    )


def _withdraw_one(folder: Path, index: int, reason: RevocationReason, note: str, actor: str, terminal: Terminal) -> int:
    at = with_actor(
        folder, actor, lambda node, who: node.withdrawing.withdraw(index, reason=reason, note=note, actor=who)
    )
    terminal.result({"index": at, "withdraws": index, "reason": reason.value})
    terminal.say(
        f"第 {index} 条已撤回（{REVOCATION_REASONS.word(reason)}），登记于本行日志第 {at} 条。",
        f"Entry {index} is withdrawn ({reason}): own log, entry {at}.",
    )
    return ExitCode.OK


def _withdraw_rows(
    folder: Path,
    workbook: Path,
    mode: ImportMode | None,
    reason: RevocationReason,
    note: str,
    actor: str,
    terminal: Terminal,
) -> int:
    async def work(node: "Node", who: "Actor") -> "WithdrawnRows":
        return await node.workbook_withdrawing.withdraw_rows(
            workbook, mode=mode, reason=reason, note=note, actor=who, on_progress=lambda rows: None
        )

    done = with_actor(folder, actor, work)
    terminal.result({"file": str(workbook), **asdict(done), "reason": reason.value})
    terminal.say(
        f"工作簿共 {done.rows} 行：撤回 {done.withdrawn}，此前已撤回 {done.already}，未找到 {done.not_found}，"
        f"不属本单位 {done.not_yours}，暂不能撤回 {done.kept}。",
        f"Of {done.rows} rows {done.withdrawn} were withdrawn, {done.already} had been before, "
        f"{done.not_found} weren't found, {done.not_yours} aren't your unit's, {done.kept} can't be withdrawn now.",
    )
    is_whole = done.withdrawn + done.already == done.rows
    return ExitCode.OK if is_whole else ExitCode.NOT_ALL_HELD


def _withdraw_import(
    folder: Path, import_id: str, reason: RevocationReason, note: str, actor: str, terminal: Terminal
) -> int:
    async def work(node: "Node", tell: Tell) -> "WithdrawnImport":
        who = await acting(actor, node)
        return await node.withdrawing.withdraw_import(import_id, reason=reason, note=note, actor=who, on_progress=tell)

    with terminal.progress("正在撤回", "Withdrawing") as tell:
        done = with_node(folder, lambda node: work(node, tell))
    terminal.result(
        {
            "import": done.import_id,
            "achievements": done.achievements,
            "withdrawn": done.withdrawn,
            "already": done.already,
            "kept": list(done.kept),
            "reason": reason.value,
        }
    )
    terminal.say(
        f"该次导入共入库 {done.achievements} 条：本次撤回 {done.withdrawn}，此前已撤回或删除 {done.already}，"
        f"暂不能撤回 {len(done.kept)}。",
        f"Of {done.achievements} achievements {done.withdrawn} were withdrawn, {done.already} had been withdrawn or "
        f"erased before, {len(done.kept)} can't be withdrawn at present.",
    )
    if done.kept:
        terminal.say(
            f"正在办理转换或已转换的记录序号：{'、'.join(map(str, done.kept))}。",
            f"Held or converted: {', '.join(map(str, done.kept))}.",
        )
    return ExitCode.NOT_ALL_HELD if done.kept else ExitCode.OK
