"""Transfers between branches: asked for, answered, decided, ended, attended to."""

from federation.keys import load_secret
from node.bootstrap.foundation import Foundation
from node.services.crediting.booking import CreditBooking
from node.services.crediting.persons import PersonAccounts
from node.services.looking.lookup import LookupService
from node.services.rulemaking.published import PublishedRulesReader
from node.services.transfers.answering import AnsweringService
from node.services.transfers.attending import TransferAttendant
from node.services.transfers.closing import RosterFollowing
from node.services.transfers.deciding import DecidingService
from node.services.transfers.ending import EndingService
from node.services.transfers.pending import PendingTransfers
from node.services.transfers.requesting import RequestingService
from node.services.transfers.viewing import TransferViews
from node.storage.credit_postings import CreditPostingRepository


def requesting(base: Foundation, lookup: LookupService, rules: PublishedRulesReader) -> RequestingService:
    """Applications of persons who are there."""
    return RequestingService(
        branch=base.branch,
        own_log=base.own_log,
        cases=base.rows.cases,
        transfers=base.rows.transfers,
        lookup=lookup,
        rules=rules,
        subject_keys=base.subject_keys,
        rosters=base.rosters,
        node_key=base.node_key,
        clock=base.clock,
    )


def answering(base: Foundation) -> AnsweringService:
    """What is owed to branches that ask for this one's achievements."""
    return AnsweringService(
        branch=base.branch,
        own_log=base.own_log,
        transfers=base.rows.transfers,
        wrapping_key=lambda: load_secret(base.config.keys.wrapping, base.folder.path),
        closed=lambda: base.rosters.current.closed_logs(),
        max_holds=base.config.transfers.max_holds,
    )


def deciding(base: Foundation, rules: PublishedRulesReader, booking: CreditBooking) -> DecidingService:
    """Decisions by the own rules or a reviewer."""
    return DecidingService(
        branch=base.branch,
        own_log=base.own_log,
        cases=base.rows.cases,
        transfers=base.rows.transfers,
        rules=rules,
        booking=booking,
        clock=base.clock,
    )


def ending(base: Foundation, booking: CreditBooking) -> EndingService:
    """Withdrawals, reversals, and what is settled."""
    return EndingService(
        branch=base.branch, own_log=base.own_log, transfers=base.rows.transfers, booking=booking, clock=base.clock
    )


def attendant(
    base: Foundation, answering: AnsweringService, deciding: DecidingService, ending: EndingService
) -> TransferAttendant:
    """Whatever is owed, whenever something arrived."""
    roster = RosterFollowing(
        own_log=base.own_log,
        transfers=base.rows.transfers,
        copies=base.copies,
        closed=lambda: base.rosters.current.closed_logs(),
    )
    return TransferAttendant(roster=roster, answering=answering, deciding=deciding, ending=ending)


def views(base: Foundation, persons: PersonAccounts, rules: PublishedRulesReader) -> TransferViews:
    """Applications as they stand."""
    return TransferViews(
        branch=base.branch,
        log_id=base.own_log.log_id,
        cases=base.rows.cases,
        transfers=base.rows.transfers,
        entries=base.rows.entries,
        postings=CreditPostingRepository(base.database.read),
        persons=persons,
        rules=rules,
        units=base.rows.units,
        subject_keys=base.subject_keys,
        trail=base.trail,
        key=base.node_key,
        clock=base.clock,
    )


def pending(base: Foundation) -> PendingTransfers:
    """What is unfinished, and what conflicts."""
    return PendingTransfers(
        branch=base.branch,
        cases=base.rows.cases,
        transfers=base.rows.transfers,
        units=base.rows.units,
        freshness=base.freshness,
    )
