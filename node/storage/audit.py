"""The audit trail: every change and every look at a person's data, encrypted, append-only."""

import hashlib
import struct
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, select

from node.model.access import AuditRecord
from node.node_key import NodeKey
from node.storage.bulk import insert_rows
from node.storage.runner import Runner
from node.storage.schema import ACCOUNTS_FILED, audit

PLACE = "audit"


class AuditRepository:
    """Records in one transaction or, by the database's own runner, each call in its own."""

    def __init__(self, run: Runner, key: NodeKey) -> None:
        self._run = run
        self._key = key

    async def add(self, records: Sequence[AuditRecord]) -> None:
        """Adds records."""
        rows = [(one.at.timestamp(), one.action, self._seal(one), one.subject_index or None) for one in records]
        await self._run(insert_rows, audit, ("at", "action", "sealed", "subject_index"), rows)

    async def between(self, start: datetime, end: datetime, action: str | None = None) -> list[AuditRecord]:
        """Records from `start` up to and without `end`, in order."""
        rows = await self._run(_select_between, start.timestamp(), end.timestamp(), action)
        return [self._open(*row) for row in rows]

    async def digest_between(self, start: datetime, end: datetime, action: str) -> tuple[int, bytes]:
        """How many such records there are, and SHA-256 over all that is stored of them, in order (32 bytes).

        A record counts with its SHA-256 over time (8 bytes, IEEE 754, big-endian), length of the
        subject index (1 byte), subject index, and sealed bytes: when, whose, and by whom for what.
        """
        rows = await self._run(_select_between, start.timestamp(), end.timestamp(), action)
        digest = hashlib.sha256()
        for at, _, sealed, subject_index in rows:
            whose = subject_index or b""
            digest.update(hashlib.sha256(struct.pack(">dB", at, len(whose)) + whose + sealed).digest())
        return len(rows), digest.digest()

    async def of_subject(self, subject_index: bytes, actions: Sequence[str]) -> list[AuditRecord]:
        """Records of these actions about a person (16-byte blind index), in order.

        By no index: a person asks now and then, and one more would have to be kept at every look.
        """
        return [self._open(*row) for row in await self._run(_select_of_subject, subject_index, actions)]

    async def filings_of(self, subject_index: bytes) -> list[AuditRecord]:
        """The records of a person's account being filed, in order."""
        return [self._open(*row) for row in await self._run(_select_filings, subject_index)]

    def _seal(self, record: AuditRecord) -> bytes:
        private = [record.actor, record.purpose, record.basis, record.detail]
        return self._key.encrypt(PLACE, msgspec.json.encode(private))

    def _open(self, at: float, action: str, sealed: bytes, subject_index: bytes | None) -> AuditRecord:
        actor, purpose, basis, detail = msgspec.json.decode(self._key.decrypt(PLACE, sealed))
        return AuditRecord(
            at=datetime.fromtimestamp(at, UTC),
            actor=actor,
            action=action,
            purpose=purpose,
            basis=basis,
            subject_index=subject_index or b"",
            detail=detail,
        )


def _select_between(
    connection: Connection, start: float, end: float, action: str | None
) -> list[tuple[float, str, bytes, bytes | None]]:
    query = select(audit.c.at, audit.c.action, audit.c.sealed, audit.c.subject_index)
    query = query.where(audit.c.at >= start, audit.c.at < end)
    if action is not None:
        query = query.where(audit.c.action == action)
    return [tuple(row) for row in connection.execute(query.order_by(audit.c.audit_id))]


def _select_of_subject(
    connection: Connection, subject_index: bytes, actions: Sequence[str]
) -> list[tuple[float, str, bytes, bytes | None]]:
    query = select(audit.c.at, audit.c.action, audit.c.sealed, audit.c.subject_index)
    query = query.where(audit.c.subject_index == subject_index, audit.c.action.in_(actions))
    return [tuple(row) for row in connection.execute(query.order_by(audit.c.audit_id))]


def _select_filings(connection: Connection, subject_index: bytes) -> list[tuple[float, str, bytes, bytes | None]]:
    query = select(audit.c.at, audit.c.action, audit.c.sealed, audit.c.subject_index)
    # The index is of these alone, and only the same words, not a parameter, let it be used.
    query = query.where(audit.c.subject_index == subject_index, ACCOUNTS_FILED).order_by(audit.c.audit_id)
    return [tuple(row) for row in connection.execute(query)]
