"""Cases, their steps and their attachments: what was filed is sealed under the node's key."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from node.model.case import Attachment, Case, CaseStep
from node.node_key import NodeKey
from node.storage.bulk import insert_if_absent
from node.storage.ids import begins_with
from node.storage.runner import Runner
from node.storage.schema import attachment, case_attachment, case_file, case_step

COLUMNS = (
    case_file.c.case_id,
    case_file.c.kind,
    case_file.c.unit_id,
    case_file.c.state,
    case_file.c.subject_index,
    case_file.c.sealed,
    case_file.c.created_at,
    case_file.c.updated_at,
    case_file.c.entry_index,
)


class CaseRepository:
    """Cases in one transaction or, by the database's own runner, each call in its own."""

    def __init__(self, run: Runner, key: NodeKey) -> None:
        self._run = run
        self._key = key

    async def add(self, case: Case) -> None:
        """Adds a new case."""
        row = {
            "case_id": case.case_id,
            "kind": case.kind,
            "unit_id": case.unit_id,
            "state": case.state,
            "subject_index": case.subject_index or None,
            "sealed": self._seal(case),
            "created_at": case.created_at.timestamp(),
            "updated_at": case.updated_at.timestamp(),
            "entry_index": case.entry_index,
        }
        await self._run(_insert, row)

    async def alter(self, case: Case, *, was: str) -> bool:
        """Keeps a case's new state, body and entry, if its state is still `was`; else False."""
        values = {
            "state": case.state,
            "sealed": self._seal(case),
            "updated_at": case.updated_at.timestamp(),
            "entry_index": case.entry_index,
        }
        return await self._run(_update, case.case_id, was, values)

    async def find(self, case_id: str) -> Case | None:
        """The case whose id begins so; None if none does, or more than one."""
        rows = await self._run(_select, [begins_with(case_file.c.case_id, case_id)])
        return self._open(rows[0]) if len(rows) == 1 else None

    async def list_of(
        self, kind: str, *, states: Sequence[str] = (), unit_ids: Sequence[int] = (), subject_index: bytes = b""
    ) -> list[Case]:
        """Cases of a kind, oldest first; of certain states, units or a person only, where given."""
        where = [case_file.c.kind == kind]
        if states:
            where.append(case_file.c.state.in_(states))
        if unit_ids:
            where.append(case_file.c.unit_id.in_(unit_ids))
        if subject_index:
            where.append(case_file.c.subject_index == subject_index)
        return [self._open(row) for row in await self._run(_select, where)]

    async def of_entry(self, index: int) -> list[Case]:
        """Cases that came to own entry `index`."""
        return [self._open(row) for row in await self._run(_select, [case_file.c.entry_index == index])]

    async def add_step(self, case_id: str, step: CaseStep) -> None:
        """Adds a step at the end of the case's history."""
        sealed = self._key.encrypt(f"case_step/{case_id}", msgspec.json.encode([step.actor, step.reason]))
        await self._run(_insert_step, case_id, step.at.timestamp(), step.step, step.state, sealed)

    async def steps(self, case_id: str) -> list[CaseStep]:
        """The case's history, in order."""
        steps = []
        for at, step, state, sealed in await self._run(_select_steps, case_id):
            actor, reason = msgspec.json.decode(self._key.decrypt(f"case_step/{case_id}", sealed))
            steps.append(
                CaseStep(at=datetime.fromtimestamp(at, UTC), actor=actor, step=step, state=state, reason=reason)
            )
        return steps

    async def attach(self, case_id: str, *, part: str, name: str, content: bytes, media_type: str) -> Attachment:
        """Keeps a file with a case; the same file is stored once, whatever it belongs to."""
        digest = hashlib.sha256(content).digest()
        file = {
            "digest": digest,
            "size": len(content),
            "media_type": media_type,
            "sealed": self._key.encrypt(f"attachment/{digest.hex()}", content),
        }
        belonging = {
            "case_id": case_id,
            "part": part,
            "digest": digest,
            "sealed_name": self._key.encrypt(f"case_attachment/{case_id}", name.encode()),
        }
        await self._run(_insert_attachment, file, belonging)
        return Attachment(part=part, name=name, digest=digest, size=len(content), media_type=media_type)

    async def detach(self, case_id: str, *, part: str, digest: bytes) -> None:
        """Takes a file out of a case; what belongs to nothing any more is deleted."""
        await self._run(_delete_attachment, case_id, part, digest)

    async def attachments(self, case_id: str) -> list[Attachment]:
        """The case's files, by part."""
        return [
            Attachment(
                part=part,
                name=self._key.decrypt(f"case_attachment/{case_id}", sealed_name).decode(),
                digest=digest,
                size=size,
                media_type=media_type,
            )
            for part, digest, sealed_name, size, media_type in await self._run(_select_attachments, case_id)
        ]

    async def content(self, digest: bytes) -> bytes | None:
        """A file's bytes by its digest (32 bytes)."""
        sealed = await self._run(_select_content, digest)
        return None if sealed is None else self._key.decrypt(f"attachment/{digest.hex()}", sealed)

    def _seal(self, case: Case) -> bytes:
        return self._key.encrypt(f"case_file/{case.case_id}", case.body)

    def _open(self, row: Sequence[Any]) -> Case:
        case_id, kind, unit_id, state, subject_index, sealed, created_at, updated_at, entry_index = row
        return Case(
            case_id=case_id,
            kind=kind,
            unit_id=unit_id,
            state=state,
            body=self._key.decrypt(f"case_file/{case_id}", sealed),
            created_at=datetime.fromtimestamp(created_at, UTC),
            updated_at=datetime.fromtimestamp(updated_at, UTC),
            subject_index=subject_index or b"",
            entry_index=entry_index,
        )


