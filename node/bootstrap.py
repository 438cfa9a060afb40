"""Putting a node together: the only module that knows which class stands behind which port."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from adapters.registry import adapter_named, code_scheme_of, screening_of
from adapters.workbook.limits import WorkbookLimits
from federation.clock import Clock, SystemClock
from federation.errors import DatabaseUnavailable
from federation.keys import load_secret, load_signing_key
from federation.rpc.limits import CallingLimits
from federation.trust.names import log_origin
from node.config import NodeConfig
from node.config_reading import load_config
from node.folder.branch_folder import BranchFolder
from node.folder.federation_epochs import HeldFederationKeys
from node.folder.held_roster import HeldRoster
from node.folder.roster_files import RosterFiles
from node.folder.tls_files import load_peer_certificate
from node.high_water_mark import HighWaterMark
from node.model.link_case import LINKS
from node.node_key import NodeKey
from node.ports.rosters import RosterHolder
from node.services.amending.correcting import CorrectingService
from node.services.amending.learner_accounts import LearnerAccounts
from node.services.amending.link_entries import LinkEntries
from node.services.amending.linking import LinkingService
from node.services.amending.reinstating import ReinstatingService
from node.services.amending.withdrawing import WithdrawingService
from node.services.amending.withdrawing_rows import WorkbookWithdrawing
from node.services.assessment.service import AssessmentService
from node.services.auditing.service import Auditing, auditing_of
from node.services.auditing.viewing import UpheldFindings
from node.services.casework import Casework
from node.services.cataloguing.service import Cataloguing, cataloguing_of
from node.services.declaring.service import Declaring, declaring_of
from node.services.deposits.service import Deposits, deposits_of
from node.services.filing.account_filing import AccountFiling
from node.services.filing.account_rights import AccountRights
from node.services.filing.achievement_filing import AchievementFiling
from node.services.filing.consequences import KeptResults
from node.services.filing.history import FilingHistory
from node.services.filing.importing import ImportService
from node.services.filing.result_filing import ResultFiling
from node.services.filing.tracing import Tracing
from node.services.filing.workbook_rows import WorkbookRows
from node.services.integrity.doctor import Doctor
from node.services.integrity.log_inspection import LogInspection
from node.services.integrity.overruling import OverrulingService
from node.services.integrity.sync_status import SyncStatus
from node.services.issuing import Issuer
from node.services.ledgers.recording import LedgersOfFiled
from node.services.ledgers.service import Ledgers, ledgers_of
from node.services.looking.access_trail import AccessTrail
from node.services.looking.freshness import Freshness
from node.services.looking.looks import LooksService
from node.services.looking.lookup import LookupService
from node.services.looking.proving import ProvingService
from node.services.looking.subject_keys import SubjectKeys
from node.services.organisation.application_forms import ApplicationForms
from node.services.organisation.applications import ApplicationService
from node.services.organisation.contacts import CityContactService
from node.services.organisation.operators import OperatorService
from node.services.organisation.reminders import ApplicationReminders
from node.services.organisation.units import UnitService
from node.services.progress.service import ProgressService
from node.storage.accounts import AccountRepository
from node.storage.audit import AuditRepository
from node.storage.cases import CaseRepository
from node.storage.catalogue import CatalogueRepository
from node.storage.copies import Copies
from node.storage.database import Database
from node.storage.entries import EntryRepository
from node.storage.filed_results import FiledResultRepository
from node.storage.filing_counts import FilingCounts
from node.storage.imports import ImportRepository
from node.storage.migrating import upgrade, verify_current
from node.storage.own_log import OwnLog
from node.storage.plain_entries import PlainEntries
from node.storage.records import RecordRepository
from node.storage.reminders import ReminderRepository
from node.storage.state_rows import take_lease
from node.storage.training_runs import TrainingRunRepository
from node.storage.units import OperatorRepository, UnitRepository
from node.sync.peers import Peers
from node.sync.pulling import Puller
from node.sync.recovering import Recovery
from node.sync.serving import Announcer, ServedLogs
from node.sync.synchroniser import Synchroniser


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One branch's node, put together; what a command, a server or a test works with."""

    config: NodeConfig
    folder: BranchFolder
    clock: Clock
    rosters: RosterHolder
    own_log: OwnLog
    units: UnitService
    operators: OperatorService
    applications: ApplicationService
    application_reminders: ApplicationReminders
    application_forms: ApplicationForms
    city_contacts: CityContactService
    importing: ImportService
    results: ResultFiling
    history: FilingHistory
    withdrawing: WithdrawingService
    workbook_withdrawing: WorkbookWithdrawing
    reinstating: ReinstatingService
    correcting: CorrectingService
    accounts: LearnerAccounts
    deposits: Deposits
    ledgers: Ledgers
    lookup: LookupService
    looks: LooksService
    proving: ProvingService
    linking: LinkingService
    logs: LogInspection
    sync_status: SyncStatus
    doctor: Doctor
    recovery: OverrulingService
    progress: ProgressService
    auditing: Auditing
    declaring: Declaring
    cataloguing: Cataloguing
    assessment: AssessmentService
    trail: AccessTrail
    synchroniser: Synchroniser
    served: ServedLogs
    announcer: Announcer
    peers: Peers
    _database: Database

    async def take_lease(self, name: str, holder: str, lasting: timedelta) -> bool:
        """Whether `holder` may do what only one process of the node does at a time."""
        return await self._database.write(
            partial(take_lease, name=name, holder=holder, now=self.clock.now(), lasting=lasting)
        )


