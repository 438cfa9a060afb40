"""`account …`: a learner's account by the document shown, and names that were filed differently."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.jiangsu.account_words import account_words
from federation.model.document import mask_number
from node.cli.console.documents import read_document
from node.cli.console.node_access import with_actor
from node.cli.console.option_values import DocumentTypeName
from node.cli.console.options import (
    AsOption,
    DocumentOption,
    DocumentTypeOption,
    FolderArgument,
    JsonOption,
)
from node.cli.console.person_options import BasisOption, PurposeOption
from node.cli.console.private_lines import read_private_line
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time

if TYPE_CHECKING:
    from node.services.amending.learner_accounts import AccountView, ConflictView

STATES = {"open": "待处理", "resolved-kept": "已核实：保留原姓名", "resolved-corrected": "已核实：改正姓名"}
ReasonOption = Annotated[
    str,
    typer.Option(
        "--reason", metavar="TEXT", show_default=False, help="理由，加密存入操作记录 / why; recorded, encrypted"
    ),
]


def register(app: typer.Typer) -> None:
    """Adds the group."""
    account = typer.Typer(help="学习账户 / learner accounts")
    account.command("show")(show)
    account.command("correct")(correct)
    account.command("keep")(keep)
    account.command("conflicts")(conflicts)
    app.add_typer(account, name="account")


def show(
    folder: FolderArgument,
    purpose: PurposeOption,
    basis: BasisOption,
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """凭证件查看学习账户：填报时的各项信息及填报机构 / an account: its fields as at filing, and who filed it."""
    terminal = Terminal(as_json=as_json)
    shown = read_document(document, document_type.type, terminal)
    view = with_actor(
        folder, actor, lambda node, who: node.accounts.show(shown, purpose=purpose, basis=basis, actor=who)
    )
    _show(view, terminal)


def correct(
    folder: FolderArgument,
    name: Annotated[
        Path,
        typer.Option(
            "--name",
            metavar="FILE",
            show_default=False,
            help="存有证件上姓名的文件；姓名不写在命令行上 / a file that holds the name as on the document",
        ),
    ],
    reason: ReasonOption,
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """核对证件后改正账户姓名 / put an account's name right, the document being shown."""
    terminal = Terminal(as_json=as_json)
    shown = read_document(document, document_type.type, terminal)
    right = read_private_line(name, "name file", terminal)
    resolved = with_actor(
        folder, actor, lambda node, who: node.accounts.correct(shown, right, reason=reason, actor=who)
    )
    terminal.result({"resolved": resolved})
    terminal.say(
        f"账户姓名已改正，原姓名留存于操作记录；处理姓名不一致 {resolved} 件。已有学习成果记录中的姓名遮盖式样不变。",
        f"The name is corrected, the old one is in the audit trail; conflicts resolved: {resolved}. Records that are "
        "there keep their masked name.",
    )


def keep(
    folder: FolderArgument,
    reason: ReasonOption,
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """核对证件后确认账户姓名无误 / confirm an account's name: what was filed otherwise is wrong."""
    terminal = Terminal(as_json=as_json)
    shown = read_document(document, document_type.type, terminal)
    resolved = with_actor(folder, actor, lambda node, who: node.accounts.keep(shown, reason=reason, actor=who))
    terminal.result({"resolved": resolved})
    terminal.say(f"已确认原姓名，处理姓名不一致 {resolved} 件。", f"The name stays; conflicts resolved: {resolved}.")


def conflicts(
    folder: FolderArgument,
    resolved_too: Annotated[bool, typer.Option("--all", help="含已处理的 / those resolved too")] = False,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """列出同一证件以不同姓名填报的情况 / documents that were filed under different names."""
    found = with_actor(folder, actor, lambda node, who: node.accounts.conflicts(actor=who, resolved_too=resolved_too))
    terminal = Terminal(as_json=as_json)
    terminal.result({"conflicts": [_conflict(one) for one in found]})
    if not found:
        terminal.say("没有姓名不一致的账户。", "No conflicts.")
        return
    terminal.table(
        (
            ("时间", "Since"),
            ("开户机构", "Account's unit"),
            ("账户姓名", "Account's name"),
            ("填报机构", "Filed by"),
            ("填报姓名", "Filed name"),
            ("导入编号", "Import"),
            ("工作表", "Sheet"),
            ("行", "Row"),
            ("状态", "State"),
        ),
        [
            (
                shown_time(one.since, terminal),
                one.account_unit.name,
                one.account_name,
                one.filed_unit.name,
                one.filed_name,
                one.import_id,
                one.sheet,
                one.row,
                terminal.choose(STATES[one.state], one.state),
            )
            for one in found
        ],
    )
    terminal.say(
        "请核对本人证件后用 account correct 改正账户姓名，或用 account keep 确认原姓名。",
        "See the person's document, then use account correct, or account keep.",
    )


def _show(view: "AccountView", terminal: Terminal) -> None:
    learner = view.account.learner
    document = learner.document
    # A member's user number may be the document's: it is masked like that.
    details = {
        field: mask_number(document.number) if value == document.number else value
        for field, value in view.account.details.items()
    }
    words = account_words(details)
    terminal.result(
        {
            "name": learner.name,
            "document_type": document.type.name.lower().replace("_", "-"),
            "document_number": mask_number(document.number),
            "fields": [
                {"field": field, "header": header, "value": value, "label": label}
                for field, header, value, label in words
            ],
            "whole": view.is_whole,
            "memberships": len(view.filings),
            "filings": [
                {
                    "import": one.import_id,
                    "sheet": one.sheet,
                    "row": one.row,
                    "operator": one.operator,
                    "at": one.at.isoformat(timespec="seconds"),
                    "unit": None if one.unit is None else {"code": one.unit.code, "name": one.unit.name},
                }
                for one in view.filings
            ],
            "conflicts": [
                {"name": one.name, "import": one.import_id, "sheet": one.sheet, "row": one.row}
                for one in view.conflicts
            ],
        }
    )
    terminal.table(
        (("项目", "Field"), ("内容（以填报时为准）", "As at filing")),
        [
            ("姓名", learner.name),
            ("证件号码", mask_number(document.number)),
            *((header, label) for _, header, _, label in words),
        ],
    )
    terminal.table(
        (("时间", "At"), ("填报机构", "Unit"), ("经办人", "Operator"), ("导入编号", "Import"), ("行", "Row")),
        [
            (
                shown_time(one.at, terminal),
                "" if one.unit is None else one.unit.name,
                one.operator,
                one.import_id,
                f"{one.sheet} {one.row}",
            )
            for one in view.filings
        ],
    )
    if not view.is_whole:
        terminal.say(
            "该账户由其他机构建立，此处只显示本机构的填报情况。",
            "Another unit opened the account: only what your unit filed is shown.",
        )
    for one in view.conflicts:
        terminal.say(
            f"姓名不一致待处理：另有填报姓名“{one.name}”（导入 {one.import_id}，{one.sheet} 第 {one.row} 行）。",
            f"Filed under another name: {one.name} (import {one.import_id}, {one.sheet} row {one.row}).",
        )


def _conflict(one: "ConflictView") -> dict[str, object]:
    return {
        "case": one.case_id,
        "state": one.state,
        "since": one.since.isoformat(timespec="seconds"),
        "account_name": one.account_name,
        "account_unit": {"code": one.account_unit.code, "name": one.account_unit.name},
        "filed_name": one.filed_name,
        "filed_unit": {"code": one.filed_unit.code, "name": one.filed_unit.name},
        "import": one.import_id,
        "sheet": one.sheet,
        "row": one.row,
    }
