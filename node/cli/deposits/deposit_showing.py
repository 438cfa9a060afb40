"""`deposit list | show | evidence`, and how a deposit is told: the number masked, the name to compare in full."""

from typing import TYPE_CHECKING, Annotated

import typer

from federation.error_catalogue.case_words import STATES, STEPS
from federation.model.document import mask_name, mask_number
from node.cli.console.amounts import hundredths
from node.cli.console.documents import read_document
from node.cli.console.node_access import with_actor
from node.cli.console.option_values import DEPOSIT_STATES, DocumentTypeName
from node.cli.console.options import (
    SHOWN_DIGITS,
    AsOption,
    DocumentOption,
    DocumentTypeOption,
    FolderArgument,
    JsonOption,
    OutputOption,
)
from node.cli.console.output_files import check_new_file, new_file
from node.cli.console.record_words import class_word
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.folder.durable_files import OWNER_ONLY, create_file

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.access import Actor
    from node.services.deposits.viewing import DepositView

CaseArgument = Annotated[str, typer.Argument(metavar="CASE", show_default=False, help="办件编号 / the case's number")]


def register(deposit: typer.Typer) -> None:
    """Adds the three commands to the group."""
    deposit.command("list")(list_deposits)
    deposit.command("show")(show_deposit)
    deposit.command("evidence")(write_evidence)