async def migrate(folder: BranchFolder, *, rebuild_catalogues: bool = False) -> tuple[str, str]:
    """Brings the folder's database to this version's schema; returns (found, reached).

    Args:
        folder: of the branch.
        rebuild_catalogues: whether what catalogues are found by is made anew from the entries.

    Raises:
        FolderNotReady, ConfigurationInvalid, DatabaseUnavailable: it can't be opened.
    """
    database = Database(_config(folder).database.url)
    try:
        reached = await upgrade(database)
        if rebuild_catalogues:
            await CatalogueRepository(database.write).rebuild()
        return reached
    finally:
        await database.close()


@asynccontextmanager
async def open_node(folder: BranchFolder, clock: Clock | None = None) -> AsyncIterator[Node]:
    """A node over a branch's folder; nothing listens and nothing is dialled.

    Raises:
        FolderNotReady, ConfigurationInvalid, KeyUnavailable: the folder can't be used.
        NotInRoster: the branch isn't in the roster (yet).
        DatabaseUnavailable, DatabaseOutdated: the database can't be used.
    """
    clock = clock or SystemClock()
    config = _config(folder)
    rosters = HeldRoster(RosterFiles(folder))
    federation_keys = HeldFederationKeys(folder, config, rosters)
    database = Database(config.database.url)
    try:
        if database.path is not None and not database.path.exists():
            # To open it would make an empty one, and hide that the branch's records are gone.
            raise DatabaseUnavailable(reason="missing")
        await verify_current(database)
        node = _assemble(folder, config, rosters, federation_keys, database, clock)
        await node.own_log.prepare()
        await node.units.prepare()
        try:
            yield node
        finally:
            await node.peers.close()
    finally:
        await database.close()


def _config(folder: BranchFolder) -> NodeConfig:
    folder.require_ready()
    return load_config(folder.node_toml, os.environ)


