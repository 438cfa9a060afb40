"""One branch's node, put together: every service that it has, a line each, made when it is first asked for.

A command asks for a few of them, and waits for no other to be read: that is most of its start. A server asks for
all of them before it listens.
"""

from datetime import timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from node.bootstrap.foundation import Foundation
from node.bootstrap.reading_late import read_when_used
from node.storage.state_rows import take_lease

if TYPE_CHECKING:
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
else:
    amending = read_when_used("node.bootstrap.amending")
    badging = read_when_used("node.bootstrap.badging")
    crediting = read_when_used("node.bootstrap.crediting")
    figures = read_when_used("node.bootstrap.figures")
    filing = read_when_used("node.bootstrap.filing")
    integrity = read_when_used("node.bootstrap.integrity")
    looking = read_when_used("node.bootstrap.looking")
    organisation = read_when_used("node.bootstrap.organisation")
    reporting = read_when_used("node.bootstrap.reporting")
    rules = read_when_used("node.bootstrap.rules")
    syncing = read_when_used("node.bootstrap.syncing")
    training = read_when_used("node.bootstrap.training")
    transfers = read_when_used("node.bootstrap.transfers")


class Node:
    """What a command, a server or a test works with."""

    def __init__(self, base: Foundation) -> None:
        self.config: Final = base.config
        self.folder: Final = base.folder
        self.clock: Final = base.clock
        self.rosters: Final = base.rosters
        self.own_log: Final = base.own_log
        self.trail: Final = base.trail
        self.transfers: Final = base.rows.transfers
        self._base = base
        self._database = base.database

    units = cached_property(lambda self: organisation.units(self._base))
    operators = cached_property(lambda self: organisation.operators(self._base))
    applications = cached_property(lambda self: organisation.applications(self._base))
    application_reminders = cached_property(lambda self: organisation.application_reminders(self._base))
    application_forms = cached_property(lambda self: organisation.application_forms(self._base))
    city_contacts = cached_property(lambda self: organisation.city_contacts(self._base))

    _achievement_filing = cached_property(lambda self: filing.achievement_filing(self._base))
    _account_rights = cached_property(lambda self: filing.account_rights(self._base))
    importing = cached_property(lambda self: filing.importing(self._base, self.units, self._achievement_filing))
    results = cached_property(lambda self: filing.results(self._base, self.units, self._achievement_filing))
    deposits = cached_property(
        lambda self: filing.deposits(self._base, self.units, self._achievement_filing, self._account_rights)
    )

    _tracing = cached_property(lambda self: amending.tracing(self._base))
    history = cached_property(lambda self: amending.history(self._base, self._tracing))
    withdrawing = cached_property(lambda self: amending.withdrawing(self._base, self._tracing))
    workbook_withdrawing = cached_property(
        lambda self: amending.workbook_withdrawing(
            self._base,
            withdrawing=self.withdrawing,
            tracing=self._tracing,
            achievement_filing=self._achievement_filing,
            units=self.units,
        )
    )
    reinstating = cached_property(lambda self: amending.reinstating(self._base, self._tracing))
    correcting = cached_property(lambda self: amending.correcting(self._base, self._tracing))
    accounts = cached_property(lambda self: amending.accounts(self._base, self._account_rights))
    linking = cached_property(lambda self: amending.linking(self._base, self.units))

    lookup = cached_property(lambda self: looking.lookup(self._base))
    looks = cached_property(lambda self: looking.looks(self._base))
    proving = cached_property(lambda self: looking.proving(self._base))
    credentials = cached_property(lambda self: badging.credentials(self._base, self.lookup))
    credential_verification = cached_property(lambda self: badging.verification(self._base))

    declaring = cached_property(lambda self: training.declaring(self._base, self.units))
    cataloguing = cached_property(lambda self: training.cataloguing(self._base, self.units))
    ledgers = cached_property(lambda self: training.ledgers(self._base))
    auditing = cached_property(lambda self: training.auditing(self._base, self.ledgers.verification))

    rules = cached_property(lambda self: rules.published(self._base))
    credit_booking = cached_property(lambda self: crediting.booking(self._base))
    credit_persons = cached_property(lambda self: crediting.persons(self._base))
    credit = cached_property(lambda self: crediting.views(self._base, self.credit_persons, self.rules))
    credit_checking = cached_property(lambda self: crediting.checking(self._base))
    reports = cached_property(
        lambda self: reporting.reports(
            self._base, self.units, self.lookup, self._account_rights, self.credit, self.rules
        )
    )

    rulemaking = cached_property(lambda self: rules.making(self._base))
    guidance = cached_property(
        lambda self: rules.guidance(
            self._base, lookup=self.lookup, rules=self.rules, booking=self.credit_booking, persons=self.credit_persons
        )
    )

    transfer_requests = cached_property(lambda self: transfers.requesting(self._base, self.lookup, self.rules))
    transfer_answers = cached_property(lambda self: transfers.answering(self._base))
    transfer_decisions = cached_property(lambda self: transfers.deciding(self._base, self.rules, self.credit_booking))
    transfer_endings = cached_property(lambda self: transfers.ending(self._base, self.credit_booking))
    transfer_attendant = cached_property(
        lambda self: transfers.attendant(
            self._base, self.transfer_answers, self.transfer_decisions, self.transfer_endings
        )
    )
    transfer_views = cached_property(lambda self: transfers.views(self._base, self.credit_persons, self.rules))
    pending_transfers = cached_property(lambda self: transfers.pending(self._base))

    progress = cached_property(lambda self: figures.progress(self._base))
    assessment = cached_property(lambda self: figures.assessment(self._base, self.declaring.plans))

    logs = cached_property(lambda self: integrity.logs(self._base))
    sync_status = cached_property(lambda self: integrity.sync_status(self._base))
    doctor = cached_property(lambda self: integrity.doctor(self._base))
    recovery = cached_property(lambda self: integrity.recovery(self._base, self.operators))

    announcer = cached_property(lambda self: syncing.announcer(self._base))
    peers = cached_property(lambda self: syncing.peers(self._base))
    synchroniser = cached_property(lambda self: syncing.synchroniser(self._base, self.peers, self.announcer))
    served = cached_property(lambda self: syncing.served(self._base, self.announcer))

    def make_all(self) -> None:
        """Makes every service: a server reads no module while it serves, which could be a newer version's by then."""
        for name, made_late in vars(type(self)).items():
            if isinstance(made_late, cached_property):
                getattr(self, name)

    async def close(self) -> None:
        """Closes the connections to other branches, if there were any."""
        if "peers" in vars(self):
            await self.peers.close()

    async def take_lease(self, name: str, holder: str, lasting: timedelta) -> bool:
        """Whether `holder` may do what only one process of the node does at a time."""
        return await self._database.write(
            partial(take_lease, name=name, holder=holder, now=self.clock.now(), lasting=lasting)
        )
