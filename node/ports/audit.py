"""The audit trail."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from node.model.access import AuditRecord


class Audit(Protocol):
    """The audit trail."""

    async def add(self, records: Sequence[AuditRecord]) -> None:
        """Adds records."""
        ...

    async def digest_between(self, start: datetime, end: datetime, action: str) -> tuple[int, bytes]:
        """Count and digest of a period."""
        ...

    async def of_subject(self, subject_index: bytes, actions: Sequence[str]) -> list[AuditRecord]:
        """Such records of a person, in order."""
        ...

    async def filings_of(self, subject_index: bytes) -> list[AuditRecord]:
        """Where an account was filed."""
        ...
