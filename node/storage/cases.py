"""Cases, their steps and their attachments: what was filed is sealed under the node's key."""

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, select, update

from node.model.case import Attachment, Case, CaseStep
from node.node_key import NodeKey
from node.storage.bulk import insert_if_absent, insert_rows, select_among
from node.storage.ids import ID_DIGITS, begins_with
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
CASES = select(*COLUMNS)
STATES = select(case_file.c.case_id, case_file.c.state).with_for_update()
STEPS = select(case_step.c.case_id, case_step.c.at, case_step.c.step, case_step.c.state, case_step.c.sealed).order_by(
    case_step.c.case_id, case_step.c.number
)
COUNTED_STEPS = select(case_step.c.case_id, func.count()).group_by(case_step.c.case_id)
KEEPING = (
    update(case_file)
    .where(case_file.c.case_id == bindparam("of_case"), case_file.c.state == bindparam("was"))
    .values({name: bindparam(name) for name in ("state", "sealed", "updated_at", "entry_index")})
)


class CaseRepository:
    """Cases in one transaction or, by the database's own runner, each call in its own."""

    def __init__(self, run: Runner, key: NodeKey) -> None:
        self._run = run
        self._key = key

    async def add(self, case: Case) -> None:
        """Adds a new case."""
        await self.add_all([case])

    async def add_all(self, cases: Sequence[Case]) -> None:
        """Adds new cases."""
        rows = [
            (
                *(one.case_id, one.kind, one.unit_id, one.state, one.subject_index or None, self._seal(one)),
                *(one.created_at.timestamp(), one.updated_at.timestamp(), one.entry_index),
            )
            for one in cases
        ]
        await self._run(insert_rows, case_file, tuple(column.name for column in COLUMNS), rows)

    async def alter(self, case: Case, *, was: str) -> bool:
        """Keeps a case's new state, body and entry, if its state is still `was`; else False."""
        return not await self.alter_all([(case, was)])

    async def alter_all(self, changes: Sequence[tuple[Case, str]]) -> list[Case]:
        """Keeps the new state, body and entry of each case whose state is still the one beside it.

        Args:
            changes: no case twice.

        Returns:
            The cases of which that isn't so: they stay as they are.
        """
        rows = [
            {
                "of_case": case.case_id,
                "was": was,
                "state": case.state,
                "sealed": self._seal(case),
                "updated_at": case.updated_at.timestamp(),
                "entry_index": case.entry_index,
            }
            for case, was in changes
        ]
        stale = await self._run(_update, rows)
        return [case for case, _ in changes if case.case_id in stale]

    async def find(self, case_id: str) -> Case | None:
        """The case whose id begins so; None if none does, or more than one."""
        rows = await self._run(_select, [begins_with(case_file.c.case_id, case_id)])
        return self._open(rows[0]) if len(rows) == 1 else None

    async def find_all(self, case_ids: Collection[str]) -> dict[str, Case]:
        """The same of many, by what was asked for; one that isn't there, or not one alone, is absent."""
        whole = list(dict.fromkeys(one for one in case_ids if len(one) >= ID_DIGITS))
        rows = await self._run(select_among, CASES, case_file.c.case_id, whole)
        found = {one.case_id: one for one in map(self._open, rows)}
        for typed in case_ids:
            case = await self.find(typed) if len(typed) < ID_DIGITS else None
            if case is not None:
                found[typed] = case
        return found

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

    async def containing(self, kind: str, index: int) -> Case | None:
        """The newest case of a kind whose entry stands at that leaf index or before it."""
        rows = await self._run(_select_containing, kind, index)
        return self._open(rows[0]) if rows else None

    async def add_step(self, case_id: str, step: CaseStep) -> None:
        """Adds a step at the end of the case's history."""
        await self.add_steps([(case_id, step)])

    async def add_steps(self, steps: Sequence[tuple[str, CaseStep]]) -> None:
        """Adds steps at the end of their cases' histories, in order."""
        rows = [
            (
                *(case_id, one.at.timestamp(), one.step, one.state),
                self._key.encrypt(f"case_step/{case_id}", msgspec.json.encode([one.actor, one.reason])),
            )
            for case_id, one in steps
        ]
        await self._run(_insert_steps, rows)

    async def steps(self, case_id: str) -> list[CaseStep]:
        """The case's history, in order."""
        return (await self.steps_of([case_id]))[case_id]

    async def steps_of(self, case_ids: Collection[str]) -> dict[str, list[CaseStep]]:
        """The histories of cases, each in order."""
        found: dict[str, list[CaseStep]] = {case_id: [] for case_id in case_ids}
        for case_id, at, step, state, sealed in await self._run(select_among, STEPS, case_step.c.case_id, list(found)):
            actor, reason = msgspec.json.decode(self._key.decrypt(f"case_step/{case_id}", sealed))
            found[case_id].append(
                CaseStep(at=datetime.fromtimestamp(at, UTC), actor=actor, step=step, state=state, reason=reason)
            )
        return found

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


def _update(connection: Connection, rows: Sequence[dict[str, Any]]) -> set[str]:
    """Ids of those that stay as they are."""
    asked = [one["of_case"] for one in rows]
    states = dict(tuple(row) for row in select_among(connection, STATES, case_file.c.case_id, asked))
    fit = [one for one in rows if states.get(one["of_case"]) == one["was"]]
    if fit:
        connection.execute(KEEPING, fit)
    return set(asked) - {one["of_case"] for one in fit}


def _select(connection: Connection, where: Sequence[Any]) -> list[Sequence[Any]]:
    query = select(*COLUMNS).where(*where).order_by(case_file.c.created_at, case_file.c.case_id)
    return [tuple(row) for row in connection.execute(query)]


def _select_containing(connection: Connection, kind: str, index: int) -> list[Sequence[Any]]:
    query = select(*COLUMNS).where(case_file.c.kind == kind, case_file.c.entry_index <= index)
    return list(connection.execute(query.order_by(case_file.c.entry_index.desc()).limit(1)))


def _insert_steps(connection: Connection, rows: Sequence[tuple[str, float, str, str, bytes]]) -> None:
    ids = list(dict.fromkeys(row[0] for row in rows))
    counted = select_among(connection, COUNTED_STEPS, case_step.c.case_id, ids)
    numbers = Counter(dict(tuple(row) for row in counted))
    numbered = []
    for case_id, *rest in rows:
        numbers[case_id] += 1
        numbered.append((case_id, numbers[case_id], *rest))
    insert_rows(connection, case_step, ("case_id", "number", "at", "step", "state", "sealed"), numbered)


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
