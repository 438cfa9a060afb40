"""What became of workbooks, for people and for machines."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from federation.error_catalogue import ExitCode, describe
from federation.errors import CreditBankError
from node.cli.console.cell_issues import list_issues, told_issue
from node.cli.console.outcome import exit_code_of
from node.cli.console.terminal import Terminal

if TYPE_CHECKING:
    from node.services.filing.import_report import ImportReport


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOutcome:
    """One file's report, or why it could not be taken in."""

    file: Path
    outcome: "ImportReport | CreditBankError"


def show_outcomes(outcomes: Sequence[FileOutcome], terminal: Terminal, *, only_check: bool) -> int:
    """Tells them; several with a summary. Returns the exit code: a refused file's before that of rejected rows."""
    is_single = len(outcomes) == 1
    values = [_value(one, terminal) for one in outcomes]
    terminal.result(values[0] if is_single else values)
    for one in outcomes:
        if not is_single:
            terminal.say(f"【{one.file.name}】", f"[{one.file.name}]")
        if isinstance(one.outcome, CreditBankError):
            line = " ".join(describe(one.outcome, terminal.language).split())
            terminal.say(line, line)
        else:
            _show(one.outcome, terminal, only_check=only_check)
    if not is_single:
        _summarise(outcomes, terminal)
    for one in outcomes:
        if isinstance(one.outcome, CreditBankError):
            return exit_code_of(one.outcome)
    is_whole = not any(not isinstance(one.outcome, CreditBankError) and one.outcome.rejected for one in outcomes)
    return ExitCode.OK if is_whole else ExitCode.NOT_ALL_HELD


def _summarise(outcomes: Sequence[FileOutcome], terminal: Terminal) -> None:
    reports = [one.outcome for one in outcomes if not isinstance(one.outcome, CreditBankError)]
    rows: list[Sequence[object]] = []
    for one in outcomes:
        if isinstance(one.outcome, CreditBankError):
            rows.append((one.file.name, *[""] * 4, terminal.choose("未导入", "not taken in")))
        else:
            report = one.outcome
            rows.append((one.file.name, report.rows, report.accepted, report.duplicate, report.rejected, ""))
    total = [sum(getattr(one, name) for one in reports) for name in ("rows", "accepted", "duplicate", "rejected")]
    rows.append((terminal.choose("合计", "All"), *total, ""))
    headers = (
        ("文件", "File"),
        ("行数", "Rows"),
        ("成功", "Accepted"),
        ("重复", "Duplicate"),
        ("失败", "Rejected"),
        ("说明", "Note"),
    )
    terminal.table(headers, rows)


def _value(one: FileOutcome, terminal: Terminal) -> dict[str, object]:
    found = one.outcome
    if isinstance(found, CreditBankError):
        error = {"code": found.code, "message": describe(found, terminal.language)}
        return {"file": str(one.file), "error": error}
    return {
        "file": str(one.file),
        "template": found.template,
        "sheet": found.sheet,
        "rows": found.rows,
        "accepted": found.accepted,
        "duplicate": found.duplicate,
        "rejected": found.rejected,
        "withdrawn": found.withdrawn,
        "errors": [told_issue(issue) for issue in found.errors],
        "remarks": [told_issue(issue) for issue in found.remarks],
        "error_workbook": None if found.error_workbook is None else str(found.error_workbook),
    }


def _show(report: "ImportReport", terminal: Terminal, *, only_check: bool) -> None:
    zh, en = ("检查完成", "Checked") if only_check else ("导入完成", "Imported")
    terminal.say(
        f"{zh}：模板 {report.template}，共 {report.rows} 行，成功 {report.accepted}，"
        f"重复 {report.duplicate}，失败 {report.rejected}。",
        f"{en}: template {report.template}, {report.rows} rows: {report.accepted} accepted, "
        f"{report.duplicate} duplicate, {report.rejected} rejected.",
    )
    if report.withdrawn:
        terminal.say(
            f"重复的行中有 {report.withdrawn} 行的成果已撤回，需由原填报单位或其上级恢复，见下方提示。",
            f"Of the duplicates {report.withdrawn} are of achievements that were withdrawn: whoever filed them, or a "
            "unit above, reinstates them. See the remarks.",
        )
    if terminal.language == "en" and (report.errors or report.remarks):
        terminal.say("", "What is said of cells is in Chinese: the workbook goes back to the unit that filed it.")
    list_issues("退回", "Rejected", report.errors, terminal)
    list_issues("提示（不影响入库）", "Remarks (the rows are filed)", report.remarks, terminal)
    if not report.rows:
        terminal.say("没有可导入的数据行，请核对工作簿是否已填写。", "No rows to take in: was the workbook filled in?")
    if report.error_workbook is None:
        return
    if only_check:
        terminal.say(
            f"以上仅为检查，未入库。未通过的行已写入 {report.error_workbook}；合格的行请导入原文件。",
            f"Nothing was filed. The rows that are wrong are in {report.error_workbook}; for those that are right, "
            "import the workbook itself.",
        )
    else:
        terminal.say(
            f"未通过的行已写入 {report.error_workbook}，改正后可直接再次导入。",
            f"The rejected rows are in {report.error_workbook}: correct them there and import it.",
        )
