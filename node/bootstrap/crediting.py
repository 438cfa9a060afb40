"""Credit accounts: booked, shown, checked."""

from node.bootstrap.foundation import Foundation
from node.services.crediting.booking import CreditBooking
from node.services.crediting.checking import CreditChecking
from node.services.crediting.persons import PersonAccounts
from node.services.crediting.sources import CreditSources
from node.services.crediting.viewing import CreditViews
from node.services.rulemaking.published import PublishedRulesReader
from node.storage.credit_postings import CreditPostingRepository


def booking(base: Foundation) -> CreditBooking:
    """What transfers book with."""
    return CreditBooking(
        log_id=base.own_log.log_id, postings=CreditPostingRepository(base.database.read), clock=base.clock
    )


def persons(base: Foundation) -> PersonAccounts:
    """Which accounts are one person's."""
    return PersonAccounts(entries=base.link_entries, records=base.rows.records, key=base.node_key)


def checking(base: Foundation) -> CreditChecking:
    """Whether all that was booked adds up, and is what the log says."""
    return CreditChecking(
        branch=base.branch,
        postings=CreditPostingRepository(base.database.read),
        transfers=base.rows.transfers,
    )


def views(base: Foundation, of_person: PersonAccounts, rules: PublishedRulesReader) -> CreditViews:
    """A person's credit."""
    return CreditViews(
        branch=base.branch,
        postings=CreditPostingRepository(base.database.read),
        persons=of_person,
        sources=CreditSources(branch=base.branch, transfers=base.rows.transfers, cases=base.rows.cases),
        rules=rules,
        trail=base.trail,
        key=base.node_key,
        clock=base.clock,
    )
