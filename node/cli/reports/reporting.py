"""`report …`: applied for with the person's document, decided on by another person, handed out, withdrawn.

What identifies somebody (document, name) comes from files, never from arguments.

Source: seed document 001 (申请成果认证报告、查询学习成果认证报告); PIPL article 51.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from federation.errors import FolderNotReady
from federation.reports.body import ReportKind, report_kind_named
from federation.reports.entries import WithdrawalReason
from node.cli.console.documents import read_document
from node.cli.console.node_access import load_settings, with_actor
from node.cli.console.option_values import (
    REPORT_KIND_NAMES,
    REPORT_WITHDRAWALS,
    DocumentTypeName,
)
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
from node.cli.reports import number_verifying, report_showing
from node.cli.reports.report_showing import CaseArgument, report_as_json, tell_report
from node.folder.branch_folder import BranchFolder
from node.folder.roster_files import RosterFiles
from node.folder.tls_files import renew_document_certificate

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.access import Actor
    from node.model.case import Case
    from node.services.reporting.applying import WantedReport
    from node.services.reporting.viewing import ReportView

PLACE_FORM = "分行代码:日志序号"
KIND_OPTION = typer.Option(
    "--kind",
    parser=REPORT_KIND_NAMES.parse,
    metavar="KIND",
    show_default=False,
    help=REPORT_KIND_NAMES.help("报告种类", "which report"),
)
ReasonOption = Annotated[
    str, typer.Option("--reason", show_default=False, help="理由，告知申请人并记录在案 / why; told and recorded")
]
AchievementsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--achievement",
        metavar="BRANCH:INDEX",
        show_default=False,
        help="所选成果，如 33:12（见 lookup），可多次；不选即全部有效成果 / a chosen one; all by default",
    ),
]
PurposeOption = Annotated[
    str, typer.Option("--purpose", show_default=False, help="用途，印在报告上 / what it is for; printed")
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


def register(app: typer.Typer) -> None:
    """Adds the group."""
    report = typer.Typer(
        help="认证报告、成绩证明、资信证明 / reports: certification, transcript, statement of standing"
    )
    report.command("apply")(apply_for_report)
    report.command("apply-again")(apply_again)
    report.command("cancel")(cancel_application)
    report.command("issue")(issue_report)
    report.command("return")(return_application)
    report.command("refuse")(refuse_application)
    report.command("withdraw")(withdraw_report)
    report_showing.register(report)
    number_verifying.register(report)
    report.command("certificate")(renew_certificate)
    app.add_typer(report, name="report")


def apply_for_report(
    folder: FolderArgument,
    kind: Annotated[str, KIND_OPTION],
    achievements: AchievementsOption = None,
    purpose: PurposeOption = "",
    name_file: NameFileOption = None,
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    unit: UnitOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """凭证件为本人申请报告 / apply for a report for the person who shows the document."""
    terminal = Terminal(as_json=as_json)
    wanted = _wanted(kind, achievements, purpose, name_file, terminal)
    shown = read_document(document, document_type.type, terminal)
    _do(
        folder,
        actor,
        terminal,
        lambda node, who: node.reports.applying.apply(wanted(), document=shown, actor=who, unit=unit),
    )
    terminal.say("请由另一位有审核职责的人员用 report issue 出具。", "Somebody else with the duty of review issues it.")


def apply_again(
    folder: FolderArgument,
    case: CaseArgument,
    kind: Annotated[str, KIND_OPTION],
    achievements: AchievementsOption = None,
    purpose: PurposeOption = "",
    name_file: NameFileOption = None,
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """被退回的申请，凭证件重新填写并提交 / state a returned application anew and hand it in."""
    terminal = Terminal(as_json=as_json)
    wanted = _wanted(kind, achievements, purpose, name_file, terminal)
    shown = read_document(document, document_type.type, terminal)
    _do(
        folder,
        actor,
        terminal,
        lambda node, who: node.reports.applying.apply_again(case, wanted(), document=shown, actor=who),
    )


def cancel_application(
    folder: FolderArgument,
    case: CaseArgument,
    reason: Annotated[str, typer.Option("--reason", show_default=False, help="理由 / why")] = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """按本人意愿取消申请 / take an application back at the person's wish."""
    terminal = Terminal(as_json=as_json)
    _do(folder, actor, terminal, lambda node, who: node.reports.applying.cancel(case, actor=who, reason=reason))


