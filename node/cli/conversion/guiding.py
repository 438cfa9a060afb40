"""`guide`: what each branch would grant for a person's records (转换指导), without commitment."""

from typing import TYPE_CHECKING, Annotated

import typer

from node.cli.console.branch_codes import check_province
from node.cli.console.documents import read_document
from node.cli.console.node_access import with_actor
from node.cli.console.option_values import DocumentTypeName
from node.cli.console.options import AsOption, DocumentOption, DocumentTypeOption, FolderArgument, JsonOption
from node.cli.console.person_options import BasisOption, PurposeOption
from node.cli.console.record_words import FRESHNESS, STATUSES
from node.cli.console.terminal import Terminal
from node.cli.conversion.rule_files import granted_words, outcome_as_json, tell_outcome

if TYPE_CHECKING:
    from node.services.guiding.guidance import Advice, Guidance

NO_COMMITMENT = (
    "以下为转换指导，仅供参考，不构成承诺；以接收分行的正式认定为准。上限按所列成果一并转换计算。",
    (
        "This is guidance and commits nobody: what counts is the receiving branch's decision. "
        "Caps are reckoned as if all were converted."
    ),
)


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("guide")(guide)


def guide(
    folder: FolderArgument,
    purpose: PurposeOption,
    basis: BasisOption,
    branch: Annotated[
        list[str] | None,
        typer.Option(
            "--branch",
            metavar="CODE",
            show_default=False,
            help="接收分行，可多次，默认全部 / whose rules; default: all",
        ),
    ] = None,
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """转换指导：学习成果在各分行可得多少学分、缺什么 / what each branch would grant for a person's records, and why."""
    terminal = Terminal(as_json=as_json)
    for code in branch or ():
        check_province(code, terminal)
    shown = read_document(document, document_type.type, terminal)
    found = with_actor(
        folder,
        actor,
        lambda node, who: node.guidance.advise(shown, purpose=purpose, basis=basis, actor=who, branches=branch or ()),
    )
    terminal.result(_guidance(found, terminal))
    terminal.say(*NO_COMMITMENT)
    for advice in found.advice:
        _tell(advice, terminal)
    lacking = [one for one in found.branches if str(one.status) != "fresh"]
    for one in lacking:
        status = str(one.status)
        terminal.say(
            f"注意：{one.branch} 分行的记录{FRESHNESS.get(status, status)}，可能不全。",
            f"Note: branch {one.branch}'s records are {status} here and may not be all.",
        )


def _tell(advice: "Advice", terminal: Terminal) -> None:
    if advice.rules is None:
        terminal.say(f"{advice.branch} 分行：没有现行规则。", f"Branch {advice.branch}: no rules are in force.")
        return
    rules = advice.rules.published.rules
    terminal.say(
        f"{advice.branch} 分行，第 {rules.version} 版《{rules.title}》：",
        f"Branch {advice.branch}, version {rules.version}, {rules.title}:",
    )
    if advice.rules.is_quarantined:
        terminal.say("  注意：该分行的日志已停止采信。", "  Note: that branch's log is quarantined.")
    if not advice.is_usage_known:
        terminal.say(
            "  该分行此前已给的学分在此不可知，上限按未使用计算。",
            "  What it granted before isn't known here: caps are counted as unused.",
        )
    if not advice.items:
        terminal.say("  没有其他分行的学习成果。", "  There are no records of other branches.")
    for opened, outcome in advice.items:
        granted = granted_words(outcome.grants, rules)
        record, title = opened.record, opened.body.title
        status = terminal.choose(STATUSES[str(record.status)], str(record.status))
        terminal.say(
            f"  [{opened.branch}:{record.index}] {title}（{status}）：{granted}",
            f"  [{opened.branch}:{record.index}] {title} ({status}): {granted}",
        )
        tell_outcome(outcome, terminal, indent="    ")


def _guidance(found: "Guidance", terminal: Terminal) -> dict[str, object]:
    return {
        "on": found.on.isoformat(),
        "commitment": False,
        "branches": [
            {
                "branch": one.branch,
                "status": str(one.status),
                "as_of": None if one.as_of is None else one.as_of.isoformat(timespec="seconds"),
                "behind": one.behind,
            }
            for one in found.branches
        ],
        "advice": [
            {
                "branch": one.branch,
                "version": None if one.rules is None else one.rules.published.rules.version,
                "quarantined": one.rules is not None and one.rules.is_quarantined,
                "usage_known": one.is_usage_known,
                "items": [
                    {
                        "branch": opened.branch,
                        "origin": opened.record.origin,
                        "index": opened.record.index,
                        "achievement": f"{opened.branch}:{opened.record.index}",
                        "title": opened.body.title,
                        "status": str(opened.record.status),
                        **outcome_as_json(outcome, terminal),
                    }
                    for opened, outcome in one.items
                ],
            }
            for one in found.advice
        ],
    }
