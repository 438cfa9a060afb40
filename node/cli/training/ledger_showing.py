"""How a run's ledger is told: its figure and what is wanting, its people with masked numbers, its recordings."""

from typing import TYPE_CHECKING

from federation.error_catalogue.case_words import STATES, STEPS
from federation.error_catalogue.phrases import Phrase
from federation.model.document import mask_number
from node.cli.console.cell_issues import list_issues, told_issue
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.model.ledger_completeness import PART_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from federation.model.ledger import LedgerPart
    from node.services.filing.import_report import ImportReport
    from node.services.ledgers.verifying import VerifiedLedger
    from node.services.ledgers.viewing import LedgerView, ListedLedger

VERDICTS = {
    "same": Phrase("与历次登记一致", "it is what was recorded, each time"),
    "recorded-anew": Phrase(
        "与最近一次登记一致，此前登记的内容与此不同",
        "it is what was recorded last; what was recorded before is different",
    ),
    "as-earlier": Phrase(
        "与较早一次登记一致，与最近一次登记不一致", "it is what was recorded once, not what was recorded last"
    ),
    "changed": Phrase("与历次登记均不一致，登记后已有改动", "it is nothing that was recorded: it was changed since"),
    "never-recorded": Phrase("从未登记，无从核对", "it was never recorded: there is nothing to hold it against"),
    "files-broken": Phrase("有附件遗失或内容被改", "a file is gone, or isn't what was taken in"),
}


def ledger_as_json(view: "LedgerView") -> dict[str, object]:
    """The whole of it for machines; numbers masked."""
    run = view.run
    return {
        "project": run.project_code,
        "project_name": view.project_name,
        "run": run.run,
        "case": view.case.case_id,
        "state": view.case.state,
        "unit": view.unit.code,
        "starts_on": run.starts_on.isoformat(),
        "ends_on": run.ends_on.isoformat(),
        "place": run.place,
        "teacher": run.teacher,
        "design": run.design,
        "completeness": view.figure.figure,
        "complete": [part.value for part in view.figure.complete],
        "gaps": [
            {"part": gap.part.value, "code": gap.code, "count": gap.count, "message": gap.sentence.zh}
            for gap in view.figure.gaps
        ],
        "recorded": view.state.is_recorded,
        "learners": [
            {"number": one.number, "name": one.name, "document_number": mask_number(one.document_number)}
            for one in run.learners
        ],
        "sessions": [
            {
                "date": one.on.isoformat(),
                "starts_at": f"{one.starts_at:%H:%M}",
                "ends_at": f"{one.ends_at:%H:%M}",
                "course": one.course,
                "present": list(one.present),
            }
            for one in run.sessions
        ],
        "evaluations": [
            {"learner": one.learner, "outcome": one.outcome, "score": one.score, "comment": one.comment}
            for one in run.evaluations
        ],
        "files": [
            {
                "number": number,
                "part": one.part,
                "name": one.name,
                "media_type": one.media_type,
                "bytes": one.size,
                "sha256": one.digest.hex(),
            }
            for number, one in enumerate(view.attachments, 1)
        ],
        "steps": [
            {"at": one.at.isoformat(timespec="seconds"), "actor": one.actor, "step": one.step, "reason": one.reason}
            for one in view.steps
        ],
    }


def tell_figure(view: "LedgerView", terminal: Terminal) -> None:
    """One line with the figure, and one for each thing that is wanting."""
    run = view.run
    state = STATES[view.case.state]
    terminal.say(
        f"项目 {run.project_code} 第 {run.run} 期（{state.zh}），台账完整度 {view.figure.figure}。",
        f"Project {run.project_code}, run {run.run} ({state.en}): {view.figure.figure} of the ledger is complete.",
    )
    for gap in view.figure.gaps:
        phrase = gap.sentence
        terminal.say(f"　· {phrase.zh}。", f"  - {phrase.en}.")


def tell_ledger(view: "LedgerView", terminal: Terminal) -> None:
    """The whole of it for people."""
    tell_figure(view, terminal)
    run = view.run
    terminal.table(
        (("项目", "Field"), ("内容", "Content")),
        [
            (terminal.choose(zh, en), value)
            for zh, en, value in (
                ("项目名称", "Project", view.project_name),
                ("承办机构", "Unit", view.unit.name),
                ("起止日期", "Days", f"{run.starts_on} — {run.ends_on}"),
                ("地点", "Place", run.place),
                ("授课教师", "Teacher", run.teacher),
                ("课程设计", "Course design", run.design),
                ("学员", "Learners", len(run.learners)),
                ("签到场次", "Sessions", len(run.sessions)),
                ("评价", "Evaluations", len(run.evaluations)),
            )
            if value
        ],
    )
    if run.learners:
        terminal.table(
            (("序号", "Number"), ("姓名", "Name"), ("证件号码", "Document number"), ("签到次数", "Sessions")),
            [
                (
                    one.number,
                    one.name,
                    mask_number(one.document_number),
                    sum(one.number in session.present for session in run.sessions),
                )
                for one in run.learners
            ],
        )
    if view.attachments:
        terminal.table(
            (("序号", "Number"), ("部分", "Part"), ("文件", "File"), ("字节", "Bytes")),
            [
                (number, parts_told([one.part], terminal), one.name, one.size)
                for number, one in enumerate(view.attachments, 1)
            ],
        )
    terminal.table(
        (("时间", "Time"), ("经办人", "By"), ("事项", "Step"), ("部分", "Part")),
        [
            (
                shown_time(one.at, terminal),
                one.actor,
                terminal.choose(*STEPS[one.step]) if one.step in STEPS else one.step,
                parts_told([one.reason], terminal) if one.reason else "",
            )
            for one in view.steps
        ],
    )


