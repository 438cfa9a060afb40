"""The one narrow way to the federation key: counted and rate-limited.

Whoever holds the key can test guessed numbers against tokens, so nothing but this
service computes a token for a lookup, and a flood of lookups is refused and logged.
Issuing isn't limited: its numbers come from accounts that are here already.

Source: DESIGN section 3 (The federation key).
"""

from collections.abc import Callable
from datetime import timedelta

import structlog

from federation.clock import Clock
from federation.errors import ActorRefused
from federation.model.document import Document
from federation.model.federation_key import EpochKeys, FederationKeys
from federation.model.subject import subject_token
from federation.reports.sealing import report_id
from federation.suite import default_suite
from node.services.looking.rate_limit import RateLimit

log = structlog.get_logger()
WINDOW = timedelta(minutes=1)


class SubjectKeys:
    """Tokens for lookups, at most so many a minute; epoch keys for sealing and opening."""

    def __init__(self, held: Callable[[], FederationKeys], *, clock: Clock, lookups_per_minute: int) -> None:
        """Prepares the service.

        Args:
            held: gives the keys of all live epochs; a later roster may bring a new one.
            clock: for the limit.
            lookups_per_minute: how many documents may be looked up in any minute, and how many report numbers.
        """
        self._held = held
        self._limit = lookups_per_minute
        self._documents = RateLimit(clock, at_most=lookups_per_minute, window=WINDOW)
        self._numbers = RateLimit(clock, at_most=lookups_per_minute, window=WINDOW)
        self.lookups = 0

    @property
    def current(self) -> EpochKeys:
        """The epoch that new records are sealed under."""
        return self._held().current

    def at(self, epoch: int) -> EpochKeys:
        """One epoch's keys, to open a record with. Raises `KeyUnavailable`."""
        return self._held().at(epoch)

    def for_sealing(self) -> FederationKeys:
        """All live epochs' keys, for a process that seals beside this one."""
        return self._held()

    def all_tokens(self, document: Document) -> list[bytes]:
        """The tokens of a document under all live epochs, uncounted: for issuing."""
        return [subject_token(keys, document) for keys in self._held().live()]

    def earlier_tokens(self, document: Document) -> list[bytes]:
        """The tokens of a document under all live epochs but the current one: for issuing."""
        *earlier, _ = self._held().live()
        return [subject_token(keys, document) for keys in earlier]

    def tokens_for_lookup(self, document: Document) -> list[bytes]:
        """The tokens of a document under all live epochs.

        Raises:
            ActorRefused: reason ``rate-limit``.
        """
        if not self._documents.take():
            log.warning("lookup-rate-limit", limit_per_minute=self._limit)
            raise ActorRefused(reason="rate-limit")
        self.lookups += 1
        return self.all_tokens(document)

    def report_ids(self, number: str) -> list[bytes]:
        """The ids of a report number (canonical) under all live epochs; counted apart from documents.

        Raises:
            ActorRefused: reason ``rate-limit``.
        """
        if not self._numbers.take():
            log.warning("report-rate-limit", limit_per_minute=self._limit)
            raise ActorRefused(reason="rate-limit")
        return [report_id(keys, number, suite=default_suite()) for keys in self._held().live()]
