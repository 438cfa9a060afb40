"""One branch's node, put together: every service that it has, a line each."""

from datetime import timedelta
from functools import partial
from typing import Final

from node.bootstrap import (
    amending,
    badging,
    crediting,
    figures,
    filing,
    integrity,
    looking,
    organisation,
    reporting,
    rules,
    syncing,
    training,
    transfers,
)
from node.bootstrap.foundation import Foundation
from node.storage.state_rows import take_lease


class Node:
    """What a command, a server or a test works with."""

    def __init__(self, base: Foundation) -> None:
        self.config: Final = base.config
        self.folder: Final = base.folder
        self.clock: Final = base.clock
        self.rosters: Final = base.rosters
        self.own_log: Final = base.own_log
        self.trail: Final = base.trail
        self._database = base.database

        self.units: Final = organisation.units(base)
        self.operators: Final = organisation.operators(base)
        self.applications: Final = organisation.applications(base)
        self.application_reminders: Final = organisation.application_reminders(base)
        self.application_forms: Final = organisation.application_forms(base)
        self.city_contacts: Final = organisation.city_contacts(base)

        achievements, rights = filing.achievement_filing(base), filing.account_rights(base)
        self.importing: Final = filing.importing(base, self.units, achievements)
        self.results: Final = filing.results(base, self.units, achievements)
        self.deposits: Final = filing.deposits(base, self.units, achievements, rights)

        tracing = amending.tracing(base)
        self.history: Final = amending.history(base, tracing)
        self.withdrawing: Final = amending.withdrawing(base, tracing)
        self.workbook_withdrawing: Final = amending.workbook_withdrawing(
            base,
            withdrawing=self.withdrawing,
            tracing=tracing,
            achievement_filing=achievements,
            units=self.units,
        )
        self.reinstating: Final = amending.reinstating(base, tracing)
        self.correcting: Final = amending.correcting(base, tracing)
        self.accounts: Final = amending.accounts(base, rights)
        self.linking: Final = amending.linking(base, self.units)

        self.lookup: Final = looking.lookup(base)
        self.looks: Final = looking.looks(base)
        self.proving: Final = looking.proving(base)
        self.credentials: Final = badging.credentials(base, self.lookup)
        self.credential_verification: Final = badging.verification(base)

        self.declaring: Final = training.declaring(base, self.units)
        self.cataloguing: Final = training.cataloguing(base, self.units)
        self.ledgers: Final = training.ledgers(base)
        self.auditing: Final = training.auditing(base, self.ledgers.verification)

        self.rules: Final = rules.published(base)
        self.credit_booking: Final = crediting.booking(base)
        self.credit_persons: Final = crediting.persons(base)
        self.credit: Final = crediting.views(base, self.credit_persons, self.rules)
        self.credit_checking: Final = crediting.checking(base)
        self.reports: Final = reporting.reports(base, self.units, self.lookup, rights, self.credit, self.rules)

        self.rulemaking: Final = rules.making(base)
        self.guidance: Final = rules.guidance(
            base, lookup=self.lookup, rules=self.rules, booking=self.credit_booking, persons=self.credit_persons
        )

        self.transfer_requests: Final = transfers.requesting(base, self.lookup, self.rules)
        self.transfer_answers: Final = transfers.answering(base)
        self.transfer_decisions: Final = transfers.deciding(base, self.rules, self.credit_booking)
        self.transfer_endings: Final = transfers.ending(base, self.credit_booking)
        self.transfer_attendant: Final = transfers.attendant(
            base, self.transfer_answers, self.transfer_decisions, self.transfer_endings
        )
        self.transfers: Final = base.rows.transfers
        self.transfer_views: Final = transfers.views(base, self.credit_persons, self.rules)
        self.pending_transfers: Final = transfers.pending(base)

        self.progress: Final = figures.progress(base)
        self.assessment: Final = figures.assessment(base, self.declaring.plans)

        self.logs: Final = integrity.logs(base)
        self.sync_status: Final = integrity.sync_status(base)
        self.doctor: Final = integrity.doctor(base)
        self.recovery: Final = integrity.recovery(base, self.operators)

        self.announcer: Final = syncing.announcer(base)
        self.peers: Final = syncing.peers(base)
        self.synchroniser: Final = syncing.synchroniser(base, self.peers, self.announcer)
        self.served: Final = syncing.served(base, self.announcer)

    async def take_lease(self, name: str, holder: str, lasting: timedelta) -> bool:
        """Whether `holder` may do what only one process of the node does at a time."""
        return await self._database.write(
            partial(take_lease, name=name, holder=holder, now=self.clock.now(), lasting=lasting)
        )