def _assemble(
    folder: BranchFolder,
    config: NodeConfig,
    rosters: RosterHolder,
    federation_keys: HeldFederationKeys,
    database: Database,
    clock: Clock,
) -> Node:
    branch = config.branch
    origin = log_origin(rosters.current.federation_id, branch)
    signing_key = load_signing_key(config.keys.log, folder.path)
    node_key = NodeKey(load_secret(config.keys.node, folder.path))
    certificate = load_peer_certificate(folder, config)
    own_log = OwnLog(
        database=database,
        origin=origin,
        branch=branch,
        signing_key=signing_key,
        key_at=lambda size: rosters.current.branch(branch).key_at(size),
        node_key=node_key,
        mark=HighWaterMark(config.high_water_mark),
        clock=clock,
    )
    copies = Copies(database)
    accounts = AccountRepository(database.read, node_key)
    audit = AuditRepository(database.run, node_key)
    records = RecordRepository(database.read)
    subject_keys = SubjectKeys(federation_keys.current, clock=clock, lookups_per_minute=config.lookup.per_minute)
    issuer = Issuer(origin=origin, node_key=node_key, subject_keys=subject_keys)
    stale_after = timedelta(seconds=config.sync.stale_after_s)
    freshness = Freshness(
        own_branch=branch, own_log=own_log, copies=copies, rosters=rosters, clock=clock, stale_after=stale_after
    )
    trail = AccessTrail(audit, own_log)
    announcer = Announcer()
    own_log.announce = announcer.announce
    peers = Peers(own_branch=branch, rosters=rosters, certificate=certificate, limits=CallingLimits())
    achievement_filing = AchievementFiling(
        key=node_key,
        issuer=issuer,
        subject_keys=subject_keys,
        rosters=rosters,
        log_id=own_log.log_id,
        catalogue=CatalogueRepository(database.read),
        runs=TrainingRunRepository(database.read),
        consequences=(KeptResults(), LedgersOfFiled()) if adapter_named(config.adapter).has_catalogue else (),
    )
    unit_rows = UnitRepository(database.run)
    cases = CaseRepository(database.run, node_key)
    units = UnitService(
        own_log=own_log,
        units=unit_rows,
        levels=adapter_named(config.adapter).levels,
        scheme=code_scheme_of(config.adapter),
        branch=branch,
        branch_name=rosters.current.branch(branch).name,
        clock=clock,
    )
    operator_rows = OperatorRepository(database.run, node_key)
    operators = OperatorService(own_log=own_log, operators=operator_rows, units=unit_rows, branch=branch, clock=clock)
    imports = ImportRepository(database.read, node_key)
    account_rights = AccountRights(audit=audit, imports=imports, units=unit_rows)
    tracing = Tracing(
        log_id=own_log.log_id,
        entries=EntryRepository(database.read),
        imports=imports,
        cases=cases,
        units=unit_rows,
        operators=operator_rows,
    )
    withdrawing = WithdrawingService(own_log=own_log, tracing=tracing, imports=imports, units=unit_rows, clock=clock)
    declaring = declaring_of(
        own_log=own_log,
        cases=cases,
        reminders=ReminderRepository(database.run),
        unit_rows=unit_rows,
        units=units,
        adapter=config.adapter,
        limits=_workbook_limits(config),
        error_folder=folder.imports,
        scheme=code_scheme_of(config.adapter),
        region_names=adapter_named(config.adapter).region_names,
        clock=clock,
    )
    ledgers = ledgers_of(
        own_log=own_log,
        cases=cases,
        runs=TrainingRunRepository(database.run),
        catalogue=CatalogueRepository(database.read),
        units=unit_rows,
        plain_entries=PlainEntries(database.read),
        entries=EntryRepository(database.read),
        trail=trail,
        sheets=WorkbookRows(
            adapter=config.adapter,
            limits=_workbook_limits(config),
            error_folder=folder.imports,
            kinds=("ledger",),
        ),
        key=node_key,
        clock=clock,
    )
    return Node(
        config=config,
        folder=folder,
        clock=clock,
        rosters=rosters,
        own_log=own_log,
        units=units,
        operators=operators,
        applications=ApplicationService(own_log=own_log, cases=cases, units=unit_rows, clock=clock),
        application_reminders=ApplicationReminders(
            own_log=own_log, reminders=ReminderRepository(database.run), cases=cases, units=unit_rows, clock=clock
        ),
        application_forms=ApplicationForms(adapter=config.adapter, limits=_workbook_limits(config), clock=clock),
        city_contacts=CityContactService(own_log=own_log, cases=cases, units=unit_rows, clock=clock),
        importing=ImportService(
            own_log=own_log,
            accounts=accounts,
            records=records,
            audit=audit,
            account_filing=AccountFiling(node_key),
            achievement_filing=achievement_filing,
            units=units,
            adapter=config.adapter,
            limits=_workbook_limits(config),
            error_folder=folder.imports,
            clock=clock,
        ),
        results=ResultFiling(
            own_log=own_log,
            accounts=accounts,
            records=records,
            audit=audit,
            achievement_filing=achievement_filing,
            units=units,
            adapter=adapter_named(config.adapter),
            clock=clock,
        ),
        deposits=deposits_of(
            adapter=adapter_named(config.adapter),
            own_log=own_log,
            cases=cases,
            accounts=accounts,
            unit_rows=unit_rows,
            units=units,
            achievement_filing=achievement_filing,
            trail=trail,
            rights=account_rights,
            key=node_key,
            clock=clock,
        ),
        ledgers=ledgers,
        history=FilingHistory(own_log=own_log, copies=copies, tracing=tracing, imports=imports, units=unit_rows),
        withdrawing=withdrawing,
        workbook_withdrawing=WorkbookWithdrawing(
            own_log=own_log,
            withdrawing=withdrawing,
            tracing=tracing,
            achievement_filing=achievement_filing,
            accounts=accounts,
            records=records,
            audit=audit,
            units=units,
            adapter=config.adapter,
            limits=_workbook_limits(config),
            clock=clock,
        ),
        reinstating=ReinstatingService(own_log=own_log, tracing=tracing, clock=clock),
        accounts=LearnerAccounts(
            own_log=own_log,
            accounts=accounts,
            audit=audit,
            imports=imports,
            cases=cases,
            units=unit_rows,
            rights=account_rights,
            node_key=node_key,
            clock=clock,
        ),
        correcting=CorrectingService(
            own_log=own_log,
            tracing=tracing,
            records=records,
            audit=audit,
            units=unit_rows,
            catalogue=CatalogueRepository(database.read),
            issuer=issuer,
            subject_keys=subject_keys,
            node_key=node_key,
            clock=clock,
        ),
        lookup=LookupService(
            records=records,
            subject_keys=subject_keys,
            freshness=freshness,
            trail=trail,
            rosters=rosters,
            node_key=node_key,
            clock=clock,
        ),
        looks=LooksService(audit=audit, operators=operator_rows, units=unit_rows, node_key=node_key, clock=clock),
        proving=ProvingService(
            own_log=own_log,
            copies=copies,
            entries=EntryRepository(database.read),
            rosters=rosters,
            subject_keys=subject_keys,
            audit=audit,
            node_key=node_key,
            clock=clock,
        ),
        linking=LinkingService(
            own_log=own_log,
            entries=LinkEntries(origin=origin, log_id=own_log.log_id, issuer=issuer, subject_keys=subject_keys),
            casework=Casework(LINKS, own_log=own_log, cases=cases, units=unit_rows, clock=clock),
            units=units,
            accounts=accounts,
            records=records,
            audit=audit,
            subject_keys=subject_keys,
            node_key=node_key,
            clock=clock,
        ),
        logs=LogInspection(own_log=own_log, copies=copies, rosters=rosters),
        sync_status=SyncStatus(own_log=own_log, copies=copies, freshness=freshness),
        doctor=Doctor(
            folder=folder.path,
            own_branch=branch,
            own_log=own_log,
            copies=copies,
            rosters=rosters,
            freshness=freshness,
            certificate=certificate,
            verify_schema=partial(verify_current, database),
            clock=clock,
        ),
        recovery=OverrulingService(own_log=own_log, audit=audit, rosters=rosters, operators=operators, clock=clock),
        progress=ProgressService(
            own_log=own_log,
            branch=branch,
            counts=FilingCounts(database.read),
            units=unit_rows,
            plain_entries=PlainEntries(database.read),
            copies=copies,
            rosters=rosters,
            region_names=adapter_named(config.adapter).region_names,
            clock=clock,
        ),
        assessment=AssessmentService(
            own_log=own_log,
            catalogue=CatalogueRepository(database.read),
            results=FiledResultRepository(database.read, node_key),
            units=unit_rows,
            plain_entries=PlainEntries(database.read),
            copies=copies,
            rosters=rosters,
            region_names=adapter_named(config.adapter).region_names,
            branch=branch,
            plans=declaring.plans,
            upheld=UpheldFindings(cases),
            clock=clock,
        ),
        auditing=auditing_of(
            screening=screening_of(config.adapter),
            own_log=own_log,
            cases=cases,
            units=unit_rows,
            catalogue=CatalogueRepository(database.read),
            results=FiledResultRepository(database.read, node_key),
            runs=TrainingRunRepository(database.run),
            verification=ledgers.verification,
            trail=trail,
            key=node_key,
            clock=clock,
        ),
        declaring=declaring,
        cataloguing=cataloguing_of(
            branch=branch,
            own_log=own_log,
            cases=cases,
            unit_rows=unit_rows,
            units=units,
            catalogue=CatalogueRepository(database.read),
            rosters=rosters,
            freshness=freshness,
            scheme=code_scheme_of(config.adapter),
            region_names=adapter_named(config.adapter).region_names,
            clock=clock,
        ),
        trail=trail,
        synchroniser=Synchroniser(
            own_log=own_log,
            copies=copies,
            rosters=rosters,
            peers=peers,
            puller=Puller(copies, own_origin=origin, witness_key=signing_key, clock=clock),
            recovery=Recovery(own_log=own_log, copies=copies, peers=peers),
            clock=clock,
            announce=announcer.announce,
        ),
        served=ServedLogs(own_log=own_log, copies=copies, rosters=rosters, announcer=announcer),
        announcer=announcer,
        peers=peers,
        _database=database,
    )


def _workbook_limits(config: NodeConfig) -> WorkbookLimits:
    return WorkbookLimits(
        max_rows=config.imports.max_rows,
        max_file_bytes=config.imports.max_file_bytes,
        memory_bytes=config.imports.memory_bytes,
        timeout_s=config.imports.timeout_s,
    )
