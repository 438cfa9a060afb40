"""The engine, its transactions, and the driver's errors under names of our own.

Writers begin with the lock (`BEGIN IMMEDIATE`), so that a transaction that has read
can always write. Within one process writers queue on an asyncio lock as well:
SQLite's own waiting is not fair, and a long import must starve nobody.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from federation.errors import DatabaseUnavailable, IntegrityBroken, StorageFull
from node.storage.runner import UnitOfWork
from node.storage.sqlite_threads import SqliteThreads, SqliteWriter

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

T = TypeVar("T")
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=30000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
)
# In pages: 32 MiB of write-ahead log. Each checkpoint writes a changed page once, however often it changed since:
# an import goes back to the pages of the index with random keys again and again.
CHECKPOINT_PAGES = 8_192
# One connection imports, and its pages are the right edges of its tables and all of the index; the
# others read here and there, and what they miss the operating system has.
UNIT_OF_WORK_CACHE_KIB = 65_536
CACHE_KIB = 16_384
WRITING = "deltabank_writing"


class TidyConnection(sqlite3.Connection):
    """A connection that gives up its locks when it is closed.

    SQLite keeps a closed connection alive while a statement of it is referred to. After a
    cancelled task that may be until the next garbage collection: so long, a write
    transaction left open would lock everybody out.
    """

    def close(self) -> None:
        """Rolls back what is open, and closes; a second time does nothing."""
        with suppress(sqlite3.ProgrammingError):
            self.rollback()
        super().close()


class Database:
    """A database by URL: `sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`."""

    def __init__(self, url: str) -> None:
        """Prepares the engine; nothing is opened yet.

        Raises:
            DatabaseUnavailable: the URL can't be read or names another driver.
        """
        try:
            parsed = make_url(url)
        except ArgumentError as error:
            raise DatabaseUnavailable(reason="url") from error
        if parsed.drivername not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
            raise DatabaseUnavailable(reason="driver")
        self.is_sqlite = parsed.drivername.startswith("sqlite")
        self.path = Path(parsed.database) if self.is_sqlite and parsed.database else None
        self._writers = asyncio.Lock()
        self._engine: AsyncEngine | None = None
        self._threads: SqliteThreads | None = None
        self._writer: SqliteWriter | None = None
        if self.is_sqlite:
            options = {"connect_args": {"factory": TidyConnection}}
            self._threads = SqliteThreads(parsed, WRITING, **options)
            self._writer = SqliteWriter(parsed, WRITING, **options)
            _prepare_sqlite(self._writer.engine, UNIT_OF_WORK_CACHE_KIB)
            _prepare_sqlite(self._threads.engine, CACHE_KIB)
        else:
            # Imported here: it brings all of the ORM, which a command on SQLite would wait for.
            from sqlalchemy.ext.asyncio import create_async_engine

            self._engine = create_async_engine(parsed, pool_size=5, max_overflow=10, pool_pre_ping=True)

    async def read(self, work: Callable[..., T], *args: Any) -> T:
        """Runs `work(connection, *args)` in a read transaction (one snapshot)."""
        with named_errors():
            if self._threads is not None:
                return await self._threads.run(work, args, writing=False)
            async with self._asynchronous.connect() as connection:
                # SQLite's read transaction is a snapshot by itself; PostgreSQL's only when asked.
                await connection.execution_options(isolation_level="REPEATABLE READ")
                async with connection.begin():
                    return await connection.run_sync(work, *args)

    async def write(self, work: Callable[..., T], *args: Any) -> T:
        """Runs `work(connection, *args)` in a write transaction and commits."""
        if self._threads is not None:
            async with self._writers:
                with named_errors():
                    return await self._threads.run(work, args, writing=True)
        async with self.writing() as connection:
            return await connection.run_sync(work, *args)

    async def run(self, work: Callable[..., T], /, *args: Any) -> T:
        """A `Runner` for repositories used on their own: each call is a write transaction."""
        return await self.write(work, *args)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        """A write transaction: commits at the end, rolls back on any error."""
        async with self._writers:
            with named_errors():
                if self._writer is not None:
                    async with self._writer.unit_of_work() as unit:
                        yield unit
                    return
                async with self._asynchronous.connect() as connection:
                    await connection.execution_options(**{WRITING: True})
                    async with connection.begin():
                        yield connection

    async def close(self) -> None:
        """Closes every connection."""
        for one in (self._threads, self._writer):
            if one is not None:
                await one.close()
        if self._engine is not None:
            await self._engine.dispose()

    @property
    def _asynchronous(self) -> "AsyncEngine":
        """PostgreSQL's engine."""
        if self._engine is None:
            raise AssertionError("on SQLite threads run every transaction")
        return self._engine


@contextmanager
def named_errors() -> Iterator[None]:
    """Turns the driver's errors into the tree's.

    Raises:
        StorageFull: no room; the transaction was rolled back.
        IntegrityBroken: the database file is damaged.
        DatabaseUnavailable: can't be opened, was lost, or stayed locked.
    """
    try:
        yield
    except (OperationalError, InterfaceError, OSError) as error:
        raise _named(error) from error
    except DBAPIError as error:
        if "malformed" in str(error.orig) or "not a database" in str(error.orig):
            raise IntegrityBroken(what="database file") from error
        if error.connection_invalidated:
            raise DatabaseUnavailable(reason="connection") from error
        raise
    except SQLAlchemyError as error:
        if "QueuePool limit" in str(error):
            raise DatabaseUnavailable(reason="busy") from error
        raise


def _named(error: Exception) -> Exception:
    text = str(getattr(error, "orig", error))
    if "full" in text or "No space left" in text:
        return StorageFull()
    if "locked" in text or "busy" in text:
        return DatabaseUnavailable(reason="busy")
    if "disk I/O error" in text:
        return DatabaseUnavailable(reason="disk")
    if "malformed" in text or "not a database" in text:
        return IntegrityBroken(what="database file")
    if "no such table" in text or "no such column" in text:
        return DatabaseUnavailable(reason="schema")
    return DatabaseUnavailable(reason="connection")


def _prepare_sqlite(engine: Engine, cache_kib: int) -> None:
    @event.listens_for(engine, "do_connect")
    def create_private(_dialect: Any, _record: Any, arguments: Any, _options: Any) -> None:
        # SQLite would create it readable by all; the files beside it take its rights.
        path = Path(arguments[0])
        if not path.exists() and path.parent.is_dir() and ":" not in arguments[0]:
            with suppress(OSError):
                path.touch(mode=0o600, exist_ok=False)

    @event.listens_for(engine, "connect")
    def set_pragmas(dbapi_connection: Any, _record: Any) -> None:
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        for pragma in (
            *SQLITE_PRAGMAS,
            f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}",
            f"PRAGMA cache_size=-{cache_kib}",
        ):
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
