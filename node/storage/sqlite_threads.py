"""Whole transactions on SQLite, each on a thread: one crossing there and back, whatever it asks.

aiosqlite crosses to its thread and back for every cursor, statement, fetch and close: some ten
times for one read, which cost a lookup more than all its own work. What is one function over one
connection crosses once. A unit of work that awaits in its middle crosses once for each function
that it runs: it has a thread to itself, which runs them in order.

A cancelled caller doesn't stop a transaction that has begun: it ends by itself, whole. One in its
middle is rolled back behind whatever of it still runs.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine

T = TypeVar("T")
# One writer at a time (the database's lock sees to that), so readers always have some left.
THREADS = 4


class SqliteThreads:
    """A few threads, and as many connections."""

    def __init__(self, url: URL, writing_option: str, **options: Any) -> None:
        """Prepares them; nothing is opened yet.

        Args:
            url: of the asynchronous driver; the path is what counts.
            writing_option: the execution option by which a transaction says that it writes.
            options: for the engine.
        """
        synchronous = url.set(drivername="sqlite+pysqlite")
        # Every transaction is ended by its own block: nothing is left to roll back when a connection goes back.
        self.engine: Engine = create_engine(
            synchronous, pool_size=THREADS, max_overflow=0, pool_reset_on_return=None, **options
        )
        self._writing_option = writing_option
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="sqlite")

    async def run(self, work: Callable[..., T], args: tuple[Any, ...], *, writing: bool) -> T:
        """What `work(connection, *args)` returns, in a transaction of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._transact, work, args, writing)

    async def close(self) -> None:
        """Waits for what is under way, and closes every connection."""
        await asyncio.to_thread(self._threads.shutdown)
        self.engine.dispose()

    def _transact(self, work: Callable[..., T], args: tuple[Any, ...], writing: bool) -> T:
        with self.engine.connect() as connection:
            if writing:
                connection.execution_options(**{self._writing_option: True})
            with connection.begin():
                return work(connection, *args)


class SqliteWriter:
    """One thread and one connection, for one unit of work after another."""

    def __init__(self, url: URL, writing_option: str, **options: Any) -> None:
        """Prepares them as `SqliteThreads` does; whoever calls sees to it that units of work take turns."""
        synchronous = url.set(drivername="sqlite+pysqlite")
        self.engine: Engine = create_engine(
            synchronous, pool_size=1, max_overflow=0, pool_reset_on_return=None, **options
        )
        self._writing_option = writing_option
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-writer")

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator["ThreadedUnitOfWork"]:
        """A write transaction: commits at the end, rolls back on any error."""
        unit = ThreadedUnitOfWork(self.engine, self._writing_option, self._thread)
        try:
            await unit.on_thread(unit.begin)
            yield unit
        except BaseException as error:
            # Handed to the thread at once: even if nobody waits any more, the next unit of work comes after it.
            await asyncio.shield(unit.on_thread(unit.end, error))
            raise
        await asyncio.shield(unit.on_thread(unit.end, None))

    async def close(self) -> None:
        """Waits for what is under way, and closes the connection."""
        await asyncio.to_thread(self._thread.shutdown)
        self.engine.dispose()


class ThreadedUnitOfWork:
    """One write transaction, each function of which runs on the writer's thread."""

    def __init__(self, engine: Engine, writing_option: str, thread: ThreadPoolExecutor) -> None:
        self._engine = engine
        self._writing_option = writing_option
        self._thread = thread
        self._open = ExitStack()
        self._connection: Connection | None = None

    def begin(self) -> None:
        """Takes the database's lock; on the thread."""
        connection = self._open.enter_context(self._engine.connect())
        connection.execution_options(**{self._writing_option: True})
        self._open.enter_context(connection.begin())
        self._connection = connection

    def end(self, error: BaseException | None) -> None:
        """Commits, or rolls back if there was an error; on the thread."""
        self._connection = None
        self._open.__exit__(None if error is None else type(error), error, None)

    async def run_sync(self, work: Callable[..., T], /, *args: Any) -> T:
        """What `work(connection, *args)` returns, inside the transaction."""
        return await self.on_thread(work, self._connection, *args)

    def on_thread(self, work: Callable[..., T], /, *args: Any) -> "asyncio.Future[T]":
        """Runs it there, after whatever was handed over before."""
        return asyncio.get_running_loop().run_in_executor(self._thread, work, *args)
