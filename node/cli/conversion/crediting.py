"""`credit show | check`: a person's credit account, and whether all that was booked adds up."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from federation.error_catalogue import ExitCode
from node.cli.console.amounts import hundredths
from node.cli.console.documents import read_document
from node.cli.console.node_access import with_actor
from node.cli.console.option_values import DocumentTypeName
from node.cli.console.options import AsOption, DocumentOption, DocumentTypeOption, FolderArgument, JsonOption
from node.cli.console.person_options import BasisOption, PurposeOption
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.cli.console.transfer_names import place_text

if TYPE_CHECKING:
    from node.model.credit import CreditLine, Tally
    from node.services.crediting.viewing import CreditAccount

STATES = {"provisional": ("暂记", "provisional"), "final": ("已确定", "final"), "reversed": ("已冲回", "reversed")}
FAULTS = {
    "grant-missing": ("已接受，但没有记给予", "accepted by the log, but nothing was granted"),
    "grant-undecided": ("已记给予，但日志中没有接受的决定", "granted, but the log has no decision that accepts it"),
    "final-missing": ("已转换，但没有记确定", "converted, but not made final"),
    "final-unconverted": ("已记确定，但日志中没有转换", "made final, but not converted by the log"),
    "reversal-missing": ("已决定收回，但没有记冲回", "taken back by the log, but not reversed"),
    "reversal-undecided": ("已记冲回，但日志中没有收回的决定", "reversed, but not taken back by the log"),
    "no-grant": ("没有对应的给予", "nothing was granted"),
    "twice": ("重复记账", "booked twice"),
    "altered": ("与原记不符", "not what was granted"),
    "amount": ("学分不是正数", "not a positive amount"),
}


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help="学分账户 / credit accounts")
    group.command("show")(show)
    group.command("check")(check)
    app.add_typer(group, name="credit")


def show(
    folder: FolderArgument,
    purpose: PurposeOption,
    basis: BasisOption,
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """凭证件查看学分账户：每笔学分的现状和合计 / a person's credit by the document: every line and the sums."""
    terminal = Terminal(as_json=as_json)
    shown = read_document(document, document_type.type, terminal)
    account = with_actor(
        folder, actor, lambda node, who: node.credit.of_person(shown, purpose=purpose, basis=basis, actor=who)
    )
    terminal.result(_account(account))
    if not account.lines:
        terminal.say("没有学分。", "There is no credit.")
        return
    terminal.table(
        (
            ("转换", "Transfer"),
            ("项次", "Item"),
            ("学习成果", "Achievement"),
            ("学分类别", "Scheme"),
            ("课程", "Course"),
            ("学分", "Credits"),
            ("状态", "State"),
            ("规则版次", "Rules"),
            ("记账时间", "Booked"),
            ("冲回时间", "Reversed"),
        ),
        [
            (
                f"{account.branch}-{line.grant.transfer}",
                place_text(line.grant.transfer, line.grant.item),
                _source_words(account, line),
                account.scheme_names.said(line.grant.scheme, line.grant.rules_version),
                line.grant.course,
                hundredths(line.grant.credits),
                terminal.choose(*STATES[line.state]),
                line.grant.rules_version,
                shown_time(line.grant.at, terminal),
                "" if line.reversed_at is None else shown_time(line.reversed_at, terminal),
            )
            for line in account.lines
        ],
    )
    sums = {(scheme, ""): one for scheme, one in account.in_all.items()} | dict(account.by_year)
    names = account.scheme_names
    _tell_sums([(names.newest(scheme), year, one) for (scheme, year), one in sorted(sums.items())], terminal)


