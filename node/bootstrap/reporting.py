"""Reports: applied for, issued, withdrawn, verified by number."""

from datetime import timedelta
from functools import partial

from node.bootstrap.foundation import Foundation
from node.folder.tls_files import load_document_certificate
from node.model.report import REPORTS
from node.report_files.letterhead import Letterhead
from node.services.casework import Casework
from node.services.crediting.viewing import CreditViews
from node.services.filing.account_rights import AccountRights
from node.services.looking.lookup import LookupService
from node.services.organisation.units import UnitService
from node.services.reporting.applying import ReportApplying
from node.services.reporting.deciding import ReportDeciding
from node.services.reporting.granted_credit import AccountCredit
from node.services.reporting.papers import ReportPapers
from node.services.reporting.service import Reports
from node.services.reporting.verifying import ReportVerification
from node.services.reporting.viewing import ReportViews
from node.services.rulemaking.published import PublishedRulesReader


def reports(
    base: Foundation,
    units: UnitService,
    lookup: LookupService,
    rights: AccountRights,
    credit: CreditViews,
    rules: PublishedRulesReader,
) -> Reports:
    """All about reports."""
    casework = Casework(REPORTS, own_log=base.own_log, cases=base.rows.cases, units=base.rows.units, clock=base.clock)
    papers = ReportPapers(
        branch=base.branch,
        own_log=base.own_log,
        cases=base.rows.cases,
        records=base.signed_records,
        transfers=base.rows.transfers,
        rosters=base.rosters,
        letterhead=partial(_letterhead, base),
        valid_for=timedelta(days=base.config.reports.valid_days),
        clock=base.clock,
    )
    return Reports(
        applying=ReportApplying(
            casework=casework,
            units=units,
            lookup=lookup,
            records=base.rows.records,
            subject_keys=base.subject_keys,
            accounts=base.rows.accounts,
            rights=rights,
            trail=base.trail,
            credit=AccountCredit(branch=base.branch, own_log=base.own_log, entries=base.rows.entries, views=credit),
            key=base.node_key,
            clock=base.clock,
        ),
        deciding=ReportDeciding(casework=casework, own_log=base.own_log, papers=papers, subject_keys=base.subject_keys),
        views=ReportViews(
            casework=casework,
            cases=base.rows.cases,
            units=units,
            papers=papers,
            trail=base.trail,
            key=base.node_key,
            clock=base.clock,
        ),
        verification=ReportVerification(
            own_log=base.own_log,
            records=base.rows.records,
            entries=base.rows.entries,
            transfers=base.rows.transfers,
            cases=base.rows.cases,
            subject_keys=base.subject_keys,
            freshness=base.freshness,
            trail=base.trail,
            rosters=base.rosters,
            rules=rules,
            clock=base.clock,
        ),
    )


def _letterhead(base: Foundation) -> Letterhead:
    # Read for each report: a renewed certificate needs no restart.
    return Letterhead(
        certificate=load_document_certificate(base.folder, base.config),
        authority=base.rosters.current.branch(base.branch).tls_ca,
        address=base.config.reports.verification_address,
    )
