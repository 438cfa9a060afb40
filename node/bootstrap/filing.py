"""What is filed: workbooks, results of other systems, a person's own deposits."""

from node.bootstrap.foundation import Foundation
from node.services.deposits.service import Deposits, deposits_of
from node.services.filing.account_filing import AccountFiling
from node.services.filing.account_rights import AccountRights
from node.services.filing.achievement_filing import AchievementFiling
from node.services.filing.consequences import KeptResults
from node.services.filing.importing import ImportService
from node.services.filing.result_filing import ResultFiling
from node.services.ledgers.recording import LedgersOfFiled
from node.services.organisation.units import UnitService
from node.storage.training_runs import TrainingRunRepository


def achievement_filing(base: Foundation) -> AchievementFiling:
    """From drafts to sealed entries, whichever way they come."""
    return AchievementFiling(
        key=base.node_key,
        issuer=base.issuer,
        subject_keys=base.subject_keys,
        rosters=base.rosters,
        log_id=base.own_log.log_id,
        catalogue=base.rows.catalogue,
        # Read for each batch of an import: no write transaction for that.
        runs=TrainingRunRepository(base.database.read),
        consequences=(KeptResults(), LedgersOfFiled()) if base.adapter.has_catalogue else (),
    )


def account_rights(base: Foundation) -> AccountRights:
    """Whose account is whose to see."""
    return AccountRights(audit=base.rows.audit, imports=base.rows.imports, units=base.rows.units)


def importing(base: Foundation, units: UnitService, achievement_filing: AchievementFiling) -> ImportService:
    """Workbooks taken in."""
    return ImportService(
        own_log=base.own_log,
        accounts=base.rows.accounts,
        records=base.rows.records,
        audit=base.rows.audit,
        account_filing=AccountFiling(base.node_key),
        achievement_filing=achievement_filing,
        units=units,
        adapter=base.config.adapter,
        limits=base.workbook_limits,
        error_folder=base.folder.imports,
        clock=base.clock,
    )


def results(base: Foundation, units: UnitService, achievement_filing: AchievementFiling) -> ResultFiling:
    """Results that another system files."""
    return ResultFiling(
        own_log=base.own_log,
        accounts=base.rows.accounts,
        records=base.rows.records,
        audit=base.rows.audit,
        achievement_filing=achievement_filing,
        units=units,
        adapter=base.adapter,
        clock=base.clock,
    )


def deposits(
    base: Foundation, units: UnitService, achievement_filing: AchievementFiling, rights: AccountRights
) -> Deposits:
    """A person's own deposits."""
    return deposits_of(
        adapter=base.adapter,
        own_log=base.own_log,
        cases=base.rows.cases,
        accounts=base.rows.accounts,
        unit_rows=base.rows.units,
        units=units,
        achievement_filing=achievement_filing,
        trail=base.trail,
        rights=rights,
        key=base.node_key,
        clock=base.clock,
    )
