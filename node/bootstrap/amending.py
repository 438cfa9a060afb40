"""What was filed, seen again: its history, withdrawals, corrections, accounts and their links."""

from node.bootstrap.foundation import Foundation
from node.model.link_case import LINKS
from node.services.amending.correcting import CorrectingService
from node.services.amending.learner_accounts import LearnerAccounts
from node.services.amending.linking import LinkingService
from node.services.amending.reinstating import ReinstatingService
from node.services.amending.withdrawing import WithdrawingService
from node.services.amending.withdrawing_rows import WorkbookWithdrawing
from node.services.casework import Casework
from node.services.filing.account_rights import AccountRights
from node.services.filing.achievement_filing import AchievementFiling
from node.services.filing.history import FilingHistory
from node.services.filing.tracing import Tracing
from node.services.organisation.units import UnitService


def tracing(base: Foundation) -> Tracing:
    """By what way an entry came in, and by whom."""
    return Tracing(
        log_id=base.own_log.log_id,
        entries=base.rows.entries,
        imports=base.rows.imports,
        cases=base.rows.cases,
        units=base.rows.units,
        operators=base.rows.operators,
    )


def history(base: Foundation, tracing: Tracing) -> FilingHistory:
    """What was filed, and when."""
    return FilingHistory(
        own_log=base.own_log,
        copies=base.copies,
        tracing=tracing,
        imports=base.rows.imports,
        units=base.rows.units,
    )


def withdrawing(base: Foundation, tracing: Tracing) -> WithdrawingService:
    """Withdrawals of an achievement, or of all of a file's."""
    return WithdrawingService(
        own_log=base.own_log,
        tracing=tracing,
        imports=base.rows.imports,
        units=base.rows.units,
        clock=base.clock,
    )


def workbook_withdrawing(
    base: Foundation,
    *,
    withdrawing: WithdrawingService,
    tracing: Tracing,
    achievement_filing: AchievementFiling,
    units: UnitService,
) -> WorkbookWithdrawing:
    """Withdrawals of a workbook's rows."""
    return WorkbookWithdrawing(
        own_log=base.own_log,
        withdrawing=withdrawing,
        tracing=tracing,
        achievement_filing=achievement_filing,
        accounts=base.rows.accounts,
        records=base.rows.records,
        audit=base.rows.audit,
        units=units,
        adapter=base.config.adapter,
        limits=base.workbook_limits,
        clock=base.clock,
    )


def reinstating(base: Foundation, tracing: Tracing) -> ReinstatingService:
    """Withdrawals taken back."""
    return ReinstatingService(own_log=base.own_log, tracing=tracing, clock=base.clock)


def correcting(base: Foundation, tracing: Tracing) -> CorrectingService:
    """Corrections of single achievements."""
    return CorrectingService(
        own_log=base.own_log,
        tracing=tracing,
        records=base.rows.records,
        audit=base.rows.audit,
        units=base.rows.units,
        catalogue=base.rows.catalogue,
        issuer=base.issuer,
        subject_keys=base.subject_keys,
        node_key=base.node_key,
        clock=base.clock,
    )


def accounts(base: Foundation, rights: AccountRights) -> LearnerAccounts:
    """Learners' accounts, and names that conflict."""
    return LearnerAccounts(
        own_log=base.own_log,
        accounts=base.rows.accounts,
        audit=base.rows.audit,
        imports=base.rows.imports,
        cases=base.rows.cases,
        units=base.rows.units,
        rights=rights,
        node_key=base.node_key,
        clock=base.clock,
    )


def linking(base: Foundation, units: UnitService) -> LinkingService:
    """Documents of one person, linked."""
    own_log, clock = base.own_log, base.clock
    return LinkingService(
        own_log=own_log,
        entries=base.link_entries,
        casework=Casework(LINKS, own_log=own_log, cases=base.rows.cases, units=base.rows.units, clock=clock),
        units=units,
        accounts=base.rows.accounts,
        records=base.rows.records,
        audit=base.rows.audit,
        subject_keys=base.subject_keys,
        node_key=base.node_key,
        clock=clock,
    )
