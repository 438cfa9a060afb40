"""Everything about audits, put together.

Source: 浙学银〔2019〕2号, 三（三）.
"""

from dataclasses import dataclass

from adapters.screening.screening import Screening
from federation.clock import Clock
from node.model import audit, audit_finding
from node.model.case import CaseTable
from node.node_key import NodeKey
from node.ports.catalogue import Catalogue
from node.ports.filing import Results
from node.ports.ledgers import TrainingRuns
from node.ports.logs import OwnLog
from node.ports.organisation import Cases, Units
from node.services.attachment_types import SCANS_AND_OFFICE
from node.services.auditing.deciding import FindingDecisions
from node.services.auditing.running import AuditRunning
from node.services.auditing.viewing import AuditViews
from node.services.casework import Casework
from node.services.ledgers.verifying import LedgerVerification
from node.services.looking.access_trail import AccessTrail


@dataclass(frozen=True, slots=True, kw_only=True)
class Auditing:
    """Running audits, deciding on findings, looking at both."""

    running: AuditRunning
    decisions: FindingDecisions
    views: AuditViews


def auditing_of(
    *,
    screening: Screening | None,
    own_log: OwnLog,
    cases: Cases,
    units: Units,
    catalogue: Catalogue,
    results: Results,
    runs: TrainingRuns,
    verification: LedgerVerification,
    trail: AccessTrail,
    key: NodeKey,
    clock: Clock,
) -> Auditing:
    """The services of one branch; `screening` is None where the province has no rules."""

    def casework(table: CaseTable) -> Casework:
        return Casework(
            table,
            own_log=own_log,
            cases=cases,
            units=units,
            clock=clock,
            parts=(audit_finding.STATEMENT,),
            files=SCANS_AND_OFFICE,
        )

    findings = casework(audit_finding.TABLE)
    return Auditing(
        running=AuditRunning(
            screening=screening,
            own_log=own_log,
            audits=casework(audit.TABLE),
            findings=findings,
            cases=cases,
            units=units,
            catalogue=catalogue,
            results=results,
            runs=runs,
            verification=verification,
            clock=clock,
        ),
        decisions=FindingDecisions(casework=findings, clock=clock),
        views=AuditViews(
            findings=findings, cases=cases, units=units, results=results, trail=trail, key=key, clock=clock
        ),
    )
