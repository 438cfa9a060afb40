"""`looks`: who looked at a person's records at this branch, told to the person."""

import typer

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
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time

WORDS = {
    "lookup": ("查询学习成果", "looked up"),
    "prove": ("开具成果证明", "proof made"),
    "credential-issue": ("签发学习成果凭证", "credential issued"),
    "credential-verify": ("核验学习成果凭证", "credential verified"),
    "look-at-account": ("查看学习账户", "account"),
    "look-at-credit": ("查看学分账户", "credit"),
    "open-for-correction": ("为更正打开记录", "opened for a correction"),
    "deposit-list": ("列出个人存入", "deposits listed"),
    "deposit-show": ("查看个人存入", "deposit"),
    "deposit-compare-name": ("核对姓名", "name compared"),
    "read-attachment": ("查看附件", "attachment"),
    "link-compare-names": ("证件关联核对", "names compared for a link"),
    "link-list": ("查看证件关联办件", "stated links"),
    "report-compare-name": ("为报告核对姓名", "name compared for a report"),
    "report-list": ("列出报告", "reports listed"),
    "report-show": ("查看报告", "report"),
    "report-read": ("取用报告文件", "report handed out"),
    "verify-report": ("凭编号验证报告", "report verified by its number"),
    "transfer-list": ("列出学分转换申请", "transfers listed"),
    "transfer-look": ("查看学分转换申请", "transfer"),
    "look-at-looks": ("查看查阅记录", "these looks"),
}
BASES = {"self": "本人", "consent": "单独同意", "duty": "法定职责"}


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("looks")(looks)


def looks(
    folder: FolderArgument,
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """凭证件告知本人：谁在本行查阅过其信息 / tell a person who looked at their records at this branch."""
    terminal = Terminal(as_json=as_json)
    shown = read_document(document, document_type.type, terminal)
    found = with_actor(folder, actor, lambda node, who: node.looks.of_person(shown, actor=who))
    terminal.result(
        {
            "looks": [
                {
                    "at": one.at.isoformat(timespec="seconds"),
                    "actor": one.actor,
                    "unit": "" if one.place is None else one.place.code,
                    "action": one.action,
                    "purpose": one.purpose,
                    "basis": one.basis,
                }
                for one in found
            ]
        }
    )
    terminal.table(
        (
            ("时间", "Time"),
            ("事项", "What"),
            ("查阅人", "By"),
            ("机构", "Unit"),
            ("用途", "Purpose"),
            ("法律依据", "Legal basis"),
        ),
        [
            (
                shown_time(one.at, terminal),
                terminal.choose(*WORDS.get(one.action, (one.action, one.action))),
                one.actor,
                "" if one.place is None else one.place.name,
                one.purpose,
                terminal.choose(BASES.get(one.basis, one.basis), one.basis),
            )
            for one in found
        ],
    )
    terminal.say(
        "以上为本行记录；其他分行的查阅记录须向该分行查询。",
        "These are this branch's looks; those of others are told there.",
    )
