"""`deposit …`: a person's own results, filed with evidence at a counter, and decided on.

What identifies somebody (document, name, certificate number) comes from files, never from arguments.

Source: 江苏省终身教育学分银行 brochure, 个人存入; PIPL article 51.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from federation.errors import AttachmentRefused
from node.cli.console.documents import read_document
from node.cli.console.node_access import with_actor
from node.cli.console.option_values import CLASSES, ClassName, DocumentTypeName
from node.cli.console.options import (
    AsOption,
    DocumentOption,
    DocumentTypeOption,
    FolderArgument,
    JsonOption,
    UnitOption,
)
from node.cli.console.private_lines import read_private_line
from node.cli.console.terminal import Terminal
from node.cli.deposits import deposit_decisions, deposit_showing
from node.cli.deposits.deposit_showing import CaseArgument, deposit_as_json, tell_state
from node.services.attachment_types import MAX_ATTACHMENT_BYTES
from node.services.deposits.stating import Statement

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.access import Actor
    from node.services.deposits.viewing import DepositView


CLASS_OPTION = typer.Option(
    "--class", parser=CLASSES.parse, metavar="CLASS", show_default=False, help=CLASSES.help("类别", "the class")
)
TitleOption = Annotated[
    str | None,
    typer.Option("--title", show_default=False, help="课程、培训或证书名称 / course, training or certificate"),
]
InstitutionOption = Annotated[
    str | None,
    typer.Option(
        "--institution",
        show_default=False,
        help="学校、办学单位或发证机构 / school, trainer or issuer, as the evidence says",
    ),
]
DateOption = Annotated[
    str | None, typer.Option("--date", show_default=False, help="取得时间，如 20220801 / the day, e.g. 20220801")
]
ScoreOption = Annotated[str | None, typer.Option("--score", show_default=False, help="成绩 / the score as stated")]
CreditsOption = Annotated[
    str | None,
    typer.Option(
        "--credits", show_default=False, help="学分，最多两位小数；不清楚的不填 / credits; left out if unknown"
    ),
]
LevelOption = Annotated[
    str | None, typer.Option("--level", show_default=False, help="证书等级 / the certificate's level")
]
NoteOption = Annotated[
    str | None,
    typer.Option(
        "--note", show_default=False, help="给审核人员的说明，不写入成果 / to the reviewer; not in the record"
    ),
]
NameFileOption = Annotated[
    Path | None,
    typer.Option(
        "--name-file",
        metavar="FILE",
        show_default=False,
        help="存有姓名的文件；已有学习账户的可不填 / a file with the person's name; a learner account's by default",
    ),
]
NumberFileOption = Annotated[
    Path | None,
    typer.Option(
        "--certificate-number-file",
        metavar="FILE",
        show_default=False,
        help="存有证书编号的文件 / a file with the certificate's number",
    ),
]


def register(app: typer.Typer) -> None:
    """Adds the group."""
    deposit = typer.Typer(help="个人存入及其审核 / results that persons deposit themselves, and their review")
    deposit.command("file")(file_deposit)
    deposit.command("alter")(alter_deposit)
    deposit.command("attach")(attach_evidence)
    deposit.command("detach")(detach_evidence)
    deposit.command("submit")(submit_deposit)
    deposit.command("withdraw")(withdraw_deposit)
    deposit_decisions.register(deposit)
    deposit_showing.register(deposit)
    app.add_typer(deposit, name="deposit")


def file_deposit(
    folder: FolderArgument,
    kind: Annotated[ClassName, CLASS_OPTION],
    title: TitleOption = None,
    institution: InstitutionOption = None,
    achieved_on: DateOption = None,
    score: ScoreOption = None,
    credit: CreditsOption = None,
    level: LevelOption = None,
    note: NoteOption = None,
    name_file: NameFileOption = None,
    number_file: NumberFileOption = None,
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    unit: UnitOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """凭证件为本人填报学习成果（草稿） / file a result for the person who shows the document, as a draft."""
    terminal = Terminal(as_json=as_json)
    statement = _statement(
        kind, title, institution, achieved_on, score, credit, level, note, name_file, number_file, terminal
    )
    shown = read_document(document, document_type.type, terminal)

    async def work(node: "Node", who: "Actor") -> "DepositView":
        case = await node.deposits.filing.file(statement, document=shown, actor=who, unit=unit)
        return await node.deposits.views.find(case.case_id, actor=who)

    view = with_actor(folder, actor, work)
    terminal.result(deposit_as_json(view))
    terminal.say(f"办件编号：{view.case.case_id}", f"Case: {view.case.case_id}")
    tell_state(view, terminal)
    terminal.say(
        "请用 deposit attach 上传证明材料，再用 deposit submit 提交审核。",
        "Attach evidence with deposit attach, then hand it in with deposit submit.",
    )


def alter_deposit(
    folder: FolderArgument,
    case: CaseArgument,
    kind: Annotated[ClassName | None, CLASS_OPTION] = None,
    title: TitleOption = None,
    institution: InstitutionOption = None,
    achieved_on: DateOption = None,
    score: ScoreOption = None,
    credit: CreditsOption = None,
    level: LevelOption = None,
    note: NoteOption = None,
    name_file: NameFileOption = None,
    number_file: NumberFileOption = None,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """修改草稿或被退回的填报，只改所填各项 / state a draft, or what was returned, anew: what is given alone."""
    terminal = Terminal(as_json=as_json)
    statement = _statement(
        kind, title, institution, achieved_on, score, credit, level, note, name_file, number_file, terminal
    )

    async def work(node: "Node", who: "Actor") -> "DepositView":
        await node.deposits.filing.alter(case, statement, actor=who)
        return await node.deposits.views.find(case, actor=who)

    view = with_actor(folder, actor, work)
    terminal.result(deposit_as_json(view))
    tell_state(view, terminal)


def attach_evidence(
    folder: FolderArgument,
    case: CaseArgument,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            exists=True,
            dir_okay=False,
            show_default=False,
            help="证明材料：PDF、JPEG 或 PNG / evidence: PDF, JPEG or PNG",
        ),
    ],
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """上传证明材料，加密保存 / attach evidence; it is kept encrypted."""
    terminal = Terminal(as_json=as_json)
    contents = [(path.name, _read_evidence(path)) for path in files]

    async def work(node: "Node", who: "Actor") -> "DepositView":
        for name, content in contents:
            await node.deposits.filing.attach(case, name=name, content=content, actor=who)
        return await node.deposits.views.find(case, actor=who)

    view = with_actor(folder, actor, work)
    terminal.result(deposit_as_json(view))
    terminal.say(f"现有证明材料 {len(view.attachments)} 份。", f"Files of evidence: {len(view.attachments)}.")


def detach_evidence(
    folder: FolderArgument,
    case: CaseArgument,
    number: Annotated[
        int,
        typer.Argument(
            metavar="N", min=1, show_default=False, help="证明材料序号，见 deposit show / its number in deposit show"
        ),
    ],
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """移除误传的证明材料，限草稿或被退回时 / take evidence off that was added by mistake, while it is a draft."""

    async def work(node: "Node", who: "Actor") -> "DepositView":
        await node.deposits.filing.detach(case, number, actor=who)
        return await node.deposits.views.find(case, actor=who)

    view = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result(deposit_as_json(view))
    terminal.say(
        f"已移除，现有证明材料 {len(view.attachments)} 份。", f"Taken off; files of evidence: {len(view.attachments)}."
    )


def submit_deposit(
    folder: FolderArgument, case: CaseArgument, actor: AsOption = "", as_json: JsonOption = False
) -> None:
    """提交审核，至少须有一份证明材料 / hand it in for review; it needs a file of evidence."""

    async def work(node: "Node", who: "Actor") -> "DepositView":
        await node.deposits.filing.submit(case, actor=who)
        return await node.deposits.views.find(case, actor=who)

    view = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result(deposit_as_json(view))
    tell_state(view, terminal)


def withdraw_deposit(
    folder: FolderArgument,
    case: CaseArgument,
    reason: Annotated[str, typer.Option("--reason", show_default=False, help="撤回原因，可不填 / why, if said")] = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """应本人要求撤回，限审核结束前 / take it back at the person's wish, while nothing is decided."""

    async def work(node: "Node", who: "Actor") -> "DepositView":
        await node.deposits.filing.withdraw(case, actor=who, reason=reason)
        return await node.deposits.views.find(case, actor=who)

    view = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result(deposit_as_json(view))
    tell_state(view, terminal)


def _statement(
    kind: ClassName | None,
    title: str | None,
    institution: str | None,
    achieved_on: str | None,
    score: str | None,
    credit: str | None,
    level: str | None,
    note: str | None,
    name_file: Path | None,
    number_file: Path | None,
    terminal: Terminal,
) -> Statement:
    return Statement(
        achievement_class=None if kind is None else kind.achievement_class,
        name=None if name_file is None else read_private_line(name_file, "name file", terminal),
        title=title,
        institution=institution,
        achieved_on=achieved_on,
        score=score,
        credits=credit,
        certificate_number=None
        if number_file is None
        else read_private_line(number_file, "certificate number file", terminal),
        certificate_level=level,
        note=note,
    )


def _read_evidence(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            # One byte more than may be kept: how large it really is doesn't matter.
            return file.read(MAX_ATTACHMENT_BYTES + 1)
    except OSError:
        raise AttachmentRefused(file=path.name, reason="unreadable") from None
