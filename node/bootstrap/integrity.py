"""Whether all is well: logs examined, synchronisation, the doctor, an absent peer overruled."""

from functools import partial

from node.bootstrap.foundation import Foundation
from node.folder.tls_files import load_document_certificate
from node.services.integrity.doctor import Doctor
from node.services.integrity.log_inspection import LogInspection
from node.services.integrity.overruling import OverrulingService
from node.services.integrity.stuck_transfers import StuckTransfers
from node.services.integrity.sync_status import SyncStatus
from node.services.organisation.operators import OperatorService
from node.storage.schema_revision import verify_current
from node.storage.transfer_examination import TransferExamination


def logs(base: Foundation) -> LogInspection:
    """Logs as they are held, examined."""
    return LogInspection(
        own_log=base.own_log,
        copies=base.copies,
        transfers=TransferExamination(base.database.read),
        rosters=base.rosters,
    )


def sync_status(base: Foundation) -> SyncStatus:
    """How far each branch's copy is."""
    return SyncStatus(own_log=base.own_log, copies=base.copies, freshness=base.freshness)


def doctor(base: Foundation) -> Doctor:
    """What is wrong with the node, and what to do."""
    return Doctor(
        folder=base.folder.path,
        own_branch=base.branch,
        own_log=base.own_log,
        copies=base.copies,
        rosters=base.rosters,
        freshness=base.freshness,
        certificate=base.certificate,
        document_certificate=partial(load_document_certificate, base.folder, base.config),
        verify_schema=partial(verify_current, base.database),
        stuck=StuckTransfers(branch=base.branch, transfers=base.rows.transfers, rosters=base.rosters, clock=base.clock),
        clock=base.clock,
    )


def recovery(base: Foundation, operators: OperatorService) -> OverrulingService:
    """Signing again though a peer stays away."""
    return OverrulingService(
        own_log=base.own_log, audit=base.rows.audit, rosters=base.rosters, operators=operators, clock=base.clock
    )
