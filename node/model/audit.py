"""An audit (核查): what was held against what, by whom, when, by which rules, and what came of it for each unit.

An audit is a case of the provincial centre that is filed once and stays as it is; what became of its
findings is told by theirs (`node.model.audit_finding`).

Source: 浙学银〔2019〕2号, 三（三） (核查: 申报、目录、台账、数据技术排查).
"""

from datetime import datetime

import msgspec

from federation.errors import IntegrityBroken
from federation.model.quarters import quarter_text
from node.model.case import CaseTable

KIND = "audit"
DONE = "done"
TABLE = CaseTable(kind=KIND, first=DONE, transitions={}, open_states=frozenset())


class UnitChecked(msgspec.Struct, frozen=True, kw_only=True):
    """What an audit counted of one unit.

    Attributes:
        projects: in the catalogues audited; `declared` of them were declared by the unit, reviewed and published.
        results: filed against these projects, or by the unit against none; `catalogued` of them against these.
        runs: that have results or a ledger; `ledgers_complete` of them with all five parts, `ledgers_recorded`
            of them as the log has them.
        findings: that the audit made, new or raised before.
        concerned: results that these point at; each counts once where a finding lists it.
    """

    unit_id: int
    code: str
    name: str
    level: str
    region: str
    projects: int = 0
    declared: int = 0
    results: int = 0
    catalogued: int = 0
    runs: int = 0
    ledgers_complete: int = 0
    ledgers_recorded: int = 0
    findings: int = 0
    concerned: int = 0


class SampledRun(msgspec.Struct, frozen=True, kw_only=True):
    """A run that was drawn for a look by hand.

    Attributes:
        figure: complete parts of five, such as ``4/5``; "" without a ledger.
        verdict: its ledger beside the log's recordings (`LedgerVerdict`); "" without a ledger.
    """

    unit_code: str
    project_code: str
    run: int
    figure: str = ""
    verdict: str = ""


class ConductedAudit(msgspec.Struct, frozen=True, kw_only=True):
    """One audit as it was run.

    Attributes:
        scope_code, scope_name: the unit at whose place it was: of it and everything under it.
        first_quarter, last_quarter: numbers as `federation.model.quarters` counts.
        ran_at: aware; `ran_by`: the operator.
        seed: what the sample was drawn by; `drawn_of`: among so many runs.
        editions: (rule, edition) of what it was screened by.
        projects, results, runs: in scope; `screened`: results of the whole province that were held together.
        units: those with anything to count.
    """

    scope_code: str
    scope_name: str
    first_quarter: int
    last_quarter: int
    ran_at: datetime
    ran_by: str
    seed: str
    editions: tuple[tuple[str, str], ...]
    projects: int
    results: int
    runs: int
    screened: int
    units: tuple[UnitChecked, ...]
    sample: tuple[SampledRun, ...]
    drawn_of: int = 0

    def quarters(self) -> str:
        """``2026-Q1``, or ``2026-Q1..2026-Q4``."""
        first, last = quarter_text(self.first_quarter), quarter_text(self.last_quarter)
        return first if first == last else f"{first}..{last}"


def encode_audit(audit: ConductedAudit) -> bytes:
    """The bytes that a case keeps."""
    return msgspec.json.encode(audit)


def parse_audit(body: bytes) -> ConductedAudit:
    """The audit that `encode_audit` wrote.

    Raises:
        IntegrityBroken: the case holds something else.
    """
    try:
        return msgspec.json.decode(body, type=ConductedAudit)
    except msgspec.DecodeError:
        raise IntegrityBroken(what="audit") from None
