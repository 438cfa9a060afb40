"""All that can be done with ledgers, put together over one kind of case."""

from dataclasses import dataclass

from federation.clock import Clock
from federation.model.ledger import ALL_PARTS
from node.model.training_run import TRAINING_RUNS
from node.node_key import NodeKey
from node.ports.catalogue import Catalogue
from node.ports.ledgers import TrainingRuns
from node.ports.logs import Entries, OwnLog, PlainEntries
from node.ports.organisation import Cases, Units
from node.services.attachment_types import SCANS_AND_OFFICE
from node.services.casework import Casework
from node.services.filing.workbook_rows import WorkbookRows
from node.services.ledgers.keeping import LedgerKeeping
from node.services.ledgers.ledger_cases import LedgerCases
from node.services.ledgers.recording import LedgerRecording
from node.services.ledgers.sheets import LedgerSheets
from node.services.ledgers.verifying import LedgerVerification
from node.services.ledgers.viewing import LedgerViews
from node.services.looking.access_trail import AccessTrail


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledgers:
    """The unit's side, the log's, the auditor's, and looking."""

    keeping: LedgerKeeping
    sheets: LedgerSheets
    recording: LedgerRecording
    verification: LedgerVerification
    views: LedgerViews


def ledgers_of(
    *,
    own_log: OwnLog,
    cases: Cases,
    runs: TrainingRuns,
    catalogue: Catalogue,
    units: Units,
    plain_entries: PlainEntries,
    entries: Entries,
    trail: AccessTrail,
    sheets: WorkbookRows,
    key: NodeKey,
    clock: Clock,
) -> Ledgers:
    """Ledgers of a branch; `sheets` reads its adapter's ledger sheets."""
    casework = Casework(
        TRAINING_RUNS,
        own_log=own_log,
        cases=cases,
        units=units,
        clock=clock,
        parts=ALL_PARTS,
        files=SCANS_AND_OFFICE,
    )
    found = LedgerCases(casework=casework, runs=runs, units=units, log_id=own_log.log_id)
    return Ledgers(
        keeping=LedgerKeeping(cases=found, catalogue=catalogue, units=units),
        sheets=LedgerSheets(cases=found, rows=sheets, clock=clock),
        recording=LedgerRecording(cases=found, own_log=own_log, clock=clock),
        verification=LedgerVerification(
            cases=found,
            own_log=own_log,
            case_rows=cases,
            plain_entries=plain_entries,
            entries=entries,
            trail=trail,
            clock=clock,
        ),
        views=LedgerViews(cases=found, catalogue=catalogue, units=units, trail=trail, key=key, clock=clock),
    )
