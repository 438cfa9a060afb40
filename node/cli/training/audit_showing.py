"""How audits and findings are told: figures, states in words, evidence; numbers masked."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from federation.error_catalogue.case_words import STATES, STEPS
from federation.error_catalogue.phrases import Phrase
from node.cli.console.amounts import hundredths
from node.cli.console.options import SHOWN_DIGITS
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.cli.training.ledger_showing import VERDICTS
from node.model.audit_finding import ANSWERED, DECLARED, DISMISSED, RAISED, UPHELD

if TYPE_CHECKING:
    from node.model.audit import ConductedAudit, SampledRun
    from node.model.audit_outcome import AuditOutcome, ListedFinding, UnitOutcome
    from node.model.case import Case
    from node.services.auditing.viewing import FindingFile, RowBehind

FINDING_STATES = {state: STATES[state] for state in (RAISED, DECLARED, ANSWERED, UPHELD, DISMISSED)}
SEVERITIES = {
    "serious": Phrase("严重", "serious"),
    "notable": Phrase("较重", "notable"),
    "hint": Phrase("提示", "hint"),
}


def audit_as_json(case: "Case", audit: "ConductedAudit") -> dict[str, object]:
    """An audit without its units."""
    return {
        "audit": case.case_id,
        "scope": audit.scope_code,
        "scope_name": audit.scope_name,
        "quarters": audit.quarters(),
        "ran_at": audit.ran_at.isoformat(timespec="seconds"),
        "ran_by": audit.ran_by,
        "seed": audit.seed,
        "editions": dict(audit.editions),
        "projects": audit.projects,
        "results": audit.results,
        "runs": audit.runs,
        "screened": audit.screened,
        "sample": [msgspec.structs.asdict(one) for one in audit.sample],
        "drawn_of": audit.drawn_of,
    }


def outcome_as_json(outcome: "AuditOutcome") -> dict[str, object]:
    """An audit with its units and findings."""
    return {
        **audit_as_json(outcome.case, outcome.audit),
        "units": [_unit(one) for one in outcome.units],
        "findings": [finding_as_json(one) for one in outcome.findings],
    }


def finding_as_json(one: "ListedFinding | FindingFile") -> dict[str, object]:
    """A finding without its history."""
    finding = one.body.finding
    return {
        "finding": one.case.case_id,
        "state": one.case.state,
        "unit": one.unit.code,
        "unit_name": one.unit.name,
        "year": one.body.year,
        "rule": finding.rule,
        "edition": finding.edition,
        "title": finding.title,
        "severity": finding.severity.value,
        "threshold": finding.threshold,
        "measured": finding.measured,
        "project": finding.project_code,
        "run": finding.run,
        "related": [{"project": key.project_code, "run": key.run} for key in finding.related],
        "entries": list(finding.refs),
        "entry_count": finding.ref_count,
        "evidence": list(finding.evidence),
        "answer_until": None if one.body.answer_until is None else one.body.answer_until.isoformat(),
        "statement": one.body.statement,
    }


def finding_file_as_json(one: "FindingFile", rows: "Sequence[RowBehind] | None") -> dict[str, object]:
    """A finding with its history, its papers and, if looked at, its rows."""
    return {
        **finding_as_json(one),
        "history": [
            {"at": step.at.isoformat(), "actor": step.actor, "step": step.step, "reason": step.reason}
            for step in one.steps
        ],
        "attachments": [{"name": file.name, "size": file.size} for file in one.attachments],
        **({} if rows is None else {"rows": [_row(row) for row in rows]}),
    }


def tell_outcome(outcome: "AuditOutcome", terminal: Terminal) -> None:
    """The audit's figures by unit."""
    tell_audit(outcome.case, outcome.audit, terminal)
    terminal.table(
        (
            ("机构代码", "Unit"),
            ("单位", "Name"),
            ("项目/经申报", "Projects/declared"),
            ("成果/在目录", "Results/catalogued"),
            ("期次/台账完整", "Runs/complete"),
            ("疑点", "Findings"),
            ("属实", "Upheld"),
            ("排除", "Dismissed"),
            ("涉及成果", "Concerned"),
        ),
        [
            (
                one.checked.code,
                one.checked.name,
                f"{one.checked.projects}/{one.checked.declared}",
                f"{one.checked.results}/{one.checked.catalogued}",
                f"{one.checked.runs}/{one.checked.ledgers_complete}",
                one.raised,
                one.upheld,
                one.dismissed,
                f"{one.checked.concerned} ({one.share_concerned:.1%})",
            )
            for one in outcome.units
        ],
    )
    tell_findings(outcome.findings, terminal)


