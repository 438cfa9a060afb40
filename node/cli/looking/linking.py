"""`link` and `links …`: two documents of one person, made with both present; confirmed by another; taken back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from federation.error_catalogue.case_words import STATES
from node.cli.console.documents import read_document
from node.cli.console.node_access import with_actor
from node.cli.console.option_values import DOCUMENT_TYPES, LINK_STATES, DocumentTypeName
from node.cli.console.options import (
    SHOWN_DIGITS,
    AsOption,
    DocumentOption,
    DocumentTypeOption,
    FolderArgument,
    JsonOption,
    UnitOption,
)
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.model.link_case import REFUSED, STATED, WITHDRAWN

if TYPE_CHECKING:
    from node.services.amending.linking import LinkView

CaseArgument = Annotated[str, typer.Argument(metavar="CASE", show_default=False, help="办件编号 / the case's number")]


def register(app: typer.Typer) -> None:
    """Adds the command and the group."""
    app.command("link")(link)
    links = typer.Typer(help="证件关联的确认与解除 / confirming links and taking them back")
    links.command("list")(list_links)
    links.command("confirm")(confirm_link)
    links.command("refuse")(refuse_link)
    links.command("withdraw")(withdraw_link)
    links.command("undo")(undo_link)
    app.add_typer(links, name="links")


def link(
    folder: FolderArgument,
    document: Annotated[
        Path,
        typer.Option(
            "--document",
            metavar="FILE",
            show_default=False,
            help="存有一个证件号码的文件 / a file that holds one document's number",
        ),
    ],
    other: Annotated[
        Path,
        typer.Option(
            "--other",
            metavar="FILE",
            show_default=False,
            help="存有另一证件号码的文件 / a file that holds the other's",
        ),
    ],
    other_type: Annotated[
        DocumentTypeName,
        typer.Option(
            "--other-type",
            parser=DOCUMENT_TYPES.parse,
            metavar="TYPE",
            show_default=False,
            help=DOCUMENT_TYPES.help("另一证件的类型", "type of the other"),
        ),
    ],
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            show_default=False,
            help="两证为同一人的依据；须他人确认时必填 / why they are one person's; needed where another confirms it",
        ),
    ] = "",
    unit: UnitOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """关联同一人的两个证件，须两证齐备 / link two documents of one person, both being present."""
    terminal = Terminal(as_json=as_json)
    first = read_document(document, document_type.type, terminal)
    second = read_document(other, other_type.type, terminal)
    done = with_actor(
        folder, actor, lambda node, who: node.linking.link(first, second, reason=reason, unit=unit, actor=who)
    )
    case = None if done.case is None else done.case.case_id
    terminal.result({"index": done.index, "case": case})
    if case is None:
        terminal.say(f"已关联，登记于本行日志第 {done.index} 条起。", f"Linked: own log, from index {done.index}.")
        return
    terminal.say(
        f"两证均为居民身份证，或登记的姓名不能相互印证，须由另一名经办人确认后方可关联。办件编号：{case}",
        f"Both are resident IDs, or the names on file don't bear it out: another has to confirm it. Case: {case}",
    )
    terminal.say(
        "由本机构审核人员或上级机构经办人用 links confirm 确认。",
        "A reviewer of the unit, or an operator of a unit above, does so by links confirm.",
    )


def list_links(
    folder: FolderArgument,
    states: Annotated[
        list[str] | None,
        typer.Option(
            "--state",
            parser=LINK_STATES.parse,
            metavar="STATE",
            show_default=False,
            help=LINK_STATES.help("只列某些状态，可多次，默认待他人确认", "certain states; stated by default"),
        ),
    ] = None,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """列出本机构及下属机构的证件关联办件 / links that were stated for another to confirm."""
    wanted = states or [STATED]
    found = with_actor(folder, actor, lambda node, who: node.linking.seen_by(who, states=wanted))
    terminal = Terminal(as_json=as_json)
    terminal.result({"links": [_link(one) for one in found]})
    if not found:
        terminal.say("没有证件关联办件。", "There are none.")
        return
    terminal.table(
        (
            ("办件编号", "Case"),
            ("状态", "State"),
            ("证件一", "One"),
            ("证件二", "Other"),
            ("依据", "Reason"),
            ("机构", "Unit"),
            ("经办人", "By"),
            ("时间", "Since"),
        ),
        [
            (
                one.case_id[:SHOWN_DIGITS],
                _state_word(one.state, terminal),
                *(f"{number} {name}".rstrip() for _, number, name in one.documents),
                one.reason,
                one.place.name,
                one.stated_by,
                shown_time(one.since, terminal),
            )
            for one in found
        ],
    )


def confirm_link(folder: FolderArgument, case: CaseArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """确认证件关联，须为另一名经办人 / confirm a link; by another operator than whoever stated it."""
    index = with_actor(folder, actor, lambda node, who: node.linking.confirm(case, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result({"case": case, "index": index})
    terminal.say(f"已关联，登记于本行日志第 {index} 条起。", f"Linked: own log, from index {index}.")


def refuse_link(
    folder: FolderArgument,
    case: CaseArgument,
    reason: Annotated[str, typer.Option("--reason", show_default=False, help="不予确认的理由 / why")],
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """不予确认证件关联 / refuse a link that was stated."""
    with_actor(folder, actor, lambda node, who: node.linking.refuse(case, reason=reason, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result({"case": case, "state": REFUSED})
    terminal.say("已记为不予确认，两证未关联。", "Refused: the documents aren't linked.")


def withdraw_link(
    folder: FolderArgument, case: CaseArgument, actor: AsOption = "", as_json: JsonOption = False
) -> None:
    """撤回尚未确认的证件关联 / take a statement back while nobody has decided on it."""
    with_actor(folder, actor, lambda node, who: node.linking.withdraw(case, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result({"case": case, "state": WITHDRAWN})
    terminal.say("已撤回，两证未关联。", "Withdrawn: the documents aren't linked.")


def undo_link(
    folder: FolderArgument,
    reason: Annotated[
        str,
        typer.Option("--reason", show_default=False, help="解除理由，加密存入操作记录 / why; kept in the audit trail"),
    ],
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    other: Annotated[
        Path | None,
        typer.Option(
            "--other",
            metavar="FILE",
            show_default=False,
            help="存有另一证件号码的文件；不填则解除全部关联 / the other's; all links without it",
        ),
    ] = None,
    other_type: Annotated[
        DocumentTypeName,
        typer.Option(
            "--other-type",
            parser=DOCUMENT_TYPES.parse,
            metavar="TYPE",
            help=DOCUMENT_TYPES.help("另一证件的类型", "type of the other"),
        ),
    ] = DocumentTypeName.RESIDENT_ID,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """解除证件关联，须出示其中一个证件 / take a link back; one of the two documents is shown."""
    terminal = Terminal(as_json=as_json)
    first = read_document(document, document_type.type, terminal)
    second = None if other is None else read_document(other, other_type.type, terminal)
    indexes = with_actor(folder, actor, lambda node, who: node.linking.undo(first, second, reason=reason, actor=who))
    terminal.result({"indexes": indexes})
    told = "、".join(map(str, indexes))
    terminal.say(
        f"已解除 {len(indexes)} 项关联，登记于本行日志第 {told} 条；各分行同步后不再据此查询另一证件。",
        f"{len(indexes)} link(s) taken back: own log, {', '.join(map(str, indexes))}.",
    )


def _link(one: "LinkView") -> dict[str, object]:
    return {
        "case": one.case_id,
        "state": one.state,
        "since": one.since.isoformat(timespec="seconds"),
        "unit": one.place.code,
        "stated_by": one.stated_by,
        "reason": one.reason,
        "documents": [
            {"type": DocumentTypeName[kind.name].value, "masked_number": number, "masked_name": name}
            for kind, number, name in one.documents
        ],
        "index": one.index,
    }


def _state_word(state: str, terminal: Terminal) -> str:
    phrase = STATES.get(state)
    return state if phrase is None else terminal.choose(phrase.zh, phrase.en)
