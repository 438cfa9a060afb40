"""The audit pack's report to the provincial education department: figures, units, a page for each with upheld findings.

Source: 浙学银〔2019〕2号, 三（三）.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from node.model.audit_finding import UPHELD
from node.model.audit_outcome import AuditOutcome, ListedFinding
from node.printing.audit_words import SEVERITIES, place_words, summary
from node.printing.figure_sheets import BEIJING, said_day
from node.printing.typesetting import render_pdf

TEMPLATE = "audit_report"
ISSUER = "省终身教育学分银行管理中心"


def render_audit_report(outcome: AuditOutcome, *, printed_at: datetime, extra_fonts: Path | None = None) -> bytes:
    """The report as PDF, A4; the same outcome and time give the same bytes.

    Args:
        outcome: of one audit.
        printed_at: aware.
        extra_fonts: see `render_pdf`.

    Raises:
        PrintRefused, TooLarge: see `render_pdf`.
    """
    ran = outcome.audit.ran_at.astimezone(BEIJING)
    upheld = [one for one in outcome.findings if one.case.state == UPHELD]
    units = [one for one in outcome.units if one.upheld]
    data = {
        "number": outcome.case.case_id[:8],
        "printed_on": printed_at.astimezone(BEIJING).date(),
        "scope": outcome.audit.scope_name,
        "quarters": outcome.audit.quarters(),
        "ran": f"{said_day(ran)} {ran:%H:%M}",
        "seed": outcome.audit.seed,
        "drawn": len(outcome.audit.sample),
        "drawn_of": outcome.audit.drawn_of,
        "screened": outcome.audit.screened,
        "editions": "、".join(sorted({edition for _, edition in outcome.audit.editions})),
        "issuer": ISSUER,
        "summary": [{"name": name, "count": count} for name, count in summary(outcome)],
        "units": [
            {
                "code": one.checked.code,
                "name": one.checked.name,
                "results": one.checked.results,
                "raised": one.raised,
                "upheld": one.upheld,
                "dismissed": one.dismissed,
                "open": one.open,
                "projects": one.checked.projects,
                "declared": one.checked.declared,
                "catalogued": one.checked.catalogued,
                "runs": one.checked.runs,
                "complete": one.checked.ledgers_complete,
                "share": f"{one.share_concerned:.1%}",
                "findings": [
                    _finding(finding, outcome.reasons)
                    for finding in upheld
                    if finding.unit.unit_id == one.checked.unit_id
                ],
            }
            for one in units
        ],
    }
    return render_pdf(TEMPLATE, data, created_at=printed_at, extra_fonts=extra_fonts)


def _finding(one: ListedFinding, reasons: Mapping[str, str]) -> dict[str, object]:
    finding = one.body.finding
    return {
        "number": one.case.case_id[:8],
        "title": finding.title,
        "severity": SEVERITIES[finding.severity],
        "place": place_words(one),
        "threshold": finding.threshold,
        "measured": finding.measured,
        "evidence": list(finding.evidence),
        "count": finding.ref_count,
        "statement": one.body.statement or "（期限内未作说明）",
        "reason": reasons.get(one.case.case_id, ""),
    }
