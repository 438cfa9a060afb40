"""What every subject stands on: configuration, keys, storage, the branch's own log and its copies of the others'."""

from dataclasses import dataclass
from datetime import timedelta

from adapters.adapter import Adapter
from adapters.code_scheme import CodeScheme
from adapters.registry import adapter_named, code_scheme_of
from adapters.workbook.limits import WorkbookLimits
from federation.clock import Clock
from federation.keys import SigningKey, load_secret, load_signing_key
from federation.trust.certificates import IssuedCertificate
from federation.trust.names import log_origin
from node.bootstrap.rows import Rows, rows_of
from node.config import NodeConfig
from node.folder.branch_folder import BranchFolder
from node.folder.federation_epochs import HeldFederationKeys
from node.folder.tls_files import load_peer_certificate
from node.high_water_mark import HighWaterMark
from node.node_key import NodeKey
from node.ports.rosters import RosterHolder
from node.services.amending.link_entries import LinkEntries
from node.services.issuing import Issuer
from node.services.looking.access_trail import AccessTrail
from node.services.looking.freshness import Freshness
from node.services.looking.signed_records import SignedRecords
from node.services.looking.subject_keys import SubjectKeys
from node.storage.copies import Copies
from node.storage.database import Database
from node.storage.own_log import OwnLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundation:
    """What services of any subject are made over.

    Attributes:
        adapter: of the branch's province.
        scheme: the codes that the branch gives out; None if it gives out none.
        workbook_limits: within which a file is read.
        signing_key: of the branch's log.
        certificate: what the branch shows to other branches.
        rows: what several subjects keep in the database.
    """

    config: NodeConfig
    folder: BranchFolder
    clock: Clock
    rosters: RosterHolder
    adapter: Adapter
    scheme: CodeScheme | None
    workbook_limits: WorkbookLimits
    node_key: NodeKey
    signing_key: SigningKey
    certificate: IssuedCertificate
    database: Database
    rows: Rows
    own_log: OwnLog
    copies: Copies
    subject_keys: SubjectKeys
    issuer: Issuer
    freshness: Freshness
    trail: AccessTrail

    @property
    def branch(self) -> str:
        """The branch's own code."""
        return self.config.branch

    @property
    def link_entries(self) -> LinkEntries:
        """Links of documents in the own log."""
        return LinkEntries(
            origin=self.own_log.origin,
            log_id=self.own_log.log_id,
            issuer=self.issuer,
            subject_keys=self.subject_keys,
        )

    @property
    def signed_records(self) -> SignedRecords:
        """Entries of every log that is held, with their proofs."""
        return SignedRecords(own_log=self.own_log, copies=self.copies, rosters=self.rosters)


def foundation_of(
    folder: BranchFolder,
    config: NodeConfig,
    rosters: RosterHolder,
    federation_keys: HeldFederationKeys,
    database: Database,
    clock: Clock,
) -> Foundation:
    """The foundation of one branch's node; reads its keys.

    Raises:
        KeyUnavailable: one of them can't be read.
    """
    branch = config.branch
    origin = log_origin(rosters.current.federation_id, branch)
    signing_key = load_signing_key(config.keys.log, folder.path)
    node_key = NodeKey(load_secret(config.keys.node, folder.path))
    certificate = load_peer_certificate(folder, config)
    rows = rows_of(database, node_key)
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
    subject_keys = SubjectKeys(federation_keys.current, clock=clock, lookups_per_minute=config.lookup.per_minute)
    return Foundation(
        config=config,
        folder=folder,
        clock=clock,
        rosters=rosters,
        adapter=adapter_named(config.adapter),
        scheme=code_scheme_of(config.adapter),
        workbook_limits=_workbook_limits(config),
        node_key=node_key,
        signing_key=signing_key,
        certificate=certificate,
        database=database,
        rows=rows,
        own_log=own_log,
        copies=copies,
        subject_keys=subject_keys,
        issuer=Issuer(origin=origin, node_key=node_key, subject_keys=subject_keys),
        freshness=Freshness(
            own_branch=branch,
            own_log=own_log,
            copies=copies,
            rosters=rosters,
            clock=clock,
            stale_after=timedelta(seconds=config.sync.stale_after_s),
        ),
        trail=AccessTrail(rows.audit, own_log),
    )


def _workbook_limits(config: NodeConfig) -> WorkbookLimits:
    return WorkbookLimits(
        max_rows=config.imports.max_rows,
        max_file_bytes=config.imports.max_file_bytes,
        memory_bytes=config.imports.memory_bytes,
        timeout_s=config.imports.timeout_s,
    )