def _insert(connection: Connection, row: dict[str, Any]) -> None:
    connection.execute(insert(case_file).values(**row))


def _update(connection: Connection, case_id: str, was: str, values: dict[str, Any]) -> bool:
    change = update(case_file).where(case_file.c.case_id == case_id, case_file.c.state == was)
    return connection.execute(change.values(**values)).rowcount > 0


def _select(connection: Connection, where: Sequence[Any]) -> list[Sequence[Any]]:
    query = select(*COLUMNS).where(*where).order_by(case_file.c.created_at, case_file.c.case_id)
    return [tuple(row) for row in connection.execute(query)]


def _insert_step(connection: Connection, case_id: str, at: float, step: str, state: str, sealed: bytes) -> None:
    number = select(func.count()).select_from(case_step).where(case_step.c.case_id == case_id)
    row = {"case_id": case_id, "number": connection.execute(number).scalar_one() + 1, "at": at}
    connection.execute(insert(case_step).values(**row, step=step, state=state, sealed=sealed))


def _select_steps(connection: Connection, case_id: str) -> list[Sequence[Any]]:
    query = select(case_step.c.at, case_step.c.step, case_step.c.state, case_step.c.sealed)
    query = query.where(case_step.c.case_id == case_id).order_by(case_step.c.number)
    return [tuple(row) for row in connection.execute(query)]


def _insert_attachment(connection: Connection, file: dict[str, Any], belonging: dict[str, Any]) -> None:
    insert_if_absent(connection, attachment, [file])
    insert_if_absent(connection, case_attachment, [belonging])


def _delete_attachment(connection: Connection, case_id: str, part: str, digest: bytes) -> None:
    belonging = case_attachment.c
    connection.execute(
        delete(case_attachment).where(belonging.case_id == case_id, belonging.part == part, belonging.digest == digest)
    )
    still = select(belonging.case_id).where(belonging.digest == digest).limit(1)
    if connection.execute(still).one_or_none() is None:
        connection.execute(delete(attachment).where(attachment.c.digest == digest))


def _select_attachments(connection: Connection, case_id: str) -> list[Sequence[Any]]:
    query = (
        select(
            case_attachment.c.part,
            case_attachment.c.digest,
            case_attachment.c.sealed_name,
            attachment.c.size,
            attachment.c.media_type,
        )
        .join_from(case_attachment, attachment, case_attachment.c.digest == attachment.c.digest)
        .where(case_attachment.c.case_id == case_id)
        .order_by(case_attachment.c.part, case_attachment.c.digest)
    )
    return [tuple(row) for row in connection.execute(query)]


def _select_content(connection: Connection, digest: bytes) -> bytes | None:
    return connection.execute(select(attachment.c.sealed).where(attachment.c.digest == digest)).scalar_one_or_none()