def list_deposits(
    folder: FolderArgument,
    states: Annotated[
        list[str] | None,
        typer.Option(
            "--state",
            parser=DEPOSIT_STATES.parse,
            metavar="STATE",
            show_default=False,
            help=DEPOSIT_STATES.help("只列某些状态，可多次", "certain states only; repeatable"),
        ),
    ] = None,
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    is_present: Annotated[
        bool,
        typer.Option(
            "--present",
            help="本人持证在场，列出其在本行的全部办件，记为本人查询 / the person is present: all of theirs",
        ),
    ] = False,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """列出本机构经办或负责审核的个人存入；可凭证件只列一人的 / deposits of the unit; of one person by document."""
    terminal = Terminal(as_json=as_json)
    shown = None if document is None else read_document(document, document_type.type, terminal)
    wanted = states or []

    async def work(node: "Node", who: "Actor") -> "list[DepositView]":
        if shown is None:
            return await node.deposits.views.seen_by(who, states=wanted)
        return await node.deposits.views.of_person(shown, actor=who, is_present=is_present, states=wanted)

    views = with_actor(folder, actor, work)
    terminal.result({"deposits": [_summary(one) for one in views]})
    if not views:
        terminal.say("没有个人存入办件。", "There are no deposits.")
        return
    terminal.table(
        (
            ("办件编号", "Case"),
            ("状态", "State"),
            ("姓名", "Name"),
            ("类别", "Class"),
            ("学习成果", "Achievement"),
            ("填报机构", "Filed at"),
            ("审核机构", "Decided by"),
            ("更新时间", "Updated"),
        ),
        [
            (
                one.case.case_id[:SHOWN_DIGITS],
                state_word(one.case.state, terminal),
                mask_name(one.deposit.name),
                class_word(one.deposit.achievement_class.code, terminal),
                one.deposit.title,
                one.place.name,
                one.competent.name,
                shown_time(one.case.updated_at, terminal),
            )
            for one in views
        ],
    )


def show_deposit(folder: FolderArgument, case: CaseArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """查看一件个人存入及其经过 / one deposit and its history."""
    view = with_actor(folder, actor, lambda node, who: node.deposits.views.find(case, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result(deposit_as_json(view))
    deposit = view.deposit
    tell_state(view, terminal)
    terminal.table(
        (("项目", "Field"), ("内容", "Content")),
        [
            (terminal.choose(zh, en), value)
            for zh, en, value in (
                ("姓名", "Name", deposit.name),
                ("证件号码", "Document number", mask_number(deposit.document_number)),
                ("类别", "Class", class_word(deposit.achievement_class.code, terminal)),
                ("学习成果", "Achievement", deposit.title),
                ("学校、单位或发证机构", "Institution", deposit.institution),
                ("取得时间", "Achieved", deposit.achieved_on.isoformat()),
                ("成绩", "Score", deposit.score),
                ("学分", "Credits", hundredths(deposit.credits)),
                ("证书编号", "Certificate number", deposit.certificate_number),
                ("证书等级", "Certificate level", deposit.certificate_level),
                ("说明", "Note", deposit.note),
                ("填报机构", "Filed at", view.place.name),
                ("审核机构", "Decided by", view.competent.name),
            )
            if value
        ],
    )
    terminal.table(
        (("时间", "Time"), ("经办人", "By"), ("事项", "Step"), ("状态", "State"), ("理由", "Reason")),
        [
            (
                shown_time(one.at, terminal),
                one.actor,
                _step_word(one.step, terminal),
                state_word(one.state, terminal),
                one.reason,
            )
            for one in view.steps
        ],
    )
    terminal.table(
        (("序号", "Number"), ("证明材料", "Evidence"), ("类型", "Type"), ("字节", "Bytes")),
        [(number, one.name, one.media_type, one.size) for number, one in enumerate(view.attachments, 1)],
    )


def write_evidence(
    folder: FolderArgument,
    case: CaseArgument,
    number: Annotated[
        int,
        typer.Argument(
            metavar="N", min=1, show_default=False, help="证明材料序号，见 deposit show / its number in deposit show"
        ),
    ],
    output: OutputOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """取出一份证明材料 / write a file of evidence out."""
    terminal = Terminal(as_json=as_json)
    check_new_file(output)
    attachment, content = with_actor(
        folder, actor, lambda node, who: node.deposits.views.evidence(case, number, actor=who)
    )
    # It shows somebody's certificate: it starts as its owner's alone.
    with new_file(output):
        create_file(output, content, OWNER_ONLY)
    terminal.result({"file": str(output), "name": attachment.name, "media_type": attachment.media_type})
    terminal.say(f"证明材料已写入 {output}。", f"The evidence is in {output}.")


def tell_state(view: "DepositView", terminal: Terminal) -> None:
    """One line: how far it is, and who decides or decided."""
    state = state_word(view.case.state, terminal)
    terminal.say(
        f"状态：{state}；审核机构：{view.competent.name}。",
        f"State: {state}; decided by: {view.competent.name}.",
    )
    if view.case.entry_index is not None:
        terminal.say(
            f"已登记为学习成果，本行日志序号 {view.case.entry_index}。",
            f"It is an achievement: own log, index {view.case.entry_index}.",
        )


def deposit_as_json(view: "DepositView") -> dict[str, object]:
    """The whole of it for machines; the number masked."""
    deposit = view.deposit
    return {
        **_summary(view),
        "name": deposit.name,
        "document_type": DocumentTypeName[deposit.document_type.name].value,
        "document_number": mask_number(deposit.document_number),
        "score": deposit.score,
        "credits": hundredths(deposit.credits),
        "certificate_number": deposit.certificate_number,
        "certificate_level": deposit.certificate_level,
        "note": deposit.note,
        "steps": [
            {
                "at": one.at.isoformat(timespec="seconds"),
                "actor": one.actor,
                "step": one.step,
                "state": one.state,
                "reason": one.reason,
            }
            for one in view.steps
        ],
        "evidence": [
            {
                "number": number,
                "name": one.name,
                "media_type": one.media_type,
                "bytes": one.size,
                "sha256": one.digest.hex(),
            }
            for number, one in enumerate(view.attachments, 1)
        ],
    }


def state_word(state: str, terminal: Terminal) -> str:
    """A state in words."""
    phrase = STATES.get(state)
    return state if phrase is None else terminal.choose(phrase.zh, phrase.en)


def _step_word(step: str, terminal: Terminal) -> str:
    phrase = STEPS.get(step)
    return step if phrase is None else terminal.choose(phrase.zh, phrase.en)


def _summary(view: "DepositView") -> dict[str, object]:
    return {
        "case": view.case.case_id,
        "state": view.case.state,
        "masked_name": mask_name(view.deposit.name),
        "class": view.deposit.achievement_class.code,
        "title": view.deposit.title,
        "institution": view.deposit.institution,
        "achieved_on": view.deposit.achieved_on.isoformat(),
        "unit": view.place.code,
        "competent_unit": view.competent.code,
        "index": view.case.entry_index,
        "filed_at": view.case.created_at.isoformat(timespec="seconds"),
        "updated_at": view.case.updated_at.isoformat(timespec="seconds"),
    }
