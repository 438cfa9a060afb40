"""Trainings: plans and projects, catalogues, ledgers, audits."""

from adapters.registry import screening_of
from node.bootstrap.foundation import Foundation
from node.services.auditing.service import Auditing, auditing_of
from node.services.cataloguing.service import Cataloguing, cataloguing_of
from node.services.declaring.service import Declaring, declaring_of
from node.services.filing.workbook_rows import WorkbookRows
from node.services.ledgers.service import Ledgers, ledgers_of
from node.services.ledgers.verifying import LedgerVerification
from node.services.organisation.units import UnitService


def declaring(base: Foundation, units: UnitService) -> Declaring:
    """Plans and projects, declared and reviewed."""
    return declaring_of(
        own_log=base.own_log,
        cases=base.rows.cases,
        reminders=base.rows.reminders,
        unit_rows=base.rows.units,
        units=units,
        adapter=base.config.adapter,
        limits=base.workbook_limits,
        error_folder=base.folder.imports,
        scheme=base.scheme,
        region_names=base.adapter.region_names,
        clock=base.clock,
    )


def cataloguing(base: Foundation, units: UnitService) -> Cataloguing:
    """Codes given out, editions published, catalogues searched."""
    return cataloguing_of(
        branch=base.branch,
        own_log=base.own_log,
        cases=base.rows.cases,
        unit_rows=base.rows.units,
        units=units,
        catalogue=base.rows.catalogue,
        rosters=base.rosters,
        freshness=base.freshness,
        scheme=base.scheme,
        region_names=base.adapter.region_names,
        clock=base.clock,
    )


def ledgers(base: Foundation) -> Ledgers:
    """Ledgers of training runs."""
    return ledgers_of(
        own_log=base.own_log,
        cases=base.rows.cases,
        runs=base.rows.runs,
        catalogue=base.rows.catalogue,
        units=base.rows.units,
        plain_entries=base.rows.plain_entries,
        entries=base.rows.entries,
        trail=base.trail,
        sheets=WorkbookRows(
            adapter=base.config.adapter,
            limits=base.workbook_limits,
            error_folder=base.folder.imports,
            kinds=("ledger",),
        ),
        key=base.node_key,
        clock=base.clock,
    )


def auditing(base: Foundation, verification: LedgerVerification) -> Auditing:
    """Audits, and what they found."""
    return auditing_of(
        screening=screening_of(base.config.adapter),
        own_log=base.own_log,
        cases=base.rows.cases,
        units=base.rows.units,
        catalogue=base.rows.catalogue,
        results=base.rows.results,
        runs=base.rows.runs,
        verification=verification,
        trail=base.trail,
        key=base.node_key,
        clock=base.clock,
    )