def parts_told(parts: "Iterable[LedgerPart | str]", terminal: Terminal) -> str:
    """Parts in words."""
    words = {part.value: terminal.choose(*phrase) for part, phrase in PART_NAMES.items()}
    return terminal.choose("、", ", ").join(words.get(str(part), str(part)) for part in parts)


def tell_list(found: "list[ListedLedger]", terminal: Terminal) -> None:
    """A line for each run, with its figure and what is wanting."""
    terminal.result(
        {
            "ledgers": [
                {
                    "project": one.state.project_code,
                    "run": one.state.run,
                    "unit": one.unit.code,
                    "completeness": one.figure,
                    "wanting": [part.value for part in one.wanting],
                    "recorded": one.state.is_recorded,
                }
                for one in found
            ]
        }
    )
    if not found:
        terminal.say("没有登记期次。", "No run is registered.")
        return
    terminal.table(
        (
            ("项目编码", "Project"),
            ("期次", "Run"),
            ("承办机构", "Unit"),
            ("完整度", "Complete"),
            ("缺少", "Wanting"),
            ("已登记", "Recorded"),
        ),
        [
            (
                one.state.project_code,
                one.state.run,
                one.unit.name,
                one.figure,
                parts_told(one.wanting, terminal),
                terminal.choose("是", "yes") if one.state.is_recorded else terminal.choose("否", "no"),
            )
            for one in found
        ],
    )


def tell_verified(verified: "VerifiedLedger", terminal: Terminal) -> None:
    """The verdict, and each recording beside it."""
    terminal.result(
        {
            "project": verified.project_code,
            "run": verified.run,
            "verdict": verified.verdict.value,
            "digest": verified.digest.hex(),
            "recordings": [
                {
                    "index": one.index,
                    "recorded_at": one.ledger.recorded_at.isoformat(timespec="seconds"),
                    "digest": one.ledger.digest.hex(),
                    "parts": [part.value for part in one.ledger.parts],
                    "same": one.is_same,
                }
                for one in verified.recordings
            ],
            "broken_files": [{"part": one.part, "sha256": one.digest.hex()} for one in verified.broken_files],
        }
    )
    phrase = VERDICTS[verified.verdict.value]
    terminal.say(
        f"项目 {verified.project_code} 第 {verified.run} 期台账：{phrase.zh}。",
        f"The ledger of project {verified.project_code}, run {verified.run}: {phrase.en}.",
    )
    for one in verified.broken_files:
        part = parts_told([one.part], terminal)
        terminal.say(f"　· {part}：{one.name}", f"  - {part}: {one.name}")
    if verified.recordings:
        terminal.table(
            (("日志序号", "Index"), ("登记时间", "Recorded"), ("当时已有", "Parts then"), ("与现在一致", "Same")),
            [
                (
                    one.index,
                    shown_time(one.ledger.recorded_at, terminal),
                    parts_told(one.ledger.parts, terminal),
                    terminal.choose("是", "yes") if one.is_same else terminal.choose("否", "no"),
                )
                for one in verified.recordings
            ],
        )


def tell_sheet(report: "ImportReport", terminal: Terminal) -> None:
    """What became of a sheet: all its rows, or what is wrong with them."""
    terminal.result(
        {
            "template": report.template,
            "rows": report.rows,
            "accepted": report.accepted,
            "errors": [told_issue(one) for one in report.errors],
            "error_workbook": None if report.error_workbook is None else str(report.error_workbook),
        }
    )
    if not report.errors:
        terminal.say(f"已录入 {report.accepted} 行。", f"{report.accepted} rows are in the ledger.")
        return
    list_issues("填报有误，未作任何改动，请改正后重新录入", "Wrong, so nothing was changed", report.errors, terminal)
    if report.error_workbook is not None:
        terminal.say(f"错误行已写入 {report.error_workbook}。", f"The wrong rows are in {report.error_workbook}.")