def issue_report(folder: FolderArgument, case: CaseArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """出具报告：登记、签名；不得由申请的经办人出具 / issue it: entered and signed; never by who filed it."""
    terminal = Terminal(as_json=as_json)
    _do(folder, actor, terminal, lambda node, who: node.reports.deciding.issue(case, actor=who))


def return_application(
    folder: FolderArgument,
    case: CaseArgument,
    reason: ReasonOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """退回申请，可重新填写 / give it back, to be stated anew."""
    terminal = Terminal(as_json=as_json)
    _do(folder, actor, terminal, lambda node, who: node.reports.deciding.give_back(case, reason=reason, actor=who))


def refuse_application(
    folder: FolderArgument,
    case: CaseArgument,
    reason: ReasonOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """不予出具，办件终结 / refuse it for good."""
    terminal = Terminal(as_json=as_json)
    _do(folder, actor, terminal, lambda node, who: node.reports.deciding.refuse(case, reason=reason, actor=who))


def withdraw_report(
    folder: FolderArgument,
    case: CaseArgument,
    reason: Annotated[
        WithdrawalReason,
        typer.Option(
            "--reason",
            parser=REPORT_WITHDRAWALS.parse,
            metavar="REASON",
            show_default=False,
            help=REPORT_WITHDRAWALS.help("理由，各分行可见", "why; seen at every branch"),
        ),
    ],
    note: Annotated[
        str, typer.Option("--note", show_default=False, help="说明，只留在办件中 / more; stays with the case")
    ] = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """撤回已出具的报告，各分行此后验证均为已撤回 / withdraw an issued report: every branch tells so from then on."""
    terminal = Terminal(as_json=as_json)
    _do(
        folder,
        actor,
        terminal,
        lambda node, who: node.reports.deciding.withdraw(case, reason=reason, note=note, actor=who),
    )


def renew_certificate(folder: FolderArgument, as_json: JsonOption = False) -> None:
    """签发或更换签署报告用的证书（一年） / issue or renew the certificate that reports are signed with: one year."""
    terminal = Terminal(as_json=as_json)
    settings, place = load_settings(folder), BranchFolder(folder)
    federation_id = RosterFiles(place).trusted().current.federation_id
    try:
        valid_until = renew_document_certificate(place, settings, federation_id, datetime.now(UTC))
    except OSError:
        raise FolderNotReady(path=folder, reason="unwritable") from None
    terminal.result({"valid_until": valid_until.isoformat()})
    terminal.say(
        f"签署报告的证书已签发，有效期至 {valid_until:%Y-%m-%d}。",
        f"The certificate for reports is issued, valid until {valid_until:%Y-%m-%d}.",
    )


def _do(folder: Path, actor: str, terminal: Terminal, step: "Callable[[Node, Actor], Awaitable[Case]]") -> None:
    async def work(node: "Node", who: "Actor") -> "ReportView":
        return await node.reports.views.find((await step(node, who)).case_id, actor=who)

    view = with_actor(folder, actor, work)
    terminal.result(report_as_json(view))
    tell_report(view, terminal)


def _wanted(
    kind: str, achievements: list[str] | None, purpose: str, name_file: Path | None, terminal: Terminal
) -> "Callable[[], WantedReport]":
    chosen = tuple(_place(one, terminal) for one in achievements or ())
    name = "" if name_file is None else read_private_line(name_file, "name", terminal)
    wanted: ReportKind = report_kind_named(kind)

    def made() -> "WantedReport":
        # With the node: what services are made of isn't read by commands that open none.
        from node.services.reporting.applying import WantedReport

        return WantedReport(kind=wanted, achievements=chosen, name=name, purpose=purpose)

    return made


def _place(text: str, terminal: Terminal) -> tuple[str, int]:
    branch, colon, index = text.replace("：", ":").partition(":")
    if not colon or not (branch.isascii() and branch.isdigit() and index.isascii() and index.isdigit()):
        raise typer.BadParameter(
            terminal.choose(f"应写作 {PLACE_FORM}，如 33:12", "BRANCH:INDEX is needed, e.g. 33:12"),
            param_hint="--achievement",
        )
    return branch, int(index)