def check(folder: FolderArgument, actor: AsOption = "", as_json: JsonOption = False) -> int:
    """核对全部记账：给予＝暂记＋确定＋冲回，且与日志相符 / whether everything booked adds up, as the log says."""
    terminal = Terminal(as_json=as_json)
    found = with_actor(folder, actor, lambda node, who: node.credit_checking.check(actor=who))
    terminal.result(
        {
            "ok": found.holds,
            "lines": found.lines,
            "transfers": found.transfers,
            **_tally(found.tally),
            "fault_count": found.fault_count,
            "faults": [
                {"transfer": one.transfer, "item": one.item, "part": one.part, "reason": one.reason}
                for one in found.faults
            ],
        }
    )
    _tell_sums([("", "", found.tally)], terminal)
    for one in found.faults:
        zh, en = FAULTS[one.reason]
        terminal.say(
            f"✗ 转换 {one.transfer} 第 {one.item + 1} 项：{zh}", f"✗ transfer {one.transfer}, item {one.item + 1}: {en}"
        )
    if found.holds:
        terminal.say(
            f"共 {found.lines} 笔，账目相符，与日志所载 {found.transfers} 项转换一致。",
            f"{found.lines} lines: everything adds up, as the log says of {found.transfers} transfers.",
        )
        return ExitCode.OK
    terminal.say(f"有 {found.fault_count} 处不符。", f"{found.fault_count} lines don't add up.")
    return ExitCode.NOT_ALL_HELD


def _tell_sums(sums: "Sequence[tuple[str, str, Tally]]", terminal: Terminal) -> None:
    terminal.table(
        (
            ("学分类别", "Scheme"),
            ("年度", "Year"),
            ("给予", "Granted"),
            ("暂记", "Provisional"),
            ("已确定", "Final"),
            ("已冲回", "Reversed"),
        ),
        [
            (
                scheme or terminal.choose("全部", "all"),
                year or terminal.choose("累计", "in all"),
                *(hundredths(value) for value in (one.granted, one.provisional, one.final, one.reversed)),
            )
            for scheme, year, one in sums
        ],
    )


def _source_words(account: "CreditAccount", line: "CreditLine") -> str:
    source = account.sources.get((line.grant.transfer, line.grant.item))
    if source is None:
        return ""
    place = f"{source.branch}:{source.index}"
    return f"{source.title} {place}" if source.title else place


def _source(account: "CreditAccount", line: "CreditLine") -> dict[str, object] | None:
    source = account.sources.get((line.grant.transfer, line.grant.item))
    return None if source is None else {"branch": source.branch, "index": source.index, "title": source.title}


def _account(account: "CreditAccount") -> dict[str, object]:
    names = account.scheme_names
    return {
        "lines": [
            {
                "transfer": line.grant.transfer,
                "item": line.grant.item,
                "reference": f"{account.branch}-{line.grant.transfer}",
                "place": place_text(line.grant.transfer, line.grant.item),
                "achievement": _source(account, line),
                "scheme": line.grant.scheme,
                "scheme_name": account.scheme_names.said(line.grant.scheme, line.grant.rules_version),
                "course": line.grant.course,
                "credits": hundredths(line.grant.credits),
                "state": str(line.state),
                "rules_version": line.grant.rules_version,
                "on": line.grant.on.isoformat(),
                "booked_at": line.grant.at.isoformat(timespec="seconds"),
                "reversed_at": None if line.reversed_at is None else line.reversed_at.isoformat(timespec="seconds"),
                "entries": [
                    {"branch": f"{one.log_id:02d}", "index": one.entry_index, "kind": one.kind.name.lower()}
                    for one in line.postings
                ],
            }
            for line in account.lines
        ],
        "in_all": [
            {"scheme": scheme, "scheme_name": names.newest(scheme), **_tally(one)}
            for scheme, one in account.in_all.items()
        ],
        "by_year": [
            {"scheme": scheme, "scheme_name": names.newest(scheme), "year": year, **_tally(one)}
            for (scheme, year), one in account.by_year.items()
        ],
    }


def _tally(one: "Tally") -> dict[str, object]:
    return {
        "granted": hundredths(one.granted),
        "provisional": hundredths(one.provisional),
        "final": hundredths(one.final),
        "reversed": hundredths(one.reversed),
    }
