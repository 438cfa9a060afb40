"""Import jobs and, for every committed batch, which rows of the file went where."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from node.model.imports import FiledImport, ImportBatch, ImportCounts, ImportJob
from node.node_key import NodeKey
from node.storage.ids import begins_with
from node.storage.runner import Runner
from node.storage.schema import import_batch, import_job

ROW_NUMBER_BYTES = 4
SHEET_PLACE = "import_batch/"
COLUMNS = (
    import_job.c.import_id,
    import_job.c.file_digest,
    import_job.c.template,
    import_job.c.unit_id,
    import_job.c.sealed,
    import_job.c.started_at,
    import_job.c.finished_at,
    import_job.c.counts,
)


class ImportRepository:
    """Jobs and batches in one transaction or, by the database's own runner, each call in its own."""

    def __init__(self, run: Runner, key: NodeKey) -> None:
        self._run = run
        self._key = key

    async def start(self, job: ImportJob) -> None:
        """Records that a file is being taken in."""
        private = json.dumps([job.operator, job.file_name], ensure_ascii=False).encode()
        row = {
            "import_id": job.import_id,
            "file_digest": job.file_digest,
            "template": job.template,
            "unit_id": job.unit_id,
            "sealed": self._key.encrypt(f"import_job/{job.import_id}", private),
            "started_at": job.started_at.timestamp(),
        }
        await self._run(_insert_job, row)

    async def finish(self, import_id: str, counts: ImportCounts, at: datetime) -> None:
        """Records how it ended."""
        await self._run(_finish_job, import_id, json.dumps(asdict(counts)), at.timestamp())

    async def add_batch(self, import_id: str, first_index: int, sheet: str, row_numbers: Sequence[int]) -> None:
        """Records that entry `first_index + i` came from row `row_numbers[i]` of that sheet."""
        packed = b"".join(number.to_bytes(ROW_NUMBER_BYTES, "big") for number in row_numbers)
        sealed = self._key.encrypt(SHEET_PLACE + import_id, sheet.encode())
        await self._run(_insert_batch, import_id, first_index, sealed, packed)

    async def source_of(self, index: int) -> tuple[str, str, int] | None:
        """Import id, sheet and row that own entry `index` came from, None if not from a file."""
        found = await self._run(_select_batch, index)
        if found is None:
            return None
        import_id, first_index, sealed, packed = found
        at = (index - first_index) * ROW_NUMBER_BYTES
        if at >= len(packed):
            return None
        sheet = self._key.decrypt(SHEET_PLACE + import_id, sealed).decode()
        return import_id, sheet, int.from_bytes(packed[at : at + ROW_NUMBER_BYTES], "big")

    async def unit_of(self, index: int) -> int | None:
        """The unit that filed own entry `index`, None if it isn't from a file."""
        found = await self._run(_select_batch, index)
        if found is None or (index - found[1]) * ROW_NUMBER_BYTES >= len(found[3]):
            return None
        return await self._run(_select_unit, found[0])

    async def find(self, import_id: str) -> FiledImport | None:
        """The import whose id begins so; None if none does, or more than one."""
        rows = await self._run(_select_jobs, [begins_with(import_job.c.import_id, import_id)], 2)
        return self._filed(rows[0]) if len(rows) == 1 else None

    async def newest(self, unit_ids: Sequence[int], limit: int) -> list[FiledImport]:
        """Imports that these units filed, newest first, at most `limit`."""
        rows = await self._run(_select_jobs, [import_job.c.unit_id.in_(unit_ids)], limit)
        return [self._filed(row) for row in rows]

    async def batches(self, import_id: str) -> list[ImportBatch]:
        """Which rows became which entries, in the order of the entries."""
        return [
            ImportBatch(
                first_index=first_index,
                sheet=self._key.decrypt(SHEET_PLACE + import_id, sealed).decode(),
                rows=_unpacked(packed),
            )
            for first_index, sealed, packed in await self._run(_select_batches, import_id)
        ]

    def _filed(self, row: Sequence[Any]) -> FiledImport:
        import_id, file_digest, template, unit_id, sealed, started_at, finished_at, counts, octets = row
        operator, file_name = json.loads(self._key.decrypt(f"import_job/{import_id}", sealed))
        return FiledImport(
            job=ImportJob(
                import_id=import_id,
                file_digest=file_digest,
                file_name=file_name,
                operator=operator,
                template=template,
                started_at=datetime.fromtimestamp(started_at, UTC),
                unit_id=unit_id,
            ),
            finished_at=None if finished_at is None else datetime.fromtimestamp(finished_at, UTC),
            counts=None if counts is None else ImportCounts(**json.loads(counts)),
            entries=(octets or 0) // ROW_NUMBER_BYTES,
        )


def _unpacked(packed: bytes) -> tuple[int, ...]:
    starts = range(0, len(packed), ROW_NUMBER_BYTES)
    return tuple(int.from_bytes(packed[at : at + ROW_NUMBER_BYTES], "big") for at in starts)


def _insert_job(connection: Connection, row: dict[str, object]) -> None:
    connection.execute(insert(import_job).values(**row))


def _finish_job(connection: Connection, import_id: str, counts: str, at: float) -> None:
    connection.execute(
        update(import_job).where(import_job.c.import_id == import_id).values(finished_at=at, counts=counts)
    )


def _insert_batch(connection: Connection, import_id: str, first_index: int, sealed: bytes, packed: bytes) -> None:
    row = {"import_id": import_id, "first_index": first_index, "sealed_sheet": sealed, "row_numbers": packed}
    connection.execute(insert(import_batch).values(**row))


def _select_batch(connection: Connection, index: int) -> tuple[str, int, bytes, bytes] | None:
    query = (
        select(
            import_batch.c.import_id,
            import_batch.c.first_index,
            import_batch.c.sealed_sheet,
            import_batch.c.row_numbers,
        )
        .where(import_batch.c.first_index <= index)
        .order_by(import_batch.c.first_index.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else tuple(row)


def _select_jobs(connection: Connection, where: Sequence[Any], limit: int) -> list[Sequence[Any]]:
    octets = select(func.sum(func.length(import_batch.c.row_numbers)))
    entries = octets.where(import_batch.c.import_id == import_job.c.import_id).scalar_subquery()
    query = (
        select(*COLUMNS, entries)
        .where(*where)
        .order_by(import_job.c.started_at.desc(), import_job.c.import_id)
        .limit(limit)
    )
    return [tuple(row) for row in connection.execute(query)]


def _select_batches(connection: Connection, import_id: str) -> list[tuple[int, bytes, bytes]]:
    query = select(import_batch.c.first_index, import_batch.c.sealed_sheet, import_batch.c.row_numbers)
    query = query.where(import_batch.c.import_id == import_id).order_by(import_batch.c.first_index)
    return [tuple(row) for row in connection.execute(query)]


def _select_unit(connection: Connection, import_id: str) -> int | None:
    query = select(import_job.c.unit_id).where(import_job.c.import_id == import_id)
    return connection.execute(query).scalar_one_or_none()