def tell_audit(case: "Case", audit: "ConductedAudit", terminal: Terminal) -> None:
    """An audit in one line."""
    terminal.say(
        f"核查 {case.case_id[:SHOWN_DIGITS]}：{audit.scope_name}，{audit.quarters()}，"
        f"{shown_time(audit.ran_at, terminal)}，抽样种子 {audit.seed}；成果 {audit.results} 条，期次 {audit.runs} 期。",
        f"Audit {case.case_id[:SHOWN_DIGITS]}: {audit.scope_name}, {audit.quarters()}, "
        f"{shown_time(audit.ran_at, terminal)}, seed {audit.seed}; {audit.results} results, {audit.runs} runs.",
    )


def tell_audits(found: "Sequence[tuple[Case, ConductedAudit]]", terminal: Terminal) -> None:
    """Audits, one a line."""
    for case, audit in found:
        tell_audit(case, audit, terminal)


def tell_findings(found: "Sequence[ListedFinding]", terminal: Terminal) -> None:
    """Findings, one a row."""
    terminal.table(
        (
            ("编号", "Finding"),
            ("单位", "Unit"),
            ("疑点", "What"),
            ("程度", "Severity"),
            ("项目", "Project"),
            ("实际", "Measured"),
            ("状态", "State"),
        ),
        [
            (
                one.case.case_id[:SHOWN_DIGITS],
                one.unit.name,
                one.body.finding.title,
                _word(SEVERITIES, one.body.finding.severity, terminal),
                one.body.finding.project_code,
                one.body.finding.measured,
                _word(FINDING_STATES, one.case.state, terminal),
            )
            for one in found
        ],
    )


def tell_finding(one: "FindingFile", rows: "Sequence[RowBehind] | None", terminal: Terminal) -> None:
    """A finding with its evidence, its history and, if looked at, its rows."""
    finding = one.body.finding
    tell_findings([one], terminal)  # type: ignore[list-item]
    terminal.say(f"限值：{finding.threshold}", f"Threshold: {finding.threshold}")
    for line in finding.evidence:
        terminal.say(f"  {line}", f"  {line}")
    if one.body.answer_until is not None:
        terminal.say(f"说明期限：{one.body.answer_until}", f"To be answered until {one.body.answer_until}")
    for step in one.steps:
        words = STEPS.get(step.step, Phrase(step.step, step.step))
        reason = f"：{step.reason}" if step.reason else ""
        terminal.say(
            f"  {shown_time(step.at, terminal)} {step.actor} {words.zh}{reason}",
            f"  {shown_time(step.at, terminal)} {step.actor} {words.en}{reason}",
        )
    for number, file in enumerate(one.attachments, start=1):
        terminal.say(f"  附件 {number}：{file.name}", f"  file {number}: {file.name}")
    if rows is not None:
        terminal.table(
            (("序号", "Entry"), ("姓名", "Name"), ("证件号码", "Document"), ("取得时间", "Achieved"), ("期次", "Run")),
            [(row.index, row.name, row.masked_number, row.achieved_on, row.run) for row in rows],
        )


def tell_sample(drawn: "Sequence[SampledRun]", terminal: Terminal) -> None:
    """Drawn runs in the order of their lots."""
    nothing = Phrase("没有台账", "no ledger")
    terminal.table(
        (("单位", "Unit"), ("项目编码", "Project"), ("期次", "Run"), ("台账", "Ledger"), ("核对", "Beside the log")),
        [
            (one.unit_code, one.project_code, one.run, one.figure, terminal.choose(*VERDICTS.get(one.verdict, nothing)))
            for one in drawn
        ],
    )


def _unit(one: "UnitOutcome") -> dict[str, object]:
    return {
        **msgspec.structs.asdict(one.checked),
        "raised": one.raised,
        "open": one.open,
        "upheld": one.upheld,
        "dismissed": one.dismissed,
        "share_concerned": round(one.share_concerned, 4),
    }


def _row(row: "RowBehind") -> dict[str, object]:
    return {
        "index": row.index,
        "name": row.name,
        "document_number": row.masked_number,
        "project": row.project_code,
        "course": row.course_code,
        "run": row.run,
        "achieved_on": row.achieved_on.isoformat(),
        "training_hours": hundredths(row.training_hours),
    }


def _word(words: Mapping[str, Phrase], code: str, terminal: Terminal) -> str:
    return terminal.choose(*words[code])
