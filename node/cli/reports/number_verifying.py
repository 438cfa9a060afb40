"""`report verify-number`: how reports stand, by their numbers, at any branch."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from federation.error_catalogue import ExitCode
from federation.error_catalogue.phrases import REASONS
from federation.errors import Malformed, TooLarge
from federation.reports.state import ReportState
from node.cli.console.amounts import hundredths
from node.cli.console.node_access import with_actor
from node.cli.console.options import AsOption, FolderArgument, JsonOption
from node.cli.console.record_words import CREDIT_STANDINGS, FRESHNESS, REPORT_KINDS, REPORT_STATES, STATUSES
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.cli.console.transfer_names import place_text

if TYPE_CHECKING:
    from node.services.reporting.verdicts import FoundReport, NumberVerdict, VerifiedNumbers

MAX_LIST_BYTES = 16 * 1024
NUMBER_REASONS = REASONS["report-number-malformed"]


def register(report: typer.Typer) -> None:
    """Adds the command to the group."""
    report.command("verify-number")(verify_number)


def verify_number(
    folder: FolderArgument,
    numbers: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NUMBER]...", show_default=False, help="报告编号，可多个 / numbers of reports"),
    ] = None,
    numbers_file: Annotated[
        Path | None,
        typer.Option(
            "--file", metavar="FILE", show_default=False, help="编号清单，每行一个 / a list of numbers, one a line"
        ),
    ] = None,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> int:
    """凭编号在任一分行验证报告 / verify reports by number, at any branch."""
    terminal = Terminal(as_json=as_json)
    asked = [*(numbers or ()), *(_listed(numbers_file) if numbers_file is not None else ())]
    if not asked:
        raise typer.BadParameter(terminal.choose("没有给出报告编号", "no number was given"))
    found = with_actor(folder, actor, lambda node, who: node.reports.verification.verify(asked, actor=who))
    terminal.result(_as_json(found))
    for one in found.verdicts:
        _tell(one, terminal)
    if all(one.problem for one in found.verdicts):
        # Nothing was looked up: how fresh the logs are says nothing about it.
        return ExitCode.NOT_ALL_HELD
    terminal.table(
        (("分行", "Branch"), ("数据状况", "Freshness"), ("截至", "As of"), ("尚差条数", "Behind")),
        [
            (
                one.branch,
                terminal.choose(FRESHNESS.get(str(one.status), str(one.status)), str(one.status)),
                shown_time(one.as_of, terminal),
                one.behind,
            )
            for one in found.branches
        ],
    )
    return ExitCode.OK if all(one.state is ReportState.VALID for one in found.verdicts) else ExitCode.NOT_ALL_HELD


def _listed(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_LIST_BYTES + 1)
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Malformed(what="report numbers", why="unreadable") from None
    if len(data) > MAX_LIST_BYTES:
        raise TooLarge(what="report numbers", limit=f"{MAX_LIST_BYTES} B")
    return [line.strip() for line in text.splitlines() if line.strip()]


def _tell(verdict: "NumberVerdict", terminal: Terminal) -> None:
    if verdict.problem:
        phrase = NUMBER_REASONS[verdict.problem]
        terminal.say(
            f"{verdict.number}：编号有误，未作查询：{phrase.zh}。请对照报告重新输入，或扫描报告上的二维码。",
            f"{verdict.number}: this can't be a number, nothing was looked up: {phrase.en}. Type it again, or scan it.",
        )
        return
    word = terminal.choose(*REPORT_STATES[str(verdict.state)])
    terminal.say(f"{verdict.number}：{word}", f"{verdict.number}: {word}")
    if not verdict.reports:
        terminal.say(
            "  所持各分行日志中查无此编号；请留意下列各分行数据的截至时间。",
            "  no log that is held here has it; see below how fresh they are.",
        )
    elif len(verdict.reports) > 1:
        terminal.say(
            "  有不止一家分行登记了这一编号，均不予认定，请向出具分行核实：",
            "  more than one branch claims this number; none is taken for granted:",
        )
    for one in verdict.reports:
        _tell_report(one, terminal)


def _tell_report(one: "FoundReport", terminal: Terminal) -> None:
    body = one.body
    zh, en = REPORT_KINDS[body.kind.code]
    terminal.say(
        f"  {zh}，{body.masked_name}，第 {one.branch} 分行（{body.issued_by}）于 {body.issued_on.isoformat()} 出具，"
        f"有效期至 {body.valid_until.isoformat()}",
        f"  {en}, {body.masked_name}, issued by branch {one.branch} ({body.issued_by}) "
        f"on {body.issued_on.isoformat()}, valid until {body.valid_until.isoformat()}",
    )
    if one.state is ReportState.UNKNOWN and one.last_known is not ReportState.UNKNOWN:
        last = terminal.choose(*REPORT_STATES[str(one.last_known)])
        terminal.say(
            f"  自 {shown_time(one.unknown_since, terminal)} 起状态不明；此前最后所知：{last}",
            f"  unknown since {shown_time(one.unknown_since, terminal)}; last known: {last}",
        )
    for line in one.lines:
        status = terminal.choose(STATUSES.get(str(line.status), str(line.status)), str(line.status))
        told = f"    {line.branch}  {line.achieved_on}  {line.title}  {line.institution}  {status}"
        terminal.say(told, told)
    if one.credits:
        terminal.say("    转换取得的学分：", "    Converted credit:")
    for credit in one.credits:
        status = terminal.choose(*CREDIT_STANDINGS[str(credit.status)])
        parts = (credit.branch, credit.granted_on, credit.scheme_name, credit.course, str(hundredths(credit.credits)))
        told = "  ".join(part for part in parts if part)
        terminal.say(
            f"    {told}  {f'由 {credit.source} 转换  ' if credit.source else ''}{status}",
            f"    {told}  {f'converted from {credit.source}  ' if credit.source else ''}{status}",
        )


def _as_json(found: "VerifiedNumbers") -> dict[str, object]:
    return {
        "verdicts": [
            {
                "number": one.number,
                "problem": one.problem,
                "state": str(one.state),
                "reports": [_report_json(report) for report in one.reports],
            }
            for one in found.verdicts
        ],
        "branches": [
            {
                "branch": one.branch,
                "status": str(one.status),
                "as_of": None if one.as_of is None else one.as_of.isoformat(),
                "behind": one.behind,
            }
            for one in found.branches
        ],
    }


def _report_json(one: "FoundReport") -> dict[str, object]:
    return {
        "branch": one.branch,
        "kind": one.body.kind.code,
        "state": str(one.state),
        "last_known": str(one.last_known),
        "unknown_since": None if one.unknown_since is None else one.unknown_since.isoformat(),
        "masked_name": one.body.masked_name,
        "issued_by": one.body.issued_by,
        "issued_on": one.body.issued_on.isoformat(),
        "valid_until": one.body.valid_until.isoformat(),
        "achievements": [
            {
                "branch": line.branch,
                "title": line.title,
                "institution": line.institution,
                "achieved_on": line.achieved_on,
                "status": str(line.status),
            }
            for line in one.lines
        ],
        "credits": [
            {
                "branch": line.branch,
                "scheme": line.scheme,
                "scheme_name": line.scheme_name,
                "course": line.course,
                "credits": hundredths(line.credits),
                "granted_on": line.granted_on,
                "transfer": f"{line.branch}-{line.transfer}",
                "place": place_text(line.transfer, line.item),
                "converted_from": line.source or None,
                "status": str(line.status),
            }
            for line in one.credits
        ],
    }
