"""`report list | show | get`, and how an application and its report are told."""

from typing import TYPE_CHECKING, Annotated

import typer

from federation.error_catalogue.case_words import STATES, STEPS
from federation.model.document import mask_name, mask_number
from federation.reports.content import parse_content
from federation.reports.number import grouped
from node.cli.console.documents import read_document
from node.cli.console.node_access import with_actor
from node.cli.console.option_values import REPORT_STATES, REPORT_WITHDRAWALS, DocumentTypeName
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
from node.cli.console.record_words import REPORT_KINDS
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.folder.durable_files import OWNER_ONLY, create_file
from node.model.report import WITHDRAW

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.access import Actor
    from node.model.case import CaseStep
    from node.services.reporting.viewing import ReportView

CaseArgument = Annotated[str, typer.Argument(metavar="CASE", show_default=False, help="办件编号 / the case's number")]


def register(report: typer.Typer) -> None:
    """Adds the three commands to the group."""
    report.command("list")(list_reports)
    report.command("show")(show_report)
    report.command("get")(get_report)


def list_reports(
    folder: FolderArgument,
    states: Annotated[
        list[str] | None,
        typer.Option(
            "--state",
            parser=REPORT_STATES.parse,
            metavar="STATE",
            show_default=False,
            help=REPORT_STATES.help("只列某些状态，可多次", "certain states only; repeatable"),
        ),
    ] = None,
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """列出本机构经办的报告；凭证件列出本人在本行的全部 / reports of the unit; by document all of a person present."""
    terminal = Terminal(as_json=as_json)
    shown = None if document is None else read_document(document, document_type.type, terminal)
    wanted = states or []

    async def work(node: "Node", who: "Actor") -> "list[ReportView]":
        if shown is None:
            return await node.reports.views.seen_by(who, states=wanted)
        return await node.reports.views.of_person(shown, actor=who, states=wanted)

    views = with_actor(folder, actor, work)
    terminal.result({"reports": [_summary(one) for one in views]})
    if not views:
        terminal.say("没有报告办件。", "There are no reports.")
        return
    terminal.table(
        (
            ("办件编号", "Case"),
            ("报告", "Report"),
            ("状态", "State"),
            ("姓名", "Name"),
            ("成果项数", "Achievements"),
            ("受理机构", "Filed at"),
            ("更新时间", "Updated"),
        ),
        [
            (
                one.case.case_id[:SHOWN_DIGITS],
                terminal.choose(*REPORT_KINDS[one.application.kind]),
                _state_word(one.case.state, terminal),
                mask_name(one.application.name),
                len(one.application.achievements),
                one.place.name,
                shown_time(one.case.updated_at, terminal),
            )
            for one in views
        ],
    )


def show_report(folder: FolderArgument, case: CaseArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """查看一件报告及其经过 / one report and its history."""
    view = with_actor(folder, actor, lambda node, who: node.reports.views.find(case, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result(report_as_json(view))
    tell_report(view, terminal)
    terminal.table(
        (("分行", "Branch"), ("日志序号", "Index")), [(one.branch, one.index) for one in view.application.achievements]
    )
    terminal.table(
        (("时间", "Time"), ("经办人", "By"), ("事项", "Step"), ("状态", "State"), ("理由", "Reason")),
        [
            (
                shown_time(one.at, terminal),
                one.actor,
                terminal.choose(STEPS[one.step].zh, STEPS[one.step].en) if one.step in STEPS else one.step,
                _state_word(one.state, terminal),
                _reason(one, terminal),
            )
            for one in view.steps
        ],
    )


def get_report(
    folder: FolderArgument,
    case: CaseArgument,
    output: OutputOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """取出报告的电子原件（已签名的 PDF），交给本人 / write the signed PDF out, for the person."""
    terminal = Terminal(as_json=as_json)
    check_new_file(output)
    file = with_actor(folder, actor, lambda node, who: node.reports.views.file(case, actor=who))
    # It says whom it is about: it starts as its owner's alone.
    with new_file(output):
        create_file(output, file.content, OWNER_ONLY)
    terminal.result({"file": str(output), "bytes": len(file.content), "withdrawn": file.is_withdrawn})
    if file.is_withdrawn:
        terminal.say(
            f"报告已写入 {output}。该报告已经撤回，凭编号验证的结论是“已撤回”，请勿再交付使用。",
            f"The report is in {output}. It was withdrawn: by its number it is told as such, and it isn't to be used.",
        )
        return
    terminal.say(
        f"报告已写入 {output}，请将原文件交给本人；另存或改动后不能通过校验。",
        f"The report is in {output}: hand on this very file; saved anew or altered it doesn't verify.",
    )


def tell_report(view: "ReportView", terminal: Terminal) -> None:
    """What it is, how far it is, and the number if it was issued."""
    application = view.application
    kind, state = terminal.choose(*REPORT_KINDS[application.kind]), _state_word(view.case.state, terminal)
    terminal.say(f"办件编号：{view.case.case_id}", f"Case: {view.case.case_id}")
    terminal.say(
        f"{kind}；状态：{state}；申请人：{application.name}（{mask_number(application.document_number)}）；"
        f"成果 {len(application.achievements)} 项；受理机构：{view.place.name}。",
        f"{kind}; state: {state}; for {application.name} ({mask_number(application.document_number)}); "
        f"{len(application.achievements)} achievements; filed at {view.place.name}.",
    )
    if application.issued is not None:
        content = parse_content(application.issued.content)
        terminal.say(
            f"报告编号：{grouped(content.number)}，有效期至 {content.valid_until.isoformat()}；"
            f"本行日志序号 {view.case.entry_index}。",
            f"Number: {grouped(content.number)}, valid until {content.valid_until.isoformat()}; "
            f"own log, index {view.case.entry_index}.",
        )


def report_as_json(view: "ReportView") -> dict[str, object]:
    """The whole of it for machines; the document's number masked."""
    application, content = view.application, None
    if application.issued is not None:
        content = parse_content(application.issued.content)
    return {
        **_summary(view),
        "name": application.name,
        "document_type": DocumentTypeName[application.document_type.name].value,
        "document_number": mask_number(application.document_number),
        "purpose": application.purpose,
        "number": None if content is None else grouped(content.number),
        "issued_on": None if content is None else content.issued_on.isoformat(),
        "valid_until": None if content is None else content.valid_until.isoformat(),
        "chosen": [{"branch": one.branch, "index": one.index} for one in application.achievements],
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
    }


def _summary(view: "ReportView") -> dict[str, object]:
    return {
        "case": view.case.case_id,
        "kind": view.application.kind,
        "state": view.case.state,
        "masked_name": mask_name(view.application.name),
        "achievements": len(view.application.achievements),
        "unit": view.place.code,
        "index": view.case.entry_index,
        "filed_at": view.case.created_at.isoformat(timespec="seconds"),
        "updated_at": view.case.updated_at.isoformat(timespec="seconds"),
    }


def _reason(step: "CaseStep", terminal: Terminal) -> str:
    """Why, in words; a withdrawal's reason begins with its code."""
    if step.step != WITHDRAW:
        return step.reason
    code, colon, note = step.reason.partition("：")
    return f"{terminal.choose(REPORT_WITHDRAWALS.word(code), code)}{colon}{note}"


def _state_word(state: str, terminal: Terminal) -> str:
    return terminal.choose(STATES[state].zh, STATES[state].en) if state in STATES else state
