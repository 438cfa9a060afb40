"""The rows that several subjects read or write; what one subject alone keeps, its own module makes."""

from dataclasses import dataclass

from node.node_key import NodeKey
from node.storage.accounts import AccountRepository
from node.storage.audit import AuditRepository
from node.storage.cases import CaseRepository
from node.storage.catalogue import CatalogueRepository
from node.storage.database import Database
from node.storage.entries import EntryRepository
from node.storage.filed_results import FiledResultRepository
from node.storage.imports import ImportRepository
from node.storage.plain_entries import PlainEntries
from node.storage.records import RecordRepository
from node.storage.reminders import ReminderRepository
from node.storage.training_runs import TrainingRunRepository
from node.storage.transfers import TransferRepository
from node.storage.units import OperatorRepository, UnitRepository


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Repositories, each call a transaction of its own.

    Those of audit, cases, operators, reminders, runs and units write; the others only read.
    """

    accounts: AccountRepository
    audit: AuditRepository
    cases: CaseRepository
    catalogue: CatalogueRepository
    entries: EntryRepository
    imports: ImportRepository
    operators: OperatorRepository
    plain_entries: PlainEntries
    records: RecordRepository
    reminders: ReminderRepository
    results: FiledResultRepository
    runs: TrainingRunRepository
    transfers: TransferRepository
    units: UnitRepository


def rows_of(database: Database, key: NodeKey) -> Rows:
    """The rows of a database, opened and sealed with the node's key."""
    read, run = database.read, database.run
    return Rows(
        accounts=AccountRepository(read, key),
        audit=AuditRepository(run, key),
        cases=CaseRepository(run, key),
        catalogue=CatalogueRepository(read),
        entries=EntryRepository(read),
        imports=ImportRepository(read, key),
        operators=OperatorRepository(run, key),
        plain_entries=PlainEntries(read),
        records=RecordRepository(read),
        reminders=ReminderRepository(run),
        results=FiledResultRepository(read, key),
        runs=TrainingRunRepository(run),
        transfers=TransferRepository(read),
        units=UnitRepository(run),
    )
