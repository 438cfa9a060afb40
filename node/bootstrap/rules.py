"""Conversion rules: made here, published by all branches, and advice by them."""

from node.bootstrap.foundation import Foundation
from node.model.rulemaking import TABLE
from node.services.casework import Casework
from node.services.crediting.booking import CreditBooking
from node.services.crediting.persons import PersonAccounts
from node.services.guiding.guidance import GuidanceService
from node.services.looking.lookup import LookupService
from node.services.rulemaking.making import RuleMaking
from node.services.rulemaking.published import PublishedRulesReader


def published(base: Foundation) -> PublishedRulesReader:
    """Rule sets of all branches."""
    return PublishedRulesReader(
        plain_entries=base.rows.plain_entries,
        copies=base.copies,
        rosters=base.rosters,
        branch=base.branch,
        clock=base.clock,
    )


def making(base: Foundation) -> RuleMaking:
    """The own rules, from draft to publication."""
    casework = Casework(TABLE, own_log=base.own_log, cases=base.rows.cases, units=base.rows.units, clock=base.clock)
    return RuleMaking(
        casework=casework, own_log=base.own_log, units=base.rows.units, branch=base.branch, clock=base.clock
    )


def guidance(
    base: Foundation,
    *,
    lookup: LookupService,
    rules: PublishedRulesReader,
    booking: CreditBooking,
    persons: PersonAccounts,
) -> GuidanceService:
    """What branches would grant, without commitment."""
    return GuidanceService(
        lookup=lookup,
        rules=rules,
        booking=booking,
        persons=persons,
        transfers=base.rows.transfers,
        rosters=base.rosters,
        branch=base.branch,
    )
